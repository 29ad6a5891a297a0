//! [`ClusterNode`].

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::text::text;
use super::SlotRange;

/// A node as another one, or itself, sees it: a line of `CLUSTER NODES`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterNode {
    /// Its id.
    pub id: String,
    /// Its address; empty if it is not known.
    pub ip: String,
    /// Its port; 0 if it is not known.
    pub port: u16,
    /// The port on which other nodes reach it.
    pub bus_port: u16,
    /// Its host's name, if it says one. Since 7.0.0.
    pub hostname: Option<String>,
    /// What it is and how it is: `myself`, `master`, `slave`, `fail?`, `fail`, `handshake`, `noaddr`,
    /// `nofailover`.
    pub flags: Vec<String>,
    /// The id of its master, if it is a replica.
    pub master_id: Option<String>,
    /// Since when a ping to it has been waiting for an answer, to the millisecond; `None` if none has.
    pub ping_sent: Option<SystemTime>,
    /// When it has answered the last time, to the millisecond; `None` if it never has.
    pub pong_received: Option<SystemTime>,
    /// Its epoch, or that of its master.
    pub config_epoch: u64,
    /// Whether there is a connection to it.
    pub is_connected: bool,
    /// Its slots.
    pub slots: Vec<SlotRange>,
    /// Those of its slots that are on their way to another node, and that node's id. Only a node itself
    /// tells.
    pub migrating: Vec<(u16, String)>,
    /// Slots that are on their way from another node, and that node's id. Only a node itself tells.
    pub importing: Vec<(u16, String)>,
}

impl ClusterNode {
    /// Whether it is the one that was asked.
    #[must_use]
    pub fn is_myself(&self) -> bool {
        self.has_flag("myself")
    }

    /// Whether it is a master.
    #[must_use]
    pub fn is_master(&self) -> bool {
        self.has_flag("master")
    }

    /// Whether it is a replica.
    #[must_use]
    #[doc(alias = "is_slave")]
    pub fn is_replica(&self) -> bool {
        self.has_flag("slave")
    }

    /// Whether this is one of its flags.
    #[must_use]
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|found| found == flag)
    }

    /// Reads `ID IP:PORT@BUS,HOST FLAGS MASTER PING PONG EPOCH LINK SLOT…`; `None` if it is not that.
    fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let mut node = Self {
            id: words.next()?.to_owned(),
            ..Self::default()
        };
        node.set_address(words.next()?)?;
        let flags = words.next()?.split(',').filter(|&flag| flag != "noflags");
        node.flags = flags.map(str::to_owned).collect();
        node.master_id = Some(words.next()?.to_owned()).filter(|id| id != "-");
        node.ping_sent = time(words.next()?)?;
        node.pong_received = time(words.next()?)?;
        node.config_epoch = number(words.next()?)?;
        node.is_connected = words.next()? == "connected";
        for word in words {
            node.add_slots(word)?;
        }
        Some(node)
    }

    /// Takes `IP:PORT@BUS`, after which a host's name may follow and then names and values.
    fn set_address(&mut self, word: &str) -> Option<()> {
        let mut parts = word.split(',');
        let (ip, ports) = parts.next()?.rsplit_once(':')?;
        let (port, bus_port) = ports.split_once('@').unwrap_or((ports, "0"));
        self.ip = ip.to_owned();
        self.port = number(port)?;
        self.bus_port = number(bus_port)?;
        let hostname = parts
            .next()
            .filter(|name| !name.is_empty() && !name.contains('='));
        self.hostname = hostname.map(str::to_owned);
        Some(())
    }

    /// Takes `5`, `0-100`, `[5->-ID]` or `[5-<-ID]`.
    fn add_slots(&mut self, word: &str) -> Option<()> {
        let on_its_way = word
            .strip_prefix('[')
            .and_then(|word| word.strip_suffix(']'));
        let Some(word) = on_its_way else {
            self.slots.push(word.parse().ok()?);
            return Some(());
        };
        let is_migrating = word.contains("->-");
        let arrow = if is_migrating { "->-" } else { "-<-" };
        let (slot, id) = word.split_once(arrow)?;
        let moving = (number(slot)?, id.to_owned());
        match is_migrating {
            true => self.migrating.push(moving),
            false => self.importing.push(moving),
        }
        Some(())
    }
}

