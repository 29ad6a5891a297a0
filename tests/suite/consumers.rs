//! Consumers of a stream's group: what they are given, what they take over, and that nothing is lost.

use std::collections::HashSet;
use std::time::Instant;

use redial::ErrorKind;

use super::*;
use crate::face::test;
use crate::support::proxy::{Direction, Proxy};

type Fields = Vec<(String, i64)>;

const SOON: Duration = Duration::from_secs(10);
const GROUP: &str = "group";

#[maybe_async]
async fn add(r: &Redis, key: &str, numbers: std::ops::Range<i64>) {
    let mut pipe = r.pipeline().transaction(false);
    for number in numbers {
        pipe.xadd(key, ("n", number));
    }
    pipe.execute::<()>().await.unwrap();
}

/// The numbers that the next entries have, up to so many; each is acknowledged.
#[maybe_async]
async fn take(consumer: &mut GroupConsumer<Fields>, most: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    while numbers.len() < most {
        let Some(entry) = consumer.next_entry().await.unwrap() else {
            break;
        };
        numbers.push(entry.fields[0].1);
        let acknowledged = consumer.ack(entry.id).await.unwrap();
        assert_eq!(acknowledged, 1);
    }
    numbers
}

fn consumer(r: &Redis, key: &str, name: &str) -> GroupConsumer<Fields> {
    r.consumer(key, GROUP, name)
        .create_from("0")
        .block(Duration::ZERO)
}

#[maybe_async]
#[test]
async fn a_group_is_created_and_its_consumers_share_the_entries() {
    let r = client();
    let key = key("consumers-share");
    add(&r, &key, 0..250).await;
    let mut first = consumer(&r, &key, "first").count(40);
    let mut second = consumer(&r, &key, "second").count(40);
    let mut all = take(&mut first, 50).await;
    all.extend(take(&mut second, 1000).await);
    all.extend(take(&mut first, 1000).await);
    all.sort_unstable();
    assert_eq!(all, (0..250).collect::<Vec<_>>());
    let pending = r.xpending(&key, GROUP).await.unwrap();
    assert_eq!(pending.pending, 0);
    let got = take(&mut first, 1).await;
    assert!(got.is_empty());
}

#[maybe_async]
#[test]
async fn a_group_that_is_not_there_is_an_error_unless_it_may_be_created() {
    let r = client();
    let key = key("consumers-none");
    let mut reader = r.consumer::<Fields>(&key, GROUP, "c").block(Duration::ZERO);
    let error = reader.next_entry().await.unwrap_err();
    assert_eq!(error.code(), Some("NOGROUP"), "{error}");
    let mut reader = consumer(&r, &key, "c");
    let entry = reader.next_entry().await.unwrap();
    assert_eq!(entry, None);
    add(&r, &key, 0..1).await;
    let got = take(&mut reader, 1).await;
    assert_eq!(got, [0]);
    // Somebody has deleted it all.
    r.delete(&key).await.unwrap();
    add(&r, &key, 1..2).await;
    let got = take(&mut reader, 1).await;
    assert_eq!(got, [1]);
}

#[maybe_async]
#[test]
async fn after_a_restart_what_was_not_acknowledged_comes_first() {
    let r = client();
    let key = key("consumers-restart");
    add(&r, &key, 0..5).await;
    let mut reader = consumer(&r, &key, "c").count(3);
    let first = reader.next_entry().await.unwrap().unwrap();
    reader.ack(first.id).await.unwrap();
    drop(reader);
    let mut reader = consumer(&r, &key, "c").count(2);
    let got = take(&mut reader, 10).await;
    assert_eq!(got, [1, 2, 3, 4]);
}

#[maybe_async]
#[test]
async fn what_others_have_forgotten_is_taken_over() {
    if lacks("XAUTOCLAIM", "what_others_have_forgotten_is_taken_over") {
        return;
    }
    let r = client();
    let key = key("consumers-claim");
    add(&r, &key, 0..10).await;
    let mut gone = consumer(&r, &key, "gone");
    gone.next_entry().await.unwrap().unwrap();
    drop(gone);
    let idle = Duration::from_millis(50);
    sleep(idle).await;
    let mut other = consumer(&r, &key, "other").count(3).claim_after(idle);
    let got = take(&mut other, 10).await;
    assert_eq!(got, (0..10).collect::<Vec<_>>());
}

