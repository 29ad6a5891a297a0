//! [`FieldExpireTime`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::field_time::FieldTime;

/// When one field expires, as `HEXPIRETIME` says it: to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a field is missing, or stays, or goes: there is no fourth case"
)]
pub enum FieldExpireTime {
    /// There is no such field, or no such hash (-2).
    NoField,
    /// The field does not expire (-1).
    NoExpiry,
    /// The field expires at this time.
    Expires(SystemTime),
}

impl FieldExpireTime {
    /// The time, if the field is there and expires.
    #[must_use]
    pub const fn time(self) -> Option<SystemTime> {
        match self {
            Self::Expires(time) => Some(time),
            Self::NoField | Self::NoExpiry => None,
        }
    }
}

impl FromReply for FieldExpireTime {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match FieldTime::of(reply)? {
            FieldTime::NoField => Ok(Self::NoField),
            FieldTime::NoExpiry => Ok(Self::NoExpiry),
            FieldTime::Number(number) => SystemTime::UNIX_EPOCH
                .checked_add(Duration::from_secs(number))
                .map(Self::Expires)
                .ok_or_else(|| Error::decode("an integer out of range", "a time")),
        }
    }
}
