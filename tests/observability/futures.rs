//! Futures: a span is entered only while its own call is polled, and ends with it.

use std::pin::pin;

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::face::*;
use crate::recorder::{Recording, within};
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_the_same_time_have_spans_of_their_own() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    let tasks = (0..8).map(|_| {
        let r = r.clone();
        tokio::spawn(async move {
            let calls = (0..8).map(|_| r.incr("n"));
            let each = join_all(calls).await;
            assert!(each.iter().all(Result::is_ok));
            assert!(within().is_none());
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
    let spans = recording.spans();
    assert_eq!(spans.len(), 64);
    for span in spans {
        assert!(span.is_closed && span.entered == 0, "{span:?}");
        assert!(span.parent.is_none() && span.entries > 0, "{span:?}");
    }
}

#[tokio::test]
async fn the_span_of_a_call_that_is_given_up_ends_without_an_error() {
    let silent = FakeServer::with(|command| match command[0].as_slice() {
        b"GET" => None,
        _ => handshake_reply(command, Speaks::Resp3),
    });
    let recording = Recording::of(silent.port());
    let r = Redis::from_url(silent.url()).unwrap();
    r.ping().await.unwrap();
    {
        let mut call = pin!(r.get::<String>("k"));
        assert!(call.as_mut().now_or_never().is_none());
        assert!(within().is_none());
        assert!(!recording.spans()[1].is_closed);
    }
    let span = &recording.spans()[1];
    assert!(span.is_closed && span.entered == 0, "{span:?}");
    assert!(!span.fields.contains_key("error.type"), "{span:?}");
}

/// Nothing is sent before it is polled, and there is no span either.
#[tokio::test]
async fn a_call_that_is_not_awaited_has_no_span() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    drop(r.get::<String>("k"));
    assert!(recording.spans().is_empty());
}
