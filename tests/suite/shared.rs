//! The shared connection: many callers on one socket, and what one of them may do to the others.

use std::time::Instant;

use redial::{ErrorKind, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::proxy::{Direction, Proxy};

const MANY: usize = 32;

fn without_retries(url: &str) -> Config {
    let config = Config::from_url(url).unwrap().protocol(PROTOCOL);
    config.retry(Retry::never())
}

/// Sets and gets its own key again and again.
#[maybe_async]
async fn come_and_go((r, own, rounds): (Redis, String, usize)) -> Result<()> {
    for round in 0..rounds {
        let value = format!("{own}:{round}");
        r.set(&own, &value).await?;
        let got: Option<String> = r.get(&own).await?;
        assert_eq!(got, Some(value));
        if round % 10 == 0 {
            let mut pipe = r.pipeline().transaction(round % 20 == 0);
            let (first, second): (String, String) = pipe
                .execute_command::<String>(Command::new("ECHO").arg(&own))
                .get::<String>(&own)
                .execute()
                .await?;
            assert_eq!((first, second), (own.clone(), format!("{own}:{round}")));
        }
    }
    r.delete(&own).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn many_callers_share_one_connection_and_get_their_own_replies() -> Result<()> {
    let server = Server::start();
    for connections in [1, 3] {
        let r = Redis::new(config_of(&server).shared_connections(connections))?;
        let tasks: Vec<_> = (0..MANY)
            .map(|caller| spawn(come_and_go, (r.clone(), format!("{caller}"), 100)))
            .collect();
        for task in tasks {
            task.join().await?;
        }
        let stats = r.connection_pool().stats();
        assert_eq!(
            (stats.connects, stats.shared),
            (connections as u64, connections)
        );
        assert_eq!((stats.in_use, stats.idle, stats.in_flight), (0, 0, 0));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn replies_that_come_a_byte_at_a_time_reach_their_callers() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    proxy.deliver_bytewise(true);
    let r = Redis::new(without_retries(&proxy.url()))?;
    let tasks: Vec<_> = (0..8)
        .map(|caller| spawn(come_and_go, (r.clone(), format!("{caller}"), 5)))
        .collect();
    for task in tasks {
        task.join().await?;
    }
    assert_eq!(proxy.connections(), 1);
    Ok(())
}

#[maybe_async]
async fn count((r, key): (Redis, String)) -> Result<i64> {
    r.incr(&key).await
}

#[maybe_async]
#[test]
async fn all_wait_for_the_one_that_connects() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    proxy.delay_replies(Duration::from_millis(50));
    let r = Redis::new(without_retries(&proxy.url()))?;
    let tasks: Vec<_> = (0..MANY)
        .map(|_| spawn(count, (r.clone(), "k".to_owned())))
        .collect();
    let mut counts = Vec::new();
    for task in tasks {
        counts.push(task.join().await?);
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=MANY as i64).collect::<Vec<_>>());
    assert_eq!(proxy.connections(), 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn if_connecting_fails_it_fails_for_all_who_wait_and_nothing_was_sent() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    proxy.refuse_connections(true);
    let r = Redis::new(without_retries(&proxy.url()))?;
    let tasks: Vec<_> = (0..MANY)
        .map(|_| spawn(count, (r.clone(), "k".to_owned())))
        .collect();
    for task in tasks {
        let error = task.join().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(error.command(), Some("INCR"));
    }
    proxy.refuse_connections(false);
    let n = r.incr("k").await?;
    assert_eq!(n, 1);
    Ok(())
}

/// Knows ECHO; ends every connection at `fatal`, unanswered.
fn server_that_ends_at(fatal: &'static str) -> FakeServer {
    FakeServer::run(move |peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            let command = peer.read_command()?;
            let text = command.get(1).cloned().unwrap_or_default();
            if text == fatal.as_bytes() {
                return Ok(());
            }
            if text != b"silence" {
                let length = format!("${}\r\n", text.len());
                peer.send(&[length.as_bytes(), &text, b"\r\n"].concat())?;
            }
        }
    })
}

#[maybe_async]
async fn echo((r, text): (Redis, String)) -> Result<String> {
    // Not known to be safe to send twice.
    r.execute_command(Command::new("MY.ECHO").arg(text)).await
}

