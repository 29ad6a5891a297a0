//! Clients of what sentinels watch over: how the master is found, and how they follow it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

use redial::{Backoff, ErrorKind, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::pace::Pace;
use crate::support::report::Report;
use crate::support::sentinel::SentinelGroup;

const SERVICE: &str = SentinelGroup::SERVICE;
const SOON: Duration = Duration::from_secs(10);
/// How long a busy machine may take to pass on what was announced.
const SLACK: Duration = Duration::from_millis(500);

fn sentinel_of(group: &SentinelGroup) -> Sentinel {
    let sentinel = Sentinel::new(group.urls()).unwrap();
    sentinel.config(Config::new().protocol(PROTOCOL)).unwrap()
}

/// What a server says of itself.
#[maybe_async]
async fn port_of(r: &Redis) -> u16 {
    let port: HashMap<String, u16> = r.config_get("port").await.unwrap();
    port["port"]
}

#[maybe_async]
#[test]
async fn master_and_replicas_are_found_by_name() {
    let group = SentinelGroup::shared();
    let sentinel = sentinel_of(group);
    let master = group.master_port();
    let found = sentinel.discover_master(SERVICE).await.unwrap();
    assert_eq!(found, ("127.0.0.1".to_owned(), master));
    let replicas = sentinel.discover_replicas(SERVICE).await.unwrap();
    let ports: HashSet<u16> = replicas.into_iter().map(|(_, port)| port).collect();
    let expected: HashSet<u16> = (1..3).map(|index| group.server(index).port()).collect();
    assert_eq!(ports, expected);

    let r = sentinel.master_for(SERVICE);
    let key = key("sentinel-found");
    r.set(&key, "x").await.unwrap();
    let port = port_of(&r).await;
    assert_eq!(port, master);
    r.wait(2, SOON).await.unwrap();
    let replica = sentinel.replica_for(SERVICE);
    let value: String = replica.get(&key).await.unwrap().unwrap();
    assert_eq!(value, "x");
    let error = replica.set(&key, "y").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error}");
}

#[maybe_async]
#[test]
async fn a_master_can_be_looked_for_at_another_host_and_sentinels_asked_again_after_they_were_closed()
 {
    let group = SentinelGroup::shared();
    let sentinel = sentinel_of(group).force_master_ip("localhost");
    let found = sentinel.discover_master(SERVICE).await.unwrap();
    assert_eq!(found, ("localhost".to_owned(), group.master_port()));
    let r = sentinel.master_for(SERVICE);
    r.set(key("sentinel-forced"), "x").await.unwrap();
    let name = format!("{SERVICE} at localhost:{}", group.master_port());
    let error = r.incr(key("sentinel-forced")).await.unwrap_err();
    assert!(error.to_string().contains(&name), "{error}");
    sentinel.close();
    r.close();
    let port = port_of(&r).await;
    assert_eq!(port, group.master_port());
}

#[maybe_async]
#[test]
async fn all_replicas_get_their_share() {
    let group = SentinelGroup::shared();
    let replica = sentinel_of(group).replica_for(SERVICE);
    let mut calls: HashMap<u16, usize> = HashMap::new();
    for _ in 0..60 {
        *calls.entry(port_of(&replica).await).or_default() += 1;
    }
    let expected = (1..3)
        .map(|index| (group.server(index).port(), 30))
        .collect();
    assert_eq!(calls, expected);
    let error = sentinel_of(group)
        .replica_for_with(SERVICE, Config::new().max_connections(0))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[maybe_async]
#[test]
async fn a_master_that_nobody_knows_is_not_found_and_the_error_says_what_each_sentinel_said() {
    let group = SentinelGroup::shared();
    let sentinel = sentinel_of(group);
    let error = sentinel.discover_master("nobody").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MasterNotFound);
    assert!(error.is_connection());
    for index in 0..3 {
        let address = format!("127.0.0.1:{}", group.sentinel(index).port());
        assert!(error.to_string().contains(&address), "{error}");
    }
    let replicas = sentinel.discover_replicas("nobody").await.unwrap();
    assert!(replicas.is_empty());

    let config = Config::new().protocol(PROTOCOL).retry(Retry::never());
    let r = sentinel.master_for_with("nobody", config.clone()).unwrap();
    let error = r.set("k", "v").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MasterNotFound);
    assert_eq!(
        (error.command(), error.outcome()),
        (Some("SET"), Outcome::NotSent)
    );
    let r = sentinel.replica_for_with("nobody", config).unwrap();
    let error = r.get::<()>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReplicaNotFound, "{error}");
}

