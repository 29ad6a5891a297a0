//! [`GeoUnit`].

/// A unit of distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GeoUnit {
    /// Meters (`m`).
    Meters,
    /// Kilometers (`km`).
    Kilometers,
    /// Feet (`ft`).
    Feet,
    /// Miles (`mi`).
    Miles,
}

impl GeoUnit {
    /// In lower case: servers before 7.0 know no other.
    pub(in crate::commands) const fn word(self) -> &'static str {
        match self {
            Self::Meters => "m",
            Self::Kilometers => "km",
            Self::Feet => "ft",
            Self::Miles => "mi",
        }
    }
}
