//! [`SearchSchema`].

use crate::command::Command;

use super::SearchField;

/// The fields of an index, for [`ft_create`](super::SearchCommands::ft_create) and
/// [`ft_alter`](super::SearchCommands::ft_alter).
///
/// ```
/// # use redial::prelude::*;
/// let schema = SearchSchema::new()
///     .field(TextField::new("title").weight(2.0).sortable())
///     .field(TagField::new("$.tags[*]").alias("tags"))
///     .field(NumericField::new("price"))
///     .field(VectorField::new("v", HnswVectors::new(VectorType::Float32, 384, DistanceMetric::Cosine)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SearchSchema {
    fields: Vec<SearchField>,
}

impl SearchSchema {
    /// No fields yet. The server wants one at least.
    pub const fn new() -> Self {
        Self { fields: Vec::new() }
    }

    /// One more field: a [`TextField`](super::TextField), a [`TagField`](super::TagField), a
    /// [`NumericField`](super::NumericField), a [`GeoField`](super::GeoField), a
    /// [`GeoShapeField`](super::GeoShapeField) or a [`VectorField`](super::VectorField).
    pub fn field(mut self, field: impl Into<SearchField>) -> Self {
        self.fields.push(field.into());
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.fields.iter().fold(command, |c, f| f.add_to(c))
    }
}
