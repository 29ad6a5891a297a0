//! [`CopyOptions`].

use crate::command::Command;

/// The options of `COPY` ([`copy_with`](super::GenericCommands::copy_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CopyOptions {
    db: Option<u32>,
    replace: bool,
}

impl CopyOptions {
    /// None of them: to a key of the same database, if it does not exist.
    pub const fn new() -> Self {
        Self {
            db: None,
            replace: false,
        }
    }

    /// To this database (`DB`).
    pub const fn db(mut self, db: u32) -> Self {
        self.db = Some(db);
        self
    }

    /// Replaces the destination if it exists (`REPLACE`).
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.db, |c, db| c.arg("DB").arg(db))
            .flag(self.replace, "REPLACE")
    }
}
