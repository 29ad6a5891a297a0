//! A group of real sentinels: a master, its replicas, and three sentinels that watch them.
//!
//! Their clocks are those of production, but for `down_after` and `failover_timeout`; only at the start they are
//! introduced to each other, so as not to wait for their greetings. What to know of real sentinels:
//! * A master that comes back after its replacement is a master until the sentinels demote it, which takes
//!   some 10 s.
//! * A sentinel that was frozen for 2 s or more mistrusts its clock (`TILT`): it answers, but takes part in
//!   no failover for 30 s.
//! * A failover begins after `down_after` and up to a second at random; if it fails, the next is tried
//!   after twice the `failover_timeout`.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use redial::prelude::*;

use super::server::{Server, ServerBuilder};

/// Several times what the longest takes, to demote an old master.
const SETTLE_TIMEOUT: Duration = Duration::from_secs(60);
const SENTINELS: usize = 3;

/// A master, its replicas and three sentinels, all on 127.0.0.1. Dropping it stops them.
///
/// Each of them is a [`Server`], which can be killed, frozen and started again. They keep their
/// configuration then: a sentinel what it knows, a server whose replica it is; data goes.
pub struct SentinelGroup {
    sentinels: Vec<Server>,
    servers: Vec<Server>,
}

impl SentinelGroup {
    /// The name that the sentinels know the master by.
    pub const SERVICE: &str = "mymaster";

    /// Starts one with nothing set. It has settled when this returns.
    pub fn start() -> Self {
        Self::builder().start()
    }

    pub fn builder() -> SentinelGroupBuilder {
        SentinelGroupBuilder {
            replicas: 2,
            quorum: 2,
            down_after: Duration::from_millis(500),
            failover_timeout: Duration::from_secs(5),
            master_password: None,
            sentinel_password: None,
            tls: false,
        }
    }

