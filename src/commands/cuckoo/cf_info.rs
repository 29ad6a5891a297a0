//! [`CfInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of a cuckoo filter (`CF.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CfInfo {
    /// How many bytes it takes.
    pub size: u64,
    /// How many buckets it has.
    pub buckets: u64,
    /// How many filters it consists of by now.
    pub filters: u64,
    /// How many items are in it.
    pub items: u64,
    /// How many items were deleted.
    pub deleted: u64,
    /// How many items a bucket holds.
    pub bucket_size: u64,
    /// How many times as large each next filter is; 0 if it does not grow.
    pub expansion: u64,
    /// How many items are moved at most to make room for a new one, before the filter counts as full.
    pub max_iterations: u64,
}

impl FromReply for CfInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`CfInfo`")? {
            match name.data().as_deref() {
                Some(b"Size") => info.size = u64::from_reply(value)?,
                Some(b"Number of buckets") => info.buckets = u64::from_reply(value)?,
                Some(b"Number of filters") => info.filters = u64::from_reply(value)?,
                Some(b"Number of items inserted") => info.items = u64::from_reply(value)?,
                Some(b"Number of items deleted") => info.deleted = u64::from_reply(value)?,
                Some(b"Bucket size") => info.bucket_size = u64::from_reply(value)?,
                Some(b"Expansion rate") => info.expansion = u64::from_reply(value)?,
                Some(b"Max iterations") => info.max_iterations = u64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}
