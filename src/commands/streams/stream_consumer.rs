//! [`StreamConsumer`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::super::times::{duration, idle_time};

/// A consumer of a group (`XINFO CONSUMERS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamConsumer {
    /// Its name.
    pub name: String,
    /// How many entries it has pending: delivered, and not acknowledged yet.
    pub pending: u64,
    /// How long ago it has tried to read or to claim, in whole milliseconds.
    pub idle: Duration,
    /// How long ago it has read or claimed something, if it ever has, in whole milliseconds. Since
    /// 7.2.0.
    pub inactive: Option<Duration>,
}

impl FromReply for StreamConsumer {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut consumer = Self::default();
        for (name, value) in fields(reply, "`StreamConsumer`")? {
            match name.data().as_deref() {
                Some(b"name") => consumer.name = String::from_reply(value)?,
                Some(b"pending") => consumer.pending = u64::from_reply(value)?,
                Some(b"idle") => consumer.idle = idle_time(value)?,
                Some(b"inactive") => consumer.inactive = duration(value)?,
                _ => {}
            }
        }
        Ok(consumer)
    }
}
