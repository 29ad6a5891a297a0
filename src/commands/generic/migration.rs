//! [`Migration`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What `MIGRATE` has done ([`migrate`](super::GenericCommands::migrate)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Migration {
    /// The keys that exist are on the other server now.
    Done,
    /// None of the keys exists; nothing was done.
    NoKey,
}

impl FromReply for Migration {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Status(b"OK") => Ok(Self::Done),
            Reply::Status(b"NOKEY") => Ok(Self::NoKey),
            other => Err(Error::decode(other.kind_name(), "`Migration`")),
        }
    }
}
