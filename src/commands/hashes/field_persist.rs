//! [`FieldPersist`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What `HPERSIST` did to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldPersist {
    /// There is no such field, or no such hash (-2).
    NoField,
    /// The field did not expire anyway (-1).
    NoExpiry,
    /// The field does not expire any more (1).
    Persisted,
}

impl FromReply for FieldPersist {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match i64::from_reply(reply)? {
            -2 => Ok(Self::NoField),
            -1 => Ok(Self::NoExpiry),
            1 => Ok(Self::Persisted),
            _ => Err(Error::decode(
                "a number other than -2, -1 and 1",
                "`FieldPersist`",
            )),
        }
    }
}
