//! [`SentinelReplica`].

use std::fmt;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::instance::{Instance, informed, instance};

/// A replica as a sentinel sees it (`SENTINEL REPLICAS`).
///
/// The known fields have methods, [`get`](Self::get) has all by the names that the sentinel gives them. What the
/// replica says of itself is as old as its [`info_refresh`](Self::info_refresh).
#[derive(Clone, PartialEq, Eq)]
pub struct SentinelReplica(Instance);

instance!(SentinelReplica, "Its address and port, `ip:port`.");
informed!(SentinelReplica);

impl SentinelReplica {
    /// Whether the sentinel has it for a replica, which it always does, whatever
    /// [it says](Self::role_reported) itself.
    #[must_use]
    #[doc(alias = "is_slave")]
    pub fn is_replica(&self) -> bool {
        self.has_flag("slave")
    }

    /// Whether its connection to its master works, as it says (`master-link-status`).
    #[must_use]
    #[doc(alias = "master_link_status")]
    pub fn is_master_link_up(&self) -> bool {
        self.get("master-link-status") == Some("ok")
    }

    /// For how long it has not worked, to the second; zero if it works or never has.
    #[must_use]
    pub fn master_link_down_time(&self) -> Duration {
        self.0.time("master-link-down-time")
    }

    /// The address of its master, as it says; `None` if the sentinel has not heard it yet.
    #[must_use]
    pub fn master_host(&self) -> Option<&str> {
        self.0.known("master-host")
    }

    /// The port of its master, as it says; `None` if the sentinel has not heard it yet.
    #[must_use]
    pub fn master_port(&self) -> Option<u16> {
        self.0.parse("master-port").filter(|&port| port != 0)
    }

    /// The lower, the sooner it becomes the master; never, if it is 0 (`slave-priority`).
    #[must_use]
    #[doc(alias = "slave_priority")]
    pub fn priority(&self) -> u32 {
        self.0.number("slave-priority")
    }

    /// How many bytes of changes it has got (`slave-repl-offset`).
    #[must_use]
    #[doc(alias = "slave_repl_offset")]
    pub fn repl_offset(&self) -> u64 {
        self.0.number("slave-repl-offset")
    }

    /// Whether clients are to know of it (`replica-announced`). Since 6.2.0.
    #[must_use]
    pub fn is_announced(&self) -> bool {
        self.get("replica-announced") != Some("0")
    }
}
