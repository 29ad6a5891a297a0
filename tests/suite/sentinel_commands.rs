//! The sentinels' commands.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use redial::ErrorKind;

use super::*;
use crate::face::test;
use crate::support::sentinel::SentinelGroup;

const SERVICE: &str = SentinelGroup::SERVICE;
const UNKNOWN: &str = "no-such-master";

/// A client of a sentinel that all tests share.
fn sentinel() -> Redis {
    client_of(SentinelGroup::shared().sentinel(0))
}

/// A sentinel of one's own, alone with its master, which it does not find down too soon.
fn lone_sentinel(master: &Server) -> Server {
    let config = format!(
        "sentinel monitor {SERVICE} 127.0.0.1 {} 1\n\
         sentinel down-after-milliseconds {SERVICE} 60000\n\
         sentinel deny-scripts-reconfig no\n",
        master.port()
    );
    Server::builder().sentinel(&config).start()
}

/// A group of one's own that replaces its master only when it is told to.
fn patient_group(replicas: usize) -> SentinelGroup {
    SentinelGroup::builder()
        .replicas(replicas)
        .down_after(Duration::from_secs(60))
        .start()
}

/// Asks until the master is as it should be.
#[maybe_async]
async fn wait_for_master(r: &Redis, is_so: fn(&SentinelMaster) -> bool) -> Result<SentinelMaster> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let master = r.sentinel_master(SERVICE).await?;
        if is_so(&master) || Instant::now() > deadline {
            assert!(is_so(&master), "{master:?}");
            return Ok(master);
        }
        sleep(Duration::from_millis(10)).await;
    }
}

/// Whether it has taken the place of another one.
fn is_new(master: &SentinelMaster) -> bool {
    master.config_epoch() > 0 && master.failover_state().is_none()
}

