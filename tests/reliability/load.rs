//! Many callers, big batches, long outages: memory and descriptors stay within bounds.
//!
//! What is measured is measured in a process of its own, in which nothing else goes on. `REDIAL_OUTAGE_SECONDS` says how
//! long a server reads nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redial::{Bytes, ErrorKind, Outcome, PoolWait, Retry};

use super::*;
use crate::face::test;
use crate::support::apart::{self, descriptors, most_resident, resident};
use crate::support::proxy::{Direction, Proxy};
use crate::support::report::seconds;

const LIMIT: Duration = Duration::from_secs(120);
const SOON: Duration = Duration::from_secs(30);

/// As many as the face is for: tasks, or threads.
fn callers() -> usize {
    if NAME == "asyncio" { 10_000 } else { 500 }
}

fn config_through(proxy: &Proxy) -> Config {
    let config = Config::from_url(proxy.url()).unwrap();
    config.protocol(PROTOCOL)
}

/// Waits until it is so.
#[maybe_async]
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < SOON, "it does not come to this: {what}");
        sleep(Duration::from_millis(2)).await;
    }
}

/// Sets and gets a key of its own; how often something else came back.
#[maybe_async]
async fn come_and_go((r, own, rounds): (Redis, usize, usize)) -> u64 {
    let key = own.to_string();
    let mut wrong = 0;
    for round in 0..rounds {
        let value = format!("{own}:{round}");
        r.set(&key, &value).await.unwrap();
        let got: Option<String> = r.get(&key).await.unwrap();
        if got != Some(value) {
            wrong += 1;
        }
    }
    wrong
}

#[maybe_async]
#[test]
async fn very_many_callers_share_one_connection_and_little_memory() {
    if !apart::is_apart() {
        let said = apart::run(LIMIT);
        let who = if NAME == "asyncio" {
            "tasks"
        } else {
            "threads"
        };
        row(
            25,
            format!("{} {who} wait at once on one client", callers()),
        )
        .count(callers() as u64)
        .outcome("0 wrong replies, 1 connection, descriptors back")
        .measured(format!("{} KiB for each that waits", said.text("each")))
        .write();
        return;
    }
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(config_through(&proxy).socket_timeout(SOON)).unwrap();
    r.set("k", 0).await.unwrap();
    let open = descriptors();
    let before = resident();
    proxy.stall(Direction::ToClient, true);
    let tasks: Vec<_> = (0..callers())
        .map(|own| spawn(come_and_go, (r.clone(), own, 2)))
        .collect();
    let all = callers();
    until("all wait", || r.connection_pool().stats().in_flight == all).await;
    let each = (resident() - before) as f64 / all as f64;
    apart::say("each", format!("{each:.1}"));
    assert!(each < 64.0, "{each} KiB for each");
    proxy.stall(Direction::ToClient, false);
    let mut wrong = 0;
    for task in tasks {
        wrong += task.join().await;
    }
    assert_eq!(wrong, 0);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.connects, stats.shared, stats.in_flight), (1, 1, 0));
    assert_eq!(descriptors(), open);
}

/// Takes one of the pool's connections for a moment, again and again.
#[maybe_async]
async fn take_turns((r, done, all): (Redis, Arc<AtomicU64>, u64)) -> u64 {
    let mut own = 0;
    while done.fetch_add(1, Ordering::Relaxed) < all {
        let mut connection = r.connection().await.unwrap();
        connection.ping().await.unwrap();
        own += 1;
    }
    own
}

