//! [`GeosearchOptions`].

use crate::command::Command;

use super::details::Details;

/// The details of each member that [`geosearch_with`](super::GeoCommands::geosearch_with) asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GeosearchOptions {
    details: Details,
}

impl GeosearchOptions {
    /// None of them: only the members themselves.
    pub const fn new() -> Self {
        Self {
            details: Details::NONE,
        }
    }

    /// Where they are (`WITHCOORD`).
    pub const fn withcoord(mut self) -> Self {
        self.details.coord = true;
        self
    }

    /// How far they are from the center, in the unit of the search (`WITHDIST`).
    pub const fn withdist(mut self) -> Self {
        self.details.dist = true;
        self
    }

    /// Where they are, as the 52 bits of a geohash (`WITHHASH`).
    pub const fn withhash(mut self) -> Self {
        self.details.hash = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.details.add_to(command)
    }
}
