//! [`SlotState`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

/// Whose a slot is, or where it is on its way to (`CLUSTER SETSLOT`).
///
/// A slot is moved from one node to another by telling the other that it is [`importing`](Self::importing) it,
/// then the one that it is [`migrating`](Self::migrating) it; its keys go by `MIGRATE`; and then all masters are
/// told whose it [is](Self::node).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SlotState {
    word: &'static str,
    node_id: Option<OwnedArg>,
    timeout: Option<Duration>,
}

impl SlotState {
    /// The slot, which is this node's, goes to the other one (`MIGRATING`).
    pub fn migrating(node_id: impl ToArg) -> Self {
        Self::with("MIGRATING", node_id)
    }

    /// The slot comes to this node from the other one (`IMPORTING`).
    pub fn importing(node_id: impl ToArg) -> Self {
        Self::with("IMPORTING", node_id)
    }

    /// The slot is that node's (`NODE`).
    pub fn node(node_id: impl ToArg) -> Self {
        Self::with("NODE", node_id)
    }

    /// The slot goes nowhere (`STABLE`).
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
