//! [`JsonGetOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of [`json_get_with`](super::JsonCommands::json_get_with): how the text is formatted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct JsonGetOptions {
    indent: Option<OwnedArg>,
    newline: Option<OwnedArg>,
    space: Option<OwnedArg>,
    noescape: bool,
}

impl JsonGetOptions {
    /// None of them: the text is one line without spaces.
    pub const fn new() -> Self {
        Self {
            indent: None,
            newline: None,
            space: None,
            noescape: false,
        }
    }

    /// What nested levels are indented by, such as two spaces (`INDENT`). Lines are broken only with
    /// [`newline`](Self::newline).
    pub fn indent(mut self, indent: impl ToArg) -> Self {
        self.indent = Some(OwnedArg::new(indent));
        self
    }

    /// What lines end in (`NEWLINE`).
    pub fn newline(mut self, newline: impl ToArg) -> Self {
        self.newline = Some(OwnedArg::new(newline));
        self
    }

    /// What stands between a key's colon and its value (`SPACE`).
    pub fn space(mut self, space: impl ToArg) -> Self {
        self.space = Some(OwnedArg::new(space));
        self
    }

    /// No escapes for what is not ASCII (`NOESCAPE`). Since 2.0.0 of the module there are none anyway.
    pub const fn noescape(mut self) -> Self {
        self.noescape = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.indent.as_ref(), |c, text| c.arg("INDENT").arg(text))
            .option(self.newline.as_ref(), |c, text| c.arg("NEWLINE").arg(text))
            .option(self.space.as_ref(), |c, text| c.arg("SPACE").arg(text))
            .flag(self.noescape, "NOESCAPE")
    }
}