fn number<T: FromStr>(digits: &str) -> Option<T> {
    digits.parse().ok()
}

/// Milliseconds since 1970, or 0 for never.
fn time(digits: &str) -> Option<Option<SystemTime>> {
    match number(digits)? {
        0 => Some(None),
        millis => SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_millis(millis))
            .map(Some),
    }
}

const WANTED: &str = "`ClusterNode`";

fn from_line(line: &str) -> Result<ClusterNode> {
    ClusterNode::from_line(line).ok_or_else(|| Error::decode("a text that is no node", WANTED))
}

impl FromReply for ClusterNode {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        from_line(&text(reply, WANTED)?)
    }

    /// `CLUSTER NODES` is one text with a line for each, `CLUSTER REPLICAS` is a list of lines.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        match reply {
            Reply::Array(items) => items.map(Self::from_reply).collect(),
            other => text(other, WANTED)?.lines().map(from_line).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_is_read() {
        let line = "a1 ::1:7000@17000,host.example,shard-id=b2 myself,master - 0 0 7 connected \
                    0-4 6 8-9 [10->-c3] [11-<-d4]";
        let node = ClusterNode::from_line(line).unwrap();
        assert_eq!((node.id.as_str(), node.ip.as_str()), ("a1", "::1"));
        assert_eq!((node.port, node.bus_port), (7000, 17_000));
        assert_eq!(node.hostname.as_deref(), Some("host.example"));
        assert!(node.is_myself() && node.is_master() && !node.is_replica());
        assert_eq!((node.master_id, node.ping_sent), (None, None));
        assert_eq!((node.config_epoch, node.is_connected), (7, true));
        let slots = [(0, 4), (6, 6), (8, 9)].map(SlotRange::from);
        assert_eq!(node.slots, slots);
        assert_eq!(node.migrating, [(10, "c3".to_owned())]);
        assert_eq!(node.importing, [(11, "d4".to_owned())]);

        let line = "a1 :0@0 slave,fail,noaddr b2 1500 1000 1 disconnected\n";
        let node = ClusterNode::from_line(line).unwrap();
        assert_eq!((node.ip.as_str(), node.port), ("", 0));
        assert!(node.is_replica() && node.has_flag("noaddr") && !node.is_connected);
        assert_eq!(node.master_id.as_deref(), Some("b2"));
        let sent = SystemTime::UNIX_EPOCH + Duration::from_millis(1500);
        assert_eq!((node.ping_sent, node.hostname), (Some(sent), None));
        let node = ClusterNode::from_line("a1 h:1@2,,tls-port=0 noflags - 0 0 0 connected");
        let node = node.unwrap();
        assert_eq!((node.hostname, node.flags), (None, vec![]));
    }

    #[test]
    fn what_is_no_node_is_an_error() {
        for line in [
            "",
            "a1 h:1@2 master - 0 0 0",
            "a1 h:x@2 master - 0 0 0 connected",
            "a1 h:1@2 master - 0 0 0 connected 1-x",
            "a1 h:1@2 master - 0 0 0 connected [1-?-b]",
            "a1 h:1@2 master - 0 99999999999999999999 0 connected",
        ] {
            assert_eq!(ClusterNode::from_line(line), None, "{line}");
        }
        let nothing = Reply::parse(b"$0\r\n\r\n").unwrap();
        assert_eq!(Vec::<ClusterNode>::from_reply(nothing).unwrap(), []);
        assert!(Vec::<ClusterNode>::from_reply(Reply::parse(b":1\r\n").unwrap()).is_err());
    }
}
