//! [`GeoField`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::{field, sortable};

/// A field that holds points, `longitude,latitude`, of which those near one are looked for (`GEO`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct GeoField(SearchField);

field!(GeoField);
sortable!(GeoField);

impl GeoField {
    /// A field of a hash, or a path in JSON documents.
    pub fn new(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "GEO", ()))
    }
}
