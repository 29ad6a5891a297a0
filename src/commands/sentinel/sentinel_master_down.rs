//! [`SentinelMasterDown`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// Whether a sentinel considers a master down, and which sentinel it has voted for
/// (`SENTINEL IS-MASTER-DOWN-BY-ADDR`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentinelMasterDown {
    /// Whether it considers the master down; `false` for a master that it does not watch.
    pub is_down: bool,
    /// The id of the sentinel that it has voted for; `None` if it was not asked to vote.
    pub leader: Option<String>,
    /// In which epoch it voted.
    pub leader_epoch: u64,
}

impl FromReply for SentinelMasterDown {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (is_down, leader, leader_epoch) = <(bool, String, u64)>::from_reply(reply)?;
        Ok(Self {
            is_down,
            leader: Some(leader).filter(|leader| leader != "*"),
            leader_epoch,
        })
    }
}
