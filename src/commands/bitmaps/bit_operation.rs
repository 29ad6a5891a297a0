//! [`BitOperation`].

/// What `BITOP` makes of its keys, bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BitOperation {
    /// A bit is set where it is set in all keys (`AND`).
    And,
    /// A bit is set where it is set in any of the keys (`OR`).
    Or,
    /// A bit is set where it is set in an odd number of keys (`XOR`).
    Xor,
    /// A bit is set where it is clear in the one key that there is (`NOT`).
    Not,
    /// A bit is set where it is set in the first key and in none of the others (`DIFF`). Since Redis 8.2.0.
    Diff,
    /// A bit is set where it is clear in the first key and set in any of the others (`DIFF1`). Since Redis 8.2.0.
    Diff1,
    /// A bit is set where it is set in the first key and in any of the others (`ANDOR`). Since Redis 8.2.0.
    AndOr,
    /// A bit is set where it is set in exactly one of the keys (`ONE`). Since Redis 8.2.0.
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
