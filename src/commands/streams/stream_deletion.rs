//! [`StreamDeletion`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What `XDELEX` and `XACKDEL` did to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamDeletion {
    /// There is no such entry, or no such stream or group (-1).
    NotFound,
    /// It is deleted (1).
    Deleted,
    /// It is not deleted, as other groups have yet to read or to acknowledge it (2). `XACKDEL` has
    /// acknowledged it all the same.
    StillReferenced,
}

impl FromReply for StreamDeletion {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match i64::from_reply(reply)? {
            -1 => Ok(Self::NotFound),
            1 => Ok(Self::Deleted),
            2 => Ok(Self::StillReferenced),
            _ => Err(Error::decode(
                "a number other than -1, 1 and 2",
                "`StreamDeletion`",
            )),
        }
    }
}
