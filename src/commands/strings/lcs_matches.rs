//! [`LcsMatches`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::LcsMatch;

/// Where two strings have their longest common subsequence: what `LCS … IDX` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LcsMatches {
    matches: Vec<LcsMatch>,
    len: u64,
}

impl LcsMatches {
    /// The runs of bytes that it consists of, the last one first.
    #[must_use]
    pub fn matches(&self) -> &[LcsMatch] {
        &self.matches
    }

    /// How many bytes the whole of it has, those of matches that were too short for the options
    /// included.
    #[must_use]
    pub const fn total_len(&self) -> u64 {
        self.len
    }
}

impl FromReply for LcsMatches {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let pairs = match reply.into_result()? {
            Reply::Map(pairs) => pairs,
            Reply::Array(items) => items.into_pairs(),
            other => return Err(Error::decode(other.kind_name(), "`LcsMatches`")),
        };
        let (mut matches, mut len) = (None, None);
        for (name, value) in pairs {
            match name.data().as_deref() {
                Some(b"matches") => matches = Some(Vec::from_reply(value)?),
                Some(b"len") => len = Some(u64::from_reply(value)?),
                _ => {}
            }
        }
        match (matches, len) {
            (Some(matches), Some(len)) => Ok(Self { matches, len }),
            _ => Err(Error::decode(
                "a map without `matches` or `len`",
                "`LcsMatches`",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_shapes_are_the_same() {
        let matches = "$7\r\nmatches\r\n*1\r\n*3\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n:4\r\n";
        for head in ["*4", "%2"] {
            let reply = format!("{head}\r\n{matches}$3\r\nlen\r\n:6\r\n");
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            let found = LcsMatches::from_reply(reply).unwrap();
            assert_eq!(found.total_len(), 6);
            let first = &found.matches()[0];
            assert_eq!((first.first(), first.second()), (4..=7, 5..=8));
            assert_eq!(first.match_len(), Some(4));
        }
        for reply in [b":1\r\n".as_slice(), b"*0\r\n"] {
            let error = LcsMatches::from_reply(Reply::parse(reply).unwrap()).unwrap_err();
            assert!(error.to_string().contains("LcsMatches"));
        }
    }
}
