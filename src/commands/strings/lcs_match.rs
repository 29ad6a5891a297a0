//! [`LcsMatch`].

use std::ops::RangeInclusive;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// A run of bytes that two strings have in common: where it is in each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LcsMatch {
    first: RangeInclusive<usize>,
    second: RangeInclusive<usize>,
    len: Option<u64>,
}

impl LcsMatch {
    /// The positions of its bytes in the first string; they can index it.
    #[must_use]
    pub fn first(&self) -> RangeInclusive<usize> {
        self.first.clone()
    }

    /// The positions of its bytes in the second string.
    #[must_use]
    pub fn second(&self) -> RangeInclusive<usize> {
        self.second.clone()
    }

    /// How many bytes it has, if [`withmatchlen`](super::LcsOptions::withmatchlen) was asked for.
    #[must_use]
    pub const fn match_len(&self) -> Option<u64> {
        self.len
    }
}

impl FromReply for LcsMatch {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        type Positions = (usize, usize);
        let with_len = matches!(&reply, Reply::Array(items) if items.len() == Some(3));
        let (first, second, len) = if with_len {
            let (first, second, len) = <(Positions, Positions, u64)>::from_reply(reply)?;
            (first, second, Some(len))
        } else {
            let (first, second) = <(Positions, Positions)>::from_reply(reply)?;
            (first, second, None)
        };
        Ok(Self {
            first: first.0..=first.1,
            second: second.0..=second.1,
            len,
        })
    }
}
