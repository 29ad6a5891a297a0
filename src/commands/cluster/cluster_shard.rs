//! [`ClusterShard`] and [`ClusterShardNode`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::SlotRange;

/// A master, its replicas and their slots (`CLUSTER SHARDS`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterShard {
    /// The slots.
    pub slots: Vec<SlotRange>,
    /// The nodes, in no particular order.
    pub nodes: Vec<ClusterShardNode>,
    /// The id that the nodes have in common. Since Valkey 9.1.0.
    pub id: Option<String>,
}

/// A node of a shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterShardNode {
    /// Its id.
    pub id: String,
    /// The address, or host's name, to connect to, as the server's setting `cluster-preferred-endpoint-type` chooses;
    /// `None` if it is the one at which the node that answered was reached, with the port given here.
    pub endpoint: Option<String>,
    /// Its address.
    pub ip: String,
    /// Its host's name, if it says one.
    pub hostname: Option<String>,
    /// Its port, if it has one without TLS.
    pub port: Option<u16>,
    /// Its port with TLS, if it has one.
    pub tls_port: Option<u16>,
    /// What it is: `master` or `replica`.
    pub role: String,
    /// Its replication offset: how many bytes of changes it has sent, or received as a replica.
    pub replication_offset: u64,
    /// How it is: `online`, `loading` (a replica that has not got its master's data yet is), `fail`.
    pub health: String,
    /// Its availability zone, if it says one. Since Valkey 9.1.0.
    pub availability_zone: Option<String>,
}

impl ClusterShardNode {
    /// Whether it is the master.
    #[must_use]
    pub fn is_master(&self) -> bool {
        self.role == "master"
    }

    /// Whether it is up and has its data.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.health == "online"
    }
}

impl FromReply for ClusterShard {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut shard = Self::default();
        for (name, value) in fields(reply, "`ClusterShard`")? {
            match name.data().as_deref() {
                Some(b"slots") => {
                    let slots = Vec::<(u16, u16)>::from_reply(value)?;
                    shard.slots = slots.into_iter().map(SlotRange::from).collect();
                }
                Some(b"nodes") => shard.nodes = Vec::from_reply(value)?,
                Some(b"id") => shard.id = Some(String::from_reply(value)?),
                _ => {}
            }
        }
        Ok(shard)
    }
}

impl FromReply for ClusterShardNode {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut node = Self::default();
        for (name, value) in fields(reply, "`ClusterShardNode`")? {
            match name.data().as_deref() {
                Some(b"id") => node.id = String::from_reply(value)?,
                Some(b"endpoint") => node.endpoint = non_empty(value)?,
                Some(b"ip") => node.ip = String::from_reply(value)?,
                Some(b"hostname") => node.hostname = non_empty(value)?,
                Some(b"port") => node.port = Some(u16::from_reply(value)?),
                Some(b"tls-port") => node.tls_port = Some(u16::from_reply(value)?),
                Some(b"role") => node.role = String::from_reply(value)?,
                Some(b"replication-offset") => node.replication_offset = u64::from_reply(value)?,
                Some(b"health") => node.health = String::from_reply(value)?,
                Some(b"availability-zone") => node.availability_zone = non_empty(value)?,
                _ => {}
            }
        }
        Ok(node)
    }
}

/// A name, if there is one.
pub(super) fn non_empty(reply: Reply<'_>) -> Result<Option<String>> {
    let name = Option::<String>::from_reply(reply)?;
    Ok(name.filter(|name| !name.is_empty()))
}
