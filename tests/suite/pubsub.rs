//! Publish/subscribe: subscribers, their handlers, what they are told, and how they come back.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use redial::{Backoff, Config, ErrorKind, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, Step};
use crate::support::proxy::{Direction, Proxy};

const SOON: Duration = Duration::from_secs(10);
const MOMENT: Duration = Duration::from_millis(50);

/// The next message, which has to come.
#[maybe_async]
async fn next(pubsub: &PubSub) -> Message {
    let message = pubsub.get_message(SOON).await.unwrap();
    message.expect("a message")
}

/// The next message that is no confirmation.
#[maybe_async]
async fn next_unignored(pubsub: &PubSub) -> Message {
    loop {
        let message = next(pubsub).await;
        if !message.kind().is_confirmation() {
            return message;
        }
    }
}

fn text(message: &Message) -> String {
    message.payload().unwrap()
}

/// A client that tries often and soon.
fn patient(config: Config) -> Redis {
    let backoff = Backoff::constant(Duration::from_millis(10));
    Redis::new(config.retry(Retry::new(backoff, 500))).unwrap()
}

#[maybe_async]
#[test]
async fn what_is_published_reaches_who_subscribed_and_is_confirmed_before() {
    let r = client();
    let (a, b) = (key("pubsub-a"), key("pubsub-b"));
    let pubsub = r.pubsub();
    assert!(!pubsub.subscribed());
    pubsub.subscribe([&a, &b]).await.unwrap();
    assert!(pubsub.subscribed());
    for (number, channel) in [&a, &b].into_iter().enumerate() {
        let message = next(&pubsub).await;
        assert_eq!(message.kind(), MessageKind::Subscribe);
        assert_eq!(message.channel(), *channel);
        assert_eq!(message.payload::<usize>().unwrap(), number + 1);
    }
    let got = r.publish(&b, "hello").await.unwrap();
    assert_eq!(got, 1);
    let message = next(&pubsub).await;
    assert_eq!(message.kind(), MessageKind::Message);
    assert_eq!(message.channel(), b);
    assert_eq!(message.pattern(), None);
    assert_eq!(text(&message), "hello");
    assert_eq!(pubsub.channels().len(), 2);

    pubsub.unsubscribe(&a).await.unwrap();
    let message = next(&pubsub).await;
    assert_eq!(message.kind(), MessageKind::Unsubscribe);
    assert_eq!(message.channel(), a);
    assert_eq!(pubsub.channels(), [b.as_bytes()]);
    let got = r.publish(&a, "nobody").await.unwrap();
    assert_eq!(got, 0);
}

#[maybe_async]
#[test]
async fn a_pattern_brings_what_fits_it() {
    let r = client();
    let (pattern, channel) = (key("pubsub-p:*"), key("pubsub-p:1"));
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.psubscribe(&pattern).await.unwrap();
    pubsub.subscribe(&channel).await.unwrap();
    // Twice the same message, once for each.
    while r.publish(&channel, 7).await.unwrap() < 2 {}
    let kinds = [next(&pubsub).await, next(&pubsub).await];
    let by_pattern = kinds
        .iter()
        .find(|message| message.kind() == MessageKind::PMessage);
    let by_pattern = by_pattern.expect("one by the pattern");
    assert_eq!(by_pattern.pattern().unwrap(), pattern);
    assert_eq!(by_pattern.channel(), channel);
    assert_eq!(by_pattern.payload::<i64>().unwrap(), 7);
    assert_eq!(pubsub.patterns(), [pattern.as_bytes()]);
    pubsub.punsubscribe(()).await.unwrap();
    pubsub.unsubscribe(()).await.unwrap();
    let got = pubsub.get_message(None).await.unwrap();
    assert!(got.is_none());
    assert!(!pubsub.subscribed());
}

