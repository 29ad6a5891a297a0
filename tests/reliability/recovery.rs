//! After a fault all is as it was: connections, slots, subscriptions, and soon.

use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use redial::{Backoff, PoolWait, Retry, Value};

use super::*;
use crate::face::test;
use crate::support::backlog::Refusing;
use crate::support::fake::{FakeServer, Peer, Speaks};
use crate::support::pace::Pace;
use crate::support::proxy::Proxy;
use crate::support::report::scaled;

const PATIENCE: Duration = Duration::from_secs(20);

// ---- a server that is killed and started again

const OUTAGE: Duration = Duration::from_secs(2);
const SOON: Duration = Duration::from_millis(100);
/// The longest wait between two attempts by default, and something for the attempt itself.
const DEFAULT_SOON: Duration = Duration::from_millis(1_100);
const ROUNDS: u64 = 3;

/// How somebody goes on while the server is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A call is tried once, and the next one follows.
    CallsAgain,
    /// One call, with further attempts until the server is there.
    Waits,
    /// Whatever the defaults make of it; if a call fails, the next one follows.
    Defaults,
}

impl Manner {
    fn config(self, config: Config) -> Config {
        let backoff = Backoff::equal_jitter(Duration::from_millis(10), Duration::from_millis(80));
        match self {
            Self::CallsAgain => config.retry(Retry::never()),
            Self::Waits => config.retry(Retry::new(backoff, 1_000)),
            Self::Defaults => config,
        }
    }

    const fn bound(self) -> Duration {
        match self {
            Self::CallsAgain | Self::Waits => SOON,
            Self::Defaults => DEFAULT_SOON,
        }
    }
}

/// Calls until it succeeds: when that was, and how many calls failed before.
#[maybe_async]
async fn call_until_it_succeeds((r, manner): (Redis, Manner)) -> (Instant, u64) {
    let start = Instant::now();
    let mut failed = 0;
    loop {
        let done = r.incr("k").await;
        match done {
            Ok(_) => return (Instant::now(), failed),
            Err(error) => {
                assert!(start.elapsed() < PATIENCE, "{error}");
                assert!(manner != Manner::Waits, "{error}");
                failed += 1;
            }
        }
        sleep(Duration::from_millis(5)).await;
    }
}

/// Keeps the server away for a while, once nobody takes it for there any more: when it listened again.
fn bring_back(mut server: Server) -> JoinHandle<(Server, Instant)> {
    thread::spawn(move || {
        thread::sleep(OUTAGE);
        server.restart();
        (server, Instant::now())
    })
}

#[maybe_async]
#[test]
async fn who_calls_is_served_as_soon_as_the_server_is_back() {
    const MANNERS: [Manner; 3] = [Manner::CallsAgain, Manner::Waits, Manner::Defaults];
    let mut server = Server::start();
    let clients = MANNERS.map(|manner| Redis::new(manner.config(config_of(&server))).unwrap());
    let mut longest = [Duration::ZERO; MANNERS.len()];
    let mut errors = 0;
    for round in 0..ROUNDS {
        for r in &clients {
            r.ping().await.unwrap();
        }
        server.kill();
        // What was sent to it last is over, and the ends of the connections have come.
        sleep(Duration::from_millis(50)).await;
        let pace = Pace::watch();
        let back = bring_back(server);
        let mut tasks = Vec::new();
        for (r, manner) in clients.iter().zip(MANNERS) {
            tasks.push(spawn(call_until_it_succeeds, (r.clone(), manner)));
        }
        let mut served = Vec::new();
        for task in tasks {
            served.push(task.join().await);
        }
        let (again, listened) = back.join().unwrap();
        server = again;
        let late = pace.latest();
        for ((at, failed), (manner, longest)) in served
            .into_iter()
            .zip(MANNERS.into_iter().zip(&mut longest))
        {
            let took = at.saturating_duration_since(listened);
            assert!(
                took <= manner.bound() + 2 * late,
                "round {round}, {manner:?}: {took:?}, while the machine was late by {late:?}"
            );
            *longest = took.max(*longest);
            errors += failed;
        }
    }
    let [again, waits, defaults] = longest;
    row(17, "SIGKILL of the server, and a start after 2 s, under a caller that calls again at once, a call that waits up to 80 ms between attempts, and one with the default waits of up to 1 s")
        .count(ROUNDS)
        .outcome("served within 0.1 s after the server listens, with the default waits within 1.1 s")
        .measured(format!("{again:.0?}, {waits:.0?}, default {defaults:.0?}; {errors} calls failed"))
        .write();
}

