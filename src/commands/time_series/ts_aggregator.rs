//! [`TsAggregator`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::words::one_of;

/// What becomes of the values in a bucket. Those that are NaN are left out, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsAggregator {
    /// Their mean (`AVG`).
    Avg,
    /// The one with the lowest timestamp (`FIRST`).
    First,
    /// The one with the highest timestamp (`LAST`).
    Last,
    /// The least (`MIN`).
    Min,
    /// The greatest (`MAX`).
    Max,
    /// Their sum (`SUM`).
    Sum,
    /// By how much the greatest exceeds the least (`RANGE`).
    Range,
    /// How many there are (`COUNT`).
    Count,
    /// How many are NaN (`COUNTNAN`). Since Redis 8.6.0.
    #[doc(alias = "COUNTNAN")]
    CountNan,
    /// How many there are with those that are NaN (`COUNTALL`). Since Redis 8.6.0.
    #[doc(alias = "COUNTALL")]
    CountAll,
    /// Their standard deviation, as a population (`STD.P`).
    #[doc(alias = "STD.P")]
    StdP,
    /// Their standard deviation, as a sample (`STD.S`).
    #[doc(alias = "STD.S")]
    StdS,
    /// Their variance, as a population (`VAR.P`).
    #[doc(alias = "VAR.P")]
    VarP,
    /// Their variance, as a sample (`VAR.S`).
    #[doc(alias = "VAR.S")]
    VarS,
    /// Their time-weighted average: each counts for as long as it lasts (`TWA`). Since 1.8.0.
    Twa,
}

impl TsAggregator {
    const ALL: [Self; 15] = [
        Self::Avg,
        Self::First,
        Self::Last,
        Self::Min,
        Self::Max,
        Self::Sum,
        Self::Range,
        Self::Count,
        Self::CountNan,
        Self::CountAll,
        Self::StdP,
        Self::StdS,
        Self::VarP,
        Self::VarS,
        Self::Twa,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Avg => "AVG",
            Self::First => "FIRST",
            Self::Last => "LAST",
            Self::Min => "MIN",
            Self::Max => "MAX",
            Self::Sum => "SUM",
            Self::Range => "RANGE",
            Self::Count => "COUNT",
            Self::CountNan => "COUNTNAN",
            Self::CountAll => "COUNTALL",
            Self::StdP => "STD.P",
            Self::StdS => "STD.S",
            Self::VarP => "VAR.P",
            Self::VarS => "VAR.S",
            Self::Twa => "TWA",
        }
    }
}

impl FromReply for TsAggregator {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        one_of(&Self::ALL, Self::word, reply, "`TsAggregator`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_in_any_case_as_it_is_sent() {
        for one in TsAggregator::ALL {
            for word in [one.word().to_owned(), one.word().to_lowercase()] {
                let reply = format!("+{word}\r\n");
                let reply = Reply::parse(reply.as_bytes()).unwrap();
                assert_eq!(TsAggregator::from_reply(reply).unwrap(), one);
            }
        }
        for wrong in ["+MEDIAN\r\n", ":1\r\n", "-ERR x\r\n"] {
            let reply = Reply::parse(wrong.as_bytes()).unwrap();
            assert!(TsAggregator::from_reply(reply).is_err());
        }
    }
}
