//! [`CommandFilter`].

use crate::command::Command;

/// Which commands [`command_list_with`](super::ServerCommands::command_list_with) lists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CommandFilter {
    /// Those of this module (`MODULE`).
    Module(String),
    /// Those in this category of the access control lists (`ACLCAT`): `hash`, `dangerous`, ….
    AclCat(String),
    /// Those whose names match this glob-style pattern (`PATTERN`).
    Pattern(String),
}

impl CommandFilter {
    pub(crate) fn add_to(&self, command: Command) -> Command {
        let (word, text) = match self {
            Self::Module(name) => ("MODULE", name),
            Self::AclCat(category) => ("ACLCAT", category),
            Self::Pattern(pattern) => ("PATTERN", pattern),
        };
        command.arg("FILTERBY").arg(word).arg(text)
    }
}
