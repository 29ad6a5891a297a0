//! [`HsetexOptions`].

use std::time::{Duration, SystemTime};

use crate::command::Command;

use crate::commands::expiry::Expiry;

/// The options of `HSETEX` ([`hsetex_with`](super::HashCommands::hsetex_with)): whether the fields are set, and when
/// they expire. Of several conditions of a kind, and of several times, the last one given counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HsetexOptions {
    key_condition: Option<&'static str>,
    field_condition: Option<&'static str>,
    expiry: Option<Expiry>,
}

impl HsetexOptions {
    /// None of them: the values replace what was there, and do not expire.
    pub const fn new() -> Self {
        Self {
            key_condition: None,
            field_condition: None,
            expiry: None,
        }
    }

    /// Only if none of the fields exists (`FNX`).
    pub const fn fnx(mut self) -> Self {
        self.field_condition = Some("FNX");
        self
    }

    /// Only if all of the fields exist (`FXX`).
    pub const fn fxx(mut self) -> Self {
        self.field_condition = Some("FXX");
        self
    }

    /// Only if the hash does not exist (`NX`). Since Valkey 9.0.0.
    pub const fn nx(mut self) -> Self {
        self.key_condition = Some("NX");
        self
    }

    /// Only if the hash exists (`XX`). Since Valkey 9.0.0.
    pub const fn xx(mut self) -> Self {
        self.key_condition = Some("XX");
        self
    }

    /// The fields expire after this time, to the millisecond (`EX`, or `PX` where it is not whole
    /// seconds).
    pub const fn ex(mut self, time: Duration) -> Self {
        self.expiry = Some(Expiry::After(time));
        self
    }

    /// The fields expire after this time, sent as milliseconds (`PX`).
    pub const fn px(mut self, time: Duration) -> Self {
        self.expiry = Some(Expiry::AfterMillis(time));
        self
    }

    /// The fields expire at this time, to the millisecond (`EXAT`, or `PXAT` where it is no whole
    /// second).
    pub const fn exat(mut self, time: SystemTime) -> Self {
        self.expiry = Some(Expiry::At(time));
        self
    }

    /// The fields expire at this time, sent as milliseconds (`PXAT`).
    pub const fn pxat(mut self, time: SystemTime) -> Self {
        self.expiry = Some(Expiry::AtMillis(time));
        self
    }

    /// The fields expire when they were to expire before (`KEEPTTL`).
    pub const fn keepttl(mut self) -> Self {
        self.expiry = Some(Expiry::KeepTtl);
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.key_condition, Command::arg)
            .option(self.field_condition, Command::arg)
            .option(self.expiry, |c, expiry| expiry.add_to(c))
    }
}
