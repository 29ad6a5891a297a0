//! [`NumericField`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::{field, sortable};

/// A field that holds numbers, of which ranges are looked for (`NUMERIC`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct NumericField(SearchField);

field!(NumericField);
sortable!(NumericField);

impl NumericField {
    /// A field of a hash, or a path in JSON documents.
    pub fn new(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "NUMERIC", ()))
    }
}
