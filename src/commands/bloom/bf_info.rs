//! [`BfInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of a Bloom filter (`BF.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BfInfo {
    /// How many items it has room for.
    pub capacity: u64,
    /// How many bytes it takes.
    pub size: u64,
    /// How many filters it consists of by now: one, and one more each time that it has grown.
    pub filters: u64,
    /// How many different items were added.
    pub items: u64,
    /// How many times as large each next filter is; `None` if it does not grow.
    pub expansion: Option<u64>,
}

impl FromReply for BfInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`BfInfo`")? {
            match name.data().as_deref() {
                Some(b"Capacity") => info.capacity = u64::from_reply(value)?,
                Some(b"Size") => info.size = u64::from_reply(value)?,
                Some(b"Number of filters") => info.filters = u64::from_reply(value)?,
                Some(b"Number of items inserted") => info.items = u64::from_reply(value)?,
                Some(b"Expansion rate") => info.expansion = Option::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}
