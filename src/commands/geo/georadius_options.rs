//! [`GeoradiusOptions`].

use crate::command::Command;

use super::choice::Choice;
use super::details::Details;

/// The options of `GEORADIUS` and its relatives ([`georadius_with`](super::GeoCommands::georadius_with) and so on):
/// how many members, in which order, and with which details.
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

    /// No more than `count` of them (`COUNT`): the nearest, or with [`desc`](Self::desc) the farthest.
    pub const fn count(mut self, count: u64) -> Self {
        self.choice.count(count);
        self
    }

    /// The first `count` that the server comes upon, which need not be the nearest (`COUNT … ANY`). That is faster.
    /// Since 6.2.0.
    pub const fn count_any(mut self, count: u64) -> Self {
        self.choice.count_any(count);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.choice.add_to(self.details.add_to(command))
    }
}
