//! [`HgetexOptions`].

use crate::command::Command;
use crate::commands::expiry::{Expiry, expiry_setters};

/// The options of `HGETEX` ([`hgetex_with`](super::HashCommands::hgetex_with)): when the fields expire from now on. The
/// last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HgetexOptions {
    expiry: Option<Expiry>,
}

impl HgetexOptions {
    /// None of them: the times to live stay as they are.
    pub const fn new() -> Self {
        Self { expiry: None }
    }

    expiry_setters!("The fields expire");

    /// The fields do not expire any more (`PERSIST`).
    pub const fn persist(mut self) -> Self {
        self.expiry = Some(Expiry::Persist);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
