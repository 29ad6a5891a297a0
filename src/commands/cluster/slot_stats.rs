//! [`SlotStats`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// How a slot has been used (`CLUSTER SLOT-STATS`). All but the number of its keys is measured only if the
/// server's `cluster-slot-stats-enabled` says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlotStats {
    /// The slot.
    pub slot: u16,
    /// How many keys there are in it.
    pub key_count: u64,
    /// How long its commands have taken, to the microsecond (`cpu-usec`).
    pub cpu: Option<Duration>,
    /// How many bytes of memory its keys take. Since Redis 8.4.0.
    pub memory_bytes: Option<u64>,
    /// How many bytes its commands had.
    pub network_bytes_in: Option<u64>,
    /// How many bytes the replies to them had.
    pub network_bytes_out: Option<u64>,
}

/// The fields without the slot.
struct Measured(SlotStats);

impl FromReply for Measured {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut stats = SlotStats::default();
        for (name, value) in fields(reply, "`SlotStats`")? {
            match name.data().as_deref() {
                Some(b"key-count") => stats.key_count = u64::from_reply(value)?,
                Some(b"cpu-usec") => {
                    stats.cpu = Some(Duration::from_micros(u64::from_reply(value)?))
                }
                Some(b"memory-bytes") => stats.memory_bytes = Some(u64::from_reply(value)?),
                Some(b"network-bytes-in") => stats.network_bytes_in = Some(u64::from_reply(value)?),
                Some(b"network-bytes-out") => {
                    stats.network_bytes_out = Some(u64::from_reply(value)?)
                }
                _ => {}
            }
        }
        Ok(Self(stats))
    }
}

impl FromReply for SlotStats {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (slot, Measured(stats)) = FromReply::from_reply(reply)?;
        Ok(Self { slot, ..stats })
    }
}
