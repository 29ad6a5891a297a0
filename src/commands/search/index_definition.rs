//! [`IndexDefinition`].

use std::time::Duration;

use crate::command::{Command, whole_seconds};
use crate::convert::{ToArg, ToArgs};

use super::clauses::Clauses;

/// What `FT.CREATE` makes an index of, apart from its fields. By itself it is all hashes.
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

    /// Of hashes (`ON HASH`), as it is by itself.
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

    /// The language of the documents, of which their stems depend (`LANGUAGE`, `english` by itself).
    pub fn language(self, language: impl ToArg) -> Self {
        self.with("LANGUAGE", [language])
    }

    /// The field where a document says its language (`LANGUAGE_FIELD`).
    pub fn language_field(self, field: impl ToArg) -> Self {
        self.with("LANGUAGE_FIELD", [field])
    }

    /// How much the documents count, from 0 to 1 (`SCORE`, 1 by itself).
    pub fn score(self, score: f64) -> Self {
        self.with("SCORE", score)
    }

    /// The field where a document says how much it counts (`SCORE_FIELD`).
    pub fn score_field(self, field: impl ToArg) -> Self {
        self.with("SCORE_FIELD", [field])
    }

    /// The field whose bytes are a document's payload, for scorers and for who asks for it (`PAYLOAD_FIELD`).
    pub fn payload_field(self, field: impl ToArg) -> Self {
        self.with("PAYLOAD_FIELD", [field])
    }

    /// Room for more than 32 text fields from the beginning (`MAXTEXTFIELDS`).
    pub fn maxtextfields(self) -> Self {
        self.with("MAXTEXTFIELDS", ())
    }

    /// The index goes when it has not been used for so long (`TEMPORARY`), in whole seconds, of which a part is one. Its
    /// documents go with it, and they do so with [`ft_dropindex`](super::SearchCommands::ft_dropindex) as well.
    pub fn temporary(self, idle: Duration) -> Self {
        let seconds = whole_seconds(idle).unwrap_or_else(|| idle.as_secs().saturating_add(1));
        self.with("TEMPORARY", seconds)
    }

    /// Without the places of the terms: no exact phrases, no highlights (`NOOFFSETS`).
    pub fn nooffsets(self) -> Self {
        self.with("NOOFFSETS", ())
    }

    /// Without what highlights need (`NOHL`).
    pub fn nohl(self) -> Self {
        self.with("NOHL", ())
    }

    /// Without which field a term stands in: no searches in one field of text (`NOFIELDS`).
    pub fn nofields(self) -> Self {
        self.with("NOFIELDS", ())
    }

    /// Without how often a term stands in a document (`NOFREQS`).
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
