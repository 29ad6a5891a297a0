//! [`Overflow`].

/// What `BITFIELD` does with a number that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Overflow {
    /// It begins again at the other end, as the server does without being told.
    Wrap,
    /// It stays at the largest or smallest number.
    Sat,
    /// Nothing is written, and there is no result.
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
