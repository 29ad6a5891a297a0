//! The scripted server: what was expected is met or named, and it goes wrong in just the way it is told to.

use std::time::{Duration, Instant};

use redial::testing::{Answer, TestServer};
use redial::{Config, ErrorKind, Outcome, Protocol, Retry};

use super::face::test;
use super::face::*;

/// How long something that has to come may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Time for everything but a server that does not answer.
const ENOUGH: Duration = Duration::from_millis(600);

fn start() -> (TestServer, Redis) {
    let server = TestServer::start().unwrap();
    let r = Redis::from_url(server.url()).unwrap();
    (server, r)
}

fn once(server: &TestServer) -> Config {
    server.config().unwrap().retry(Retry::never())
}

fn get(key: &str) -> Command {
    Command::new("GET").key(key)
}

#[maybe_async]
#[test]
async fn what_is_expected_is_answered() {
    let (server, r) = start();
    server.expect(get("name")).reply("Ann");
    server.expect(get("none")).reply(Value::Nil);
    server.expect(Command::new("set").key("k").arg("v"));
    server.expect_any("INCR").reply(7).times(2);
    server.expect_any("CONFIG GET").any_times();
    let pair = (Value::Bulk("city".into()), Value::Bulk("Oslo".into()));
    server
        .expect(Command::new("HGETALL").key("h"))
        .reply(Value::Map(vec![pair]));
    let name: Option<String> = r.get("name").await.unwrap();
    assert_eq!(name.as_deref(), Some("Ann"));
    let none: Option<String> = r.get("none").await.unwrap();
    assert_eq!(none, None);
    let is_set = r.set("k", "v").await.unwrap();
    assert!(is_set);
    for key in ["a", "b"] {
        let n = r.incr(key).await.unwrap();
        assert_eq!(n, 7);
    }
    let fields: Vec<(String, String)> = r.hgetall("h").await.unwrap();
    assert_eq!(fields, [("city".to_owned(), "Oslo".to_owned())]);
    assert_eq!(
        server.received(),
        [
            "GET name",
            "GET none",
            "SET k v",
            "INCR a",
            "INCR b",
            "HGETALL h"
        ]
    );
    assert_eq!(server.connections(), 1);
    server.finish().unwrap();
}

#[maybe_async]
#[test]
async fn it_speaks_both_protocols_and_may_be_old() {
    let pair = || Value::Map(vec![(Value::Bulk("a".into()), Value::Integer(1))]);
    for newest in [Protocol::Resp3, Protocol::Resp2] {
        for wanted in [Protocol::Resp3, Protocol::Resp2] {
            let server = TestServer::start_with(newest).unwrap();
            server.expect_any("HGETALL").reply(pair());
            server.expect_any("GET").reply(None::<i64>);
            let config = server.config().unwrap().protocol(wanted);
            let config = config.username("ann").password("secret").db(3);
            let r = Redis::new(config).unwrap();
            let all: Vec<(String, i64)> = r.hgetall("h").await.unwrap();
            assert_eq!(all, [("a".to_owned(), 1)]);
            let none: Option<i64> = r.get("k").await.unwrap();
            assert_eq!(none, None);
            server.finish().unwrap();
        }
    }
}

#[maybe_async]
#[test]
async fn errors_are_the_servers() {
    let (server, r) = start();
    server
        .expect(get("k"))
        .reply_error("WRONGTYPE not a string");
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    assert_eq!(error.message(), "WRONGTYPE not a string");
    server.finish().unwrap();
}

#[maybe_async]
#[test]
async fn what_did_not_come_and_what_was_not_expected_is_named() {
    let (server, r) = start();
    server.expect(get("a")).reply("1");
    server.expect(get("b")).times(3);
    let error = r.set("c", "two words").await.unwrap_err();
    assert!(
        error
            .message()
            .contains("the test does not expect this: SET c"),
        "{error}"
    );
    r.get::<String>("b").await.unwrap();
    let unmet = server.finish().unwrap_err();
    assert_eq!(unmet.missing(), ["GET a", "GET b (1 of 3 times)"]);
    assert_eq!(unmet.unexpected(), ["SET c \"two words\""]);
    assert_eq!(
        format!("{unmet:?}"),
        "2 expected commands did not come:\n  GET a\n  GET b (1 of 3 times)\n\
         1 command came that was not expected:\n  SET c \"two words\""
    );
}

#[maybe_async]
#[test]
async fn a_late_answer_is_late() {
    let (server, r) = start();
    let delay = Duration::from_millis(100);
    server.expect(get("k")).reply("v").after(delay);
    let start = Instant::now();
    r.get::<String>("k").await.unwrap();
    assert!(start.elapsed() >= delay);

    server.expect(get("k")).reply("v").after(PATIENCE);
    let brief = once(&server).socket_timeout(ENOUGH);
    let r = Redis::new(brief).unwrap();
    let error = r.get::<String>("k").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Timeout, Outcome::MaybeExecuted)
    );
    let start = Instant::now();
    server.finish().unwrap();
    assert!(start.elapsed() < PATIENCE / 2, "a delay holds up no end");
}

