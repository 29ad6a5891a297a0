//! The connection commands.

use redial::{Error, ErrorKind, Protocol};

use super::*;
use crate::face::test;

fn ids(clients: &[ClientInfo]) -> Vec<i64> {
    let mut ids: Vec<i64> = clients.iter().map(ClientInfo::id).collect();
    ids.sort_unstable();
    ids
}

/// What is the matter with a command that a shared client was given.
fn assert_refused(error: &Error, command: &str) {
    assert_eq!(error.kind(), ErrorKind::Data, "{error}");
    assert_eq!(error.command(), Some(command));
    assert!(error.message().contains("connection()"), "{error}");
}

#[maybe_async]
#[test]
async fn the_server_answers_and_repeats() -> Result<()> {
    let r = client();
    let there = r.ping().await?;
    assert!(there);
    let text: String = r.ping_with("hello").await?;
    assert_eq!(text, "hello");
    let bytes: Vec<u8> = r.echo(b"\xff\r\n").await?;
    assert_eq!(bytes, b"\xff\r\n");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_decodes_what_is_known_of_the_connection() -> Result<()> {
    let r = client();
    let mut pipe = r.pipeline();
    let (there, text, id, name, me, all): (
        bool,
        String,
        i64,
        Option<String>,
        ClientInfo,
        Vec<ClientInfo>,
    ) = pipe
        .ping()
        .echo::<String>("x")
        .client_id()
        .client_getname()
        .client_info()
        .client_list()
        .execute()
        .await?;
    assert!(there);
    assert_eq!((text.as_str(), name), ("x", None));
    assert_eq!(me.id(), id);
    assert!(ids(&all).contains(&id));
    let twice: Vec<ClientInfo> = pipe.client_info().client_info().execute().await?;
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[0].id(), twice[1].id());
    Ok(())
}