#[maybe_async]
#[test]
async fn a_lost_connection_fails_all_that_is_in_flight_and_the_next_command_connects() -> Result<()>
{
    let server = server_that_ends_at("end");
    let r = Redis::new(without_retries(&server.url()))?;
    let greeting = echo((r.clone(), "hello".to_owned())).await?;
    assert_eq!(greeting, "hello");
    let waiting: Vec<_> = (0..5)
        .map(|_| spawn(echo, (r.clone(), "silence".to_owned())))
        .collect();
    while r.connection_pool().stats().in_flight < 5 {
        sleep(Duration::from_millis(1)).await;
    }
    let error = echo((r.clone(), "end".to_owned())).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    for task in waiting {
        let error = task.join().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::MaybeExecuted, "{error}");
    }
    let again = echo((r, "again".to_owned())).await?;
    assert_eq!(again, "again");
    assert_eq!(server.connections(), 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_late_reply_reaches_nobody_and_its_connection_stays_good() -> Result<()> {
    let server = FakeServer::run(|peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            let command = peer.read_command()?;
            let text = command.get(1).cloned().unwrap_or_default();
            if text == b"slow" {
                peer.sleep(Duration::from_millis(600))?;
            }
            let length = format!("${}\r\n", text.len());
            peer.send(&[length.as_bytes(), &text, b"\r\n"].concat())?;
        }
    });
    let config = without_retries(&server.url()).socket_timeout(Duration::from_millis(400));
    let r = Redis::new(config)?;
    for round in 0..2 {
        // Something is heard while the slow one waits, so that the connection is not suspect.
        let slow = spawn(echo, (r.clone(), "slow".to_owned()));
        sleep(Duration::from_millis(350)).await;
        let own = echo((r.clone(), format!("own {round}"))).await?;
        assert_eq!(own, format!("own {round}"));
        let error = slow.join().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    }
    let own = echo((r, "last".to_owned())).await?;
    assert_eq!(own, "last");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_that_has_been_silent_for_too_long_is_given_up() -> Result<()> {
    let server = server_that_ends_at("end");
    let config = without_retries(&server.url()).socket_timeout(Duration::from_millis(60));
    let r = Redis::new(config)?;
    let error = echo((r.clone(), "silence".to_owned())).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let own = echo((r, "own".to_owned())).await?;
    assert_eq!(own, "own");
    assert_eq!(server.connections(), 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn all_who_wait_for_a_frozen_server_are_told_in_time() -> Result<()> {
    let server = Server::start();
    let config = without_retries(&server.url()).socket_timeout(Duration::from_millis(200));
    let r = Redis::new(config)?;
    r.set("k", 0).await?;
    server.freeze();
    let start = Instant::now();
    let tasks: Vec<_> = (0..MANY)
        .map(|_| spawn(count, (r.clone(), "k".to_owned())))
        .collect();
    for task in tasks {
        let error = task.join().await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
    }
    let took = start.elapsed();
    server.thaw();
    assert!(took < Duration::from_secs(2), "{took:?}");
    let n: Option<i64> = r.get("k").await?;
    assert!(n.is_some_and(|n| n <= MANY as i64));
    Ok(())
}

/// Sends and gets back values that are larger than what the sockets hold.
#[maybe_async]
async fn carry((r, own): (Redis, String)) -> Result<()> {
    for size in [60_000, 64_000, 70_000, 3_000_000] {
        let value = own.repeat(size / own.len());
        r.set(&own, &value).await?;
        let got: Option<String> = r.get(&own).await?;
        assert!(got.as_ref() == Some(&value), "{size}");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn large_values_in_both_directions_hold_nobody_up_for_ever() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let tasks: Vec<_> = (0..16)
        .map(|caller| spawn(carry, (r.clone(), format!("caller {caller} "))))
        .collect();
    for task in tasks {
        task.join().await?;
    }
    assert_eq!(r.connection_pool().stats().shared, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_large_request_goes_among_the_others_if_the_pool_has_nothing_left() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(config_of(&server).max_connections(1))?;
    let held = r.connection().await?;
    let value = "x".repeat(1_000_000);
    r.set("k", &value).await?;
    let got: Option<String> = r.get("k").await?;
    assert!(got.as_ref() == Some(&value));
    drop(held);
    r.set("k", &value).await?;
    let stats = r.connection_pool().stats();
    assert_eq!((stats.connects, stats.idle, stats.shared), (2, 1, 1));
    Ok(())
}

/// A server with room for nothing: it reads on only when its answer has been taken.
#[maybe_async]
#[test]
async fn replies_are_read_while_requests_are_written() -> Result<()> {
    let answer = format!("$400000\r\n{}\r\n", "x".repeat(400_000)).into_bytes();
    let server = FakeServer::with(move |command| {
        Some(handshake_reply(command, Speaks::Resp3).unwrap_or_else(|| answer.clone()))
    });
    let r = Redis::new(without_retries(&server.url()))?;
    let tasks: Vec<_> = (0..64)
        .map(|_| spawn(echo, (r.clone(), "y".repeat(60_000))))
        .collect();
    for task in tasks {
        let answer = task.join().await?;
        assert_eq!(answer.len(), 400_000);
    }
    Ok(())
}

/// More than may be queued: those who find no room wait for it, and hold none of it meanwhile.
#[maybe_async]
#[test]
async fn what_is_queued_is_bounded_and_the_rest_waits_for_its_turn() -> Result<()> {
    const CALLERS: usize = 500;
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(without_retries(&proxy.url()).socket_timeout(Duration::from_secs(30)))?;
    r.set("k", 0).await?;
    proxy.stall(Direction::ToServer, true);
    let tasks: Vec<_> = (0..CALLERS)
        .map(|_| spawn(keep, (r.clone(), "y".repeat(60_000))))
        .collect();
    let mut most = 0;
    for _ in 0..50 {
        sleep(Duration::from_millis(10)).await;
        most = most.max(r.connection_pool().stats().in_flight);
    }
    // As much as is being written, as much again to be written next, and what the sockets hold.
    assert!((50..400).contains(&most), "{most}");
    proxy.stall(Direction::ToServer, false);
    for task in tasks {
        let kept = task.join().await?;
        assert!(kept);
    }
    Ok(())
}

/// Replies are short: Redis 7.0 over TLS closes connections on which many long ones are held up ("bad length").
#[maybe_async]
async fn keep((r, text): (Redis, String)) -> Result<bool> {
    r.set("k", text).await
}

/// Nobody should decode to this.
struct Panics;

impl FromReply for Panics {
    fn from_reply(_reply: redial::Reply<'_>) -> Result<Self> {
        panic!("on purpose");
    }
}

#[maybe_async]
async fn get_and_panic(r: Redis) -> Result<()> {
    r.execute_command::<Panics>(Command::new("ECHO").arg("k"))
        .await
        .map(|Panics| ())
}

#[maybe_async]
#[test]
async fn a_panic_of_one_caller_is_nothing_to_the_others() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let others: Vec<_> = (0..8)
        .map(|caller| spawn(come_and_go, (r.clone(), format!("{caller}"), 50)))
        .collect();
    for _ in 0..20 {
        let has_panicked = spawn(get_and_panic, r.clone()).has_panicked().await;
        assert!(has_panicked);
    }
    for task in others {
        task.join().await?;
    }
    assert_eq!(r.connection_pool().stats().connects, 1);
    Ok(())
}

#[maybe_async]
async fn wait_for_nothing(r: Redis) -> Result<()> {
    let none: Option<(String, String)> = r.blpop("nothing", Duration::from_millis(600)).await?;
    assert_eq!(none, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_blocking_command_holds_nobody_up() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("k", 0).await?;
    let blocked = spawn(wait_for_nothing, r.clone());
    sleep(Duration::from_millis(50)).await;
    let start = Instant::now();
    for n in 1..=50 {
        let counted = r.incr("k").await?;
        assert_eq!(counted, n);
    }
    assert!(start.elapsed() < Duration::from_millis(400));
    blocked.join().await?;
    Ok(())
}

#[maybe_async]
async fn run_for_ever(r: Redis) -> Result<()> {
    r.execute_command(Command::new("EVAL").arg("while true do end").arg(0))
        .await
}

#[maybe_async]
#[test]
async fn a_script_that_never_ends_can_be_ended() -> Result<()> {
    let server = Server::builder().args("lua-time-limit", &["50"]).start();
    let r = Redis::new(config_of(&server))?;
    r.set("k", 0).await?;
    let script = spawn(run_for_ever, r.clone());
    sleep(Duration::from_millis(150)).await;
    r.script_kill().await?;
    let error = script.join().await.unwrap_err();
    assert!(error.is_server(), "{error}");
    let n = r.incr("k").await?;
    assert_eq!(n, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn disconnecting_lets_what_is_under_way_be_answered() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(without_retries(&proxy.url()))?;
    r.set("k", 0).await?;
    proxy.delay_replies(Duration::from_millis(50));
    let tasks: Vec<_> = (0..8)
        .map(|_| spawn(count, (r.clone(), "k".to_owned())))
        .collect();
    while r.connection_pool().stats().in_flight < 8 {
        sleep(Duration::from_millis(1)).await;
    }
    r.connection_pool().disconnect();
    assert_eq!(r.connection_pool().stats().shared, 0);
    for task in tasks {
        task.join().await?;
    }
    let n = r.incr("k").await?;
    assert_eq!(n, 9);
    assert_eq!(proxy.connections(), 2);
    closes_all_but(&proxy, 1).await;
    Ok(())
}

/// Waits until just so many connections are open.
#[maybe_async]
async fn closes_all_but(proxy: &Proxy, kept: usize) {
    for _ in 0..200 {
        if proxy.open_connections() == kept {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("{} are open", proxy.open_connections());
}

#[maybe_async]
#[test]
async fn a_dropped_client_closes_its_shared_connection() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(without_retries(&proxy.url()))?;
    r.set("k", 0).await?;
    assert_eq!(proxy.open_connections(), 1);
    drop(r);
    closes_all_but(&proxy, 0).await;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_shared_connection_that_is_too_old_is_replaced() -> Result<()> {
    let short = Duration::from_millis(30);
    for config in [
        config_of(Server::shared()).max_idle_time(short),
        config_of(Server::shared()).max_lifetime(short),
    ] {
        let r = Redis::new(config)?;
        r.get::<String>("k").await?;
        r.get::<String>("k").await?;
        sleep(short * 2).await;
        r.get::<String>("k").await?;
        let stats = r.connection_pool().stats();
        assert_eq!((stats.connects, stats.shared), (2, 1));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_that_leads_nowhere_is_noticed_by_the_health_check() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let rest = Duration::from_millis(50);
    let config = without_retries(&proxy.url()).socket_timeout(Duration::from_millis(200));
    let r = Redis::new(config.health_check_interval(rest))?;
    r.set("k", 0).await?;
    proxy.stall(Direction::ToServer, true);
    sleep(rest * 2).await;
    let beginning = spawn(count, (r, "k".to_owned()));
    sleep(Duration::from_millis(60)).await;
    proxy.stall(Direction::ToServer, false);
    let counted = beginning.join().await?;
    assert_eq!(counted, 1, "executed once, on a connection that answers");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_rests_from_its_last_reply_on_and_not_from_the_call_before() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let rest = Duration::from_millis(200);
    let config = without_retries(&proxy.url());
    let r = Redis::new(config.health_check_interval(rest))?;
    server.command(&["CONFIG", "RESETSTAT"]);
    proxy.delay_replies(rest * 3 / 2);
    r.get::<String>("k").await?;
    r.get::<String>("k").await?;
    // One reads for both.
    let both = [0, 1].map(|key| spawn(count, (r.clone(), key.to_string())));
    for task in both {
        let counted = task.join().await?;
        assert_eq!(counted, 1);
    }
    r.get::<String>("k").await?;
    let stats = server.command(&["INFO", "commandstats"]);
    assert!(stats.contains("cmdstat_get:calls=3,"), "{stats}");
    assert!(!stats.contains("cmdstat_ping:"), "{stats}");
    Ok(())
}

#[maybe_async]
#[test]
async fn without_shared_connections_every_call_takes_one_of_the_pools() -> Result<()> {
    let r = Redis::new(config_of(Server::shared()).shared_connections(0))?;
    r.get::<String>("k").await?;
    let stats = r.connection_pool().stats();
    assert_eq!((stats.shared, stats.idle), (0, 1));
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(r.connection().await?);
    }
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaxConnections);
    Ok(())
}
