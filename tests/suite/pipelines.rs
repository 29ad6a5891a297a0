//! Pipelines: batches and transactions.

use std::collections::HashMap;

use redial::{ErrorKind, Outcome, Retry, Value};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, Step};
use crate::support::proxy::{Direction, Proxy};

#[maybe_async]
#[test]
async fn replies_come_as_a_tuple_a_list_or_not_at_all() -> Result<()> {
    let r = client();
    let k = key("replies_come_as");
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        let (ok, n, text): (bool, i64, Option<String>) =
            pipe.set(&k, 1).incr(&k).get::<String>(&k).execute().await?;
        assert_eq!((ok, n, text.as_deref()), (true, 2, Some("2")));
        for _ in 0..3 {
            pipe.incr(&k);
        }
        assert_eq!(pipe.len(), 3);
        let list: Vec<i64> = pipe.execute().await?;
        assert_eq!(list, [3, 4, 5]);
        assert!(pipe.is_empty(), "it can be used again");
        pipe.incr(&k).execute::<()>().await?;
        let value: (i64,) = pipe.get::<i64>(&k).execute().await?;
        assert_eq!(value, (6,));
        let few = pipe
            .incr(&k)
            .incr(&k)
            .execute::<(i64,)>()
            .await
            .unwrap_err();
        assert_eq!(few.kind(), ErrorKind::Decode);
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_empty_pipeline_sends_nothing() -> Result<()> {
    let server = FakeServer::script([Step::Hold]);
    let r = Redis::from_url(server.url())?;
    let mut pipe = r.pipeline();
    let none: Vec<Value> = pipe.execute().await?;
    assert_eq!(none, []);
    let mut pipe = pipe.transaction(false);
    pipe.execute::<()>().await?;
    pipe.incr("a").incr("b");
    pipe.reset();
    assert_eq!(pipe.len(), 0);
    let none = pipe.execute_each().await?;
    assert!(none.is_empty());
    assert_eq!(server.connections(), 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn the_first_error_names_its_command_and_the_others_ran() -> Result<()> {
    let r = client();
    let k = key("the_first_error");
    for transaction in [true, false] {
        r.set(&k, "text S3CR3T").await?;
        let n = format!("{k}:n");
        let mut pipe = r.pipeline().transaction(transaction);
        let error = pipe
            .set(&n, 1)
            .incr(&k)
            .incr(&n)
            .execute::<()>()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Response);
        assert_eq!(error.outcome(), Outcome::Answered);
        assert!(
            error
                .to_string()
                .starts_with("command 2 of 3 in the pipeline, INCR: ERR"),
            "{error}"
        );
        assert!(!format!("{error:?}").contains("S3CR3T"));
        let after: Option<i64> = r.get(&n).await?;
        assert_eq!(after, Some(2));
        r.delete([&k, &n]).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn every_reply_can_be_had_with_the_errors_in_their_places() -> Result<()> {
    let r = client();
    let k = key("every_reply");
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        let each = pipe
            .set(&k, "x")
            .incr(&k)
            .get::<String>(&k)
            .execute_each()
            .await?;
        assert_eq!(each.len(), 3);
        assert_eq!(each[0].as_ref().unwrap(), &Value::Status("OK".into()));
        assert_eq!(each[1].as_ref().unwrap_err().code(), Some("ERR"));
        assert_eq!(each[2].as_ref().unwrap(), &Value::Bulk("x".into()));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_transaction_with_a_command_that_is_none_is_not_executed() -> Result<()> {
    let r = client();
    let k = key("a_command_that_is_none");
    let mut pipe = r.pipeline();
    pipe.set(&k, 1).execute_command::<()>(Command::new("GET"));
    let error = pipe.execute::<()>().await.unwrap_err();
    assert!(
        error.to_string().contains("command 2 of 2") && error.to_string().contains("wrong number"),
        "{error}"
    );
    let none: Option<String> = r.get(&k).await?;
    assert_eq!(none, None);
    assert_eq!(
        r.connection_pool().stats().connects,
        1,
        "the connection is as good as before"
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn maps_and_nested_lists_come_out_of_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("maps");
    let mut pipe = r.pipeline();
    pipe.execute_command::<()>(Command::new("HSET").key(&k).args([("a", 1), ("b", 2)]));
    pipe.execute_command::<()>(Command::new("HGETALL").key(&k));
    pipe.delete(&k);
    let (_, map, n): (i64, HashMap<String, i64>, i64) = pipe.execute().await?;
    assert_eq!((map["a"], map["b"], n), (1, 2, 1));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_million_commands_are_one_batch() -> Result<()> {
    const COUNT: i64 = 1_000_000;
    let r = client();
    let k = key("a_million");
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..COUNT {
        pipe.incr(&k);
    }
    let counts: Vec<i64> = pipe.execute().await?;
    assert!(counts.into_iter().eq(1..=COUNT));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_reads_no_further_than_it_has_answered_does_not_block_the_batch() -> Result<()>
{
    // It answers each command with much more than the sockets' buffers hold before it reads the next.
    let reply = {
        let mut reply = b"$100000\r\n".to_vec();
        reply.resize(reply.len() + 100_000, b'x');
        reply.extend_from_slice(b"\r\n");
        reply
    };
    let server = FakeServer::run(move |peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            peer.read_command()?;
            peer.send(&reply)?;
        }
    });
    let r = Redis::new(
        Config::from_url(server.url())?
            .protocol(PROTOCOL)
            .retry(Retry::never()),
    )?;
    let long = "k".repeat(50_000);
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..400 {
        pipe.get::<String>(&long);
    }
    let values: Vec<String> = pipe.execute().await?;
    assert_eq!(values.len(), 400);
    assert!(values.iter().all(|value| value.len() == 100_000));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_batch_that_is_cut_off_is_not_sent_again() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(Config::from_url(proxy.url())?.protocol(PROTOCOL))?;
    r.set("k", 0).await?;
    for transaction in [true, false] {
        for cut in [1, 20, 50] {
            r.get::<i64>("k").await?;
            proxy.cut_after(Direction::ToClient, cut);
            let mut pipe = r.pipeline().transaction(transaction);
            for _ in 0..20 {
                pipe.incr("k");
            }
            let error = pipe.execute::<()>().await.unwrap_err();
            assert!(error.is_connection(), "{error}");
            assert_eq!(error.outcome(), Outcome::MaybeExecuted);
            assert!(
                error.to_string().contains("a pipeline of 20 commands"),
                "{error}"
            );
        }
    }
    let n: Option<i64> = r.get("k").await?;
    assert!(n.unwrap() <= 120, "{n:?}");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_plain_batch_may_block_for_as_long_as_its_commands_do() -> Result<()> {
    let r = Redis::new(config_of(Server::shared()).socket_timeout(Duration::from_millis(500)))?;
    let k = key("may_block");
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..2 {
        pipe.execute_command::<()>(Command::new("BLPOP").key(&k).arg(0.4));
    }
    let none: (Option<Value>, Option<Value>) = pipe.execute().await?;
    assert_eq!(none, (None, None));
    Ok(())
}
