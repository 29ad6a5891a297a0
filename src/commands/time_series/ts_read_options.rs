//! [`TsReadOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

/// The options of [`ts_read_with`](super::TimeSeriesCommands::ts_read_with): how much it reads, and whether it waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TsReadOptions {
    block: Option<(Duration, u64)>,
    max_count: Option<u64>,
}

impl TsReadOptions {
    /// None of them: all that is there, and it does not wait.
    pub const fn new() -> Self {
        Self {
            block: None,
            max_count: None,
        }
    }

    /// Waits until there are `min_count` samples, for up to `timeout` in milliseconds, rounded up; for ever if it is
    /// zero (`BLOCK`).
    pub const fn block(mut self, timeout: Duration, min_count: u64) -> Self {
        self.block = Some((timeout, min_count));
        self
    }

    /// No more than so many samples, the oldest of them (`MAX_COUNT`).
    #[doc(alias = "MAX_COUNT")]
    pub const fn max_count(mut self, count: u64) -> Self {
        self.max_count = Some(count);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.block, |c, (timeout, count)| {
                c.arg("BLOCK").arg(millis(timeout)).arg(count)
            })
            .option(self.max_count, |c, count| c.arg("MAX_COUNT").arg(count))
    }
}