#[maybe_async]
#[test]
async fn a_pool_at_its_limit_serves_all_who_wait_alike() {
    const WAITERS: u64 = 64;
    const ROUNDS: u64 = 30;
    let server = Server::start();
    let config = config_of(&server).max_connections(4);
    let r = Redis::new(config.pool_wait(PoolWait::UpTo(SOON))).unwrap();
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(r.connection().await.unwrap());
    }
    let done = Arc::new(AtomicU64::new(0));
    let with = || (r.clone(), Arc::clone(&done), WAITERS * ROUNDS);
    let tasks: Vec<_> = (0..WAITERS).map(|_| spawn(take_turns, with())).collect();
    until("all wait", || {
        r.connection_pool().stats().waiting == WAITERS as usize
    })
    .await;
    drop(held);
    let mut shares = Vec::new();
    for task in tasks {
        shares.push(task.join().await);
    }
    let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    assert_eq!(shares.iter().sum::<u64>(), WAITERS * ROUNDS);
    assert!(*least >= ROUNDS / 2, "{least} of {ROUNDS}");
    let stats = r.connection_pool().stats();
    assert_eq!((stats.in_use, stats.waiting, stats.timeouts), (0, 0, 0));
    assert_eq!(stats.connects, 4);
    row(25, "64 callers take turns at a pool of 4 connections")
        .count(WAITERS * ROUNDS)
        .outcome("all served in turn, 4 connections made")
        .measured(format!("a caller's share: {least} to {most} of {ROUNDS}"))
        .write();
}

#[maybe_async]
async fn wait_in_vain(r: Redis) -> Duration {
    let start = Instant::now();
    let error = r.connection().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaxConnections, "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    start.elapsed()
}

#[maybe_async]
#[test]
async fn who_waits_for_a_pool_in_vain_is_told_in_time() {
    const WAITERS: u64 = 100;
    let server = Server::start();
    let time = Duration::from_secs(1);
    let config = config_of(&server).max_connections(1);
    let r = Redis::new(config.pool_wait(PoolWait::UpTo(time))).unwrap();
    let held = r.connection().await.unwrap();
    let tasks: Vec<_> = (0..WAITERS)
        .map(|_| spawn(wait_in_vain, r.clone()))
        .collect();
    let mut longest = Duration::ZERO;
    for task in tasks {
        let took = task.join().await;
        assert!(took >= time && took < 2 * time, "{took:?}");
        longest = longest.max(took);
    }
    drop(held);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.timeouts, stats.waiting, stats.in_use), (100, 0, 0));
    row(25, "100 callers wait in vain for a pool's only connection")
        .count(WAITERS)
        .outcome("100 errors after the time that was set, nobody left in the queue")
        .measured(format!("the last after {longest:?} of {time:?}"))
        .write();
}

#[maybe_async]
#[test]
async fn a_pipeline_of_a_million_commands_is_answered_in_order_and_in_bounded_memory() {
    const COMMANDS: i64 = 1_000_000;
    if !apart::is_apart() {
        let said = apart::run(LIMIT);
        row(25, "a pipeline of 1,000,000 INCRs")
            .outcome("1,000,000 replies in order, 1 connection")
            .measured(format!(
                "{} MiB at most, of which {} MiB are the replies' numbers",
                said.text("most"),
                (COMMANDS * 8) >> 20
            ))
            .write();
        return;
    }
    let server = Server::start();
    let r = Redis::new(config_of(&server).socket_timeout(LIMIT)).unwrap();
    r.set("n", 0).await.unwrap();
    let before = resident();
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..COMMANDS {
        pipe.incr("n");
    }
    let counted: Vec<i64> = pipe.execute().await.unwrap();
    let most = (most_resident() - before) >> 10;
    assert!(counted.into_iter().eq(1..=COMMANDS));
    let in_use = r.connection_pool().stats();
    assert_eq!((in_use.in_use, in_use.in_flight), (0, 0));
    apart::say("most", most);
    assert!(most < 256, "{most} MiB");
}

/// Writes at a pace, whatever comes of it, until the end.
#[maybe_async]
async fn keep_writing(
    (r, value, pace, over): (Redis, Bytes, Duration, Arc<AtomicBool>),
) -> [u64; 3] {
    // What a thread needs of its stack for an error it needs from now on.
    let nobody = Config::from_url("redis://127.0.0.1:1").unwrap();
    let nobody = Redis::new(nobody.retry(Retry::never())).unwrap();
    nobody.set("large", &value[..]).await.unwrap_err();
    let [mut done, mut not_sent, mut unknown] = [0; 3];
    let mut due = Instant::now();
    while !over.load(Ordering::Relaxed) {
        let set = r.set("large", value.clone()).await;
        match set.map_err(|error| error.outcome()) {
            Ok(_) => done += 1,
            Err(Outcome::NotSent) => not_sent += 1,
            Err(_) => unknown += 1,
        }
        due = (due + pace).max(Instant::now() - pace);
        sleep(due.saturating_duration_since(Instant::now())).await;
    }
    [done, not_sent, unknown]
}

