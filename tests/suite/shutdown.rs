//! Servers that are told to end.

use std::time::Instant;

use redial::{Backoff, ErrorKind, Outcome, Resend, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::proxy::Proxy;

/// Waits until the server's process has ended.
#[maybe_async]
async fn ended(server: &Server) {
    let begin = Instant::now();
    while server.is_up() {
        assert!(begin.elapsed() < Duration::from_secs(20), "it goes on");
        sleep(Duration::from_millis(5)).await;
    }
}

/// A server that answers the handshake, and to whatever is next by closing the connection.
fn curt_server() -> FakeServer {
    FakeServer::run(|peer| {
        loop {
            let command = peer.read_command()?;
            match handshake_reply(&command, Speaks::Resp3) {
                Some(reply) => peer.send(&reply)?,
                None => return Ok(()),
            }
        }
    })
}

#[maybe_async]
#[test]
async fn a_server_that_was_told_to_end_has_done_so() -> Result<()> {
    for options in [
        ShutdownOptions::new(),
        ShutdownOptions::new().nosave(),
        ShutdownOptions::new().save(),
    ] {
        let server = Server::start();
        let r = Redis::new(config_of(&server).retry(Retry::never()))?;
        r.set("k", 1).await?;
        r.shutdown_with(options.clone()).await?;
        ended(&server).await;
        let saved = server.log().contains("DB saved on disk");
        assert_eq!(saved, options == ShutdownOptions::new().save());
        let error = r.ping().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        let error = r.shutdown().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_a_transaction_and_a_raw_command_end_it_too() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let mut conn = r.connection().await?;
    conn.select(1).await?;
    conn.shutdown().await?;
    ended(&server).await;
    // A new one would be on another database.
    let error = conn.ping().await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);

    let server = Server::start();
    let r = client_of(&server);
    let mut tx = r.watch("k").await?;
    tx.shutdown().await?;
    ended(&server).await;

    let server = Server::start();
    let r = Redis::new(config_of(&server).shared_connections(0))?;
    let said: Value = r
        .execute_command(Command::new("shutdown").arg("nosave"))
        .await?;
    assert_eq!(said.as_str(), Some("OK"));
    ended(&server).await;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_client_outlives_its_server() -> Result<()> {
    let mut server = Server::start();
    let r = client_of(&server);
    r.set("k", 1).await?;
    r.shutdown().await?;
    server.restart();
    let gone: Option<String> = r.get("k").await?;
    assert_eq!(gone, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_can_not_save_goes_on_unless_it_is_forced() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("k", 1).await?;
    // Nothing can be renamed to where a directory is.
    let mut settings: std::collections::HashMap<String, String> = r.config_get("dir").await?;
    let dir = settings.remove("dir").unwrap();
    std::fs::create_dir(std::path::Path::new(&dir).join("dump.rdb")).unwrap();
    let error = r.shutdown_with(ShutdownOptions::new().save()).await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), Some("ERR"), "{error}");
    assert_eq!(error.outcome(), Outcome::Answered);
    let there: Option<i64> = r.get("k").await?;
    assert_eq!(there, Some(1));
    if server.version() < (7, 0) {
        server.record_lack(
            "SHUTDOWN FORCE",
            "a_server_that_can_not_save_goes_on_unless_it_is_forced",
        );
        let error = r.shutdown_with(ShutdownOptions::new().force()).await;
        assert_eq!(error.unwrap_err().code(), Some("ERR"));
        return Ok(());
    }
    r.shutdown_with(ShutdownOptions::new().save().force())
        .await?;
    ended(&server).await;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_shutdown_is_cancelled_while_it_waits_for_replicas() -> Result<()> {
    if Server::shared().version() < (7, 0) {
        Server::shared().record_lack(
            "SHUTDOWN ABORT",
            "a_shutdown_is_cancelled_while_it_waits_for_replicas",
        );
        return Ok(());
    }
    let master = Server::builder()
        .arg("repl-diskless-sync-delay", "0")
        .start();
    let replica = Server::start();
    let r = client_of(&master);
    let error = r.shutdown_abort().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    client_of(&replica)
        .replicaof("127.0.0.1", master.port())
        .await?;
    let reached = loop {
        r.set("k", 1).await?;
        let reached = r.wait(1, Duration::from_secs(1)).await?;
        if reached == 1 {
            break reached;
        }
    };
    assert_eq!(reached, 1);
    replica.freeze();
    r.set("k", 2).await?;
    let ending = spawn(told_to_end, r.clone());
    while r.shutdown_abort().await.is_err() {
        sleep(Duration::from_millis(10)).await;
    }
    let error = ending.join().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"), "{error}");
    let there: Option<i64> = r.get("k").await?;
    assert_eq!(there, Some(2));

    // Whoever does not wait for replicas ends at once, on the connection that is there after all that.
    let begin = Instant::now();
    r.shutdown_with(ShutdownOptions::new().now()).await?;
    assert!(begin.elapsed() < Duration::from_secs(5));
    ended(&master).await;
    replica.thaw();
    Ok(())
}

#[maybe_async]
async fn told_to_end(r: Redis) -> Result<()> {
    r.shutdown().await
}

#[maybe_async]
#[test]
async fn a_safe_shutdown_is_for_valkey() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    // Outside of a cluster there is nobody to hand anything to.
    let error = r
        .shutdown_with(ShutdownOptions::new().failover())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let knows = error.message().contains("FAILOVER");
    let done = r
        .shutdown_with(ShutdownOptions::new().nosave().safe())
        .await;
    if server.is_valkey() && server.version() >= (9, 0) {
        assert!(knows, "{error}");
        done?;
        ended(&server).await;
    } else {
        server.record_lack("SHUTDOWN SAFE", "a_safe_shutdown_is_for_valkey");
        assert_eq!(done.unwrap_err().code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn who_may_not_end_a_server_does_not() -> Result<()> {
    let server = Server::builder()
        .args(
            "user",
            &["guest", "on", "nopass", "~*", "+@all", "-shutdown"],
        )
        .start();
    let r = Redis::new(config_of(&server).username("guest").password("x"))?;
    let error = r.shutdown().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission);
    let there = r.ping().await?;
    assert!(there);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_does_not_end_a_server() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        let error = pipe.set("k", 1).shutdown().execute::<()>().await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data, "{error}");
        assert_eq!(error.outcome(), Outcome::NotSent);
    }
    let there = r.exists("k").await?;
    assert_eq!(there, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_shutdown_is_sent_once_whatever_the_policy() -> Result<()> {
    let retry = Retry::new(Backoff::none(), 3).resend(Resend::Always);
    // Its end is the reply.
    let server = curt_server();
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(retry.clone()))?;
    r.shutdown().await?;
    assert_eq!(server.connections(), 1);

    // Half of a reply is none.
    let server = FakeServer::run(|peer| {
        loop {
            let command = peer.read_command()?;
            match handshake_reply(&command, Speaks::Resp3) {
                Some(reply) => peer.send(&reply)?,
                None => return peer.send(b"-ERR Errors try"),
            }
        }
    });
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(retry))?;
    let error = r.shutdown().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    assert_eq!(server.connections(), 1);

    // Neither is the end of a connection before anything was sent on it.
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(
        Config::from_url(proxy.url())?
            .protocol(PROTOCOL)
            .retry(Retry::never()),
    )?;
    let mut conn = r.connection().await?;
    conn.select(1).await?;
    proxy.cut();
    let error = conn.shutdown().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    proxy.refuse_connections(true);
    let error = r.shutdown().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(server.is_up());
    Ok(())
}
