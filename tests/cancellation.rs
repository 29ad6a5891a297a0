//! Futures that are dropped half way: whatever they were at, nobody gets anybody else's reply.
#![cfg(feature = "async")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use redial::asyncio::prelude::*;
use redial::{Config, PoolWait, Protocol, Result};

use support::proxy::{Direction, Proxy};
use support::random::{Random, seed};
use support::report::{Report, scaled};
use support::server::Server;

/// Polls a future at most so many times, and drops it then.
async fn polled<F: Future>(future: F, times: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..times {
        let polled = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
        match polled {
            Poll::Ready(output) => return Some(output),
            Poll::Pending => tokio::task::yield_now().await,
        }
    }
    None
}

/// Asks for its own key in every way there is, and gives up after a few polls each time.
async fn give_up_often(r: Redis, task: usize) -> Result<()> {
    let own = format!("own:{task}");
    r.set(&own, &own).await?;
    for round in 0..150_u32 {
        let polls = round % 9;
        if let Some(value) = polled(r.get::<String>(&own), polls).await {
            assert_eq!(value?, Some(own.clone()));
        }
        let mut pipe = r.pipeline().transaction(round % 2 == 0);
        pipe.get::<String>(&own).get::<String>(&own);
        if let Some(values) = polled(pipe.execute::<(String, String)>(), polls).await {
            assert_eq!(values?, (own.clone(), own.clone()));
        }
        let transaction = r.transaction(&own, |mut tx| async move {
            tx.multi()
                .execute_command::<()>(Command::new("PING"))
                .execute::<()>()
                .await
        });
        if let Some(done) = polled(transaction, polls).await {
            done?;
        }
        if let Some(value) = polled(
            r.execute_command::<Option<()>>(Command::new("BLPOP").key("none").arg(0)),
            polls,
        )
        .await
        {
            panic!("nobody pushes: {value:?}");
        }
    }
    let value: Option<String> = r.get(&own).await?;
    assert_eq!(value, Some(own));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_future_takes_nobody_elses_reply() -> Result<()> {
    let server = Server::start();
    for shared in [0, 1, 2] {
        let config = Config::from_url(server.url())?
            .shared_connections(shared)
            .max_connections(8)
            .pool_wait(PoolWait::Forever);
        let r = Redis::new(config)?;
        let tasks: Vec<_> = (0..20)
            .map(|task| tokio::spawn(give_up_often(r.clone(), task)))
            .collect();
        for task in tasks {
            task.await.unwrap()?;
        }
        let stats = r.connection_pool().stats();
        assert_eq!((stats.in_use, stats.waiting), (0, 0), "no slot is lost");
        assert_eq!((stats.shared, stats.in_flight), (shared, 0));
    }
    Ok(())
}

/// In what way a key is asked for.
#[derive(Clone, Copy, Debug)]
enum Way {
    Single,
    Pipeline,
    Transaction,
}

/// Asks for a key, which holds its own name; whether that came.
async fn asks(r: &Redis, own: &str, way: Way) -> Result<()> {
    let values: Vec<Option<String>> = match way {
        Way::Single => vec![r.get(own).await?],
        Way::Pipeline | Way::Transaction => {
            let mut pipe = r.pipeline().transaction(matches!(way, Way::Transaction));
            pipe.get::<String>(own).get::<String>(own);
            pipe.execute().await?
        }
    };
    let right = values.iter().all(|value| value.as_deref() == Some(own));
    assert!(right, "{own} got somebody else's reply: {values:?}");
    Ok(())
}

/// Asks for its own key and gives up after a few polls, or not; how often it gave up.
async fn give_up_at_random(
    r: Redis,
    own: String,
    way: Way,
    rounds: u64,
    mut random: Random,
) -> Result<u64> {
    let mut dropped = 0;
    for _ in 0..rounds {
        let polls = random.below(9) as u32;
        // A command by itself is the future that it is, and no other one around it.
        let asked = match way {
            Way::Single => {
                let value = polled(r.get::<String>(&own), polls).await;
                value.map(|value| value.map(|value| assert_eq!(value.as_ref(), Some(&own))))
            }
            _ => polled(asks(&r, &own, way), polls).await,
        };
        match asked {
            Some(answered) => answered?,
            None => dropped += 1,
        }
        if random.below(8) == 0 {
            asks(&r, &own, way).await?;
        }
    }
    asks(&r, &own, Way::Single).await?;
    Ok(dropped)
}

/// How many connections the server has had, that of who asks included.
fn connections(server: &Server) -> u64 {
    let stats = server.command(&["INFO", "stats"]);
    let mut lines = stats.lines();
    let count = lines.find_map(|line| line.strip_prefix("total_connections_received:"));
    count.expect("it is counted").parse().unwrap()
}

/// Has many tasks give up again and again; how many futures were dropped, and how many connections it took.
async fn many_give_up(
    config: Config,
    tasks: u64,
    rounds: u64,
    way: Way,
    random: &mut Random,
) -> Result<(u64, u64)> {
    let server = Server::start();
    let before = connections(&server);
    let r = Redis::new(config.host("127.0.0.1").port(server.port()))?;
    let names: Vec<String> = (0..tasks).map(|task| format!("own:{task}")).collect();
    for name in &names {
        r.set(name, name).await?;
    }
    let tasks: Vec<_> = (names.iter())
        .map(|name| {
            let random = Random::new(random.next());
            let giving_up = give_up_at_random(r.clone(), name.clone(), way, rounds, random);
            tokio::spawn(giving_up)
        })
        .collect();
    let mut dropped = 0;
    for task in tasks {
        dropped += in_time(task).await.unwrap()?;
    }
    for name in &names {
        asks(&r, name, Way::Single).await?;
    }
    let stats = r.connection_pool().stats();
    assert_eq!((stats.in_use, stats.waiting, stats.in_flight), (0, 0, 0));
    Ok((dropped, connections(&server) - before - 1))
}

/// No test waits for ever, whatever is broken.
async fn in_time<F: Future>(future: F) -> F::Output {
    let limit = Duration::from_secs(60);
    let done = tokio::time::timeout(limit, future).await;
    done.expect("within the time that anything may take")
}

const PROTOCOLS: [Protocol; 2] = [Protocol::Resp3, Protocol::Resp2];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_dropped_futures_cost_no_connection() -> Result<()> {
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        let config = Config::new().protocol(protocol);
        let rounds = scaled(1000);
        let (dropped, connections) =
            many_give_up(config, 100, rounds, Way::Single, &mut random).await?;
        assert_eq!(connections, 1);
        assert!(dropped > 0);
        report(1, protocol, "GETs dropped after 0 to 8 polls, 100 tasks")
            .count(100 * rounds)
            .outcome("0 wrong replies, 1 connection")
            .measured(format!("{dropped} were dropped before their reply came"))
            .write();
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_pipelines_and_transactions_cost_no_connection() -> Result<()> {
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        for (way, name) in [(Way::Pipeline, "pipelines"), (Way::Transaction, "MULTIs")] {
            let config = Config::new().protocol(protocol);
            let rounds = scaled(100);
            let (dropped, connections) =
                many_give_up(config, 100, rounds, way, &mut random).await?;
            assert_eq!(connections, 1);
            let injected = format!("{name} dropped after 0 to 8 polls, 100 tasks");
            report(1, protocol, injected)
                .count(100 * rounds)
                .outcome("0 wrong replies, 1 connection")
                .measured(format!("{dropped} were dropped before their replies came"))
                .write();
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_futures_cost_a_connection_of_the_pool_each_at_most() -> Result<()> {
    const POOL: usize = 4;
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        for (way, name) in [
            (Way::Single, "GETs"),
            (Way::Pipeline, "pipelines"),
            (Way::Transaction, "MULTIs"),
        ] {
            let config = Config::new().protocol(protocol).shared_connections(0);
            let config = config.max_connections(POOL).pool_wait(PoolWait::Forever);
            let rounds = scaled(100);
            let (dropped, connections) = many_give_up(config, 20, rounds, way, &mut random).await?;
            assert!(connections <= POOL as u64 + dropped);
            let injected =
                format!("{name} on a pool of {POOL} dropped after 0 to 8 polls, 20 tasks");
            report(1, protocol, injected)
                .count(20 * rounds)
                .outcome("0 wrong replies, one connection more a drop at most")
                .measured(format!("{dropped} dropped, {connections} connections"))
                .write();
        }
    }
    Ok(())
}

/// Listens and gives up after a few polls, again and again, until so many messages have come.
async fn listen_at_random(
    pubsub: PubSub,
    own: String,
    count: u64,
    mut random: Random,
) -> Result<u64> {
    let (mut dropped, mut next) = (0, 0);
    while next < count {
        let polls = random.below(9) as u32;
        let message = match random.below(2) {
            0 => polled(pubsub.get_message(None), polls)
                .await
                .transpose()?
                .flatten(),
            _ => polled(pubsub.listen().next(), polls)
                .await
                .flatten()
                .transpose()?,
        };
        let Some(message) = message else {
            dropped += 1;
            tokio::task::yield_now().await;
            continue;
        };
        assert_eq!(message.kind(), MessageKind::Message);
        assert_eq!(message.channel(), own);
        assert_eq!(message.payload::<String>()?, format!("{own}:{next}"));
        next += 1;
    }
    Ok(dropped)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_listeners_get_their_own_messages_all_of_them_in_order() -> Result<()> {
    const SUBSCRIBERS: u64 = 4;
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        let server = Server::start();
        let before = connections(&server);
        let r = Redis::new(Config::from_url(server.url())?.protocol(protocol))?;
        let count = scaled(1000);
        let mut listeners = Vec::new();
        for subscriber in 0..SUBSCRIBERS {
            let own = format!("channel:{subscriber}");
            let pubsub = r.pubsub().ignore_subscribe_messages();
            pubsub.subscribe(&own).await?;
            let random = Random::new(random.next());
            listeners.push(tokio::spawn(listen_at_random(pubsub, own, count, random)));
        }
        let start = Instant::now();
        while r.pubsub_channels::<String>().await?.len() < SUBSCRIBERS as usize {
            assert!(start.elapsed() < Duration::from_secs(60));
        }
        for number in 0..count {
            for subscriber in 0..SUBSCRIBERS {
                let own = format!("channel:{subscriber}");
                r.publish(&own, format!("{own}:{number}")).await?;
            }
        }
        let mut dropped = 0;
        for listener in listeners {
            dropped += in_time(listener).await.unwrap()?;
        }
        assert_eq!(connections(&server) - before - 1, 1 + SUBSCRIBERS);
        report(
            1,
            protocol,
            "messages to listeners dropped after 0 to 8 polls, 4 subscribers",
        )
        .count(SUBSCRIBERS * count)
        .outcome("every message to its own subscriber, once and in order, 1 connection each")
        .measured(format!("{dropped} were dropped before a message came"))
        .write();
    }
    Ok(())
}

/// Asks through a slow proxy and gives up at random times, so many times; how often it got what it asked for.
async fn cancel_at_random(
    r: Redis,
    own: String,
    way: Way,
    quota: u64,
    mut random: Random,
) -> Result<u64> {
    let (mut answered, mut cancelled) = (0, 0);
    while cancelled < quota {
        let time = Duration::from_micros(random.below(14_000));
        match tokio::time::timeout(time, asks(&r, &own, way)).await {
            Ok(done) => {
                done?;
                answered += 1;
            }
            Err(_elapsed) => cancelled += 1,
        }
        if random.below(8) == 0 {
            asks(&r, &own, Way::Single).await?;
        }
    }
    Ok(answered)
}

/// The same on one connection of its own, which connects anew where it has to.
async fn cancel_on_a_connection(
    r: Redis,
    own: String,
    quota: u64,
    mut random: Random,
) -> Result<u64> {
    let mut conn = r.connection().await?;
    let (mut answered, mut cancelled) = (0, 0);
    while cancelled < quota {
        let time = Duration::from_micros(random.below(14_000));
        match tokio::time::timeout(time, conn.get::<String>(&own)).await {
            Ok(value) => {
                assert_eq!(value?.as_ref(), Some(&own));
                answered += 1;
            }
            Err(_elapsed) => cancelled += 1,
        }
    }
    assert_eq!(conn.get::<String>(&own).await?, Some(own));
    Ok(answered)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_while_replies_are_under_way_crosses_none() -> Result<()> {
    const TASKS: u64 = 50;
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        let server = Server::start();
        let (mut answered, mut cancelled) = (0, 0);
        for (shared, way, quota) in [
            (1, Some(Way::Single), 80),
            (0, Some(Way::Single), 30),
            (1, Some(Way::Pipeline), 30),
            (1, Some(Way::Transaction), 30),
            (0, Some(Way::Transaction), 10),
            (0, None, 20),
        ] {
            let proxy = Proxy::to(server.port());
            proxy.delay_replies(Duration::from_millis(5));
            let config = Config::from_url(proxy.url())?.protocol(protocol);
            let r = Redis::new(config.shared_connections(shared))?;
            // Who is cancelled while connecting leaves that to another, on another connection.
            r.ping().await?;
            let quota = scaled(quota);
            let tasks: Vec<_> = (0..TASKS)
                .map(|task| {
                    let own = format!("own:{task}");
                    server.command(&["SET", &own, &own]);
                    let random = Random::new(random.next());
                    let r = r.clone();
                    match way {
                        Some(way) => tokio::spawn(cancel_at_random(r, own, way, quota, random)),
                        None => tokio::spawn(cancel_on_a_connection(r, own, quota, random)),
                    }
                })
                .collect();
            for task in tasks {
                answered += in_time(task).await.unwrap()?;
                cancelled += quota;
            }
            assert_eq!(r.connection_pool().stats().in_use, 0);
            if shared == 1 {
                assert_eq!(proxy.connections(), 1, "{way:?}");
            }
        }
        assert!(answered > 0, "nothing was proved");
        report(
            2,
            protocol,
            "cancelled at random times while replies are delayed by 5 ms, on the shared connection, the pool's, one of one's own, in pipelines and MULTI",
        )
        .count(cancelled)
        .outcome("0 wrong replies, 1 shared connection")
        .measured(format!("{answered} calls were answered in time"))
        .write();
    }
    Ok(())
}

/// Sets values and gives up while they are being written; the values by their keys.
async fn give_up_writing(
    port: u16,
    worker: u64,
    protocol: Protocol,
    rounds: u64,
    mut random: Random,
) -> Result<(u64, Vec<(String, u64, usize)>)> {
    let proxy = Proxy::to(port);
    proxy.narrow();
    let config = Config::from_url(proxy.url())?.protocol(protocol);
    let shared = Redis::new(config.clone())?;
    let pooled = Redis::new(config.shared_connections(0))?;
    let (mut dropped, mut sent) = (0, Vec::new());
    for round in 0..rounds {
        let r = if round % 2 == 0 { &shared } else { &pooled };
        let (name, seed) = (format!("{worker}:{round}"), random.next());
        let most = [2_000, 100_000, 1_000_000][random.below(3) as usize];
        let size = 1 + random.below(most) as usize;
        let value = Random::new(seed).bytes(size);
        assert_eq!(r.get::<String>("own").await?.as_deref(), Some("own"));
        proxy.stall_after(Direction::ToServer, random.below(size as u64 + 60) as usize);
        let time = Duration::from_micros(random.below(15_000));
        let set = tokio::time::timeout(time, r.set(&name, value)).await;
        proxy.stall(Direction::ToServer, false);
        match set {
            Ok(set) => assert!(set?),
            Err(_elapsed) => dropped += 1,
        }
        sent.push((name, seed, size));
        assert_eq!(r.get::<String>("own").await?.as_deref(), Some("own"));
    }
    drop((shared, pooled));
    while proxy.open_connections() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok((dropped, sent))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_is_given_up_in_the_middle_changes_nothing_else() -> Result<()> {
    let mut random = Random::new(seed());
    for protocol in PROTOCOLS {
        let server = Server::start();
        server.command(&["SET", "own", "own"]);
        let rounds = scaled(25);
        let tasks: Vec<_> = (0..20)
            .map(|worker| {
                let random = Random::new(random.next());
                let giving_up = give_up_writing(server.port(), worker, protocol, rounds, random);
                tokio::spawn(giving_up)
            })
            .collect();
        let (mut dropped, mut sent) = (0, Vec::new());
        for task in tasks {
            let (some, mut of_one) = in_time(task).await.unwrap()?;
            dropped += some;
            sent.append(&mut of_one);
        }
        let r = Redis::from_url(server.url())?;
        let mut stored = 0;
        for (name, seed, size) in &sent {
            if let Some(got) = r.get::<Vec<u8>>(name).await? {
                assert!(
                    got == Random::new(*seed).bytes(*size),
                    "{name} holds something else"
                );
                stored += 1;
            }
        }
        assert_eq!(server.command(&["DBSIZE"]), (stored + 1).to_string());
        let stats = server.command(&["INFO", "commandstats"]);
        let set = format!("cmdstat_set:calls={},", stored + 1);
        assert!(stats.contains(&set), "{stored} are stored: {stats}");
        for line in stats
            .lines()
            .filter_map(|line| line.strip_prefix("cmdstat_"))
        {
            let known = [
                "set:", "get:", "hello:", "ping:", "info:", "dbsize:", "client|",
            ];
            assert!(
                known.iter().any(|name| line.starts_with(name)),
                "nobody has sent {line}"
            );
        }
        assert!(dropped > 0, "nothing was proved");
        report(
            4,
            protocol,
            "SETs of 1 byte to 1 MB given up at random times while they are written and stopped in the middle",
        )
        .count(sent.len() as u64)
        .outcome("0 values changed, 0 commands that nobody sent")
        .measured(format!("{dropped} were given up, {stored} are stored"))
        .write();
    }
    Ok(())
}

fn report(row: u8, protocol: Protocol, injected: impl Into<String>) -> Report {
    Report::new(row, format!("asyncio, {protocol:?}"), injected)
}

/// What is left alone half way must not keep the others from their replies.
#[tokio::test]
async fn a_future_that_is_polled_once_and_left_alone_holds_nobody_up() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    r.set("k", "v").await?;
    let mut left_alone: Vec<_> = (0..10).map(|_| Box::pin(r.get::<String>("k"))).collect();
    for future in &mut left_alone {
        assert!(polled(future, 1).await.is_none());
    }
    for _ in 0..100 {
        let value: Option<String> = r.get("k").await?;
        assert_eq!(value.as_deref(), Some("v"));
    }
    for future in left_alone {
        assert_eq!(future.await?.as_deref(), Some("v"));
    }
    Ok(())
}

/// A runtime that is alive and not polled serves nobody; who runs on another waits for its deadline at most.
#[test]
fn a_runtime_that_is_not_polled_keeps_nobody_for_ever() -> Result<()> {
    let server = Server::start();
    let config = Config::from_url(server.url())?.socket_timeout(Duration::from_millis(200));
    let r = Redis::new(config.retry(redial::Retry::never()))?;
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let idle = runtime();
    idle.block_on(async { r.set("k", "v").await })?;
    let other = runtime();
    other.block_on(async {
        let first = tokio::time::timeout(Duration::from_secs(5), r.get::<String>("k")).await;
        let error = first.expect("in time").unwrap_err();
        assert!(error.is_timeout(), "{error}");
        for _ in 0..3 {
            assert_eq!(r.get::<String>("k").await?.as_deref(), Some("v"));
        }
        Ok::<(), redial::Error>(())
    })?;
    drop(idle);
    other.block_on(async { r.get::<String>("k").await })?;
    Ok(())
}

/// While both are polled, either serves the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_runtimes_share_one_client() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    r.set("k", 0).await?;
    let counting = r.clone();
    let elsewhere = std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            for _ in 0..200 {
                counting.incr("k").await.unwrap();
            }
        });
    });
    for _ in 0..200 {
        r.incr("k").await?;
    }
    tokio::task::spawn_blocking(|| elsewhere.join().unwrap())
        .await
        .unwrap();
    assert_eq!(r.get::<i64>("k").await?, Some(400));
    assert_eq!(r.connection_pool().stats().connects, 1);
    Ok(())
}

