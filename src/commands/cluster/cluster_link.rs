//! [`ClusterLink`] and [`ClusterLinkDirection`].

use std::time::SystemTime;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::fields;
use super::super::times::time;

/// A connection between a node and another one (`CLUSTER LINKS`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterLink {
    /// Which of the two has made it.
    pub direction: ClusterLinkDirection,
    /// The other one's id.
    pub node: String,
    /// When it was made, to the millisecond.
    pub create_time: Option<SystemTime>,
    /// What the node waits for: `r` to read, `w` to write.
    pub events: String,
    /// How many bytes of memory are allocated for what is to be sent.
    pub send_buffer_allocated: u64,
    /// How many of these bytes are in use.
    pub send_buffer_used: u64,
}

/// Which of two nodes has made their connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there are only the two")]
pub enum ClusterLinkDirection {
    /// The one that was asked, to the other.
    To,
    /// The other one.
    From,
}

const WANTED: &str = "`ClusterLink`";

impl FromReply for ClusterLink {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut direction = None;
        let (mut node, mut create_time, mut events) = (String::new(), None, String::new());
        let (mut send_buffer_allocated, mut send_buffer_used) = (0, 0);
        for (name, value) in fields(reply, WANTED)? {
            match name.data().as_deref() {
                Some(b"direction") => direction = Some(ClusterLinkDirection::from_reply(value)?),
                Some(b"node") => node = String::from_reply(value)?,
                Some(b"create-time") => create_time = time(value)?,
                Some(b"events") => events = String::from_reply(value)?,
                Some(b"send-buffer-allocated") => {
                    send_buffer_allocated = u64::from_reply(value)?;
                }
                Some(b"send-buffer-used") => send_buffer_used = u64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(Self {
            direction: direction
                .ok_or_else(|| Error::decode("a link without a direction", WANTED))?,
            node,
            create_time,
            events,
            send_buffer_allocated,
            send_buffer_used,
        })
    }
}

impl FromReply for ClusterLinkDirection {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match String::from_reply(reply)?.as_str() {
            "to" => Ok(Self::To),
            "from" => Ok(Self::From),
            _ => Err(Error::decode(
                "a word other than `to` and `from`",
                "`ClusterLinkDirection`",
            )),
        }
    }
}