#[maybe_async]
#[test]
async fn a_shard_channel_is_subscribed_to_by_itself() {
    if lacks("SSUBSCRIBE", "a_shard_channel_is_subscribed_to_by_itself") {
        return;
    }
    let r = client();
    let channel = key("pubsub-s");
    let pubsub = r.pubsub();
    pubsub.ssubscribe(&channel).await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::SSubscribe);
    let got = r.publish(&channel, "no shard").await.unwrap();
    assert_eq!(got, 0);
    let got = r.spublish(&channel, "shard").await.unwrap();
    assert_eq!(got, 1);
    let message = next(&pubsub).await;
    assert_eq!(message.kind(), MessageKind::SMessage);
    assert_eq!(text(&message), "shard");
    let counts: HashMap<String, u64> = r.pubsub_shardnumsub(&channel).await.unwrap();
    assert_eq!(counts[&channel], 1);
    let all: HashSet<String> = r
        .pubsub_shardchannels()
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert!(all.contains(&channel));
    let fitting: Vec<String> = r.pubsub_shardchannels_matching(&channel).await.unwrap();
    assert_eq!(fitting, std::slice::from_ref(&channel));
    assert_eq!(pubsub.shard_channels(), [channel.as_bytes()]);
    pubsub.sunsubscribe(&channel).await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::SUnsubscribe);
    assert!(!pubsub.subscribed());
}

#[maybe_async]
#[test]
async fn the_server_says_what_is_subscribed_to() {
    let server = Server::start();
    let r = client_of(&server);
    let pubsub = r.pubsub();
    pubsub.subscribe(["news", "weather"]).await.unwrap();
    pubsub.psubscribe(["n*", "w*", "x*"]).await.unwrap();
    for _ in 0..5 {
        next(&pubsub).await;
    }
    let mut channels: Vec<String> = r.pubsub_channels().await.unwrap();
    channels.sort();
    assert_eq!(channels, ["news", "weather"]);
    let fitting: Vec<String> = r.pubsub_channels_matching("n*").await.unwrap();
    assert_eq!(fitting, ["news"]);
    let counts: Vec<(String, u64)> = r.pubsub_numsub(["news", "nothing"]).await.unwrap();
    assert_eq!(counts, [("news".to_owned(), 1), ("nothing".to_owned(), 0)]);
    let got = r.pubsub_numpat().await.unwrap();
    assert_eq!(got, 3);
    let got = r.pubsub_help().await.unwrap();
    assert!(got.len() > 3);
}

#[maybe_async]
#[test]
async fn names_and_messages_are_any_bytes() {
    let r = client();
    let mut channel = key("pubsub-binary").into_bytes();
    channel.extend_from_slice(b"\r\n\0\xff");
    let pubsub = r.pubsub();
    pubsub.subscribe(&channel).await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(*got.channel_bytes(), *channel);
    for size in [0, 1, 20_000, 1_000_000] {
        let payload = vec![0xfe_u8; size];
        r.publish(&channel, &payload).await.unwrap();
        let message = next(&pubsub).await;
        assert_eq!(*message.channel_bytes(), *channel);
        assert_eq!(message.payload::<Vec<u8>>().unwrap(), payload);
        assert!(message.channel().ends_with('\u{fffd}'));
    }
}

#[maybe_async]
#[test]
async fn without_a_message_the_time_passes_and_not_more() {
    let r = client();
    let pubsub = r.pubsub();
    let error = pubsub.get_message(None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PubSub);
    // Somebody else may subscribe meanwhile.
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    pubsub.subscribe(key("pubsub-silent")).await.unwrap();
    next(&pubsub).await;
    let got = pubsub.get_message(Duration::ZERO).await.unwrap();
    assert!(got.is_none());
    let start = Instant::now();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    assert!(start.elapsed() >= MOMENT);
}

#[maybe_async]
#[test]
async fn looking_without_waiting_finds_what_is_there() {
    let r = client();
    let channel = key("pubsub-poll");
    let pubsub = r.pubsub();
    pubsub.subscribe(&channel).await.unwrap();
    next(&pubsub).await;
    r.publish(&channel, "x").await.unwrap();
    let deadline = Instant::now() + SOON;
    loop {
        if let Some(message) = pubsub.get_message(Duration::ZERO).await.unwrap() {
            assert_eq!(text(&message), "x");
            return;
        }
        assert!(Instant::now() < deadline);
    }
}