#[maybe_async]
#[test]
async fn silence_cut_connections_and_nonsense_are_errors_of_their_kinds() {
    let server = TestServer::start().unwrap();
    let config = once(&server).socket_timeout(ENOUGH);
    let r = Redis::new(config).unwrap();
    server.expect(get("silence")).no_reply();
    server.expect(get("cut")).close();
    server
        .expect(get("half"))
        .reply_raw("$10\r\nabc")
        .then_close();
    server.expect(get("nonsense")).reply_raw("?what\r\n");
    server.expect(get("list")).reply(vec!["a", "b"]);
    for (key, kind) in [
        ("silence", ErrorKind::Timeout),
        ("cut", ErrorKind::Connection),
        ("half", ErrorKind::Connection),
        ("nonsense", ErrorKind::InvalidResponse),
        ("list", ErrorKind::Decode),
    ] {
        let error = r.get::<i64>(key).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{key}: {error}");
    }
    server.finish().unwrap();
}

#[maybe_async]
#[test]
async fn a_read_is_tried_again_where_its_connection_was_cut() {
    let (server, r) = start();
    server.expect(get("k")).close();
    server.expect(get("k")).reply("v");
    let value: Option<String> = r.get("k").await.unwrap();
    assert_eq!((value.as_deref(), server.connections()), (Some("v"), 2));
    server.finish().unwrap();
}

#[maybe_async]
#[test]
async fn all_connections_can_be_closed_and_others_are_taken() {
    let (server, r) = start();
    r.ping().await.unwrap();
    server.close_connections();
    r.ping().await.unwrap();
    assert_eq!(server.connections(), 2);
    server.finish().unwrap();
}

#[maybe_async]
#[test]
async fn a_transaction_is_expected_a_command_at_a_time() {
    let (server, r) = start();
    server.expect_any("SET").reply(Answer::ok());
    server.expect_any("INCR").reply(2);
    let (set, n): (bool, i64) = r.pipeline().set("k", 1).incr("k").execute().await.unwrap();
    assert_eq!((set, n), (true, 2));

    // Somebody has changed what was watched.
    server.expect_any("INCR").reply(3);
    server.expect(Command::new("EXEC")).reply(Value::Nil);
    let mut watching = r.watch("k").await.unwrap();
    let error = watching
        .multi()
        .incr("k")
        .execute::<()>()
        .await
        .unwrap_err();
    assert!(error.is_watch(), "{error}");

    let error = r
        .pipeline()
        .lpush("l", 1)
        .execute::<()>()
        .await
        .unwrap_err();
    assert!(error.message().contains("does not expect"), "{error}");
    let unmet = server.finish().unwrap_err();
    assert_eq!(unmet.unexpected(), ["LPUSH l 1"]);
}

#[maybe_async]
#[test]
async fn a_handshake_can_be_refused() {
    let server = TestServer::start().unwrap();
    let refusal = "WRONGPASS invalid username-password pair";
    server.expect_any("HELLO").reply_error(refusal).any_times();
    server.expect_any("AUTH").reply_error(refusal).any_times();
    let r = Redis::new(once(&server).password("wrong")).unwrap();
    let error = r.ping().await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
}

#[maybe_async]
#[test]
async fn what_is_sent_unasked_reaches_a_subscriber_in_its_protocol() {
    for newest in [Protocol::Resp2, Protocol::Resp3] {
        let server = TestServer::start_with(newest).unwrap();
        let r = Redis::new(once(&server).protocol(newest)).unwrap();
        let bulk = |text: &'static str| Value::Bulk(text.into());
        let confirmation = vec![bulk("subscribe"), bulk("news"), Value::Integer(1)];
        server
            .expect(Command::new("SUBSCRIBE").arg("news"))
            .reply(Value::Push(confirmation));
        let pubsub = r.pubsub().ignore_subscribe_messages();
        pubsub.subscribe(["news"]).await.unwrap();
        assert!(server.wait_for(1, PATIENCE));
        server.send(Value::Push(vec![
            bulk("message"),
            bulk("news"),
            bulk("hello"),
        ]));
        let message = pubsub.get_message(Some(PATIENCE)).await.unwrap().unwrap();
        assert_eq!(message.payload::<String>().unwrap(), "hello");
        drop(pubsub);
        server.finish().unwrap();
    }
}

#[maybe_async]
#[test]
async fn waiting_for_commands_that_do_not_come_ends() {
    let (server, r) = start();
    server.expect_any("GET").no_reply();
    assert!(!server.wait_for(1, Duration::from_millis(20)));
    let asking = spawn(ask, r);
    let deadline = Instant::now() + PATIENCE;
    while !server.wait_for(1, Duration::ZERO) {
        assert!(Instant::now() < deadline, "the command does not come");
        sleep(Duration::from_millis(1)).await;
    }
    drop(server);
    asking.join().await;
}

#[maybe_async]
async fn ask(r: Redis) {
    r.get::<String>("k").await.unwrap_err();
}
