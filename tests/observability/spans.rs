//! A call is a span, which says what was called and how it ended, and never with what.

use std::time::Duration;

use redial::{Config, ErrorKind, Retry};
use tracing::Level;

use super::face::test;
use super::face::*;
use crate::recorder::{Fields, Recording, Span, everything, within};
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::port;
use crate::support::server::Server;

/// What the span of a call says, beside the name of the operation.
fn fields(port: u16, operation: &str, more: &[(&str, &str)]) -> Fields {
    let port = port.to_string();
    let usual = [
        ("db.system.name", "redis"),
        ("db.operation.name", operation),
        ("db.namespace", "0"),
        ("server.address", "127.0.0.1"),
        ("server.port", &port),
        ("otel.kind", "client"),
        ("otel.name", operation),
    ];
    let all = usual.iter().chain(more);
    all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn failure<'a>(kind: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("otel.status_code", "ERROR"), ("error.type", kind)];
    fields.extend(more);
    fields
}

/// The one call that there was.
fn only(recording: &Recording) -> Span {
    let [span] = <[Span; 1]>::try_from(recording.spans()).unwrap();
    assert!(span.is_closed && span.entered == 0, "{span:?}");
    span
}

#[maybe_async]
#[test]
async fn a_call_is_a_span_with_the_names_of_the_conventions() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(format!("{}/3", server.url())).unwrap();
    let value: Option<String> = r.get("k").await.unwrap();
    assert_eq!(value, None);
    let span = only(&recording);
    assert_eq!((span.name, span.level), ("redis", Level::INFO));
    let mut expected = fields(server.port(), "GET", &[]);
    expected.insert("db.namespace".to_owned(), "3".to_owned());
    assert_eq!(span.fields, expected);
    assert!(span.entries > 0 && span.parent.is_none());
}

#[maybe_async]
#[test]
async fn every_way_to_send_a_command_makes_one_span() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    r.config_get::<Value>("maxmemory").await.unwrap();
    r.execute_command::<Value>(Command::new("object encoding").key("k"))
        .await
        .unwrap();
    let blocked: Option<(String, String)> = r.blpop("l", Duration::from_millis(1)).await.unwrap();
    assert_eq!(blocked, None);
    r.set("large", vec![b'x'; 1 << 20]).await.unwrap();
    let mut connection = r.connection().await.unwrap();
    connection.ping().await.unwrap();
    drop(connection);
    let mut watching = r.watch("k").await.unwrap();
    watching.get::<Option<String>>("k").await.unwrap();
    watching.multi().incr("k").execute::<()>().await.unwrap();
    assert_eq!(
        recording.operations(),
        [
            "CONFIG GET",
            "OBJECT ENCODING",
            "BLPOP",
            "SET",
            "PING",
            "WATCH",
            "GET",
            "MULTI INCR"
        ]
    );
    for span in recording.spans() {
        assert!(span.is_closed && span.entered == 0, "{span:?}");
        assert!(!span.fields.contains_key("error.type"), "{span:?}");
    }
}

#[maybe_async]
#[test]
async fn a_batch_is_one_span_that_says_what_it_is_made_of() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    r.pipeline()
        .set("k", 1)
        .incr("k")
        .execute::<()>()
        .await
        .unwrap();
    r.pipeline()
        .incr("k")
        .incr("k")
        .execute::<()>()
        .await
        .unwrap();
    r.pipeline().incr("k").execute::<()>().await.unwrap();
    let plain = || r.pipeline().transaction(false);
    plain().set("k", 1).incr("k").execute::<()>().await.unwrap();
    plain()
        .incr("k")
        .incr("k")
        .incr("k")
        .execute::<()>()
        .await
        .unwrap();
    let said: Vec<(String, Option<String>)> = recording
        .spans()
        .into_iter()
        .map(|mut span| {
            let size = span.fields.remove("db.operation.batch.size");
            (span.fields["db.operation.name"].clone(), size)
        })
        .collect();
    let expected = [
        ("MULTI", Some("2")),
        ("MULTI INCR", Some("2")),
        ("MULTI INCR", None),
        ("PIPELINE", Some("2")),
        ("PIPELINE INCR", Some("3")),
    ];
    let expected = expected.map(|(name, size)| (name.to_owned(), size.map(str::to_owned)));
    assert_eq!(said, expected);
}

