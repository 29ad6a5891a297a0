//! The numbers of a pool: what they count, and that they are the same in both faces.

use std::time::Duration;

use redial::{Config, PoolWait};

use super::face::test;
use super::face::*;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::server::Server;

#[maybe_async]
#[test]
async fn requests_writes_and_reads_are_counted_over_all_connections_there_were() {
    let server = Server::start();
    let r = Redis::from_url(server.url()).unwrap();
    let pool = r.connection_pool();
    for _ in 0..10 {
        r.incr("n").await.unwrap();
    }
    let stats = pool.stats();
    assert_eq!((stats.requests, stats.writes, stats.reads), (10, 10, 10));
    assert_eq!((stats.in_flight, stats.queued_bytes), (0, 0));
    pool.disconnect();
    assert_eq!(pool.stats().requests, 10, "what was done is not forgotten");
    r.pipeline()
        .incr("n")
        .incr("n")
        .execute::<()>()
        .await
        .unwrap();
    let stats = pool.stats();
    assert_eq!((stats.requests, stats.writes), (11, 11));
    assert!(stats.reads >= 11, "{stats:?}");
    assert_eq!((stats.connects, stats.lost), (2, 0), "it was let go of");
}

#[maybe_async]
#[test]
async fn lost_connections_and_retries_are_counted() {
    for shared in [1, 0] {
        let fake = FakeServer::closing_once();
        let config = Config::from_url(fake.url()).unwrap();
        let r = Redis::new(config.shared_connections(shared)).unwrap();
        let value: Option<String> = r.get("k").await.unwrap();
        assert_eq!(value.as_deref(), Some("v"));
        let stats = r.connection_pool().stats();
        assert_eq!((stats.lost, stats.retries, stats.connects), (1, 1, 2));
        assert_eq!(stats.timed_out_calls, 0);
    }
}

#[maybe_async]
#[test]
async fn calls_that_time_out_are_counted_and_so_are_callers_that_waited_in_vain() {
    let silent = FakeServer::with(|command| match command[0].as_slice() {
        b"GET" => None,
        _ => handshake_reply(command, Speaks::Resp3),
    });
    let brief = Duration::from_millis(50);
    let config = Config::from_url(silent.url()).unwrap();
    let hasty = Redis::new(config.clone().socket_timeout(brief)).unwrap();
    hasty.get::<String>("k").await.unwrap_err();
    let stats = hasty.connection_pool().stats();
    assert_eq!((stats.timed_out_calls, stats.timeouts), (1, 0));

    let config = config.max_connections(1);
    let r = Redis::new(config.pool_wait(PoolWait::UpTo(brief))).unwrap();
    let connection = r.connection().await.unwrap();
    r.connection().await.unwrap_err();
    drop(connection);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.timed_out_calls, stats.timeouts), (0, 1));
}
