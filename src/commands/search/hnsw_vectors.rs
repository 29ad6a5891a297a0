//! [`HnswVectors`].

use crate::convert::ToArg;

use super::vectors::{Vectors, vectors};
use super::{DistanceMetric, VectorAlgorithm, VectorType};

/// Vectors in a graph of several layers: fast, and nearly exact (`HNSW`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct HnswVectors(Vectors);

vectors!(HnswVectors, "HNSW");

impl HnswVectors {
    /// Room for so many vectors from the beginning (`INITIAL_CAP`).
    pub fn initial_cap(self, vectors: u64) -> Self {
        self.with("INITIAL_CAP", vectors)
    }

    /// How many neighbours each vector has in a layer at most (`M`, 16 by default).
    pub fn m(self, neighbours: u64) -> Self {
        self.with("M", neighbours)
    }

    /// How many candidates for neighbours are looked at when a vector is added (`EF_CONSTRUCTION`, 200 by default).
    pub fn ef_construction(self, candidates: u64) -> Self {
        self.with("EF_CONSTRUCTION", candidates)
    }

    /// How many candidates a search looks at (`EF_RUNTIME`, 10 by default).
    pub fn ef_runtime(self, candidates: u64) -> Self {
        self.with("EF_RUNTIME", candidates)
    }

    /// By how much of the radius a search of a range looks further (`EPSILON`, 0.01 by default).
    pub fn epsilon(self, factor: f64) -> Self {
        self.with("EPSILON", factor)
    }
}
