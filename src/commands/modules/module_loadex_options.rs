//! [`ModuleLoadexOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of [`module_loadex_with`](super::ModuleCommands::module_loadex_with): a module's settings and arguments.
/// Its `Debug` shows none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ModuleLoadexOptions {
    config: Vec<(OwnedArg, OwnedArg)>,
    args: Vec<OwnedArg>,
}

impl ModuleLoadexOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            config: Vec::new(),
            args: Vec::new(),
        }
    }

    /// One more setting, `module.name`, and its value (`CONFIG`).
    pub fn config(mut self, name: impl ToArg, value: impl ToArg) -> Self {
        self.config
            .push((OwnedArg::new(name), OwnedArg::new(value)));
        self
    }

    /// One more argument (`ARGS`).
    pub fn arg(mut self, arg: impl ToArg) -> Self {
        self.args.push(OwnedArg::new(arg));
        self
    }

    pub(super) fn add_to(&self, mut command: Command) -> Command {
        for (name, value) in &self.config {
            command = command.arg("CONFIG").arg(name).arg(value);
        }
        // Whatever stands behind it is an argument, so it is the last.
        command.flag(!self.args.is_empty(), "ARGS").args(&self.args)
    }
}