// ---- failures of all kinds, and what they leave behind

const SLOTS: usize = 8;
const CALLERS: u64 = 16;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    Refused,
    Reset,
    Eof,
    Timeout,
    Nonsense,
    ServerError,
    Panic,
}

const FAILURES: [Failure; 7] = [
    Failure::Refused,
    Failure::Reset,
    Failure::Eof,
    Failure::Timeout,
    Failure::Nonsense,
    Failure::ServerError,
    Failure::Panic,
];

/// A port at which a failure of a kind is to be had, for as long as this lives.
enum Place {
    Nobody(Refusing),
    Resetting(Resetting),
    Fake(FakeServer),
}

impl Place {
    fn of(failure: Failure) -> Self {
        let answer = |reply: &'static [u8]| {
            Self::Fake(FakeServer::run(move |peer: &mut Peer| {
                loop {
                    peer.handshake(Speaks::Resp3)?;
                    peer.read_command()?;
                    peer.send(reply)?;
                }
            }))
        };
        match failure {
            Failure::Refused => Self::Nobody(Refusing::new()),
            Failure::Reset => Self::Resetting(Resetting::start()),
            Failure::Eof => Self::Fake(FakeServer::run(|peer| {
                peer.handshake(Speaks::Resp3)?;
                peer.read_command().map(drop)
            })),
            Failure::Timeout => answer(b""),
            Failure::Nonsense => answer(b"?nonsense\r\n"),
            Failure::ServerError => answer(b"-ERR no\r\n"),
            Failure::Panic => answer(b"+OK\r\n"),
        }
    }

    fn port(&self) -> u16 {
        match self {
            Self::Nobody(place) => place.port(),
            Self::Resetting(place) => place.port,
            Self::Fake(server) => server.port(),
        }
    }
}

/// Accepts, waits until something has come, and resets the connection, as what has come is not read.
struct Resetting {
    port: u16,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Resetting {
    fn start() -> Self {
        let listener = crate::support::port::listen();
        let port = listener.local_addr().unwrap().port();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || reset_all(&listener, &stopped));
        Self {
            port,
            stop,
            thread: Some(thread),
        }
    }
}

fn reset_all(listener: &TcpListener, stopped: &AtomicBool) {
    for stream in listener.incoming() {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let stream = stream.unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // One byte of it is read; what is left makes closing a reset.
        let _ = (&stream).read(&mut [0]);
    }
}

impl Drop for Resetting {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// How many sockets to that port this process has open.
fn sockets_to(port: u16) -> usize {
    let peer = format!("0100007F:{port:04X}");
    let table = fs::read_to_string("/proc/self/net/tcp").expect("a /proc");
    let is_open = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // One without an inode is nobody's any more.
        fields.get(2) == Some(&peer.as_str()) && fields.get(9).is_some_and(|inode| *inode != "0")
    };
    table.lines().filter(is_open).count()
}

/// Fails so many times.
#[maybe_async]
async fn fail((r, failure, left): (Redis, Failure, Arc<AtomicU64>)) -> Result<()> {
    let take = |left: u64| left.checked_sub(1);
    while left
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
        .is_ok()
    {
        if failure == Failure::Panic {
            let task = spawn(panic_in_a_transaction, r.clone());
            let panicked = task.has_panicked().await;
            assert!(panicked);
        } else {
            let done = r.get::<String>("k").await;
            let error = done.expect_err("nothing that could be a value was answered");
            let fits = match failure {
                Failure::Timeout => error.is_timeout(),
                Failure::ServerError => error.code() == Some("ERR"),
                Failure::Nonsense => error.kind() == redial::ErrorKind::InvalidResponse,
                _ => error.is_connection(),
            };
            assert!(fits, "{failure:?}: {error}");
        }
    }
    Ok(())
}

