//! What happens when a server is slow, gone, frozen, or makes no sense.

use std::borrow::Cow;
use std::time::Instant;

use redial::{Backoff, ErrorKind, Outcome, Resend, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, Step, handshake_reply};
use crate::support::proxy::{Direction, Proxy};

fn config_through(proxy: &Proxy) -> Config {
    Config::from_url(proxy.url()).unwrap().protocol(PROTOCOL)
}

#[maybe_async]
#[test]
async fn a_read_is_sent_again_when_its_reply_is_lost_and_a_write_is_not() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(config_through(&proxy))?;
    r.set("k", 0).await?;
    for _ in 0..10 {
        proxy.cut_after(Direction::ToClient, 1);
        let n: Option<i64> = r.get("k").await?;
        assert_eq!(n, Some(0));
    }
    for n in 1..=10 {
        proxy.cut_after(Direction::ToClient, 1);
        let error = r.incr("k").await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert_eq!(error.outcome(), Outcome::MaybeExecuted);
        assert!(!error.is_not_executed());
        let executed: Option<i64> = r.get("k").await?;
        assert_eq!(executed, Some(n), "executed once");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn everything_is_sent_again_if_that_is_asked_for() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let retry = Retry::new(Backoff::none(), 3).resend(Resend::Always);
    let r = Redis::new(config_through(&proxy).retry(retry))?;
    r.set("k", 0).await?;
    proxy.cut_after(Direction::ToClient, 1);
    let n = r.incr("k").await?;
    assert_eq!(n, 2, "executed twice");
    Ok(())
}

