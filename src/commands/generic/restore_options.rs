//! [`RestoreOptions`].

use std::time::{Duration, SystemTime};

use crate::command::{Command, millis};
use crate::commands::expiry::{seconds, since_epoch};

/// The options of `RESTORE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct RestoreOptions {
    replace: bool,
    expires_at: Option<SystemTime>,
    idle_time: Option<Duration>,
    frequency: Option<u8>,
}

impl RestoreOptions {
    /// None of them: if the key does not exist.
    pub const fn new() -> Self {
        Self {
            replace: false,
            expires_at: None,
            idle_time: None,
            frequency: None,
        }
    }

    /// Whatever the key holds (`REPLACE`). Since 3.0.0.
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// The key expires at this time, and not after the `ttl` (`ABSTTL`). Since 5.0.0.
    pub const fn absttl(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// The key counts as unused for this long, in whole seconds (`IDLETIME`). Since 5.0.0.
    pub const fn idletime(mut self, time: Duration) -> Self {
        self.idle_time = Some(time);
        self
    }

    /// The key counts as used this often, on the logarithmic scale of
    /// [`object_freq`](super::GenericCommands::object_freq) (`FREQ`). Since 5.0.0.
    pub const fn frequency(mut self, frequency: u8) -> Self {
        self.frequency = Some(frequency);
        self
    }

    /// What goes where the time to live belongs.
    pub(super) fn ttl(&self, ttl: Duration) -> u128 {
        millis(self.expires_at.map_or(ttl, since_epoch))
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.replace, "REPLACE")
            .flag(self.expires_at.is_some(), "ABSTTL")
            .option(self.idle_time, |c, time| {
                c.arg("IDLETIME").arg(seconds(time))
            })
            .option(self.frequency, |c, frequency| {
                c.arg("FREQ").arg(u32::from(frequency))
            })
    }
}
