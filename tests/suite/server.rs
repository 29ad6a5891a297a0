//! The server commands.

use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

use super::*;
use crate::face::test;

/// How far apart two clocks are.
fn apart(time: SystemTime) -> Duration {
    let now = SystemTime::now();
    now.duration_since(time)
        .unwrap_or_else(|early| early.duration())
}

#[maybe_async]
#[test]
async fn the_server_tells_of_itself() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let ttl = SetOptions::new().ex(Duration::from_secs(100));
    r.set_with("a", 1, ttl).await?;
    r.set("b", 2).await?;
    let info = r.info().await?;
    let brand = if server.is_valkey() {
        "valkey"
    } else {
        "redis"
    };
    assert_eq!(info.server_name(), Some(brand));
    assert!(
        server
            .name()
            .ends_with(&format!(" {}", info.version().unwrap()))
    );
    assert_eq!(
        (info.mode(), info.role()),
        (Some("standalone"), Some("master"))
    );
    assert_eq!(info.process_id(), Some(server.pid()));
    assert_eq!(info.run_id().unwrap().len(), 40);
    assert_eq!(info.parse("tcp_port"), Some(server.port()));
    assert!(info.uptime() < Some(Duration::from_secs(60)));
    assert_eq!(
        (info.connected_clients(), info.blocked_clients()),
        (Some(1), Some(0))
    );
    assert!(info.used_memory() > Some(100_000));
    assert_eq!(info.maxmemory(), Some(0));
    assert!(info.total_commands_processed() > Some(1));
    assert_eq!(
        (info.keyspace_hits(), info.keyspace_misses()),
        (Some(0), Some(0))
    );
    assert_eq!(info.connected_replicas(), Some(0));
    let keyspace = info.keyspace();
    assert_eq!(keyspace.len(), 1);
    assert_eq!((keyspace[&0].keys, keyspace[&0].expires), (2, 1));
    assert_eq!(info.parts("db0").next(), Some(("keys", "2")));
    assert_eq!(info.get("no_such_field"), None);
    assert!(info.sections().any(|name| name == "Memory"));
    assert!(info.section("server").any(|(name, _)| name == "run_id"));
    assert!(info.as_str().starts_with("# Server"));
    Ok(())
}

#[maybe_async]
#[test]
async fn statistics_are_counted_and_reset() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("a", "text").await?;
    let error = r.incr("a").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let _: Option<String> = r.get("a").await?;
    let _: Option<String> = r.get("none").await?;
    let info = r.info_of("commandstats").await?;
    let stats = info.commandstats();
    assert_eq!((stats["set"].calls, stats["get"].calls), (1, 2));
    assert_eq!(
        (stats["incr"].failed_calls, stats["incr"].rejected_calls),
        (1, 0)
    );
    assert_eq!(info.used_memory(), None);
    assert_eq!(info.sections().collect::<Vec<_>>(), ["Commandstats"]);
    let info = r.info_of("errorstats").await?;
    assert!(info.errorstats()["ERR"] >= 1);
    let info = r.info_of("stats").await?;
    assert_eq!(
        (info.keyspace_hits(), info.keyspace_misses()),
        (Some(1), Some(1))
    );

    r.config_resetstat().await?;
    let info = r.info_of("commandstats").await?;
    assert!(!info.commandstats().contains_key("get"));
    if server.version() < (7, 0) {
        server.record_lack("INFO section section", "statistics_are_counted_and_reset");
        return Ok(());
    }
    let info = r.info_of(["server", "memory"]).await?;
    assert_eq!(info.sections().collect::<Vec<_>>(), ["Server", "Memory"]);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_decodes_what_the_server_tells() -> Result<()> {
    let r = client();
    let mut pipe = r.pipeline();
    let (info, time, settings, role, count): (Info, SystemTime, HashMap<String, i64>, Role, i64) =
        pipe.info_of("server")
            .time()
            .config_get::<HashMap<String, i64>>("maxclients")
            .role()
            .command_count()
            .execute()
            .await?;
    assert_eq!(info.process_id(), Some(Server::shared().pid()));
    assert!(apart(time) < Duration::from_secs(60));
    assert!(settings["maxclients"] > 0);
    assert!(matches!(role, Role::Master { .. }));
    assert!(count > 100);
    Ok(())
}

