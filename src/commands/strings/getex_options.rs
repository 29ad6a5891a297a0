//! [`GetexOptions`].

use crate::command::Command;
use crate::commands::expiry::{Expiry, expiry_setters};

/// The options of `GETEX` ([`getex_with`](super::StringCommands::getex_with)): when the key expires from now on. The
/// last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GetexOptions {
    expiry: Option<Expiry>,
}

impl GetexOptions {
    /// None of them: the time to live stays as it is.
    pub const fn new() -> Self {
        Self { expiry: None }
    }

    expiry_setters!("The key expires");

    /// The key does not expire any more (`PERSIST`).
    pub const fn persist(mut self) -> Self {
        self.expiry = Some(Expiry::Persist);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
