//! [`BfReserveOptions`].

use crate::command::Command;

/// The options of [`bf_reserve_with`](super::BloomCommands::bf_reserve_with): how the filter grows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct BfReserveOptions {
    expansion: Option<u64>,
    nonscaling: bool,
}

impl BfReserveOptions {
    /// None of them: whenever it is full, it grows by a filter that is twice as large as the last.
    pub const fn new() -> Self {
        Self {
            expansion: None,
            nonscaling: false,
        }
    }

    /// How many times as large each next filter is (`EXPANSION`, 2 by default).
    pub const fn expansion(mut self, expansion: u64) -> Self {
        self.expansion = Some(expansion);
        self
    }

    /// It never grows, and refuses items when it is full (`NONSCALING`).
    pub const fn nonscaling(mut self) -> Self {
        self.nonscaling = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.expansion, |c, times| c.arg("EXPANSION").arg(times))
            .flag(self.nonscaling, "NONSCALING")
    }
}
