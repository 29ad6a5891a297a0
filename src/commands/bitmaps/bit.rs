//! [`Bit`].

/// One bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a bit is one of two: there is no third"
)]
pub enum Bit {
    /// A clear bit.
    Zero,
    /// A set bit.
    One,
}

impl Bit {
    pub(super) const fn digit(self) -> &'static str {
        match self {
            Self::Zero => "0",
            Self::One => "1",
        }
    }
}

/// `true` is a set bit.
impl From<bool> for Bit {
    fn from(is_set: bool) -> Self {
        if is_set { Self::One } else { Self::Zero }
    }
}
