//! Transactions that watch keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use redial::{ErrorKind, Retry};

use super::*;
use crate::face::test;
use crate::support::port;

#[maybe_async]
#[test]
async fn what_was_read_decides_what_is_written() -> Result<()> {
    let r = client();
    let k = key("what_was_read");
    r.set(&k, 5).await?;
    let mut tx = r.watch(&k).await?;
    let n: i64 = tx.get(&k).await?.unwrap_or(0);
    let (ok, left): (bool, i64) = tx.multi().set(&k, n * 2).incr(&k).execute().await?;
    assert_eq!((ok, left), (true, 11));
    // The watching is over; commands go on at once, on the same connection.
    let after: Option<i64> = tx.get(&k).await?;
    assert_eq!(after, Some(11));
    drop(tx);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_that_somebody_changes_ends_the_transaction() -> Result<()> {
    let r = client();
    let k = key("a_key_that_somebody_changes");
    let other = format!("{k}:other");
    for changed in [&k, &other] {
        let mut tx = r.watch([&k]).await?;
        tx.watch(&other).await?;
        r.set(changed, "changed").await?;
        let error = tx
            .multi()
            .set(&k, "mine")
            .execute::<()>()
            .await
            .unwrap_err();
        assert!(error.is_watch(), "{error}");
        assert!(!error.to_string().is_empty());
    }
    let value: Option<String> = r.get(&k).await?;
    assert_eq!(value.as_deref(), Some("changed"));
    r.delete([&k, &other]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_empty_transaction_tells_whether_a_key_was_changed() -> Result<()> {
    let r = client();
    let k = key("an_empty_transaction");
    let mut tx = r.watch(&k).await?;
    tx.multi().execute::<()>().await?;
    let mut tx = r.watch(&k).await?;
    r.set(&k, 1).await?;
    let error = tx.multi().execute::<()>().await.unwrap_err();
    assert!(error.is_watch());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn unwatched_keys_may_change() -> Result<()> {
    let r = client();
    let k = key("unwatched");
    let mut tx = r.watch(&k).await?;
    r.set(&k, 1).await?;
    tx.unwatch().await?;
    let (n,): (i64,) = tx.multi().incr(&k).execute().await?;
    assert_eq!(n, 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_dropped_transaction_watches_no_longer() -> Result<()> {
    let config = config_of(Server::shared()).shared_connections(0);
    let r = Redis::new(config.max_connections(1))?;
    let other = client();
    let k = key("a_dropped_transaction");
    drop(r.watch(&k).await?);
    other.set(&k, 1).await?;
    let (n,): (i64,) = r.pipeline().incr(&k).execute().await?;
    assert_eq!(n, 2);
    assert_eq!(
        r.connection_pool().stats().connects,
        1,
        "and its connection is used again"
    );
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
async fn buy((r, k): (Redis, String)) -> Result<()> {
    for _ in 0..25 {
        buy_one(&r, &k).await?;
    }
    Ok(())
}

/// One unit less of the stock at `k`, by reading and writing.
#[maybe_async]
async fn buy_one(r: &Redis, k: &str) -> Result<()> {
    loop {
        let mut tx = r.watch(k).await?;
        let stock: i64 = tx.get(k).await?.unwrap_or(0);
        match tx.multi().set(k, stock - 1).execute::<()>().await {
            Err(error) if error.is_watch() => {}
            done => return done,
        }
    }
}

#[maybe_async]
#[test]
async fn nothing_is_lost_among_many_buyers() -> Result<()> {
    let r = client();
    let k = key("many_buyers");
    r.set(&k, 100).await?;
    let mut tasks = Vec::new();
    for _ in 0..4 {
        tasks.push(spawn(buy, (r.clone(), k.clone())));
    }
    for task in tasks {
        task.join().await?;
    }
    let left: Option<i64> = r.get(&k).await?;
    assert_eq!(left, Some(0));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_lost_while_watching_counts_as_a_changed_key() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let kill = ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"];
    let mut tx = r.watch("k").await?;
    server.command(&kill);
    sleep(Duration::from_millis(5)).await;
    let error = tx.get::<String>("k").await.unwrap_err();
    assert!(error.is_watch() && error.is_not_executed(), "{error}");
    let mut tx = r.watch("k").await?;
    server.command(&kill);
    sleep(Duration::from_millis(5)).await;
    let error = tx.multi().incr("k").execute::<()>().await.unwrap_err();
    assert!(error.is_watch() && error.is_not_executed(), "{error}");
    let none: Option<String> = r.get("k").await?;
    assert_eq!(none, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_is_not_there_is_no_changed_key() -> Result<()> {
    let config = Config::new().host("127.0.0.1").port(port::free());
    let r = Redis::new(config.retry(Retry::never()))?;
    let error = r.watch("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let error = r.transaction("k", refuse).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Connection,
        "and it is not tried again and again"
    );
    assert_eq!(r.connection_pool().stats().failed_connects, 2);
    Ok(())
}

/// A body whose connection is lost after it has been executed.
#[maybe_async]
async fn lost_afterwards((mut tx, server): (Transaction, &Server)) -> Result<()> {
    tx.multi().incr("k").execute::<()>().await?;
    server.command(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    sleep(Duration::from_millis(5)).await;
    tx.get::<i64>("k").await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_was_executed_is_not_executed_again_when_the_connection_is_lost() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let error = r
        .transaction("k", |tx| lost_afterwards((tx, &server)))
        .await
        .unwrap_err();
    assert!(error.is_connection(), "{error}");
    let n: Option<i64> = r.get("k").await?;
    assert_eq!(n, Some(1));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_user_who_may_not_begin_a_transaction_is_told_that_it_was_none() -> Result<()> {
    let server = Server::start();
    server.command(&[
        "ACL", "SETUSER", "ann", "on", ">pw", "~*", "+@all", "-multi", "-exec",
    ]);
    let r = Redis::new(
        config_of(&server)
            .username("ann")
            .password("pw")
            .max_connections(1),
    )?;
    let mut tx = r.watch("k").await?;
    let error = tx.multi().incr("k").execute::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission);
    assert!(!error.is_not_executed(), "{error}");
    drop(tx);
    let n: Option<i64> = r.get("k").await?;
    assert_eq!(n, Some(1));
    assert_eq!(
        r.connection_pool().stats().connects,
        2,
        "nobody gets a connection that watches"
    );
    Ok(())
}

/// How often the body of a transaction has run.
#[derive(Clone, Default)]
pub(super) struct Runs(Arc<AtomicU32>);

impl Runs {
    fn count(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }
}

/// A body that finds its key changed by `r` in its first `conflicts` runs.
#[maybe_async]
async fn contended(
    (mut tx, r, k, runs, conflicts): (Transaction, Redis, String, Runs, u32),
) -> Result<i64> {
    let n: i64 = tx.get(&k).await?.unwrap_or(0);
    if runs.count() <= conflicts {
        r.incr(&k).await?;
    }
    let (n,): (i64,) = tx.multi().incrby_raw(&k, n).execute().await?;
    Ok(n)
}

/// `INCRBY`, so that a test of transactions needs no more than `execute_command`.
trait IncrByRaw: Execute {
    fn incrby_raw(self, k: &str, n: i64) -> Self::Out<i64> {
        self.execute_command(Command::new("INCRBY").key(k).arg(n))
    }
}

impl<E: Execute> IncrByRaw for E {}

#[maybe_async]
#[test]
async fn a_transaction_is_tried_again_until_nobody_interferes() -> Result<()> {
    let r = client();
    let k = key("tried_again");
    let runs = Runs::default();
    r.set(&k, 1).await?;
    let n = r
        .transaction(&k, |tx| {
            contended((tx, r.clone(), k.clone(), runs.clone(), 3))
        })
        .await?;
    assert_eq!(
        n, 8,
        "1, three times incremented by somebody else, then doubled"
    );
    assert_eq!(runs.count(), 5);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_transaction_that_never_succeeds_ends() -> Result<()> {
    let r = Redis::new(config_of(Server::shared()).transaction_attempts(3))?;
    let k = key("never_succeeds");
    let runs = Runs::default();
    let done = r
        .transaction(&k, |tx| {
            contended((tx, r.clone(), k.clone(), runs.clone(), 99))
        })
        .await;
    assert!(done.unwrap_err().is_watch());
    assert_eq!(runs.count(), 4);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
async fn refuse(_tx: Transaction) -> Result<()> {
    Err(redial::Error::data("not today"))
}

#[maybe_async]
#[test]
async fn an_error_of_the_bodys_own_ends_the_transaction() -> Result<()> {
    let r = client();
    let error = r.transaction(key("own_error"), refuse).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert_eq!(r.connection_pool().stats().in_use, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn what_changes_a_connection_is_refused_in_a_transaction() -> Result<()> {
    let r = client();
    let mut tx = r.watch(key("refused_in_a_transaction")).await?;
    let error = tx
        .execute_command::<()>(Command::new("SELECT").arg(1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    Ok(())
}