/// Panics with a connection in hand, on which keys are watched. What is raised this way is not printed.
#[maybe_async]
async fn panic_in_a_transaction(r: Redis) {
    let mut transaction = r.watch("k").await.unwrap();
    transaction.ping().await.unwrap();
    resume_unwind(Box::new("it is meant"));
}

/// Lets a client fail so often that a slot or a socket that was not given back would be missed.
#[maybe_async]
async fn nothing_is_lost_by((failure, count): (Failure, u64)) {
    let place = Place::of(failure);
    let timeout = match failure {
        Failure::Timeout => Duration::from_millis(10),
        _ => Duration::from_secs(5),
    };
    let config = Config::new()
        .host("127.0.0.1")
        .port(place.port())
        .protocol(PROTOCOL)
        .driver_info(None)
        .socket_timeout(timeout)
        .socket_connect_timeout(Duration::from_secs(5))
        .shared_connections(0)
        .max_connections(SLOTS)
        .retry(Retry::never());
    // Who waits for a slot has to get one, however long the others' failures take.
    let r = Redis::new(config.pool_wait(PoolWait::Forever)).unwrap();
    let left = Arc::new(AtomicU64::new(count));
    let callers = match failure {
        // So that it is the answer that is late, and not a slot.
        Failure::Timeout => SLOTS as u64,
        _ => CALLERS,
    };
    let mut tasks = Vec::new();
    for _ in 0..callers {
        tasks.push(spawn(fail, (r.clone(), failure, Arc::clone(&left))));
    }
    for task in tasks {
        task.join().await.unwrap();
    }
    let stats = r.connection_pool().stats();
    assert_eq!((stats.in_use, stats.waiting), (0, 0), "{failure:?}");
    if matches!(failure, Failure::ServerError | Failure::Panic) {
        let mut all = Vec::new();
        for _ in 0..SLOTS {
            all.push(r.connection().await.unwrap());
        }
        assert_eq!(r.connection_pool().stats().in_use, SLOTS);
    }
    r.close();
    let start = Instant::now();
    while sockets_to(place.port()) > 0 {
        assert!(start.elapsed() < PATIENCE, "{failure:?}: sockets are open");
        sleep(Duration::from_millis(5)).await;
    }
}

#[maybe_async]
#[test]
async fn failures_cost_neither_slots_nor_sockets() {
    let count = scaled(10_000);
    let each = count / FAILURES.len() as u64;
    let mut tasks = Vec::new();
    for failure in FAILURES {
        let count = match failure {
            Failure::ServerError => count - each * (FAILURES.len() as u64 - 1),
            _ => each,
        };
        tasks.push(spawn(nothing_is_lost_by, (failure, count)));
    }
    for task in tasks {
        task.join().await;
    }
    row(23, "calls that are refused, reset, closed on, timed out, answered by nonsense or an error, or panic with a connection in hand, on pools of 8")
        .count(count)
        .outcome("all slots are free and all sockets closed")
        .write();
}

#[maybe_async]
#[test]
async fn connections_that_the_server_has_closed_for_idleness_cost_no_error() {
    const STALE: usize = 100;
    let server = Server::builder().arg("timeout", "1").start();
    let config = config_of(&server)
        .shared_connections(0)
        .max_connections(STALE)
        .retry(Retry::never());
    let r = Redis::new(config).unwrap();
    let mut held = Vec::new();
    for _ in 0..STALE {
        held.push(r.connection().await.unwrap());
    }
    drop(held);
    assert_eq!(r.connection_pool().stats().idle, STALE);
    let start = Instant::now();
    let clients = || server.command(&["INFO", "clients"]);
    while !clients().contains("connected_clients:1\r") {
        assert!(start.elapsed() < PATIENCE, "they are not closed");
        sleep(Duration::from_millis(50)).await;
    }
    let mut held = Vec::new();
    for number in 1..=STALE {
        let mut connection = r.connection().await.unwrap();
        let counted = connection.incr("k").await.unwrap();
        assert_eq!(counted, number as i64);
        held.push(connection);
    }
    let connects = r.connection_pool().stats().connects;
    assert_eq!(connects, 2 * STALE as u64, "every one was stale");
    row(
        23,
        "connections that the server has closed for idleness (timeout 1), each checked out once",
    )
    .count(STALE as u64)
    .outcome("0 errors, 0 INCRs twice")
    .write();
}

