//! Nothing hangs: servers that are frozen, silent or slow, pools without a free connection, sentinels that say nothing.
//!
//! All waits of a test run side by side, so that it takes little more than the longest.

use std::any::Any;
use std::time::{Duration, Instant};

use redial::{Backoff, PoolWait, Retry};

use super::*;
use crate::face::test;
use crate::support::backlog::{FullBacklog, Refusing};
use crate::support::fake::{FakeServer, Peer, Speaks, handshake_reply};

/// A deadline that is short, and long beside what a busy machine adds to it.
const SHORT: Duration = Duration::from_secs(3);
const DEFAULT: Duration = Duration::from_secs(5);
const DRIP: Duration = Duration::from_millis(50);
/// For longer than any wait of these tests.
const AGES: Duration = Duration::from_secs(60);
/// What a blocking command may take by itself.
const OWN_TIME: Duration = Duration::from_millis(500);

/// One wait: a client whose server does not answer, and what is asked of it.
struct Case {
    what: String,
    r: Redis,
    call: Call,
    /// When it has to end.
    limit: Duration,
}

/// The ways to ask for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Get,
    Incr,
    /// Nearly as large as what still goes over a shared connection.
    Large,
    Own,
    Pipeline,
    Blocking,
    Endless,
    Script,
    ScriptPipeline,
    Watch,
    Monitor,
    Subscribe,
}

/// All that have a connection made, or wait for one.
const CONNECTING: [Call; 8] = [
    Call::Get,
    Call::Own,
    Call::Pipeline,
    Call::Blocking,
    Call::Endless,
    Call::Watch,
    Call::Monitor,
    Call::Subscribe,
];

#[maybe_async]
async fn ask((r, call): (Redis, Call)) -> (Duration, Result<()>) {
    let mut start = Instant::now();
    let done = match call {
        Call::Own => {
            // Two calls. The one that counts is the one that fails.
            let connected = r.connection().await;
            match connected {
                Ok(mut connection) => {
                    start = Instant::now();
                    connection.get::<String>("k").await.map(drop)
                }
                Err(error) => Err(error),
            }
        }
        call => answered(&r, call).await,
    };
    (start.elapsed(), done)
}

#[maybe_async]
async fn answered(r: &Redis, call: Call) -> Result<()> {
    match call {
        Call::Get | Call::Own => r.get::<String>("k").await.map(drop),
        Call::Incr => r.incr("k").await.map(drop),
        Call::Large => r.set("k", vec![b'x'; 60_000]).await.map(drop),
        Call::Pipeline => r.pipeline().incr("k").execute::<()>().await,
        Call::Blocking => r.blpop::<String, String>("k", OWN_TIME).await.map(drop),
        Call::Endless => {
            let popped = r.blpop::<String, String>("k", Duration::ZERO).await;
            popped.map(drop)
        }
        Call::Script => r.call_script(Script::new("return 1"), (), ()).await,
        Call::ScriptPipeline => {
            let mut pipe = r.pipeline();
            pipe.call_script(Script::new("return 1"), (), ());
            pipe.execute::<()>().await
        }
        Call::Watch => r.watch("k").await.map(drop),
        Call::Monitor => r.monitor().await.map(drop),
        Call::Subscribe => r.pubsub().subscribe("k").await,
    }
}

/// Has all of them wait at once; how long the longest took, as a part of what it may take. None may take over 1.1 times that.
#[maybe_async]
async fn all_end_in_time(cases: &[Case]) -> f64 {
    let mut tasks = Vec::new();
    for case in cases {
        tasks.push(spawn(ask, (case.r.clone(), case.call)));
    }
    let mut longest: f64 = 0.0;
    for (task, case) in tasks.into_iter().zip(cases) {
        let (took, done) = task.join().await;
        let part = took.as_secs_f64() / case.limit.as_secs_f64();
        let Case { what, call, .. } = case;
        let error = done.err().map(|error| error.to_string());
        assert!(part <= 1.1, "{what}, {call:?}: {took:?}, {error:?}");
        assert!(error.is_some(), "{what}, {call:?}: it was answered");
        longest = longest.max(part);
    }
    longest
}

/// How far the server goes along with the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    #[cfg(feature = "tls")]
    Tls,
    Hello,
    SetInfo,
    Select,
    Command,
    Body,
}

/// What it does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Silent,
    /// Every read gets a byte, and the answer is never whole.
    ByteByByte,
}

const PHASES: &[Phase] = &[
    #[cfg(feature = "tls")]
    Phase::Tls,
    Phase::Hello,
    Phase::SetInfo,
    Phase::Select,
    Phase::Command,
    Phase::Body,
];

