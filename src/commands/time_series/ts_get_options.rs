//! [`TsGetOptions`].

use crate::command::Command;

/// The options of [`ts_get_with`](super::TimeSeriesCommands::ts_get_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TsGetOptions {
    latest: bool,
}

impl TsGetOptions {
    /// None of them.
    pub const fn new() -> Self {
        let latest = false;
        Self { latest }
    }

    /// Of a compaction, the last bucket, which may still be open (`LATEST`). Since 1.8.0.
    pub const fn latest(mut self) -> Self {
        self.latest = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.flag(self.latest, "LATEST")
    }
}
