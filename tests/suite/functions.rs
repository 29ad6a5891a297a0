//! The commands on functions.

use redial::ErrorKind;

use super::*;
use crate::face::test;

/// A name for a library or a function, which no other test uses, nor this one in the other face or under the
/// other protocol.
fn name(name: &str) -> String {
    format!("{NAME}_{PROTOCOL:?}_{name}")
}

/// A library whose functions begin with its name.
fn library(name: &str) -> String {
    format!(
        "#!lua name={name}
        redis.register_function('{name}_add', function(keys, args)
            return redis.call('INCRBY', keys[1], args[1])
        end)
        redis.register_function{{
            function_name = '{name}_all',
            callback = function(keys, args) return {{#keys, #args, keys[#keys], args[1]}} end,
            description = 'What it gets',
            flags = {{'no-writes', 'allow-stale'}},
        }}"
    )
}

/// A library whose one function never ends; it writes something first if it gets a key.
fn endless(name: &str) -> String {
    format!(
        "#!lua name={name}
        redis.register_function('{name}', function(keys, args)
            if keys[1] then redis.call('SET', keys[1], 1) end
            while true do end
        end)"
    )
}

#[maybe_async]
#[test]
async fn a_function_gets_its_keys_and_arguments() -> Result<()> {
    if lacks("FCALL", "a_function_gets_its_keys_and_arguments") {
        return Ok(());
    }
    let r = client();
    let (lib, k) = (name("gets"), key("function_gets"));
    let loaded = r.function_load(library(&lib)).await?;
    assert_eq!(loaded, lib);
    let n: i64 = r.fcall(format!("{lib}_add"), &k, 5).await?;
    assert_eq!(n, 5);
    let all = format!("{lib}_all");
    let got: (i64, i64, String, Vec<u8>) = r
        .fcall(&all, [&k, "b"], ["x\0\u{ff}".as_bytes(), b"y", b"z"])
        .await?;
    assert_eq!(got, (2, 3, "b".into(), "x\0\u{ff}".into()));
    let none: (i64, i64) = r.fcall(&all, (), ()).await?;
    assert_eq!(none, (0, 0));
    let error = r.fcall::<()>(name("none"), (), ()).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    assert_eq!(error.command(), Some("FCALL"));
    r.function_delete(&lib).await?;
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn only_a_function_that_says_so_is_called_for_reading() -> Result<()> {
    if lacks(
        "FCALL_RO",
        "only_a_function_that_says_so_is_called_for_reading",
    ) {
        return Ok(());
    }
    let r = client();
    let (lib, k) = (name("reads"), key("function_reads"));
    r.function_load(library(&lib)).await?;
    let got: (i64, i64, String, i64) = r.fcall_ro(format!("{lib}_all"), &k, 7).await?;
    assert_eq!(got, (1, 1, k.clone(), 7));
    let error = r
        .fcall_ro::<i64>(format!("{lib}_add"), &k, 5)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let value: Option<i64> = r.get(&k).await?;
    assert_eq!(value, None);
    r.function_delete(&lib).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_function_s_error_is_the_caller_s() -> Result<()> {
    if lacks("FCALL", "a_function_s_error_is_the_caller_s") {
        return Ok(());
    }
    let r = client();
    let lib = name("fails");
    let code = format!(
        "#!lua name={lib}
        redis.register_function('{lib}', function() return redis.error_reply('MYERR no luck') end)"
    );
    r.function_load(code).await?;
    let error = r.fcall::<()>(&lib, (), ()).await.unwrap_err();
    assert_eq!(error.code(), Some("MYERR"));
    assert_eq!(error.message(), "MYERR no luck");
    r.function_delete(&lib).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_library_is_loaded_once_unless_it_is_to_be_replaced() -> Result<()> {
    if lacks(
        "FUNCTION|LOAD",
        "a_library_is_loaded_once_unless_it_is_to_be_replaced",
    ) {
        return Ok(());
    }
    let r = client();
    let lib = name("loaded");
    let code = |n: i64| {
        format!("#!lua name={lib}\nredis.register_function('{lib}', function() return {n} end)")
    };
    r.function_load(code(1)).await?;
    let error = r.function_load(code(2)).await.unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
    let n: i64 = r.fcall(&lib, (), ()).await?;
    assert_eq!(n, 1);
    let replace = FunctionLoadOptions::new().replace();
    let loaded = r.function_load_with(code(2), replace).await?;
    assert_eq!(loaded, lib);
    let n: i64 = r.fcall(&lib, (), ()).await?;
    assert_eq!(n, 2);
    for broken in [
        "return 1",
        "#!lua name=broken\nreturn ((",
        "#!lua name=idle\n",
    ] {
        let error = r.function_load(broken).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"), "{broken}");
    }
    r.function_delete(&lib).await?;
    let error = r.function_delete(&lib).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn libraries_are_listed_with_what_is_known_of_them() -> Result<()> {
    if lacks(
        "FUNCTION|LIST",
        "libraries_are_listed_with_what_is_known_of_them",
    ) {
        return Ok(());
    }
    let r = client();
    let names = [name("list_a"), name("list_b")];
    for lib in &names {
        r.function_load(library(lib)).await?;
    }
    let all = r.function_list().await?;
    for lib in &names {
        let library = all.iter().find(|library| library.name == *lib).unwrap();
        assert_eq!(library.engine, "LUA");
        assert_eq!(library.code, None);
        let functions = &library.functions;
        assert_eq!(functions.len(), 2);
        let of = |end: &str| functions.iter().find(|f| f.name.ends_with(end)).unwrap();
        assert_eq!(of("_add").name, format!("{lib}_add"));
        assert_eq!(of("_add").description, None);
        assert!(of("_add").flags.is_empty());
        assert_eq!(of("_all").description.as_deref(), Some("What it gets"));
        let mut flags = of("_all").flags.clone();
        flags.sort_unstable();
        assert_eq!(flags, ["allow-stale", "no-writes"]);
    }
    let both = FunctionListOptions::new().library(name("list_?"));
    let listed = r.function_list_with(both).await?;
    assert_eq!(listed.len(), 2);
    let one = FunctionListOptions::new().library(&*names[0]).with_code();
    let listed = r.function_list_with(one).await?;
    assert_eq!(listed.len(), 1);
    let code = library(&names[0]);
    assert_eq!(listed[0].code.as_deref(), Some(code.as_bytes()));
    let none = FunctionListOptions::new().library(name("none"));
    let listed = r.function_list_with(none).await?;
    assert_eq!(listed, []);
    for lib in &names {
        r.function_delete(lib).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn libraries_are_dumped_restored_and_flushed() -> Result<()> {
    if lacks(
        "FUNCTION|RESTORE",
        "libraries_are_dumped_restored_and_flushed",
    ) {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    r.function_load(library("kept")).await?;
    let dump = r.function_dump().await?;
    let error = r.function_restore(&dump).await.unwrap_err();
    assert!(error.to_string().contains("kept"), "{error}");
    r.function_flush().await?;
    let none = r.function_list().await?;
    assert_eq!(none, []);
    r.function_restore(&dump).await?;
    r.function_load(library("other")).await?;

    let append = FunctionRestorePolicy::Append;
    let error = r.function_restore_with(&dump, append).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.function_restore_with(&dump, FunctionRestorePolicy::Replace)
        .await?;
    let both = r.function_list().await?;
    assert_eq!(both.len(), 2);
    r.function_restore_with(&dump, FunctionRestorePolicy::Flush)
        .await?;
    let one = r.function_list().await?;
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].name, "kept");
    let error = r.function_restore("damaged").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    for mode in [FlushMode::Async, FlushMode::Sync] {
        let restored = FunctionRestorePolicy::Replace;
        r.function_restore_with(&dump, restored).await?;
        r.function_flush_with(mode).await?;
        let none = r.function_list().await?;
        assert_eq!(none, []);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_counts_its_functions() -> Result<()> {
    if lacks("FUNCTION|STATS", "the_server_counts_its_functions") {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    for lib in ["a", "b"] {
        r.function_load(library(lib)).await?;
    }
    let stats = r.function_stats().await?;
    assert_eq!(stats.running, None);
    let engine = stats.engines["LUA"];
    assert_eq!((engine.libraries, engine.functions), (2, 4));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_explains_function() -> Result<()> {
    if lacks("FUNCTION|HELP", "the_server_explains_function") {
        return Ok(());
    }
    let help = client().function_help().await?;
    assert!(help.iter().any(|line| line.starts_with("LOAD ")));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_takes_functions() -> Result<()> {
    if lacks("FCALL", "a_pipeline_takes_functions") {
        return Ok(());
    }
    let r = client();
    let (lib, k) = (name("pipeline"), key("function_pipeline"));
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        pipe.function_load(library(&lib))
            .fcall::<i64>(format!("{lib}_add"), &k, 2)
            .fcall_ro::<()>(format!("{lib}_all"), (), ())
            .function_list_with(FunctionListOptions::new().library(&*lib))
            .function_delete(&lib)
            .delete(&k);
        let (loaded, n, counts, listed, (), deleted): (
            String,
            i64,
            Vec<i64>,
            Vec<FunctionLibrary>,
            (),
            i64,
        ) = pipe.execute().await?;
        assert_eq!(
            (loaded, n, counts, deleted),
            (lib.clone(), 2, vec![0, 0], 1)
        );
        assert_eq!(listed.len(), 1);
    }
    Ok(())
}

#[maybe_async]
async fn call((r, function, key): (Redis, &'static str, Option<&'static str>)) -> Result<()> {
    match key {
        Some(key) => r.fcall(function, key, "x").await,
        None => r.fcall(function, (), "x").await,
    }
}

/// Waits until the function runs, and asks what is known of it, on the client that it runs on.
#[maybe_async]
async fn running(r: &Redis) -> RunningFunction {
    for _ in 0..1000 {
        let stats = r.function_stats().await;
        if let Some(running) = stats.unwrap().running {
            return running;
        }
        sleep(Duration::from_millis(5)).await;
    }
    panic!("no function ever ran");
}

#[maybe_async]
#[test]
async fn a_running_function_is_seen_and_killed_by_the_client_that_called_it() -> Result<()> {
    let test = "a_running_function_is_seen_and_killed_by_the_client_that_called_it";
    if lacks("FUNCTION|KILL", test) {
        return Ok(());
    }
    // Other commands are heard only once a function has run for longer than this.
    let server = Server::builder().arg("busy-reply-threshold", "10").start();
    let r = client_of(&server);
    let idle = r.function_kill().await.unwrap_err();
    assert_eq!(idle.code(), Some("NOTBUSY"));
    r.function_load(endless("endless")).await?;
    let task = spawn(call, (r.clone(), "endless", None));
    let running = running(&r).await;
    assert_eq!(running.name, "endless");
    assert_eq!(running.command, [b"FCALL" as &[u8], b"endless", b"0", b"x"]);
    assert!(running.duration >= Duration::from_millis(10));
    let other = r.script_kill().await.unwrap_err();
    assert_eq!(other.code(), Some("BUSY"), "it is a function");
    r.function_kill().await?;
    let killed = task.join().await.unwrap_err();
    assert_eq!(killed.kind(), ErrorKind::Response);
    assert!(killed.to_string().contains("Script killed"), "{killed}");
    let idle = r.function_stats().await?;
    assert_eq!(idle.running, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_function_that_has_written_is_not_killed() -> Result<()> {
    if lacks("FUNCTION|KILL", "a_function_that_has_written_is_not_killed") {
        return Ok(());
    }
    let mut server = Server::builder().arg("busy-reply-threshold", "10").start();
    let r = client_of(&server);
    r.function_load(endless("endless")).await?;
    let task = spawn(call, (r.clone(), "endless", Some("k")));
    running(&r).await;
    let error = r.function_kill().await.unwrap_err();
    assert_eq!(error.code(), Some("UNKILLABLE"));
    server.kill();
    let lost = task.join().await.unwrap_err();
    assert!(lost.is_connection(), "{lost}");
    Ok(())
}
