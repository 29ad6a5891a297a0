//! [`VectorField`] and [`VectorAlgorithm`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::field;
use super::vectors::Vectors;

/// A field that holds vectors, of which the nearest to one are looked for (`VECTOR`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct VectorField(SearchField);

field!(VectorField);

impl VectorField {
    /// A field with the vectors of an algorithm: [`FlatVectors`](super::FlatVectors),
    /// [`HnswVectors`](super::HnswVectors) or [`SvsVamanaVectors`](super::SvsVamanaVectors).
    pub fn new(name: impl ToArg, algorithm: impl Into<VectorAlgorithm>) -> Self {
        let VectorAlgorithm(vectors) = algorithm.into();
        Self(SearchField::new(name, "VECTOR", vectors.into_words()))
    }
}

/// How vectors are kept and looked for: what [`VectorField::new`] takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct VectorAlgorithm(pub(super) Vectors);