// ---- subscribers

#[maybe_async]
#[test]
async fn after_every_kill_everything_is_subscribed_to_again_and_one_gap_is_told() {
    const KILLS: u64 = 100;
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = client_of(&server);
    let config = Config::from_url(proxy.url()).unwrap().protocol(PROTOCOL);
    let pubsub = Redis::new(config)
        .unwrap()
        .pubsub()
        .ignore_subscribe_messages();
    let channels: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    pubsub.subscribe(&channels).await.unwrap();
    pubsub.psubscribe(["p*", "q*", "r*"]).await.unwrap();
    let has_shards = server.version() >= (7, 0);
    let shards: Vec<String> = (0..5).map(|number| format!("s{number}")).collect();
    if has_shards {
        pubsub.ssubscribe(&shards).await.unwrap();
    }
    let none = pubsub.get_message(Duration::from_millis(50)).await.unwrap();
    assert!(none.is_none());
    let mut longest = Duration::ZERO;
    for kill in 0..KILLS {
        let start = Instant::now();
        match kill % 2 {
            0 => drop(server.command(&["CLIENT", "KILL", "TYPE", "pubsub"])),
            _ => proxy.cut(),
        }
        let gap = pubsub.get_message(PATIENCE).await.unwrap();
        let gap = gap.expect("a gap, and in time");
        assert_eq!(gap.kind(), MessageKind::Gap, "{kill}");
        longest = longest.max(start.elapsed());
        let counts: Vec<(String, u64)> = r.pubsub_numsub(&channels).await.unwrap();
        assert!(counts.iter().all(|(_, count)| *count == 1), "{counts:?}");
        let patterns = r.pubsub_numpat().await.unwrap();
        assert_eq!(patterns, 3, "{kill}");
        if has_shards {
            let counts: Vec<(String, u64)> = r.pubsub_shardnumsub(&shards).await.unwrap();
            assert!(counts.iter().all(|(_, count)| *count == 1), "{counts:?}");
        }
        let more = pubsub.get_message(Duration::ZERO).await.unwrap();
        assert!(more.is_none(), "one gap for each kill: {more:?}");
    }
    row(
        24,
        "CLIENT KILL, or a cut, of a subscriber to 20 channels, 3 patterns and 5 shard channels",
    )
    .count(KILLS)
    .outcome("all of them back and exactly one gap told, each time")
    .measured(format!("back after {longest:.0?} at most"))
    .write();
}

// ---- commands that block for longer than the socket timeout

const TIMEOUT: Duration = Duration::from_millis(1_000);
const OWN_TIME: Duration = Duration::from_millis(2_000);
/// When somebody adds what is waited for: after the socket timeout.
const ADDED_AFTER: Duration = Duration::from_millis(1_500);
const EACH: u64 = 10;

/// A command that blocks: its words, where `K` is its key and `T` its own time in seconds or `M` in milliseconds; and
/// what ends its waiting.
struct BlockingCommand {
    words: &'static str,
    added: Option<&'static str>,
}

const BLOCKING: [BlockingCommand; 10] = [
    BlockingCommand::new("BLPOP K T", Some("RPUSH K x")),
    BlockingCommand::new("BRPOP K T", Some("RPUSH K x")),
    BlockingCommand::new("BLMOVE K K:to LEFT RIGHT T", Some("RPUSH K x")),
    BlockingCommand::new("BLMPOP T 1 K LEFT", Some("RPUSH K x")),
    BlockingCommand::new("BZPOPMIN K T", Some("ZADD K 1 x")),
    BlockingCommand::new("BZPOPMAX K T", Some("ZADD K 1 x")),
    BlockingCommand::new("BZMPOP T 1 K MIN", Some("ZADD K 1 x")),
    BlockingCommand::new("XREAD BLOCK M STREAMS K $", Some("XADD K * f x")),
    BlockingCommand::new(
        "XREADGROUP GROUP g c BLOCK M STREAMS K >",
        Some("XADD K * f x"),
    ),
    BlockingCommand::new("WAIT 1 M", None),
];

