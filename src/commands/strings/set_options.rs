//! [`SetOptions`].

use std::time::Duration;

use crate::command::{Command, millis, whole_seconds};

/// The options of `SET`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SetOptions {
    expire: Option<Duration>,
    condition: Option<&'static str>,
}

impl SetOptions {
    /// None of them: the value replaces what was there.
    pub const fn new() -> Self {
        Self {
            expire: None,
            condition: None,
        }
    }

    /// The key expires after this time, to the millisecond (`EX`, or `PX` where it is not whole seconds).
    pub const fn ex(mut self, time: Duration) -> Self {
        self.expire = Some(time);
        self
    }

    /// Only if the key does not exist (`NX`).
    pub const fn nx(mut self) -> Self {
        self.condition = Some("NX");
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.condition, Command::arg)
            .option(self.expire, |c, time| match whole_seconds(time) {
                Some(seconds) => c.arg("EX").arg(seconds),
                None => c.arg("PX").arg(millis(time)),
            })
    }
}
