//! [`FilterChunk`]: a part of a saved filter, as `BF.SCANDUMP` and `CF.SCANDUMP` give it.

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// A part of a Bloom or cuckoo filter that is copied piece by piece: what [`bf_scandump`] and [`cf_scandump`] return,
/// and `bf_loadchunk` and `cf_loadchunk` take.
///
/// [`bf_scandump`]: super::BloomCommands::bf_scandump
/// [`cf_scandump`]: super::CuckooCommands::cf_scandump
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterChunk {
    /// The number to load this part with, and to ask for the next one with; 0 after the last part.
    pub iterator: i64,
    /// The bytes of this part; empty after the last one.
    pub data: Bytes,
}

impl FilterChunk {
    /// Whether the part before this one was the last: this one is not to be loaded.
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