#[maybe_async]
#[test]
async fn handlers_get_their_messages_and_the_listener_the_others() {
    let r = client();
    let (handled, other) = (key("pubsub-handled"), key("pubsub-other"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let pubsub = r.pubsub().ignore_subscribe_messages();
    let sink = Arc::clone(&seen);
    subscribe_with(&pubsub, &handled, move |message| {
        sink.lock().unwrap().push(text(&message));
    })
    .await
    .unwrap();
    pubsub.subscribe(&other).await.unwrap();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    r.publish(&handled, "1").await.unwrap();
    r.publish(&handled, "2").await.unwrap();
    r.publish(&other, "3").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "3");
    assert_eq!(*seen.lock().unwrap(), ["1", "2"]);

    // Who subscribes without a handler takes it away.
    pubsub.subscribe(&handled).await.unwrap();
    r.publish(&handled, "4").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "4");
}

#[maybe_async]
#[test]
async fn patterns_and_shard_channels_have_handlers_of_their_own() {
    let r = client();
    let has_shards = !lacks(
        "SSUBSCRIBE",
        "patterns_and_shard_channels_have_handlers_of_their_own",
    );
    let (pattern, channel) = (key("pubsub-own:*"), key("pubsub-own:1"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let pubsub = r.pubsub().ignore_subscribe_messages();
    let sink = Arc::clone(&seen);
    let by_pattern = move |message: Message| sink.lock().unwrap().push(message.kind());
    psubscribe_with(&pubsub, &pattern, by_pattern)
        .await
        .unwrap();
    if has_shards {
        let sink = Arc::clone(&seen);
        let by_shard = move |message: Message| sink.lock().unwrap().push(message.kind());
        ssubscribe_with(&pubsub, &channel, by_shard).await.unwrap();
    }
    // Without a handler, so that it comes when all before it has been handled.
    let last = key("pubsub-own-last");
    pubsub.subscribe(&last).await.unwrap();
    let none = pubsub.get_message(MOMENT).await.unwrap();
    assert!(none.is_none());
    r.publish(&channel, "x").await.unwrap();
    if has_shards {
        r.spublish(&channel, "x").await.unwrap();
    }
    r.publish(&last, "last").await.unwrap();
    let message = next(&pubsub).await;
    assert_eq!(text(&message), "last");
    let expected = [MessageKind::PMessage, MessageKind::SMessage];
    let expected = &expected[..1 + usize::from(has_shards)];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[maybe_async]
#[test]
async fn running_goes_on_after_errors_if_they_are_looked_at() {
    let mut server = Server::start();
    let backoff = Backoff::constant(Duration::from_millis(10));
    let config = config_of(&server).retry(Retry::new(backoff, 1));
    let pubsub = Redis::new(config).unwrap().pubsub();
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    subscribe_with(&pubsub, "c", move |_message| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .await
    .unwrap();
    let errors = Arc::new(AtomicUsize::new(0));
    let runner = spawn(run_on, (pubsub.clone(), Arc::clone(&errors)));
    server.kill();
    while errors.load(Ordering::SeqCst) < 3 {
        sleep(Duration::from_millis(1)).await;
    }
    server.restart();
    let r = client_of(&server);
    while seen.load(Ordering::SeqCst) == 0 {
        r.publish("c", "x").await.unwrap();
        sleep(Duration::from_millis(1)).await;
    }
    pubsub.close();
    runner.join().await.unwrap();
}

#[maybe_async]
async fn run_on((pubsub, errors): (PubSub, Arc<AtomicUsize>)) -> Result<()> {
    let count = |error: redial::Error| {
        assert!(error.is_connection(), "{error}");
        errors.fetch_add(1, Ordering::SeqCst);
    };
    pubsub.run_with(count).await
}

#[maybe_async]
#[test]
async fn running_needs_a_handler_for_all_and_ends_when_nothing_is_subscribed_to() {
    let r = client();
    let channel = key("pubsub-run");
    let pubsub = r.pubsub();
    pubsub.subscribe("pubsub-no-handler").await.unwrap();
    let error = pubsub.run().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PubSub);
    assert!(error.to_string().contains("pubsub-no-handler"), "{error}");
    pubsub.unsubscribe(()).await.unwrap();

    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    subscribe_with(&pubsub, &channel, move |_message| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .await
    .unwrap();
    while pubsub.channels().len() != 1 || pubsub.get_message(MOMENT).await.unwrap().is_some() {}
    let runner = spawn(run, pubsub.clone());
    for _ in 0..100 {
        r.publish(&channel, "x").await.unwrap();
    }
    while seen.load(Ordering::SeqCst) < 100 {
        sleep(Duration::from_millis(1)).await;
    }
    pubsub.unsubscribe(&channel).await.unwrap();
    runner.join().await.unwrap();
}

#[maybe_async]
async fn run(pubsub: PubSub) -> Result<()> {
    pubsub.run().await
}

#[maybe_async]
#[test]
async fn listening_ends_with_the_last_subscription() {
    let r = client();
    let channel = key("pubsub-listen");
    let pubsub = r.pubsub();
    let got = pubsub.listen().next().await;
    assert!(got.is_none());
    pubsub.subscribe(&channel).await.unwrap();
    for number in 0..10 {
        r.publish(&channel, number).await.unwrap();
    }
    pubsub.unsubscribe(&channel).await.unwrap();
    let messages = collect_messages(pubsub.listen()).await.unwrap();
    let kinds: Vec<_> = messages.iter().map(Message::kind).collect();
    assert_eq!(kinds[0], MessageKind::Subscribe);
    assert_eq!(kinds[11], MessageKind::Unsubscribe);
    let numbers: Vec<i64> = messages[1..11]
        .iter()
        .map(|message| message.payload().unwrap())
        .collect();
    assert_eq!(numbers, (0..10).collect::<Vec<_>>());
    assert_eq!(messages.len(), 12);
}

#[maybe_async]
#[test]
async fn the_last_of_on_and_off_counts() {
    let r = client();
    let channel = key("pubsub-onoff");
    let pubsub = r.pubsub().ignore_subscribe_messages();
    for _ in 0..20 {
        pubsub.subscribe(&channel).await.unwrap();
        pubsub.unsubscribe(&channel).await.unwrap();
    }
    pubsub.subscribe(&channel).await.unwrap();
    r.publish(&channel, "still").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "still");
    assert!(pubsub.subscribed());
}

#[maybe_async]
#[test]
async fn one_can_subscribe_while_another_listens() {
    let r = client();
    let (first, second) = (key("pubsub-first"), key("pubsub-second"));
    let pubsub = r.pubsub().ignore_subscribe_messages();
    let waiting = spawn(get_message_soon, pubsub.clone());
    sleep(MOMENT).await;
    // It waits though nothing was subscribed to when it began.
    pubsub.subscribe(&first).await.unwrap();
    while r.publish(&first, "1").await.unwrap() == 0 {}
    let got = waiting.join().await;
    assert_eq!(text(&got), "1");
    let waiting = spawn(get_message_soon, pubsub.clone());
    sleep(MOMENT).await;
    pubsub.subscribe(&second).await.unwrap();
    while r.publish(&second, "2").await.unwrap() == 0 {}
    let got = waiting.join().await;
    assert_eq!(text(&got), "2");
}

#[maybe_async]
async fn get_message_soon(pubsub: PubSub) -> Message {
    next(&pubsub).await
}

#[maybe_async]
#[test]
async fn each_message_goes_to_one_of_those_who_listen() {
    let r = client();
    let channel = key("pubsub-shared");
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe(&channel).await.unwrap();
    let listeners = [0; 4].map(|_| spawn(numbers_until_the_end, pubsub.clone()));
    for number in 0..1000_i64 {
        let got = r.publish(&channel, number).await.unwrap();
        assert_eq!(got, 1);
    }
    pubsub.unsubscribe(()).await.unwrap();
    let mut all = Vec::new();
    for listener in listeners {
        all.extend(listener.join().await);
    }
    all.sort_unstable();
    assert_eq!(all, (0..1000).collect::<Vec<_>>());
}

#[maybe_async]
async fn numbers_until_the_end(pubsub: PubSub) -> Vec<i64> {
    let messages = collect_messages(pubsub.listen()).await.unwrap();
    messages
        .iter()
        .map(|message| message.payload().unwrap())
        .collect()
}

#[maybe_async]
#[test]
async fn a_ping_is_answered_among_the_messages() {
    let r = client();
    let pubsub = r.pubsub();
    pubsub.ping(()).await.unwrap();
    let pong = next(&pubsub).await;
    assert_eq!(
        (pong.kind(), text(&pong)),
        (MessageKind::Pong, String::new())
    );
    pubsub.subscribe(key("pubsub-ping")).await.unwrap();
    pubsub.ping("there?").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::Subscribe);
    let pong = next(&pubsub).await;
    assert_eq!((pong.kind(), &*text(&pong)), (MessageKind::Pong, "there?"));
    pubsub.ping(()).await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "");
}

#[maybe_async]
#[test]
async fn after_a_lost_connection_everything_comes_back_and_the_gap_is_told() {
    let server = Server::start();
    let r = client_of(&server);
    let pubsub = patient(config_of(&server)).pubsub();
    let names: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    pubsub.subscribe(&names).await.unwrap();
    pubsub.psubscribe("p*").await.unwrap();
    for _ in 0..21 {
        let got = next(&pubsub).await;
        assert!(got.kind().is_confirmation());
    }
    for round in 0..100 {
        server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]);
        let gap = next_unignored(&pubsub).await;
        assert_eq!(gap.kind(), MessageKind::Gap, "{round}");
        // Nothing is missed after it.
        let got = r.publish("c7", round).await.unwrap();
        assert_eq!(got, 1);
        let got = r.publish("p1", round).await.unwrap();
        assert_eq!(got, 1);
        let got = next(&pubsub).await;
        assert_eq!(got.payload::<i64>().unwrap(), round);
        let got = next(&pubsub).await;
        assert_eq!(got.payload::<i64>().unwrap(), round);
    }
    let counts: Vec<(String, u64)> = r.pubsub_numsub(&names).await.unwrap();
    assert!(counts.iter().all(|(_, count)| *count == 1), "{counts:?}");
}

