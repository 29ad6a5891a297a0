//! A write that ends in the middle never leaves a usable connection.
//!
//! What is stored is made from a seed and looks like commands here and there, so that a byte too much or too
//! little, or one that is taken for a command, is seen.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use redial::{Config, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::proxy::{Direction, Proxy};
use crate::support::random::{Random, seed};
use crate::support::report::scaled;

const WORKERS: u64 = 20;
/// How long a call has, and how long a write can be held up.
const PATIENCE: Duration = Duration::from_millis(25);
/// No test of these takes longer, whatever is broken.
const LIMIT: Duration = Duration::from_secs(60);
/// How many commands a pipeline has.
const BATCH: u64 = 30;
/// How many callers there are at once, where there are many.
const CALLERS: u64 = 8;

/// What was sent in one call, and what is known of it.
struct Sent {
    /// The names of the keys, and what their values were made of.
    values: Vec<(String, u64, usize)>,
    atomic: bool,
    /// `Answered` if it went well.
    outcome: Outcome,
}

impl Sent {
    fn new(names: impl IntoIterator<Item = String>, random: &mut Random, most: u64) -> Self {
        let values = names
            .into_iter()
            .map(|name| (name, random.next(), 1 + random.below(most) as usize));
        Self {
            values: values.collect(),
            atomic: false,
            outcome: Outcome::Answered,
        }
    }

    /// How many bytes go over the connection for it, about.
    fn bytes(&self) -> usize {
        self.values.iter().map(|(_, _, size)| size + 50).sum()
    }
}

/// What is sent at once: one value, as many as make a pipeline, or the values of many callers.
fn calls_to_tear(name: &str, random: &mut Random) -> Vec<Sent> {
    match random.below(10) {
        0..5 => {
            let most = most(random);
            vec![Sent::new([name.to_owned()], random, most)]
        }
        5..8 => {
            let names = (0..BATCH).map(|at| format!("{name}:{at}"));
            let mut sent = Sent::new(names, random, 300);
            sent.atomic = random.below(2) == 0;
            vec![sent]
        }
        _ => (0..CALLERS)
            .map(|caller| Sent::new([format!("{name}:{caller}")], random, 60_000))
            .collect(),
    }
}

/// Sends it, and notes what is said of it.
#[maybe_async]
async fn send((r, mut sent): (Redis, Sent)) -> Sent {
    let made = match sent.values.as_slice() {
        [(name, seed, size)] => r.set(name, value(*seed, *size)).await.map(drop),
        many => {
            let mut pipe = r.pipeline().transaction(sent.atomic);
            for (name, seed, size) in many {
                pipe.set(name, value(*seed, *size));
            }
            pipe.execute().await
        }
    };
    if let Err(error) = made {
        assert!(error.is_timeout() || error.is_connection(), "{error}");
        sent.outcome = error.outcome();
    }
    sent
}

/// Mostly small, and some as large as 4 MiB.
fn most(random: &mut Random) -> u64 {
    match random.below(100) {
        0..50 => 2_000,
        50..75 => 100_000,
        75..97 => 600_000,
        _ => 4 << 20,
    }
}

fn value(seed: u64, size: usize) -> Vec<u8> {
    Random::new(seed).bytes(size)
}

/// Reads a key through the proxy until it comes, as right as it was: the client has recovered.
#[maybe_async]
async fn recovered(r: &Redis, apart: bool) {
    let start = Instant::now();
    loop {
        let got = match apart {
            false => r.get::<String>("own").await,
            true => own_of_the_pool(r).await,
        };
        match got {
            Ok(value) => {
                assert_eq!(value.as_deref(), Some("own"));
                return;
            }
            Err(error) => assert!(error.is_timeout() || error.is_connection(), "{error}"),
        }
        assert!(start.elapsed() < LIMIT, "it does not recover");
    }
}

#[maybe_async]
async fn own_of_the_pool(r: &Redis) -> Result<Option<String>> {
    let mut conn = r.connection().await?;
    conn.get("own").await
}

