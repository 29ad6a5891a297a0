//! [`TsDuplicatePolicy`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::words::one_of;

/// What becomes of a sample whose timestamp the series has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsDuplicatePolicy {
    /// It is refused with an error (`BLOCK`), as the server does by default.
    Block,
    /// It is ignored (`FIRST`).
    First,
    /// It replaces the other (`LAST`).
    Last,
    /// The lesser of the two stays (`MIN`).
    Min,
    /// The greater of the two stays (`MAX`).
    Max,
    /// The two are added (`SUM`).
    Sum,
}

impl TsDuplicatePolicy {
    const ALL: [Self; 6] = [
        Self::Block,
        Self::First,
        Self::Last,
        Self::Min,
        Self::Max,
        Self::Sum,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Block => "BLOCK",
            Self::First => "FIRST",
            Self::Last => "LAST",
            Self::Min => "MIN",
            Self::Max => "MAX",
            Self::Sum => "SUM",
        }
    }
}

impl FromReply for TsDuplicatePolicy {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        one_of(&Self::ALL, Self::word, reply, "`TsDuplicatePolicy`")
    }
}
