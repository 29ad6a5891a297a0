//! [`CmsInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of a count-min sketch (`CMS.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CmsInfo {
    /// How many counters each of its rows has.
    pub width: u64,
    /// How many rows it has.
    pub depth: u64,
    /// The sum of all counts.
    pub count: u64,
}

impl FromReply for CmsInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`CmsInfo`")? {
            match name.data().as_deref() {
                Some(b"width") => info.width = u64::from_reply(value)?,
                Some(b"depth") => info.depth = u64::from_reply(value)?,
                Some(b"count") => info.count = u64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}
