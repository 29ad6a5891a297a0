//! [`GeoaddOptions`].

use crate::command::Command;

/// The options of `GEOADD` ([`geoadd_with`](super::GeoCommands::geoadd_with)). Of several conditions the last one given
/// counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GeoaddOptions {
    condition: Option<&'static str>,
    ch: bool,
}

impl GeoaddOptions {
    /// None of them: members are added, or get the new position.
    pub const fn new() -> Self {
        Self {
            condition: None,
            ch: false,
        }
    }

    /// Only add new members (`NX`). Since 6.2.0.
    pub const fn nx(mut self) -> Self {
        self.condition = Some("NX");
        self
    }

    /// Only move members that exist (`XX`). Since 6.2.0.
    pub const fn xx(mut self) -> Self {
        self.condition = Some("XX");
        self
    }

    /// Count the members that were moved, too, and not only the new ones (`CH`). Since 6.2.0.
    pub const fn ch(mut self) -> Self {
        self.ch = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.condition, Command::arg)
            .flag(self.ch, "CH")
    }
}
