//! [`DistanceMetric`].

/// How far two vectors are from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DistanceMetric {
    /// The square of the Euclidean distance (`L2`).
    L2,
    /// One less the inner product (`IP`).
    InnerProduct,
    /// One less the cosine of the angle (`COSINE`).
    Cosine,
}

impl DistanceMetric {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::L2 => "L2",
            Self::InnerProduct => "IP",
            Self::Cosine => "COSINE",
        }
    }
}
