//! The connection pool: who gets which connection, and what becomes of it.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use redial::{Config, ErrorKind, PoolWait, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};

/// A configuration without shared connections, so that every call takes one of the pool's.
fn pooled(server: &Server) -> Config {
    config_of(server).shared_connections(0)
}

#[maybe_async]
#[test]
async fn one_connection_is_enough_for_one_caller() -> Result<()> {
    let r = Redis::new(pooled(Server::shared()))?;
    let k = key("one_connection");
    for _ in 0..100 {
        r.incr(&k).await?;
    }
    r.delete(&k).await?;
    let stats = r.connection_pool().stats();
    assert_eq!((stats.connects, stats.idle, stats.in_use), (1, 1, 0));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pool_with_nothing_left_says_so_at_once_and_nothing_was_sent() -> Result<()> {
    let r = Redis::new(pooled(Server::shared()).max_connections(2))?;
    let first = r.connection().await?;
    let _second = r.connection().await?;
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaxConnections);
    assert!(error.is_not_executed());
    assert_eq!(error.command(), Some("GET"));
    drop(first);
    r.get::<String>("k").await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pool_that_waits_gives_up_when_it_was_told_to() -> Result<()> {
    let time = Duration::from_millis(100);
    let config = pooled(Server::shared()).max_connections(1);
    let r = Redis::new(config.pool_wait(PoolWait::UpTo(time)))?;
    let held = r.connection().await?;
    let start = Instant::now();
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaxConnections);
    assert!(start.elapsed() >= time);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.timeouts, stats.waiting, stats.in_use), (1, 0, 1));
    drop(held);
    r.get::<String>("k").await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn who_waits_longest_gets_the_next_connection() -> Result<()> {
    let config = pooled(Server::shared()).max_connections(1);
    let r = Redis::new(config.pool_wait(PoolWait::Forever))?;
    let held = r.connection().await?;
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for number in 0..8 {
        tasks.push(spawn(take_turn, (r.clone(), number, Arc::clone(&order))));
        while r.connection_pool().stats().waiting <= number {
            sleep(Duration::from_millis(1)).await;
        }
    }
    drop(held);
    for task in tasks {
        task.join().await?;
    }
    assert_eq!(*order.lock().unwrap(), (0..8).collect::<Vec<_>>());
    assert_eq!(r.connection_pool().stats().connects, 1);
    Ok(())
}