#[maybe_async]
#[test]
async fn a_sentinel_that_is_cut_off_is_not_believed() {
    let group = SentinelGroup::shared();
    let sentinel = sentinel_of(group).min_other_sentinels(2);
    sentinel.discover_master(SERVICE).await.unwrap();
    let sentinel = sentinel.min_other_sentinels(3);
    let error = sentinel.discover_master(SERVICE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MasterNotFound);
    assert!(error.to_string().contains("2 other sentinels"), "{error}");
}

#[maybe_async]
#[test]
async fn without_a_sentinel_that_can_be_asked_the_error_comes_in_time() {
    let none = Sentinel::new(Vec::<String>::new()).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Config);
    let wrong = Sentinel::new(["http://127.0.0.1"]).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Config);
    let sentinel = Sentinel::new(["unix:///nobody/listens/here.sock"]).unwrap();
    let time = Duration::from_millis(400);
    let r = sentinel.config(Config::new().socket_timeout(time)).unwrap();
    let r = r.master_for(SERVICE);
    let start = Instant::now();
    let error = r.set("k", "v").await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    assert!(start.elapsed() < SOON);
}

#[maybe_async]
#[test]
async fn a_sentinel_that_does_not_answer_is_passed_over_and_asked_last() {
    let group = SentinelGroup::shared();
    let deaf = FakeServer::with(|_command| None);
    let mut urls = vec![deaf.url(), format!("redis://127.0.0.1:{}", deaf.port())];
    urls.push(group.sentinel_url(0));
    let sentinel = Sentinel::new(urls).unwrap();
    let asked = sentinel.sentinels();
    sentinel.discover_master(SERVICE).await.unwrap();
    let now = sentinel.sentinels();
    let address = |r: &Redis| r.config().address().to_string();
    assert_eq!(address(&now[0]), address(&asked[2]));
    let start = Instant::now();
    sentinel.discover_master(SERVICE).await.unwrap();
    assert!(
        start.elapsed() < Duration::from_millis(900),
        "it was not asked first"
    );
}

#[maybe_async]
#[test]
async fn sentinels_have_a_password_of_their_own() {
    let group = SentinelGroup::builder()
        .down_after(Duration::from_secs(60))
        .master_password("masters-own")
        .sentinel_password("sentinels-own")
        .start();
    let configs = group.urls().into_iter().map(|url| {
        let config = Config::from_url(url).unwrap();
        config.password("sentinels-own").protocol(PROTOCOL)
    });
    let sentinel = Sentinel::from_configs(configs).unwrap();
    let config = Config::new().protocol(PROTOCOL);
    let error = {
        let r = sentinel
            .clone()
            .config(config.clone())
            .unwrap()
            .master_for(SERVICE);
        r.set("k", "v").await.unwrap_err()
    };
    assert!(error.is_authentication(), "{error}");
    let sentinel = sentinel.config(config.password("masters-own")).unwrap();
    let r = sentinel.master_for(SERVICE);
    r.set("k", "v").await.unwrap();

    let unknown = Sentinel::new(group.urls()).unwrap();
    let error = unknown.discover_master(SERVICE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MasterNotFound);
    assert!(error.to_string().contains("NOAUTH"), "{error}");
    assert!(!format!("{error:?} {sentinel:?} {r:?}").contains("s-own"));
}

