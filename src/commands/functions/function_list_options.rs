//! [`FunctionListOptions`].

use crate::command::Command;

/// The options of `FUNCTION LIST` ([`function_list_with`](super::FunctionCommands::function_list_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct FunctionListOptions {
    library: Option<String>,
    with_code: bool,
}

impl FunctionListOptions {
    /// None of them: all libraries, without their code.
    pub const fn new() -> Self {
        Self {
            library: None,
            with_code: false,
        }
    }

    /// Only libraries whose name matches this glob-style pattern (`LIBRARYNAME`).
    #[doc(alias = "LIBRARYNAME")]
    pub fn library(mut self, pattern: impl Into<String>) -> Self {
        self.library = Some(pattern.into());
        self
    }

    /// With their code (`WITHCODE`).
    #[doc(alias = "WITHCODE")]
    pub const fn with_code(mut self) -> Self {
        self.with_code = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.library.as_deref(), |c, pattern| {
                c.arg("LIBRARYNAME").arg(pattern)
            })
            .flag(self.with_code, "WITHCODE")
    }
}
