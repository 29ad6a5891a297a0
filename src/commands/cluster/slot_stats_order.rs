//! [`SlotStatsOrder`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// By what [`cluster_slot_stats_by`](super::ClusterCommands::cluster_slot_stats_by) orders slots, and how many of them
/// it returns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SlotStatsOrder {
    metric: OwnedArg,
    limit: Option<u32>,
    order: Option<&'static str>,
}

impl SlotStatsOrder {
    /// The slots with most keys first.
    pub fn key_count() -> Self {
        Self::by("key-count")
    }

    /// The slots whose commands have taken the longest first.
    pub fn cpu() -> Self {
        Self::by("cpu-usec")
    }

    /// The slots whose keys take the most memory first. Since Redis 8.4.0.
    pub fn memory() -> Self {
        Self::by("memory-bytes")
    }

    /// The slots whose commands had the most bytes first.
    pub fn network_in() -> Self {
        Self::by("network-bytes-in")
    }

    /// The slots whose replies had the most bytes first.
    pub fn network_out() -> Self {
        Self::by("network-bytes-out")
    }

    /// The slots with the most of anything that the server measures first, by its name for it.
    pub fn by(metric: impl ToArg) -> Self {
        Self {
            metric: OwnedArg::new(metric),
            limit: None,
            order: None,
        }
    }

    /// No more than this many slots, from 1 to 16384 (`LIMIT`).
    pub const fn limit(mut self, slots: u32) -> Self {
        self.limit = Some(slots);
        self
    }

    /// Those with the least first (`ASC`).
    pub const fn asc(mut self) -> Self {
        self.order = Some("ASC");
        self
    }

    /// Those with the most first (`DESC`), as they are anyway.
    pub const fn desc(mut self) -> Self {
        self.order = Some("DESC");
        self
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        command
            .arg("ORDERBY")
            .arg(self.metric)
            .option(self.limit, |c, slots| c.arg("LIMIT").arg(slots))
            .option(self.order, Command::arg)
    }
}
