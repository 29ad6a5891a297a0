//! [`TextField`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::{field, sortable};

/// A field whose words are searched for (`TEXT`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct TextField(SearchField);

field!(TextField);
sortable!(TextField);

impl TextField {
    /// A field of a hash, or a path in JSON documents.
    pub fn new(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "TEXT", ()))
    }

    /// How much it counts among the others (`WEIGHT`, 1 by default).
    pub fn weight(self, weight: f64) -> Self {
        self.with("WEIGHT", weight)
    }

    /// Its words are taken as they are, without their stems (`NOSTEM`).
    pub fn nostem(self) -> Self {
        self.with("NOSTEM", ())
    }

    /// Words that sound alike are found as well, by one of `dm:en`, `dm:fr`, `dm:pt` and `dm:es` (`PHONETIC`).
    pub fn phonetic(self, matcher: impl ToArg) -> Self {
        self.with("PHONETIC", [matcher])
    }

    /// A suffix trie is kept, which makes searches for parts of words fast (`WITHSUFFIXTRIE`).
    pub fn withsuffixtrie(self) -> Self {
        self.with("WITHSUFFIXTRIE", ())
    }

    /// Documents where it is empty are found by `@name:("")` (`INDEXEMPTY`). Since RediSearch 2.10.
    pub fn indexempty(self) -> Self {
        self.with("INDEXEMPTY", ())
    }
}
