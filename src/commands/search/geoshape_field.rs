//! [`GeoShapeField`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::field;

/// A field that holds points and polygons in WKT, of which those within, or around, others are looked for
/// (`GEOSHAPE`). Since RediSearch 2.8.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct GeoShapeField(SearchField);

field!(GeoShapeField);

impl GeoShapeField {
    /// On the globe: longitudes and latitudes (`SPHERICAL`).
    pub fn spherical(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "GEOSHAPE", "SPHERICAL"))
    }

    /// On a plane: x and y (`FLAT`).
    pub fn flat(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "GEOSHAPE", "FLAT"))
    }

    /// It is not searched in, only returned (`NOINDEX`).
    pub fn noindex(self) -> Self {
        self.with("NOINDEX", ())
    }
}