/// Tears one write after the other, at random places, and lets the rest through when it has failed.
#[maybe_async]
async fn tear((port, worker, rounds, mut random): (u16, u64, u64, Random)) -> Result<Vec<Sent>> {
    let proxy = Proxy::to(port);
    proxy.narrow();
    let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
    let config = config.retry(Retry::never()).socket_timeout(PATIENCE);
    let shared = Redis::new(config.clone())?;
    let pooled = Redis::new(config.shared_connections(0))?;
    let mut all = Vec::new();
    for round in 0..rounds {
        let r = if round % 2 == 0 { &shared } else { &pooled };
        let name = format!("{worker}:{round}");
        let calls = calls_to_tear(&name, &mut random);
        let bytes: usize = calls.iter().map(Sent::bytes).sum();
        // The connections that it will go over are there.
        recovered(r, false).await;
        recovered(r, bytes > 60_000).await;
        proxy.stall_after(Direction::ToServer, random.below(bytes as u64) as usize);
        if calls.len() == 1 {
            for sent in calls {
                all.push(send((r.clone(), sent)).await);
            }
        } else {
            let calls = calls.into_iter();
            let tasks: Vec<_> = calls.map(|sent| spawn(send, (r.clone(), sent))).collect();
            for task in tasks {
                all.push(task.join().await);
            }
        }
        proxy.stall(Direction::ToServer, false);
        recovered(r, false).await;
    }
    drop((shared, pooled));
    let start = Instant::now();
    // What has been held up arrives, or it is known that it does not.
    while proxy.open_connections() > 0 {
        assert!(start.elapsed() < LIMIT, "connections stay open");
        sleep(Duration::from_millis(5)).await;
    }
    Ok(all)
}

/// How often the server has run which command.
fn calls(server: &Server) -> BTreeMap<String, u64> {
    let stats = server.command(&["INFO", "commandstats"]);
    let lines = stats
        .lines()
        .filter_map(|line| line.strip_prefix("cmdstat_"));
    let calls = lines.map(|line| {
        let (name, rest) = line.split_once(":calls=").expect("a name");
        let (calls, _) = rest.split_once(',').expect("a number");
        (name.to_owned(), calls.parse().expect("a number"))
    });
    calls.collect()
}

#[maybe_async]
#[test]
async fn a_torn_write_never_changes_what_is_stored() -> Result<()> {
    let server = Server::start();
    server.command(&["SET", "own", "own"]);
    let mut random = Random::new(seed());
    let rounds = scaled(50);
    let tasks: Vec<_> = (0..WORKERS)
        .map(|worker| {
            let random = Random::new(random.next());
            spawn(tear, (server.port(), worker, rounds, random))
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.append(&mut task.join().await?);
    }
    let calls = calls(&server);
    let r = client_of(&server);
    let (mut sets, mut stored) = (0, 0);
    let (mut answered, mut unsent, mut unknown) = (0, 0, 0);
    for sent in &all {
        let mut there = 0;
        for (name, seed, size) in &sent.values {
            let got: Option<Vec<u8>> = r.get(name).await?;
            if let Some(got) = got {
                assert!(got == value(*seed, *size), "{name} holds something else");
                there += 1;
            }
        }
        let all_of_it = sent.values.len();
        match sent.outcome {
            Outcome::Answered => {
                assert_eq!(there, all_of_it);
                answered += 1;
            }
            Outcome::NotSent => {
                assert_eq!(there, 0, "it was sent");
                unsent += 1;
            }
            _ => {
                assert!(!sent.atomic || there == 0 || there == all_of_it);
                unknown += 1;
            }
        }
        sets += all_of_it as u64;
        stored += there as u64;
    }
    let keys: u64 = server.command(&["DBSIZE"]).parse().expect("a number");
    assert_eq!(keys, stored + 1, "there is a key that nobody has sent");
    assert_eq!(calls["set"], stored + 1, "and none was set twice");
    assert!(unknown > 0 && unsent > 0, "{answered} {unknown} {unsent}");
    for name in calls.keys() {
        let name = name.as_str();
        let known = ["set", "get", "hello", "multi", "exec", "ping", "info"];
        assert!(
            known.contains(&name) || name.starts_with("client|"),
            "nobody has sent {name}"
        );
    }
    assert!(stored < sets);
    row(
        4,
        "writes of 1 byte to 4 MiB, alone, in pipelines and MULTI, of one caller and of many, that stop in the middle until the deadline has passed, and go on then",
    )
    .count(WORKERS * rounds)
    .outcome("0 values changed, 0 commands that nobody sent, 0 said not to be sent and stored")
    .measured(format!(
        "{answered} calls answered, {unsent} not sent, {unknown} perhaps executed"
    ))
    .write();
    Ok(())
}
