//! [`Condition`]: on what `SET` and `DELEX` depend.

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// What must hold of a key. It is one thing, so that of two setters the later one wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Nx,
    Xx,
    /// A comparison of the value or its digest, by its word.
    Compare(&'static str, OwnedArg),
}

impl Condition {
    pub(super) fn if_eq(value: impl ToArg) -> Self {
        Self::Compare("IFEQ", OwnedArg::new(value))
    }

    pub(super) fn if_ne(value: impl ToArg) -> Self {
        Self::Compare("IFNE", OwnedArg::new(value))
    }

    pub(super) fn if_digest_eq(digest: impl ToArg) -> Self {
        Self::Compare("IFDEQ", OwnedArg::new(digest))
    }

    pub(super) fn if_digest_ne(digest: impl ToArg) -> Self {
        Self::Compare("IFDNE", OwnedArg::new(digest))
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        match self {
            Self::Nx => command.arg("NX"),
            Self::Xx => command.arg("XX"),
            Self::Compare(word, value) => command.arg(*word).arg(value),
        }
    }
}