impl Phase {
    /// How many commands are answered: logging in, twice who the client is, and the database.
    const fn answers(self) -> usize {
        match self {
            #[cfg(feature = "tls")]
            Self::Tls => 0,
            Self::Hello => 0,
            Self::SetInfo => 1,
            Self::Select => 3,
            Self::Command | Self::Body => 4,
        }
    }

    /// How an answer begins that never ends.
    const fn beginning(self) -> &'static [u8] {
        match self {
            // A record of 16 KiB, with a message that is as long.
            #[cfg(feature = "tls")]
            Self::Tls => b"\x16\x03\x03\x40\x00\x02\x00\x3f\x00",
            Self::Body => b"$1000000\r\nbegun",
            _ => b"+",
        }
    }

    /// Whether the client has a connection by then, so that only commands can wait.
    const fn is_connected(self) -> bool {
        matches!(self, Self::Command | Self::Body)
    }

    #[cfg(feature = "tls")]
    const fn is_encrypted(self) -> bool {
        matches!(self, Self::Tls)
    }

    #[cfg(not(feature = "tls"))]
    const fn is_encrypted(self) -> bool {
        false
    }

    const fn calls(self) -> &'static [Call] {
        match self {
            Self::Command => &[Call::Get, Call::Own, Call::Pipeline, Call::Blocking],
            Self::Body => &[Call::Get, Call::Pipeline],
            _ => &[Call::Get, Call::Blocking, Call::Subscribe],
        }
    }
}

/// A server that goes along until that phase.
fn stuck_at(phase: Phase, manner: Manner) -> FakeServer {
    FakeServer::run(move |peer| {
        for _ in 0..phase.answers() {
            let command = peer.read_command()?;
            peer.send(&handshake_reply(&command, Speaks::Resp3).unwrap())?;
        }
        if !phase.is_encrypted() {
            peer.read_command()?;
        }
        match manner {
            Manner::Silent if phase == Phase::Body => peer.send(phase.beginning())?,
            Manner::Silent => {}
            Manner::ByteByByte => {
                for byte in phase.beginning() {
                    peer.send(&[*byte])?;
                    peer.sleep(DRIP)?;
                }
                loop {
                    peer.send(b"x")?;
                    peer.sleep(DRIP)?;
                }
            }
        }
        peer.sleep(AGES)
    })
}

/// A client of such a server, which says all that a client can say when it connects.
fn client_at(port: u16, phase: Phase, timeout: Option<Duration>) -> Redis {
    let scheme = match phase.is_encrypted() {
        true => "rediss",
        false => "redis",
    };
    let config = Config::from_url(format!("{scheme}://:pw@127.0.0.1:{port}/1")).unwrap();
    Redis::new(within(config, timeout)).unwrap()
}

/// With this deadline for everything, or with the default ones.
fn within(config: Config, timeout: Option<Duration>) -> Config {
    let config = config.protocol(PROTOCOL);
    match timeout {
        None => config,
        Some(time) => config.socket_timeout(time).socket_connect_timeout(time),
    }
}

/// Everything that can be waited for when the deadline is this one.
#[maybe_async]
async fn waits_of_each_phase(timeout: Option<Duration>) -> (Vec<Case>, Vec<Box<dyn Any + Send>>) {
    let deadline = timeout.unwrap_or(DEFAULT);
    let mut cases = Vec::new();
    let mut servers: Vec<Box<dyn Any + Send>> = Vec::new();
    let full = FullBacklog::tcp();
    for &call in &CONNECTING {
        cases.push(Case {
            what: "a server that does not accept".to_owned(),
            r: client_at(full.port(), Phase::Hello, timeout),
            call,
            limit: deadline,
        });
    }
    servers.push(Box::new(full));
    for &phase in PHASES {
        for manner in [Manner::Silent, Manner::ByteByByte] {
            let server = stuck_at(phase, manner);
            for &call in phase.calls() {
                let own = match call {
                    Call::Blocking if phase.is_connected() => OWN_TIME,
                    _ => Duration::ZERO,
                };
                cases.push(Case {
                    what: format!("{manner:?} at {phase:?}"),
                    r: client_at(server.port(), phase, timeout),
                    call,
                    limit: deadline + own,
                });
            }
            servers.push(Box::new(server));
        }
    }
    let server = Server::start();
    for (connected, call) in [
        (false, Call::Get),
        (false, Call::Endless),
        (false, Call::Subscribe),
        (true, Call::Get),
        (true, Call::Incr),
        (true, Call::Pipeline),
    ] {
        let config = Config::from_url(server.url()).unwrap();
        let r = Redis::new(within(config, timeout)).unwrap();
        if connected {
            r.ping().await.unwrap();
        }
        cases.push(Case {
            what: format!("a frozen server, connected: {connected}"),
            r,
            call,
            limit: deadline,
        });
    }
    server.freeze();
    servers.push(Box::new(server));
    (cases, servers)
}

