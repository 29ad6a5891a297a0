//! [`FieldExpire`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What `HEXPIRE`, `HPEXPIRE`, `HEXPIREAT` and `HPEXPIREAT` did to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldExpire {
    /// There is no such field, or no such hash (-2).
    NoField,
    /// The condition among the options does not hold, and nothing was done (0).
    ConditionNotMet,
    /// The field will expire (1).
    Set,
    /// The time had come already, and the field was deleted (2).
    Deleted,
}

impl FromReply for FieldExpire {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match i64::from_reply(reply)? {
            -2 => Ok(Self::NoField),
            0 => Ok(Self::ConditionNotMet),
            1 => Ok(Self::Set),
            2 => Ok(Self::Deleted),
            _ => Err(Error::decode(
                "a number other than -2, 0, 1 and 2",
                "`FieldExpire`",
            )),
        }
    }
}
