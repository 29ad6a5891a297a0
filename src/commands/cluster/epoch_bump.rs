//! [`EpochBump`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::text::text;

/// The epoch of a node that was to have the newest (`CLUSTER BUMPEPOCH`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EpochBump {
    /// It is a new one.
    Bumped(u64),
    /// It is the one that it had: no other node has one as new.
    Still(u64),
}

const WANTED: &str = "`EpochBump`";

impl FromReply for EpochBump {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let text = text(reply, WANTED)?;
        let parts = text.split_once(' ');
        let parts = parts.and_then(|(word, epoch)| Some((word, epoch.parse().ok()?)));
        match parts {
            Some(("BUMPED", epoch)) => Ok(Self::Bumped(epoch)),
            Some(("STILL", epoch)) => Ok(Self::Still(epoch)),
            _ => Err(Error::decode("a text of another form", WANTED)),
        }
    }
}