/// A sentinel that says what it is told to, and confirms subscriptions.
fn fake_sentinel(master: &Arc<Mutex<u16>>) -> FakeServer {
    let master = Arc::clone(master);
    FakeServer::with(move |command| {
        if let Some(reply) = handshake_reply(command, Speaks::Resp3) {
            return Some(reply);
        }
        if command[0] == b"SUBSCRIBE" {
            let confirm = |name: &Vec<u8>| {
                let name = String::from_utf8_lossy(name);
                format!(
                    ">3\r\n$9\r\nsubscribe\r\n${}\r\n{name}\r\n:1\r\n",
                    name.len()
                )
            };
            let all: String = command[1..].iter().map(confirm).collect();
            return Some(all.into_bytes());
        }
        let port = master.lock().unwrap().to_string();
        let fields = [
            ("name", SERVICE),
            ("ip", "127.0.0.1"),
            ("port", &port),
            ("flags", "master"),
        ];
        let mut reply = format!("%{}\r\n", fields.len());
        for (name, value) in fields {
            reply += &format!(
                "${}\r\n{name}\r\n${}\r\n{value}\r\n",
                name.len(),
                value.len()
            );
        }
        Some(reply.into_bytes())
    })
}

/// A client of the master that a fake sentinel names.
fn client_by(sentinel: &FakeServer) -> Redis {
    let backoff = Backoff::constant(Duration::from_millis(10));
    let config = Config::new()
        .protocol(PROTOCOL)
        .retry(Retry::new(backoff, 500));
    let sentinel = Sentinel::new([sentinel.url()]).unwrap();
    sentinel.config(config).unwrap().master_for(SERVICE)
}

#[maybe_async]
#[test]
async fn a_master_that_refuses_writes_is_left_at_once() {
    let (old, new) = (Server::start(), Server::start());
    let named = Arc::new(Mutex::new(old.port()));
    let fake = fake_sentinel(&named);
    let r = client_by(&fake);
    r.set("k", "old").await.unwrap();
    let mut connection = r.connection().await.unwrap();
    let pubsub = r.pubsub();
    pubsub.subscribe("c").await.unwrap();
    assert_eq!(old.command(&["GET", "k"]), "old");

    old.command(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]);
    *named.lock().unwrap() = new.port();
    r.set("k", "new").await.unwrap();
    assert_eq!(new.command(&["GET", "k"]), "new");
    // All that led to the old one is closed.
    let error = connection.set("k", "older").await;
    let port = port_of(&r).await;
    assert_eq!(port, new.port());
    assert!(error.is_err() || new.command(&["GET", "k"]) == "older");
    let mut kinds = HashSet::new();
    while !kinds.contains(&MessageKind::Gap) {
        let message = pubsub.get_message(SOON).await.unwrap();
        kinds.insert(message.expect("a gap").kind());
    }
    let heard = r.publish("c", "x").await.unwrap();
    assert_eq!(heard, 1);
}

#[maybe_async]
#[test]
async fn a_pipeline_that_a_replica_refuses_moves_the_client_too() {
    let (old, new) = (Server::start(), Server::start());
    let named = Arc::new(Mutex::new(old.port()));
    let fake = fake_sentinel(&named);
    let r = client_by(&fake);
    r.set("k", "old").await.unwrap();
    old.command(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]);
    *named.lock().unwrap() = new.port();
    let mut pipe = r.pipeline();
    let error = pipe
        .set("k", 1)
        .incr("k")
        .execute::<()>()
        .await
        .unwrap_err();
    assert!(error.is_not_executed(), "{error}");
    let (ok, n): (bool, i64) = pipe.set("k", 1).incr("k").execute().await.unwrap();
    assert_eq!((ok, n), (true, 2));
    assert_eq!(new.command(&["GET", "k"]), "2");
}

#[maybe_async]
#[test]
async fn a_server_that_says_it_is_a_replica_is_not_taken_for_the_master() {
    let (old, new) = (Server::start(), Server::start());
    old.command(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]);
    let named = Arc::new(Mutex::new(old.port()));
    let fake = fake_sentinel(&named);
    let r = client_by(&fake);
    let writing = spawn(set_k, r);
    // The sentinels learn who it is later than the server itself.
    while fake.commands().len() < 10 {
        sleep(Duration::from_millis(1)).await;
    }
    *named.lock().unwrap() = new.port();
    writing.join().await.unwrap();
    assert_eq!(new.command(&["GET", "k"]), "v");
}

#[maybe_async]
async fn set_k(r: Redis) -> Result<bool> {
    r.set("k", "v").await
}