#[maybe_async]
async fn every_phase_ends_in_time(timeout: Option<Duration>, name: &str) {
    let (cases, _servers) = waits_of_each_phase(timeout).await;
    let longest = all_end_in_time(&cases).await;
    row(14, format!("servers that do not accept, are frozen, silent, or send a byte every 50 ms: at connecting, TLS, HELLO, SETINFO, SELECT, the command, the reply; {name}"))
        .count(cases.len() as u64)
        .outcome("every call ends with an error within 1.1 of its deadline")
        .measured(format!("the longest took {longest:.3} of it"))
        .write();
}

#[maybe_async]
#[test]
async fn with_the_default_deadlines_no_phase_hangs() {
    every_phase_ends_in_time(None, "default deadlines").await;
}

#[maybe_async]
#[test]
async fn with_short_deadlines_no_phase_hangs() {
    every_phase_ends_in_time(Some(SHORT), "deadlines of 3 s").await;
}

/// What the faults of a whole call are collected in.
#[derive(Default)]
struct Faults {
    cases: Vec<Case>,
    kept: Vec<Box<dyn Any + Send>>,
}

impl Faults {
    /// A fault for each of the calls, with a client of its own.
    fn add(&mut self, what: &str, calls: &[Call], client: impl Fn() -> Redis) {
        for &call in calls {
            self.cases.push(Case {
                what: what.to_owned(),
                r: client(),
                call,
                limit: SHORT,
            });
        }
    }

    fn keep(&mut self, thing: impl Any + Send) {
        self.kept.push(Box::new(thing));
    }
}

fn short(port: u16) -> Config {
    let config = Config::from_url(format!("redis://127.0.0.1:{port}")).unwrap();
    config.protocol(PROTOCOL).socket_timeout(SHORT)
}

/// Attempts that go on as long as they may.
fn stubborn(wait: Duration) -> Retry {
    Retry::new(Backoff::constant(wait), 100_000)
}

/// A server that shakes hands, and answers all else like this.
fn server_with(
    answer: impl Fn(&mut Peer, &[Vec<u8>]) -> std::io::Result<()> + Send + Sync + 'static,
) -> FakeServer {
    FakeServer::run(move |peer| {
        loop {
            let command = peer.read_command()?;
            let is_ping = command.first().is_some_and(|name| name == b"PING");
            match handshake_reply(&command, Speaks::Resp3).filter(|_| !is_ping) {
                Some(reply) => peer.send(&reply)?,
                None => answer(peer, &command)?,
            }
        }
    })
}

/// What a sentinel says of the master, if it says something.
fn sentinel_naming(port: u16) -> FakeServer {
    server_with(move |peer, command| {
        if command[0] == b"SENTINEL" {
            let port = port.to_string();
            let mut reply = "%4\r\n".to_owned();
            for text in ["name", "m", "ip", "127.0.0.1", "port", &port, "flags"] {
                reply += &format!("${}\r\n{text}\r\n", text.len());
            }
            peer.send((reply + "$6\r\nmaster\r\n").as_bytes())?;
        }
        Ok(())
    })
}

/// A client of the master that those sentinels know.
fn client_by(sentinels: &[&FakeServer]) -> Redis {
    let sentinel = Sentinel::new(sentinels.iter().map(|server| server.url())).unwrap();
    let config = Config::new().protocol(PROTOCOL).socket_timeout(SHORT);
    let config = config.retry(stubborn(Duration::from_millis(20)));
    sentinel.config(config).unwrap().master_for("m")
}

#[maybe_async]
async fn all_connections_in_use(faults: &mut Faults) {
    let silent = server_with(|_, _| Ok(()));
    for wait in [PoolWait::Forever, PoolWait::UpTo(SHORT * 5)] {
        for call in [
            Call::Get,
            Call::Own,
            Call::Pipeline,
            Call::Blocking,
            Call::Watch,
            Call::Monitor,
            Call::Subscribe,
        ] {
            let config = short(silent.port()).max_connections(1).pool_wait(wait);
            let r = Redis::new(config.shared_connections(0)).unwrap();
            faults.keep(r.connection().await.unwrap());
            faults.add("all connections in use", &[call], || r.clone());
        }
    }
    // One comes back late, and its server says nothing.
    let config = short(silent.port())
        .max_connections(1)
        .shared_connections(0);
    let r = Redis::new(config.pool_wait(PoolWait::Forever)).unwrap();
    let held = r.connection().await.unwrap();
    faults.keep(spawn(hold, held));
    faults.add(
        "a connection that comes back late, and a silent server",
        &[Call::Get],
        || r.clone(),
    );
    faults.keep(silent);
}

