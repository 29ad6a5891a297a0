//! The commands on users, which have servers of their own: users are for all.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::time::{Instant, SystemTime};

use redial::{Bytes, ErrorKind};

use super::*;
use crate::face::test;

/// The SHA-256 hashes of "pw" and of "x".
const HASH_OF_PW: &str = "30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4";
const HASH_OF_X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

/// A client that is logged in as the user "ann", whose password is "pw".
fn client_of_ann(server: &Server) -> Redis {
    Redis::new(config_of(server).username("ann").password("pw")).unwrap()
}

#[maybe_async]
async fn user(r: &Redis, name: &str) -> Result<AclUser> {
    let user = r.acl_getuser(name).await?;
    Ok(user.expect("a user of that name"))
}

#[maybe_async]
#[test]
async fn categories_and_their_commands_are_listed() -> Result<()> {
    let r = client();
    let categories = r.acl_cat().await?;
    assert!(categories.iter().any(|name| name == "dangerous"));
    let commands = r.acl_cat_of("hyperloglog").await?;
    let commands: BTreeSet<&str> = commands.iter().map(String::as_str).collect();
    let wanted = ["pfadd", "pfcount", "pfdebug", "pfmerge", "pfselftest"];
    assert_eq!(commands, BTreeSet::from(wanted));
    let error = r.acl_cat_of("no-such-category").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let help = r.acl_help().await?;
    assert!(help.iter().any(|line| line.starts_with("WHOAMI")));
    Ok(())
}

#[maybe_async]
#[test]
async fn passwords_are_made_at_random() -> Result<()> {
    let r = client();
    let (one, other) = (r.acl_genpass().await?, r.acl_genpass().await?);
    assert_eq!(one.len(), 64);
    assert!(one.bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert_ne!(one, other);
    for (bits, digits) in [(1, 1), (5, 2), (4096, 1024)] {
        let password = r.acl_genpass_of(bits).await?;
        assert_eq!(password.len(), digits);
    }
    for bits in [0, 4097, u32::MAX] {
        let error = r.acl_genpass_of(bits).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_user_is_made_changed_and_deleted() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let me: String = r.acl_whoami().await?;
    assert_eq!(me, "default");
    let none = r.acl_getuser("ann").await?;
    assert_eq!(none, None);

    r.acl_setuser("ann", AclRules::new()).await?;
    let new = user(&r, "ann").await?;
    assert!(new.has_flag("off") && !new.is_on() && !new.is_nopass());
    assert_eq!((&new.passwords, &new.permissions.keys), (&vec![], &vec![]));
    assert_eq!(new.permissions.commands, ["-@all"]);
    assert_eq!(new.selectors, []);

    let rules = AclRules::new()
        .on()
        .password("pw")
        .password_hash(HASH_OF_X)
        .key_pattern("a:*")
        .key_pattern("b?")
        .resetchannels()
        .channel_pattern("news:*")
        .allow_category("read")
        .allow_command("set")
        .deny_command("keys")
        .deny_category("dangerous")
        .allow_command("config|get")
        .allow_command("acl|whoami");
    r.acl_setuser("ann", rules).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.is_on() && !ann.has_flag("off"));
    assert_eq!(ann.passwords, [HASH_OF_PW, HASH_OF_X]);
    assert!(!format!("{ann:?}").contains(HASH_OF_PW));
    assert_eq!(ann.permissions.keys, ["~a:*", "~b?"]);
    assert_eq!(ann.permissions.channels, ["&news:*"]);
    assert_eq!(ann.permissions.databases, AclDatabases::All);
    let commands = &ann.permissions.commands;
    assert_eq!(commands[..2], ["-@all", "+@read"]);
    assert!(commands.iter().any(|rule| rule == "+config|get"));

    let as_ann = client_of_ann(&server);
    let me: String = as_ann.acl_whoami().await?;
    assert_eq!(me, "ann");
    as_ann.set("a:1", "v").await?;
    let found: HashMap<String, String> = as_ann.config_get("maxmemory").await?;
    assert_eq!(found["maxmemory"], "0");
    let refused = as_ann.set("c:1", "v").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::NoPermission);
    let refused = as_ann.keys::<String>("*").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::NoPermission);

    let users: BTreeSet<String> = r.acl_users().await?.into_iter().collect();
    assert_eq!(users, BTreeSet::from(["ann".into(), "default".into()]));
    let list: Vec<String> = r.acl_list().await?;
    assert_eq!(list.len(), 2);
    let line = list.iter().find(|line| line.starts_with("user ann on "));
    assert!(line.unwrap().contains("~a:* ~b?"));

    let gone = r.acl_deluser(["ann", "bob"]).await?;
    assert_eq!(gone, 1);
    let none = r.acl_getuser("ann").await?;
    assert_eq!(none, None);
    let error = as_ann.get::<String>("a:1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    Ok(())
}

