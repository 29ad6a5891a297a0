//! [`GeoradiusOptions`].

use crate::command::Command;

use super::choice::Choice;
use super::details::Details;

/// The options of `GEORADIUS` and its relatives: how many members, in which order, and what is told
/// of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GeoradiusOptions {
    choice: Choice,
    details: Details,
}

impl GeoradiusOptions {
    /// None of them: all members, in any order, and only themselves.
    pub const fn new() -> Self {
        Self {
            choice: Choice::ALL,
            details: Details::NONE,
        }
    }

    /// Where they are (`WITHCOORD`).
    pub const fn withcoord(mut self) -> Self {
        self.details.coord = true;
        self
    }

    /// How far they are from the center, in the unit of the radius (`WITHDIST`).
    pub const fn withdist(mut self) -> Self {
        self.details.dist = true;
        self
    }

    /// Where they are, as the 52 bits of a geohash (`WITHHASH`).
    pub const fn withhash(mut self) -> Self {
        self.details.hash = true;
        self
    }

    /// The nearest first (`ASC`).
    pub const fn asc(mut self) -> Self {
        self.choice.asc();
        self
    }

    /// The farthest first (`DESC`).
    pub const fn desc(mut self) -> Self {
        self.choice.desc();
        self
    }

    /// Only so many of them, the nearest unless they are in the other order (`COUNT`).
    pub const fn count(mut self, count: u64) -> Self {
        self.choice.count(count);
        self
    }

    /// Any so many of them, which the server finds sooner (`COUNT … ANY`). Since 6.2.0.
    pub const fn count_any(mut self, count: u64) -> Self {
        self.choice.count_any(count);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.choice.add_to(self.details.add_to(command))
    }
}
