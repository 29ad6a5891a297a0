//! [`ScoreEnd`]: which end of a sorted set.

use crate::convert::{Arg, ToArg, Written};

/// Which end of a sorted set members are popped from ([`zmpop`](super::SortedSetCommands::zmpop)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScoreEnd {
    /// The lowest scores (`MIN`).
    Min,
    /// The highest scores (`MAX`).
    Max,
}

impl ToArg for ScoreEnd {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(match self {
            Self::Min => b"MIN",
            Self::Max => b"MAX",
        })
    }
}
