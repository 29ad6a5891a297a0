//! [`HsetexOptions`].

use crate::command::Command;
use crate::commands::expiry::{Expiry, expiry_setters};

/// The options of `HSETEX` ([`hsetex_with`](super::HashCommands::hsetex_with)): whether the fields are set, and when
/// they expire. Of several conditions of a kind, and of several times, the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HsetexOptions {
    key_condition: Option<&'static str>,
    field_condition: Option<&'static str>,
    expiry: Option<Expiry>,
}

impl HsetexOptions {
    /// None of them: the values replace what was there, and do not expire.
    pub const fn new() -> Self {
        Self {
            key_condition: None,
            field_condition: None,
            expiry: None,
        }
    }

    /// Only if none of the fields exists (`FNX`).
    pub const fn fnx(mut self) -> Self {
        self.field_condition = Some("FNX");
        self
    }

    /// Only if all of the fields exist (`FXX`).
    pub const fn fxx(mut self) -> Self {
        self.field_condition = Some("FXX");
        self
    }

    /// Only if the hash does not exist (`NX`). Since Valkey 9.0.0.
    pub const fn nx(mut self) -> Self {
        self.key_condition = Some("NX");
        self
    }

    /// Only if the hash exists (`XX`). Since Valkey 9.0.0.
    pub const fn xx(mut self) -> Self {
        self.key_condition = Some("XX");
        self
    }

    expiry_setters!("The fields expire");

    /// The fields expire when they were to expire before (`KEEPTTL`).
    pub const fn keepttl(mut self) -> Self {
        self.expiry = Some(Expiry::KeepTtl);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.key_condition, Command::arg)
            .option(self.field_condition, Command::arg)
            .option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
