//! [`TsEncoding`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::words::one_of;

/// How the samples of a series are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsEncoding {
    /// In as few bits as what came before allows (`COMPRESSED`).
    #[default]
    Compressed,
    /// In 16 bytes each (`UNCOMPRESSED`).
    Uncompressed,
}

impl TsEncoding {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Compressed => "COMPRESSED",
            Self::Uncompressed => "UNCOMPRESSED",
        }
    }
}

impl FromReply for TsEncoding {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let all = [Self::Compressed, Self::Uncompressed];
        one_of(&all, Self::word, reply, "`TsEncoding`")
    }
}
