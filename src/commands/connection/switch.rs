//! [`Switch`].

use crate::command::Command;

/// On or off, for the commands that switch something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a switch has no third position")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    pub(crate) fn add_to(self, command: Command) -> Command {
        command.arg(match self {
            Self::On => "ON",
            Self::Off => "OFF",
        })
    }
}