#[maybe_async]
#[test]
async fn after_a_timeout_it_is_sent_again_if_that_is_asked_for() -> Result<()> {
    let mut asked = 0;
    let server = FakeServer::with(move |command| {
        handshake_reply(command, Speaks::Resp3).or_else(|| {
            asked += 1;
            (asked > 2).then(|| b":7\r\n".to_vec())
        })
    });
    let config = Config::from_url(format!("{}?retry_on_timeout=yes", server.url()))?;
    let r = Redis::new(
        config
            .protocol(PROTOCOL)
            .socket_timeout(Duration::from_millis(100)),
    )?;
    let n = r.incr("k").await?;
    assert_eq!(n, 7);
    assert_eq!(server.connections(), 3);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_frozen_server_costs_one_deadline_and_not_one_per_retry() -> Result<()> {
    let server = Server::start();
    let timeout = Duration::from_millis(400);
    let r = Redis::new(config_of(&server).socket_timeout(timeout))?;
    r.set("k", 1).await?;
    server.freeze();
    let start = Instant::now();
    let error = r.get::<String>("k").await.unwrap_err();
    let took = start.elapsed();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    assert!(took >= timeout && took < timeout * 3 / 2, "{took:?}");
    let start = Instant::now();
    let error = r.pipeline().incr("k").execute::<()>().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(start.elapsed() < timeout * 3 / 2);
    server.thaw();
    let n: Option<i64> = r.get("k").await?;
    assert_eq!(n, Some(1));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_reply_that_drips_in_is_given_up_in_time() -> Result<()> {
    let server = FakeServer::script([
        Step::Handshake(Speaks::Resp3),
        Step::ExpectCommands(1),
        Step::send("$10000\r\n"),
        Step::SendSlowly(vec![b'x'; 10_000]),
        Step::Hold,
    ]);
    let timeout = Duration::from_millis(400);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.socket_timeout(timeout).retry(Retry::never()))?;
    let start = Instant::now();
    let done = r.get::<String>("k").await;
    let took = start.elapsed();
    match done {
        // The bytes came faster than the deadline.
        Ok(value) => assert_eq!(value.unwrap().len(), 10_000),
        Err(error) => assert!(
            error.is_timeout() && took < timeout * 3 / 2,
            "{error} {took:?}"
        ),
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_late_reply_reaches_nobody_else() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = config_through(&proxy).socket_timeout(Duration::from_millis(150));
    let r = Redis::new(config.retry(Retry::never()))?;
    let names: Vec<String> = (0..4).map(|i| format!("k{i}")).collect();
    for name in &names {
        r.set(name, name).await?;
    }
    for round in 0..10 {
        proxy.delay_replies(Duration::from_millis(300));
        let error = match round % 3 {
            0 => r.get::<String>("k0").await.unwrap_err(),
            1 => {
                let mut pipe = r.pipeline().transaction(false);
                pipe.get::<String>("k0")
                    .get::<String>("k1")
                    .execute::<()>()
                    .await
                    .unwrap_err()
            }
            _ => r
                .pipeline()
                .get::<String>("k0")
                .execute::<()>()
                .await
                .unwrap_err(),
        };
        assert!(error.is_timeout(), "{error}");
        proxy.delay_replies(Duration::ZERO);
        for name in &names {
            let own: Option<String> = r.get(name).await?;
            assert_eq!(own.as_ref(), Some(name));
        }
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_write_that_stops_in_the_middle_leaves_no_usable_connection() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = config_through(&proxy).socket_timeout(Duration::from_millis(200));
    let r = Redis::new(config.retry(Retry::never()))?;
    r.set("small", "own").await?;
    let large = "x".repeat(32 << 20);
    // Copied into the command, and sent from where it lies.
    for large in [Cow::Borrowed(&*large), Cow::Owned(large.clone())] {
        proxy.stall(Direction::ToServer, true);
        let error = r.set("large", large).await.unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(
            error.outcome(),
            Outcome::NotSent,
            "half of a command is none"
        );
        proxy.stall(Direction::ToServer, false);
        for _ in 0..3 {
            let own: Option<String> = r.get("small").await?;
            assert_eq!(own.as_deref(), Some("own"));
        }
        let value: Option<Vec<u8>> = r.get("large").await?;
        assert_eq!(value, None);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_is_loading_is_asked_again() -> Result<()> {
    let mut asked = 0;
    let server = FakeServer::with(move |command| {
        handshake_reply(command, Speaks::Resp3).or_else(|| {
            asked += 1;
            let reply: &[u8] = if asked < 4 {
                b"-LOADING Redis is loading\r\n"
            } else {
                b":7\r\n"
            };
            Some(reply.to_vec())
        })
    });
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let n = r.incr("k").await?;
    assert_eq!(n, 7, "even a write: it was not executed");
    assert_eq!(server.connections(), 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn bytes_that_make_no_sense_end_the_connection_and_only_that() -> Result<()> {
    for nonsense in [
        b"HTTP/1.1 400 Bad Request\r\n" as &[u8],
        b"$-5\r\n",
        b"$3\r\nabcXX",
        b":12a\r\n",
        b"*1\r\n$9223372036854775807\r\n",
        b"\0\0\0\0",
        b"+line that ends wrongly\rX",
    ] {
        let server = FakeServer::run(move |peer| {
            peer.handshake(Speaks::Resp3)?;
            peer.read_command()?;
            if peer.number() == 0 {
                peer.send(nonsense)?;
                return peer.hold();
            }
            peer.send(b"$3\r\nown\r\n")?;
            peer.hold()
        });
        let config = Config::from_url(server.url())?.protocol(PROTOCOL);
        let r = Redis::new(config.socket_timeout(Duration::from_secs(2)))?;
        let error = r.get::<String>("k").await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidResponse,
            "{}: {error}",
            nonsense.escape_ascii()
        );
        let own: Option<String> = r.get("k").await?;
        assert_eq!(own.as_deref(), Some("own"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_reply_of_the_wrong_type_is_an_error_and_the_connection_stays_good() -> Result<()> {
    let r = client();
    let k = key("wrong_type");
    r.set(&k, "S3CR3T").await?;
    let error = r.get::<i64>(&k).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "GET: the reply is a string that is not a valid number, which does not fit i64"
    );
    let error = r
        .execute_command::<Vec<String>>(Command::new("GET").key(&k))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!format!("{error:?}").contains("S3CR3T"));
    r.set(&k, b"\xff\xfe").await?;
    let error = r.get::<String>(&k).await.unwrap_err();
    assert!(error.to_string().contains("not UTF-8"), "{error}");
    let bytes: Option<Vec<u8>> = r.get(&k).await?;
    assert_eq!(bytes.as_deref(), Some(b"\xff\xfe" as &[u8]));
    assert_eq!(r.connection_pool().stats().connects, 1);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn values_of_every_size_and_kind_come_back() -> Result<()> {
    let r = client();
    let k = key("every_size");
    for size in [0, 1, 1023, 1024, 16_384, 32_768, 65_536, 100_000, 5_000_000] {
        let value: Vec<u8> = (0..size).map(|i| (i * 31 % 256) as u8).collect();
        r.set(&k, &value).await?;
        let back: Option<Vec<u8>> = r.get(&k).await?;
        assert!(back.as_deref() == Some(&value), "{size}");
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_that_is_cut_inside_a_long_value_gives_an_error_and_is_not_used_again()
-> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(config_through(&proxy).retry(Retry::never()))?;
    let value = "0123456789".repeat(300_000);
    r.set("k", &value).await?;
    for arrived in [1, 11, 40_000, 1_000_000, 1_100_000, 2_999_999, 3_000_010] {
        proxy.cut_after(Direction::ToClient, arrived);
        let error = r.get::<String>("k").await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        let back: Option<String> = r.get("k").await?;
        assert!(back.as_ref() == Some(&value), "{arrived}");
    }
    proxy.cut_after(Direction::ToClient, 1_000_000);
    let again = Redis::new(config_through(&proxy))?;
    let back: Option<String> = again.get("k").await?;
    assert!(back == Some(value), "a read is sent again");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_long_value_without_its_end_is_an_error() -> Result<()> {
    let server = FakeServer::script([
        Step::Handshake(Speaks::Resp3),
        Step::ExpectCommands(1),
        Step::send("$40000\r\n"),
        Step::send("x".repeat(40_000)),
        Step::send("+OK\r\n"),
        Step::Hold,
    ]);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.retry(Retry::never()))?;
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.to_string().contains("at byte 40008"), "{error}");
    Ok(())
}

#[maybe_async]
#[test]
async fn failures_cost_no_slot_of_the_pool() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = config_through(&proxy)
        .max_connections(2)
        .socket_timeout(Duration::from_millis(50));
    let r = Redis::new(config.retry(Retry::never()))?;
    for round in 0..60 {
        // What the last round left under way must not use up what this one sets.
        sleep(Duration::from_millis(15)).await;
        match round % 3 {
            0 => proxy.refuse_connections(true),
            1 => proxy.cut_after(Direction::ToClient, 1),
            _ => proxy.stall(Direction::ToClient, true),
        }
        r.connection_pool().disconnect();
        r.get::<String>("k").await.unwrap_err();
        proxy.refuse_connections(false);
        proxy.stall(Direction::ToClient, false);
        proxy.cut();
    }
    let stats = r.connection_pool().stats();
    assert_eq!((stats.in_use, stats.waiting), (0, 0));
    let _first = r.connection().await?;
    let _second = r.connection().await?;
    Ok(())
}
