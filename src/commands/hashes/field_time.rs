//! [`FieldTime`]: what the commands that ask for a field's time answer, before it has a unit.

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// The number that stands for a field's time, or what stands in its place.
pub(super) enum FieldTime {
    NoField,
    NoExpiry,
    Number(u64),
}

impl FieldTime {
    pub(super) fn of(reply: Reply<'_>) -> Result<Self> {
        match i64::from_reply(reply)? {
            -2 => Ok(Self::NoField),
            -1 => Ok(Self::NoExpiry),
            number => u64::try_from(number)
                .map(Self::Number)
                .map_err(|_| Error::decode("a negative number other than -1 and -2", "a time")),
        }
    }
}