impl BlockingCommand {
    const fn new(words: &'static str, added: Option<&'static str>) -> Self {
        Self { words, added }
    }
}

fn command(words: &str, key: &str) -> Command {
    let (seconds, millis) = (OWN_TIME.as_secs_f64(), OWN_TIME.as_millis());
    let mut words = words.split(' ').map(|word| match word {
        "T" => seconds.to_string(),
        "M" => millis.to_string(),
        "K" => key.to_owned(),
        "K:to" => format!("{key}:to"),
        word => word.to_owned(),
    });
    let command = Command::new(&words.next().unwrap());
    command.args(words.collect::<Vec<_>>())
}

/// Waits for nothing, or for what comes; whether that was right.
#[maybe_async]
async fn block((r, which, run): (Redis, usize, u64)) {
    let BlockingCommand { words, added } = &BLOCKING[which];
    let key = format!("{which}:{run}");
    let added = added.filter(|_| run % 2 == 0);
    let adding = added.map(|added| spawn(add, (r.clone(), added, key.clone())));
    let start = Instant::now();
    let answered = r.execute_command::<Value>(command(words, &key)).await;
    let took = start.elapsed();
    let answer = answered.unwrap_or_else(|error| panic!("{words}, run {run}: {error}"));
    let is_nothing = matches!(answer, Value::Nil | Value::Integer(0));
    assert_eq!(
        is_nothing,
        added.is_none(),
        "{words}, run {run}: {answer:?}"
    );
    let least = if is_nothing { OWN_TIME } else { ADDED_AFTER };
    // The server counts in milliseconds of its own.
    assert!(
        took + Duration::from_millis(20) >= least,
        "{words}, run {run}: {took:?}"
    );
    if let Some(adding) = adding {
        adding.join().await;
    }
}

#[maybe_async]
async fn add((r, words, key): (Redis, &'static str, String)) {
    sleep(ADDED_AFTER).await;
    r.execute_command::<Value>(command(words, &key))
        .await
        .unwrap();
}

#[maybe_async]
#[test]
async fn what_blocks_longer_than_the_socket_timeout_ends_when_it_should() {
    let server = Server::start();
    if server.version() < (7, 0) {
        println!("not run: this server knows neither BLMPOP nor BZMPOP");
        return;
    }
    let all = BLOCKING.len() as u64 * EACH;
    let config = config_of(&server)
        .socket_timeout(TIMEOUT)
        .max_connections(all as usize);
    let r = Redis::new(config).unwrap();
    // The group is there before anybody reads in it, and every call has a connection.
    let patient = client_of(&server);
    for run in 0..EACH {
        let create = Command::new("XGROUP CREATE").key(format!("8:{run}"));
        let create = create.args(["g", "$", "MKSTREAM"]);
        let created = patient.execute_command::<()>(create).await;
        created.unwrap();
    }
    let mut held = Vec::new();
    for _ in 0..all {
        held.push(r.connection().await.unwrap());
    }
    drop(held);
    let mut tasks = Vec::new();
    for which in 0..BLOCKING.len() {
        for run in 0..EACH {
            tasks.push(spawn(block, (r.clone(), which, run)));
        }
    }
    for task in tasks {
        task.join().await;
    }
    assert_eq!(
        r.connection_pool().stats().connects,
        all + 1,
        "none was lost"
    );
    row(24, "BLPOP, BRPOP, BLMOVE, BLMPOP, BZPOPMIN, BZPOPMAX, BZMPOP, XREAD, XREADGROUP and WAIT that block for 2 s under a socket timeout of 1 s, with something coming after 1.5 s or nothing")
        .count(all)
        .outcome("each ends right: with what came, or with nothing when its own time is over")
        .write();
}
