//! [`FunctionLoadOptions`].

use crate::command::Command;

/// The options of `FUNCTION LOAD` ([`function_load_with`](super::FunctionCommands::function_load_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct FunctionLoadOptions {
    replace: bool,
}

impl FunctionLoadOptions {
    /// None of them: a library that is there already is an error.
    pub const fn new() -> Self {
        Self { replace: false }
    }

    /// Replaces a library of the same name (`REPLACE`).
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.flag(self.replace, "REPLACE")
    }
}
