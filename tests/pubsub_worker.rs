//! A thread that listens for a subscriber: how it ends, and what it tells.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use redial::ErrorKind;
use redial::prelude::*;

use support::server::Server;

const SOON: Duration = Duration::from_secs(10);

/// A client, and a subscriber whose messages arrive at the receiver.
fn subscriber(channel: &str) -> (Redis, PubSub, Receiver<String>) {
    let r = Redis::from_url(Server::shared().url()).unwrap();
    let pubsub = r.pubsub();
    let (sender, receiver) = mpsc::channel();
    let handler = move |message: Message| {
        let _ = sender.send(message.payload().unwrap());
    };
    pubsub.subscribe_with(channel, handler).unwrap();
    (r, pubsub, receiver)
}

#[test]
fn it_calls_handlers_until_it_is_stopped() {
    let (r, pubsub, messages) = subscriber("worker:stop");
    let worker = pubsub.run_in_thread().unwrap();
    for text in ["a", "b"] {
        while r.publish("worker:stop", text).unwrap() == 0 {}
        assert_eq!(messages.recv_timeout(SOON).unwrap(), text);
    }
    assert!(!worker.is_finished());
    worker.stop().unwrap();
    assert!(!pubsub.subscribed());
}

#[test]
fn it_ends_by_itself_with_the_last_subscription() {
    let (_r, pubsub, _messages) = subscriber("worker:end");
    let worker = pubsub.run_in_thread().unwrap();
    pubsub.unsubscribe(()).unwrap();
    worker.join().unwrap();
}

#[test]
fn what_is_printed_of_it_shows_no_password() {
    let config = Config::from_url(Server::shared().url()).unwrap();
    let r = Redis::new(config.username("default").password("S3CR3T")).unwrap();
    let pubsub = r.pubsub();
    pubsub.subscribe_with("worker:secret", drop).unwrap();
    let worker = pubsub.run_in_thread().unwrap();
    let shown = format!("{worker:?} {worker:#?}");
    assert!(
        shown.contains("pubsub") && !shown.contains("S3CR3T"),
        "{shown}"
    );
}

#[test]
fn dropping_it_ends_it() {
    let (_r, pubsub, messages) = subscriber("worker:drop");
    drop(pubsub.run_in_thread().unwrap());
    drop(pubsub);
    // The handler goes with the thread.
    let gone = messages.recv_timeout(SOON).unwrap_err();
    assert_eq!(gone, mpsc::RecvTimeoutError::Disconnected);
}

#[test]
fn it_does_not_begin_where_something_has_no_handler() {
    let (_r, pubsub, _messages) = subscriber("worker:handled");
    pubsub.subscribe("worker:unhandled").unwrap();
    let error = pubsub.run_in_thread().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PubSub);
    assert!(error.to_string().contains("worker:unhandled"), "{error}");
    assert!(pubsub.subscribed());
}

#[test]
fn a_handler_that_panics_ends_it_and_is_told() {
    let r = Redis::from_url(Server::shared().url()).unwrap();
    let pubsub = r.pubsub();
    pubsub
        .subscribe_with("worker:panic", |_message| panic!("a handler's own"))
        .unwrap();
    let worker = pubsub.run_in_thread().unwrap();
    while r.publish("worker:panic", "x").unwrap() == 0 {}
    let error = worker.join().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PubSub, "{error}");
}

#[test]
fn errors_end_it_or_are_looked_at() {
    let mut server = Server::start();
    let config = Config::from_url(server.url()).unwrap();
    let r = Redis::new(config.retry(redial::Retry::never())).unwrap();
    let (first, second) = (r.pubsub(), r.pubsub());
    for pubsub in [&first, &second] {
        pubsub.subscribe_with("c", |_message| {}).unwrap();
    }
    let (sender, errors) = mpsc::channel();
    let ends = first.run_in_thread().unwrap();
    let goes_on = second
        .run_in_thread_with(move |error| {
            let _ = sender.send(error.kind());
        })
        .unwrap();
    server.kill();
    let error = ends.join().unwrap_err();
    assert!(error.is_connection(), "{error}");
    for _ in 0..3 {
        assert_eq!(errors.recv_timeout(SOON).unwrap(), ErrorKind::Connection);
    }
    goes_on.stop().unwrap();
}
