//! [`AggregateCursorOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

/// The options of a cursor (`WITHCURSOR`), for
/// [`ft_aggregate_withcursor`](super::SearchCommands::ft_aggregate_withcursor) and
/// [`ft_hybrid_withcursor`](super::SearchCommands::ft_hybrid_withcursor).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AggregateCursorOptions {
    count: Option<u64>,
    maxidle: Option<Duration>,
}

impl AggregateCursorOptions {
    /// The server's defaults: a thousand rows a page, and five minutes.
    pub const fn new() -> Self {
        Self {
            count: None,
            maxidle: None,
        }
    }

    /// How many rows a page has (`COUNT`).
    pub const fn count(mut self, rows: u64) -> Self {
        self.count = Some(rows);
        self
    }

    /// After how long without being read the server deletes the cursor; rounded up to milliseconds (`MAXIDLE`).
    pub const fn maxidle(mut self, idle: Duration) -> Self {
        self.maxidle = Some(idle);
        self
    }

    /// How many rows a page has, as `FT.CURSOR READ` wants to be told.
    pub(crate) const fn page(&self) -> Option<u64> {
        self.count
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .arg("WITHCURSOR")
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.maxidle, |c, idle| c.arg("MAXIDLE").arg(millis(idle)))
    }
}
