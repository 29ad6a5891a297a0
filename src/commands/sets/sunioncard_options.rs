//! [`SunioncardOptions`].

use crate::command::Command;

/// The options of `SUNIONCARD` ([`sunioncard_with`](super::SetCommands::sunioncard_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SunioncardOptions {
    approx: bool,
    limit: Option<u64>,
}

impl SunioncardOptions {
    /// None of them: all members, and each of them counted.
    pub const fn new() -> Self {
        Self {
            approx: false,
            limit: None,
        }
    }

    /// About how many there are, by a HyperLogLog, which takes less memory (`APPROX`).
    pub const fn approx(mut self) -> Self {
        self.approx = true;
        self
    }

    /// The server stops counting at so many members (`LIMIT`). 0 is no limit.
    pub const fn limit(mut self, members: u64) -> Self {
        self.limit = Some(members);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.approx, "APPROX")
            .option(self.limit, |c, members| c.arg("LIMIT").arg(members))
    }
}
