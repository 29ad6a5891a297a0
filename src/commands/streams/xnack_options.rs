//! [`XnackOptions`].

use crate::command::Command;

/// The options of `XNACK` ([`xnack_with`](super::StreamCommands::xnack_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XnackOptions {
    retrycount: Option<u64>,
    force: bool,
}

impl XnackOptions {
    /// None of them: only pending entries are given back, and the reason decides how often they count as delivered.
    pub const fn new() -> Self {
        Self {
            retrycount: None,
            force: false,
        }
    }

    /// As if they had been delivered this many times, whatever the reason (`RETRYCOUNT`).
    pub const fn retrycount(mut self, times: u64) -> Self {
        self.retrycount = Some(times);
        self
    }

    /// Gives entries back as well that are not pending, but in the stream (`FORCE`).
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
