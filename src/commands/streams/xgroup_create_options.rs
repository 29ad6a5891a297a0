//! [`XgroupCreateOptions`].

use crate::command::Command;

/// The options of `XGROUP CREATE` ([`xgroup_create_with`](super::StreamCommands::xgroup_create_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XgroupCreateOptions {
    mkstream: bool,
    entries_read: Option<u64>,
}

impl XgroupCreateOptions {
    /// None of them: the stream must exist.
    pub const fn new() -> Self {
        Self {
            mkstream: false,
            entries_read: None,
        }
    }

    /// Makes an empty stream if there is none (`MKSTREAM`).
    pub const fn mkstream(mut self) -> Self {
        self.mkstream = true;
        self
    }

    /// How many entries the group counts as having read, by which the server knows how far it lags behind
    /// (`ENTRIESREAD`). Since 7.0.0.
    #[doc(alias = "ENTRIESREAD")]
    pub const fn entries_read(mut self, entries: u64) -> Self {
        self.entries_read = Some(entries);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.mkstream, "MKSTREAM")
            .option(self.entries_read, |c, n| c.arg("ENTRIESREAD").arg(n))
    }
}
