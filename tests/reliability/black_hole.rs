//! A server that vanishes without a word: nothing comes back, no refusal and no end of a connection either.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::*;
use crate::face::test;
use crate::support::netns::FarServer;

/// Within which it has to be noticed, with the default settings.
const MOST: Duration = Duration::from_secs(10);
/// For something that should come at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who may be waiting when it happens.
#[derive(Debug, Clone, Copy)]
enum Waiter {
    /// A command on the shared connection, of a client without a deadline.
    Command,
    /// The same on a connection of one's own.
    Own,
    /// A command that is given after a while, with the default deadline.
    Idle,
    Pop,
    Monitor,
    Subscriber,
}

const WAITERS: [Waiter; 6] = [
    Waiter::Command,
    Waiter::Own,
    Waiter::Idle,
    Waiter::Pop,
    Waiter::Monitor,
    Waiter::Subscriber,
];

/// What somebody's waiting came to.
struct End {
    begun: Instant,
    ended: Instant,
    error: Option<redial::Error>,
}

impl End {
    fn of(begun: Instant, error: Option<redial::Error>) -> Self {
        let ended = Instant::now();
        Self {
            begun,
            ended,
            error,
        }
    }
}

/// Until somebody says that it has happened.
#[maybe_async]
async fn until_lost(lost: &AtomicBool) {
    while !lost.load(Ordering::SeqCst) {
        sleep(Duration::from_millis(10)).await;
    }
}

/// Connects, and waits.
#[maybe_async]
async fn wait((config, waiter, lost): (Config, Waiter, Arc<AtomicBool>)) -> End {
    let config = match waiter {
        Waiter::Command | Waiter::Own => config.socket_timeout(None),
        _ => config,
    };
    let r = Redis::new(config).unwrap();
    r.ping().await.unwrap();
    match waiter {
        Waiter::Command => {
            until_lost(&lost).await;
            let start = Instant::now();
            let done = r.incr("k").await;
            End::of(start, done.err())
        }
        Waiter::Own => {
            let mut connection = r.connection().await.unwrap();
            until_lost(&lost).await;
            let start = Instant::now();
            let done = connection.incr("k").await;
            End::of(start, done.err())
        }
        Waiter::Idle => {
            until_lost(&lost).await;
            sleep(Duration::from_secs(1)).await;
            let start = Instant::now();
            let done = r.incr("k").await;
            End::of(start, done.err())
        }
        Waiter::Pop => {
            let start = Instant::now();
            let done = r.blpop::<String, String>("none", Duration::ZERO).await;
            End::of(start, done.err())
        }
        Waiter::Monitor => {
            let mut monitor = r.monitor().await.unwrap();
            let start = Instant::now();
            loop {
                if let Err(error) = monitor.next_command().await {
                    return End::of(start, Some(error));
                }
            }
        }
        Waiter::Subscriber => {
            let pubsub = r.pubsub().ignore_subscribe_messages();
            pubsub.subscribe("news").await.unwrap();
            let start = Instant::now();
            loop {
                let deadline = PATIENCE.saturating_sub(start.elapsed());
                match pubsub.get_message(deadline).await {
                    Ok(Some(message)) if message.kind() == MessageKind::Gap => {
                        return End::of(start, None);
                    }
                    Ok(Some(_)) | Err(_) => {}
                    Ok(None) => panic!("the subscriber was told nothing"),
                }
            }
        }
    }
}

#[maybe_async]
#[test]
async fn a_server_that_vanishes_is_noticed_within_ten_seconds() {
    let server = match FarServer::start() {
        Ok(server) => server,
        Err(reason) => {
            println!("not run, for want of a network of its own: {reason}");
            lacking(16, "no network of its own");
            return;
        }
    };
    let config = Config::from_url(server.url()).unwrap().protocol(PROTOCOL);
    let is_lost = Arc::new(AtomicBool::new(false));
    let mut tasks = Vec::new();
    for waiter in WAITERS {
        let with = (config.clone(), waiter, Arc::clone(&is_lost));
        tasks.push(spawn(wait, with));
    }
    let start = Instant::now();
    // Each has a connection, and those that need one have one of their own.
    while server.established() < WAITERS.len() + 4 {
        assert!(start.elapsed() < PATIENCE, "{}", server.established());
        sleep(Duration::from_millis(10)).await;
    }
    // What was asked last on them has been answered.
    sleep(Duration::from_millis(500)).await;
    server.lose(true);
    let lost = Instant::now();
    is_lost.store(true, Ordering::SeqCst);
    while server.established() > 0 {
        assert!(lost.elapsed() < MOST, "{}", server.established());
        sleep(Duration::from_millis(100)).await;
    }
    let noticed = lost.elapsed();
    server.lose(false);
    let mut longest = Duration::ZERO;
    for (task, waiter) in tasks.into_iter().zip(WAITERS) {
        let End {
            begun,
            ended,
            error,
        } = task.join().await;
        if let Waiter::Subscriber = waiter {
            assert!(error.is_none(), "{error:?}");
            continue;
        }
        let error = error.expect("nobody answered");
        assert!(error.is_connection() || error.is_timeout(), "{error}");
        // Who was given a command later began later.
        let took = ended.saturating_duration_since(begun.max(lost));
        assert!(took <= MOST, "{waiter:?}: {took:?}, {error}");
        println!("{waiter:?}: {took:?}, {error}");
        longest = longest.max(took);
    }
    row(16, "a server behind a black hole: INCRs under way without a deadline, an idle connection, BLPOP 0, MONITOR, a subscriber; default keepalive and TCP_USER_TIMEOUT")
        .count(WAITERS.len() as u64)
        .outcome("all noticed within 10 s; the subscriber is told of one gap when the server is back")
        .measured(format!("the last connection given up after {noticed:.1?}, the last call after {longest:.1?}"))
        .write();
}
