//! [`XclaimOptions`].

use std::time::{Duration, SystemTime};

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

use super::super::expiry::since_epoch;

/// The options of `XCLAIM` ([`xclaim_with`](super::StreamCommands::xclaim_with)): what the group knows of the entries
/// from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XclaimOptions {
    delivered: Option<Delivered>,
    retrycount: Option<u64>,
    force: bool,
    lastid: Option<OwnedArg>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivered {
    Ago(Duration),
    At(SystemTime),
}

impl XclaimOptions {
    /// None of them: the entries count as delivered just now, and once more than before.
    pub const fn new() -> Self {
        Self {
            delivered: None,
            retrycount: None,
            force: false,
            lastid: None,
        }
    }

    /// As if they had been delivered this long ago, to the millisecond (`IDLE`); undoes
    /// [`time`](Self::time).
    pub const fn idle(mut self, ago: Duration) -> Self {
        self.delivered = Some(Delivered::Ago(ago));
        self
    }

    /// As if they had been delivered at this time, to the millisecond (`TIME`); undoes
    /// [`idle`](Self::idle).
    pub const fn time(mut self, time: SystemTime) -> Self {
        self.delivered = Some(Delivered::At(time));
        self
    }

    /// As if they had been delivered this many times (`RETRYCOUNT`).
    pub const fn retrycount(mut self, times: u64) -> Self {
        self.retrycount = Some(times);
        self
    }

    /// Claims entries as well that are not pending, but in the stream (`FORCE`).
    pub const fn force(mut self) -> Self {
        self.force = true;
        self
    }

    /// Sets the id of the last entry that was delivered to the group, if it is greater than the one that the group has
    /// (`LASTID`).
    pub fn lastid(mut self, id: impl ToArg) -> Self {
        self.lastid = Some(OwnedArg::new(id));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.delivered, |c, delivered| delivered.add_to(c))
            .option(self.retrycount, |c, times| c.arg("RETRYCOUNT").arg(times))
            .flag(self.force, "FORCE")
            .option(self.lastid.as_ref(), |c, id| c.arg("LASTID").arg(id))
    }
}

impl Delivered {
    fn add_to(self, command: Command) -> Command {
        match self {
            Self::Ago(time) => command.arg("IDLE").arg(millis(time)),
            Self::At(time) => command.arg("TIME").arg(millis(since_epoch(time))),
        }
    }
}