#[maybe_async]
#[test]
async fn a_sentinel_tells_of_its_master() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let master = r.sentinel_master(SERVICE).await?;
    assert_eq!((master.name(), master.ip()), (SERVICE, "127.0.0.1"));
    assert_eq!(master.port(), group.server(0).port());
    let info = client_of(group.server(0)).info().await?;
    assert_eq!(master.run_id(), info.run_id());
    assert_eq!(master.flags().collect::<Vec<_>>(), ["master"]);
    assert!(master.is_master() && master.has_flag("master"));
    assert!(!master.is_sdown() && !master.is_odown() && !master.is_disconnected());
    assert!(!master.is_failover_in_progress());
    assert_eq!((master.s_down_time(), master.o_down_time()), (None, None));
    assert_eq!(master.failover_state(), None);
    let minute = Duration::from_secs(60);
    assert_eq!(master.down_after(), minute);
    assert!(master.last_ping_sent() < Some(minute));
    assert!(master.last_ok_ping_reply() < minute && master.last_ping_reply() < minute);
    assert!(master.link_pending_commands() < 10);
    assert_eq!(master.link_refcount(), 1);
    assert!(master.info_refresh() < minute);
    assert_eq!(master.role_reported(), "master");
    assert!(master.role_reported_time() > Duration::ZERO);
    assert_eq!(master.config_epoch(), 0);
    assert_eq!(
        (master.num_replicas(), master.num_other_sentinels()),
        (2, 2)
    );
    assert_eq!((master.quorum(), master.parallel_syncs()), (2, 1));
    assert_eq!(master.failover_timeout(), Duration::from_secs(5));
    assert_eq!(master.notification_script(), None);
    assert_eq!(master.client_reconfig_script(), None);
    assert_eq!(master.get("num-slaves"), Some("2"));
    assert_eq!(master.parse::<u8>("quorum"), Some(2));
    assert_eq!(master.get("no-such-field"), None);
    assert!(master.fields().any(|field| field == ("ip", "127.0.0.1")));
    assert!(format!("{master:?}").contains(r#""flags": "master""#));

    let masters = r.sentinel_masters().await?;
    assert_eq!(masters.len(), 1);
    assert_eq!(masters[0].run_id(), master.run_id());
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_tells_of_the_replicas() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let replicas = r.sentinel_replicas(SERVICE).await?;
    let mut ports: Vec<u16> = replicas.iter().map(SentinelReplica::port).collect();
    ports.sort_unstable();
    let mut started = [group.server(1).port(), group.server(2).port()];
    started.sort_unstable();
    assert_eq!(ports, started);
    for replica in &replicas {
        assert_eq!(replica.ip(), "127.0.0.1");
        assert_eq!(replica.name(), format!("127.0.0.1:{}", replica.port()));
        assert_eq!(replica.run_id().unwrap().len(), 40);
        assert!(replica.is_replica() && !replica.is_sdown() && !replica.is_disconnected());
        assert_eq!(replica.role_reported(), "slave");
        assert!(replica.info_refresh() < Duration::from_secs(60));
        assert!(replica.is_master_link_up());
        assert_eq!(replica.master_link_down_time(), Duration::ZERO);
        assert_eq!(replica.master_host(), Some("127.0.0.1"));
        assert_eq!(replica.master_port(), Some(group.server(0).port()));
        assert_eq!(replica.priority(), 100);
        assert!(replica.repl_offset() < 1 << 20);
        assert!(replica.is_announced());
    }
    let slaves = r.sentinel_slaves(SERVICE).await?;
    let same = slaves.iter().map(SentinelReplica::name);
    assert!(same.eq(replicas.iter().map(SentinelReplica::name)));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_tells_of_the_other_sentinels() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let own = r.sentinel_myid().await?;
    assert_eq!(own.len(), 40);
    let mut ids = BTreeMap::new();
    for index in [1, 2] {
        let other = group.sentinel(index);
        let id = client_of(other).sentinel_myid().await?;
        ids.insert(id, other.port());
    }
    let peers = r.sentinel_sentinels(SERVICE).await?;
    assert_eq!(peers.len(), 2);
    for peer in peers {
        let id = peer.run_id().unwrap();
        assert_eq!((peer.ip(), Some(&peer.port())), ("127.0.0.1", ids.get(id)));
        assert!(peer.is_sentinel() && !peer.is_sdown() && !peer.is_disconnected());
        assert!(!peer.is_master_down());
        assert!(peer.last_hello_message() < Duration::from_secs(60));
        assert_eq!((peer.voted_leader(), peer.voted_leader_epoch()), (None, 0));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_says_where_the_master_is() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let address = r.sentinel_get_master_addr_by_name(SERVICE).await?;
    let port = group.server(0).port();
    assert_eq!(address, Some(("127.0.0.1".to_owned(), port)));
    let nowhere = r.sentinel_get_master_addr_by_name(UNKNOWN).await?;
    assert_eq!(nowhere, None);
    let usable = r.sentinel_ckquorum(SERVICE).await?;
    assert!(usable.starts_with("OK 3 usable Sentinels"), "{usable}");
    let opinion = r
        .sentinel_is_master_down_by_addr("127.0.0.1", port, 0, "*")
        .await?;
    assert!(!opinion.is_down);
    assert_eq!((opinion.leader, opinion.leader_epoch), (None, 0));
    Ok(())
}

#[maybe_async]
#[test]
async fn valkey_has_names_of_its_own() -> Result<()> {
    let group = SentinelGroup::shared();
    let test = "valkey_has_names_of_its_own";
    if group.sentinel(0).lacks("sentinel|primary", test) {
        return Ok(());
    }
    let r = sentinel();
    let master = r.sentinel_primary(SERVICE).await?;
    let port = group.server(0).port();
    assert_eq!((master.name(), master.port()), (SERVICE, port));
    let masters = r.sentinel_primaries().await?;
    assert_eq!(masters.len(), 1);
    let address = r.sentinel_get_primary_addr_by_name(SERVICE).await?;
    assert_eq!(address, Some(("127.0.0.1".to_owned(), port)));
    let opinion = r
        .sentinel_is_primary_down_by_addr("127.0.0.1", port, 0, "*")
        .await?;
    assert!(!opinion.is_down);
    let error = r.sentinel_primary(UNKNOWN).await.unwrap_err();
    assert_eq!(error.command(), Some("SENTINEL PRIMARY"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_master_that_no_sentinel_watches_is_an_error() -> Result<()> {
    let r = sentinel();
    let option = SentinelSetOptions::new().quorum(2);
    let errors = [
        r.sentinel_master(UNKNOWN).await.unwrap_err(),
        r.sentinel_replicas(UNKNOWN).await.unwrap_err(),
        r.sentinel_slaves(UNKNOWN).await.unwrap_err(),
        r.sentinel_sentinels(UNKNOWN).await.unwrap_err(),
        r.sentinel_ckquorum(UNKNOWN).await.unwrap_err(),
        r.sentinel_failover(UNKNOWN).await.unwrap_err(),
        r.sentinel_remove(UNKNOWN).await.unwrap_err(),
        r.sentinel_set(UNKNOWN, "quorum", 2).await.unwrap_err(),
        r.sentinel_set_with(UNKNOWN, option).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.message(), "ERR No such master with that name");
        assert_eq!(error.kind(), ErrorKind::Response);
        assert!(error.command().unwrap().starts_with("SENTINEL "));
    }
    let reset = r.sentinel_reset(UNKNOWN).await?;
    assert_eq!(reset, 0);
    let none = r.sentinel_info_cache(UNKNOWN).await?;
    assert!(none.is_empty());

    let too_few: Result<()> = r.execute_command(Command::new("SENTINEL MASTER")).await;
    let error = too_few.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    assert_eq!(error.command(), Some("SENTINEL MASTER"));
    let unknown: Result<()> = r.execute_command(Command::new("SENTINEL NOPE")).await;
    assert_eq!(unknown.unwrap_err().code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_asks_a_sentinel_for_everything_at_once() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let mut pipe = r.pipeline().transaction(false);
    pipe.sentinel_masters()
        .sentinel_replicas(SERVICE)
        .sentinel_sentinels(SERVICE)
        .sentinel_get_master_addr_by_name(SERVICE)
        .sentinel_info_cache(SERVICE)
        .role();
    #[expect(clippy::type_complexity, reason = "a reply for each command")]
    let (masters, replicas, peers, address, infos, role): (
        Vec<SentinelMaster>,
        Vec<SentinelReplica>,
        Vec<SentinelPeer>,
        Option<(String, u16)>,
        BTreeMap<String, Vec<SentinelCachedInfo>>,
        Role,
    ) = pipe.execute().await?;
    assert_eq!((masters.len(), replicas.len(), peers.len()), (1, 2, 2));
    assert_eq!(address.unwrap().1, group.server(0).port());
    assert_eq!(infos[SERVICE].len(), 3);
    assert!(matches!(role, Role::Sentinel { masters, .. } if masters == [SERVICE]));

    let error = r.pipeline().sentinel_masters().execute::<()>().await;
    assert_eq!(error.unwrap_err().code(), Some("ERR"), "no transactions");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_keeps_what_the_servers_tell_of_themselves() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let infos = r.sentinel_info_cache([SERVICE, UNKNOWN]).await?;
    assert_eq!(infos.len(), 1);
    let (master, replicas) = infos[SERVICE].split_first().unwrap();
    assert!(master.age < Duration::from_secs(60));
    let info = master.info.as_ref().unwrap();
    assert_eq!(info.role(), Some("master"));
    assert_eq!(info.parse("tcp_port"), Some(group.server(0).port()));
    assert_eq!(replicas.len(), 2);
    for replica in replicas {
        let info = replica.info.as_ref().unwrap();
        assert_eq!(info.role(), Some("slave"));
        assert_eq!(info.parse("master_port"), Some(group.server(0).port()));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_is_a_server_among_others() -> Result<()> {
    let group = SentinelGroup::shared();
    let r = sentinel();
    let there = r.ping().await?;
    assert!(there);
    let info = r.info().await?;
    assert_eq!(info.mode(), Some("sentinel"));
    assert_eq!(info.process_id(), Some(group.sentinel(0).pid()));
    let info = r.info_of("sentinel").await?;
    assert_eq!(info.sections().collect::<Vec<_>>(), ["Sentinel"]);
    assert_eq!(info.parse::<u32>("sentinel_masters"), Some(1));
    let master: HashMap<&str, &str> = info.parts("master0").collect();
    assert_eq!((master["name"], master["status"]), (SERVICE, "ok"));
    assert_eq!((master["slaves"], master["sentinels"]), ("2", "3"));
    let role = r.role().await?;
    assert!(matches!(role, Role::Sentinel { masters, .. } if masters == [SERVICE]));

    let mut conn = r.connection().await?;
    let hello = conn.hello().await?;
    assert_eq!((hello.mode.as_str(), hello.role.as_str()), ("sentinel", ""));
    assert_eq!(hello.proto, PROTOCOL);
    let id = conn.client_id().await?;
    let clients = conn.client_list().await?;
    assert!(clients.iter().any(|client| client.id() == id));
    conn.client_setname("me").await?;
    let name = conn.client_getname().await?;
    assert_eq!(name.as_deref(), Some("me"));
    let count = conn.command_count().await?;
    assert!(count > 10);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_is_logged_in_to_like_a_server() -> Result<()> {
    let master = Server::start();
    let config = format!("sentinel monitor {SERVICE} 127.0.0.1 {} 1\n", master.port());
    let server = Server::builder()
        .sentinel(&config)
        .arg("requirepass", "secret")
        .args("user", &["ann", "on", ">word", "+@all"])
        .start();
    let config = config_of(&server);
    let named = config.clone().password("secret").client_name("me");
    let r = Redis::new(named)?;
    let masters = r.sentinel_masters().await?;
    assert_eq!(masters.len(), 1);
    let me = r.client_info().await?;
    assert_eq!((me.name(), me.user()), (Some("me"), Some("default")));
    let r = Redis::new(config.clone().username("ann").password("word"))?;
    let me = r.client_info().await?;
    assert_eq!(me.user(), Some("ann"));

    for wrong in [config.clone(), config.clone().password("wrong")] {
        let error = Redis::new(wrong)?.ping().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
    }
    let on_a_database = config.password("secret").db(1);
    let error = Redis::new(on_a_database)?.ping().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"), "a sentinel has no databases");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_helps() -> Result<()> {
    let help = sentinel().sentinel_help().await?;
    assert!(help.iter().any(|line| line.starts_with("CKQUORUM")));
    Ok(())
}

#[maybe_async]
#[test]
async fn masters_are_watched_reset_and_forgotten() -> Result<()> {
    let (master, other) = (Server::start(), Server::start());
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    let port = other.port();
    r.sentinel_monitor("other", "127.0.0.1", port, 2).await?;
    let masters = r.sentinel_masters().await?;
    let names: Vec<&str> = masters.iter().map(SentinelMaster::name).collect();
    assert!(names.contains(&"other") && names.contains(&SERVICE));
    let watched = r.sentinel_master("other").await?;
    assert_eq!((watched.port(), watched.quorum()), (port, 2));
    let error = r.sentinel_ckquorum("other").await.unwrap_err();
    assert_eq!(error.code(), Some("NOQUORUM"));

    let twice = r.sentinel_monitor("other", "127.0.0.1", port, 2).await;
    let no_quorum = r.sentinel_monitor("third", "127.0.0.1", port, 0).await;
    let nowhere = r
        .sentinel_monitor("third", "nowhere.invalid", port, 2)
        .await;
    for refused in [twice, no_quorum, nowhere] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    let reset = r.sentinel_reset("*").await?;
    assert_eq!(reset, 2);
    let reset = r.sentinel_reset("oth*").await?;
    assert_eq!(reset, 1);
    r.sentinel_remove("other").await?;
    let masters = r.sentinel_masters().await?;
    assert_eq!(masters.len(), 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn what_a_sentinel_does_about_a_master_is_set() -> Result<()> {
    let master = Server::start();
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    r.sentinel_set(SERVICE, "parallel-syncs", 3).await?;
    let options = SentinelSetOptions::new()
        .down_after(Duration::from_millis(1500))
        .failover_timeout(Duration::from_secs(7))
        .parallel_syncs(4)
        .quorum(5)
        .auth_user("ann")
        .auth_pass("secret")
        .notification_script("/bin/false")
        .client_reconfig_script("/bin/true")
        .rename_command("SLAVEOF", "follow")
        .rename_command("CONFIG", "configure");
    r.sentinel_set_with(SERVICE, options).await?;
    let set = r.sentinel_master(SERVICE).await?;
    assert_eq!(set.down_after(), Duration::from_millis(1500));
    assert_eq!(set.failover_timeout(), Duration::from_secs(7));
    assert_eq!((set.parallel_syncs(), set.quorum()), (4, 5));
    assert_eq!(set.notification_script(), Some("/bin/false"));
    assert_eq!(set.client_reconfig_script(), Some("/bin/true"));
    let written = configuration(&server);
    for line in [
        "sentinel auth-user mymaster ann",
        "sentinel auth-pass mymaster secret",
        "sentinel rename-command mymaster SLAVEOF follow",
        "sentinel rename-command mymaster CONFIG configure",
    ] {
        assert!(written.lines().any(|found| found == line), "{line}");
    }

    let back = SentinelSetOptions::new()
        .auth_pass("")
        .auth_user("")
        .notification_script("")
        .rename_command("SLAVEOF", "SLAVEOF");
    r.sentinel_set_with(SERVICE, back).await?;
    let set = r.sentinel_master(SERVICE).await?;
    assert_eq!(set.notification_script(), None);
    let written = configuration(&server);
    assert!(!written.contains("auth-pass") && !written.contains("follow"));

    let half_good = SentinelSetOptions::new()
        .parallel_syncs(6)
        .notification_script("/no/such/script");
    let half_good = r.sentinel_set_with(SERVICE, half_good).await;
    let set = r.sentinel_master(SERVICE).await?;
    assert_eq!(set.parallel_syncs(), 6);
    let unknown = r.sentinel_set(SERVICE, "no-such-option", 1).await;
    let bad = r.sentinel_set(SERVICE, "quorum", "many").await;
    for refused in [half_good, unknown, bad] {
        assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    }
    if server.version() < (7, 0) {
        server.record_lack(
            "SENTINEL SET master-reboot-down-after-period",
            "what_a_sentinel_does_about_a_master_is_set",
        );
        return Ok(());
    }
    let reboot = SentinelSetOptions::new().master_reboot_down_after(Duration::from_secs(9));
    r.sentinel_set_with(SERVICE, reboot).await?;
    let setting = "reboot-down-after-period mymaster 9000";
    assert!(configuration(&server).contains(setting));
    let none = r
        .sentinel_set_with(SERVICE, SentinelSetOptions::new())
        .await;
    assert_eq!(none.unwrap_err().code(), Some("ERR"));
    Ok(())
}

/// What the server has written to its configuration file, without the quotes that Valkey uses.
fn configuration(server: &Server) -> String {
    let path = server.unix_path().with_file_name("server.conf");
    fs::read_to_string(path).unwrap().replace('"', "")
}

#[maybe_async]
#[test]
async fn a_lost_configuration_is_written_anew() -> Result<()> {
    let master = Server::start();
    let server = lone_sentinel(&master);
    fs::remove_file(server.unix_path().with_file_name("server.conf")).unwrap();
    client_of(&server).sentinel_flushconfig().await?;
    assert!(configuration(&server).contains("sentinel monitor mymaster"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinels_own_settings_are_read_changed_and_refused() -> Result<()> {
    let master = Server::start();
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    let settings: HashMap<String, String> = r.sentinel_config_get("*").await?;
    assert_eq!(settings["resolve-hostnames"], "no");
    assert_eq!(settings["announce-ip"], "");
    r.sentinel_config_set(("announce-port", 7)).await?;
    let port: HashMap<String, u16> = r.sentinel_config_get("announce-p*").await?;
    assert_eq!(port, HashMap::from([("announce-port".to_owned(), 7)]));
    let none: HashMap<String, String> = r.sentinel_config_get("no-such-setting").await?;
    assert!(none.is_empty());
    for refused in [("no-such-setting", "1"), ("resolve-hostnames", "perhaps")] {
        let error = r.sentinel_config_set(refused).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    if server.version() < (7, 2) {
        server.record_lack(
            "SENTINEL CONFIG parameter parameter",
            "a_sentinels_own_settings_are_read_changed_and_refused",
        );
        return Ok(());
    }
    let pairs = [("announce-ip", "127.0.0.1"), ("announce-port", "0")];
    r.sentinel_config_set(pairs).await?;
    let both: HashMap<String, String> = r.sentinel_config_get(["announce-ip", "*port"]).await?;
    assert_eq!(both["announce-ip"], "127.0.0.1");
    assert_eq!(both["announce-port"], "0");
    Ok(())
}

#[maybe_async]
#[test]
async fn the_times_that_a_sentinel_goes_by_are_changed() -> Result<()> {
    let master = Server::start();
    let server = lone_sentinel(&master);
    let test = "the_times_that_a_sentinel_goes_by_are_changed";
    if server.lacks("sentinel|debug", test) {
        return Ok(());
    }
    let r = client_of(&server);
    let times: HashMap<String, u64> = r.sentinel_debug().await?;
    assert_eq!((times["INFO-PERIOD"], times["PING-PERIOD"]), (10_000, 1000));
    r.sentinel_debug_set([("info-period", 5000), ("ask-period", 500)])
        .await?;
    r.sentinel_debug_set(("ping-period", 250)).await?;
    let times: HashMap<String, u64> = r.sentinel_debug().await?;
    assert_eq!((times["INFO-PERIOD"], times["PING-PERIOD"]), (5000, 250));
    assert_eq!(times["ASK-PERIOD"], 500);
    for refused in [("no-such-period", 1), ("ping-period", 0)] {
        let error = r.sentinel_debug_set(refused).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_master_that_does_not_answer_is_found_down() -> Result<()> {
    let mut master = Server::start();
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    let error = r.sentinel_failover(SERVICE).await.unwrap_err();
    assert_eq!(error.code(), Some("NOGOODSLAVE"));
    let soon = SentinelSetOptions::new().down_after(Duration::from_millis(100));
    r.sentinel_set_with(SERVICE, soon).await?;
    master.freeze();
    let down = wait_for_master(&r, SentinelMaster::is_odown).await?;
    assert!(down.is_sdown() && down.is_master());
    assert!(down.s_down_time().is_some() && down.o_down_time().is_some());
    assert!(down.last_ping_sent() > Some(Duration::from_millis(100)));
    assert!(down.link_pending_commands() > 0);
    let opinion = r
        .sentinel_is_master_down_by_addr("127.0.0.1", master.port(), 0, "*")
        .await?;
    assert!(opinion.is_down);
    assert_eq!(opinion.leader, None);
    master.kill();
    wait_for_master(&r, SentinelMaster::is_disconnected).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_votes_once_in_an_epoch() -> Result<()> {
    let master = Server::start();
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    let (ann, bob) = ("a".repeat(40), "b".repeat(40));
    let mut votes = Vec::new();
    for (candidate, epoch) in [(&ann, 1), (&bob, 1), (&bob, 2)] {
        let vote = r
            .sentinel_is_master_down_by_addr("127.0.0.1", master.port(), epoch, candidate)
            .await?;
        assert!(!vote.is_down);
        votes.push((vote.leader.unwrap(), vote.leader_epoch));
    }
    assert_eq!(votes, [(ann.clone(), 1), (ann, 1), (bob, 2)]);
    Ok(())
}

#[maybe_async]
#[test]
async fn scripts_run_and_are_tried_again() -> Result<()> {
    let mut master = Server::start();
    let server = lone_sentinel(&master);
    let r = client_of(&server);
    let none = r.sentinel_pending_scripts().await?;
    assert_eq!(none, []);

    let path = server.unix_path().with_file_name("script");
    fs::write(
        &path,
        "#!/bin/sh\n[ \"$1\" = +sdown ] && exec sleep 5\nexit 1\n",
    )
    .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    let script = path.to_str().unwrap();
    let options = SentinelSetOptions::new()
        .down_after(Duration::from_millis(100))
        .notification_script(script);
    r.sentinel_set_with(SERVICE, options).await?;
    let failed = wait_for_script(&r, is_scheduled).await?;
    assert_eq!(&failed.argv[..2], [script, "+set"]);
    assert!(failed.argv[2].starts_with("master mymaster 127.0.0.1"));
    assert_eq!(failed.retry_num, 1);

    master.kill();
    let running = wait_for_script(&r, is_running).await?;
    assert_eq!(&running.argv[..2], [script, "+sdown"]);
    Ok(())
}

fn is_scheduled(script: &SentinelScript) -> bool {
    matches!(script.state, SentinelScriptState::Scheduled { run_delay, .. } if !run_delay.is_zero())
}

fn is_running(script: &SentinelScript) -> bool {
    matches!(script.state, SentinelScriptState::Running { pid, .. } if pid > 0)
}

/// Asks until one of the scripts is as it should be.
#[maybe_async]
async fn wait_for_script(r: &Redis, is_so: fn(&SentinelScript) -> bool) -> Result<SentinelScript> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let scripts = r.sentinel_pending_scripts().await?;
        match scripts.iter().find(|script| is_so(script)) {
            Some(script) => return Ok(script.clone()),
            None => assert!(Instant::now() < deadline, "{scripts:?}"),
        }
        sleep(Duration::from_millis(10)).await;
    }
}

#[maybe_async]
#[test]
async fn a_replica_becomes_the_master() -> Result<()> {
    let group = patient_group(2);
    let r = client_of(group.sentinel(0));
    r.sentinel_failover(SERVICE).await?;
    let error = r.sentinel_failover(SERVICE).await.unwrap_err();
    assert_eq!(error.code(), Some("INPROG"));
    let old = r.sentinel_master(SERVICE).await?;
    assert!(old.is_failover_in_progress());
    assert!(old.failover_state().is_some());
    let new = group.wait_for_new_master(old.port());
    let done = wait_for_master(&r, is_new).await?;
    assert_eq!(done.port(), new);
    let replicas = r.sentinel_replicas(SERVICE).await?;
    assert!(replicas.iter().any(|replica| replica.port() == old.port()));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_master_hands_over_without_losing_a_change() -> Result<()> {
    let test = "a_master_hands_over_without_losing_a_change";
    let group = patient_group(1);
    let sentinel = group.sentinel(0);
    let docs = sentinel.command(&["COMMAND", "DOCS", "sentinel|failover"]);
    if !docs.contains("coordinated") {
        sentinel.record_lack("SENTINEL FAILOVER COORDINATED", test);
        return Ok(());
    }
    let r = client_of(sentinel);
    let how = SentinelFailover::Coordinated;
    r.sentinel_failover_with(SERVICE, how).await?;
    let old = group.server(0).port();
    let new = group.wait_for_new_master(old);
    assert_eq!(new, group.server(1).port());
    let done = wait_for_master(&r, is_new).await?;
    assert_eq!(done.port(), new);
    let role = client_of(group.server(0)).role().await?;
    assert!(matches!(role, Role::Replica { master_port, .. } if master_port == new));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sentinel_crashes_when_it_is_told_to() -> Result<()> {
    use SentinelFailure::{CrashAfterElection, CrashAfterPromotion};
    let group = patient_group(1);
    let r = client_of(group.sentinel(0));
    r.sentinel_simulate_failure([CrashAfterElection, CrashAfterPromotion])
        .await?;
    let flags = r.info_of("sentinel").await?;
    assert_eq!(flags.get("sentinel_simulate_failure_flags"), Some("3"));
    r.sentinel_simulate_failure([CrashAfterElection]).await?;
    let flags = r.info_of("sentinel").await?;
    assert_eq!(flags.get("sentinel_simulate_failure_flags"), Some("1"));
    r.sentinel_failover(SERVICE).await?;
    let deadline = Instant::now() + Duration::from_secs(20);
    while group.sentinel(0).is_up() {
        assert!(Instant::now() < deadline, "it did not crash");
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(group.master_port(), group.server(0).port());
    Ok(())
}