#[maybe_async]
#[test]
async fn a_handler_still_has_its_messages_after_a_lost_connection() {
    let server = Server::start();
    let r = client_of(&server);
    let pubsub = patient(config_of(&server)).pubsub();
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    subscribe_with(&pubsub, "c", move |_message| {
        count.fetch_add(1, Ordering::SeqCst);
    })
    .await
    .unwrap();
    let runner = spawn(run, pubsub.clone());
    for expected in 1..=5 {
        while r.publish("c", "x").await.unwrap() == 0 {}
        while seen.load(Ordering::SeqCst) < expected {
            sleep(Duration::from_millis(1)).await;
        }
        server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]);
    }
    pubsub.close();
    runner.join().await.unwrap();
}

#[maybe_async]
#[test]
async fn a_great_many_names_come_back() {
    let server = Server::start();
    let pubsub = patient(config_of(&server))
        .pubsub()
        .ignore_subscribe_messages();
    let names: Vec<String> = (0..25_000).map(|number| format!("c{number}")).collect();
    pubsub.subscribe(&names).await.unwrap();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]);
    let got = next(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::Gap);
    let channels: Vec<String> = client_of(&server).pubsub_channels().await.unwrap();
    assert_eq!(channels.len(), names.len());
}

#[maybe_async]
#[test]
async fn while_the_server_is_gone_the_listener_is_told_and_can_go_on() {
    let mut server = Server::start();
    let backoff = Backoff::constant(Duration::from_millis(1));
    let config = config_of(&server).retry(Retry::new(backoff, 2));
    let pubsub = Redis::new(config).unwrap().pubsub();
    pubsub.subscribe("c").await.unwrap();
    next(&pubsub).await;
    server.kill();
    for _ in 0..3 {
        let error = pubsub.get_message(None).await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    }
    assert!(pubsub.subscribed());
    server.restart();
    let gap = next_unignored(&pubsub).await;
    assert_eq!(gap.kind(), MessageKind::Gap);
    client_of(&server).publish("c", "back").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "back");
}

