//! Making connections: the handshake, its fallback, and what can go wrong before the first command.

use std::time::Instant;

use redial::{Backoff, ErrorKind, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::backlog::FullBacklog;
use crate::support::fake::{FakeServer, Speaks, Step, handshake_reply};
use crate::support::port;

fn one_try() -> Retry {
    Retry::never()
}

#[maybe_async]
#[test]
async fn making_a_client_does_no_io() -> Result<()> {
    let server = FakeServer::script([Step::Hold]);
    let r = Redis::from_url(server.url())?;
    let _pipe = r.pipeline();
    let _scan = r.scan_iter::<String>(ScanOptions::new());
    sleep(Duration::from_millis(20)).await;
    assert_eq!(server.connections(), 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn name_password_database_and_protocol_are_the_servers() -> Result<()> {
    let server = Server::builder().arg("requirepass", "S3CR3T").start();
    let r = Redis::new(
        config_of(&server)
            .password("S3CR3T")
            .client_name("me")
            .db(3),
    )?;
    r.set("k", "in three").await?;
    let info: String = r.execute_command(Command::new("CLIENT LIST")).await?;
    let line = info.lines().find(|line| line.contains("name=me ")).unwrap();
    assert!(line.contains(" db=3 "), "{line}");
    if let Some((_, resp)) = line.split_once(" resp=") {
        assert_eq!(resp.starts_with('3'), PROTOCOL == Protocol::Resp3, "{line}");
    }
    if let Some((_, lib)) = line.split_once(" lib-name=") {
        assert!(lib.starts_with("redial "), "{line}");
    }
    let mut conn = r.connection().await?;
    assert_eq!(conn.protocol(), Some(PROTOCOL));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_handshake_is_one_write_and_one_round_trip() -> Result<()> {
    let said = if PROTOCOL == Protocol::Resp3 { 4 } else { 5 };
    let server = FakeServer::run(move |peer| {
        // Nothing is answered before everything has been said.
        let commands = peer.expect_commands(said)?;
        for command in commands {
            let reply = handshake_reply(&command, Speaks::Resp3).unwrap();
            peer.send(&reply)?;
        }
        peer.expect_commands(1)?;
        peer.send(b"$1\r\nv\r\n")?;
        peer.hold()
    });
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(
        config
            .password("pw")
            .client_name("me")
            .db(1)
            .retry(one_try()),
    )?;
    let value: Option<String> = r.get("k").await?;
    assert_eq!(value.as_deref(), Some("v"));
    assert_eq!(server.commands_of(0).len(), said + 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_without_hello_is_spoken_to_in_resp2() -> Result<()> {
    let server = Server::builder()
        .args("rename-command", &["HELLO", ""])
        .arg("requirepass", "pw")
        .start();
    let r = Redis::new(config_of(&server).password("pw").db(2))?;
    r.set("k", 1).await?;
    let all: std::collections::HashMap<String, i64> = {
        r.execute_command::<i64>(Command::new("HSET").key("h").arg("f").arg(2))
            .await?;
        r.execute_command(Command::new("HGETALL").key("h")).await?
    };
    assert_eq!(all.get("f"), Some(&2));
    let mut conn = r.connection().await?;
    assert_eq!(conn.protocol(), Some(Protocol::Resp2));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_refused_password_is_tried_once_and_never_shown() -> Result<()> {
    let server = Server::builder().arg("requirepass", "right").start();
    let r = Redis::new(config_of(&server).password("S3CR3T"))?;
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.code(), Some("WRONGPASS"));
    assert!(error.is_not_executed());
    assert!(!format!("{error} {error:?} {r:?}").contains("S3CR3T"));
    assert_eq!(r.connection_pool().stats().failed_connects, 1);
    assert_eq!(r.connection_pool().stats().in_use, 0);
    let nobody = client_of(&server);
    let error = nobody.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_database_that_is_not_there_is_an_error() -> Result<()> {
    let r = Redis::new(config_of(Server::shared()).db(9999))?;
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    assert!(error.message().contains("DB index"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_unix_socket_and_a_name_with_two_addresses_can_be_connected_to() -> Result<()> {
    let server = Server::shared();
    let k = key("a_unix_socket");
    let unix = Redis::new(Config::from_url(server.unix_url())?.protocol(PROTOCOL))?;
    unix.set(&k, 1).await?;
    // `localhost` is ::1 first on most machines, where nobody listens.
    let local = Config::from_url(server.url().replace("127.0.0.1", "localhost"))?;
    let n = Redis::new(local.protocol(PROTOCOL))?.incr(&k).await?;
    assert_eq!(n, 2);
    unix.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn who_is_not_there_is_named_and_nothing_was_sent() -> Result<()> {
    let port = port::free();
    let r = Redis::new(Config::new().host("127.0.0.1").port(port).retry(one_try()))?;
    let error = r.incr("k").await.unwrap_err();
    assert!(error.is_connection());
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.command(), Some("INCR"));
    let text = error.to_string();
    assert!(
        text.contains(&format!("127.0.0.1:{port}")) && text.contains("refused"),
        "{text}"
    );
    let missing = Redis::new(
        Config::new()
            .unix_socket_path("/nowhere/redis.sock")
            .retry(one_try()),
    )?;
    let error = missing.incr("k").await.unwrap_err();
    assert!(error.to_string().contains("/nowhere/redis.sock"), "{error}");
    let unknown = Redis::new(Config::new().host("no.such.host.invalid").retry(one_try()))?;
    let error = unknown.incr("k").await.unwrap_err();
    assert!(
        error.is_connection() && error.to_string().contains("no.such.host.invalid"),
        "{error}"
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn who_only_connects_is_not_said_to_have_given_a_command() -> Result<()> {
    let port = port::free();
    let r = Redis::new(Config::new().host("127.0.0.1").port(port).retry(one_try()))?;
    let error = r.connection().await.unwrap_err();
    assert_eq!(error.command(), None, "{error}");
    let begins = format!("{error}").starts_with("can't connect: ");
    assert!(begins, "{error}");
    let error = r.monitor().await.unwrap_err();
    assert_eq!(error.command(), Some("MONITOR"), "{error}");
    let error = r.pubsub().subscribe("c").await.unwrap_err();
    assert_eq!(error.command(), Some("SUBSCRIBE"), "{error}");
    Ok(())
}

#[maybe_async]
#[test]
async fn connecting_is_tried_again_until_the_server_is_there() -> Result<()> {
    let mut server = Server::start();
    let r = client_of(&server);
    r.set("k", 1).await?;
    server.kill();
    // The end of the idle connection is seen before it is used, once it has arrived.
    sleep(Duration::from_millis(100)).await;
    let task = spawn(increment, r.clone());
    sleep(Duration::from_millis(300)).await;
    server.restart();
    let n = task.join().await?;
    assert_eq!(n, 1, "the new server has no data");
    assert!(r.connection_pool().stats().failed_connects > 0);
    Ok(())
}

#[maybe_async]
async fn increment(r: Redis) -> Result<i64> {
    r.incr("k").await
}

#[maybe_async]
#[test]
async fn a_server_that_accepts_and_says_nothing_is_given_up_in_time() -> Result<()> {
    let server = FakeServer::script([Step::Hold]);
    let timeout = Duration::from_millis(300);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(
        config
            .socket_timeout(timeout)
            .socket_connect_timeout(timeout),
    )?;
    let start = Instant::now();
    let error = r.get::<String>("k").await.unwrap_err();
    let took = start.elapsed();
    assert!(error.is_timeout(), "{error}");
    assert!(
        error.is_not_executed() && error.to_string().contains("handshake"),
        "{error}"
    );
    assert!(took >= timeout && took < timeout * 3 / 2, "{took:?}");
    assert_eq!(r.connection_pool().stats().idle, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn connecting_to_a_server_that_does_not_accept_ends_in_time() -> Result<()> {
    let tcp = FullBacklog::tcp();
    let path = std::env::temp_dir().join(format!(
        "redial-{NAME}-{}-{PROTOCOL:?}.sock",
        std::process::id()
    ));
    let _unix = FullBacklog::unix(&path);
    let timeout = Duration::from_millis(300);
    for config in [
        Config::new().host("127.0.0.1").port(tcp.port()),
        Config::new().unix_socket_path(&path),
    ] {
        let config = config
            .socket_timeout(timeout)
            .socket_connect_timeout(timeout);
        let r = Redis::new(config.retry(one_try()))?;
        let start = Instant::now();
        let error = r.incr("k").await.unwrap_err();
        assert!(error.is_timeout() || error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(start.elapsed() < timeout * 3 / 2, "{error}");
    }
    std::fs::remove_file(path).unwrap();
    Ok(())
}

#[maybe_async]
#[test]
async fn a_handshake_that_arrives_late_never_reaches_a_command() -> Result<()> {
    // Each reply of the handshake in turn comes after the deadline.
    for late in 0..3 {
        let server = FakeServer::run(move |peer| {
            for i in 0.. {
                let command = peer.read_command()?;
                if peer.number() == 0 && i == late {
                    peer.sleep(Duration::from_millis(250))?;
                }
                let reply = handshake_reply(&command, Speaks::Resp3);
                peer.send(&reply.unwrap_or_else(|| b"$3\r\nown\r\n".to_vec()))?;
            }
            Ok(())
        });
        let config = Config::from_url(server.url())?.protocol(PROTOCOL).db(1);
        let short = config.socket_timeout(Duration::from_millis(100));
        let r = Redis::new(short.retry(Retry::new(Backoff::none(), 0)))?;
        let error = r.get::<String>("k").await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        for _ in 0..3 {
            let value: Option<String> = r.get("k").await?;
            assert_eq!(value.as_deref(), Some("own"));
        }
        assert_eq!(server.connections(), 2);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn what_a_server_refuses_before_it_listens_is_tried_again() -> Result<()> {
    let server = FakeServer::run(|peer| {
        if peer.number() < 2 {
            peer.send(b"-ERR max number of clients reached\r\n")?;
            return Ok(());
        }
        peer.handshake(Speaks::Resp3)?;
        peer.expect_commands(1)?;
        peer.send(b":1\r\n")?;
        peer.hold()
    });
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let n = r.incr("k").await?;
    assert_eq!(n, 1);
    assert_eq!(server.connections(), 3);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_client_and_one_with_the_same_settings_in_the_other_face_see_the_same_data() -> Result<()>
{
    let server = Server::shared();
    let k = key("the_other_face");
    let r = Redis::new(config_of(server).db(4))?;
    r.set(&k, "shared").await?;
    assert_eq!(r.config().database(), 4);
    let copy = r.clone();
    let value: Option<String> = copy.get(&k).await?;
    assert_eq!(value.as_deref(), Some("shared"));
    assert_eq!(
        r.connection_pool().stats().connects,
        1,
        "a clone is the same client"
    );
    r.delete(&k).await?;
    Ok(())
}
