//! [`TopkInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of a top-k list (`TOPK.INFO`).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TopkInfo {
    /// How many items it lists.
    pub k: u64,
    /// How many counters each of its rows has.
    pub width: u64,
    /// How many rows it has.
    pub depth: u64,
    /// The probability with which a counter goes down when another item takes it.
    pub decay: f64,
}

impl FromReply for TopkInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`TopkInfo`")? {
            match name.data().as_deref() {
                Some(b"k") => info.k = u64::from_reply(value)?,
                Some(b"width") => info.width = u64::from_reply(value)?,
                Some(b"depth") => info.depth = u64::from_reply(value)?,
                Some(b"decay") => info.decay = f64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}
