//! [`SentinelPeer`].

use std::fmt;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::instance::{Instance, instance};

/// Another sentinel that watches the same master, as a sentinel sees it (`SENTINEL SENTINELS`).
///
/// The known fields have methods, [`get`](Self::get) has all by the names that the sentinel gives them.
#[derive(Clone, PartialEq, Eq)]
pub struct SentinelPeer(Instance);

instance!(SentinelPeer, "Its [id](Self::run_id).");

impl SentinelPeer {
    /// Whether it is a sentinel, which it always is.
    #[must_use]
    pub fn is_sentinel(&self) -> bool {
        self.has_flag("sentinel")
    }

    /// Whether it said, when it was last asked, that the master is down.
    #[must_use]
    pub fn is_master_down(&self) -> bool {
        self.has_flag("master_down")
    }

    /// How long ago it last announced itself.
    #[must_use]
    pub fn last_hello_message(&self) -> Duration {
        self.0.time("last-hello-message")
    }

    /// The id of the sentinel that it has voted for to replace the master; `None` if it has not voted.
    #[must_use]
    pub fn voted_leader(&self) -> Option<&str> {
        self.0.known("voted-leader")
    }

    /// In which epoch it voted.
    #[must_use]
    pub fn voted_leader_epoch(&self) -> u64 {
        self.0.number("voted-leader-epoch")
    }
}