#[maybe_async]
#[test]
async fn it_waits_for_entries_and_takes_over_meanwhile() {
    let r = client();
    let key = key("consumers-wait");
    let mut reader = consumer(&r, &key, "c").block(SOON);
    let waiting = spawn(next_number, (r.clone(), key.clone()));
    sleep(Duration::from_millis(50)).await;
    add(&r, &key, 7..8).await;
    let (number, mut consumer) = waiting.join().await;
    assert_eq!(number, 7);
    // It has not been acknowledged, and so it is pending; in time another one takes it.
    let idle = Duration::from_millis(200);
    reader = reader.claim_after(idle);
    let start = Instant::now();
    let got = take(&mut reader, 1).await;
    assert_eq!(got, [7]);
    assert!(start.elapsed() < SOON);
    consumer = consumer.block(Duration::from_millis(20));
    let start = Instant::now();
    let got = take(&mut consumer, 1).await;
    assert!(got.is_empty());
    assert!(start.elapsed() >= Duration::from_millis(20));
}

#[maybe_async]
async fn next_number((r, key): (Redis, String)) -> (i64, GroupConsumer<Fields>) {
    let mut reader = r
        .consumer::<Fields>(&key, GROUP, "waiting")
        .create_from("0");
    let entry = reader.next_entry().await.unwrap().expect("an entry");
    (entry.fields[0].1, reader)
}

#[maybe_async]
#[test]
async fn deleted_entries_are_left_out_and_not_pending_any_more() {
    let r = client();
    let key = key("consumers-deleted");
    add(&r, &key, 0..4).await;
    let mut reader = consumer(&r, &key, "c");
    let first = reader.next_entry().await.unwrap().unwrap();
    let second = reader.next_entry().await.unwrap().unwrap();
    r.xdel(&key, [first.id, second.id]).await.unwrap();
    let mut reader = consumer(&r, &key, "c");
    let got = take(&mut reader, 10).await;
    assert_eq!(got, [2, 3]);
    let pending = r.xpending(&key, GROUP).await.unwrap();
    assert_eq!(pending.pending, 0);
}

#[maybe_async]
#[test]
async fn what_was_in_an_answer_that_was_lost_comes_again() {
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let config = Config::from_url(proxy.url()).unwrap().protocol(PROTOCOL);
    let r = Redis::new(config).unwrap();
    add(&r, "s", 0..3).await;
    let mut reader = consumer(&r, "s", "c").count(2);
    let mut seen = take(&mut reader, 1).await;
    let mut errors = 0;
    let direct = client_of(&server);
    for round in 1..20 {
        add(&direct, "s", round * 10..round * 10 + 3).await;
        proxy.cut_after(Direction::ToClient, 40 + round as usize);
        loop {
            match reader.next_entry().await {
                Ok(Some(entry)) => seen.push(entry.fields[0].1),
                Ok(None) => break,
                Err(error) => {
                    assert!(error.is_connection(), "{error}");
                    errors += 1;
                }
            }
        }
    }
    assert!(errors > 0);
    let seen: HashSet<i64> = seen.into_iter().collect();
    let all = (0..20).flat_map(|round| round * 10..round * 10 + 3);
    assert_eq!(seen, all.collect());
}

#[maybe_async]
#[test]
async fn fields_that_do_not_fit_are_an_error_that_comes_again() {
    let r = client();
    let key = key("consumers-misfit");
    r.xadd(&key, ("n", "no number")).await.unwrap();
    let mut reader = consumer(&r, &key, "c");
    for _ in 0..2 {
        let error = reader.next_entry().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
    let pending = r.xpending(&key, GROUP).await.unwrap();
    assert_eq!(pending.pending, 1);
}
