//! [`SlotState`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

/// Which node a slot belongs to, or is moved to: for [`cluster_setslot`](super::ClusterCommands::cluster_setslot).
///
/// To move a slot, tell the node that is to get it that it is [`importing`](Self::importing) it, and then the node that
/// has it that it is [`migrating`](Self::migrating) it; move its keys with `MIGRATE`; at last tell all masters which
/// [`node`](Self::node) has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SlotState {
    word: &'static str,
    node_id: Option<OwnedArg>,
    timeout: Option<Duration>,
}

impl SlotState {
    /// This node gives the slot to the node with this id (`MIGRATING`).
    pub fn migrating(node_id: impl ToArg) -> Self {
        Self::with("MIGRATING", node_id)
    }

    /// This node gets the slot from the node with this id (`IMPORTING`).
    pub fn importing(node_id: impl ToArg) -> Self {
        Self::with("IMPORTING", node_id)
    }

    /// The slot belongs to the node with this id (`NODE`).
    pub fn node(node_id: impl ToArg) -> Self {
        Self::with("NODE", node_id)
    }

    /// The slot is not moved, or no longer (`STABLE`).
    pub const fn stable() -> Self {
        Self {
            word: "STABLE",
            node_id: None,
            timeout: None,
        }
    }

    /// How long the node waits until its replicas know it, in milliseconds, rounded up (`TIMEOUT`): 2 s, unless
    /// this says otherwise. The client waits no longer than for other commands. Since Valkey 8.0.0.
    pub const fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }

    fn with(word: &'static str, node_id: impl ToArg) -> Self {
        Self {
            node_id: Some(OwnedArg::new(node_id)),
            word,
            ..Self::stable()
        }
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        command
            .arg(self.word)
            .option(self.node_id, Command::arg)
            .option(self.timeout, |c, time| c.arg("TIMEOUT").arg(millis(time)))
    }
}