#[maybe_async]
#[test]
async fn who_subscribes_where_no_server_is_gets_an_error_and_nothing_is_subscribed_to() {
    let mut server = Server::start();
    let config = config_of(&server).retry(Retry::never());
    server.kill();
    let pubsub = Redis::new(config).unwrap().pubsub();
    let error = pubsub.subscribe("c").await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    assert_eq!(error.command(), Some("SUBSCRIBE"));
    assert!(!pubsub.subscribed());
    server.restart();
    pubsub.subscribe("d").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.channel(), "d");
    assert_eq!(pubsub.channels(), ["d"]);
}

#[maybe_async]
#[test]
async fn a_refused_password_is_told_and_not_tried_in_a_rush() {
    let server = Server::builder().arg("requirepass", "secret").start();
    let pubsub = Redis::new(config_of(&server).password("wrong"))
        .unwrap()
        .pubsub();
    let error = pubsub.subscribe("c").await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert!(!pubsub.subscribed());
}

#[maybe_async]
#[test]
async fn a_frozen_server_is_noticed_by_the_health_check() {
    let server = Server::start();
    let config = config_of(&server)
        .health_check_interval(Duration::from_millis(200))
        .socket_timeout(Duration::from_millis(300));
    let pubsub = patient(config).pubsub();
    pubsub.subscribe("c").await.unwrap();
    next(&pubsub).await;
    // Its checks are answered, and nobody else hears of them.
    let long = Duration::from_millis(700);
    let got = pubsub.get_message(long).await.unwrap();
    assert!(got.is_none());
    let calls = server.command(&["INFO", "commandstats"]);
    let pings = calls.lines().find(|line| line.starts_with("cmdstat_ping"));
    assert!(pings.is_some(), "{calls}");
    server.freeze();
    let got = pubsub.get_message(long).await.unwrap();
    assert!(got.is_none());
    server.thaw();
    let got = next_unignored(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::Gap);
}

