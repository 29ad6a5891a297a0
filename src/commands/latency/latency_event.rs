//! [`LatencyEvent`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::{next, next_if_sent, places};

const WANTED: &str = "`LatencyEvent`";

/// What is known of one kind of event that takes long (`LATENCY LATEST`). Durations are in whole milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LatencyEvent {
    /// Its name: `command`, `fork`, ….
    pub name: String,
    /// When it happened last, to the second.
    pub at: SystemTime,
    /// How long it took then.
    pub latest: Duration,
    /// The longest that it ever took.
    pub max: Duration,
    /// How long it took all times together. Since Valkey 8.1.0.
    pub sum: Option<Duration>,
    /// How many times it happened. Since Valkey 8.1.0.
    pub count: Option<u64>,
}

impl FromReply for LatencyEvent {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut items = places(reply, WANTED)?;
        Ok(Self {
            name: next(&mut items, WANTED)?,
            at: next(&mut items, WANTED)?,
            latest: Duration::from_millis(next(&mut items, WANTED)?),
            max: Duration::from_millis(next(&mut items, WANTED)?),
            sum: next_if_sent(&mut items)?.map(Duration::from_millis),
            count: next_if_sent(&mut items)?,
        })
    }
}