#[maybe_async]
async fn hold(connection: Connection) {
    sleep(SHORT * 7 / 10).await;
    drop(connection);
}

#[maybe_async]
async fn servers_that_are_tried_again_and_again(faults: &mut Faults) {
    let refusing = Refusing::new();
    faults.add("nobody listens", &CONNECTING, || {
        let retry = stubborn(Duration::from_millis(300));
        Redis::new(short(refusing.port()).retry(retry)).unwrap()
    });
    faults.keep(refusing);
    let loading = server_with(|peer, _| peer.send(b"-LOADING not yet\r\n"));
    let busy = [Call::Get, Call::Incr, Call::Pipeline, Call::Watch];
    faults.add("a server that is loading", &busy, || {
        let retry = stubborn(Duration::from_millis(50));
        Redis::new(short(loading.port()).retry(retry)).unwrap()
    });
    faults.keep(loading);
    let cutting = server_with(|_, _| Err(std::io::ErrorKind::ConnectionAborted.into()));
    faults.add(
        "a server that closes at every command",
        &[Call::Get],
        || {
            let retry = stubborn(Duration::from_millis(20));
            Redis::new(short(cutting.port()).retry(retry)).unwrap()
        },
    );
    faults.keep(cutting);
    let silent = stuck_at(Phase::Hello, Manner::Silent);
    faults.add("connecting that times out often", &CONNECTING, || {
        let config = short(silent.port()).socket_connect_timeout(SHORT / 4);
        let retry = stubborn(Duration::from_millis(10));
        Redis::new(config.retry(retry)).unwrap()
    });
    faults.keep(silent);
}

#[maybe_async]
async fn sentinels_that_lead_nowhere(faults: &mut Faults) {
    let silent = stuck_at(Phase::Hello, Manner::Silent);
    let mute = server_with(|_, _| Ok(()));
    let calls = [Call::Get, Call::Blocking, Call::Own, Call::Subscribe];
    faults.add("sentinels that are silent", &calls, || {
        client_by(&[&silent, &silent, &silent])
    });
    faults.add("sentinels that do not answer", &calls, || {
        client_by(&[&mute, &mute, &mute])
    });
    let naming_silent = sentinel_naming(silent.port());
    faults.add("a master that is silent", &calls, || {
        client_by(&[&naming_silent])
    });
    faults.add("a sentinel and a master that are silent", &calls, || {
        client_by(&[&mute, &naming_silent])
    });
    let nobody = Refusing::new();
    let naming_nobody = sentinel_naming(nobody.port());
    faults.keep(nobody);
    faults.add("a master that is not there", &calls, || {
        client_by(&[&naming_nobody])
    });
    let replica = server_with(|peer, _| {
        peer.send(b"*5\r\n$5\r\nslave\r\n$1\r\nh\r\n:1\r\n$9\r\nconnected\r\n:0\r\n")
    });
    let naming_replica = sentinel_naming(replica.port());
    faults.add("a master that says it is a replica", &calls, || {
        client_by(&[&naming_replica])
    });
    for server in [
        silent,
        mute,
        naming_silent,
        naming_nobody,
        naming_replica,
        replica,
    ] {
        faults.keep(server);
    }
}

