//! [`AggregateCursorOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

/// The options of a cursor (`WITHCURSOR`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct AggregateCursorOptions {
    count: Option<u64>,
    maxidle: Option<Duration>,
}

impl AggregateCursorOptions {
    /// What the server takes by itself: a thousand rows a page, and five minutes.
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

    /// When the server gives the cursor up, if nobody reads it; rounded up to milliseconds (`MAXIDLE`).
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
