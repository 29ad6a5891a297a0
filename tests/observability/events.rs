//! What happens to connections is told by events, within the call that notices it.

use std::time::{Duration, Instant};

use redial::{Config, ErrorKind};
use tracing::Level;

use super::face::test;
use super::face::*;
use crate::recorder::{Recording, span};
use crate::support::fake::FakeServer;
use crate::support::sentinel::SentinelGroup;
use crate::support::server::Server;

/// How long something that has to come may take.
const PATIENCE: Duration = Duration::from_secs(10);

fn messages(recording: &Recording) -> Vec<String> {
    let events = recording.events().into_iter();
    events.map(|event| event.message().to_owned()).collect()
}

#[maybe_async]
#[test]
async fn connecting_losing_a_connection_and_connecting_again_are_told() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    r.ping().await.unwrap();
    assert_eq!(messages(&recording), ["connected"]);
    server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
    r.ping().await.unwrap();
    let all = messages(&recording);
    assert!(all.contains(&"connection lost".to_owned()), "{all:?}");
    assert_eq!(all.last().unwrap(), "reconnected");
    let [first, .., last] = &recording.events()[..] else {
        panic!("{all:?}");
    };
    assert_eq!((first.level, last.level), (Level::DEBUG, Level::INFO));
    for event in [first, last] {
        let within = span(event.span.unwrap());
        assert_eq!(within.fields["db.operation.name"], "PING");
    }
    assert_eq!(recording.all("connection lost")[0].level, Level::WARN);
}

#[maybe_async]
#[test]
async fn another_attempt_is_told_within_the_span_of_its_call() {
    let fake = FakeServer::closing_once();
    let recording = Recording::of(fake.port());
    let r = Redis::from_url(fake.url()).unwrap();
    let value: Option<String> = r.get("k").await.unwrap();
    assert_eq!(value.as_deref(), Some("v"));
    assert_eq!(recording.operations(), ["GET"]);
    assert_eq!(
        messages(&recording),
        ["connected", "connection lost", "retrying", "reconnected"]
    );
    let [retry] = &recording.all("retrying")[..] else {
        panic!("one retry");
    };
    assert_eq!(retry.fields["error.type"], "Connection");
    assert_eq!(retry.fields["attempt"], "1");
    assert_eq!(span(retry.span.unwrap()).fields["db.operation.name"], "GET");
    assert!(!recording.spans()[0].fields.contains_key("error.type"));
}

#[maybe_async]
#[test]
async fn an_attempt_to_connect_that_fails_is_told() {
    let port = crate::support::port::free();
    let recording = Recording::of(port);
    let config = Config::from_url(format!("redis://127.0.0.1:{port}")).unwrap();
    let r = Redis::new(config.socket_timeout(Duration::from_millis(200))).unwrap();
    let error = r.ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let failed = recording.all("connecting failed");
    assert_eq!(failed.len(), recording.all("retrying").len() + 1);
    assert_eq!(failed[0].fields["error.type"], "Connection");
    assert!(failed[0].fields["error.message"].starts_with("can't connect: "));
}

#[maybe_async]
#[test]
async fn a_subscriber_that_is_back_is_told() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    let pubsub = r.pubsub();
    pubsub.subscribe(["news"]).await.unwrap();
    pubsub.get_message(Some(PATIENCE)).await.unwrap().unwrap();
    server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]);
    let deadline = Instant::now() + PATIENCE;
    while recording.all("subscriptions resumed").is_empty() {
        assert!(Instant::now() < deadline, "{:?}", messages(&recording));
        pubsub
            .get_message(Some(Duration::from_millis(50)))
            .await
            .unwrap();
    }
    assert_eq!(
        messages(&recording),
        [
            "connected",
            "connection lost",
            "reconnected",
            "subscriptions resumed"
        ]
    );
}

#[maybe_async]
#[test]
async fn another_master_is_told() {
    let group = SentinelGroup::builder().replicas(1).start();
    let old = group.master_port();
    let sentinel = Sentinel::new(group.urls()).unwrap();
    let r = sentinel.master_for(SentinelGroup::SERVICE);
    r.set("k", "v").await.unwrap();
    group.failover();
    let new = group.wait_for_new_master(old);
    let deadline = Instant::now() + PATIENCE;
    // Whoever writes notices at the latest.
    while failovers_to(new) == 0 {
        assert!(Instant::now() < deadline, "no failover was told");
        let _may_meet_the_old_master = r.set("k", "w").await;
        sleep(Duration::from_millis(20)).await;
    }
}

fn failovers_to(port: u16) -> usize {
    let events = crate::recorder::all_events();
    let port = port.to_string();
    let to = |event: &&crate::recorder::Happened| {
        event.message() == "failover" && event.fields.get("network.peer.port") == Some(&port)
    };
    events.iter().filter(to).count()
}