/// What a shared connection queues at most, and as much again that is being written.
const BUDGET_KIB: u64 = 2 * 4 * 1024;

#[maybe_async]
#[test]
async fn an_outage_under_writes_of_ten_megabytes_a_second_costs_no_more_than_the_queue_may_hold() {
    const WRITERS: u64 = 180;
    const LENGTH: u64 = 60_000;
    let outage = seconds("REDIAL_OUTAGE_SECONDS", 4);
    if !apart::is_apart() {
        // An arena of the allocator's for each thread is no part of the queue.
        let limit = LIMIT + outage;
        let said = apart::run_with(&[("MALLOC_ARENA_MAX", "1")], limit);
        row(25, "a server that reads nothing, under SETs of 10 MB/s")
            .outcome("memory grows by no more than the queue's 8 MiB and 10 %, and nothing stays queued")
            .measured(format!(
                "{} s, {} KiB more at most, {} refused before they were sent, {} of unknown outcome",
                said.text("seconds"),
                said.text("most"),
                said.text("not sent"),
                said.text("unknown")
            ))
            .write();
        return;
    }
    let server = Server::start();
    let config = config_of(&server).socket_timeout(Duration::from_secs(1));
    let r = Redis::new(config).unwrap();
    let value = Bytes::from(vec![b'x'; LENGTH as usize]);
    let over = Arc::new(AtomicBool::new(false));
    let pace = Duration::from_micros(1_000_000 * WRITERS * LENGTH / 10_000_000);
    r.set("k", 0).await.unwrap();
    let open = descriptors();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|_| {
            let with = (r.clone(), value.clone(), pace, Arc::clone(&over));
            spawn(keep_writing, with)
        })
        .collect();
    // What all of them need when all is well is no part of the growth.
    let start = Instant::now();
    sleep(Duration::from_secs(2)).await;
    let before = resident();
    server.freeze();
    let mut most = before;
    while start.elapsed() < Duration::from_secs(2) + outage {
        sleep(Duration::from_millis(20)).await;
        most = most.max(resident());
    }
    server.thaw();
    over.store(true, Ordering::Relaxed);
    let mut sums = [0; 3];
    for task in tasks {
        let counts = task.join().await;
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    let [done, not_sent, unknown] = sums;
    apart::say("seconds", outage.as_secs());
    apart::say("most", most - before);
    apart::say("not sent", not_sent);
    apart::say("unknown", unknown);
    assert!(done > 0 && not_sent + unknown > 0);
    let growth = most - before;
    assert!(growth <= BUDGET_KIB * 11 / 10, "{growth} KiB");
    let set = r.set("k", 1).await.unwrap();
    assert!(set);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.in_flight, stats.in_use, stats.waiting), (0, 0, 0));
    until("descriptors are back", || descriptors() == open).await;
}

#[maybe_async]
#[test]
async fn a_subscriber_that_sleeps_costs_no_memory() {
    const MESSAGES: u64 = 1_000;
    const LENGTH: usize = 100_000;
    if !apart::is_apart() {
        let said = apart::run(LIMIT);
        row(25, "100 MB published to a subscriber that sleeps")
            .outcome(
                "memory grows by less than 1 MiB, and the lost messages are announced by a gap",
            )
            .measured(format!(
                "{} KiB more, {} messages before the gap",
                said.text("growth"),
                said.text("heard")
            ))
            .write();
        return;
    }
    let server = Server::builder()
        .args("client-output-buffer-limit", &["pubsub", "8mb", "0", "0"])
        .start();
    let r = client_of(&server);
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe("news").await.unwrap();
    let value = Bytes::from(vec![b'x'; LENGTH]);
    for _ in 0..10 {
        r.publish("news", value.clone()).await.unwrap();
        let message = pubsub.get_message(SOON).await.unwrap();
        assert!(message.is_some());
    }
    let before = resident();
    let mut most = before;
    for _ in 0..MESSAGES {
        r.publish("news", value.clone()).await.unwrap();
        most = most.max(resident());
    }
    let growth = most - before;
    let mut heard = 0;
    loop {
        let message = pubsub.get_message(SOON).await.unwrap().expect("a message");
        match message.kind() {
            MessageKind::Message => heard += 1,
            MessageKind::Gap => break,
            kind => panic!("{kind:?}"),
        }
    }
    assert!(heard < MESSAGES);
    while r.publish("news", "last").await.unwrap() == 0 {}
    let last = pubsub.get_message(SOON).await.unwrap().expect("a message");
    assert_eq!(last.payload::<String>().unwrap(), "last");
    apart::say("growth", growth);
    apart::say("heard", heard);
    assert!(growth < 1024, "{growth} KiB");
}

