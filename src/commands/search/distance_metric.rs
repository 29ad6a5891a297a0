//! [`DistanceMetric`].

/// How the distance between two vectors is computed: less is more similar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DistanceMetric {
    /// The square of the Euclidean distance (`L2`).
    L2,
    /// One minus the inner product (`IP`).
    InnerProduct,
    /// One minus the cosine of the angle (`COSINE`).
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
