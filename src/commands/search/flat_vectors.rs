//! [`FlatVectors`].

use crate::convert::ToArg;

use super::vectors::{Vectors, vectors};
use super::{DistanceMetric, VectorAlgorithm, VectorType};

/// Vectors in a row, all of which are looked at: exact, for few of them (`FLAT`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct FlatVectors(Vectors);

vectors!(FlatVectors, "FLAT");

impl FlatVectors {
    /// Room for so many vectors from the beginning (`INITIAL_CAP`).
    pub fn initial_cap(self, vectors: u64) -> Self {
        self.with("INITIAL_CAP", vectors)
    }

    /// How many vectors lie in one piece of memory (`BLOCK_SIZE`, 1024 by default).
    pub fn block_size(self, vectors: u64) -> Self {
        self.with("BLOCK_SIZE", vectors)
    }
}
