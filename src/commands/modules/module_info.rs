//! [`ModuleInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// A module that a server has loaded (`MODULE LIST`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleInfo {
    /// Its name.
    pub name: String,
    /// Its version as one number. Most modules count so that `20810` is 2.8.10.
    pub version: i64,
    /// The file that it was loaded from; empty if it is part of the server. Since 7.0.0.
    pub path: String,
    /// The arguments that it was loaded with. Since 7.0.0.
    pub args: Vec<Vec<u8>>,
}

impl FromReply for ModuleInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`ModuleInfo`")? {
            match name.data().as_deref() {
                Some(b"name") => info.name = String::from_reply(value)?,
                Some(b"ver") => info.version = i64::from_reply(value)?,
                Some(b"path") => info.path = String::from_reply(value)?,
                Some(b"args") => info.args = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}
