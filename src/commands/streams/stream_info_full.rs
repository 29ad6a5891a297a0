//! [`StreamInfoFull`], and what it consists of: [`StreamGroupFull`], [`StreamConsumerFull`] and
//! [`StreamPendingFull`].

use std::time::SystemTime;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::super::fields::fields;
use super::super::times::time;
use super::{StreamEntry, StreamId, StreamState};

/// All that a server knows of a stream (`XINFO STREAM … FULL`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamInfoFull<T> {
    /// Its length, its ids and the like.
    pub state: StreamState,
    /// Its first entries.
    pub entries: Vec<StreamEntry<T>>,
    /// The groups that read it.
    pub groups: Vec<StreamGroupFull>,
}

/// All that a server knows of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamGroupFull {
    /// Its name.
    pub name: String,
    /// The id of the last entry that was delivered.
    pub last_delivered_id: StreamId,
    /// How many entries it has read, if the server can tell. Since 7.0.0.
    pub entries_read: Option<u64>,
    /// How many entries it has yet to read, if the server can tell. Since 7.0.0.
    pub lag: Option<u64>,
    /// How many entries it has pending.
    pub pel_count: u64,
    /// How many of those were given back ([`xnack`](super::StreamCommands::xnack)). Since Redis
    /// 8.8.0.
    pub nacked_count: Option<u64>,
    /// The first of the pending entries.
    pub pending: Vec<StreamPendingFull>,
    /// Its consumers.
    pub consumers: Vec<StreamConsumerFull>,
}

/// All that a server knows of a consumer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamConsumerFull {
    /// Its name.
    pub name: String,
    /// When it has tried to read or to claim, to the millisecond.
    pub seen_time: Option<SystemTime>,
    /// When it has read or claimed something, if it ever has, to the millisecond. Since 7.2.0.
    pub active_time: Option<SystemTime>,
    /// How many entries it has pending.
    pub pel_count: u64,
    /// The first of them.
    pub pending: Vec<StreamPendingFull>,
}

/// A pending entry, as it is listed with its group or its consumer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamPendingFull {
    /// Its id.
    pub id: StreamId,
    /// The consumer that has it; empty if it was given back.
    pub consumer: String,
    /// When it was delivered the last time, to the millisecond.
    pub delivery_time: Option<SystemTime>,
    /// How many times it was delivered.
    pub times_delivered: u64,
}

impl<T: FromReply> FromReply for StreamInfoFull<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self {
            state: StreamState::default(),
            entries: Vec::new(),
            groups: Vec::new(),
        };
        for (name, value) in fields(reply, "`StreamInfoFull`")? {
            match name.data().as_deref() {
                Some(b"entries") => info.entries = Vec::from_reply(value)?,
                Some(b"groups") => info.groups = Vec::from_reply(value)?,
                _ => info.state.set(&name, value)?,
            }
        }
        Ok(info)
    }
}

impl FromReply for StreamGroupFull {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut group = Self::default();
        for (name, value) in fields(reply, "`StreamGroupFull`")? {
            match name.data().as_deref() {
                Some(b"name") => group.name = String::from_reply(value)?,
                Some(b"last-delivered-id") => {
                    group.last_delivered_id = StreamId::from_reply(value)?;
                }
                Some(b"entries-read") => group.entries_read = Option::from_reply(value)?,
                Some(b"lag") => group.lag = Option::from_reply(value)?,
                Some(b"pel-count") => group.pel_count = u64::from_reply(value)?,
                Some(b"nacked-count") => group.nacked_count = Option::from_reply(value)?,
                Some(b"pending") => group.pending = Vec::from_reply(value)?,
                Some(b"consumers") => group.consumers = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(group)
    }
}

impl FromReply for StreamConsumerFull {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut consumer = Self::default();
        for (name, value) in fields(reply, "`StreamConsumerFull`")? {
            match name.data().as_deref() {
                Some(b"name") => consumer.name = String::from_reply(value)?,
                Some(b"seen-time") => consumer.seen_time = time(value)?,
                Some(b"active-time") => consumer.active_time = time(value)?,
                Some(b"pel-count") => consumer.pel_count = u64::from_reply(value)?,
                Some(b"pending") => consumer.pending = Vec::from_reply(value)?,
                _ => {}
            }
        }
        for entry in &mut consumer.pending {
            entry.consumer.clone_from(&consumer.name);
        }
        Ok(consumer)
    }
}

/// In the list of a consumer its name is left out.
impl FromReply for StreamPendingFull {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = match reply.into_result()? {
            Reply::Array(parts) => parts,
            other => return Err(Error::decode(other.kind_name(), "`StreamPendingFull`")),
        };
        let with_consumer = parts.len() == Some(4);
        Ok(Self {
            id: StreamId::from_reply(next(&mut parts)?)?,
            consumer: match with_consumer {
                true => String::from_reply(next(&mut parts)?)?,
                false => String::new(),
            },
            delivery_time: time(next(&mut parts)?)?,
            times_delivered: u64::from_reply(next(&mut parts)?)?,
        })
    }
}

fn next<'a>(parts: &mut Items<'a>) -> Result<Reply<'a>> {
    parts
        .next()
        .ok_or_else(|| Error::decode("a list that is too short", "`StreamPendingFull`"))
}