#[test]
fn a_client_outlives_the_runtimes_that_it_is_used_on() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    for round in 1..=3 {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let n = runtime.block_on(async { r.incr("rounds").await })?;
        assert_eq!(n, round);
        let mut pending = Box::pin(async { r.get::<String>("rounds").await });
        runtime.block_on(async { polled(pending.as_mut(), 1).await });
        drop(runtime);
        drop(pending);
    }
    drop(r);
    Ok(())
}

#[tokio::test]
async fn a_command_that_was_given_up_while_its_reply_was_under_way_costs_its_connection_at_most()
-> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    for (shared, connects) in [(0, 6), (1, 1)] {
        let config = Config::from_url(proxy.url())?.shared_connections(shared);
        let r = Redis::new(config)?;
        for name in ["a", "b"] {
            r.set(name, name).await?;
        }
        proxy.delay_replies(Duration::from_millis(30));
        for _ in 0..5 {
            let soon = Duration::from_millis(10);
            let given_up = tokio::time::timeout(soon, r.get::<String>("a")).await;
            assert!(given_up.is_err());
            let own: Option<String> = r.get("b").await?;
            assert_eq!(own.as_deref(), Some("b"));
        }
        proxy.delay_replies(Duration::ZERO);
        let stats = r.connection_pool().stats();
        assert_eq!((stats.in_use, stats.connects), (0, connects));
    }
    Ok(())
}