#[maybe_async]
async fn take_turn((r, number, order): (Redis, usize, Arc<Mutex<Vec<usize>>>)) -> Result<()> {
    let mut conn = r.connection().await?;
    order.lock().unwrap().push(number);
    conn.get::<String>("k").await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn disconnecting_closes_what_is_idle_now_and_what_is_in_use_when_it_comes_back() -> Result<()>
{
    let server = Server::start();
    let r = Redis::new(pooled(&server))?;
    let mut conn = r.connection().await?;
    r.get::<String>("k").await?;
    r.connection_pool().disconnect();
    assert_eq!(r.connection_pool().stats().idle, 0);
    conn.get::<String>("k").await?;
    drop(conn);
    assert_eq!(r.connection_pool().stats().idle, 0);
    r.get::<String>("k").await?;
    assert_eq!(r.connection_pool().stats().connects, 3);
    Ok(())
}

#[maybe_async]
#[test]
async fn closing_a_client_concerns_the_pool_that_it_owns() -> Result<()> {
    let pool = ConnectionPool::new(pooled(Server::shared()))?;
    let guest = Redis::with_pool(&pool);
    guest.get::<String>("k").await?;
    guest.close();
    assert_eq!(pool.stats().idle, 1);
    let owner = Redis::from_pool(pool.clone());
    owner.close();
    assert_eq!(pool.stats().idle, 0);
    owner.get::<String>("k").await?;
    assert_eq!(pool.stats().connects, 2, "it goes on working");
    Ok(())
}

#[maybe_async]
#[test]
async fn dropping_the_last_owner_closes_the_sockets() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(pooled(&server))?;
    let pool = r.connection_pool().clone();
    let conn = r.connection().await?;
    r.get::<String>("k").await?;
    assert_eq!(clients_of(&server), 2);
    drop(r);
    assert_eq!(clients_of(&server), 2, "the pool has another owner");
    drop(pool);
    drop(conn);
    let start = Instant::now();
    while clients_of(&server) > 0 {
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "the sockets are still open"
        );
        sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// How many clients the server has besides the one that asks.
fn clients_of(server: &Server) -> usize {
    let list = server.command(&["CLIENT", "LIST"]);
    list.lines().filter(|line| line.starts_with("id=")).count() - 1
}

#[maybe_async]
#[test]
async fn an_idle_connection_that_the_server_closed_is_replaced_unnoticed() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(pooled(&server).retry(Retry::never()))?;
    for n in 1..=20 {
        let counted = r.incr("k").await?;
        assert_eq!(counted, n);
        server.command(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
        sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(r.connection_pool().stats().connects, 20);
    Ok(())
}

#[maybe_async]
#[test]
async fn connections_that_are_too_old_are_replaced() -> Result<()> {
    let short = Duration::from_millis(30);
    for config in [
        pooled(Server::shared()).max_idle_time(short),
        pooled(Server::shared()).max_lifetime(short),
    ] {
        let r = Redis::new(config)?;
        r.get::<String>("k").await?;
        r.get::<String>("k").await?;
        sleep(short * 2).await;
        r.get::<String>("k").await?;
        let stats = r.connection_pool().stats();
        assert_eq!((stats.connects, stats.idle), (2, 1));
    }
    Ok(())
}

/// A server that sends `extra` along with the answer to the first command of each connection.
fn server_with_extra(extra: &'static [u8]) -> FakeServer {
    FakeServer::run(move |peer| {
        peer.handshake(Speaks::Resp3)?;
        let mut number = 0;
        loop {
            let command = peer.read_command()?;
            let mut reply = handshake_reply(&command, Speaks::Resp3).unwrap_or_else(|| {
                format!(
                    "${}\r\n{}\r\n",
                    command[1].len(),
                    String::from_utf8_lossy(&command[1])
                )
                .into_bytes()
            });
            if number == 0 {
                reply.extend_from_slice(extra);
            }
            number += 1;
            peer.send(&reply)?;
        }
    })
}

#[maybe_async]
#[test]
async fn bytes_that_nobody_asked_for_reach_nobody() -> Result<()> {
    for extra in [
        b"$5\r\nstale\r\n" as &[u8],
        b"+OK\r\n+OK\r\n",
        b"$100\r\nhalf",
        b"\r\n",
    ] {
        let server = server_with_extra(extra);
        let r = Redis::new(
            Config::from_url(server.url())?
                .protocol(PROTOCOL)
                .retry(Retry::never()),
        )?;
        for name in ["a", "b", "c", "d"] {
            sleep(Duration::from_millis(5)).await;
            let own: Option<String> = r.get(name).await?;
            assert_eq!(own.as_deref(), Some(name), "after {}", extra.escape_ascii());
        }
        assert_eq!(server.connections(), 4);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_push_on_an_idle_connection_does_no_harm() -> Result<()> {
    if PROTOCOL == Protocol::Resp2 {
        return Ok(());
    }
    let server = server_with_extra(b">2\r\n$10\r\ninvalidate\r\n_\r\n");
    let r = Redis::new(Config::from_url(server.url())?.retry(Retry::never()))?;
    for name in ["a", "b", "c", "d"] {
        sleep(Duration::from_millis(5)).await;
        let own: Option<String> = r.get(name).await?;
        assert_eq!(own.as_deref(), Some(name));
    }
    assert_eq!(server.connections(), 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_that_rested_long_is_asked_whether_it_is_there() -> Result<()> {
    let server = FakeServer::with(|command| {
        Some(handshake_reply(command, Speaks::Resp3).unwrap_or_else(|| b"$1\r\nv\r\n".to_vec()))
    });
    let rest = Duration::from_millis(250);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.health_check_interval(rest))?;
    r.get::<String>("k").await?;
    r.get::<String>("k").await?;
    sleep(rest * 2).await;
    r.get::<String>("k").await?;
    let pings = server
        .lines()
        .iter()
        .filter(|line| line.starts_with("PING"))
        .count();
    assert_eq!(pings, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_of_ones_own_is_clean_for_the_next_one() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(pooled(&server).max_connections(1))?;
    let mut conn = r.connection().await?;
    conn.execute_command::<()>(Command::new("SELECT").arg(5))
        .await?;
    conn.set("k", "in five").await?;
    drop(conn);
    let missing: Option<String> = r.get("k").await?;
    assert_eq!(missing, None);
    let mut conn = r.connection().await?;
    conn.set("k", "in zero").await?;
    drop(conn);
    let there: Option<String> = r.get("k").await?;
    assert_eq!(there.as_deref(), Some("in zero"));
    assert_eq!(r.connection_pool().stats().connects, 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_whose_state_is_lost_says_so_and_one_without_connects_anew() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(pooled(&server))?;
    let mut plain = r.connection().await?;
    let mut changed = r.connection().await?;
    changed
        .execute_command::<()>(Command::new("SELECT").arg(5))
        .await?;
    server.command(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    sleep(Duration::from_millis(5)).await;
    plain.set("k", 1).await?;
    let error = changed.set("k", 2).await.unwrap_err();
    assert!(error.is_connection() && error.is_not_executed(), "{error}");
    assert!(
        error.to_string().contains("what had been set on it"),
        "{error}"
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn what_changes_a_connection_is_refused_by_a_client_that_has_many() -> Result<()> {
    let r = client();
    for name in [
        "SELECT 1",
        "client setname x",
        "MULTI",
        "SUBSCRIBE news",
        "MONITOR",
        "CLIENT REPLY OFF",
    ] {
        let error = r
            .execute_command::<()>(Command::new(name))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{name}");
        let mut pipe = r.pipeline();
        pipe.execute_command::<()>(Command::new(name));
        let error = pipe.execute::<()>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{name}");
    }
    let mut conn = r.connection().await?;
    for name in ["SUBSCRIBE news", "MONITOR", "CLIENT REPLY OFF"] {
        let error = conn
            .execute_command::<()>(Command::new(name))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{name}");
    }
    let error = r
        .execute_command::<()>(Command::new(" "))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    Ok(())
}
