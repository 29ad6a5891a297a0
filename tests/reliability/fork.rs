//! A process that forks: the child makes connections of its own, and the parent's live on.
//!
//! Each test runs in a process of its own, in which nothing else goes on. It is the parent.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::time::{Duration, Instant};

use ::fork::{Fork, fork, waitpid};
use core::prelude::v1::test;
use redial::{ErrorKind, PoolWait};

use super::*;
use crate::support::apart;
use crate::support::sentinel::SentinelGroup;

const GETS: u32 = 10_000;
const KEYS: u32 = 100;
const LIMIT: Duration = Duration::from_secs(60);
const SOON: Duration = Duration::from_secs(5);

/// Runs the child's part and the parent's at the same time, each in its process. The child has copies of all.
fn in_two<T>(all: T, child: impl FnOnce(T), parent: impl FnOnce(&T)) -> T {
    let Fork::Parent(pid) = fork().unwrap() else {
        // It must not go on as the test: there would be two of them.
        let done = catch_unwind(AssertUnwindSafe(|| child(all)));
        process::exit(if done.is_ok() { 0 } else { 1 });
    };
    parent(&all);
    assert_eq!(waitpid(pid).unwrap(), 0, "how the child ended");
    all
}

/// Reads what is known, and counts what comes back wrong. Then it leaves its name.
#[maybe_async]
async fn read((r, who): (Redis, &'static str)) -> u32 {
    let mut wrong = 0;
    for number in 0..GETS {
        let own = (number % KEYS).to_string();
        let got: Result<Option<String>> = r.get(&own).await;
        if !matches!(got, Ok(Some(got)) if got == own) {
            wrong += 1;
        }
    }
    r.incr(who).await.unwrap();
    wrong
}

#[maybe_async]
async fn fill(r: Redis) {
    for number in 0..KEYS {
        r.set(number.to_string(), number).await.unwrap();
    }
}

/// The addresses that the server's clients have.
fn clients_of(server: &Server) -> Vec<String> {
    let list = server.command(&["CLIENT", "LIST"]);
    let address = |line: &str| {
        let mut words = line.split(' ');
        words.find_map(|word| Some(word.strip_prefix("addr=")?.to_owned()))
    };
    let addresses = list.lines().filter_map(address);
    addresses.filter(|it| it.starts_with("127.")).collect()
}

/// Both read on one client that has its connection.
fn both_read(server: &Server, config: Config) {
    let r = Redis::new(config).unwrap();
    let place = Place::new();
    place.run(fill, r.clone());
    let before = clients_of(server);
    assert_eq!(before.len(), 1);
    let (place, r) = in_two(
        (place, r),
        |(_parents, r)| assert_eq!(Place::new().run(read, (r, "child")), 0),
        |(place, r)| assert_eq!(place.run(read, (r.clone(), "parent")), 0),
    );
    assert_eq!(clients_of(server), before, "the parent's one, and no other");
    assert_eq!(place.run(read, (r.clone(), "parent")), 0);
    assert_eq!(r.connection_pool().stats().connects, 1);
    assert_eq!(server.command(&["MGET", "child", "parent"]), "1\n2");
}

#[test]
fn a_child_makes_its_own_connections_and_the_parents_live_on() {
    if !apart::is_apart() {
        apart::run(LIMIT);
        row(23, "a fork; 10,000 GETs in the child and in the parent")
            .count(2)
            .outcome("0 wrong replies, the parent keeps its one connection")
            .write();
        return;
    }
    for shared in [0, 1] {
        let server = Server::start();
        both_read(&server, config_of(&server).shared_connections(shared));
    }
}

#[test]
fn a_child_leaves_the_encrypted_connections_of_its_parent_alone() {
    if !apart::is_apart() {
        if cfg!(not(feature = "tls")) || Server::lacks_tls("fork") {
            return;
        }
        apart::run(LIMIT);
        row(
            23,
            "a fork over TLS; 10,000 GETs in the child and in the parent",
        )
        .count(2)
        .outcome("0 wrong replies, the parent keeps its one connection")
        .write();
        return;
    }
    for shared in [0, 1] {
        let server = Server::builder().tls().start();
        both_read(&server, config_of(&server).shared_connections(shared));
    }
}

#[test]
fn a_child_asks_the_sentinels_itself_and_listens_to_them() {
    if !apart::is_apart() {
        apart::run(2 * LIMIT);
        row(
            23,
            "a fork with a client of sentinels; a failover in the child's time",
        )
        .outcome("child and parent both follow to the new master")
        .write();
        return;
    }
    let group = SentinelGroup::start();
    let sentinel = Sentinel::new(group.urls()).unwrap();
    let config = Config::new().protocol(PROTOCOL);
    let r = sentinel.config(config).unwrap();
    let r = r.master_for(SentinelGroup::SERVICE);
    let place = Place::new();
    place.run(fill, r.clone());
    let old = group.master_port();
    let follow = |r: &Redis, place: &Place| {
        place.run(write_until_moved, (r.clone(), old));
    };
    in_two(
        (place, r),
        |(_parents, r)| follow(&r, &Place::new()),
        |(place, r)| {
            group.failover();
            follow(r, place);
        },
    );
}

/// Writes until the client is at another master than the one on port `old`.
#[maybe_async]
async fn write_until_moved((r, old): (Redis, u16)) {
    let start = Instant::now();
    loop {
        let _ = r.incr("n").await;
        let port: Result<HashMap<String, u16>> = r.config_get("port").await;
        if port.is_ok_and(|port| port["port"] != old) {
            break;
        }
        assert!(start.elapsed() < LIMIT, "it stays at the old master");
        sleep(Duration::from_millis(5)).await;
    }
    r.set("moved", 1).await.unwrap();
}

/// All that can be held while a process forks.
struct Held {
    r: Redis,
    clean: Connection,
    changed: Connection,
    watching: Transaction,
    pubsub: PubSub,
    monitor: Monitor,
    guard: LockGuard,
}

#[maybe_async]
async fn hold(config: Config) -> Held {
    let r = Redis::new(config).unwrap();
    fill(r.clone()).await;
    let clean = r.connection().await.unwrap();
    let mut changed = r.connection().await.unwrap();
    changed.select(1).await.unwrap();
    let watching = r.watch("watched").await.unwrap();
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe("news").await.unwrap();
    while r.publish("news", "before").await.unwrap() == 0 {}
    let monitor = r.monitor().await.unwrap();
    let guard = r.lock("job").acquire().await.unwrap();
    Held {
        r,
        clean,
        changed,
        watching,
        pubsub,
        monitor,
        guard,
    }
}

/// What was held is used by the child.
#[maybe_async]
async fn use_in_child(held: Held) {
    let Held {
        r,
        mut clean,
        mut changed,
        mut watching,
        pubsub,
        mut monitor,
        guard,
    } = held;
    let got: Option<u32> = clean.get("7").await.unwrap();
    assert_eq!(got, Some(7), "on a new connection");
    let error = changed.get::<u32>("7").await.unwrap_err();
    assert!(error.is_connection() && error.is_not_executed(), "{error}");
    let error = watching.get::<u32>("watched").await.unwrap_err();
    assert!(error.is_watch(), "{error}");
    let error = monitor.next_command().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    let gap = pubsub.get_message(SOON).await.unwrap().expect("a gap");
    assert_eq!(gap.kind(), MessageKind::Gap);
    while r.publish("news", "child").await.unwrap() < 2 {}
    let message = pubsub.get_message(SOON).await.unwrap().expect("a message");
    assert_eq!(message.payload::<String>().unwrap(), "child");
    pubsub.close();
    drop(guard);
    r.close();
    let got: Option<u32> = r.get("8").await.unwrap();
    assert_eq!(got, Some(8));
}

/// What was held is good for the parent.
#[maybe_async]
async fn use_in_parent(held: Held) {
    let Held {
        r,
        mut clean,
        mut changed,
        mut watching,
        pubsub,
        mut monitor,
        guard,
    } = held;
    let connects = r.connection_pool().stats().connects;
    let got: Option<u32> = clean.get("7").await.unwrap();
    assert_eq!(got, Some(7));
    changed.set("in one", 1).await.unwrap();
    let none: Option<u32> = watching.get("watched").await.unwrap();
    assert_eq!(none, None);
    let transaction = watching.multi();
    let set: (bool,) = transaction.set("watched", 1).execute().await.unwrap();
    assert!(set.0);
    r.publish("news", "last").await.unwrap();
    loop {
        let message = pubsub.get_message(SOON).await.unwrap().expect("a message");
        assert_eq!(message.kind(), MessageKind::Message, "and no gap");
        if message.payload::<String>().unwrap() == "last" {
            break;
        }
    }
    loop {
        let seen = monitor.next_command_within(SOON).await.unwrap();
        if seen.expect("a command").command().contains("last") {
            break;
        }
    }
    guard.release().await.expect("it is still the parent's");
    assert_eq!(r.connection_pool().stats().connects, connects);
}

#[test]
fn what_is_held_at_a_fork_stays_the_parents() {
    if !apart::is_apart() {
        apart::run(LIMIT);
        row(
            23,
            "a fork with a Connection, WATCH, PubSub, Monitor, a lock held",
        )
        .outcome("the parent's go on; the child's connect anew or end with an error")
        .write();
        return;
    }
    let server = Server::start();
    let place = Place::new();
    let held = place.run(hold, config_of(&server));
    let (place, held) = in_two(
        (place, held),
        |(_parents, held)| Place::new().run(use_in_child, held),
        |_all| {},
    );
    place.run(use_in_parent, held);
}

#[test]
fn a_child_that_drops_everything_takes_nothing_from_its_parent() {
    if !apart::is_apart() {
        apart::run(LIMIT);
        row(
            23,
            "a fork whose child drops the client and all that was held",
        )
        .outcome("the parent's connections are as they were")
        .write();
        return;
    }
    let server = Server::start();
    let place = Place::new();
    let held = place.run(hold, config_of(&server));
    let before = clients_of(&server);
    // On the runtime of the parent, too, which ends in the child.
    let (place, held) = in_two((place, held), drop, |_all| {});
    assert_eq!(clients_of(&server), before);
    place.run(use_in_parent, held);
}

/// Waits for the pool in the parent, while a child is made of it.
#[test]
fn the_limit_of_a_pool_is_each_processes_own() {
    if !apart::is_apart() {
        apart::run(LIMIT);
        return;
    }
    let server = Server::start();
    let config = config_of(&server)
        .max_connections(1)
        .pool_wait(PoolWait::UpTo(Duration::from_millis(50)));
    let r = Redis::new(config).unwrap();
    let place = Place::new();
    let connection = place.run(connect, r.clone()).unwrap();
    let all = in_two(
        (place, r, connection),
        |(_parents, r, connection)| {
            let place = Place::new();
            let own = place.run(connect, r.clone()).unwrap();
            drop(connection);
            let error = place.run(connect, r.clone()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::MaxConnections, "{error}");
            drop(own);
            place.run(connect, r).unwrap();
        },
        |(place, r, _connection)| {
            let error = place.run(connect, r.clone()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::MaxConnections, "{error}");
        },
    );
    let (place, r, connection) = all;
    drop(connection);
    place.run(connect, r).unwrap();
}

#[maybe_async]
async fn connect(r: Redis) -> Result<Connection> {
    r.connection().await
}