#[maybe_async]
#[test]
async fn a_refused_command_ends_its_span_with_the_servers_code() {
    let server = Server::start();
    let r = Redis::from_url(server.url()).unwrap();
    r.set("k", "v").await.unwrap();
    let recording = Recording::of(server.port());
    r.lpush("k", 1).await.unwrap_err();
    let wrong_type = failure("WRONGTYPE", &[("db.response.status_code", "WRONGTYPE")]);
    let expected = fields(server.port(), "LPUSH", &wrong_type);
    assert_eq!(only(&recording).fields, expected);

    // Within a batch, before EXEC, and instead of it.
    let recording = Recording::of(server.port());
    r.pipeline()
        .transaction(false)
        .incr("k")
        .lpush("k", 1)
        .execute_each()
        .await
        .unwrap();
    r.pipeline()
        .get::<String>("k")
        .lpush("k", 1)
        .execute_each()
        .await
        .unwrap();
    let nonsense = || Command::new("SET").key("k");
    let mut refused = r.pipeline();
    refused.execute_command::<()>(nonsense()).incr("k");
    refused.execute::<()>().await.unwrap_err();
    let mut watching = r.watch("k").await.unwrap();
    server.command(&["SET", "k", "other"]);
    let changed = watching.multi().get::<String>("k").execute::<()>().await;
    assert!(changed.unwrap_err().is_watch());
    let kinds: Vec<(String, Option<String>)> = recording
        .spans()
        .into_iter()
        .map(|mut span| {
            let kind = span.fields.remove("error.type");
            (span.fields["db.operation.name"].clone(), kind)
        })
        .collect();
    let expected = [
        ("PIPELINE", Some("ERR")),
        ("MULTI", Some("WRONGTYPE")),
        ("MULTI", Some("ERR")),
        ("WATCH", None),
        ("MULTI GET", Some("Watch")),
    ];
    let expected = expected.map(|(name, kind)| (name.to_owned(), kind.map(str::to_owned)));
    assert_eq!(kinds, expected);
}

#[maybe_async]
#[test]
async fn a_call_that_gets_no_answer_ends_its_span_with_the_kind_of_error() {
    let port = port::free();
    let recording = Recording::of(port);
    let config = Config::from_url(format!("redis://127.0.0.1:{port}")).unwrap();
    let r = Redis::new(config.retry(Retry::never())).unwrap();
    let refused = r.get::<Option<String>>("k").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Connection);
    let expected = fields(port, "GET", &failure("Connection", &[]));
    assert_eq!(only(&recording).fields, expected);

    let silent = FakeServer::with(|command| match command[0].as_slice() {
        b"GET" => None,
        _ => handshake_reply(command, Speaks::Resp3),
    });
    let recording = Recording::of(silent.port());
    let config = Config::from_url(silent.url()).unwrap();
    let r = Redis::new(config.socket_timeout(Duration::from_millis(100))).unwrap();
    let late = r.get::<Option<String>>("k").await.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Timeout);
    let expected = fields(silent.port(), "GET", &failure("Timeout", &[]));
    assert_eq!(only(&recording).fields, expected);
}

#[maybe_async]
#[test]
async fn a_span_of_the_callers_is_the_parent() {
    let server = Server::start();
    let recording = Recording::of(server.port());
    let r = Redis::from_url(server.url()).unwrap();
    let outer = tracing::info_span!("outer");
    let _outside = entered(&outer);
    r.ping().await.unwrap();
    let id = outer.id().map(|id| id.into_u64());
    assert_eq!(only(&recording).parent, id);
    assert_eq!(within(), id, "the call has left its own");
}

/// Enters a span for the rest of a test, whose task stays on its thread.
fn entered(span: &tracing::Span) -> impl Drop + '_ {
    span.enter()
}

/// Keys, values, passwords, names of channels and scripts, whatever goes wrong with them.
#[maybe_async]
#[test]
async fn no_key_no_value_and_no_password_is_seen() {
    const MARKER: &str = "S3CR3T-of-the-caller";
    let server = Server::builder().arg("requirepass", MARKER).start();
    let recording = Recording::of(server.port());
    let url = |password: &str| format!("redis://:{password}@127.0.0.1:{}", server.port());
    let r = Redis::from_url(url(MARKER)).unwrap();
    r.set(MARKER, MARKER).await.unwrap();
    r.get::<String>(MARKER).await.unwrap();
    r.get::<i64>(MARKER).await.unwrap_err();
    r.lpush(MARKER, MARKER).await.unwrap_err();
    r.execute_command::<()>(Command::new("NOSUCH").arg(MARKER))
        .await
        .unwrap_err();
    r.pipeline()
        .set(MARKER, MARKER)
        .lpush(MARKER, MARKER)
        .execute_each()
        .await
        .unwrap();
    r.acl_setuser("ann", AclRules::new().password(MARKER))
        .await
        .unwrap();
    let script = r.register_script(format!("return redis.error_reply('{MARKER}')").as_str());
    script.call::<()>([MARKER], [MARKER]).await.unwrap_err();
    let pubsub = r.pubsub();
    pubsub.subscribe([MARKER]).await.unwrap();
    drop(pubsub);
    let wrong = format!("wrong-{MARKER}");
    let config = Config::from_url(url(&wrong)).unwrap();
    let stranger = Redis::new(config.retry(Retry::never())).unwrap();
    stranger.get::<String>(MARKER).await.unwrap_err();
    server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
    r.get::<String>(MARKER).await.unwrap();
    assert!(recording.spans().len() > 10 && recording.events().len() > 3);
    assert!(!everything().contains(MARKER), "{}", everything());
}
