//! [`ArrayOperation`].

/// What `AROP` makes of the elements in a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArrayOperation {
    /// The sum of those that are numbers (`SUM`).
    Sum,
    /// The smallest of those that are numbers (`MIN`).
    Min,
    /// The largest of those that are numbers (`MAX`).
    Max,
    /// The bits that all numbers have, without their fractions (`AND`).
    And,
    /// The bits that any of the numbers has, without their fractions (`OR`).
    Or,
    /// The bits that an odd number of the numbers has, without their fractions (`XOR`).
    Xor,
    /// How many elements there are (`USED`).
    Used,
}

impl ArrayOperation {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Sum => "SUM",
            Self::Min => "MIN",
            Self::Max => "MAX",
            Self::And => "AND",
            Self::Or => "OR",
            Self::Xor => "XOR",
            Self::Used => "USED",
        }
    }
}