#[maybe_async]
#[test]
async fn who_waits_in_a_blocking_command_does_not_wait_for_the_old_master_for_ever() {
    let (old, new) = (Server::start(), Server::start());
    let named = Arc::new(Mutex::new(old.port()));
    let fake = fake_sentinel(&named);
    let r = client_by(&fake);
    let waiting = spawn(pop, r.clone());
    while !old.command(&["CLIENT", "LIST"]).contains("cmd=blpop") {
        sleep(Duration::from_millis(1)).await;
    }
    *named.lock().unwrap() = new.port();
    old.command(&["REPLICAOF", "127.0.0.1", &new.port().to_string()]);
    // What a master that becomes a replica tells those who wait is that they are to ask another.
    while !new.command(&["CLIENT", "LIST"]).contains("cmd=blpop") {
        sleep(Duration::from_millis(1)).await;
    }
    r.lpush("list", "x").await.unwrap();
    let popped = waiting.join().await.unwrap();
    assert_eq!(popped, Some(("list".to_owned(), "x".to_owned())));
}

#[maybe_async]
async fn pop(r: Redis) -> Result<Option<(String, String)>> {
    r.blpop("list", Duration::ZERO).await
}

#[maybe_async]
#[test]
async fn when_the_clients_are_gone_nobody_listens_to_the_sentinels_any_more() {
    let named = Arc::new(Mutex::new(Server::shared().port()));
    let fake = fake_sentinel(&named);
    let r = client_by(&fake);
    r.ping().await.unwrap();
    let told = fake.lines();
    while !fake
        .lines()
        .iter()
        .any(|line| line.starts_with("SUBSCRIBE"))
    {
        sleep(Duration::from_millis(1)).await;
    }
    assert!(
        told.iter().any(|line| line.starts_with("SENTINEL MASTER")),
        "{told:?}"
    );
    let threads = redial_threads();
    drop(r);
    let deadline = Instant::now() + SOON;
    while redial_threads() >= threads && threads > 0 {
        assert!(Instant::now() < deadline, "a thread is left");
        sleep(Duration::from_millis(1)).await;
    }
}

/// How many threads of this process listen to sentinels; in the tokio face none.
fn redial_threads() -> usize {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
    let names = threads.flatten().flat_map(name);
    names
        .filter(|name| name.starts_with("redial-sentinel"))
        .count()
}

/// What a writer has seen.
#[derive(Default)]
struct Log {
    /// The numbers that were acknowledged, and when.
    acknowledged: Mutex<Vec<(u64, Instant)>>,
    /// Numbers that may have been executed.
    uncertain: Mutex<Vec<u64>>,
    next: AtomicU64,
    is_over: AtomicBool,
}

/// Writes numbers, each under a key of its own, until it is told to stop.
#[maybe_async]
async fn write_numbers((r, log): (Redis, Arc<Log>)) {
    while !log.is_over.load(Ordering::SeqCst) {
        let number = log.next.fetch_add(1, Ordering::SeqCst);
        match r.set(format!("n:{number}"), number).await {
            Ok(_) => {
                let acknowledged = (number, Instant::now());
                log.acknowledged.lock().unwrap().push(acknowledged);
            }
            Err(error) => {
                assert!(error.is_connection() || error.is_timeout(), "{error}");
                if error.outcome() != Outcome::NotSent {
                    log.uncertain.lock().unwrap().push(number);
                }
            }
        }
        sleep(Duration::from_millis(1)).await;
    }
}

/// What came of a failover that happened to four writers.
struct Failover {
    /// The longest time in which nothing was acknowledged.
    outage: Duration,
    /// How much of it was after a sentinel named the new master when asked.
    lag: Duration,
    /// How much of it was after the first sentinel announced the new master to all.
    lag_after_announcement: Duration,
    /// How late the machine was meanwhile.
    late_machine: Duration,
    /// The first number that was not written yet at that announcement.
    first_after: u64,
    /// The port of the new master, and of where the client has come to.
    new: u16,
    led_to: u16,
    /// The client that wrote.
    client: Redis,
    /// How many were acknowledged by the old master, and not passed on.
    missing: usize,
    /// One that is missing though it was acknowledged long after the announcement.
    late: Option<u64>,
}

/// Those that fail over do it one after the other: sentinels on a busy machine see what is not there.
struct Turn;

