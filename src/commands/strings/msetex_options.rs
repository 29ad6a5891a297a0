//! [`MsetexOptions`].

use crate::command::Command;

use super::condition::Condition;
use crate::commands::expiry::{Expiry, expiry_setters};

/// The options of `MSETEX` ([`msetex_with`](super::StringCommands::msetex_with)): whether the values are set, and when
/// they expire. Of several conditions, and of several times, the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct MsetexOptions {
    condition: Option<Condition>,
    expiry: Option<Expiry>,
}

impl MsetexOptions {
    /// None of them: the values replace what was there, and do not expire.
    pub const fn new() -> Self {
        Self {
            condition: None,
            expiry: None,
        }
    }

    expiry_setters!("The keys expire");

    /// The keys expire when they were to expire before (`KEEPTTL`).
    pub const fn keepttl(mut self) -> Self {
        self.expiry = Some(Expiry::KeepTtl);
        self
    }

    /// Only if none of the keys exists (`NX`).
    pub fn nx(mut self) -> Self {
        self.condition = Some(Condition::Nx);
        self
    }

    /// Only if all of the keys exist (`XX`).
    pub fn xx(mut self) -> Self {
        self.condition = Some(Condition::Xx);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.condition.as_ref(), |c, condition| condition.add_to(c))
            .option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
