//! [`FailoverOptions`].

use std::time::Duration;

use crate::command::{Command, millis};

/// The options of [`failover_with`](super::ReplicationCommands::failover_with): to whom, and within which time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct FailoverOptions {
    to: Option<(String, u16)>,
    force: bool,
    timeout: Option<Duration>,
}

impl FailoverOptions {
    /// None of them: the replica that is first to have everything, however long that takes.
    pub const fn new() -> Self {
        Self {
            to: None,
            force: false,
            timeout: None,
        }
    }

    /// To this replica, by the address that the server knows it by (`TO`).
    pub fn to(mut self, host: impl Into<String>, port: u16) -> Self {
        self.to = Some((host.into(), port));
        self
    }

    /// Even if the replica has not got everything when the time is up: what it has not is lost (`FORCE`). Only
    /// with [`to`](Self::to) and [`timeout`](Self::timeout).
    pub const fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// How long the server waits for the replica, in milliseconds, rounded up (`TIMEOUT`). After that it gives up, or
    /// goes on if it is [forced](Self::force).
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.to.as_ref(), |c, (host, port)| {
                c.arg("TO").arg(host).arg(*port)
            })
            .flag(self.force, "FORCE")
            .option(self.timeout, |c, timeout| {
                c.arg("TIMEOUT").arg(millis(timeout))
            })
    }
}
