//! [`SpellcheckOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::clauses::Clauses;

/// The options of [`ft_spellcheck_with`](super::SearchCommands::ft_spellcheck_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SpellcheckOptions {
    clauses: Clauses,
}

impl SpellcheckOptions {
    /// None of them: words of the index that differ by one letter.
    pub const fn new() -> Self {
        Self {
            clauses: Clauses::new(),
        }
    }

    /// By how many letters a suggestion may differ, from 1 to 4 (`DISTANCE`, 1 by default).
    pub fn distance(mut self, letters: u64) -> Self {
        self.clauses.set("DISTANCE", letters);
        self
    }

    /// The words of this dictionary are suggested as well (`TERMS INCLUDE`). May be called more than once.
    pub fn include(self, dictionary: impl ToArg) -> Self {
        self.terms("INCLUDE", dictionary)
    }

    /// The words of this dictionary are right, and are not suggested (`TERMS EXCLUDE`). May be called more than once.
    pub fn exclude(self, dictionary: impl ToArg) -> Self {
        self.terms("EXCLUDE", dictionary)
    }

    /// The version of the query language (`DIALECT`).
    pub fn dialect(mut self, version: u32) -> Self {
        self.clauses.set("DIALECT", version);
        self
    }

    fn terms(mut self, how: &'static str, dictionary: impl ToArg) -> Self {
        self.clauses.push("TERMS", (how, OwnedArg::new(dictionary)));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.args(&self.clauses)
    }
}