/// Asks now and then, until the end; whether it was answered at the last.
#[maybe_async]
async fn keep_asking((r, over): (Redis, Arc<AtomicBool>)) -> bool {
    let mut answered = false;
    while !over.load(Ordering::Relaxed) {
        answered = r.ping().await.is_ok();
        sleep(Duration::from_millis(50)).await;
    }
    answered
}

/// When each client was back after an outage of so long; and how long nobody looked, at most.
#[maybe_async]
async fn come_back(proxy: &Proxy, clients: usize, outage: Duration) -> (Vec<Duration>, Duration) {
    until("all are there", || proxy.open_connections() == clients).await;
    proxy.refuse_connections(true);
    proxy.cut();
    until("all are cut", || proxy.open_connections() == 0).await;
    sleep(outage).await;
    let before = proxy.connections();
    proxy.refuse_connections(false);
    let start = Instant::now();
    let (mut back, mut looked, mut unseen) = (Vec::new(), start, Duration::ZERO);
    while back.len() < clients {
        sleep(Duration::from_millis(1)).await;
        let came = (proxy.connections() - before).min(clients);
        back.resize(came, start.elapsed());
        unseen = unseen.max(looked.elapsed());
        looked = Instant::now();
        assert!(start.elapsed() < SOON, "{came} are back");
    }
    (back, unseen)
}

/// How many there are within any 100 ms, at most.
fn crowd(times: &[Duration]) -> usize {
    let within = |at: &Duration| {
        let end = *at + Duration::from_millis(100);
        times
            .iter()
            .filter(|time| (*at..end).contains(time))
            .count()
    };
    times.iter().map(within).max().unwrap_or(0)
}

#[maybe_async]
#[test]
async fn two_hundred_clients_do_not_come_back_all_at_once() {
    const CLIENTS: usize = 200;
    /// A machine that lets nobody run for so long lets all that was due go on together then.
    const STALL: Duration = Duration::from_millis(25);
    const ROUNDS: usize = 5;
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = Vec::new();
    for _ in 0..CLIENTS {
        let r = Redis::new(config_through(&proxy)).unwrap();
        tasks.push(spawn(keep_asking, (r, Arc::clone(&over))));
    }
    let mut measured = None;
    for _ in 0..ROUNDS {
        let (back, unseen) = come_back(&proxy, CLIENTS, Duration::from_secs(2)).await;
        if unseen <= STALL {
            measured = Some(back);
            break;
        }
        println!("measured again: nothing ran for {unseen:?}");
    }
    over.store(true, Ordering::Relaxed);
    for task in tasks {
        let answered = task.join().await;
        assert!(answered);
    }
    until("all are closed", || proxy.open_connections() == 0).await;
    let Some(back) = measured else {
        println!("not measured: the machine is too busy");
        lacking(25, "the machine is too busy");
        return;
    };
    let (most, last) = (crowd(&back), back.last().unwrap());
    assert!(most * 4 <= CLIENTS, "{most} within 100 ms");
    row(25, "200 clients lose their server for 2 s")
        .count(CLIENTS as u64)
        .outcome("all are back, at most 25 % of them within any 100 ms")
        .measured(format!(
            "{most} within 100 ms at most, the last after {last:?}"
        ))
        .write();
}