#[maybe_async]
#[test]
async fn a_subscription_that_is_not_confirmed_in_time_is_made_again() {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = Config::from_url(proxy.url())
        .unwrap()
        .protocol(PROTOCOL)
        .socket_timeout(Duration::from_millis(200));
    let pubsub = patient(config).pubsub();
    pubsub.subscribe("a").await.unwrap();
    next(&pubsub).await;
    proxy.stall(Direction::ToClient, true);
    pubsub.subscribe("b").await.unwrap();
    let long = Duration::from_millis(600);
    let got = pubsub.get_message(long).await.unwrap();
    assert!(got.is_none());
    proxy.stall(Direction::ToClient, false);
    let got = next_unignored(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::Gap);
    let r = client_of(&server);
    // The server may not have noticed yet that the first connection is gone.
    let got = r.publish("b", "x").await.unwrap();
    assert!(got >= 1);
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "x");
}

#[maybe_async]
#[test]
async fn a_connection_that_is_closed_as_soon_as_it_is_made_is_not_made_in_a_rush() {
    let handshake = vec![
        Step::Handshake(Speaks::Resp3),
        Step::ExpectCommands(1),
        Step::Close,
    ];
    let server = FakeServer::script(handshake);
    let config = Config::from_url(server.url()).unwrap().protocol(PROTOCOL);
    let backoff = Backoff::constant(Duration::from_millis(20));
    let redis = Redis::new(config.retry(Retry::new(backoff, 4))).unwrap();
    let pubsub = redis.pubsub();
    pubsub.subscribe("c").await.unwrap();
    let start = Instant::now();
    let error = pubsub.get_message(None).await.unwrap_err();
    assert!(error.is_connection(), "{error}");
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(redis.connection_pool().stats().connects, 5);
}

#[maybe_async]
#[test]
async fn a_message_may_come_byte_by_byte_and_with_other_pushes() {
    let push = if PROTOCOL == Protocol::Resp3 {
        ">"
    } else {
        "*"
    };
    let mut bytes = format!("{push}3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n");
    if PROTOCOL == Protocol::Resp3 {
        bytes += ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n";
    }
    bytes += &format!("{push}3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$4\r\na\r\nb\r\n");
    let server = FakeServer::script([
        Step::Handshake(Speaks::Resp3),
        Step::ExpectCommands(1),
        Step::send_slowly(bytes),
        Step::Hold,
    ]);
    let config = Config::from_url(server.url()).unwrap().protocol(PROTOCOL);
    let pubsub = Redis::new(config).unwrap().pubsub();
    pubsub.subscribe("c").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.kind(), MessageKind::Subscribe);
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "a\r\nb");
}

