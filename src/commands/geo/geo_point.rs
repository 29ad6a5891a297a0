//! [`GeoPoint`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// A point on the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a point on a surface has two coordinates"
)]
pub struct GeoPoint {
    /// East of Greenwich; negative if west.
    pub longitude: f64,
    /// North of the equator; negative if south.
    pub latitude: f64,
}

/// From longitude and latitude, in this order.
impl From<(f64, f64)> for GeoPoint {
    fn from((longitude, latitude): (f64, f64)) -> Self {
        Self {
            longitude,
            latitude,
        }
    }
}

impl FromReply for GeoPoint {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        <(f64, f64)>::from_reply(reply).map(Self::from)
    }
}
