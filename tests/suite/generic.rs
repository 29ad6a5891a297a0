//! The generic commands.

use std::time::{Instant, SystemTime};

use super::*;
use crate::face::test;

const MINUTE: Duration = Duration::from_secs(60);

/// Sends a command of another group, and checks that it did something.
#[maybe_async]
async fn add(r: &Redis, command: Command) -> Result<()> {
    let reply: Value = r.execute_command(command).await?;
    assert_ne!(reply, Value::Nil);
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_are_counted_touched_and_deleted() -> Result<()> {
    let r = client();
    let [a, b, c] = ["a", "b", "c"].map(|name| key(&format!("keys_are_counted:{name}")));
    r.mset([(&a, 1), (&b, 2)]).await?;
    let n = r.exists([&a, &b, &c, &a]).await?;
    assert_eq!(n, 3);
    let n = r.exists(&c).await?;
    assert_eq!(n, 0);
    let n = r.touch([&a, &c]).await?;
    assert_eq!(n, 1);
    let n = r.unlink([&a, &c]).await?;
    assert_eq!(n, 1);
    let n = r.delete([&a, &b]).await?;
    assert_eq!(n, 1);
    let n = r.delete(&b).await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_expires_when_it_is_told_to() -> Result<()> {
    let r = client();
    let k = key("a_key_expires_when");
    let half_hours = |n: u64| Duration::from_secs(1800 * n) + Duration::from_millis(500);
    let known = r.expire(&k, MINUTE).await?;
    assert!(!known);
    let ttl = r.ttl(&k).await?;
    assert_eq!((ttl, ttl.time()), (Ttl::NoKey, None));
    r.set(&k, 1).await?;
    let ttl = r.pttl(&k).await?;
    assert_eq!(ttl, Pttl::NoExpiry);

    let in_half_hours = |n| SystemTime::now() + half_hours(n);
    for n in 1..=4 {
        let known = match n {
            1 => r.expire(&k, half_hours(1)).await?,
            2 => r.pexpire(&k, half_hours(2)).await?,
            3 => r.expireat(&k, in_half_hours(3)).await?,
            _ => r.pexpireat(&k, in_half_hours(4)).await?,
        };
        assert!(known);
        let left = r.pttl(&k).await?.time().unwrap();
        assert!(left <= half_hours(n) + Duration::from_secs(1), "{left:?}");
        assert!(left > half_hours(n) - MINUTE, "{left:?}");
        let left = r.ttl(&k).await?.time().unwrap();
        assert!(left > half_hours(n) - MINUTE && left.subsec_nanos() == 0);
    }

    let changed = r.persist(&k).await?;
    assert!(changed);
    let changed = r.persist(&k).await?;
    assert!(!changed);
    let known = r.pexpireat(&k, SystemTime::UNIX_EPOCH - MINUTE).await?;
    assert!(known);
    let n = r.exists(&k).await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn the_time_of_expiry_is_told() -> Result<()> {
    if lacks("EXPIRETIME", "the_time_of_expiry_is_told") {
        return Ok(());
    }
    let r = client();
    let k = key("the_time_of_expiry_is_told");
    let second = SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
    let at = r.expiretime(&k).await?;
    assert_eq!(at, ExpireTime::NoKey);
    r.set(&k, 1).await?;
    let at = r.pexpiretime(&k).await?;
    assert_eq!(at, PexpireTime::NoExpiry);
    r.expireat(&k, second - Duration::from_millis(1)).await?;
    let at = r.expiretime(&k).await?;
    assert_eq!(at, ExpireTime::Expires(second));
    let exact = second + Duration::from_millis(123);
    r.pexpireat(&k, exact).await?;
    let at = r.pexpiretime(&k).await?;
    assert_eq!(at, PexpireTime::Expires(exact));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn expiry_obeys_its_conditions() -> Result<()> {
    if lacks_option("EXPIRE", "GT", "expiry_obeys_its_conditions") {
        return Ok(());
    }
    let r = client();
    let k = key("expiry_obeys_its_conditions");
    let o = ExpireOptions::new;
    let now = SystemTime::now();
    r.set(&k, 1).await?;
    let cases = [
        (o().xx(), 5, false),
        (o().gt(), 5, false),
        (o().xx().lt(), 5, false),
        (o().nx(), 5, true),
        (o().nx(), 6, false),
        (o().gt(), 6, true),
        (o().gt(), 5, false),
        (o().lt(), 7, false),
        (o().xx().lt(), 5, true),
        (o().xx(), 5, true),
        (o(), 5, true),
    ];
    for command in 0..4 {
        for (options, minutes, expected) in cases.clone() {
            let time = MINUTE * minutes;
            let set = match command {
                0 => r.expire_with(&k, time, options).await?,
                1 => r.pexpire_with(&k, time, options).await?,
                2 => r.expireat_with(&k, now + time, options).await?,
                _ => r.pexpireat_with(&k, now + time, options).await?,
            };
            assert_eq!(set, expected, "{command} {minutes}");
        }
        r.persist(&k).await?;
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_type_of_a_key_is_told() -> Result<()> {
    let r = client();
    let k = key("the_type_of_a_key");
    let kind = r.key_type(&k).await?;
    assert_eq!(kind, KeyType::None);
    for (command, expected) in [
        (Command::new("SET").key(&k).arg(1), KeyType::String),
        (Command::new("RPUSH").key(&k).arg(1), KeyType::List),
        (Command::new("SADD").key(&k).arg(1), KeyType::Set),
        (
            Command::new("ZADD").key(&k).args((1, 1)),
            KeyType::SortedSet,
        ),
        (Command::new("HSET").key(&k).args((1, 1)), KeyType::Hash),
        (
            Command::new("XADD").key(&k).args(("*", 1, 1)),
            KeyType::Stream,
        ),
    ] {
        add(&r, command).await?;
        let kind = r.key_type(&k).await?;
        assert_eq!(kind, expected);
        r.delete(&k).await?;
    }
    if !lacks("VADD", "the_type_of_a_key_is_told") {
        let vadd = Command::new("VADD").key(&k).args(("VALUES", 1, 1, "a"));
        add(&r, vadd).await?;
        let kind = r.key_type(&k).await?;
        assert_eq!(kind, KeyType::VectorSet);
        r.delete(&k).await?;
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_are_renamed_and_copied() -> Result<()> {
    let r = client();
    let other = Redis::new(config_of(Server::shared()).db(1))?;
    let [a, b] = ["a", "b"].map(|name| key(&format!("keys_are_renamed:{name}")));
    let refused = r.rename(&a, &b).await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    r.mset([(&a, 1), (&b, 2)]).await?;
    let renamed = r.renamenx(&a, &b).await?;
    assert!(!renamed);
    r.rename(&a, &b).await?;
    let renamed = r.renamenx(&b, &a).await?;
    assert!(renamed);

    let copied = r.copy(&b, &a).await?;
    assert!(!copied);
    let copied = r.copy(&a, &b).await?;
    assert!(copied);
    r.set(&a, 3).await?;
    let copied = r.copy(&a, &b).await?;
    assert!(!copied);
    let copied = r.copy_with(&a, &b, CopyOptions::new().replace()).await?;
    assert!(copied);
    let values: Vec<Option<i64>> = r.mget([&a, &b]).await?;
    assert_eq!(values, [Some(3), Some(3)]);

    let copied = r.copy_with(&a, &a, CopyOptions::new().db(1)).await?;
    assert!(copied);
    let moved = r.move_key(&a, 1).await?;
    assert!(!moved);
    let value: Option<i64> = other.getdel(&a).await?;
    assert_eq!(value, Some(3));
    let moved = r.move_key(&a, 1).await?;
    assert!(moved);
    let left = r.delete([&a, &b]).await?;
    assert_eq!(left, 1);
    let left = other.delete(&a).await?;
    assert_eq!(left, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_are_found_by_pattern_and_by_chance() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let any: Option<String> = r.randomkey().await?;
    assert_eq!(any, None);
    r.mset([("a:1", 1), ("a:2", 2), ("b:1", 3)]).await?;
    let mut found: Vec<String> = r.keys("a:*").await?;
    found.sort();
    assert_eq!(found, ["a:1", "a:2"]);
    let found: Vec<String> = r.keys("c*").await?;
    assert_eq!(found.len(), 0);
    r.delete(["a:1", "a:2"]).await?;
    let any: Option<String> = r.randomkey().await?;
    assert_eq!(any.as_deref(), Some("b:1"));
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_are_sorted_by_whatever_is_asked_for() -> Result<()> {
    let r = client();
    let k = key("elements_are_sorted");
    let (to, name, age) = (format!("{k}:to"), format!("{k}:*"), format!("{k}:age:*->a"));
    add(&r, Command::new("RPUSH").key(&k).args([3, 1, 10, 2])).await?;
    r.mset([
        (format!("{k}:1"), "x"),
        (format!("{k}:2"), "z"),
        (format!("{k}:3"), "y"),
    ])
    .await?;
    for (id, years) in [(1, 40), (2, 20), (3, 30), (10, 10)] {
        let hset = Command::new("HSET").key(format!("{k}:age:{id}"));
        add(&r, hset.args(("a", years))).await?;
    }
    let o = SortOptions::new;

    let sorted: Vec<i64> = r.sort(&k).await?;
    assert_eq!(sorted, [1, 2, 3, 10]);
    for (options, expected) in [
        (o().desc(), vec![10, 3, 2, 1]),
        (o().desc().asc(), vec![1, 2, 3, 10]),
        (o().alpha(), vec![1, 10, 2, 3]),
        (o().limit(1, 2), vec![2, 3]),
        (o().limit(2, -1), vec![3, 10]),
        (o().by(&age), vec![10, 2, 3, 1]),
        (o().by("nosort"), vec![3, 1, 10, 2]),
        (o().by(&name).alpha().desc(), vec![2, 3, 1, 10]),
    ] {
        let sorted: Vec<i64> = r.sort_with(&k, options).await?;
        assert_eq!(sorted, expected);
    }

    type Rows = Vec<(i64, Option<String>, i64)>;
    let options = o().get("#").get(&name).get(&age).by(&age);
    let rows: Rows = r.sort_with(&k, options.clone()).await?;
    let row = |id, name: &str, age| (id, Some(name.to_owned()), age);
    assert_eq!(
        rows,
        [
            (10, None, 10),
            row(2, "z", 20),
            row(3, "y", 30),
            row(1, "x", 40)
        ]
    );
    let names: Vec<Option<String>> = r.sort_with(&k, o().get(&name).limit(2, 2)).await?;
    assert_eq!(names, [Some("y".to_owned()), None]);

    let n = r.sort_store(&k, &to).await?;
    assert_eq!(n, 4);
    let n = r
        .sort_store_with(&k, &to, o().get(&age).limit(0, 2))
        .await?;
    assert_eq!(n, 2);
    let stored: Vec<i64> = r.sort_with(&to, o().by("nosort")).await?;
    assert_eq!(stored, [40, 20]);

    add(&r, Command::new("RPUSH").key(&to).arg("word")).await?;
    let refused = r.sort::<String>(&to).await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));

    if !lacks("SORT_RO", "elements_are_sorted") {
        let sorted: Vec<i64> = r.sort_ro(&k).await?;
        assert_eq!(sorted, [1, 2, 3, 10]);
        let again: Rows = r.sort_ro_with(&k, options).await?;
        assert_eq!(again, rows);
    }
    let keys: Vec<String> = r.keys(format!("{k}*")).await?;
    let n = r.delete(keys).await?;
    assert_eq!(n, 9);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_dumped_key_is_restored() -> Result<()> {
    let r = client();
    let [a, b] = ["a", "b"].map(|name| key(&format!("a_dumped_key:{name}")));
    let none = r.dump(&a).await?;
    assert_eq!(none, None);
    r.set(&a, "hello").await?;
    let dump = r.dump(&a).await?.unwrap();
    r.restore(&b, Duration::ZERO, &dump).await?;
    let value: Option<String> = r.get(&b).await?;
    assert_eq!(value.as_deref(), Some("hello"));
    let ttl = r.ttl(&b).await?;
    assert_eq!(ttl, Ttl::NoExpiry);

    let refused = r.restore(&b, MINUTE, &dump).await.unwrap_err();
    assert_eq!(refused.code(), Some("BUSYKEY"));
    let refused = r.restore(key("a_dumped_key:c"), MINUTE, "nonsense").await;
    assert_eq!(refused.unwrap_err().code(), Some("ERR"));

    r.restore_with(&b, MINUTE, &dump, RestoreOptions::new().replace())
        .await?;
    let left = r.pttl(&b).await?.time().unwrap();
    assert!(left <= MINUTE && left > MINUTE / 2);

    let at = SystemTime::now() + MINUTE * 60;
    let idle = Duration::from_secs(1000);
    let options = RestoreOptions::new().replace().absttl(at).idletime(idle);
    r.restore_with(&b, MINUTE, &dump, options).await?;
    let left = r.pttl(&b).await?.time().unwrap();
    // Times are rounded up to the milliseconds that the server's clock is rounded down to.
    assert!(left < MINUTE * 61 && left > MINUTE * 59);
    let idle = r.object_idletime(&b).await?.unwrap();
    assert!((999..1060).contains(&idle), "{idle}");
    r.delete([a, b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn how_often_a_key_was_used_is_restored() -> Result<()> {
    let server = Server::builder()
        .arg("maxmemory-policy", "allkeys-lfu")
        .start();
    let r = client_of(&server);
    r.set("a", 1).await?;
    let dump = r.dump("a").await?.unwrap();
    let options = RestoreOptions::new().frequency(77);
    r.restore_with("b", Duration::ZERO, &dump, options).await?;
    let frequency = r.object_freq("b").await?;
    assert_eq!(frequency, Some(77));
    let frequency = r.object_freq("missing").await?;
    assert_eq!(frequency, None);
    let refused = r.object_idletime("a").await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn objects_are_described() -> Result<()> {
    let r = client();
    let k = key("objects_are_described");
    let none = r.object_encoding(&k).await?;
    assert_eq!(none, None);
    let none = r.object_idletime(&k).await?;
    assert_eq!(none, None);
    let none = r.object_refcount(&k).await?;
    assert_eq!(none, None);
    r.set(&k, "text").await?;
    let encoding = r.object_encoding(&k).await?;
    assert_eq!(encoding.as_deref(), Some("embstr"));
    let references = r.object_refcount(&k).await?;
    assert_eq!(references, Some(1));
    let idle = r.object_idletime(&k).await?.unwrap();
    assert!((0..60).contains(&idle), "{idle}");
    let refused = r.object_freq(&k).await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    let help = r.object_help().await?;
    assert!(help.iter().any(|line| line.starts_with("ENCODING")));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_migrate_to_another_server() -> Result<()> {
    let (from, to) = (Server::start(), Server::start());
    let (r, there) = (client_of(&from), client_of(&to));
    let (host, port, time) = ("127.0.0.1", to.port(), Duration::from_secs(5));
    let done = r.migrate(host, port, "a", 0, time).await?;
    assert_eq!(done, Migration::NoKey);
    r.mset([("a", 1), ("b", 2)]).await?;
    let done = r.migrate(host, port, ["a", "b"], 0, time).await?;
    assert_eq!(done, Migration::Done);
    let n = r.exists(["a", "b"]).await?;
    assert_eq!(n, 0);
    let values: Vec<Option<i64>> = there.mget(["a", "b"]).await?;
    assert_eq!(values, [Some(1), Some(2)]);

    r.set("a", 3).await?;
    let o = MigrateOptions::new;
    let refused = r.migrate_with(host, port, "a", 0, time, o().copy()).await;
    assert!(refused.unwrap_err().message().contains("BUSYKEY"));
    let options = o().copy().replace();
    let done = r.migrate_with(host, port, "a", 0, time, options).await?;
    assert_eq!(done, Migration::Done);
    let value: Option<i64> = there.get("a").await?;
    assert_eq!(value, Some(3));
    let n = r.exists("a").await?;
    assert_eq!(n, 1);

    drop(to);
    let unreachable = r.migrate(host, port, "a", 0, time).await.unwrap_err();
    assert_eq!(unreachable.code(), Some("IOERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_migrate_with_a_password() -> Result<()> {
    let from = Server::start();
    let user = ["ann", "on", ">of ann", "~*", "+@all"];
    let builder = Server::builder().arg("requirepass", "secret");
    let to = builder.args("user", &user).start();
    let r = client_of(&from);
    let (host, port, time) = ("127.0.0.1", to.port(), Duration::from_secs(5));
    let o = MigrateOptions::new;
    for (options, fits) in [
        (o(), false),
        (o().auth("guess"), false),
        (o().auth("secret"), true),
        (o().auth2("ann", "secret"), false),
        (o().replace().auth2("ann", "of ann"), true),
    ] {
        r.set("a", 1).await?;
        let done = r.migrate_with(host, port, "a", 0, time, options).await;
        match done {
            Ok(done) => assert!(fits && done == Migration::Done),
            Err(error) => assert!(!fits && error.is_server(), "{error}"),
        }
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn writes_are_waited_for_until_replicas_have_them() -> Result<()> {
    // A server waits for more replicas before it serves the first one.
    let server = Server::builder()
        .arg("repl-diskless-sync-delay", "0")
        .start();
    let r = client_of(&server);
    let mut connection = r.connection().await?;
    connection.set("a", 1).await?;
    let start = Instant::now();
    let n = connection.wait(1, Duration::from_millis(50)).await?;
    assert_eq!(n, 0);
    assert!(start.elapsed() >= Duration::from_millis(50));

    let master = ["127.0.0.1", &server.port().to_string()];
    let replica = Server::builder().args("replicaof", &master).start();
    let n = connection.wait(1, Duration::from_secs(60)).await?;
    assert_eq!(n, 1);
    drop(replica);
    Ok(())
}

#[maybe_async]
#[test]
async fn writes_are_waited_for_until_they_are_in_files() -> Result<()> {
    if lacks("WAITAOF", "writes_are_waited_for_until_they_are_in_files") {
        return Ok(());
    }
    let server = Server::builder().arg("appendonly", "yes").start();
    let r = client_of(&server);
    let mut connection = r.connection().await?;
    connection.set("a", 1).await?;
    let have = connection.waitaof(1, 0, Duration::from_secs(60)).await?;
    assert_eq!(have, (1, 0));
    let have = connection.waitaof(0, 1, Duration::from_millis(20)).await?;
    assert_eq!(have, (1, 0));
    let shared = client();
    let refused = shared.waitaof(1, 0, MINUTE).await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn generic_commands_in_a_pipeline_decode_to_a_tuple() -> Result<()> {
    type Replies = (bool, Ttl, bool, KeyType, Vec<i64>, bool, i64);
    let r = client();
    let [a, b] = ["a", "b"].map(|name| key(&format!("generic_in_a_pipeline:{name}")));
    add(&r, Command::new("RPUSH").key(&a).args([2, 1])).await?;
    let mut pipe = r.pipeline();
    pipe.expire(&a, MINUTE).ttl(&b).persist(&a).key_type(&a);
    pipe.sort::<i64>(&a);
    let replies: Replies = pipe.renamenx(&a, &b).delete([&a, &b]).execute().await?;
    assert_eq!(
        replies,
        (true, Ttl::NoKey, true, KeyType::List, vec![1, 2], true, 1)
    );
    Ok(())
}
