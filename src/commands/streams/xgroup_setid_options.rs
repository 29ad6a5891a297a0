//! [`XgroupSetidOptions`].

use crate::command::Command;

/// The options of `XGROUP SETID` ([`xgroup_setid_with`](super::StreamCommands::xgroup_setid_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XgroupSetidOptions {
    entries_read: Option<u64>,
}

impl XgroupSetidOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self { entries_read: None }
    }

    /// How many entries the group counts as having read, by which the server knows how far it lags behind
    /// (`ENTRIESREAD`). Since 7.0.0.
    #[doc(alias = "ENTRIESREAD")]
    pub const fn entries_read(mut self, entries: u64) -> Self {
        self.entries_read = Some(entries);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.option(self.entries_read, |c, n| c.arg("ENTRIESREAD").arg(n))
    }
}