#[tokio::test]
async fn who_stops_waiting_for_a_connection_leaves_the_queue() -> Result<()> {
    let server = Server::start();
    let config = Config::from_url(server.url())?
        .shared_connections(0)
        .max_connections(1)
        .pool_wait(PoolWait::Forever);
    let r = Redis::new(config)?;
    let held = r.connection().await?;
    for _ in 0..1000 {
        assert!(polled(r.get::<String>("k"), 2).await.is_none());
    }
    assert_eq!(r.connection_pool().stats().waiting, 0);
    drop(held);
    r.set("k", 1).await?;
    assert_eq!(r.connection_pool().stats().in_use, 0);
    Ok(())
}

#[tokio::test]
async fn a_connection_given_to_somebody_who_just_left_goes_on_to_the_next() -> Result<()> {
    let server = Server::start();
    let config = Config::from_url(server.url())?
        .shared_connections(0)
        .max_connections(1)
        .pool_wait(PoolWait::Forever);
    let r = Redis::new(config)?;
    let held = r.connection().await?;
    let mut leaver = Box::pin(async { r.get::<String>("k").await });
    assert!(polled(leaver.as_mut(), 1).await.is_none());
    let waiter = tokio::spawn({
        let r = r.clone();
        async move { r.set("k", 1).await }
    });
    while r.connection_pool().stats().waiting < 2 {
        tokio::task::yield_now().await;
    }
    drop(held); // It is handed to the leaver now, who never looks at it.
    drop(leaver);
    assert!(waiter.await.unwrap()?);
    assert_eq!(r.connection_pool().stats().in_use, 0);
    Ok(())
}

