//! [`StreamPending`], [`StreamPendingConsumer`] and [`StreamPendingEntry`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::times::idle_time;
use super::StreamId;

/// How much a group has pending (`XPENDING`): what was delivered and not acknowledged yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamPending {
    /// How many entries.
    pub pending: u64,
    /// The smallest of their ids.
    pub min: Option<StreamId>,
    /// The greatest of their ids.
    pub max: Option<StreamId>,
    /// The consumers that have some.
    pub consumers: Vec<StreamPendingConsumer>,
}

/// How much a consumer has pending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamPendingConsumer {
    /// Its name.
    pub name: String,
    /// How many entries.
    pub pending: u64,
}

/// An entry that is pending (`XPENDING` with a range).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamPendingEntry {
    /// Its id.
    pub id: StreamId,
    /// The consumer that has it; empty if it was given back
    /// ([`xnack`](super::StreamCommands::xnack)).
    pub consumer: String,
    /// How long ago it was delivered the last time, in whole milliseconds; `Duration::MAX` if it
    /// was given back.
    pub time_since_delivered: Duration,
    /// How many times it was delivered.
    pub times_delivered: u64,
}

impl FromReply for StreamPending {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (pending, min, max, consumers) = FromReply::from_reply(reply)?;
        let consumers: Option<Vec<StreamPendingConsumer>> = consumers;
        Ok(Self {
            pending,
            min,
            max,
            consumers: consumers.unwrap_or_default(),
        })
    }
}

impl FromReply for StreamPendingConsumer {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (name, pending) = FromReply::from_reply(reply)?;
        Ok(Self { name, pending })
    }
}

impl FromReply for StreamPendingEntry {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (id, consumer, Idle(time_since_delivered), times_delivered) =
            FromReply::from_reply(reply)?;
        Ok(Self {
            id,
            consumer,
            time_since_delivered,
            times_delivered,
        })
    }
}

struct Idle(Duration);

impl FromReply for Idle {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        idle_time(reply).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_back_is_nobodys_for_ever() {
        let reply = b"*4\r\n$3\r\n1-2\r\n$0\r\n\r\n:-1\r\n:3\r\n";
        let entry = StreamPendingEntry::from_reply(Reply::parse(reply).unwrap()).unwrap();
        assert_eq!((entry.id, entry.consumer), (StreamId::new(1, 2), "".into()));
        assert_eq!(entry.time_since_delivered, Duration::MAX);
        assert_eq!(entry.times_delivered, 3);
    }
}
