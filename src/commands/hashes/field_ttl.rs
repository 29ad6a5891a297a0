//! [`FieldTtl`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::field_time::FieldTime;

/// How long one field has yet to live, as `HTTL` says it: in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a field is missing, or stays, or goes: there is no fourth case"
)]
pub enum FieldTtl {
    /// There is no such field, or no such hash (-2).
    NoField,
    /// The field does not expire (-1).
    NoExpiry,
    /// The field expires after this time.
    Expires(Duration),
}

impl FieldTtl {
    /// The time, if the field is there and expires.
    #[must_use]
    pub const fn time(self) -> Option<Duration> {
        match self {
            Self::Expires(time) => Some(time),
            Self::NoField | Self::NoExpiry => None,
        }
    }
}

impl FromReply for FieldTtl {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Ok(match FieldTime::of(reply)? {
            FieldTime::NoField => Self::NoField,
            FieldTime::NoExpiry => Self::NoExpiry,
            FieldTime::Number(number) => Self::Expires(Duration::from_secs(number)),
        })
    }
}
