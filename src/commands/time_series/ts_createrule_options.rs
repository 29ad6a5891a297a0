//! [`TsCreateruleOptions`].

use crate::command::Command;

/// The options of [`ts_createrule_with`](super::TimeSeriesCommands::ts_createrule_with): where buckets begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TsCreateruleOptions {
    align: Option<u64>,
}

impl TsCreateruleOptions {
    /// None of them: a bucket begins at the timestamp 0.
    pub const fn new() -> Self {
        let align = None;
        Self { align }
    }

    /// A timestamp at which a bucket begins; the others follow from it. Since 1.8.0.
    pub const fn align(mut self, timestamp: u64) -> Self {
        self.align = Some(timestamp);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.option(self.align, Command::arg)
    }
}
