//! [`ArgrepOptions`].

use crate::command::Command;

/// The options of `ARGREP` ([`argrep_with`](super::ArrayCommands::argrep_with)): how predicates combine, and how much
/// is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ArgrepOptions {
    combination: Option<&'static str>,
    limit: Option<u64>,
    nocase: bool,
}

impl ArgrepOptions {
    /// None of them: all elements for which one of the predicates holds.
    pub const fn new() -> Self {
        Self {
            combination: None,
            limit: None,
            nocase: false,
        }
    }

    /// All of the predicates have to hold (`AND`); undoes [`or`](Self::or).
    pub const fn and(mut self) -> Self {
        self.combination = Some("AND");
        self
    }

    /// One of the predicates has to hold, as is the case by default (`OR`); undoes [`and`](Self::and).
    pub const fn or(mut self) -> Self {
        self.combination = Some("OR");
        self
    }

    /// No more than so many elements (`LIMIT`), never 0.
    pub const fn limit(mut self, elements: u64) -> Self {
        self.limit = Some(elements);
        self
    }

    /// ASCII letters are the same in upper and in lower case, for all predicates (`NOCASE`).
    pub const fn nocase(mut self) -> Self {
        self.nocase = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.combination, |c, word| c.arg(word))
            .option(self.limit, |c, elements| c.arg("LIMIT").arg(elements))
            .flag(self.nocase, "NOCASE")
    }
}
