//! [`CfInsertOptions`].

use crate::command::Command;

/// The options of [`cf_insert_with`](super::CuckooCommands::cf_insert_with) and
/// [`cf_insertnx_with`](super::CuckooCommands::cf_insertnx_with): how the filter is made if there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CfInsertOptions {
    capacity: Option<u64>,
    nocreate: bool,
}

impl CfInsertOptions {
    /// None of them: room for 1024 items, unless the server is configured otherwise.
    pub const fn new() -> Self {
        Self {
            capacity: None,
            nocreate: false,
        }
    }

    /// How many items it has room for (`CAPACITY`).
    pub const fn capacity(mut self, capacity: u64) -> Self {
        self.capacity = Some(capacity);
        self
    }

    /// No filter is made: `ERR` if there is none (`NOCREATE`).
    pub const fn nocreate(mut self) -> Self {
        self.nocreate = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.capacity, |c, items| c.arg("CAPACITY").arg(items))
            .flag(self.nocreate, "NOCREATE")
    }
}
