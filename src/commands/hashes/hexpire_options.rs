//! [`HexpireOptions`].

use crate::command::Command;

/// The options of `HEXPIRE`, `HPEXPIRE`, `HEXPIREAT` and `HPEXPIREAT`
/// ([`hexpire_with`](super::HashCommands::hexpire_with) and so on): which of the fields get the new time to live. The
/// last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HexpireOptions {
    condition: Option<&'static str>,
}

impl HexpireOptions {
    /// None of them: all fields get it.
    pub const fn new() -> Self {
        Self { condition: None }
    }

    /// Only fields that do not expire (`NX`).
    pub const fn nx(self) -> Self {
        Self::with("NX")
    }

    /// Only fields that expire already (`XX`).
    pub const fn xx(self) -> Self {
        Self::with("XX")
    }

    /// Only fields whose new time is later than the old one (`GT`), and not those that do not expire.
    pub const fn gt(self) -> Self {
        Self::with("GT")
    }

    /// Only fields whose new time is earlier than the old one, and those that do not expire (`LT`).
    pub const fn lt(self) -> Self {
        Self::with("LT")
    }

    const fn with(condition: &'static str) -> Self {
        Self {
            condition: Some(condition),
        }
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.condition, Command::arg)
    }
}
