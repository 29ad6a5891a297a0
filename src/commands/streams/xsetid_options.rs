//! [`XsetidOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of `XSETID` ([`xsetid_with`](super::StreamCommands::xsetid_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XsetidOptions {
    entries_added: Option<u64>,
    max_deleted_id: Option<OwnedArg>,
}

impl XsetidOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            entries_added: None,
            max_deleted_id: None,
        }
    }

    /// How many entries were ever added (`ENTRIESADDED`). Since 7.0.0.
    #[doc(alias = "ENTRIESADDED")]
    pub const fn entries_added(mut self, entries: u64) -> Self {
        self.entries_added = Some(entries);
        self
    }

    /// The greatest id that was ever deleted (`MAXDELETEDID`). Since 7.0.0.
    #[doc(alias = "MAXDELETEDID")]
    pub fn max_deleted_id(mut self, id: impl ToArg) -> Self {
        self.max_deleted_id = Some(OwnedArg::new(id));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.entries_added, |c, n| c.arg("ENTRIESADDED").arg(n))
            .option(self.max_deleted_id.as_ref(), |c, id| {
                c.arg("MAXDELETEDID").arg(id)
            })
    }
}
