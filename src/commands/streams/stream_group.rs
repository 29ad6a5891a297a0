//! [`StreamGroup`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::StreamId;

/// A group of consumers (`XINFO GROUPS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamGroup {
    /// Its name.
    pub name: String,
    /// How many consumers it has.
    pub consumers: u64,
    /// How many entries it has pending: delivered, and not acknowledged yet.
    pub pending: u64,
    /// The id of the last entry that was delivered.
    pub last_delivered_id: StreamId,
    /// How many entries it has read, if the server can tell. Since 7.0.0.
    pub entries_read: Option<u64>,
    /// How many entries it has yet to read, if the server can tell. Since 7.0.0.
    pub lag: Option<u64>,
}

impl FromReply for StreamGroup {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut group = Self::default();
        for (name, value) in fields(reply, "`StreamGroup`")? {
            match name.data().as_deref() {
                Some(b"name") => group.name = String::from_reply(value)?,
                Some(b"consumers") => group.consumers = u64::from_reply(value)?,
                Some(b"pending") => group.pending = u64::from_reply(value)?,
                Some(b"last-delivered-id") => {
                    group.last_delivered_id = StreamId::from_reply(value)?;
                }
                Some(b"entries-read") => group.entries_read = Option::from_reply(value)?,
                Some(b"lag") => group.lag = Option::from_reply(value)?,
                _ => {}
            }
        }
        Ok(group)
    }
}
