//! No argument becomes a command.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use redial::{DriverInfo, ErrorKind, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};

/// What would be commands, or end one, if it were not sent as what it is.
fn payloads() -> [String; 7] {
    [
        "\r\n".to_owned(),
        "\n".to_owned(),
        "\0".to_owned(),
        " ".to_owned(),
        "*1\r\n$8\r\nFLUSHALL\r\n".to_owned(),
        "\r\nSET injected 1\r\n".to_owned(),
        "x".repeat(1024 * 1024),
    ]
}

/// Where strings go in, and which commands that takes.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Username,
    Password,
    ClientName,
    LibraryName,
    LibraryVersion,
    Key,
    Field,
    Value,
    Member,
    Channel,
    Message,
    Pattern,
    Subscription,
    ScriptText,
    ScriptKey,
    ScriptArgument,
    AclUser,
    AclPassword,
    FunctionLibrary,
    GeoMember,
    StreamId,
    StreamGroup,
    ScanPattern,
    LockName,
    ConfigValue,
    NameOfConnection,
    AnyWord,
}

const SLOTS: [Slot; 27] = [
    Slot::Username,
    Slot::Password,
    Slot::ClientName,
    Slot::LibraryName,
    Slot::LibraryVersion,
    Slot::Key,
    Slot::Field,
    Slot::Value,
    Slot::Member,
    Slot::Channel,
    Slot::Message,
    Slot::Pattern,
    Slot::Subscription,
    Slot::ScriptText,
    Slot::ScriptKey,
    Slot::ScriptArgument,
    Slot::AclUser,
    Slot::AclPassword,
    Slot::FunctionLibrary,
    Slot::GeoMember,
    Slot::StreamId,
    Slot::StreamGroup,
    Slot::ScanPattern,
    Slot::LockName,
    Slot::ConfigValue,
    Slot::NameOfConnection,
    Slot::AnyWord,
];

impl Slot {
    /// As `INFO commandstats` has them. What a script calls counts as well.
    fn commands(self) -> &'static [&'static str] {
        match self {
            Self::Username
            | Self::Password
            | Self::ClientName
            | Self::LibraryName
            | Self::LibraryVersion => &["get"],
            Self::Key | Self::Value => &["set", "get"],
            Self::Field => &["hset", "hget"],
            Self::Member => &["sadd", "sismember"],
            Self::Channel | Self::Message => &["publish"],
            Self::Pattern => &["psubscribe", "publish"],
            Self::Subscription => &["subscribe", "publish"],
            Self::ScriptText => &["eval"],
            Self::ScriptKey | Self::ScriptArgument => &["eval", "evalsha"],
            Self::AclUser => &["acl|setuser", "acl|deluser"],
            Self::AclPassword => &["acl|setuser"],
            Self::FunctionLibrary => &["function|load"],
            Self::GeoMember => &["geoadd", "geopos"],
            Self::StreamId => &["xrange"],
            Self::StreamGroup => &["xgroup|create", "xgroup|destroy"],
            Self::ScanPattern => &["scan"],
            Self::LockName => &["set", "evalsha", "eval", "script|load", "get", "del"],
            Self::ConfigValue => &["config|set"],
            Self::NameOfConnection => &["client|setname"],
            Self::AnyWord => &["echo"],
        }
    }
}

/// What every new connection may say, and what the test itself asks.
const ALWAYS: [&str; 9] = [
    "hello",
    "auth",
    "select",
    "ping",
    "client|setname",
    "client|setinfo",
    "client",
    "info",
    "config|resetstat",
];

