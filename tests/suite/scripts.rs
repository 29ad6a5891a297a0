//! Scripts that are called by their digests and loaded where they are missing.

use redial::{ErrorKind, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::proxy::{Direction, Proxy};

const NOSCRIPT: &[u8] = b"-NOSCRIPT No matching script. Please use EVAL.\r\n";

/// A script of the test's own: nobody else has the server load it.
fn own(text: &str, name: &str) -> Script {
    Script::new(format!("{text} -- {}", key(name)))
}

/// A server that has no script, and has none again after so many were loaded.
fn forgetful(empties: usize) -> FakeServer {
    let mut loads = 0;
    FakeServer::with(move |command| {
        handshake_reply(command, Speaks::Resp3).or_else(|| {
            let loading = command[0] == b"SCRIPT";
            loads += usize::from(loading);
            Some(match loading {
                true => b"+0\r\n".to_vec(),
                false if loads > empties => b":7\r\n".to_vec(),
                false => NOSCRIPT.to_vec(),
            })
        })
    })
}

/// What was sent to a fake server after the handshake.
fn sent(server: &FakeServer) -> Vec<String> {
    let is_handshake = |line: &String| line.starts_with("HELLO") || line.starts_with("CLIENT");
    let lines = server.lines().into_iter();
    lines.filter(|line| !is_handshake(line)).collect()
}

#[maybe_async]
#[test]
async fn a_script_is_loaded_where_it_is_missing() -> Result<()> {
    let r = client();
    let (script, k) = (
        own("return redis.call('INCRBY', KEYS[1], ARGV[1])", "missing"),
        key("script_missing"),
    );
    let known = r.script_exists(script.sha()).await?;
    assert_eq!(known, [false]);
    let n: i64 = r.call_script(&script, &k, 5).await?;
    assert_eq!(n, 5);
    let known = r.script_exists(script.sha()).await?;
    assert_eq!(known, [true], "the digest is the server's");
    let n: i64 = r.call_script(&script, [&k], [2]).await?;
    assert_eq!(n, 7);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_registered_script_knows_its_client() -> Result<()> {
    let r = client();
    let k = key("script_registered");
    r.set(&k, 2).await?;
    let multiply = r.register_script("return redis.call('GET', KEYS[1]) * ARGV[1]");
    assert_eq!(multiply.sha(), "62d38ddab5d72bf83d91cbab398b8bf73b2a1d16");
    let n: i64 = multiply.call([&k], [5]).await?;
    assert_eq!(n, 10);
    let clone = multiply.clone();
    let n: i64 = clone.call(&k, 6).await?;
    assert_eq!(n, 12);
    let again = r.register_script(multiply.script());
    let n: i64 = again.call(&k, 7).await?;
    assert_eq!(n, 14);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn only_what_is_needed_is_sent() -> Result<()> {
    let server = forgetful(0);
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let script = Script::new("return 7");
    for _ in 0..2 {
        let n: i64 = r.call_script(&script, "k", "a").await?;
        assert_eq!(n, 7);
    }
    let call = format!("EVALSHA {} 1 k a", script.sha());
    let load = "SCRIPT LOAD return 7".to_owned();
    assert_eq!(sent(&server), [call.clone(), load, call.clone(), call]);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_cache_that_is_emptied_in_between_is_filled_again() -> Result<()> {
    let server = forgetful(1);
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let n: i64 = r.call_script(Script::new("return 7"), (), ()).await?;
    assert_eq!(n, 7);
    assert_eq!(sent(&server).len(), 5);

    let server = Server::start();
    let r = client_of(&server);
    let script = r.register_script("return 7");
    for _ in 0..3 {
        let n: i64 = script.call((), ()).await?;
        assert_eq!(n, 7);
        r.script_flush().await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_that_never_has_the_script_is_not_asked_for_ever() -> Result<()> {
    let server = forgetful(usize::MAX);
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let script = Script::new("return 7");
    let error = r.call_script::<i64>(&script, (), ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoScript);
    assert!(error.is_not_executed());
    assert!(sent(&server).len() < 10, "{:?}", sent(&server));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_that_does_not_compile_was_not_run() -> Result<()> {
    let r = client();
    let broken = own("return ((", "broken");
    let error = r.call_script::<()>(&broken, (), ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Response);
    assert_eq!(error.command(), Some("SCRIPT LOAD"));
    assert!(error.is_not_executed());
    Ok(())
}

#[maybe_async]
#[test]
async fn what_a_script_fails_with_is_the_caller_s_error() -> Result<()> {
    let r = client();
    let script = own("return redis.error_reply('MYERR no such luck')", "fails");
    for _ in 0..2 {
        let error = r.call_script::<i64>(&script, (), ()).await.unwrap_err();
        assert_eq!(error.code(), Some("MYERR"));
        assert_eq!(error.message(), "MYERR no such luck");
        assert_eq!(error.command(), Some("EVALSHA"));
        assert_eq!(error.outcome(), Outcome::Answered);
    }
    let k = key("script_fails");
    r.set(&k, "text").await?;
    let script = own("return redis.pcall('ZCARD', KEYS[1])", "fails");
    let error = r.call_script::<i64>(&script, &k, ()).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    let script = own("return 'S3CR3T'", "fails");
    let error = r.call_script::<i64>(&script, &k, ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.command(), Some("EVALSHA"));
    assert!(!format!("{error:?}").contains("S3CR3T"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn texts_keys_arguments_and_results_may_be_any_bytes() -> Result<()> {
    let r = client();
    let k = [key("script_bytes").as_bytes(), b":\0\xff\r\n"].concat();
    let mut text =
        b"redis.call('SET', KEYS[1], ARGV[1] .. '\xfe') return redis.call('GET', KEYS[1]) -- "
            .to_vec();
    text.extend_from_slice(&k[..k.len() - 2]);
    let script = Script::new(text);
    let value: Vec<u8> = r.call_script(&script, &k, b"\r\n\0\xc3").await?;
    assert_eq!(value, b"\r\n\0\xc3\xfe");
    let n = r.delete(&k).await?;
    assert_eq!(n, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_for_reading_may_not_write() -> Result<()> {
    if lacks("EVALSHA_RO", "a_script_for_reading_may_not_write") {
        return Ok(());
    }
    let r = client();
    let k = key("script_for_reading");
    r.set(&k, 5).await?;
    let get = own("return redis.call('GET', KEYS[1])", "for_reading").read_only();
    let n: i64 = r.call_script(&get, &k, ()).await?;
    assert_eq!(n, 5);
    let incr = own("return redis.call('INCR', KEYS[1])", "for_reading").read_only();
    let error = r.call_script::<i64>(&incr, &k, ()).await.unwrap_err();
    assert_eq!(error.command(), Some("EVALSHA_RO"));
    assert_eq!(error.code(), Some("ERR"));
    let mut pipe = r.pipeline();
    let both = pipe
        .call_script(&get, &k, ())
        .call_script(&incr, &k, ())
        .execute_each()
        .await?;
    assert_eq!(both[0].as_ref().unwrap(), &Value::Bulk("5".into()));
    assert_eq!(both[1].as_ref().unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_for_reading_is_sent_again_when_its_reply_is_lost() -> Result<()> {
    if lacks(
        "EVALSHA_RO",
        "a_script_for_reading_is_sent_again_when_its_reply_is_lost",
    ) {
        return Ok(());
    }
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(Config::from_url(proxy.url())?.protocol(PROTOCOL))?;
    let script = Script::new("return 7");
    let n: i64 = r.call_script(&script, (), ()).await?;
    assert_eq!(n, 7);
    proxy.cut_after(Direction::ToClient, 1);
    let error = r.call_script::<i64>(&script, (), ()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::MaybeExecuted);
    proxy.cut_after(Direction::ToClient, 1);
    let n: i64 = r.call_script(script.read_only(), (), ()).await?;
    assert_eq!(n, 7);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_calls_scripts_on_itself() -> Result<()> {
    let r = client();
    let (script, k) = (
        own("return redis.call('SET', KEYS[1], ARGV[1])", "connection"),
        key("script_connection"),
    );
    let mut conn = r.connection().await?;
    conn.select(3).await?;
    let ok: bool = conn.call_script(&script, &k, "three").await?;
    assert!(ok);
    let value: Option<String> = conn.get(&k).await?;
    assert_eq!(value.as_deref(), Some("three"));
    let none: Option<String> = r.get(&k).await?;
    assert_eq!(none, None);
    conn.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_transaction_calls_scripts_while_it_watches() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let get = Script::new("return redis.call('GET', KEYS[1])");
    let add = Script::new("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    r.set("k", 5).await?;
    let mut tx = r.watch("k").await?;
    let n: i64 = tx.call_script(&get, "k", ()).await?;
    tx.multi().call_script(&add, "k", n);
    let (doubled,): (i64,) = tx.multi().execute().await?;
    assert_eq!(doubled, 10);
    assert_eq!(r.connection_pool().stats().connects, 2);

    r.script_flush().await?;
    let mut tx = r.watch("k").await?;
    r.incr("k").await?;
    tx.multi().call_script(&add, "k", 1);
    let error = tx.multi().execute::<()>().await.unwrap_err();
    assert!(error.is_watch(), "{error}");
    let n: Option<i64> = r.get("k").await?;
    assert_eq!(n, Some(11));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_transaction_that_loses_its_connection_over_a_script_has_done_nothing() -> Result<()> {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::new(Config::from_url(proxy.url())?.protocol(PROTOCOL))?;
    let add = Script::new("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    for loaded in [false, true] {
        let mut tx = r.watch("k").await?;
        tx.multi().incr("k").call_script(&add, "k", 1);
        proxy.cut_after(Direction::ToClient, 1);
        let error = tx.multi().execute::<()>().await.unwrap_err();
        assert!(error.is_watch(), "it is to be tried again: {error}");
        assert!(error.is_not_executed());
        if !loaded {
            r.script_load(add.text()).await?;
        }
    }
    let none: Option<i64> = r.get("k").await?;
    assert_eq!(none, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_loads_what_its_scripts_need_before_it_begins() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let add = r.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    let get = Script::new("return {redis.call('GET', KEYS[1]), ARGV[1]}");
    for transaction in [true, false] {
        r.script_flush().await?;
        let mut pipe = r.pipeline().transaction(transaction);
        for _ in 0..2 {
            pipe.set("k", 1)
                .call_script(&add, "k", 5)
                .call_script(&get, ["k"], b"\0\xff")
                .call_script(&add, "k", 1);
            assert_eq!(pipe.len(), 4);
            let (_, six, got, seven): (bool, i64, (i64, Vec<u8>), i64) = pipe.execute().await?;
            assert_eq!((six, seven), (6, 7));
            assert_eq!(got, (6, b"\0\xff".to_vec()));
        }
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_asks_once_for_all_its_scripts() -> Result<()> {
    let scripts = [Script::new("return 1"), Script::new("return 2")];
    let known = scripts.iter().map(Script::sha).max().unwrap().to_owned();
    let server = FakeServer::with({
        let known = known.clone();
        move |command| {
            handshake_reply(command, Speaks::Resp3).or_else(|| {
                Some(match command[1].as_slice() {
                    b"EXISTS" => {
                        let has = command[2..].iter().map(|sha| *sha == known.as_bytes());
                        let each = has.map(|has| format!(":{}\r\n", u8::from(has)));
                        let count = command.len() - 2;
                        format!("*{count}\r\n{}", each.collect::<String>()).into_bytes()
                    }
                    b"LOAD" => b"+0\r\n".to_vec(),
                    _ => b":7\r\n".to_vec(),
                })
            })
        }
    });
    let r = Redis::new(Config::from_url(server.url())?.protocol(PROTOCOL))?;
    let mut pipe = r.pipeline().transaction(false);
    for _ in 0..2 {
        for script in &scripts {
            pipe.call_script(script, (), ());
        }
    }
    let sevens: Vec<i64> = pipe.execute().await?;
    assert_eq!(sevens, [7; 4]);
    let mut shas = [scripts[0].sha(), scripts[1].sha()];
    shas.sort_unstable();
    let missing = scripts.iter().find(|script| script.sha() != known).unwrap();
    let begin = [
        format!("SCRIPT EXISTS {} {}", shas[0], shas[1]),
        format!("SCRIPT LOAD {}", String::from_utf8_lossy(missing.text())),
    ];
    assert_eq!(sent(&server)[..2], begin);
    assert_eq!(sent(&server).len(), 6);

    // Neither what was executed nor what was reset is asked for again.
    pipe.call_script(&scripts[0], (), ());
    pipe.reset();
    pipe.execute_command::<()>(Command::new("SET k 1"));
    pipe.execute::<()>().await?;
    assert_eq!(sent(&server)[6..], ["SET k 1"]);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_whose_script_does_not_compile_sends_nothing() -> Result<()> {
    let r = client();
    let k = key("script_broken");
    let broken = own("return ((", "broken_in_pipeline");
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        pipe.set(&k, 1).call_script(&broken, (), ());
        let error = pipe.execute::<()>().await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
        assert!(error.is_not_executed());
        assert!(pipe.is_empty());
        let none: Option<i64> = r.get(&k).await?;
        assert_eq!(none, None);
        let (none,): (i64,) = pipe.delete(&k).execute().await?;
        assert_eq!(none, 0, "it can be used again");
    }
    let mut tx = r.watch(&k).await?;
    tx.multi().set(&k, 1).call_script(&broken, (), ());
    let error = tx.multi().execute::<()>().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.set(&k, 2).await?;
    tx.multi().set(&k, 3);
    let error = tx.multi().execute::<()>().await.unwrap_err();
    assert!(error.is_watch(), "it has gone on watching: {error}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
async fn call_everywhere((r, script, key): (Redis, RegisteredScript, String)) -> Result<i64> {
    let mut n: i64 = script.call([&key], [1]).await?;
    n += r.call_script::<i64>(&script, &key, 1).await?;
    let mut conn = r.connection().await?;
    n += conn.call_script::<i64>(&script, &key, 1).await?;
    let mut tx = r.watch(&key).await?;
    n += tx.call_script::<i64>(script.script(), &key, 1).await?;
    let mut pipe = r.pipeline();
    let (last,): (i64,) = pipe.call_script(&script, &key, 1).execute().await?;
    Ok(n + last)
}

#[maybe_async]
#[test]
async fn scripts_are_called_from_elsewhere_while_the_cache_is_emptied() -> Result<()> {
    let server = Server::start();
    let r = Redis::new(config_of(&server).retry(Retry::never()))?;
    let script = r.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    let tasks: Vec<_> = (0..20)
        .map(|i| {
            spawn(
                call_everywhere,
                (r.clone(), script.clone(), format!("k{i}")),
            )
        })
        .collect();
    r.script_flush().await?;
    for task in tasks {
        match task.join().await {
            Ok(sum) => assert_eq!(sum, 1 + 2 + 3 + 4 + 5),
            // The cache was emptied between the question of a pipeline and its commands.
            Err(error) => assert_eq!(error.kind(), ErrorKind::NoScript),
        }
    }
    Ok(())
}
