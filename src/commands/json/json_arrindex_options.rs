//! [`JsonArrindexOptions`].

use crate::command::Command;

/// The options of [`json_arrindex_with`](super::JsonCommands::json_arrindex_with): what part it searches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct JsonArrindexOptions {
    start: i64,
    stop: i64,
}

impl JsonArrindexOptions {
    /// None of them: everywhere.
    pub const fn new() -> Self {
        Self { start: 0, stop: 0 }
    }

    /// From this index on; negative ones count from the end.
    pub const fn start(mut self, start: i64) -> Self {
        self.start = start;
        self
    }

    /// Up to this index, which is not searched any more; negative ones count from the end, and 0 is
    /// the end.
    pub const fn stop(mut self, stop: i64) -> Self {
        self.stop = stop;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.arg(self.start).arg(self.stop)
    }
}
