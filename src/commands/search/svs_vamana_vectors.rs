//! [`SvsVamanaVectors`].

use crate::convert::ToArg;

use super::vectors::{Vectors, vectors};
use super::{DistanceMetric, VectorAlgorithm, VectorType};

/// Vectors in a graph of one layer, compressed if wanted (`SVS-VAMANA`). Since Redis 8.2.0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SvsVamanaVectors(Vectors);

vectors!(SvsVamanaVectors, "SVS-VAMANA");

impl SvsVamanaVectors {
    /// How vectors are compressed: `LVQ4`, `LVQ8`, `LVQ4x4`, `LVQ4x8`, `LeanVec4x8` or `LeanVec8x8`
    /// (`COMPRESSION`).
    pub fn compression(self, algorithm: impl ToArg) -> Self {
        self.with("COMPRESSION", algorithm)
    }

    /// How many candidates for neighbours are looked at when a vector is added (`CONSTRUCTION_WINDOW_SIZE`, 200 by
    /// default).
    pub fn construction_window_size(self, candidates: u64) -> Self {
        self.with("CONSTRUCTION_WINDOW_SIZE", candidates)
    }

    /// How many neighbours each vector has at most (`GRAPH_MAX_DEGREE`, 32 by default).
    pub fn graph_max_degree(self, neighbours: u64) -> Self {
        self.with("GRAPH_MAX_DEGREE", neighbours)
    }

    /// How many candidates a search looks at (`SEARCH_WINDOW_SIZE`, 10 by default).
    pub fn search_window_size(self, candidates: u64) -> Self {
        self.with("SEARCH_WINDOW_SIZE", candidates)
    }

    /// By how much of the radius a search of a range looks further (`EPSILON`, 0.01 by default).
    pub fn epsilon(self, factor: f64) -> Self {
        self.with("EPSILON", factor)
    }

    /// From how many vectors the compression learns (`TRAINING_THRESHOLD`, 10240 by default).
    pub fn training_threshold(self, vectors: u64) -> Self {
        self.with("TRAINING_THRESHOLD", vectors)
    }

    /// To how many numbers LeanVec reduces a vector (`REDUCE`, half of them by default).
    pub fn reduce(self, dim: u64) -> Self {
        self.with("REDUCE", dim)
    }
}