    /// The one group of this test process, for tests that change nothing. Nobody is found down there, however
    /// busy the machine is.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<SentinelGroup> = OnceLock::new();
        SHARED.get_or_init(|| Self::builder().down_after(Duration::from_secs(60)).start())
    }

    /// The URLs of the sentinels, without the password.
    pub fn urls(&self) -> Vec<String> {
        self.sentinels.iter().map(Server::url).collect()
    }

    pub fn sentinel_url(&self, index: usize) -> String {
        self.sentinels[index].url()
    }

    pub fn sentinel(&self, index: usize) -> &Server {
        &self.sentinels[index]
    }

    pub fn sentinel_mut(&mut self, index: usize) -> &mut Server {
        &mut self.sentinels[index]
    }

    /// The master that it began with is number 0.
    pub fn server(&self, index: usize) -> &Server {
        &self.servers[index]
    }

    pub fn server_mut(&mut self, index: usize) -> &mut Server {
        &mut self.servers[index]
    }

    pub fn server_by_port(&self, port: u16) -> &Server {
        &self.servers[self.index_of(port)]
    }

    pub fn server_by_port_mut(&mut self, port: u16) -> &mut Server {
        let index = self.index_of(port);
        &mut self.servers[index]
    }

    /// The master's port, as the first sentinel that is up has it.
    pub fn master_port(&self) -> u16 {
        let sentinel = self.first_sentinel();
        named_master(sentinel).expect("a sentinel that knows its master")
    }

    /// The master, as the first sentinel that is up has it.
    pub fn master(&self) -> &Server {
        self.server_by_port(self.master_port())
    }

    /// Has a replica promoted, with everybody up. It has only begun when this returns.
    pub fn failover(&self) {
        let reply = self
            .first_sentinel()
            .command(&["SENTINEL", "FAILOVER", Self::SERVICE]);
        assert_eq!(reply, "OK");
    }

    /// Waits until one of the sentinels names another master than the one on port `old`: its port. On a busy
    /// machine that one may be found down in turn.
    pub fn wait_for_new_master(&self, old: u16) -> u16 {
        let named = || {
            let mut named = self.sentinels_up().filter_map(named_master);
            named.find(|&port| port != old)
        };
        wait_for(named).unwrap_or_else(|| panic!("the master is still the one on port {old}"))
    }

    /// Listens to each of the sentinels: what `note` said when it announced a new master, or nothing if it has not for
    /// a long time.
    pub fn on_announcement<T: Send + 'static>(
        &self,
        note: impl Fn() -> T + Clone + Send + 'static,
    ) -> Vec<JoinHandle<Option<T>>> {
        let listen = |url: String| {
            let note = note.clone();
            let sentinel = Redis::from_url(url).expect("a URL");
            let pubsub = sentinel.pubsub().ignore_subscribe_messages();
            pubsub.subscribe("+switch-master").expect("a sentinel");
            thread::spawn(move || {
                let message = pubsub.get_message(SETTLE_TIMEOUT).ok()??;
                (message.kind() == MessageKind::Message).then(note)
            })
        };
        self.urls().into_iter().map(listen).collect()
    }

    /// Waits until all that is up works together: the sentinels reach each other and all servers and have
    /// the same master, and all other servers follow it. The sentinels themselves may learn the last only
    /// within 10 s: until then they report a `master-link-status` of `err`.
    pub fn wait_until_settled(&self) {
        let settled = wait_for(|| self.is_settled().then_some(()));
        assert!(settled.is_some(), "it does not settle:\n{}", self.states());
    }

    fn is_settled(&self) -> bool {
        let master = self.master_port();
        let replicas = || {
            let up = self.servers.iter().filter(|server| server.is_up());
            up.filter(|server| server.port() != master)
        };
        let sentinels_agree = self.sentinels_up().all(|sentinel| {
            let others = self.sentinels_up().filter(|s| s.port() != sentinel.port());
            named_master(sentinel) == Some(master)
                && sees_master(sentinel)
                && reached(sentinel, "REPLICAS").is_superset(&ports(replicas()))
                && reached(sentinel, "SENTINELS").is_superset(&ports(others))
        });
        sentinels_agree
            && is_master(self.server_by_port(master))
            && replicas().all(|replica| follows(replica, master))
    }

    /// The addresses of all and what the sentinels find of them, a line for each sentinel.
    fn states(&self) -> String {
        let line = |sentinel: &Server| {
            let about = ["MASTERS", "REPLICAS", "SENTINELS"];
            let states = about.map(|about| states(sentinel, about)).concat();
            let seen = states
                .iter()
                .map(|s| format!("{}: {}", port(s), s["flags"]));
            seen.collect::<Vec<_>>().join("; ")
        };
        self.sentinels_up().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Tells each of the sentinels of the others, which they would themselves do within 2 s.
    fn introduce_sentinels(&self) {
        let master = self.servers[0].port();
        for newcomer in &self.sentinels {
            let (port, id) = (newcomer.port(), newcomer.command(&["SENTINEL", "MYID"]));
            let service = Self::SERVICE;
            let hello = format!("127.0.0.1,{port},{id},0,{service},127.0.0.1,{master},0");
            let others = self.sentinels.iter().filter(|other| other.port() != port);
            for sentinel in others {
                sentinel.command(&["PUBLISH", "__sentinel__:hello", &hello]);
            }
        }
    }

    fn first_sentinel(&self) -> &Server {
        self.sentinels_up().next().expect("a sentinel that is up")
    }

    fn sentinels_up(&self) -> impl Iterator<Item = &Server> {
        self.sentinels.iter().filter(|sentinel| sentinel.is_up())
    }

    fn index_of(&self, port: u16) -> usize {
        let index = self.servers.iter().position(|server| server.port() == port);
        index.unwrap_or_else(|| panic!("no server on port {port}"))
    }
}

/// What a group is started with.
#[must_use]
pub struct SentinelGroupBuilder {
    replicas: usize,
    quorum: usize,
    down_after: Duration,
    failover_timeout: Duration,
    master_password: Option<String>,
    sentinel_password: Option<String>,
    tls: bool,
}

impl SentinelGroupBuilder {
    /// How many replicas: 2, unless this is called.
    pub fn replicas(mut self, count: usize) -> Self {
        self.replicas = count;
        self
    }

    /// How many sentinels must find the master down: 2, unless this is called.
    pub fn quorum(mut self, count: usize) -> Self {
        self.quorum = count;
        self
    }

    /// For how long it must not answer: 500 ms, unless this is called.
    pub fn down_after(mut self, time: Duration) -> Self {
        self.down_after = time;
        self
    }

    /// How long a failover may take, half of the time until the next: 5 s, unless this is called.
    pub fn failover_timeout(mut self, time: Duration) -> Self {
        self.failover_timeout = time;
        self
    }

    /// What clients of the master and of the replicas log in with.
    pub fn master_password(mut self, password: &str) -> Self {
        self.master_password = Some(password.to_owned());
        self
    }

    /// Makes all of them speak TLS, with each other too.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// What clients of the sentinels log in with.
    pub fn sentinel_password(mut self, password: &str) -> Self {
        self.sentinel_password = Some(password.to_owned());
        self
    }

