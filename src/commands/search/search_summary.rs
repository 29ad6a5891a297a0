//! [`SearchSummary`].

use crate::convert::{ToArg, ToArgs};

use super::clauses::Clauses;

/// How fields are cut down to the pieces around what was found (`SUMMARIZE`), for
/// [`SearchOptions::summarize`](super::SearchOptions::summarize).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SearchSummary {
    clauses: Clauses,
}

impl SearchSummary {
    /// All fields, as three pieces of twenty words with `... ` after each.
    pub const fn new() -> Self {
        Self {
            clauses: Clauses::new(),
        }
    }

    /// Only these fields (`FIELDS`).
    pub fn fields(mut self, fields: impl ToArgs) -> Self {
        self.clauses.set_counted("FIELDS", fields);
        self
    }

    /// How many pieces of a field at most (`FRAGS`, 3 by default).
    pub fn frags(mut self, pieces: u64) -> Self {
        self.clauses.set("FRAGS", pieces);
        self
    }

    /// How many words a piece has (`LEN`, 20 by default).
    pub fn len(mut self, words: u64) -> Self {
        self.clauses.set("LEN", words);
        self
    }

    /// What stands after a piece (`SEPARATOR`).
    pub fn separator(mut self, separator: impl ToArg) -> Self {
        self.clauses.set("SEPARATOR", [separator]);
        self
    }

    pub(super) fn into_clauses(self) -> Clauses {
        self.clauses
    }
}
