//! [`SentinelMaster`].

use std::fmt;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::instance::{Instance, informed, instance};

/// A master as a sentinel sees it (`SENTINEL MASTER`).
///
/// The known fields have methods, [`get`](Self::get) has all by the names that the sentinel gives them.
#[derive(Clone, PartialEq, Eq)]
pub struct SentinelMaster(Instance);

instance!(
    SentinelMaster,
    "The name that the sentinels know it by: that of the service."
);
informed!(SentinelMaster);

impl SentinelMaster {
    /// Whether the sentinel has it for a master, which it always does.
    #[must_use]
    pub fn is_master(&self) -> bool {
        self.has_flag("master")
    }

    /// Whether it is objectively down: as many sentinels as the [`quorum`](Self::quorum) consider it down.
    #[must_use]
    pub fn is_odown(&self) -> bool {
        self.has_flag("o_down")
    }

    /// For how long it has been objectively down; `None` if it is not.
    #[must_use]
    pub fn o_down_time(&self) -> Option<Duration> {
        self.0.some_time("o-down-time")
    }

    /// Whether this sentinel is replacing it by one of its replicas.
    #[must_use]
    pub fn is_failover_in_progress(&self) -> bool {
        self.has_flag("failover_in_progress")
    }

    /// How far the failover is: `wait_start`, `select_slave`, `send_slaveof_noone`, `wait_promotion`, `reconf_slaves`,
    /// `update_config`; `None` if it is not being replaced.
    #[must_use]
    pub fn failover_state(&self) -> Option<&str> {
        self.0.known("failover-state")
    }

    /// The number of the master's configuration: each failover gives it a greater one.
    #[must_use]
    pub fn config_epoch(&self) -> u64 {
        self.0.number("config-epoch")
    }

    /// How many replicas the sentinel knows (`num-slaves`).
    #[must_use]
    #[doc(alias = "num_slaves")]
    pub fn num_replicas(&self) -> u64 {
        self.0.number("num-slaves")
    }

    /// How many other sentinels it knows that watch this master.
    #[must_use]
    pub fn num_other_sentinels(&self) -> u64 {
        self.0.number("num-other-sentinels")
    }

    /// How many sentinels must consider it down before it is replaced.
    #[must_use]
    pub fn quorum(&self) -> u32 {
        self.0.number("quorum")
    }

    /// How long a failover may take; after twice as long another one may be tried.
    #[must_use]
    pub fn failover_timeout(&self) -> Duration {
        self.0.time("failover-timeout")
    }

    /// How many replicas are switched to a new master at the same time.
    #[must_use]
    pub fn parallel_syncs(&self) -> u32 {
        self.0.number("parallel-syncs")
    }

    /// The script that is run when something happens, if any.
    #[must_use]
    pub fn notification_script(&self) -> Option<&str> {
        self.0.known("notification-script")
    }

    /// The script that is run when another server becomes the master, if any.
    #[must_use]
    pub fn client_reconfig_script(&self) -> Option<&str> {
        self.0.known("client-reconfig-script")
    }
}
