//! [`ClusterInfo`].

use std::str::FromStr;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::Info;

/// The state of a cluster, as one of its nodes sees it (`CLUSTER INFO`).
///
/// The main fields have methods; [`get`](Self::get) and [`parse`](Self::parse) know the rest by the names that
/// [the server](https://redis.io/docs/latest/commands/cluster-info/) gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterInfo(Info);

impl ClusterInfo {
    /// Whether the node answers commands on keys (`cluster_state`).
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.get("cluster_state") == Some("ok")
    }

    /// How many of the 16384 slots belong to a node.
    #[must_use]
    pub fn slots_assigned(&self) -> u16 {
        self.number("cluster_slots_assigned")
    }

    /// How many slots belong to a node that is not known to be down.
    #[must_use]
    pub fn slots_ok(&self) -> u16 {
        self.number("cluster_slots_ok")
    }

    /// How many slots belong to a node that this one does not reach, and that may be down.
    #[must_use]
    pub fn slots_pfail(&self) -> u16 {
        self.number("cluster_slots_pfail")
    }

    /// How many slots belong to a node that is down.
    #[must_use]
    pub fn slots_fail(&self) -> u16 {
        self.number("cluster_slots_fail")
    }

    /// How many nodes it knows, itself and those that it has not yet reached included.
    #[must_use]
    pub fn known_nodes(&self) -> u64 {
        self.number("cluster_known_nodes")
    }

    /// How many masters have slots.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.number("cluster_size")
    }

    /// The latest epoch that it has heard of.
    #[must_use]
    pub fn current_epoch(&self) -> u64 {
        self.number("cluster_current_epoch")
    }

    /// Its own epoch.
    #[must_use]
    pub fn my_epoch(&self) -> u64 {
        self.number("cluster_my_epoch")
    }

    /// Any field as the server wrote it.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field)
    }

    /// Any field as a number, or as any other type that a text is parsed as; `None` also if it can't be parsed.
    #[must_use]
    pub fn parse<T: FromStr>(&self, field: &str) -> Option<T> {
        self.0.parse(field)
    }

    /// All fields, in the order of the server.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.fields()
    }

    fn number<T: FromStr + Default>(&self, field: &str) -> T {
        self.parse(field).unwrap_or_default()
    }
}

impl FromReply for ClusterInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Info::from_reply(reply).map(Self)
    }
}
