//! [`ClusterSlots`] and [`ClusterSlotsNode`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::super::fields::fields;
use super::SlotRange;
use super::cluster_shard::non_empty;

/// A range of slots and the nodes that have it (`CLUSTER SLOTS`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterSlots {
    /// The slots.
    pub slots: SlotRange,
    /// The nodes, the master first.
    pub nodes: Vec<ClusterSlotsNode>,
}

/// A node that has a range of slots.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterSlotsNode {
    /// The address, or host's name, to connect to, as the server's setting `cluster-preferred-endpoint-type` chooses;
    /// `None` if it is the one at which the node that answered was reached, with the port given here. It is `?`
    /// if it should be a host's name and the node has none.
    pub endpoint: Option<String>,
    /// Its port.
    pub port: u16,
    /// Its id.
    pub id: String,
    /// Its address, if that is not its endpoint. Since 7.0.0.
    pub ip: Option<String>,
    /// Its host's name, if it says one and that is not its endpoint. Since 7.0.0.
    pub hostname: Option<String>,
    /// Its availability zone, if it says one. Since Valkey 9.1.0.
    pub availability_zone: Option<String>,
}

const WANTED: &str = "`ClusterSlots`";

impl FromReply for ClusterSlots {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = list(reply)?;
        let range = (
            u16::from_reply(next(&mut parts)?)?,
            u16::from_reply(next(&mut parts)?)?,
        );
        Ok(Self {
            slots: range.into(),
            nodes: parts
                .map(ClusterSlotsNode::from_reply)
                .collect::<Result<_>>()?,
        })
    }
}

impl FromReply for ClusterSlotsNode {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = list(reply)?;
        let mut node = Self {
            endpoint: non_empty(next(&mut parts)?)?,
            port: u16::from_reply(next(&mut parts)?)?,
            id: String::from_reply(next(&mut parts)?)?,
            ip: None,
            hostname: None,
            availability_zone: None,
        };
        let Some(more) = parts.next() else {
            return Ok(node);
        };
        for (name, value) in fields(more, WANTED)? {
            match name.data().as_deref() {
                Some(b"ip") => node.ip = non_empty(value)?,
                Some(b"hostname") => node.hostname = non_empty(value)?,
                Some(b"availability-zone") => node.availability_zone = non_empty(value)?,
                _ => {}
            }
        }
        Ok(node)
    }
}

fn list(reply: Reply<'_>) -> Result<Items<'_>> {
    match reply.into_result()? {
        Reply::Array(items) => Ok(items),
        other => Err(Error::decode(other.kind_name(), WANTED)),
    }
}

fn next<'a>(parts: &mut Items<'a>) -> Result<Reply<'a>> {
    let part = parts.next();
    part.ok_or_else(|| Error::decode("a list that is too short", WANTED))
}
