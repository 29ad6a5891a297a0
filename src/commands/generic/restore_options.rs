//! [`RestoreOptions`].

use std::time::{Duration, SystemTime};

use crate::command::{Command, millis};
use crate::commands::expiry::{seconds, since_epoch};

/// The options of `RESTORE` ([`restore_with`](super::GenericCommands::restore_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct RestoreOptions {
    replace: bool,
    expires_at: Option<SystemTime>,
    usage: Option<Usage>,
}

/// How much the key counts as used: servers take one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usage {
    Idle(Duration),
    Frequency(u8),
}

impl RestoreOptions {
    /// None of them: the key must not exist.
    pub const fn new() -> Self {
        Self {
            replace: false,
            expires_at: None,
            usage: None,
        }
    }

    /// Replaces the key if it exists (`REPLACE`). Since 3.0.0.
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// The key expires at this time, and not after the `ttl` (`ABSTTL`). Since 5.0.0.
    pub const fn absttl(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// The key counts as unused for this long, rounded up to whole seconds (`IDLETIME`). Takes the place of
    /// [`frequency`](Self::frequency). Since 5.0.0.
    pub const fn idletime(mut self, time: Duration) -> Self {
        self.usage = Some(Usage::Idle(time));
        self
    }

    /// The key counts as used this often, on the logarithmic scale of
    /// [`object_freq`](super::GenericCommands::object_freq) (`FREQ`). Takes the
    /// place of [`idletime`](Self::idletime). Since 5.0.0.
    pub const fn frequency(mut self, frequency: u8) -> Self {
        self.usage = Some(Usage::Frequency(frequency));
        self
    }

    /// What goes where the time to live belongs.
    pub(super) fn ttl(&self, ttl: Duration) -> u128 {
        match self.expires_at {
            // Zero would be a key that never expires, and not one that has expired long ago.
            Some(time) => millis(since_epoch(time)).max(1),
            None => millis(ttl),
        }
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.replace, "REPLACE")
            .flag(self.expires_at.is_some(), "ABSTTL")
            .option(self.usage, |c, usage| match usage {
                Usage::Idle(time) => c.arg("IDLETIME").arg(seconds(time)),
                Usage::Frequency(frequency) => c.arg("FREQ").arg(u32::from(frequency)),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_long_past_does_not_mean_never() {
        let past = RestoreOptions::new().absttl(SystemTime::UNIX_EPOCH);
        assert_eq!(past.ttl(Duration::ZERO), 1);
        assert_eq!(RestoreOptions::new().ttl(Duration::ZERO), 0);
    }
}
