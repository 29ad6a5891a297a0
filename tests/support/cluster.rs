//! Real clusters: masters, their replicas, all on 127.0.0.1.
//!
//! Nodes talk to each other on the port that is ten thousand above their own. If that one is taken the server
//! does not start, and [`Server`] tries another pair. What to know of real clusters:
//! * A master whose cluster is complete waits for two seconds before it says so.
//! * `CLUSTER SLOTS` leaves out a replica until the node has heard that it has got something, a ping at least,
//!   from its master.
//! * Nodes hear of changes at once where these are theirs, and of others' within a second or so.

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use super::server::Server;

/// Several times what the longest takes, to agree on a new cluster.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(30);
const SLOTS: usize = 16_384;
/// An id has so many digits, and nothing else in `CLUSTER SLOTS` is as long.
const ID_LEN: usize = 40;

/// Masters that share the slots, and a number of replicas for each. Dropping it stops them.
pub struct Cluster {
    masters: Vec<Server>,
    replicas: Vec<Server>,
}

impl Cluster {
    /// A server that may become a cluster's node. It has no slots and knows nobody.
    pub fn node() -> Server {
        Server::builder()
            .in_group()
            .arg("cluster-enabled", "yes")
            .arg("cluster-node-timeout", "15000")
            .arg("repl-diskless-sync-delay", "0")
            .arg("repl-ping-replica-period", "1")
            .start()
    }

    /// Starts one. Its nodes agree when this returns.
    pub fn start(masters: usize, replicas_each: usize) -> Self {
        let start = |count| (0..count).map(|_| Self::node()).collect::<Vec<_>>();
        let cluster = Self {
            masters: start(masters),
            replicas: start(masters * replicas_each),
        };
        cluster.give_slots();
        cluster.introduce();
        cluster.wait_until("all know all", |node| cluster.knows_all(node));
        for (index, replica) in cluster.replicas.iter().enumerate() {
            let id = cluster.masters[index % masters].command(&["CLUSTER", "MYID"]);
            assert_eq!(replica.command(&["CLUSTER", "REPLICATE", &id]), "OK");
        }
        cluster.wait_until("all is well", |node| cluster.is_well(node));
        cluster
    }

    /// The one cluster of this test process, two masters with a replica each, for tests that change nothing.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(2, 1))
    }

    pub fn master(&self, index: usize) -> &Server {
        &self.masters[index]
    }

    /// The one of the master with the same index is among the first.
    pub fn replica(&self, index: usize) -> &Server {
        &self.replicas[index]
    }

    fn nodes(&self) -> impl Iterator<Item = &Server> {
        self.masters.iter().chain(&self.replicas)
    }

    /// Shares the slots out, in order, with an epoch for each so that nobody has to give way.
    fn give_slots(&self) {
        let count = self.masters.len();
        for (index, master) in self.masters.iter().enumerate() {
            let slots = SLOTS * index / count..SLOTS * (index + 1) / count;
            let slots: Vec<String> = slots.map(|slot| slot.to_string()).collect();
            let mut command = vec!["CLUSTER", "ADDSLOTS"];
            command.extend(slots.iter().map(String::as_str));
            assert_eq!(master.command(&command), "OK");
            let epoch = (index + 1).to_string();
            let set = master.command(&["CLUSTER", "SET-CONFIG-EPOCH", &epoch]);
            assert_eq!(set, "OK");
        }
    }

    fn introduce(&self) {
        for other in self.nodes().skip(1) {
            let port = other.port().to_string();
            let met = self.masters[0].command(&["CLUSTER", "MEET", "127.0.0.1", &port]);
            assert_eq!(met, "OK");
        }
    }

    /// Whether the node reaches all nodes, and knows whose all slots are.
    fn knows_all(&self, node: &Server) -> bool {
        let lines = node.command(&["CLUSTER", "NODES"]);
        let is_known = |line: &str| line.contains(" connected") && !line.contains("handshake");
        let known = lines.lines().filter(|line| is_known(line)).count();
        let info = node.command(&["CLUSTER", "INFO"]);
        known == self.nodes().count() && info.contains("cluster_slots_assigned:16384\r\n")
    }

    /// Whether the node serves keys, and knows that all replicas have their masters' data.
    fn is_well(&self, node: &Server) -> bool {
        let lines = node.command(&["CLUSTER", "NODES"]);
        let replicas = lines.lines().filter(|line| line.contains("slave")).count();
        let info = node.command(&["CLUSTER", "INFO"]);
        let slots = node.command(&["CLUSTER", "SLOTS"]);
        let listed = slots.lines().filter(|line| line.len() == ID_LEN).count();
        replicas == self.replicas.len()
            && listed == self.nodes().count()
            && info.contains("cluster_state:ok\r\n")
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&Server) -> bool) {
        let deadline = Instant::now() + SETTLE_TIMEOUT;
        while !self.nodes().all(&is_so) {
            if Instant::now() > deadline {
                let states: Vec<String> = self
                    .nodes()
                    .map(|node| node.command(&["CLUSTER", "NODES"]))
                    .collect();
                panic!("not so: {what}\n{}", states.join("\n"));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}
