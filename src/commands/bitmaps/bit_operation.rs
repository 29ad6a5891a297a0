//! [`BitOperation`].

/// What `BITOP` makes of its keys, bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BitOperation {
    /// Set where it is set in all keys.
    And,
    /// Set where it is set in any of the keys.
    Or,
    /// Set where it is set in an odd number of keys.
    Xor,
    /// Set where it is clear; of one key only.
    Not,
    /// Set where it is set in the first key and in none of the others. Since Redis 8.2.0.
    Diff,
    /// Set where it is clear in the first key and set in any of the others. Since Redis 8.2.0.
    Diff1,
    /// Set where it is set in the first key and in any of the others. Since Redis 8.2.0.
    AndOr,
    /// Set where it is set in exactly one of the keys. Since Redis 8.2.0.
    One,
}

impl BitOperation {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Xor => "XOR",
            Self::Not => "NOT",
            Self::Diff => "DIFF",
            Self::Diff1 => "DIFF1",
            Self::AndOr => "ANDOR",
            Self::One => "ONE",
        }
    }
}
