//! [`XnackOptions`].

use crate::command::Command;

/// The options of `XNACK`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XnackOptions {
    retrycount: Option<u64>,
    force: bool,
}

impl XnackOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            retrycount: None,
            force: false,
        }
    }

    /// As if they had been delivered so many times, whatever the reason (`RETRYCOUNT`).
    pub const fn retrycount(mut self, times: u64) -> Self {
        self.retrycount = Some(times);
        self
    }

    /// Entries that nobody has, but that are in the stream, as well (`FORCE`).
    pub const fn force(mut self) -> Self {
        self.force = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.retrycount, |c, times| c.arg("RETRYCOUNT").arg(times))
            .flag(self.force, "FORCE")
    }
}
