//! [`SuggetOptions`].

use crate::command::Command;

/// The options of [`ft_sugget_with`](super::SearchCommands::ft_sugget_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SuggetOptions {
    fuzzy: bool,
    max: Option<u64>,
}

impl SuggetOptions {
    /// None of them: five suggestions that begin with just that.
    pub const fn new() -> Self {
        Self {
            fuzzy: false,
            max: None,
        }
    }

    /// Those as well whose beginning differs by one letter (`FUZZY`).
    pub const fn fuzzy(mut self) -> Self {
        self.fuzzy = true;
        self
    }

    /// How many suggestions at most (`MAX`, 5 by default).
    pub const fn max(mut self, suggestions: u64) -> Self {
        self.max = Some(suggestions);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.fuzzy, "FUZZY")
            .option(self.max, |c, max| c.arg("MAX").arg(max))
    }
}
