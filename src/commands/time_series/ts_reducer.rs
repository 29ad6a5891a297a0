//! [`TsReducer`].

/// What becomes of the values that the series of a group have at one time. Those that are NaN are left
/// out, unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TsReducer {
    /// Their mean (`AVG`). Since 1.8.0.
    Avg,
    /// The least (`MIN`).
    Min,
    /// The greatest (`MAX`).
    Max,
    /// Their sum (`SUM`).
    Sum,
    /// By how much the greatest exceeds the least (`RANGE`). Since 1.8.0.
    Range,
    /// How many there are (`COUNT`). Since 1.8.0.
    Count,
    /// How many are NaN (`COUNTNAN`). Since Redis 8.6.0.
    #[doc(alias = "COUNTNAN")]
    CountNan,
    /// How many there are with those that are NaN (`COUNTALL`). Since Redis 8.6.0.
    #[doc(alias = "COUNTALL")]
    CountAll,
    /// Their standard deviation, as a population (`STD.P`). Since 1.8.0.
    #[doc(alias = "STD.P")]
    StdP,
    /// Their standard deviation, as a sample (`STD.S`). Since 1.8.0.
    #[doc(alias = "STD.S")]
    StdS,
    /// Their variance, as a population (`VAR.P`). Since 1.8.0.
    #[doc(alias = "VAR.P")]
    VarP,
    /// Their variance, as a sample (`VAR.S`). Since 1.8.0.
    #[doc(alias = "VAR.S")]
    VarS,
}

impl TsReducer {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Avg => "AVG",
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
        }
    }
}