#[maybe_async]
#[test]
async fn settings_are_read_changed_and_refused() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let settings: BTreeMap<String, String> = r.config_get("maxmemory-*").await?;
    assert_eq!(settings["maxmemory-policy"], "noeviction");
    assert_eq!(settings["maxmemory-samples"], "5");
    let none: HashMap<String, String> = r.config_get("no-such-setting").await?;
    assert!(none.is_empty());

    r.config_set(("maxmemory-samples", 7)).await?;
    let set: HashMap<String, u64> = r.config_get("maxmemory-samples").await?;
    assert_eq!(set, HashMap::from([("maxmemory-samples".to_owned(), 7)]));
    let error = r.config_set(("no-such-setting", 1)).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.config_rewrite().await.unwrap_err();
    assert!(error.message().contains("without a config file"), "{error}");

    if server.version() < (7, 0) {
        server.record_lack(
            "CONFIG SET of many",
            "settings_are_read_changed_and_refused",
        );
        return Ok(());
    }
    r.config_set([
        ("maxmemory-samples", "8"),
        ("maxmemory-policy", "allkeys-lru"),
    ])
    .await?;
    let set: Vec<(String, String)> = r
        .config_get(["maxmemory-samples", "maxmemory-policy"])
        .await?;
    let mut set: Vec<_> = set.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    set.sort_unstable();
    assert_eq!(
        set,
        [
            ("maxmemory-policy", "allkeys-lru"),
            ("maxmemory-samples", "8")
        ]
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn databases_are_counted_swapped_and_emptied() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("a", 1).await?;
    r.set("b", 1).await?;
    let mut other = r.connection().await?;
    other.select(1).await?;
    let empty = other.dbsize().await?;
    assert_eq!(empty, 0);
    r.swapdb(0, 1).await?;
    let (here, there) = (r.dbsize().await?, other.dbsize().await?);
    assert_eq!((here, there), (0, 2));
    let error = r.swapdb(0, 1000).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    r.set("c", 1).await?;
    r.flushdb().await?;
    let (here, there) = (r.dbsize().await?, other.dbsize().await?);
    assert_eq!((here, there), (0, 2));
    for mode in [FlushMode::Async, FlushMode::Sync] {
        r.set("c", 1).await?;
        r.flushdb_with(mode).await?;
        let (here, there) = (r.dbsize().await?, other.dbsize().await?);
        assert_eq!((here, there), (0, 2));
        r.set("c", 1).await?;
        r.flushall_with(mode).await?;
        let (here, there) = (r.dbsize().await?, other.dbsize().await?);
        assert_eq!((here, there), (0, 0));
        other.set("a", 1).await?;
        other.set("b", 1).await?;
    }
    r.set("c", 1).await?;
    r.flushall().await?;
    let (here, there) = (r.dbsize().await?, other.dbsize().await?);
    assert_eq!((here, there), (0, 0));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_has_a_clock() -> Result<()> {
    let r = client();
    let first = r.time().await?;
    let second = r.time().await?;
    assert!(apart(first) < Duration::from_secs(60));
    assert!(second > first, "microseconds are kept");
    Ok(())
}

/// Waits until nothing is written to the disk in the background.
#[maybe_async]
async fn saved(r: &Redis) -> Result<()> {
    loop {
        let info = r.info_of("persistence").await?;
        let busy = ["rdb_bgsave_in_progress", "aof_rewrite_in_progress"];
        if busy.iter().all(|field| info.get(field) == Some("0")) {
            return Ok(());
        }
        sleep(Duration::from_millis(5)).await;
    }
}

#[maybe_async]
#[test]
async fn data_is_saved() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("a", 1).await?;
    let before = r.lastsave().await?;
    assert!(apart(before) < Duration::from_secs(60));
    sleep(Duration::from_millis(1100)).await;
    r.save().await?;
    let after = r.lastsave().await?;
    assert!(after > before);

    let said = r.bgsave().await?;
    assert_eq!(said, "Background saving started");
    saved(&r).await?;
    let said = r.bgsave_with(BgsaveMode::Schedule).await?;
    assert_eq!(said, "Background saving started");
    saved(&r).await?;
    let said = r.bgrewriteaof().await?;
    assert_eq!(said, "Background append only file rewriting started");
    saved(&r).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_save_is_scheduled_or_cancelled() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    for i in 0..20 {
        r.set(i, "x").await?;
    }
    r.config_set(("rdb-key-save-delay", 50_000)).await?;
    r.config_set(("aof-use-rdb-preamble", "yes")).await?;
    let said = r.bgrewriteaof().await?;
    assert_eq!(said, "Background append only file rewriting started");
    let error = r.bgsave().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let said = r.bgsave_with(BgsaveMode::Schedule).await?;
    assert_eq!(said, "Background saving scheduled");
    if lacks_option("BGSAVE", "CANCEL", "a_save_is_scheduled_or_cancelled") {
        return saved(&r).await;
    }
    let said = r.bgsave_with(BgsaveMode::Cancel).await?;
    assert_eq!(said, "Scheduled background saving cancelled");
    // The server's child would outlive the server, and write where that has cleaned up.
    saved(&r).await
}

