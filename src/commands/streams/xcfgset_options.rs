//! [`XcfgsetOptions`].

use std::time::Duration;

use crate::command::Command;

use super::super::expiry::seconds;

/// The options of `XCFGSET` ([`xcfgset`](super::StreamCommands::xcfgset)): how far back the server remembers which
/// entries producers have added. It wants at least one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XcfgsetOptions {
    idmp_duration: Option<Duration>,
    idmp_maxsize: Option<u64>,
}

impl XcfgsetOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            idmp_duration: None,
            idmp_maxsize: None,
        }
    }

    /// For how long, rounded up to whole seconds: one second to one day (`IDMP-DURATION`).
    #[doc(alias = "IDMP-DURATION")]
    pub const fn idmp_duration(mut self, time: Duration) -> Self {
        self.idmp_duration = Some(time);
        self
    }

    /// How many entries of each producer: 1 to 10,000 (`IDMP-MAXSIZE`).
    #[doc(alias = "IDMP-MAXSIZE")]
    pub const fn idmp_maxsize(mut self, entries: u64) -> Self {
        self.idmp_maxsize = Some(entries);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.idmp_duration, |c, time| {
                c.arg("IDMP-DURATION").arg(seconds(time))
            })
            .option(self.idmp_maxsize, |c, n| c.arg("IDMP-MAXSIZE").arg(n))
    }
}
