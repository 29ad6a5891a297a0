//! [`Overflow`].

/// What `BITFIELD` does with a number that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Overflow {
    /// It begins again at the other end (`WRAP`), which is the default.
    Wrap,
    /// It stays at the largest or smallest number (`SAT`).
    Sat,
    /// Nothing is written, and the result is `None` (`FAIL`).
    Fail,
}

impl Overflow {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Wrap => "WRAP",
            Self::Sat => "SAT",
            Self::Fail => "FAIL",
        }
    }
}
