//! Both faces in one program: clients of one made from the other, and helpers for both.
#![cfg(feature = "async")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod support;

use std::time::Duration;

use redial::prelude::*;
use redial::{Credentials, Result, asyncio};

use support::sentinel::SentinelGroup;
use support::server::Server;

/// One helper for every target.
fn visit<E: Execute>(to: E, who: &str) -> E::Out<i64> {
    to.incr(format!("both_faces:visits:{who}"))
}

#[tokio::test]
async fn a_client_of_one_face_makes_one_of_the_other() -> Result<()> {
    let config = Config::from_url(Server::shared().url())?
        .db(5)
        .client_name("both");
    let asynchronous = asyncio::Redis::new(config)?;
    let blocking = Redis::from(&asynchronous);
    assert_eq!(blocking.config().database(), 5);
    assert_eq!(asynchronous.connection_pool().stats().connects, 0);
    assert_eq!(visit(&asynchronous, "ann").await?, 1);
    assert_eq!(visit(&blocking, "ann")?, 2);
    let back = asyncio::Redis::from(&blocking);
    assert_eq!(visit(&back, "ann").await?, 3);
    let mut pipe = blocking.pipeline();
    visit(&mut pipe, "ann");
    visit(&mut pipe, "ann");
    let counts: (i64, i64) = pipe.execute()?;
    assert_eq!(counts, (4, 5));
    let mut pipe = asynchronous.pipeline();
    visit(&mut pipe, "ann");
    let (count,): (i64,) = pipe.execute().await?;
    assert_eq!(count, 6);
    let mut conn = asynchronous.connection().await?;
    assert_eq!(visit(&mut conn, "ann").await?, 7);
    blocking.delete("both_faces:visits:ann")?;
    Ok(())
}

#[tokio::test]
async fn a_client_that_asks_sentinels_still_does_in_the_other_face() -> Result<()> {
    let group = SentinelGroup::shared();
    let sentinel = Sentinel::new(group.urls())?.min_other_sentinels(1);
    let sentinel = sentinel.config(Config::new().db(5))?;
    let blocking = sentinel.master_for(SentinelGroup::SERVICE);
    assert_eq!(visit(&blocking, "bob")?, 1);
    let asynchronous = asyncio::Redis::from(&blocking);
    assert_eq!(visit(&asynchronous, "bob").await?, 2);
    let back = Redis::from(&asynchronous);
    assert_eq!(visit(&back, "bob")?, 3);
    let replica = asyncio::Redis::from(&sentinel.replica_for(SentinelGroup::SERVICE));
    let refused = replica.delete("both_faces:visits:bob").await;
    assert_eq!(refused.unwrap_err().kind(), redial::ErrorKind::ReadOnly);

    let master = asyncio::Sentinel::from(&sentinel);
    let master = master.discover_master(SentinelGroup::SERVICE).await?;
    assert_eq!(master.1, group.master_port());
    Ok(())
}

/// A provider that has to wait for something.
async fn slowly() -> Result<Credentials> {
    tokio::time::sleep(Duration::from_millis(20)).await;
    Ok(Credentials::new("ann", "ann"))
}

#[tokio::test]
async fn a_provider_that_waits_is_for_the_tokio_face_only() {
    let server = Server::builder()
        .args("user", &["ann", "on", ">ann", "~*", "+@all"])
        .start();
    let config = Config::from_url(server.url()).unwrap();
    let config = config.async_credential_provider(slowly);
    let r = asyncio::Redis::new(config.clone()).unwrap();
    let me: String = r.acl_whoami().await.unwrap();
    assert_eq!(me, "ann");

    // It has no longer than connecting may take.
    let forever = || async {
        std::future::pending::<()>().await;
        Ok(Credentials::default())
    };
    let waits = config.clone().async_credential_provider(forever);
    let waits = waits.socket_connect_timeout(Duration::from_millis(100));
    let r = asyncio::Redis::new(waits.retry(redial::Retry::never())).unwrap();
    let error = r.ping().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("credentials"), "{error}");

    let blocking = tokio::task::spawn_blocking(move || {
        let r = Redis::new(config).unwrap();
        r.ping().unwrap_err()
    });
    let error = blocking.await.unwrap();
    assert_eq!(error.kind(), redial::ErrorKind::Config, "{error}");
}