static TAKEN: AtomicBool = AtomicBool::new(false);

impl Turn {
    #[maybe_async]
    async fn take() -> Self {
        while TAKEN.swap(true, Ordering::SeqCst) {
            sleep(Duration::from_millis(20)).await;
        }
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        TAKEN.store(false, Ordering::SeqCst);
    }
}

/// A group whose master was broken by `break_it` and replaced under load, and what came of it.
///
/// Sentinels that get too little time may promote two servers one after the other, or take a new master back for
/// a while, which costs what it has acknowledged, whoever its clients are: that is no proof of anything, and
/// begins again.
#[maybe_async]
async fn fail_over(how: &str, break_it: fn(&mut SentinelGroup, u16)) -> (SentinelGroup, Failover) {
    for _ in 0..5 {
        let mut group = SentinelGroup::start();
        let old = group.master_port();
        let before = switches(&group, old);
        let failover = replace_master(&mut group, break_it).await;
        let switched = switches(&group, old) - before;
        if switched == 1 {
            assert_eq!(failover.led_to, failover.new);
            if let Some(number) = failover.late {
                panic!("{how}: {number} was acknowledged by a new master, and is missing there");
            }
            show(how, &failover);
            return (group, failover);
        }
        println!("{how}: {switched} changes of parts instead of one promotion");
    }
    panic!("{how}: no failover of five was one promotion")
}

/// How often the servers, but for the old master, have become masters or replicas.
fn switches(group: &SentinelGroup, old: u16) -> usize {
    let servers = (0..3).map(|index| group.server(index));
    let others = servers.filter(|server| server.port() != old);
    let count = |server: &Server| {
        let log = server.log();
        log.matches("turning into a replica").count() + log.matches("MODE enabled (").count()
    };
    others.map(count).sum()
}

/// Lets the master be replaced while it is written to, and looks what came of it.
#[maybe_async]
async fn replace_master(
    group: &mut SentinelGroup,
    break_it: fn(&mut SentinelGroup, u16),
) -> Failover {
    let r = sentinel_of(group).master_for(SERVICE);
    r.ping().await.unwrap();
    let log = Arc::new(Log::default());
    let numbers = Arc::clone(&log);
    let announcements =
        group.on_announcement(move || (Instant::now(), numbers.next.load(Ordering::SeqCst)));
    let writers = [0; 4].map(|_| spawn(write_numbers, (r.clone(), Arc::clone(&log))));
    sleep(Duration::from_millis(500)).await;
    let old = group.master_port();
    let pace = Pace::watch();
    break_it(group, old);
    let new = wait_for_new_master(group, old).await;
    let announced = Instant::now();
    sleep(Duration::from_millis(1000)).await;
    let first = first_of(announcements).await;
    let (announced_to_all, first_after) = first.expect("a sentinel announces it");
    let late_machine = pace.latest();
    log.is_over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.join().await;
    }
    let led_to = port_of(&r).await;
    let mut acknowledged = std::mem::take(&mut *log.acknowledged.lock().unwrap());
    acknowledged.sort_by_key(|(_, at)| *at);
    let (mut missing, mut late) = (0, None);
    for (number, at) in &acknowledged {
        let value: Option<u64> = r.get(format!("n:{number}")).await.unwrap();
        match value {
            Some(value) => assert_eq!(value, *number),
            None => {
                // The old master acknowledged it, and nobody writes there any more after the announcement.
                if at.saturating_duration_since(announced) > SLACK {
                    late = late.or(Some(*number));
                }
                missing += 1;
            }
        }
    }
    let longest = acknowledged
        .windows(2)
        .max_by_key(|pair| pair[1].1 - pair[0].1);
    let (before, after) = (longest.unwrap()[0].1, longest.unwrap()[1].1);
    Failover {
        outage: after - before,
        lag: after.saturating_duration_since(announced.max(before)),
        lag_after_announcement: after.saturating_duration_since(announced_to_all.max(before)),
        late_machine,
        first_after,
        new,
        led_to,
        client: r,
        missing,
        late,
    }
}

/// When a sentinel announced the new master, and how many numbers had been taken by then.
type Announcement = (Instant, u64);

