//! [`Details`]: what is told of those that were found.

use crate::command::Command;

/// What is told of those that were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) coord: bool,
    pub(super) dist: bool,
    pub(super) hash: bool,
}

impl Details {
    pub(super) const NONE: Self = Self {
        coord: false,
        dist: false,
        hash: false,
    };

    pub(super) fn add_to(self, command: Command) -> Command {
        command
            .flag(self.coord, "WITHCOORD")
            .flag(self.dist, "WITHDIST")
            .flag(self.hash, "WITHHASH")
    }
}
