//! [`Vectors`]: what the algorithms for vectors have in common.

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::clauses::{Clauses, owned};
use super::{DistanceMetric, VectorType};

/// An algorithm and its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Vectors {
    algorithm: &'static str,
    attributes: Clauses,
}

impl Vectors {
    pub(super) fn new(
        algorithm: &'static str,
        kind: VectorType,
        dim: u64,
        metric: DistanceMetric,
    ) -> Self {
        let mut attributes = Clauses::new();
        attributes.set("TYPE", kind.word());
        attributes.set("DIM", dim);
        attributes.set("DISTANCE_METRIC", metric.word());
        Self {
            algorithm,
            attributes,
        }
    }

    pub(super) fn set(&mut self, name: &'static str, value: impl ToArg) {
        self.attributes.set(name, [value]);
    }

    /// What follows `VECTOR`.
    pub(super) fn into_words(self) -> Vec<OwnedArg> {
        owned(Command::new(self.algorithm).counted_args(&self.attributes))
    }
}

/// Gives an algorithm its constructor, and its way into a field.
macro_rules! vectors {
    ($type:ident, $word:literal) => {
        impl $type {
            /// Vectors of so many numbers (`DIM`) of a type (`TYPE`), and their distance (`DISTANCE_METRIC`).
            pub fn new(kind: VectorType, dim: u64, metric: DistanceMetric) -> Self {
                Self(Vectors::new($word, kind, dim, metric))
            }

            fn with(mut self, name: &'static str, value: impl ToArg) -> Self {
                self.0.set(name, value);
                self
            }
        }

        impl From<$type> for VectorAlgorithm {
            fn from(vectors: $type) -> Self {
                Self(vectors.0)
            }
        }
    };
}

pub(super) use vectors;