/// Listens and gives up after a few polls, again and again; the numbers that came.
async fn listen_and_give_up_often(pubsub: PubSub) -> Result<Vec<i64>> {
    let mut numbers = Vec::new();
    for round in 0_u32.. {
        let message = match round % 3 {
            0 => polled(pubsub.get_message(None), round % 5)
                .await
                .transpose()?,
            1 => polled(pubsub.listen().next(), round % 5)
                .await
                .flatten()
                .transpose()?
                .map(Some),
            _ => Some(pubsub.get_message(Duration::from_millis(1)).await?),
        };
        let Some(message) = message.flatten() else {
            continue;
        };
        match message.kind() {
            MessageKind::Message => numbers.push(message.payload()?),
            MessageKind::Unsubscribe => break,
            kind => panic!("{kind:?}"),
        }
    }
    Ok(numbers)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_listener_loses_no_message() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    let pubsub = r.pubsub();
    pubsub.subscribe("numbers").await?;
    pubsub.get_message(None).await?;
    let listener = tokio::spawn(listen_and_give_up_often(pubsub.clone()));
    for number in 0..2000_i64 {
        assert_eq!(r.publish("numbers", number).await?, 1);
    }
    pubsub.unsubscribe(()).await?;
    let numbers = listener.await.unwrap()?;
    assert_eq!(numbers, Vec::from_iter(0..2000));
    Ok(())
}

