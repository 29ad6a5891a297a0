//! [`BfInsertOptions`].

use crate::command::Command;

use super::BfReserveOptions;

/// The options of [`bf_insert_with`](super::BloomCommands::bf_insert_with): how the filter is made if there is none.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct BfInsertOptions {
    capacity: Option<u64>,
    error: Option<f64>,
    reserve: BfReserveOptions,
    nocreate: bool,
}

impl BfInsertOptions {
    /// None of them: room for 100 items, 1 % of false positives, twice as large each time that it grows, unless the
    /// server is configured otherwise.
    pub const fn new() -> Self {
        Self {
            capacity: None,
            error: None,
            reserve: BfReserveOptions::new(),
            nocreate: false,
        }
    }

    /// How many items it has room for (`CAPACITY`).
    pub const fn capacity(mut self, capacity: u64) -> Self {
        self.capacity = Some(capacity);
        self
    }

    /// The share of false positives that it may have, greater than 0 and less than 1 (`ERROR`).
    pub const fn error(mut self, rate: f64) -> Self {
        self.error = Some(rate);
        self
    }

    /// How many times as large each next filter is (`EXPANSION`).
    pub const fn expansion(mut self, expansion: u64) -> Self {
        self.reserve = self.reserve.expansion(expansion);
        self
    }

    /// It never grows, and refuses items when it is full (`NONSCALING`).
    pub const fn nonscaling(mut self) -> Self {
        self.reserve = self.reserve.nonscaling();
        self
    }

    /// No filter is made: `ERR` if there is none (`NOCREATE`). Not together with a capacity or an error rate.
    pub const fn nocreate(mut self) -> Self {
        self.nocreate = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command
            .option(self.capacity, |c, items| c.arg("CAPACITY").arg(items))
            .option(self.error, |c, rate| c.arg("ERROR").arg(rate));
        self.reserve.add_to(command).flag(self.nocreate, "NOCREATE")
    }
}
