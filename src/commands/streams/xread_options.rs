//! [`XreadOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

/// The options of `XREAD` ([`xread_with`](super::StreamCommands::xread_with)): how much it reads, and whether it waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XreadOptions {
    count: Option<u64>,
    max_count: Option<u64>,
    max_size: Option<u64>,
    block: Option<Duration>,
}

impl XreadOptions {
    /// None of them: all that is there, and it does not wait.
    pub const fn new() -> Self {
        Self {
            count: None,
            max_count: None,
            max_size: None,
            block: None,
        }
    }

    /// No more than this many entries of each stream, any number if it is 0 (`COUNT`).
    pub const fn count(mut self, entries: u64) -> Self {
        self.count = Some(entries);
        self
    }

    /// No more than this many entries of all streams together (`MAXCOUNT`). Since Redis 8.10.0.
    #[doc(alias = "MAXCOUNT")]
    pub const fn max_count(mut self, entries: u64) -> Self {
        self.max_count = Some(entries);
        self
    }

    /// No more than about this many bytes of all streams together (`MAXSIZE`). Since Redis 8.10.0.
    #[doc(alias = "MAXSIZE")]
    pub const fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = Some(bytes);
        self
    }

    /// Waits for an entry if none is there, as long as this (zero: for ever), to the millisecond
    /// (`BLOCK`).
    pub const fn block(mut self, timeout: Duration) -> Self {
        self.block = Some(timeout);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.max_count, |c, count| c.arg("MAXCOUNT").arg(count))
            .option(self.max_size, |c, size| c.arg("MAXSIZE").arg(size))
            .option(self.block, |c, time| c.arg("BLOCK").arg(millis(time)))
    }
}
