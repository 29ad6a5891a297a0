//! [`LatencySample`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// One record of an event that took long (`LATENCY HISTORY`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LatencySample {
    /// When it was, to the second.
    pub at: SystemTime,
    /// How long it took, in whole milliseconds: the longest of that second.
    pub latency: Duration,
}

impl FromReply for LatencySample {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (at, millis) = FromReply::from_reply(reply)?;
        let latency = Duration::from_millis(millis);
        Ok(Self { at, latency })
    }
}
