//! [`FieldPttl`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::field_time::FieldTime;

/// How long one field has yet to live, as `HPTTL` says it: in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a field is missing, or stays, or goes: there is no fourth case"
)]
pub enum FieldPttl {
    /// There is no such field, or no such hash (-2).
    NoField,
    /// The field does not expire (-1).
    NoExpiry,
    /// The field expires after this time.
    Expires(Duration),
}

impl FieldPttl {
    /// The time, if the field is there and expires.
    #[must_use]
    pub const fn time(self) -> Option<Duration> {
        match self {
            Self::Expires(time) => Some(time),
            Self::NoField | Self::NoExpiry => None,
        }
    }
}

impl FromReply for FieldPttl {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Ok(match FieldTime::of(reply)? {
            FieldTime::NoField => Self::NoField,
            FieldTime::NoExpiry => Self::NoExpiry,
            FieldTime::Number(number) => Self::Expires(Duration::from_millis(number)),
        })
    }
}