#[maybe_async]
#[test]
async fn every_rule_does_what_it_says() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let set = AclRules::new().password("pw").password("x");
    r.acl_setuser("ann", set.remove_password("pw")).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.passwords, [HASH_OF_X]);
    let set = AclRules::new().remove_password_hash(HASH_OF_X);
    r.acl_setuser("ann", set).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.passwords.is_empty() && !ann.is_nopass());
    let set = AclRules::new().password("pw").nopass();
    r.acl_setuser("ann", set).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.passwords.is_empty() && ann.is_nopass());
    r.acl_setuser("ann", AclRules::new().resetpass()).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.passwords.is_empty() && !ann.is_nopass());

    let all = AclRules::new()
        .on()
        .allkeys()
        .allchannels()
        .allcommands()
        .skip_sanitize_payload();
    r.acl_setuser("ann", all).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.keys, ["~*"]);
    assert_eq!(ann.permissions.channels, ["&*"]);
    assert_eq!(ann.permissions.commands, ["+@all"]);
    // Valkey takes the rule and does not tell of it.
    assert_eq!(ann.has_flag("skip-sanitize-payload"), !server.is_valkey());
    let nothing = AclRules::new()
        .off()
        .resetkeys()
        .resetchannels()
        .nocommands()
        .sanitize_payload();
    r.acl_setuser("ann", nothing).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.keys, [""; 0]);
    assert_eq!(ann.permissions.channels, [""; 0]);
    assert_eq!(ann.permissions.commands, ["-@all"]);
    assert!(ann.has_flag("off") && !ann.has_flag("skip-sanitize-payload"));

    let set = AclRules::new().rule("+get").rule("on").password("pw");
    r.acl_setuser("ann", set).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.is_on());
    r.acl_setuser("ann", AclRules::new().reset()).await?;
    let ann = user(&r, "ann").await?;
    assert!(ann.has_flag("off") && ann.passwords.is_empty());
    assert_eq!(ann.permissions.commands, ["-@all"]);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_wrong_rule_changes_nothing() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    for wrong in [
        AclRules::new().on().rule("no such rule"),
        AclRules::new().on().allow_command("no-such-command"),
        AclRules::new().on().deny_category("no-such-category"),
        AclRules::new().on().remove_password("S3CR3T"),
        AclRules::new().on().remove_password_hash(HASH_OF_X),
        AclRules::new().on().password_hash("too short"),
        AclRules::new().on().key_pattern("with space"),
        AclRules::new().on().allkeys().key_pattern("a"),
        AclRules::new().on().allchannels().channel_pattern("a"),
    ] {
        let error = r.acl_setuser("ann", wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"), "{error}");
        // The server quotes the rule.
        let text = format!("{error} {error:?}");
        assert!(
            !text.contains("S3CR3T") && !text.contains(HASH_OF_X),
            "{text}"
        );
        let none = r.acl_getuser("ann").await?;
        assert_eq!(none, None);
    }
    let error = r.acl_setuser("a b", AclRules::new()).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.acl_setuser("ann", AclRules::new()).await?;
    let error = r.acl_deluser(["ann", "default"]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let users = r.acl_users::<String>().await?;
    assert_eq!(users.len(), 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn reading_writing_and_selectors_are_told_apart() -> Result<()> {
    let test = "reading_writing_and_selectors_are_told_apart";
    let server = Server::start();
    if server.lacks("acl|dryrun", test) {
        return Ok(());
    }
    let r = client_of(&server);
    let write = AclRules::new()
        .allow_command("set")
        .write_key_pattern("w:*")
        .channel_pattern("c");
    let rules = AclRules::new()
        .on()
        .password("pw")
        .allow_command("get")
        .allow_command("config")
        .deny_command("config|set")
        .read_key_pattern("r:*")
        .selector(write)
        .selector(AclRules::new().key_pattern("\"it's\\\u{e9}"));
    r.acl_setuser("ann", rules).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.keys, ["%R~r:*"]);
    assert_eq!(ann.permissions.channels, [""; 0]);
    let commands = &ann.permissions.commands;
    assert!(commands.iter().any(|rule| rule == "-config|set"));
    let [write, odd] = &ann.selectors[..] else {
        panic!("{ann:?}");
    };
    assert_eq!(write.keys, ["%W~w:*"]);
    assert_eq!(write.commands, ["-@all", "+set"]);
    assert_eq!(write.channels, ["&c"]);
    assert_eq!(odd.keys, ["~\"it's\\\u{e9}"]);

    for (command, key, is_allowed) in [
        ("get", "r:1", true),
        ("get", "w:1", false),
        ("del", "r:1", false),
    ] {
        let found = r.acl_dryrun("ann", [command, key]).await?;
        assert_eq!(found.is_allowed(), is_allowed, "{command} {key}");
    }
    let allowed = r.acl_dryrun("ann", ("set", "w:1", 5)).await?;
    assert_eq!(allowed, AclDryrun::Allowed);
    let AclDryrun::Denied(why) = r.acl_dryrun("ann", ("set", "r:1", 5)).await? else {
        panic!("SET may not be used on it");
    };
    assert!(why.contains("'r:1' key"), "{why}");
    for (name, command) in [("bob", "ping"), ("ann", "no-such-command"), ("ann", "get")] {
        let error = r.acl_dryrun(name, command).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }

    // A pattern from outside can't bring a rule with it, and only some rules may stand there.
    for wrong in [
        AclRules::new().key_pattern("a +@all"),
        AclRules::new().on(),
        AclRules::new().selector(AclRules::new()),
    ] {
        let rules = AclRules::new().selector(wrong);
        let error = r.acl_setuser("ann", rules).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    r.acl_setuser("ann", AclRules::new().clearselectors())
        .await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.selectors, []);
    Ok(())
}

#[maybe_async]
#[test]
async fn databases_are_allowed_one_by_one() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    if !server.is_valkey() {
        server.record_lack("ACL SETUSER db=", "databases_are_allowed_one_by_one");
        return Ok(());
    }
    let rules = AclRules::new().on().password("pw").allkeys().allcommands();
    let rules = rules.databases([0, 12]);
    r.acl_setuser("ann", rules.selector(AclRules::new().databases([3])))
        .await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.databases, AclDatabases::Only(vec![0, 12]));
    assert_eq!(ann.selectors[0].databases, AclDatabases::Only(vec![3]));
    for (db, is_allowed) in [(12, true), (1, false)] {
        let config = config_of(&server).username("ann").password("pw");
        let set = Redis::new(config.db(db))?.set("k", "v").await;
        assert_eq!(set.is_ok(), is_allowed, "{set:?}");
    }
    let log = r.acl_log().await?;
    assert_eq!(log[0].reason, AclLogReason::Database);
    r.acl_setuser("ann", AclRules::new().resetdbs()).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.databases, AclDatabases::Only(vec![]));
    r.acl_setuser("ann", AclRules::new().alldbs()).await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.permissions.databases, AclDatabases::All);
    let none = AclRules::new().databases([]);
    let error = r.acl_setuser("ann", none).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn what_was_refused_is_logged() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let empty = r.acl_log().await?;
    assert_eq!(empty, []);
    let rules = AclRules::new().on().password("pw").key_pattern("a");
    let rules = rules.resetchannels().allcommands().deny_command("flushall");
    r.acl_setuser("ann", rules).await?;

    let began = Instant::now();
    let wrong = config_of(&server).username("eve").password("guess");
    let error = Redis::new(wrong)?.ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    let ann = client_of_ann(&server);
    for _ in 0..2 {
        let error = ann.flushall().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoPermission);
    }
    let error = ann.publish("news", "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission);
    let key: &[u8] = b"\xffb";
    let mut pipe = ann.pipeline();
    let error = pipe.set(key, 1).execute::<(bool,)>().await.unwrap_err();
    assert!(error.is_server(), "{error}");

    let log = r.acl_log().await?;
    let summary: Vec<(&str, &str, &str, u64)> = log
        .iter()
        .map(|entry| {
            let username = entry.username.as_str();
            (
                entry.context.as_str(),
                entry.object.as_str(),
                username,
                entry.count,
            )
        })
        .collect();
    let wanted = [
        ("multi", "\u{fffd}b", "ann", 1),
        ("toplevel", "news", "ann", 1),
        ("toplevel", "flushall", "ann", 2),
    ];
    assert_eq!(summary[..3], wanted);
    let reasons: Vec<&AclLogReason> = log.iter().map(|entry| &entry.reason).collect();
    use AclLogReason::{Auth, Channel, Command, Key};
    assert_eq!(reasons, [&Key, &Channel, &Command, &Auth]);
    let guess = &log[3];
    assert_eq!(guess.username, "eve");
    assert!(["AUTH", "HELLO"].contains(&guess.object.to_uppercase().as_str()));
    for entry in &log {
        assert!(entry.age <= began.elapsed() + Duration::from_millis(1));
        assert!(entry.client_info.id() > 0);
    }
    assert_eq!(log[0].client_info.user(), Some("ann"));
    assert_eq!(guess.client_info.user(), Some("default"));

    let last = r.acl_log_count(1).await?;
    assert_eq!(last[0].object, log[0].object);
    assert_eq!(last.len(), 1);
    let all = r.acl_log_count(u32::MAX).await?;
    assert_eq!(all.len(), 4);
    if server.version() >= (7, 2) {
        let ids: Vec<Option<u64>> = log.iter().map(|entry| entry.entry_id).collect();
        assert_eq!(ids, [Some(3), Some(2), Some(1), Some(0)]);
        let now = SystemTime::now();
        for entry in &log {
            let (created, updated) = (entry.timestamp_created, entry.timestamp_last_updated);
            assert!(created <= updated);
            let since = now.duration_since(created.unwrap()).unwrap_or_default();
            assert!(since < Duration::from_secs(60));
        }
    } else {
        assert!(log.iter().all(|entry| entry.entry_id.is_none()));
        assert!(log.iter().all(|entry| entry.timestamp_created.is_none()));
    }
    r.acl_log_reset().await?;
    let empty = r.acl_log().await?;
    assert_eq!(empty, []);
    Ok(())
}

