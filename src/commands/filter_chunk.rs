//! [`FilterChunk`]: a part of a saved filter, as `BF.SCANDUMP` and `CF.SCANDUMP` give it.

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// A part of a filter that is saved piece by piece.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterChunk {
    /// What the next part is asked for with, and what this one is loaded with.
    pub iterator: i64,
    /// The part, empty after the last one.
    pub data: Bytes,
}

impl FilterChunk {
    /// Whether the one before was the last: there is nothing to load.
    #[must_use]
    pub const fn is_end(&self) -> bool {
        self.iterator == 0
    }
}

impl FromReply for FilterChunk {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (iterator, data) = <(i64, Option<Bytes>)>::from_reply(reply)?;
        let data = data.unwrap_or_default();
        Ok(Self { iterator, data })
    }
}
