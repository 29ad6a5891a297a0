//! [`VectorField`] and [`VectorAlgorithm`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::field;
use super::vectors::Vectors;

/// A field that holds vectors, of which the nearest to one are looked for (`VECTOR`).
///
/// In hashes, and as parameters of queries, vectors are sent as bytes. Queries for them need dialect 2:
///
/// ```no_run
/// # use redial::prelude::*;
/// # use std::collections::HashMap;
/// # fn main() -> redial::Result<()> {
/// # let r = Redis::from_url("redis://localhost")?;
/// let bytes = |vector: &[f32]| -> Vec<u8> { vector.iter().flat_map(|n| n.to_le_bytes()).collect() };
/// let vectors = FlatVectors::new(VectorType::Float32, 2, DistanceMetric::Cosine);
/// let schema = SearchSchema::new().field(VectorField::new("v", vectors));
/// r.ft_create_with("things", schema, IndexDefinition::new().prefix("thing:"))?;
/// r.hset("thing:1", [("v", bytes(&[1.0, 0.1]))])?;
///
/// let like = SearchOptions::new()
///     .params([("like", bytes(&[1.0, 0.0]))])
///     .return_fields("distance")
///     .dialect(2);
/// let found: SearchResults<HashMap<String, String>> =
///     r.ft_search_with("things", "*=>[KNN 10 @v $like AS distance]", like)?;
/// # Ok(())
/// # }
/// ```
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