#[maybe_async]
#[test]
async fn a_shared_client_refuses_what_changes_a_connection() -> Result<()> {
    let r = client();
    let error = r.auth("S3CR3T").await.unwrap_err();
    assert_refused(&error, "AUTH");
    assert!(!format!("{error:?}").contains("S3CR3T"));
    let error = r.auth_as("user", "S3CR3T").await.unwrap_err();
    assert_refused(&error, "AUTH");
    let error = r.select(1).await.unwrap_err();
    assert_refused(&error, "SELECT");
    let error = r.hello().await.unwrap_err();
    assert_refused(&error, "HELLO");
    let error = r
        .hello_with(Protocol::Resp2, HelloOptions::new())
        .await
        .unwrap_err();
    assert_refused(&error, "HELLO");
    let error = r.quit().await.unwrap_err();
    assert_refused(&error, "QUIT");
    let error = r.reset().await.unwrap_err();
    assert_refused(&error, "RESET");
    let error = r.client_capa("redirect").await.unwrap_err();
    assert_refused(&error, "CLIENT CAPA");
    let error = r.client_caching(Switch::On).await.unwrap_err();
    assert_refused(&error, "CLIENT CACHING");
    let error = r.client_import_source(Switch::On).await.unwrap_err();
    assert_refused(&error, "CLIENT IMPORT-SOURCE");
    let error = r.client_no_evict(Switch::On).await.unwrap_err();
    assert_refused(&error, "CLIENT NO-EVICT");
    let error = r.client_no_touch(Switch::On).await.unwrap_err();
    assert_refused(&error, "CLIENT NO-TOUCH");
    let error = r
        .client_setinfo(ClientAttribute::LibName, "x")
        .await
        .unwrap_err();
    assert_refused(&error, "CLIENT SETINFO");
    let error = r.client_setname("x").await.unwrap_err();
    assert_refused(&error, "CLIENT SETNAME");
    let error = r.himport_prepare("x", "field").await.unwrap_err();
    assert_refused(&error, "HIMPORT PREPARE");
    let error = r.himport_discard("x").await.unwrap_err();
    assert_refused(&error, "HIMPORT DISCARD");
    let error = r.himport_discard_all().await.unwrap_err();
    assert_refused(&error, "HIMPORT DISCARDALL");
    let error = r.client_tracking_on().await.unwrap_err();
    assert_refused(&error, "CLIENT TRACKING");
    let error = r.client_tracking_off().await.unwrap_err();
    assert_refused(&error, "CLIENT TRACKING");

    let mut pipe = r.pipeline();
    let error = pipe.ping().select(1).execute::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert!(error.message().contains("connection()"), "{error}");
    assert_eq!(r.connection_pool().stats().connects, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_changed_connection_is_not_given_back_to_the_pool() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    let there = conn.ping().await?;
    assert!(there);
    drop(conn);
    assert_eq!(r.connection_pool().stats().idle, 1);

    let mut conn = r.connection().await?;
    let same = conn.client_id().await?;
    conn.select(1).await?;
    let me = conn.client_info().await?;
    assert_eq!((me.id(), me.db()), (same, 1));
    drop(conn);
    let stats = r.connection_pool().stats();
    assert_eq!((stats.idle, stats.in_use), (0, 0));

    let me = r.client_info().await?;
    assert_ne!(me.id(), same);
    assert_eq!(me.db(), 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_user_logs_in_on_a_connection() -> Result<()> {
    let server = Server::builder()
        .args("user", &["ann", "on", ">secret", "~*", "+@all"])
        .start();
    let r = client_of(&server);
    let mut conn = r.connection().await?;
    conn.auth_as("ann", "secret").await?;
    let me = conn.client_info().await?;
    assert_eq!(me.user(), Some("ann"));
    let wrong = conn.auth_as("ann", "S3CR3T").await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Authentication);
    assert!(!format!("{wrong:?}").contains("S3CR3T"));

    r.config_set(("requirepass", "pass")).await?;
    conn.auth("pass").await?;
    let me = conn.client_info().await?;
    assert_eq!(me.user(), Some("default"));
    let wrong = conn.auth("S3CR3T").await.unwrap_err();
    assert_eq!(wrong.code(), Some("WRONGPASS"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_introduces_itself_in_both_protocols() -> Result<()> {
    let server = Server::builder()
        .args("user", &["ann", "on", ">secret", "~*", "+@all"])
        .start();
    let r = client_of(&server);
    let mut conn = r.connection().await?;
    let brand = if server.is_valkey() {
        "valkey"
    } else {
        "redis"
    };
    let hello = conn.hello().await?;
    assert_eq!(hello.server, brand);
    assert!(server.name().ends_with(&format!(" {}", hello.version)));
    assert_eq!(hello.proto, PROTOCOL);
    assert_eq!(
        (hello.mode.as_str(), hello.role.as_str()),
        ("standalone", "master")
    );
    let id = conn.client_id().await?;
    assert_eq!(hello.id, id);

    let options = HelloOptions::new().auth("ann", "secret").setname("worker");
    assert!(!format!("{options:?}").contains("secret"));
    for protocol in [Protocol::Resp2, Protocol::Resp3, PROTOCOL] {
        let again = conn.hello_with(protocol, options.clone()).await?;
        assert_eq!((again.proto, again.id), (protocol, id));
        assert_eq!(again.modules, hello.modules);
        let me = conn.client_info().await?;
        assert_eq!((me.name(), me.user()), (Some("worker"), Some("ann")));
    }
    if server.version() >= (8, 0) {
        let module = hello.modules.first().unwrap();
        assert!(!module.name.is_empty() && module.version > 0, "{module:?}");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_server_says_where_it_stands() -> Result<()> {
    let server = Server::start();
    if !server.is_valkey() {
        server.record_lack("HELLO availability_zone", "a_server_says_where_it_stands");
        return Ok(());
    }
    let r = client_of(&server);
    r.config_set(("availability-zone", "eu-1")).await?;
    let mut conn = r.connection().await?;
    let hello = conn.hello().await?;
    assert_eq!(hello.availability_zone.as_deref(), Some("eu-1"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_that_quits_is_closed() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    let id = conn.client_id().await?;
    conn.quit().await?;
    let error = conn.ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let all = r.client_list().await?;
    assert!(!ids(&all).contains(&id));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_reset_undoes_everything() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    conn.select(1).await?;
    conn.client_setname("worker").await?;
    conn.reset().await?;
    let me = conn.client_info().await?;
    assert_eq!((me.db(), me.name()), (0, None));
    if me.get("resp").is_some() {
        assert_eq!(me.resp(), Some(2));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_has_a_name_an_id_and_a_library() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    let id = conn.client_id().await?;
    assert!(id > 0);
    let none = conn.client_getname().await?;
    assert_eq!(none, None);
    conn.client_setname("worker").await?;
    let name = conn.client_getname().await?;
    assert_eq!(name.as_deref(), Some("worker"));
    let bad = conn.client_setname("a b").await.unwrap_err();
    assert_eq!(bad.code(), Some("ERR"));

    let me = conn.client_info().await?;
    assert_eq!((me.id(), me.name(), me.db()), (id, Some("worker"), 0));
    assert!(me.addr().starts_with("127.0.0.1:"));
    let own = format!("127.0.0.1:{}", Server::shared().port());
    assert_eq!(me.laddr(), Some(own.as_str()));
    assert_eq!((me.user(), me.flags()), (Some("default"), "N"));
    assert_eq!((me.sub(), me.psub()), (0, 0));
    assert!(me.cmd().unwrap().starts_with("client"));
    assert!(me.age() < Duration::from_secs(60) && me.idle() <= me.age());
    assert!(me.tot_mem() > Some(0));
    assert_eq!(me.parse::<i64>("multi"), Some(-1));
    assert_eq!(me.get("no-such-field"), None);

    if lacks(
        "CLIENT|SETINFO",
        "a_connection_has_a_name_an_id_and_a_library",
    ) {
        return Ok(());
    }
    conn.client_setinfo(ClientAttribute::LibName, "mine")
        .await?;
    conn.client_setinfo(ClientAttribute::LibVer, "7.8").await?;
    let me = conn.client_info().await?;
    assert_eq!((me.lib_name(), me.lib_ver()), (Some("mine"), Some("7.8")));
    let wanted = if PROTOCOL == Protocol::Resp3 { 3 } else { 2 };
    assert_eq!(me.resp(), Some(wanted));
    Ok(())
}

#[maybe_async]
#[test]
async fn switches_are_seen_in_the_flags() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    if lacks("CLIENT|NO-EVICT", "switches_are_seen_in_the_flags") {
        return Ok(());
    }
    conn.client_no_evict(Switch::On).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.flags(), "e");
    conn.client_no_evict(Switch::Off).await?;
    if lacks("CLIENT|NO-TOUCH", "switches_are_seen_in_the_flags") {
        return Ok(());
    }
    conn.client_no_touch(Switch::On).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.flags(), "T");
    conn.client_no_touch(Switch::Off).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.flags(), "N");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_connection_claims_what_only_valkey_knows() -> Result<()> {
    if lacks("CLIENT|CAPA", "a_connection_claims_what_only_valkey_knows") {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    let mut conn = r.connection().await?;
    conn.client_capa(["redirect", "something-else"]).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.get("capa"), Some("r"));
    r.config_set(("import-mode", "yes")).await?;
    conn.client_import_source(Switch::On).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.flags(), "I");
    conn.client_import_source(Switch::Off).await?;
    let me = conn.client_info().await?;
    assert_eq!(me.flags(), "N");
    Ok(())
}

#[maybe_async]
#[test]
async fn clients_are_listed_by_id_and_kind() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let mut a = r.connection().await?;
    let mut b = r.connection().await?;
    let a_id = a.client_id().await?;
    let b_id = b.client_id().await?;
    let all = a.client_list().await?;
    assert_eq!(ids(&all), [a_id, b_id]);
    let one = a.client_list_with(ClientFilter::new().ids([b_id])).await?;
    assert_eq!(ids(&one), [b_id]);
    let both = a
        .client_list_with(ClientFilter::new().ids([b_id, a_id]))
        .await?;
    assert_eq!(ids(&both), [a_id, b_id]);
    let normal = a
        .client_list_with(ClientFilter::new().of_type(ClientKind::Normal))
        .await?;
    assert_eq!(ids(&normal), [a_id, b_id]);
    for kind in [ClientKind::Master, ClientKind::Replica, ClientKind::PubSub] {
        let none = a
            .client_list_with(ClientFilter::new().of_type(kind))
            .await?;
        assert_eq!(none, []);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn clients_are_found_by_every_filter() -> Result<()> {
    let test = "clients_are_found_by_every_filter";
    if lacks_option("CLIENT|LIST", "NOT-CAPA", test) {
        return Ok(());
    }
    let server = Server::builder()
        .args("user", &["ann", "on", ">secret", "~*", "+@all"])
        .start();
    let r = client_of(&server);
    let mut a = r.connection().await?;
    let mut b = r.connection().await?;
    let a_id = a.client_id().await?;
    b.auth_as("ann", "secret").await?;
    b.select(3).await?;
    b.client_setname("worker").await?;
    b.client_setinfo(ClientAttribute::LibName, "mine").await?;
    b.client_setinfo(ClientAttribute::LibVer, "7.8").await?;
    b.client_capa("redirect").await?;
    b.client_no_evict(Switch::On).await?;
    let b_info = b.client_info().await?;
    let (b_id, addr) = (b_info.id(), b_info.addr().to_owned());
    let laddr = b_info.laddr().unwrap().to_owned();

    let all = ClientFilter::new;
    let only_b = [
        all().user("ann"),
        all().addr(&addr),
        all().name("worker"),
        all().flags("e"),
        all().lib_name("mine"),
        all().lib_ver("7.8"),
        all().db(3),
        all().capa("r"),
        all().skip_me(),
        all().not_ids([a_id]),
        all().not_user("default"),
        all().not_db(0),
        all()
            .not_lib_name("")
            .name("worker")
            .laddr(&laddr)
            .ip("127.0.0.1"),
    ];
    for filter in only_b {
        let found = a.client_list_with(filter.clone()).await?;
        assert_eq!(ids(&found), [b_id], "{filter:?}");
    }
    let only_a = [
        all().not_addr(&addr),
        all().not_name("worker"),
        all().not_flags("e"),
        all().not_lib_name("mine"),
        all().not_lib_ver("7.8"),
        all().not_capa("r"),
        all().not_ids([b_id]).include_me(),
    ];
    for filter in only_a {
        let found = a.client_list_with(filter.clone()).await?;
        assert_eq!(ids(&found), [a_id], "{filter:?}");
    }
    for filter in [
        all().laddr(&laddr),
        all().ip("127.0.0.1"),
        all().not_ip("127.0.0.2"),
        all().not_laddr("127.0.0.2:1"),
        all().not_of_type(ClientKind::PubSub),
        all().include_me(),
    ] {
        let found = a.client_list_with(filter.clone()).await?;
        assert_eq!(ids(&found), [a_id, b_id], "{filter:?}");
    }
    for filter in [
        all().max_age(Duration::from_secs(1000)),
        all().idle(Duration::from_secs(1000)),
        all().not_of_type(ClientKind::Normal),
    ] {
        let found = a.client_list_with(filter.clone()).await?;
        assert_eq!(ids(&found), [0_i64; 0], "{filter:?}");
    }
    let killed = a
        .client_kill_filter(all().not_name("nobody").not_db(0).capa("r"))
        .await?;
    assert_eq!(killed, 1);
    let left = a.client_list().await?;
    assert_eq!(ids(&left), [a_id]);
    Ok(())
}

#[maybe_async]
#[test]
async fn clients_are_killed_one_by_one_and_by_filters() -> Result<()> {
    let server = Server::builder()
        .args("user", &["ann", "on", ">secret", "~*", "+@all"])
        .start();
    let r = client_of(&server);
    let mut me = r.connection().await?;
    let my_id = me.client_id().await?;
    let all = ClientFilter::new;

    let mut other = r.connection().await?;
    other.select(1).await?;
    let info = other.client_info().await?;
    me.client_kill(info.addr()).await?;
    let gone = other.ping().await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::Connection);
    let error = me.client_kill(info.addr()).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    for round in 0..5 {
        let mut other = r.connection().await?;
        other.auth_as("ann", "secret").await?;
        let info = other.client_info().await?;
        let filter = match round {
            0 => all().ids([info.id()]),
            1 => all().user("ann"),
            2 => all().addr(info.addr()),
            3 => all().laddr(info.laddr().unwrap()),
            _ => all().of_type(ClientKind::Normal).skip_me(),
        };
        let killed = me.client_kill_filter(filter.clone()).await?;
        assert_eq!(killed, 1, "{filter:?}");
        let gone = other.ping().await.unwrap_err();
        assert_eq!(gone.kind(), ErrorKind::Connection);
        let again = me.client_kill_filter(filter.clone()).await?;
        assert_eq!(again, 0, "{filter:?}");
    }

    for nobody in [
        all(),
        all().ids([]),
        all().ids([]).of_type(ClientKind::Normal),
    ] {
        let error = me.client_kill_filter(nobody.clone()).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"), "{nobody:?}");
    }
    let killed = me
        .client_kill_filter(all().ids([my_id]).include_me())
        .await?;
    assert_eq!(killed, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn old_clients_are_killed() -> Result<()> {
    if lacks_option("CLIENT|KILL", "MAXAGE", "old_clients_are_killed") {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    let mut me = r.connection().await?;
    let mut other = r.connection().await?;
    let there = other.ping().await?;
    assert!(there);
    let filter = ClientFilter::new();
    let old = filter.clone().max_age(Duration::from_secs(1000));
    let killed = me.client_kill_filter(old).await?;
    assert_eq!(killed, 0);
    sleep(Duration::from_millis(2100)).await;
    let killed = me
        .client_kill_filter(filter.max_age(Duration::from_millis(500)))
        .await?;
    assert_eq!(killed, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn several_clients_are_killed_by_their_ids() -> Result<()> {
    let test = "several_clients_are_killed_by_their_ids";
    if lacks_option("CLIENT|KILL", "NOT-ID", test) {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    let mut a = r.connection().await?;
    let mut b = r.connection().await?;
    let mut c = r.connection().await?;
    let a_id = a.client_id().await?;
    let b_id = b.client_id().await?;
    let killed = c
        .client_kill_filter(ClientFilter::new().ids([a_id, b_id]))
        .await?;
    assert_eq!(killed, 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pause_holds_commands_up_until_it_ends() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let k = key("a_pause");
    let long = Duration::from_secs(60);
    r.client_pause_with(long, ClientPause::Write).await?;
    let read: Option<String> = r.get(&k).await?;
    assert_eq!(read, None);
    let writing = spawn(set_one, (server.url(), k.clone()));
    while blocked(&r).await? == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    r.client_unpause().await?;
    let set = writing.join().await?;
    assert!(set);

    let start = std::time::Instant::now();
    r.client_pause_with(Duration::from_millis(200), ClientPause::All)
        .await?;
    let read: Option<i64> = r.get(&k).await?;
    assert_eq!(read, Some(1));
    assert!(start.elapsed() >= Duration::from_millis(150));
    let start = std::time::Instant::now();
    r.client_pause(Duration::from_millis(200)).await?;
    let there = r.ping().await?;
    assert!(there);
    assert!(start.elapsed() >= Duration::from_millis(150));
    Ok(())
}

#[maybe_async]
async fn set_one((url, key): (String, String)) -> Result<bool> {
    let r = Redis::from_url(url)?;
    r.set(key, 1).await
}

#[maybe_async]
async fn blocked(r: &Redis) -> Result<u64> {
    let info = r.info_of("clients").await?;
    Ok(info.blocked_clients().unwrap())
}

#[maybe_async]
async fn wait_for_list((url, key): (String, String)) -> Result<Option<(String, String)>> {
    let r = Redis::from_url(url)?;
    let pop = Command::new("BLPOP").key(key).arg(60);
    r.execute_command(pop).await
}

#[maybe_async]
#[test]
async fn a_blocked_client_is_let_go() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let mut mine = r.connection().await?;
    let my_id = mine.client_id().await?;
    let not_blocked = mine.client_unblock(my_id).await?;
    assert!(!not_blocked);
    for round in 0..3 {
        let waiting = spawn(wait_for_list, (server.url(), key("a_blocked_client")));
        while blocked(&r).await? == 0 {
            sleep(Duration::from_millis(5)).await;
        }
        let all = mine.client_list().await?;
        let id = all.iter().find(|c| c.flags().contains('b')).unwrap().id();
        let unblocked = match round {
            0 => mine.client_unblock(id).await?,
            1 => mine.client_unblock_with(id, ClientUnblock::Timeout).await?,
            _ => mine.client_unblock_with(id, ClientUnblock::Error).await?,
        };
        assert!(unblocked);
        let ended = waiting.join().await;
        if round < 2 {
            assert_eq!(ended?, None);
        } else {
            assert_eq!(ended.unwrap_err().code(), Some("UNBLOCKED"));
        }
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_tracked_is_told() -> Result<()> {
    let r = client();
    let mut conn = r.connection().await?;
    let mut listener = r.connection().await?;
    let info = conn.client_trackinginfo().await?;
    assert_eq!(
        (info.flags, info.redirect),
        (vec!["off".to_owned()], TrackingRedirect::Off)
    );
    let redirect = conn.client_getredir().await?;
    assert_eq!(redirect, TrackingRedirect::Off);

    conn.client_tracking_on().await?;
    let redirect = conn.client_getredir().await?;
    assert_eq!(redirect, TrackingRedirect::Own);
    let error = conn.client_caching(Switch::On).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    conn.client_tracking_off().await?;

    let to = listener.client_id().await?;
    let options = TrackingOptions::new();
    let bcast = options
        .clone()
        .redirect(to)
        .prefix("a:")
        .prefix("b:")
        .noloop();
    conn.client_tracking_on_with(bcast).await?;
    let mut info = conn.client_trackinginfo().await?;
    info.prefixes.sort();
    assert_eq!(info.flags, ["on", "bcast", "noloop"]);
    assert_eq!(info.redirect, TrackingRedirect::To(to));
    assert_eq!(info.prefixes, [b"a:", b"b:"]);
    let redirect = conn.client_getredir().await?;
    assert_eq!(redirect, TrackingRedirect::To(to));
    conn.client_tracking_off().await?;

    conn.client_tracking_on_with(options.clone().optin().bcast())
        .await?;
    let info = conn.client_trackinginfo().await?;
    assert_eq!(info.flags, ["on", "bcast"]);
    conn.client_tracking_off().await?;

    conn.client_tracking_on_with(options.clone().optin())
        .await?;
    conn.client_caching(Switch::On).await?;
    let info = conn.client_trackinginfo().await?;
    assert_eq!(info.flags, ["on", "optin", "caching-yes"]);
    conn.client_tracking_off().await?;

    conn.client_tracking_on_with(options.optout()).await?;
    conn.client_caching(Switch::Off).await?;
    let info = conn.client_trackinginfo().await?;
    assert_eq!(info.flags, ["on", "optout", "caching-no"]);
    Ok(())
}

#[maybe_async]
#[test]
async fn messages_about_tracked_keys_disturb_no_reply() -> Result<()> {
    let r = client();
    let k = key("messages_about_tracked_keys");
    let mut conn = r.connection().await?;
    conn.client_tracking_on().await?;
    for i in 0..10 {
        let ok = r.set(&k, i).await?;
        assert!(ok);
        let value: Option<i64> = conn.get(&k).await?;
        assert_eq!(value, Some(i));
    }
    r.delete(&k).await?;
    Ok(())
}
