//! [`SearchField`], and what fields of all types have in common.

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg, ToArgs};

use super::clauses::{Clauses, aliased};

/// A field of an index, of any type: what [`SearchSchema::field`](super::SearchSchema::field) takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SearchField {
    name: OwnedArg,
    alias: Option<OwnedArg>,
    /// The type, then its attributes.
    clauses: Clauses,
}

impl SearchField {
    pub(super) fn new(name: impl ToArg, kind: &'static str, details: impl ToArgs) -> Self {
        let mut clauses = Clauses::new();
        clauses.set(kind, details);
        Self {
            name: OwnedArg::new(name),
            alias: None,
            clauses,
        }
    }

    pub(super) fn set_alias(&mut self, alias: impl ToArg) {
        self.alias = Some(OwnedArg::new(alias));
    }

    pub(super) fn set(&mut self, word: &'static str, args: impl ToArgs) {
        self.clauses.set(word, args);
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .args(aliased(&self.name, self.alias.as_ref()))
            .args(&self.clauses)
    }
}

/// Gives a type of fields what all of them have.
macro_rules! field {
    ($type:ident) => {
        impl $type {
            /// Its name in queries, if it is to be another (`AS`): needed for JSON documents, where the name of a field
            /// is a path.
            #[doc(alias = "AS")]
            pub fn alias(mut self, name: impl ToArg) -> Self {
                self.0.set_alias(name);
                self
            }

            /// Documents without it are found by `ismissing(@name)` (`INDEXMISSING`). Since RediSearch 2.10.
            pub fn indexmissing(self) -> Self {
                self.with("INDEXMISSING", ())
            }

            fn with(mut self, word: &'static str, args: impl ToArgs) -> Self {
                self.0.set(word, args);
                self
            }
        }

        impl From<$type> for SearchField {
            fn from(field: $type) -> Self {
                field.0
            }
        }
    };
}

/// Gives a type of fields what those have whose values can be compared.
macro_rules! sortable {
    ($type:ident) => {
        impl $type {
            /// Results can be sorted by it; the values of texts and tags are made lower case and lose their accents for
            /// that (`SORTABLE`).
            pub fn sortable(self) -> Self {
                self.with("SORTABLE", ())
            }

            /// Results can be sorted by it, by its values as they are (`SORTABLE UNF`).
            pub fn sortable_unf(self) -> Self {
                self.with("SORTABLE", "UNF")
            }

            /// It is not searched in: only sorted by and returned (`NOINDEX`).
            pub fn noindex(self) -> Self {
                self.with("NOINDEX", ())
            }
        }
    };
}

pub(super) use {field, sortable};
