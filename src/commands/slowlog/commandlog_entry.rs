//! [`CommandlogEntry`].

use std::time::SystemTime;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::{next, places};

const WANTED: &str = "a command log's entry";

/// A command in one of Valkey's logs (`COMMANDLOG GET`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandlogEntry {
    /// Its number in the log; none is used twice.
    pub id: i64,
    /// When it was executed, to the second.
    pub at: SystemTime,
    /// Why it is there: in the log of slow commands how many microseconds it took, in that of large requests how many
    /// bytes it had, in that of large replies how many bytes its reply had.
    pub amount: u64,
    /// The command with its arguments. The server shortens long ones, and leaves out some where they are many.
    pub command: Vec<Vec<u8>>,
    /// The address of the client that sent it, `ip:port`.
    pub client_addr: String,
    /// The name of that client; empty if it had none.
    pub client_name: String,
}

impl FromReply for CommandlogEntry {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut items = places(reply, WANTED)?;
        Ok(Self {
            id: next(&mut items, WANTED)?,
            at: next(&mut items, WANTED)?,
            amount: next(&mut items, WANTED)?,
            command: next(&mut items, WANTED)?,
            client_addr: next(&mut items, WANTED)?,
            client_name: next(&mut items, WANTED)?,
        })
    }
}
