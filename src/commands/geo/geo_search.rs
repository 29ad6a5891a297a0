//! [`GeoSearch`] and [`GeoSearchFrom`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::choice::Choice;
use super::{GeoPoint, GeoUnit};

/// What `GEOSEARCH` and `GEOSEARCHSTORE` look for: everything within an area
/// ([`geosearch`](super::GeoCommands::geosearch)).
///
/// ```
/// # use redial::prelude::*;
/// let near = GeoSearch::from_member("Palermo").by_radius(50.0, GeoUnit::Kilometers).asc();
/// let map = GeoSearch::from_lonlat(15.0, 37.0).by_box(400.0, 300.0, GeoUnit::Miles).count(10);
/// let island = GeoSearch::by_polygon([(12.0, 38.0), (16.0, 38.5), (15.0, 36.5)]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct GeoSearch {
    area: Area,
    choice: Choice,
}

/// The center of a [`GeoSearch`]: [`by_radius`](Self::by_radius) or [`by_box`](Self::by_box) makes it a search.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct GeoSearchFrom {
    center: Center,
}

#[derive(Clone, Debug, PartialEq)]
enum Center {
    Member(OwnedArg),
    Point(GeoPoint),
}

#[derive(Clone, Debug, PartialEq)]
enum Area {
    Radius(Center, f64, GeoUnit),
    Box(Center, f64, f64, GeoUnit),
    Polygon(Vec<GeoPoint>),
}

impl GeoSearch {
    /// Around a member of the same key (`FROMMEMBER`).
    pub fn from_member(member: impl ToArg) -> GeoSearchFrom {
        GeoSearchFrom {
            center: Center::Member(OwnedArg::new(member)),
        }
    }

    /// Around a point (`FROMLONLAT`).
    pub const fn from_lonlat(longitude: f64, latitude: f64) -> GeoSearchFrom {
        GeoSearchFrom {
            center: Center::Point(GeoPoint {
                longitude,
                latitude,
            }),
        }
    }

    /// Within a polygon whose corners are these, at least three (`BYPOLYGON`): [`GeoPoint`]s or
    /// pairs of longitude and latitude. Since Valkey 9.0.0.
    pub fn by_polygon(corners: impl IntoIterator<Item: Into<GeoPoint>>) -> Self {
        let corners = corners.into_iter().map(Into::into);
        Self::within(Area::Polygon(corners.collect()))
    }

    const fn within(area: Area) -> Self {
        Self {
            area,
            choice: Choice::ALL,
        }
    }

    /// The nearest first (`ASC`). Without `asc` and `desc` there is no order.
    pub const fn asc(mut self) -> Self {
        self.choice.asc();
        self
    }

    /// The farthest first (`DESC`).
    pub const fn desc(mut self) -> Self {
        self.choice.desc();
        self
    }

    /// No more than `count` of them (`COUNT`): the nearest, or with [`desc`](Self::desc) the farthest.
    pub const fn count(mut self, count: u64) -> Self {
        self.choice.count(count);
        self
    }

    /// The first `count` that the server comes upon, which need not be the nearest (`COUNT … ANY`). That is faster.
    pub const fn count_any(mut self, count: u64) -> Self {
        self.choice.count_any(count);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.choice.add_to(self.area.add_to(command))
    }
}

impl GeoSearchFrom {
    /// Within a circle (`BYRADIUS`).
    pub fn by_radius(self, radius: f64, unit: GeoUnit) -> GeoSearch {
        GeoSearch::within(Area::Radius(self.center, radius, unit))
    }

    /// Within a box around the center (`BYBOX`): `width` is from west to east, `height` from south to north.
    pub fn by_box(self, width: f64, height: f64, unit: GeoUnit) -> GeoSearch {
        GeoSearch::within(Area::Box(self.center, width, height, unit))
    }
}

impl Center {
    fn add_to(&self, command: Command) -> Command {
        match self {
            Self::Member(member) => command.arg("FROMMEMBER").arg(member),
            Self::Point(point) => point.add_to(command.arg("FROMLONLAT")),
        }
    }
}

impl Area {
    fn add_to(&self, command: Command) -> Command {
        match self {
            Self::Radius(center, radius, unit) => {
                let command = center.add_to(command);
                command.arg("BYRADIUS").arg(*radius).arg(unit.word())
            }
            Self::Box(center, width, height, unit) => {
                let command = center.add_to(command).arg("BYBOX");
                command.arg(*width).arg(*height).arg(unit.word())
            }
            Self::Polygon(corners) => {
                let command = command.arg("BYPOLYGON").arg(corners.len());
                corners.iter().fold(command, |c, corner| corner.add_to(c))
            }
        }
    }
}

impl GeoPoint {
    fn add_to(self, command: Command) -> Command {
        command.arg(self.longitude).arg(self.latitude)
    }
}