    pub fn start(self) -> SentinelGroup {
        let servers = self.start_servers();
        let sentinels = (0..SENTINELS).map(|_| self.start_sentinel(servers[0].port()));
        let group = SentinelGroup {
            sentinels: sentinels.collect(),
            servers,
        };
        group.introduce_sentinels();
        group.wait_until_settled();
        group
    }

    /// Starts the master and the replicas, and waits until these have its data: what the sentinels see
    /// first they see for the next 10 s.
    fn start_servers(&self) -> Vec<Server> {
        let mut servers = vec![self.start_server("")];
        let master = servers[0].port();
        let config = format!("replicaof 127.0.0.1 {master}\n");
        servers.extend((0..self.replicas).map(|_| self.start_server(&config)));
        let mut replicas = servers[1..].iter();
        let linked =
            replicas.all(|replica| wait_for(|| follows(replica, master).then_some(())).is_some());
        assert!(linked, "a replica does not reach its master");
        servers
    }

    fn builder(&self) -> ServerBuilder {
        let builder = Server::builder().in_group();
        match self.tls {
            true => builder.tls(),
            false => builder,
        }
    }

    fn start_server(&self, config: &str) -> Server {
        let mut builder = self
            .builder()
            .config(config)
            .arg("repl-diskless-sync-delay", "0");
        if let Some(password) = &self.master_password {
            builder = builder
                .arg("requirepass", password)
                .arg("masterauth", password);
        }
        builder.start()
    }

    fn start_sentinel(&self, master: u16) -> Server {
        let service = SentinelGroup::SERVICE;
        let mut config = format!(
            "sentinel monitor {service} 127.0.0.1 {master} {}\n\
             sentinel down-after-milliseconds {service} {}\n\
             sentinel failover-timeout {service} {}\n",
            self.quorum,
            self.down_after.as_millis(),
            self.failover_timeout.as_millis(),
        );
        if let Some(password) = &self.master_password {
            config += &format!("sentinel auth-pass {service} {password}\n");
        }
        let mut builder = self.builder().sentinel(&config);
        if let Some(password) = &self.sentinel_password {
            builder = builder.arg("requirepass", password);
        }
        builder.start()
    }
}

/// What a sentinel knows of one that it watches, by the names that it gives it.
type State = HashMap<String, String>;

/// What a sentinel knows of the `MASTERS`, the `REPLICAS` or the other `SENTINELS`.
fn states(sentinel: &Server, about: &str) -> Vec<State> {
    let reply = match about {
        "MASTERS" => sentinel.command(&["SENTINEL", about]),
        _ => sentinel.command(&["SENTINEL", about, SentinelGroup::SERVICE]),
    };
    let mut states = Vec::<State>::new();
    let mut lines = reply.lines();
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        if name == "name" {
            states.push(State::new());
        }
        let state = states.last_mut().expect("a state begins with its name");
        state.insert(name.to_owned(), value.to_owned());
    }
    states
}

fn named_master(sentinel: &Server) -> Option<u16> {
    let name = SentinelGroup::SERVICE;
    let address = sentinel.command(&["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name]);
    address.lines().nth(1)?.parse().ok()
}

/// Whether the master answers the sentinel, and no failover is going on.
fn sees_master(sentinel: &Server) -> bool {
    let masters = states(sentinel, "MASTERS");
    masters.iter().all(|state| state["flags"] == "master")
}

/// The ports of those that answer the sentinel.
fn reached(sentinel: &Server, about: &str) -> BTreeSet<u16> {
    let mut states = states(sentinel, about);
    states.retain(|state| {
        let mut flags = state["flags"].split(',');
        !flags.any(|flag| matches!(flag, "s_down" | "disconnected"))
    });
    states.iter().map(port).collect()
}

/// Whether the server is up, and a master itself.
fn is_master(server: &Server) -> bool {
    server.is_up()
        && server
            .command(&["INFO", "replication"])
            .contains("role:master\r\n")
}

/// Whether the server is a replica of the one on port `master`, and has its data.
fn follows(server: &Server, master: u16) -> bool {
    let info = server.command(&["INFO", "replication"]);
    info.contains(&format!("master_port:{master}\r\n"))
        && info.contains("master_link_status:up\r\n")
}

fn port(state: &State) -> u16 {
    state["port"].parse().expect("a port")
}

fn ports<'a>(servers: impl Iterator<Item = &'a Server>) -> BTreeSet<u16> {
    servers.map(Server::port).collect()
}

/// Asks until there is an answer.
fn wait_for<T>(answer: impl Fn() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + SETTLE_TIMEOUT;
    loop {
        let found = answer();
        if found.is_some() || Instant::now() > deadline {
            return found;
        }
        thread::sleep(Duration::from_millis(10));
    }
}
