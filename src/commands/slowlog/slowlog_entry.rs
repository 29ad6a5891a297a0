//! [`SlowlogEntry`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::CommandlogEntry;

/// A command that took long (`SLOWLOG GET`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlowlogEntry {
    /// Its number in the log; none is used twice.
    pub id: i64,
    /// When it was executed, to the second.
    pub at: SystemTime,
    /// How long it took, to the microsecond.
    pub duration: Duration,
    /// The command with its arguments. The server shortens long ones, and leaves out some where they are many.
    pub command: Vec<Vec<u8>>,
    /// The address of the client that sent it, `ip:port`.
    pub client_addr: String,
    /// The name of that client; empty if it had none.
    pub client_name: String,
}

impl FromReply for SlowlogEntry {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let entry = CommandlogEntry::from_reply(reply)?;
        Ok(Self {
            id: entry.id,
            at: entry.at,
            duration: Duration::from_micros(entry.amount),
            command: entry.command,
            client_addr: entry.client_addr,
            client_name: entry.client_name,
        })
    }
}