#[maybe_async]
#[test]
async fn users_are_kept_in_a_file() -> Result<()> {
    let without = Server::start();
    let r = client_of(&without);
    for refused in [r.acl_save().await, r.acl_load().await] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }

    let name = format!("{}:{}.acl", key("users"), std::process::id());
    let path = std::env::temp_dir().join(name.replace(':', "-"));
    fs::write(&path, "user default on nopass ~* &* +@all\n").unwrap();
    let path_name = path.to_str().unwrap();
    let server = Server::builder().arg("aclfile", path_name).start();
    let r = client_of(&server);
    r.acl_setuser("ann", AclRules::new().on().password("pw"))
        .await?;
    r.acl_save().await?;
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("user ann on") && written.contains(HASH_OF_PW));
    r.acl_deluser("ann").await?;
    r.acl_load().await?;
    let ann = user(&r, "ann").await?;
    assert_eq!(ann.passwords, [HASH_OF_PW]);
    fs::write(&path, "user ann no-such-rule\n").unwrap();
    let error = r.acl_load().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let ann = user(&r, "ann").await?;
    assert!(ann.is_on());
    fs::remove_file(&path).unwrap();
    Ok(())
}

#[maybe_async]
#[test]
async fn names_and_patterns_may_be_any_bytes() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let name: &[u8] = b"\xffann";
    let pattern: &[u8] = b"\xff*";
    let rules = AclRules::new().password(pattern).key_pattern(pattern);
    r.acl_setuser(name, rules).await?;
    let users: Vec<Bytes> = r.acl_users().await?;
    assert!(users.iter().any(|found| found == name));
    let list: Vec<Bytes> = r.acl_list().await?;
    assert_eq!(list.len(), 2);
    let user = r.acl_getuser(name).await?.unwrap();
    assert_eq!(user.permissions.keys, ["~\u{fffd}*"]);
    let none = r.acl_deluser(Vec::<String>::new()).await.unwrap_err();
    assert_eq!(none.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn acl_commands_go_into_a_pipeline() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let mut pipe = r.pipeline();
    pipe.acl_setuser("ann", AclRules::new().on())
        .acl_getuser("ann")
        .acl_getuser("bob")
        .acl_whoami::<String>()
        .acl_deluser("ann");
    type All = ((), Option<AclUser>, Option<AclUser>, String, i64);
    let ((), ann, bob, me, gone): All = pipe.execute().await?;
    assert!(ann.unwrap().is_on());
    assert_eq!((bob, me.as_str(), gone), (None, "default", 1));
    Ok(())
}