#[tokio::test]
async fn a_dropped_subscribing_leaves_a_subscriber_that_works() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    let pubsub = r.pubsub().ignore_subscribe_messages();
    // More than a socket takes at once.
    let many: Vec<String> = (0..20_000)
        .map(|number| format!("channel:{number:0200}"))
        .collect();
    for polls in 0..12 {
        let subscribed = polled(pubsub.subscribe(&many), polls).await;
        subscribed.transpose()?;
        pubsub.subscribe("last").await?;
        let mut waiting = 0;
        while r.publish("last", "x").await? == 0 {
            waiting += 1;
            assert!(waiting < 10_000);
            pubsub.get_message(Duration::from_millis(1)).await?;
        }
        let found = loop {
            let message = pubsub
                .get_message(Duration::from_secs(10))
                .await?
                .expect("a message");
            if message.kind() == MessageKind::Message {
                break message;
            }
            assert_eq!(message.kind(), MessageKind::Gap);
        };
        assert_eq!(found.channel(), "last");
        if polls % 4 == 3 {
            pubsub.close();
        }
    }
    Ok(())
}

/// Waits until nobody has the lock.
async fn until_unlocked(lock: &Lock) -> Result<()> {
    for _ in 0..2000 {
        if !lock.locked().await? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it stays locked: {lock:?}");
}

/// How often the server has executed `DEL`, in scripts too.
fn deletions(server: &Server) -> u64 {
    let stats = server.command(&["INFO", "commandstats"]);
    let mut lines = stats.lines();
    let calls = lines.find_map(|line| line.strip_prefix("cmdstat_del:calls=")?.split(',').next());
    calls.map_or(0, |calls| calls.parse().unwrap())
}

#[tokio::test]
async fn a_lock_whose_acquiring_is_given_up_is_not_left_locked() -> Result<()> {
    let server = Server::start();
    for shared in [0, 1, 2] {
        let config = Config::from_url(server.url())?.shared_connections(shared);
        let r = Redis::new(config)?;
        let name = format!("job{shared}");
        let mut acquired = 0;
        for polls in 0..200 {
            // Others at work, so that it is given up at other moments too.
            let others = (0..polls % 4).map(|_| r.incr("n"));
            let others = futures_util::future::join_all(others);
            let lock = r.lock(&name).timeout(Duration::from_secs(60));
            let acquiring = polled(lock.acquire(), polls % 10);
            let (acquiring, _) = futures_util::future::join(acquiring, others).await;
            if let Some(guard) = acquiring {
                guard?.release().await?;
                acquired += 1;
            }
        }
        until_unlocked(&r.lock(&name)).await?;
        let guard = r.lock(&name).acquire().await?;
        guard.release().await?;
        assert!(acquired < 200, "some were given up");
    }
    Ok(())
}

#[tokio::test]
async fn a_lock_that_was_set_when_nobody_waited_any_more_is_released() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    for shared in [0, 1, 2] {
        let config = Config::from_url(proxy.url())?.shared_connections(shared);
        let r = Redis::new(config)?;
        let lock = r.lock("job");
        // Every connection is there, so that it is sent at once.
        for _ in 0..2 {
            lock.locked().await?;
        }
        let before = deletions(&server);
        proxy.stall(Direction::ToClient, true);
        let soon = Duration::from_millis(50);
        let given_up = tokio::time::timeout(soon, lock.acquire()).await;
        assert!(given_up.is_err());
        proxy.stall(Direction::ToClient, false);
        until_unlocked(&lock).await?;
        let deleted = deletions(&server) - before;
        assert_eq!(deleted, 1, "it was locked: {shared}");
    }
    Ok(())
}

