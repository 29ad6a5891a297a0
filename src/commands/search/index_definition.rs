//! [`IndexDefinition`].

use std::time::Duration;

use crate::command::{Command, whole_seconds};
use crate::convert::{ToArg, ToArgs};

use super::clauses::Clauses;

/// What [`ft_create_with`](super::SearchCommands::ft_create_with) makes an index of, apart from its fields: all hashes,
/// if nothing else is said.
///
/// ```
/// # use redial::prelude::*;
/// let users = IndexDefinition::new().on_json().prefix(["user:", "guest:"]).language("german");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct IndexDefinition {
    clauses: Clauses,
}

impl IndexDefinition {
    /// All hashes.
    pub const fn new() -> Self {
        Self {
            clauses: Clauses::new(),
        }
    }

    /// Of hashes (`ON HASH`), the default.
    pub fn on_hash(self) -> Self {
        self.with("ON", "HASH")
    }

    /// Of JSON documents (`ON JSON`).
    pub fn on_json(self) -> Self {
        self.with("ON", "JSON")
    }

    /// Only keys that begin with one of these (`PREFIX`).
    pub fn prefix(mut self, prefixes: impl ToArgs) -> Self {
        self.clauses.set_counted("PREFIX", prefixes);
        self
    }

    /// Only documents of which this is true (`FILTER`), an expression as `FT.AGGREGATE` knows them. The name
    /// of the key is `@__key` there.
    pub fn filter(self, expression: impl ToArg) -> Self {
        self.with("FILTER", [expression])
    }

    /// The language of the documents, on which the stems of their words depend (`LANGUAGE`, `english` by default).
    pub fn language(self, language: impl ToArg) -> Self {
        self.with("LANGUAGE", [language])
    }

    /// The field where a document says its language (`LANGUAGE_FIELD`).
    pub fn language_field(self, field: impl ToArg) -> Self {
        self.with("LANGUAGE_FIELD", [field])
    }

    /// How much the documents count, from 0 to 1 (`SCORE`, 1 by default).
    pub fn score(self, score: f64) -> Self {
        self.with("SCORE", score)
    }

    /// The field where a document says how much it counts (`SCORE_FIELD`).
    pub fn score_field(self, field: impl ToArg) -> Self {
        self.with("SCORE_FIELD", [field])
    }

    /// The field whose bytes are a document's payload, for scorers and for
    /// [`withpayloads`](super::SearchOptions::withpayloads) (`PAYLOAD_FIELD`).
    pub fn payload_field(self, field: impl ToArg) -> Self {
        self.with("PAYLOAD_FIELD", [field])
    }

    /// Room for more than 32 text fields from the beginning (`MAXTEXTFIELDS`).
    pub fn maxtextfields(self) -> Self {
        self.with("MAXTEXTFIELDS", ())
    }

    /// Deletes the index, **and its documents**, when it has not been used for so long (`TEMPORARY`), in seconds,
    /// rounded up. [`ft_dropindex`](super::SearchCommands::ft_dropindex) deletes the documents of such an index as
    /// well.
    pub fn temporary(self, idle: Duration) -> Self {
        let seconds = whole_seconds(idle).unwrap_or_else(|| idle.as_secs().saturating_add(1));
        self.with("TEMPORARY", seconds)
    }

    /// Does not keep the places of the terms: no exact phrases, no highlights (`NOOFFSETS`).
    pub fn nooffsets(self) -> Self {
        self.with("NOOFFSETS", ())
    }

    /// Does not keep what highlights need (`NOHL`).
    pub fn nohl(self) -> Self {
        self.with("NOHL", ())
    }

    /// Does not keep which field a term stands in: no searches in one field of text (`NOFIELDS`).
    pub fn nofields(self) -> Self {
        self.with("NOFIELDS", ())
    }

    /// Does not keep how often a term stands in a document (`NOFREQS`).
    pub fn nofreqs(self) -> Self {
        self.with("NOFREQS", ())
    }

    /// Words that are left out, instead of the server's own; `()` for none (`STOPWORDS`).
    pub fn stopwords(mut self, words: impl ToArgs) -> Self {
        self.clauses.set_counted("STOPWORDS", words);
        self
    }

    /// Documents that are there already are left out (`SKIPINITIALSCAN`).
    pub fn skipinitialscan(self) -> Self {
        self.with("SKIPINITIALSCAN", ())
    }

    /// A list of all documents is kept, which makes searches for all of them faster (`INDEXALL ENABLE`). Since
    /// Redis 8.0.0.
    pub fn indexall(self) -> Self {
        self.with("INDEXALL", "ENABLE")
    }

    fn with(mut self, word: &'static str, args: impl ToArgs) -> Self {
        self.clauses.set(word, args);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.args(&self.clauses)
    }
}
