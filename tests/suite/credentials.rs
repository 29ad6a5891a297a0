//! Who a client is: where names and passwords come from, what becomes of connections when they change, and what a
//! refusal costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use redial::{Credentials, EnvCredentials, ErrorKind, Outcome, Retry, StreamingCredentials};

use super::*;
use crate::face::test;
use crate::support::proxy::Proxy;

/// A server with users `ann` and `bob`, whose passwords are their names, and who may do anything but `SAVE`.
fn guarded() -> Server {
    Server::builder()
        .args("user", &["default", "off"])
        .args("user", &["ann", "on", ">ann", "~*", "&*", "+@all", "-save"])
        .args("user", &["bob", "on", ">bob", "~*", "&*", "+@all", "-save"])
        .start()
}

fn whoami() -> Command {
    Command::new("ACL WHOAMI")
}

/// Who the clients called `ours` are logged in as.
#[maybe_async]
async fn users(r: &Redis) -> Result<Vec<String>> {
    let clients = r.client_list().await?;
    let ours = clients
        .iter()
        .filter(|client| client.name() == Some("ours"));
    Ok(ours
        .filter_map(|client| client.user())
        .map(str::to_owned)
        .collect())
}

/// Waits until all of them are this user.
#[maybe_async]
async fn until_all_are(r: &Redis, user: &str, count: usize) -> Result<()> {
    let begun = Instant::now();
    loop {
        let now = users(r).await?;
        if now.len() == count && now.iter().all(|one| one == user) {
            return Ok(());
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{now:?}");
        sleep(Duration::from_millis(10)).await;
    }
}

#[maybe_async]
#[test]
async fn a_provider_is_asked_whenever_a_connection_is_made() -> Result<()> {
    let server = guarded();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let name = ["ann", "bob"][count.fetch_add(1, Ordering::SeqCst) % 2];
        Ok(Credentials::new(name, name))
    };
    let r = Redis::new(config_of(&server).credential_provider(provider))?;
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    for (round, name) in ["ann", "bob", "ann"].into_iter().enumerate() {
        for _ in 0..3 {
            let me: String = r.execute_command(whoami()).await?;
            assert_eq!(me, name);
        }
        assert_eq!(asked.load(Ordering::SeqCst), round + 1);
        r.connection_pool().disconnect();
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn credentials_are_given_as_they_are_or_taken_from_the_environment() -> Result<()> {
    let server = guarded();
    let fixed = Redis::new(config_of(&server).credential_provider(Credentials::new("bob", "bob")))?;
    let me: String = fixed.execute_command(whoami()).await?;
    assert_eq!(me, "bob");

    // Cargo sets it for all tests.
    let missing = EnvCredentials::new("REDIAL_TEST_NO_SUCH_VARIABLE");
    let r = Redis::new(config_of(&server).credential_provider(missing))?;
    let error = r.ping().await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    let text = error.to_string();
    assert!(
        text.contains("REDIAL_TEST_NO_SUCH_VARIABLE is not set"),
        "{text}"
    );

    let name = env!("CARGO_PKG_NAME");
    let named = Server::builder()
        .args("user", &[name, "on", &format!(">{name}"), "~*", "+@all"])
        .start();
    let from_env = EnvCredentials::new("CARGO_PKG_NAME").username("CARGO_PKG_NAME");
    let r = Redis::new(config_of(&named).credential_provider(from_env))?;
    let me: String = r.execute_command(whoami()).await?;
    assert_eq!(me, name);

    let both = config_of(&server)
        .username("ann")
        .credential_provider(Credentials::new("bob", "bob"));
    let error = Redis::new(both).map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_pushed_logs_all_connections_in_again() -> Result<()> {
    let server = guarded();
    let admin = Redis::new(config_of(&server).username("ann").password("ann"))?;
    let tokens = StreamingCredentials::new(Credentials::new("ann", "ann"));
    let config = config_of(&server).client_name("ours");
    let r = Redis::new(
        config
            .credential_provider(tokens.clone())
            .shared_connections(2),
    )?;
    // Two that are shared, three idle ones, and one in use.
    for _ in 0..4 {
        r.ping().await?;
    }
    let mut held = Vec::new();
    for _ in 0..4 {
        let conn = r.connection().await?;
        held.push(conn);
    }
    let mut in_use = held.pop().unwrap();
    drop(held);
    until_all_are(&admin, "ann", 6).await?;
    let connects = r.connection_pool().stats().connects;

    tokens.push(Credentials::new("bob", "bob"));
    let begun = Instant::now();
    loop {
        let now = users(&admin).await?;
        let bobs = now.iter().filter(|user| *user == "bob").count();
        assert_eq!(now.len(), 6, "{now:?}");
        if bobs == 5 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{now:?}");
        sleep(Duration::from_millis(10)).await;
    }
    let me: String = in_use.execute_command(whoami()).await?;
    assert_eq!(me, "bob");
    until_all_are(&admin, "bob", 6).await?;
    assert_eq!(r.connection_pool().stats().connects, connects);

    // What comes after that is made with them.
    drop(in_use);
    r.connection_pool().disconnect();
    let me: String = r.execute_command(whoami()).await?;
    assert_eq!(me, "bob");
    Ok(())
}

/// Sends commands without an end to it.
#[maybe_async]
async fn come_and_go((r, k): (Redis, String)) -> Result<i64> {
    let mut last = 0;
    for round in 1..=300 {
        last = r.incr(&k).await?;
        assert_eq!(last, round);
    }
    Ok(last)
}

#[maybe_async]
#[test]
async fn nothing_is_lost_while_they_change() -> Result<()> {
    let server = guarded();
    let tokens = StreamingCredentials::new(Credentials::new("ann", "ann"));
    let r = Redis::new(config_of(&server).credential_provider(tokens.clone()))?;
    let tasks: Vec<_> = (0..4)
        .map(|caller| spawn(come_and_go, (r.clone(), format!("k{caller}"))))
        .collect();
    for round in 0..20 {
        let name = ["bob", "ann"][round % 2];
        tokens.push(Credentials::new(name, name));
        sleep(Duration::from_millis(1)).await;
    }
    for task in tasks {
        let last = task.join().await?;
        assert_eq!(last, 300);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_push_that_is_refused_closes_what_it_was_tried_on_and_is_told_once() -> Result<()> {
    let server = guarded();
    let proxy = Proxy::to(server.port());
    let tokens = StreamingCredentials::new(Credentials::new("ann", "ann"));
    let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
    let r = Redis::new(config.credential_provider(tokens.clone()))?;
    r.ping().await?;
    drop(r.connection().await?);
    assert_eq!(proxy.connections(), 2);

    tokens.push(Credentials::new("ann", "S3CR3T"));
    let begun = Instant::now();
    while proxy.open_connections() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        sleep(Duration::from_millis(5)).await;
    }
    let error = r.ping().await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert_eq!(error.code(), Some("WRONGPASS"));
    assert_eq!(error.outcome(), Outcome::NotSent);
    let text = format!("{error} {error:?} {r:?} {tokens:?}");
    assert!(!text.contains("S3CR3T"), "{text}");
    assert_eq!(proxy.connections(), 3, "it is not tried again");

    tokens.push(Credentials::new("bob", "bob"));
    let me: String = r.execute_command(whoami()).await?;
    assert_eq!(me, "bob");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_refusal_is_of_its_own_kind_not_tried_again_and_costs_no_connection_if_it_need_not()
-> Result<()> {
    let server = guarded();
    let proxy = Proxy::to(server.port());
    let config = || Config::from_url(proxy.url()).unwrap().protocol(PROTOCOL);
    for (config, code) in [
        (config(), "NOAUTH"),
        (config().password("ann"), "WRONGPASS"),
        (config().username("ann"), "WRONGPASS"),
        (config().username("ann").password("bob"), "WRONGPASS"),
        (config().username("eve").password("eve"), "WRONGPASS"),
    ] {
        let before = proxy.connections();
        let r = Redis::new(config.retry(Retry::default()))?;
        let error = r.incr("k").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error}");
        assert_eq!(error.code(), Some(code), "{error}");
        assert!(error.is_not_executed(), "{error}");
        assert_eq!(proxy.connections(), before + 1, "{error}");
    }

    let r = Redis::new(config().username("ann").password("ann"))?;
    let id = r.client_id().await?;
    let before = proxy.connections();
    let error = r.save().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission, "{error}");
    assert!(error.is_not_executed());
    let same = r.client_id().await?;
    assert_eq!(same, id);
    let mut pipe = r.pipeline().transaction(false);
    let error = pipe.set("k", 1).save().execute::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission, "{error}");
    let same = r.client_id().await?;
    assert_eq!(same, id);
    assert_eq!(proxy.connections(), before);
    Ok(())
}
