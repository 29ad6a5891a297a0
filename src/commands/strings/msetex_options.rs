//! [`MsetexOptions`].

use std::time::{Duration, SystemTime};

use crate::command::Command;

use super::condition::Condition;
use crate::commands::expiry::Expiry;

/// The options of `MSETEX` ([`msetex_with`](super::StringCommands::msetex_with)): whether the values are set, and when
/// they expire. Of several conditions, and of several times, the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct MsetexOptions {
    condition: Option<Condition>,
    expiry: Option<Expiry>,
}

impl MsetexOptions {
    /// None of them: the values replace what was there, and do not expire.
    pub const fn new() -> Self {
        Self {
            condition: None,
            expiry: None,
        }
    }

    /// The keys expire after this time, to the millisecond (`EX`, or `PX` where it is not whole
    /// seconds).
    pub const fn ex(mut self, time: Duration) -> Self {
        self.expiry = Some(Expiry::After(time));
        self
    }

    /// The keys expire after this time, sent as milliseconds (`PX`).
    pub const fn px(mut self, time: Duration) -> Self {
        self.expiry = Some(Expiry::AfterMillis(time));
        self
    }

    /// The keys expire at this time, to the millisecond (`EXAT`, or `PXAT` where it is no whole
    /// second).
    pub const fn exat(mut self, time: SystemTime) -> Self {
        self.expiry = Some(Expiry::At(time));
        self
    }

    /// The keys expire at this time, sent as milliseconds (`PXAT`).
    pub const fn pxat(mut self, time: SystemTime) -> Self {
        self.expiry = Some(Expiry::AtMillis(time));
        self
    }

    /// The keys expire when they were to expire before (`KEEPTTL`).
    pub const fn keepttl(mut self) -> Self {
        self.expiry = Some(Expiry::KeepTtl);
        self
    }

    /// Only if none of the keys exists (`NX`).
    pub fn nx(mut self) -> Self {
        self.condition = Some(Condition::Nx);
        self
    }

    /// Only if all of the keys exist (`XX`).
    pub fn xx(mut self) -> Self {
        self.condition = Some(Condition::Xx);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.condition.as_ref(), |c, condition| condition.add_to(c))
            .option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
