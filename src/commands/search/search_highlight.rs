//! [`SearchHighlight`].

use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::clauses::Clauses;

/// How what was found is marked (`HIGHLIGHT`), for [`SearchOptions::highlight`](super::SearchOptions::highlight).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SearchHighlight {
    clauses: Clauses,
}

impl SearchHighlight {
    /// In all fields, by `<b>` and `</b>`.
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

    /// What stands before a word that was found, and after it (`TAGS`).
    pub fn tags(mut self, open: impl ToArg, close: impl ToArg) -> Self {
        let tags = [OwnedArg::new(open), OwnedArg::new(close)];
        self.clauses.set("TAGS", tags);
        self
    }

    pub(super) fn into_clauses(self) -> Clauses {
        self.clauses
    }
}
