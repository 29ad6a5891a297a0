//! [`TagField`].

use crate::convert::{ToArg, ToArgs};

use super::SearchField;
use super::search_field::{field, sortable};

/// A field whose value is looked for as a whole, or a list of such values (`TAG`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct TagField(SearchField);

field!(TagField);
sortable!(TagField);

impl TagField {
    /// A field of a hash, or a path in JSON documents.
    pub fn new(name: impl ToArg) -> Self {
        Self(SearchField::new(name, "TAG", ()))
    }

    /// What stands between the values of a list: one character (`SEPARATOR`, `,` by default in hashes).
    pub fn separator(self, separator: char) -> Self {
        self.with("SEPARATOR", separator.encode_utf8(&mut [0; 4]) as &str)
    }

    /// Capital letters differ from small ones (`CASESENSITIVE`).
    pub fn casesensitive(self) -> Self {
        self.with("CASESENSITIVE", ())
    }

    /// A suffix trie is kept, which makes searches for parts of values fast (`WITHSUFFIXTRIE`).
    pub fn withsuffixtrie(self) -> Self {
        self.with("WITHSUFFIXTRIE", ())
    }

    /// Documents where it is empty are found by `@name:{""}` (`INDEXEMPTY`). Since RediSearch 2.10.
    pub fn indexempty(self) -> Self {
        self.with("INDEXEMPTY", ())
    }
}
