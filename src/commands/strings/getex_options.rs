//! [`GetexOptions`].

use std::time::{Duration, SystemTime};

use crate::command::Command;

use crate::commands::expiry::Expiry;

/// The options of `GETEX` ([`getex_with`](super::StringCommands::getex_with)): when the key expires from now on. The
/// last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GetexOptions {
    expiry: Option<Expiry>,
}

impl GetexOptions {
    /// None of them: the time to live stays as it is.
    pub const fn new() -> Self {
        Self { expiry: None }
    }

    /// The key expires after this time, to the millisecond (`EX`, or `PX` where it is not whole
    /// seconds).
    pub const fn ex(self, time: Duration) -> Self {
        Self::with(Expiry::After(time))
    }

    /// The key expires after this time, sent as milliseconds (`PX`).
    pub const fn px(self, time: Duration) -> Self {
        Self::with(Expiry::AfterMillis(time))
    }

    /// The key expires at this time, to the millisecond (`EXAT`, or `PXAT` where it is no whole
    /// second).
    pub const fn exat(self, time: SystemTime) -> Self {
        Self::with(Expiry::At(time))
    }

    /// The key expires at this time, sent as milliseconds (`PXAT`).
    pub const fn pxat(self, time: SystemTime) -> Self {
        Self::with(Expiry::AtMillis(time))
    }

    /// The key does not expire any more (`PERSIST`).
    pub const fn persist(self) -> Self {
        Self::with(Expiry::Persist)
    }

    const fn with(expiry: Expiry) -> Self {
        Self {
            expiry: Some(expiry),
        }
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command.option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
