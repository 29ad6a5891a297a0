//! [`ShutdownOptions`].

use crate::command::Command;

/// The options of [`shutdown_with`](super::ServerCommands::shutdown_with): what the server does before it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ShutdownOptions {
    save: Option<&'static str>,
    now: bool,
    force: bool,
    safe: bool,
    failover: bool,
}

impl ShutdownOptions {
    /// None of them: the server saves its data if its setting `save` is not empty.
    pub const fn new() -> Self {
        Self {
            save: None,
            now: false,
            force: false,
            safe: false,
            failover: false,
        }
    }

    /// Saves the data in any case (`SAVE`).
    pub const fn save(mut self) -> Self {
        self.save = Some("SAVE");
        self
    }

    /// Saves no data (`NOSAVE`). Of this and [`save`](Self::save) the last one counts.
    pub const fn nosave(mut self) -> Self {
        self.save = Some("NOSAVE");
        self
    }

    /// Does not wait for replicas that are behind (`NOW`). Since 7.0.0.
    pub const fn now(mut self) -> Self {
        self.now = true;
        self
    }

    /// Ends even if the data can't be saved (`FORCE`). Since 7.0.0.
    pub const fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// Only if that is safe: not on the primary of a shard of a cluster (`SAFE`). Since Valkey 9.0.0.
    pub const fn safe(mut self) -> Self {
        self.safe = true;
        self
    }

    /// Hands a shard of a cluster to a replica first (`FAILOVER`). Since Valkey 9.0.0.
    pub const fn failover(mut self) -> Self {
        self.failover = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.save, Command::arg)
            .flag(self.now, "NOW")
            .flag(self.force, "FORCE")
            .flag(self.safe, "SAFE")
            .flag(self.failover, "FAILOVER")
    }
}