#[maybe_async]
async fn calls_of_several_steps(faults: &mut Faults) {
    // The first command is answered, and nothing after it. It must not come so late that it is asked for first.
    let rest = Duration::from_millis(300);
    for (call, shared) in [
        (Call::Get, 0),
        (Call::Own, 0),
        (Call::Pipeline, 0),
        (Call::Watch, 0),
        (Call::Get, 1),
    ] {
        let once = FakeServer::run(|peer| {
            if peer.number() == 0 {
                peer.handshake(Speaks::Resp3)?;
                peer.read_command()?;
                peer.send(b"$1\r\nv\r\n")?;
            }
            peer.sleep(AGES)
        });
        let config = short(once.port()).shared_connections(shared);
        let config = config.health_check_interval(rest);
        let r = Redis::new(config).unwrap();
        r.get::<String>("k").await.unwrap();
        faults.add("a health check that is not answered", &[call], || r.clone());
        faults.keep(once);
    }
    sleep(rest).await;
    // Each answer comes in time, and all of them do not.
    let slow = server_with(|peer, command| {
        peer.sleep(SHORT * 7 / 10)?;
        match command[0].as_slice() {
            b"EVALSHA" => peer.send(b"-NOSCRIPT none\r\n"),
            b"SCRIPT" if command[1] == b"EXISTS" => peer.send(b"*1\r\n:0\r\n"),
            b"SCRIPT" => peer.send(b"$40\r\n0123456789012345678901234567890123456789\r\n"),
            _ => peer.send(b"+OK\r\n"),
        }
    });
    let scripts = [Call::Script, Call::ScriptPipeline];
    faults.add("scripts on a slow server", &scripts, || {
        Redis::new(short(slow.port())).unwrap()
    });
    faults.keep(slow);
    let late = FakeServer::run(|peer| {
        let first = peer.read_command()?;
        peer.sleep(SHORT * 7 / 10)?;
        peer.send(&handshake_reply(&first, Speaks::Resp3).unwrap())?;
        peer.handshake(Speaks::Resp3)?;
        peer.sleep(AGES)
    });
    let calls = [Call::Get, Call::Own, Call::Watch, Call::Monitor];
    faults.add("slow connecting, and then silence", &calls, || {
        Redis::new(short(late.port())).unwrap()
    });
    faults.keep(late);
    // What all of them send does not fit into the buffers of a server that reads nothing.
    let deaf = FakeServer::run(|peer| {
        peer.handshake(Speaks::Resp3)?;
        peer.sleep(AGES)
    });
    let crowd = Redis::new(short(deaf.port())).unwrap();
    faults.add(
        "a crowd on one connection that is not read",
        &[Call::Large; 100],
        || crowd.clone(),
    );
    faults.keep(deaf);
}

#[maybe_async]
#[test]
async fn a_call_has_one_deadline_for_all_that_it_takes() {
    let mut faults = Faults::default();
    all_connections_in_use(&mut faults).await;
    servers_that_are_tried_again_and_again(&mut faults).await;
    sentinels_that_lead_nowhere(&mut faults).await;
    calls_of_several_steps(&mut faults).await;
    let longest = all_end_in_time(&faults.cases).await;
    row(15, "full pools, refused, lost and slow connections, LOADING, health checks, scripts, crowds, sentinels and masters that are silent, gone or replicas; retries without end; deadlines of 3 s")
        .count(faults.cases.len() as u64)
        .outcome("every call ends with an error within 1.1 of its deadline")
        .measured(format!("the longest took {longest:.3} of it"))
        .write();
}

/// Much longer than it takes, and much shorter than any deadline here.
const AT_ONCE: Duration = Duration::from_millis(500);

#[maybe_async]
#[test]
async fn closing_and_dropping_wait_for_nobody() {
    let server = Server::start();
    let r = Redis::new(config_of(&server).socket_timeout(DEFAULT)).unwrap();
    r.ping().await.unwrap();
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe("news").await.unwrap();
    let monitor = r.monitor().await.unwrap();
    let held = r.connection().await.unwrap();
    let popping = spawn(ask, (r.clone(), Call::Endless));
    let blocked = || server.command(&["INFO", "clients"]);
    while !blocked().contains("blocked_clients:1") {
        assert!(!popping.is_finished(), "it does not wait");
        sleep(Duration::from_millis(5)).await;
    }
    server.freeze();
    let getting = spawn(ask, (r.clone(), Call::Get));
    let listening = spawn(listen, pubsub.clone());
    sleep(Duration::from_millis(200)).await;
    let start = Instant::now();
    pubsub.close();
    let heard = listening.join().await;
    assert!(heard);
    r.close();
    drop((pubsub, monitor, held));
    drop(r);
    let took = start.elapsed();
    assert!(took < AT_ONCE, "{took:?}");
    // What was under way has its own deadline, or ends with its connection.
    let (waited, got) = getting.join().await;
    let error = got.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(waited <= DEFAULT.mul_f64(1.1), "{waited:?}");
    drop(server);
    let (_, popped) = popping.join().await;
    let error = popped.unwrap_err();
    assert!(error.is_connection(), "{error}");
    row(14, "close and drop of a client with a GET, a BLPOP 0, a subscriber, a monitor and a connection under way on a frozen server")
        .count(1)
        .outcome("done at once (under 0.5 s); the GET ends by its deadline, the BLPOP with its connection")
        .measured(format!("closed and dropped in {took:.1?}"))
        .write();
}

/// Whether listening ends without a message or an error.
#[maybe_async]
async fn listen(pubsub: PubSub) -> bool {
    let next = pubsub.listen().next().await;
    next.is_none()
}