#[maybe_async]
#[test]
async fn the_server_knows_its_commands() -> Result<()> {
    let r = client();
    let all = r.command().await?;
    let count = r.command_count().await?;
    assert_eq!(all.len(), usize::try_from(count).unwrap());
    let some = r.command_info(["get", "no-such-command", "mset"]).await?;
    assert_eq!(some.len(), 3);
    assert_eq!(some[1], None);
    let get = some[0].as_ref().unwrap();
    assert_eq!((get.name.as_str(), get.arity), ("get", 2));
    assert_eq!((get.first_key, get.last_key, get.step), (1, 1, 1));
    assert!(get.flags.contains(&"readonly".to_owned()));
    assert!(get.acl_categories.contains(&"@read".to_owned()));
    let mset = some[2].as_ref().unwrap();
    assert_eq!((mset.arity, mset.last_key, mset.step), (-3, -1, 2));
    let command = Command::new("MSET").pairs([("a", 1), ("b", 2)]);
    let keys: Vec<String> = r.command_getkeys(&command).await?;
    assert_eq!(keys, ["a", "b"]);
    let error = r
        .command_getkeys::<String>(&Command::new("PING"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    if lacks("COMMAND|DOCS", "the_server_knows_its_commands") {
        return Ok(());
    }
    assert_eq!(get.key_specifications.len(), 1);
    let config = all.iter().find(|command| command.name == "config").unwrap();
    assert!(
        config
            .subcommands
            .iter()
            .any(|sub| sub.name == "config|get")
    );
    let random = all
        .iter()
        .find(|command| command.name == "randomkey")
        .unwrap();
    assert!(random.tips.contains(&"nondeterministic_output".to_owned()));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_documents_its_commands() -> Result<()> {
    if lacks("COMMAND|DOCS", "the_server_documents_its_commands") {
        return Ok(());
    }
    let r = client();
    let docs: BTreeMap<String, HashMap<String, Value>> = r.command_docs(["get", "set"]).await?;
    assert_eq!(docs.keys().collect::<Vec<_>>(), ["get", "set"]);
    assert_eq!(docs["get"]["group"].as_str(), Some("string"));

    let set = Command::new("SET").arg("k").arg("v").arg("GET");
    let keys: Vec<(String, Vec<String>)> = r.command_getkeysandflags(&set).await?;
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].0, "k");
    assert!(keys[0].1.contains(&"RW".to_owned()), "{keys:?}");

    let all = r.command_list().await?;
    assert!(all.contains(&"config|get".to_owned()));
    let hashes = r
        .command_list_with(CommandFilter::AclCat("hash".to_owned()))
        .await?;
    assert!(hashes.contains(&"hget".to_owned()) && !hashes.contains(&"get".to_owned()));
    let mut gets = r
        .command_list_with(CommandFilter::Pattern("get?i*".to_owned()))
        .await?;
    gets.sort_unstable();
    assert_eq!(gets, ["getbit"]);
    let none = r
        .command_list_with(CommandFilter::Module("no-such-module".to_owned()))
        .await?;
    assert!(none.is_empty());
    Ok(())
}

#[maybe_async]
#[test]
async fn master_and_replica_know_their_roles() -> Result<()> {
    let master = Server::builder()
        .arg("repl-diskless-sync-delay", "0")
        .start();
    let replica = Server::start();
    let (m, r) = (client_of(&master), client_of(&replica));
    let alone = m.role().await?;
    assert!(matches!(alone, Role::Master { offset: 0, ref replicas, .. } if replicas.is_empty()));
    let port = master.port().to_string();
    replica.command(&["REPLICAOF", "127.0.0.1", &port]);
    let offset = loop {
        match r.role().await? {
            Role::Replica {
                master_host,
                master_port,
                state,
                offset,
                ..
            } => {
                assert_eq!(
                    (master_host.as_str(), master_port),
                    ("127.0.0.1", master.port())
                );
                if state == "connected" {
                    break offset;
                }
            }
            other => panic!("{other:?}"),
        }
        sleep(Duration::from_millis(20)).await;
    };
    assert!(offset >= 0);
    let replicas = loop {
        match m.role().await? {
            Role::Master { replicas, .. } if replicas.is_empty() => {}
            Role::Master { replicas, .. } => break replicas,
            other => panic!("{other:?}"),
        }
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(replicas.len(), 1);
    assert_eq!(
        (replicas[0].host.as_str(), replicas[0].port),
        ("127.0.0.1", replica.port())
    );
    let info = r.info_of("replication").await?;
    assert_eq!(info.role(), Some("slave"));
    let info = m.info_of("replication").await?;
    assert_eq!(info.connected_replicas(), Some(1));
    let state = info.parts("slave0").find(|(name, _)| *name == "state");
    assert_eq!(state, Some(("state", "online")));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_draws_and_explains() -> Result<()> {
    let r = client();
    let server = Server::shared();
    let version = server.name().split(' ').next_back().unwrap();
    let drawn = r.lolwut().await?;
    assert!(
        drawn.contains(version) || drawn.lines().count() > 3,
        "{drawn}"
    );
    let drawn = r.lolwut_with(6, [10, 3]).await?;
    let lines = drawn.lines().filter(|line| line.starts_with('\u{1b}'));
    assert_eq!(lines.count(), 3, "{drawn}");
    let small = r.lolwut_with(5, ()).await?;
    assert!(small.contains(version), "{small}");
    let unknown = r.lolwut_with(99, ()).await?;
    assert!(!unknown.is_empty());
    let error = r.lolwut_with(6, "wide").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    for (help, word) in [
        (r.command_help().await?, "GETKEYS"),
        (r.config_help().await?, "RESETSTAT"),
        (r.client_help().await?, "KILL"),
    ] {
        assert!(help.iter().any(|line| line.contains(word)), "{help:?}");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_is_debugged() -> Result<()> {
    let r = client();
    let k = key("a_server_is_debugged");
    r.set(&k, 7).await?;
    let object = r.debug_object(&k).await?;
    assert!(object.contains("encoding:int"), "{object}");
    let error = r.debug_object(b"\xff\0").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let digest: Vec<String> = r.debug(["DIGEST-VALUE", k.as_str()]).await?;
    assert_eq!(digest[0].len(), 40);
    let error = r.debug::<()>("NO-SUCH-THING").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}