#[maybe_async]
#[test]
async fn what_the_server_refuses_is_told_and_the_rest_goes_on() {
    if lacks(
        "SSUBSCRIBE",
        "what_the_server_refuses_is_told_and_the_rest_goes_on",
    ) {
        return;
    }
    let server = Server::builder()
        .args(
            "user",
            &["ann", "on", ">pw", "~*", "+@all", "resetchannels", "&mine*"],
        )
        .start();
    let config = config_of(&server).username("ann").password("pw");
    let r = Redis::new(config).unwrap();
    let pubsub = r.pubsub();
    pubsub.subscribe("mine:1").await.unwrap();
    pubsub.subscribe(["mine:2", "yours"]).await.unwrap();
    pubsub.subscribe("mine:3").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(got.channel(), "mine:1");
    let error = pubsub.get_message(SOON).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission, "{error}");
    assert_eq!(error.command(), Some("SUBSCRIBE"));
    let got = next(&pubsub).await;
    assert_eq!(got.channel(), "mine:3");
    assert_eq!(pubsub.channels().len(), 2);
    r.publish("mine:3", "x").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "x");
}

#[maybe_async]
#[test]
async fn a_listener_that_is_too_slow_for_the_server_is_told_of_the_gap() {
    let server = Server::builder()
        .args("client-output-buffer-limit", &["pubsub", "1mb", "1mb", "1"])
        .start();
    let r = client_of(&server);
    let pubsub = patient(config_of(&server))
        .pubsub()
        .ignore_subscribe_messages();
    pubsub.subscribe("c").await.unwrap();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    // Far more than sockets and the server hold.
    let payload = "x".repeat(100_000);
    let mut sent = 0;
    while r.publish("c", &payload).await.unwrap() > 0 {
        sent += 1;
        assert!(sent < 10_000, "the server takes it all");
    }
    let mut received = 0;
    loop {
        let message = next(&pubsub).await;
        if message.kind() == MessageKind::Gap {
            break;
        }
        assert_eq!(text(&message).len(), payload.len());
        received += 1;
    }
    assert!(received <= sent);
    r.publish("c", "after").await.unwrap();
    let got = next(&pubsub).await;
    assert_eq!(text(&got), "after");
}

#[maybe_async]
#[test]
async fn a_subscriber_has_a_connection_of_the_pool_until_it_is_closed() {
    let config = config_of(Server::shared()).max_connections(1);
    let r = Redis::new(config).unwrap();
    let (first, second) = (r.pubsub(), r.pubsub());
    assert_eq!(r.connection_pool().stats().in_use, 0);
    first.subscribe(key("pubsub-pool")).await.unwrap();
    assert_eq!(r.connection_pool().stats().in_use, 1);
    let error = second.subscribe(key("pubsub-pool")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaxConnections);
    assert!(!second.subscribed());
    first.close();
    assert!(!first.subscribed());
    assert_eq!(r.connection_pool().stats().in_use, 0);
    second.subscribe(key("pubsub-pool")).await.unwrap();
    let got = next(&second).await;
    assert_eq!(got.kind(), MessageKind::Subscribe);
    drop(second);
    assert_eq!(r.connection_pool().stats().in_use, 0);
    // A closed one can be used again.
    first.subscribe(key("pubsub-pool")).await.unwrap();
    let got = next(&first).await;
    assert_eq!(got.kind(), MessageKind::Subscribe);
}

#[maybe_async]
#[test]
async fn closing_ends_the_waiting_of_others() {
    let r = client();
    let pubsub = r.pubsub();
    pubsub.subscribe(key("pubsub-close")).await.unwrap();
    next(&pubsub).await;
    let listeners = [0; 3].map(|_| spawn(numbers_until_the_end, pubsub.clone()));
    sleep(MOMENT).await;
    pubsub.close();
    for listener in listeners {
        let got = listener.join().await;
        assert!(got.is_empty());
    }
}

