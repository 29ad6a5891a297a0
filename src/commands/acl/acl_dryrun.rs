//! [`AclDryrun`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::text::text;

/// Whether a user might execute a command (`ACL DRYRUN`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AclDryrun {
    /// The user might execute it.
    Allowed,
    /// The user might not, for the reason that the server gives.
    Denied(String),
}

impl AclDryrun {
    /// Whether the user might execute it.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed)
    }
}

impl FromReply for AclDryrun {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Status(b"OK") => Ok(Self::Allowed),
            other => text(other, "`AclDryrun`").map(Self::Denied),
        }
    }
}
