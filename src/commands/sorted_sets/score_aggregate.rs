//! [`ScoreAggregate`]: what becomes of several scores.

use crate::convert::{Arg, ToArg, Written};

/// How the scores that a member has in several sorted sets become one
/// ([`ZaggregateOptions::aggregate`](super::ZaggregateOptions::aggregate)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScoreAggregate {
    /// They are added up (`SUM`), which is the default.
    Sum,
    /// The lowest is taken (`MIN`).
    Min,
    /// The highest is taken (`MAX`).
    Max,
}

impl ToArg for ScoreAggregate {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(match self {
            Self::Sum => b"SUM",
            Self::Min => b"MIN",
            Self::Max => b"MAX",
        })
    }
}
