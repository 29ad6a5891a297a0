//! [`TdigestCreateOptions`].

use crate::command::Command;

/// The options of [`tdigest_create_with`](super::TdigestCommands::tdigest_create_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TdigestCreateOptions {
    compression: Option<u64>,
}

impl TdigestCreateOptions {
    /// None of them: a compression of 100.
    pub const fn new() -> Self {
        let compression = None;
        Self { compression }
    }

    /// How exact it is: more is more exact, and larger (`COMPRESSION`, 100 by default).
    pub const fn compression(mut self, compression: u64) -> Self {
        self.compression = Some(compression);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.option(self.compression, |c, n| c.arg("COMPRESSION").arg(n))
    }
}
