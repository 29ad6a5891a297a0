//! [`Limit`]: how much of a range.

use crate::command::Command;

/// What `LIMIT` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) offset: u64,
    pub(super) count: i64,
}

impl Limit {
    pub(super) fn add_to(self, command: Command) -> Command {
        command.arg("LIMIT").arg(self.offset).arg(self.count)
    }
}
