//! The scripting commands.

use std::collections::{BTreeMap, BTreeSet};

use redial::{ErrorKind, Protocol};

use super::*;
use crate::face::test;

const INCREMENT: &str = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

#[maybe_async]
#[test]
async fn a_script_gets_its_keys_and_arguments() -> Result<()> {
    let r = client();
    let (a, b) = (key("script_keys:a"), key("script_keys:b"));
    let n: i64 = r.eval(INCREMENT, &a, 5).await?;
    assert_eq!(n, 5);
    let script = "return {#KEYS, #ARGV, KEYS[2], ARGV[1]}";
    let (keys, args, second, first): (i64, i64, String, String) =
        r.eval(script, [&a, &b], ["x", "y", "z"]).await?;
    assert_eq!((keys, args, second, first.as_str()), (2, 3, b, "x"));
    let none: (i64, i64) = r.eval("return {#KEYS, #ARGV}", (), ()).await?;
    assert_eq!(none, (0, 0));
    r.delete(&a).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_cached_script_runs_by_its_digest() -> Result<()> {
    let r = client();
    let k = key("script_cached");
    let script = format!("return redis.call('INCRBY', KEYS[1], ARGV[1]) -- {k}");
    let sha = r.script_load(&script).await?;
    assert_eq!(sha.len(), 40);
    let n: i64 = r.evalsha(&sha, &k, 7).await?;
    assert_eq!(n, 7);
    let unknown = "0".repeat(40);
    let known = r.script_exists([&unknown, &sha]).await?;
    assert_eq!(known, [false, true]);
    let known = r.script_exists(&sha).await?;
    assert_eq!(known, [true]);
    let error = r.evalsha::<i64>(&unknown, (), ()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoScript);
    let error = r.script_load("return ((").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_read_only_script_may_not_write() -> Result<()> {
    if lacks("EVAL_RO", "a_read_only_script_may_not_write") {
        return Ok(());
    }
    let r = client();
    let k = key("script_ro");
    r.set(&k, 5).await?;
    let script = format!("return redis.call('GET', KEYS[1]) + ARGV[1] -- {k}");
    let n: i64 = r.eval_ro(&script, &k, 1).await?;
    assert_eq!(n, 6);
    let sha = r.script_load(&script).await?;
    let n: i64 = r.evalsha_ro(&sha, &k, 2).await?;
    assert_eq!(n, 7);
    let error = r.eval_ro::<i64>(INCREMENT, &k, 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let sha = r.script_load(INCREMENT).await?;
    let error = r.evalsha_ro::<i64>(&sha, &k, 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let value: Option<i64> = r.get(&k).await?;
    assert_eq!(value, Some(5));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_text_of_a_cached_script_is_shown() -> Result<()> {
    if lacks("SCRIPT|SHOW", "the_text_of_a_cached_script_is_shown") {
        return Ok(());
    }
    let r = client();
    let sha = r.script_load("return 'shown'").await?;
    let text: String = r.script_show(&sha).await?;
    assert_eq!(text, "return 'shown'");
    let error = r.script_show::<String>("0".repeat(40)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoScript);
    Ok(())
}

#[maybe_async]
#[test]
async fn the_scripts_are_flushed() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let sha = r.script_load(INCREMENT).await?;
    r.script_flush().await?;
    let known = r.script_exists(&sha).await?;
    assert_eq!(known, [false]);
    for how in [FlushMode::Async, FlushMode::Sync] {
        r.script_load(INCREMENT).await?;
        r.script_flush_with(how).await?;
        let known = r.script_exists(&sha).await?;
        assert_eq!(known, [false]);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_explains_script() -> Result<()> {
    let help = client().script_help().await?;
    assert!(help.iter().any(|line| line.starts_with("LOAD ")));
    Ok(())
}

#[maybe_async]
async fn run(with: (Redis, &'static str)) -> Result<()> {
    let (r, script) = with;
    r.eval(script, "k", ()).await
}

/// Kills the running script, as soon as one runs.
#[maybe_async]
async fn kill(r: &Redis) -> Result<()> {
    for _ in 0..1000 {
        match r.script_kill().await {
            Err(error) if error.code() == Some("NOTBUSY") => sleep(Duration::from_millis(5)).await,
            done => return done,
        }
    }
    panic!("no script ever ran");
}

#[maybe_async]
#[test]
async fn a_running_script_is_killed() -> Result<()> {
    // Other clients are heard only once a script has run for longer than this.
    let server = Server::builder().arg("lua-time-limit", "10").start();
    let r = client_of(&server);
    let idle = r.script_kill().await.unwrap_err();
    assert_eq!(idle.code(), Some("NOTBUSY"));
    let running = spawn(run, (client_of(&server), "while true do end"));
    kill(&r).await?;
    let killed = running.join().await.unwrap_err();
    assert!(killed.to_string().contains("Script killed"), "{killed}");
    let n: i64 = r.eval("return 1", (), ()).await?;
    assert_eq!(n, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_that_has_written_is_not_killed() -> Result<()> {
    let mut server = Server::builder().arg("lua-time-limit", "10").start();
    let r = client_of(&server);
    let n: i64 = r.eval("return 1", (), ()).await?;
    assert_eq!(n, 1);
    let script = "redis.call('SET', KEYS[1], 1) while true do end";
    let running = spawn(run, (client_of(&server), script));
    let error = kill(&r).await.unwrap_err();
    assert_eq!(error.code(), Some("UNKILLABLE"));
    server.kill();
    let lost = running.join().await.unwrap_err();
    assert!(lost.is_connection(), "{lost}");
    Ok(())
}

#[maybe_async]
#[test]
async fn lua_values_become_replies() -> Result<()> {
    let r = client();
    // A number loses its fraction, a text keeps it.
    let numbers: [i64; 3] = r.eval("return {3.99, -3.99, 2^40}", (), ()).await?;
    assert_eq!(numbers, [3, -3, 1 << 40]);
    let number: f64 = r.eval("return tostring(3.99)", (), ()).await?;
    assert_eq!(number, 3.99);
    let bytes: Vec<u8> = r.eval("return '\\0\\255\\r\\n'", (), ()).await?;
    assert_eq!(bytes, b"\0\xff\r\n");

    let nested: (i64, (i64, String, Vec<i64>), String) =
        r.eval("return {1, {2, 'x', {}}, 'y'}", (), ()).await?;
    assert_eq!(nested, (1, (2, "x".into(), vec![]), "y".into()));
    // A table ends at its first nil, and its named fields are left out.
    let cut: Vec<i64> = r.eval("return {1, 2, nil, 4, name = 5}", (), ()).await?;
    assert_eq!(cut, [1, 2]);

    let nothing: Option<i64> = r.eval("return nil", (), ()).await?;
    assert_eq!(nothing, None);
    let nothing: Option<i64> = r.eval("local x = 1", (), ()).await?;
    assert_eq!(nothing, None);
    let yes: Value = r.eval("return true", (), ()).await?;
    assert_eq!(yes, Value::Integer(1));
    let no: Value = r.eval("return false", (), ()).await?;
    assert_eq!(no, Value::Nil);
    let booleans: [bool; 2] = r.eval("return {true, false}", (), ()).await?;
    assert_eq!(booleans, [true, false]);
    Ok(())
}

#[maybe_async]
#[test]
async fn lua_states_and_errors_become_replies() -> Result<()> {
    let r = client();
    let state: String = r.eval("return redis.status_reply('FINE')", (), ()).await?;
    assert_eq!(state, "FINE");
    let ok: bool = r.eval("return {ok = 'OK'}", (), ()).await?;
    assert!(ok);
    let error = r
        .eval::<i64>("return redis.error_reply('MYERR no such luck')", (), ())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("MYERR"));
    assert!(error.to_string().contains("no such luck"), "{error}");
    let error = r
        .eval::<()>("return {err = 'MYERR again'}", (), ())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("MYERR"));

    let each: Vec<Result<i64>> = r
        .eval("return {1, redis.error_reply('MYERR inside'), 3}", (), ())
        .await?;
    let codes: Vec<_> = each
        .iter()
        .map(|one| one.as_ref().map_err(|error| error.code()))
        .collect();
    assert_eq!(codes, [Ok(&1), Err(Some("MYERR")), Ok(&3)]);

    let k = key("lua_errors");
    r.set(&k, "text").await?;
    let caught = r
        .eval::<()>("return redis.pcall('ZCARD', KEYS[1])", &k, ())
        .await
        .unwrap_err();
    assert_eq!(caught.code(), Some("WRONGTYPE"));
    let thrown = r
        .eval::<()>("return redis.call('ZCARD', KEYS[1])", &k, ())
        .await
        .unwrap_err();
    assert!(thrown.to_string().contains("WRONGTYPE"), "{thrown}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_that_speaks_resp3_is_understood_in_both_protocols() -> Result<()> {
    let r = client();
    let number: Value = r
        .eval("redis.setresp(3) return {double = 1.5}", (), ())
        .await?;
    assert_eq!(
        number,
        match PROTOCOL {
            Protocol::Resp3 => Value::Double(1.5),
            _ => Value::Bulk("1.5".into()),
        }
    );
    let number: f64 = r
        .eval("redis.setresp(3) return {double = -0.25}", (), ())
        .await?;
    assert_eq!(number, -0.25);
    let script = "redis.setresp(3) return {map = {a = 1, b = 2}}";
    let map: BTreeMap<String, i64> = r.eval(script, (), ()).await?;
    assert_eq!(map, BTreeMap::from([("a".into(), 1), ("b".into(), 2)]));
    let script = "redis.setresp(3) return {set = {a = true, b = true}}";
    let set: BTreeSet<String> = r.eval(script, (), ()).await?;
    assert_eq!(set, BTreeSet::from(["a".into(), "b".into()]));
    let script = "redis.setresp(3) return {true, false}";
    let booleans: Vec<bool> = r.eval(script, (), ()).await?;
    assert_eq!(booleans, [true, false]);
    let k = key("lua_resp3");
    r.zadd(&k, [("a", 1.5), ("b", 2.0)]).await?;
    let script = "redis.setresp(3) return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')";
    let all: Vec<(String, f64)> = r.eval(script, &k, ()).await?;
    assert_eq!(all, [("a".to_owned(), 1.5), ("b".to_owned(), 2.0)]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_returns_big_numbers_and_verbatim_texts() -> Result<()> {
    // Scripts can since the version that has `EVAL_RO`.
    let test = "a_script_returns_big_numbers_and_verbatim_texts";
    if lacks("EVAL_RO", test) {
        return Ok(());
    }
    let r = client();
    let script = "redis.setresp(3) return {big_number = '18446744073709551616'}";
    let big: i128 = r.eval_ro(script, (), ()).await?;
    assert_eq!(big, 1 << 64);
    let script = "redis.setresp(3) return {verbatim_string = {format = 'mkd', string = '*x*'}}";
    let text: String = r.eval_ro(script, (), ()).await?;
    assert_eq!(text, "*x*");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_takes_scripts() -> Result<()> {
    let r = client();
    let k = key("script_pipeline");
    let sha = r.script_load(INCREMENT).await?;
    let mut pipe = r.pipeline();
    pipe.eval::<i64>(INCREMENT, &k, 2)
        .evalsha::<i64>(&sha, &k, 3)
        .eval::<Vec<String>>("return ARGV", (), ["a", "b"])
        .script_exists(&sha);
    let (first, second, args, known): (i64, i64, Vec<String>, Vec<bool>) = pipe.execute().await?;
    assert_eq!((first, second, known), (2, 5, vec![true]));
    assert_eq!(args, ["a", "b"]);
    r.delete(&k).await?;
    Ok(())
}