/// Puts the text there. What the server refuses is an error, and nothing else.
#[maybe_async]
async fn put(r: &Redis, config: Config, slot: Slot, text: &str) -> Result<()> {
    match slot {
        Slot::Username => get_with(config.username(text).password("x")).await,
        Slot::Password => get_with(config.password(text)).await,
        Slot::ClientName => get_with(config.client_name(text)).await,
        Slot::LibraryName => {
            let info = DriverInfo::new().name(text.to_owned());
            get_with(config.driver_info(info)).await
        }
        Slot::LibraryVersion => {
            let info = DriverInfo::new().lib_version(text.to_owned());
            get_with(config.driver_info(info)).await
        }
        Slot::Key => {
            r.set(text, "v").await?;
            let value: Option<String> = r.get(text).await?;
            assert_eq!(value.as_deref(), Some("v"));
            Ok(())
        }
        Slot::Field => {
            r.hset("hash", (text, "v")).await?;
            let value: Option<String> = r.hget("hash", text).await?;
            assert_eq!(value.as_deref(), Some("v"));
            Ok(())
        }
        Slot::Value => {
            r.set("k", text).await?;
            let value: Option<String> = r.get("k").await?;
            assert!(value.as_deref() == Some(text));
            Ok(())
        }
        Slot::Member => {
            r.sadd("set", text).await?;
            let is_member = r.sismember("set", text).await?;
            assert!(is_member);
            Ok(())
        }
        Slot::Channel => r.publish(text, "m").await.map(drop),
        Slot::Message => r.publish("c", text).await.map(drop),
        Slot::Pattern => {
            let pubsub = r.pubsub();
            pubsub.psubscribe(text).await?;
            hears(r, &pubsub, text).await
        }
        Slot::Subscription => {
            let pubsub = r.pubsub();
            pubsub.subscribe(text).await?;
            hears(r, &pubsub, text).await
        }
        Slot::ScriptText => r.eval::<Value>(text, (), ()).await.map(drop),
        Slot::ScriptKey => {
            let same: String = r.eval("return KEYS[1]", text, ()).await?;
            assert!(same == text);
            Ok(())
        }
        Slot::ScriptArgument => {
            let same: String = r.eval("return ARGV[1]", (), text).await?;
            assert!(same == text);
            Ok(())
        }
        Slot::AclUser => {
            r.acl_setuser(text, AclRules::new().off()).await?;
            r.acl_deluser(text).await.map(drop)
        }
        Slot::AclPassword => {
            let rules = AclRules::new().on().password(text);
            r.acl_setuser("injected", rules).await
        }
        Slot::FunctionLibrary => r.function_load(text).await.map(drop),
        Slot::GeoMember => {
            r.geoadd("geo", (1.0, 2.0, text)).await?;
            let places = r.geopos("geo", text).await?;
            assert!(places[0].is_some());
            Ok(())
        }
        Slot::StreamId => r.xrange::<Value>("stream", text, "+").await.map(drop),
        Slot::StreamGroup => {
            let options = XgroupCreateOptions::new().mkstream();
            r.xgroup_create_with("stream", text, "$", options).await?;
            r.xgroup_destroy("stream", text).await.map(drop)
        }
        Slot::ScanPattern => {
            let options = ScanOptions::new().pattern(text);
            collect(r.scan_iter::<String>(options)).await.map(drop)
        }
        Slot::LockName => {
            // A value of this name would be a lock that is held.
            r.delete(text).await?;
            let guard = r.lock(text).acquire().await?;
            guard.release().await
        }
        Slot::ConfigValue => r.config_set(("maxmemory-policy", text)).await,
        Slot::NameOfConnection => {
            let mut conn = r.connection().await?;
            conn.client_setname(text).await
        }
        Slot::AnyWord => {
            let same: String = r.execute_command(Command::new("ECHO").arg(text)).await?;
            assert!(same == text);
            Ok(())
        }
    }
}

#[maybe_async]
async fn get_with(config: Config) -> Result<()> {
    let r = Redis::new(config.retry(Retry::never()))?;
    r.get::<String>("k").await.map(drop)
}

/// Publishes to the channel until somebody hears it, which must be this subscriber.
#[maybe_async]
async fn hears(r: &Redis, pubsub: &PubSub, channel: &str) -> Result<()> {
    let begun = Instant::now();
    while r.publish(channel, "m").await? == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "nobody listens");
        sleep(Duration::from_millis(1)).await;
    }
    let message = pubsub.get_message(Duration::from_secs(10)).await?;
    let message = message.expect("a message");
    assert!(message.channel() == channel);
    Ok(())
}

/// Which commands it has executed since this was last asked.
fn executed(server: &Server) -> BTreeSet<String> {
    let stats = server.command(&["INFO", "commandstats"]);
    let names = stats
        .lines()
        .filter_map(|line| line.trim().strip_prefix("cmdstat_"));
    let names = names
        .filter_map(|line| line.split_once(':'))
        .map(|(name, _)| name.to_owned());
    let names = names.collect();
    server.command(&["CONFIG", "RESETSTAT"]);
    names
}