/// The first of the announcements.
#[maybe_async]
async fn first_of(announcements: Vec<JoinHandle<Option<Announcement>>>) -> Option<Announcement> {
    while !announcements.iter().all(JoinHandle::is_finished) {
        sleep(Duration::from_millis(5)).await;
    }
    let heard = announcements
        .into_iter()
        .filter_map(|it| it.join().unwrap());
    heard.min_by_key(|(at, _)| *at)
}

#[maybe_async]
async fn wait_for_new_master(group: &SentinelGroup, old: u16) -> u16 {
    loop {
        let port = group.master_port();
        if port != old {
            return port;
        }
        sleep(Duration::from_millis(5)).await;
    }
}

fn kill(group: &mut SentinelGroup, port: u16) {
    group.server_by_port_mut(port).kill();
}

fn freeze(group: &mut SentinelGroup, port: u16) {
    group.server_by_port(port).freeze();
}

fn ask_for_it(group: &mut SentinelGroup, _port: u16) {
    group.failover();
}

fn show(how: &str, failover: &Failover) {
    let Failover {
        outage,
        lag,
        lag_after_announcement,
        missing,
        ..
    } = failover;
    println!(
        "{how}: no write for {outage:?}, {lag:?} of it after a sentinel named the new master, \
         {lag_after_announcement:?} after one announced it; \
         {missing} that the old master had acknowledged are missing"
    );
}

impl Failover {
    /// Holds that writing went on so soon after the announcement, as far as the machine ran, and reports it.
    fn goes_on_within(&self, bound: Duration, injected: &str) {
        let Self {
            outage,
            lag_after_announcement: lag,
            late_machine: late,
            ..
        } = self;
        assert!(
            *lag <= bound + 2 * *late,
            "{lag:?}, while the machine was late by {late:?}"
        );
        Report::new(18, format!("{NAME}, {PROTOCOL:?}"), injected)
            .outcome(format!(
                "writes go on within {bound:?} of the sentinels' announcement"
            ))
            .measured(format!(
                "{lag:.0?} after it; no write for {outage:.1?} in all"
            ))
            .write();
    }
}

#[maybe_async]
#[test]
async fn a_killed_master_is_replaced_under_load() {
    let _turn = Turn::take().await;
    let (_group, failover) = fail_over("killed", kill).await;
    assert!(failover.lag < 2 * SLACK);
    let bound = Duration::from_millis(100);
    failover.goes_on_within(bound, "SIGKILL of a master under 4 writers, 3 sentinels");
}

#[maybe_async]
#[test]
async fn a_failover_that_is_asked_for_goes_on_under_load() {
    let _turn = Turn::take().await;
    fail_over("asked for", ask_for_it).await;
}

#[maybe_async]
#[test]
async fn a_frozen_master_is_left_and_not_written_to_when_it_wakes_up() {
    let _turn = Turn::take().await;
    let (group, failover) = fail_over("frozen", freeze).await;
    let old = group.server(0).port(); // the master that it began with
    assert!(failover.lag < 2 * SLACK);
    let server = group.server_by_port(old);
    server.thaw();
    // It takes itself for the master for some seconds yet. What it has got comes from before.
    let newcomer = sentinel_of(&group).master_for(SERVICE);
    for round in 0..100 {
        for r in [&failover.client, &newcomer] {
            r.set(format!("after:{round}"), round).await.unwrap();
        }
    }
    let role = server.command(&["ROLE"]);
    assert!(role.starts_with("master"), "{role}");
    let written = server.command(&["KEYS", "after:*"]);
    assert_eq!(written, "");
    let written = server.command(&["KEYS", "n:*"]);
    let numbers = written
        .lines()
        .filter_map(|key| key.strip_prefix("n:")?.parse::<u64>().ok());
    let after = numbers.filter(|number| *number >= failover.first_after);
    assert_eq!(after.count(), 0);
    let bound = Duration::from_millis(300);
    failover.goes_on_within(bound, "SIGSTOP of a master under 4 writers, 3 sentinels");
    let place = format!("{NAME}, {PROTOCOL:?}");
    Report::new(19, place, "writes after the announcement, some while the deposed master is frozen and 200 when it runs again and takes itself for the master")
        .outcome("0 of them reach it")
        .write();
}