#[tokio::test]
async fn a_lock_whose_release_is_given_up_is_released_all_the_same() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    let lock = r.lock("job");
    for polls in 0..10 {
        let guard = lock.acquire().await?;
        if let Some(released) = polled(guard.release(), polls).await {
            released?;
        }
        until_unlocked(&lock).await?;
    }
    Ok(())
}

#[test]
fn a_guard_that_is_dropped_where_no_runtime_runs_leaves_the_lock_to_its_timeout() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lock = r.lock("job").timeout(Duration::from_secs(60));
    for lock in [lock.clone(), lock.renew()] {
        let guard = runtime.block_on(lock.acquire())?;
        drop(guard);
        assert!(runtime.block_on(lock.locked())?);
        runtime.block_on(r.delete("job"))?;
    }
    let guard = runtime.block_on(lock_and_leave(&r))?;
    drop(runtime);
    drop(guard);
    assert_eq!(server.command(&["EXISTS", "job"]), "1");
    Ok(())
}

/// A guard whose renewal ends with the runtime.
async fn lock_and_leave(r: &Redis) -> Result<LockGuard> {
    let lock = r.lock("job").timeout(Duration::from_secs(60)).renew();
    lock.acquire().await
}

#[test]
fn a_runtime_that_ends_takes_its_guards_along() -> Result<()> {
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.spawn(async move {
        let _guard = lock_and_leave(&r).await.unwrap();
        std::future::pending::<()>().await;
    });
    while server.command(&["EXISTS", "job"]) == "0" {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(runtime);
    Ok(())
}

/// All that may wait for an answer, each in a task of its own.
async fn leave_all_waiting(r: &Redis) -> Result<()> {
    let pubsub = r.pubsub();
    pubsub.subscribe("news").await?;
    let mut monitor = r.monitor().await?;
    let (popping, getting) = (r.clone(), r.clone());
    tokio::spawn(async move {
        popping
            .blpop::<String, String>("none", Duration::ZERO)
            .await
    });
    tokio::spawn(async move { pubsub.run_with(|_| ()).await });
    tokio::spawn(async move { while monitor.next_command().await.is_ok() {} });
    let mut connection = r.connection().await?;
    tokio::spawn(async move { connection.get::<String>("k").await });
    tokio::spawn(async move { while getting.get::<String>("k").await.is_ok() {} });
    Ok(())
}

#[test]
fn a_runtime_ends_at_once_while_the_server_is_frozen() -> Result<()> {
    const ROUNDS: u64 = 10;
    let mut longest = Duration::ZERO;
    for workers in [1, 2].repeat(ROUNDS as usize / 2) {
        let server = Server::start();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(workers)
            .enable_all()
            .build()
            .unwrap();
        let r = Redis::from_url(server.url())?;
        runtime.block_on(leave_all_waiting(&r))?;
        server.freeze();
        // Those that were answered by then ask once more.
        std::thread::sleep(Duration::from_millis(50));
        let start = Instant::now();
        drop(runtime);
        drop(r);
        longest = longest.max(start.elapsed());
        assert!(longest < Duration::from_millis(500), "{longest:?}");
    }
    Report::new(14, "asyncio", "the end of a runtime with a GET, a BLPOP 0, a subscriber, a monitor and a connection under way on a frozen server")
        .count(ROUNDS)
        .outcome("it ends at once (under 0.5 s)")
        .measured(format!("{longest:.1?} at most"))
        .write();
    Ok(())
}

/// A burst that the server does not take is what others wait behind, and each of them has its own time.
#[tokio::test]
async fn who_comes_while_nothing_can_be_written_has_a_deadline_as_well() -> Result<()> {
    const TIMEOUT: Duration = Duration::from_millis(400);
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    proxy.narrow();
    let config = Config::from_url(proxy.url())?.socket_timeout(TIMEOUT);
    let r = Redis::new(config)?;
    r.ping().await?;
    proxy.stall(Direction::ToServer, true);
    let value = vec![b'x'; 60_000];
    let mut stuck = Vec::new();
    for number in 0..60 {
        let (r, value) = (r.clone(), value.clone());
        let set = async move { r.set(format!("stuck:{number}"), value).await };
        stuck.push(tokio::spawn(set));
    }
    // All of them wait, and then some come that are written behind them, if at all.
    tokio::time::sleep(TIMEOUT / 2).await;
    assert_eq!(r.connection_pool().stats().in_flight, 60);
    let mut late = Vec::new();
    for number in 0..20 {
        let r = r.clone();
        late.push(tokio::spawn(async move {
            let begun = Instant::now();
            let error = r.incr(format!("late:{number}")).await.unwrap_err();
            (error, begun.elapsed())
        }));
    }
    for task in stuck {
        let set = task.await.unwrap();
        assert!(set.unwrap_err().is_timeout());
    }
    for task in late {
        let waited = tokio::time::timeout(10 * TIMEOUT, task).await;
        let (error, took) = waited.expect("no call waits for ever").unwrap();
        assert!(error.is_timeout(), "{error:?}");
        assert!(took < TIMEOUT * 5 / 2, "{took:?}");
    }
    Report::new(
        15,
        "asyncio",
        "calls behind writes that the server does not take",
    )
    .count(80)
    .outcome("each ends by a deadline of its own")
    .write();
    Ok(())
}