#[maybe_async]
#[test]
async fn no_string_becomes_a_command_wherever_it_goes_in() -> Result<()> {
    let server = Server::start();
    server.command(&["SET", "canary", "sings"]);
    let r = client_of(&server);
    r.ping().await?;
    executed(&server);
    let mut refused = 0;
    for slot in SLOTS {
        for text in payloads() {
            let done = put(&r, config_of(&server), slot, &text).await;
            if let Err(error) = done {
                refused += 1;
                let kind = error.kind();
                assert!(!error.is_timeout(), "{slot:?}: {error}");
                // What can't be sent is refused before anything is.
                let of_client = matches!(
                    slot,
                    Slot::ClientName | Slot::LibraryName | Slot::LibraryVersion
                );
                assert_eq!(kind == ErrorKind::Config, of_client, "{slot:?}: {error}");
            }
            let foreign: Vec<String> = executed(&server)
                .into_iter()
                .filter(|name| {
                    let name = name.as_str();
                    // Servers before 7.0 don't count what comes behind the name.
                    let is = |one: &&str| *one == name || one.split('|').next() == Some(name);
                    !ALWAYS.iter().any(is) && !slot.commands().iter().any(is)
                })
                .collect();
            assert!(foreign.is_empty(), "{slot:?}: {foreign:?}");
        }
    }
    assert_eq!(server.command(&["GET", "canary"]), "sings");
    assert_eq!(server.command(&["EXISTS", "injected"]), "0");
    row(
        11,
        format!(
            "{} payloads in {} places where strings go in",
            payloads().len(),
            SLOTS.len()
        ),
    )
    .count((payloads().len() * SLOTS.len()) as u64)
    .outcome("0 foreign commands in INFO commandstats")
    .measured(format!("{refused} refused with an error"))
    .write();
    Ok(())
}

#[maybe_async]
#[test]
async fn what_the_server_would_refuse_as_a_name_is_refused_before_it_is_sent() -> Result<()> {
    for text in payloads().iter().take(6) {
        let name = DriverInfo::new().name(text.clone());
        let version = DriverInfo::new().lib_version(text.clone());
        for (what, config) in [
            ("client_name", Config::new().client_name(text)),
            ("lib_name", Config::new().driver_info(name)),
            ("lib_version", Config::new().driver_info(version)),
        ] {
            let error = Redis::new(config).map(drop).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains(what), "{what}: {error}");
        }
    }
    Ok(())
}

/// As many bytes a sentinel is given at most in one string.
const SENTINELS_MOST: usize = 64 * 1024;

/// Says yes to who connects, and that it knows no master of any name. What is no array of strings fails the test.
fn sentinel() -> FakeServer {
    FakeServer::with(|command| {
        let known = handshake_reply(command, Speaks::Resp3);
        Some(known.unwrap_or_else(|| b"*-1\r\n".to_vec()))
    })
}

#[maybe_async]
#[test]
async fn sentinels_get_names_and_passwords_as_they_are() -> Result<()> {
    for mut text in payloads() {
        // A sentinel has a second to answer, and this one reads slowly.
        text.truncate(SENTINELS_MOST);
        let fake = sentinel();
        let config = Config::from_url(fake.url())?.protocol(PROTOCOL);
        let config = config.username(&text).password(&text).retry(Retry::never());
        let sentinel = Sentinel::from_configs([config])?;
        let found = sentinel.discover_master(&text).await;
        assert_eq!(found.unwrap_err().kind(), ErrorKind::MasterNotFound);
        let commands = fake.commands();
        let text = text.as_bytes();
        let logs_in = commands
            .iter()
            .find(|it| it.iter().filter(|word| *word == text).count() == 2);
        assert!(matches!(logs_in.unwrap()[0].as_slice(), b"HELLO" | b"AUTH"));
        let asks = commands.iter().find(|it| it[0] == b"SENTINEL").unwrap();
        assert!(asks[2] == text);
        for command in &commands {
            let name = String::from_utf8_lossy(&command[0]).into_owned();
            let expected = ["HELLO", "AUTH", "CLIENT", "SENTINEL"];
            assert!(expected.contains(&name.as_str()), "{name}");
        }
    }
    row(
        11,
        "the same payloads, of at most 64 KiB, as a user, a password and a service for a sentinel",
    )
    .count(payloads().len() as u64)
    .outcome("each sent as it is, 0 foreign commands")
    .write();
    Ok(())
}
