//! [`TdigestInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of a t-digest (`TDIGEST.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TdigestInfo {
    /// How exact it is: more is more exact, and larger.
    pub compression: u64,
    /// For how many centroids it has room.
    pub capacity: u64,
    /// How many centroids are merged.
    pub merged_nodes: u64,
    /// How many centroids are not merged yet.
    pub unmerged_nodes: u64,
    /// How many observations are merged.
    pub merged_weight: u64,
    /// How many observations are not merged yet.
    pub unmerged_weight: u64,
    /// How many observations were added.
    pub observations: u64,
    /// How often it was compressed.
    pub total_compressions: u64,
    /// How many bytes it takes.
    pub memory_usage: u64,
}

impl FromReply for TdigestInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`TdigestInfo`")? {
            let place = match name.data().as_deref() {
                Some(b"Compression") => &mut info.compression,
                Some(b"Capacity") => &mut info.capacity,
                Some(b"Merged nodes") => &mut info.merged_nodes,
                Some(b"Unmerged nodes") => &mut info.unmerged_nodes,
                Some(b"Merged weight") => &mut info.merged_weight,
                Some(b"Unmerged weight") => &mut info.unmerged_weight,
                Some(b"Observations") => &mut info.observations,
                Some(b"Total compressions") => &mut info.total_compressions,
                Some(b"Memory usage") => &mut info.memory_usage,
                _ => continue,
            };
            *place = u64::from_reply(value)?;
        }
        Ok(info)
    }
}
