//! [`HgetexOptions`].

use std::time::{Duration, SystemTime};

use crate::command::Command;

use crate::commands::expiry::Expiry;

/// The options of `HGETEX` ([`hgetex_with`](super::HashCommands::hgetex_with)): when the fields expire from now on. The
/// last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HgetexOptions {
    expiry: Option<Expiry>,
}

impl HgetexOptions {
    /// None of them: the times to live stay as they are.
    pub const fn new() -> Self {
        Self { expiry: None }
    }

    /// The fields expire after this time, to the millisecond (`EX`, or `PX` where it is not whole
    /// seconds).
    pub const fn ex(self, time: Duration) -> Self {
        Self::with(Expiry::After(time))
    }

    /// The fields expire after this time, sent as milliseconds (`PX`).
    pub const fn px(self, time: Duration) -> Self {
        Self::with(Expiry::AfterMillis(time))
    }

    /// The fields expire at this time, to the millisecond (`EXAT`, or `PXAT` where it is no whole
    /// second).
    pub const fn exat(self, time: SystemTime) -> Self {
        Self::with(Expiry::At(time))
    }

    /// The fields expire at this time, sent as milliseconds (`PXAT`).
    pub const fn pxat(self, time: SystemTime) -> Self {
        Self::with(Expiry::AtMillis(time))
    }

    /// The fields do not expire any more (`PERSIST`).
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