#[maybe_async]
async fn get_message_or_nothing(pubsub: PubSub) -> Option<Message> {
    pubsub.get_message(4 * SOON).await.unwrap()
}

#[maybe_async]
#[test]
async fn closing_ends_the_waiting_of_those_who_have_a_time_for_it() {
    let pubsub = client().pubsub();
    pubsub.subscribe(key("pubsub-close-time")).await.unwrap();
    next(&pubsub).await;
    let listeners = [0; 3].map(|_| spawn(get_message_or_nothing, pubsub.clone()));
    sleep(MOMENT).await;
    let start = Instant::now();
    pubsub.close();
    for listener in listeners {
        let got = listener.join().await;
        assert!(got.is_none());
    }
    assert!(start.elapsed() < SOON);
    // One who begins to wait behind it does wait.
    let start = Instant::now();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none() && start.elapsed() >= MOMENT);
}

#[maybe_async]
#[test]
async fn closing_before_the_server_has_said_anything_is_no_lost_connection() {
    let server = FakeServer::script(vec![Step::Handshake(Speaks::Resp3), Step::Hold]);
    let config = Config::from_url(server.url()).unwrap().protocol(PROTOCOL);
    let redis = Redis::new(config.retry(Retry::never())).unwrap();
    let pubsub = redis.pubsub();
    pubsub.subscribe("c").await.unwrap();
    let listener = spawn(numbers_until_the_end, pubsub.clone());
    sleep(MOMENT).await;
    pubsub.close();
    let got = listener.join().await;
    assert!(got.is_empty());
    assert_eq!(redis.connection_pool().stats().lost, 0);
}

#[maybe_async]
#[test]
async fn dropping_a_subscriber_closes_its_connection() {
    let server = Server::start();
    let r = client_of(&server);
    let pubsub = r.pubsub();
    pubsub.subscribe("c").await.unwrap();
    next(&pubsub).await;
    let got = r.publish("c", "x").await.unwrap();
    assert_eq!(got, 1);
    drop(pubsub);
    while r.publish("c", "x").await.unwrap() > 0 {
        sleep(Duration::from_millis(1)).await;
    }
}

#[maybe_async]
#[test]
async fn what_happens_to_keys_can_be_listened_to() {
    let server = Server::builder()
        .arg("notify-keyspace-events", "KEA")
        .start();
    let r = client_of(&server);
    let pubsub = r.pubsub().ignore_subscribe_messages();
    let patterns = [
        KeyNotification::keyspace("user:*", 0),
        KeyNotification::keyevent("del", 0),
    ];
    pubsub.psubscribe(&patterns).await.unwrap();
    let got = pubsub.get_message(MOMENT).await.unwrap();
    assert!(got.is_none());
    r.set("user:1", "Ann").await.unwrap();
    r.set("other", "x").await.unwrap();
    r.delete("other").await.unwrap();
    r.set_with(
        "user:2",
        "x",
        SetOptions::new().px(Duration::from_millis(1)),
    )
    .await
    .unwrap();
    let expected = [
        ("user:1", "set"),
        ("other", "del"),
        ("user:2", "set"),
        ("user:2", "expire"),
        ("user:2", "expired"),
    ];
    for (key, event) in expected {
        let message = next(&pubsub).await;
        let happened = KeyNotification::from_message(&message).expect("a notification");
        assert_eq!((&*happened.key(), &*happened.event()), (key, event));
        assert_eq!(happened.database(), 0);
        assert!(happened.subkeys().is_empty());
    }
}

#[maybe_async]
#[test]
async fn a_request_without_a_name_is_an_error_and_costs_nothing() {
    let r = client();
    let pubsub = r.pubsub();
    let error = pubsub.subscribe(()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    let error = r
        .pubsub()
        .psubscribe(Vec::<String>::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    pubsub.unsubscribe("never").await.unwrap();
    assert_eq!(r.connection_pool().stats().in_use, 0);
}
