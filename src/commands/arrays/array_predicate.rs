//! [`ArrayPredicate`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// What `ARGREP` looks for in an element ([`argrep`](super::ArrayCommands::argrep)).
///
/// ```
/// # use redial::prelude::*;
/// let tea = [ArrayPredicate::exact("tea"), ArrayPredicate::glob("*-tea")];
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ArrayPredicate {
    word: &'static str,
    value: OwnedArg,
}

impl ArrayPredicate {
    /// The element is this (`EXACT`).
    pub fn exact(value: impl ToArg) -> Self {
        Self::new("EXACT", value)
    }

    /// The element has this somewhere in it (`MATCH`).
    #[doc(alias = "MATCH")]
    pub fn contains(part: impl ToArg) -> Self {
        Self::new("MATCH", part)
    }

    /// The element matches a pattern as that of [`keys`](crate::commands::GenericCommands::keys) (`GLOB`).
    pub fn glob(pattern: impl ToArg) -> Self {
        Self::new("GLOB", pattern)
    }

    /// The element has something in it that matches an extended regular expression (`RE`). The expression is neither
    /// empty nor longer than 2048 bytes, and has no back references.
    pub fn re(expression: impl ToArg) -> Self {
        Self::new("RE", expression)
    }

    fn new(word: &'static str, value: impl ToArg) -> Self {
        let value = OwnedArg::new(value);
        Self { word, value }
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.arg(self.word).arg(&self.value)
    }
}
