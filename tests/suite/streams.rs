//! The stream commands.

use std::collections::{BTreeMap, HashMap};
use std::time::{Instant, SystemTime};

use super::lists::until_blocked;
use super::*;
use crate::face::test;

/// How much later than expected something may be done on a busy machine.
const SLACK: Duration = Duration::from_secs(2);

const MINUTE: Duration = Duration::from_secs(60);

type Fields = BTreeMap<String, String>;

fn id(ms: u64) -> StreamId {
    StreamId::new(ms, 0)
}

/// A stream of entries 1-0, 2-0, …, each with its number in a field `n`.
#[maybe_async]
async fn stream(r: &Redis, name: &str, entries: u64) -> Result<String> {
    let k = key(name);
    for ms in 1..=entries {
        let options = XaddOptions::new().id(id(ms));
        r.xadd_with(&k, ("n", ms), options).await?;
    }
    Ok(k)
}

/// The same, with a group `g` whose consumer `c` has been given all entries.
#[maybe_async]
async fn pending(r: &Redis, name: &str, entries: u64) -> Result<String> {
    let k = stream(r, name, entries).await?;
    r.xgroup_create(&k, "g", 0).await?;
    let read = r.xreadgroup::<String, Fields>("g", "c", (&k, ">")).await?;
    assert_eq!(read[0].entries.len() as u64, entries);
    Ok(k)
}

fn ids<T>(entries: &[StreamEntry<T>]) -> Vec<StreamId> {
    entries.iter().map(|entry| entry.id).collect()
}

#[maybe_async]
#[test]
async fn entries_are_added_from_any_pairs_and_read_as_any_map() -> Result<()> {
    let r = client();
    let k = key("any_pairs");
    let a = r.xadd(&k, ("name", "Ann")).await?;
    let b = r.xadd(&k, [("name", "Eve"), ("city", "Oslo")]).await?;
    let c = r.xadd(&k, HashMap::from([("age", 37)])).await?;
    assert!(a < b && b < c && a > StreamId::MIN);
    let age = a.time().unwrap().elapsed().unwrap_or_default();
    assert!(age < MINUTE, "{age:?}");
    let n = r.xlen(&k).await?;
    assert_eq!(n, 3);
    let maps: Vec<StreamEntry<HashMap<String, String>>> = r.xrange(&k, "-", "+").await?;
    assert_eq!(ids(&maps), [a, b, c]);
    assert_eq!(maps[1].fields["city"], "Oslo");
    assert_eq!(maps[1].delivery, None);
    let pairs: Vec<StreamEntry<Vec<(String, String)>>> = r.xrange(&k, b, b).await?;
    let expected = [("name", "Eve"), ("city", "Oslo")].map(|(f, v)| (f.into(), v.into()));
    assert_eq!((pairs.len(), &pairs[0].fields[..]), (1, &expected[..]));
    let one: Vec<StreamEntry<(String, u32)>> = r.xrange(&k, c, "+").await?;
    assert_eq!(one[0].fields, ("age".into(), 37));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_range_of_ids_is_read_in_both_directions() -> Result<()> {
    let r = client();
    let k = stream(&r, "both_directions", 5).await?;
    let (from, to) = (StreamBound::inclusive(id(2)), StreamBound::exclusive(id(4)));
    let some: Vec<StreamEntry<Fields>> = r.xrange(&k, from, to).await?;
    assert_eq!(ids(&some), [id(2), id(3)]);
    let some: Vec<StreamEntry<Fields>> = r.xrange_count(&k, "(2-0", StreamBound::MAX, 2).await?;
    assert_eq!(ids(&some), [id(3), id(4)]);
    let some: Vec<StreamEntry<Fields>> = r.xrange(&k, 4, 5).await?;
    assert_eq!(ids(&some), [id(4), id(5)]);
    let none: Vec<StreamEntry<Fields>> = r.xrange_count(&k, "-", "+", 0).await?;
    assert_eq!(none, []);
    let back: Vec<StreamEntry<Fields>> = r.xrevrange(&k, to, StreamBound::MIN).await?;
    assert_eq!(ids(&back), [id(3), id(2), id(1)]);
    let last: Vec<StreamEntry<(String, u64)>> = r
        .xrevrange_count(&k, StreamId::MAX, StreamId::MIN, 1)
        .await?;
    assert_eq!((last.len(), &last[0].fields), (1, &("n".into(), 5)));
    let none: Vec<StreamEntry<Fields>> = r.xrange(key("both_directions:missing"), "-", "+").await?;
    assert_eq!(none, []);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_entry_gets_the_id_that_it_is_to_have() -> Result<()> {
    let r = client();
    let k = key("id_to_have");
    let options = XaddOptions::new();
    let none = r
        .xadd_with(&k, ("a", 1), options.clone().nomkstream())
        .await?;
    assert_eq!(none, None);
    let added = r.xadd_with(&k, ("a", 1), options.clone().id("5-7")).await?;
    assert_eq!(added, Some(StreamId::new(5, 7)));
    let same = options.clone().id(StreamId::new(5, 7));
    let error = r.xadd_with(&k, ("a", 1), same).await.unwrap_err();
    assert_eq!((error.code(), error.command()), (Some("ERR"), Some("XADD")));
    let made = r
        .xadd_with(&k, ("a", 1), options.clone().nomkstream())
        .await?;
    assert!(made > added);
    let n = r.xdel(&k, [added.unwrap(), id(9)]).await?;
    assert_eq!(n, 1);
    let n = r.xdel(&k, made.unwrap().to_string()).await?;
    assert_eq!(n, 1);
    let n = r.xlen(&k).await?;
    assert_eq!(n, 0);
    let server = Server::shared();
    if server.version() < (7, 0) {
        server.record_lack("XADD 5-*", "an_entry_gets_the_id_that_it_is_to_have");
        return Ok(());
    }
    r.delete(&k).await?;
    for seq in 0..2 {
        let added = r.xadd_with(&k, ("a", 1), options.clone().id("5-*")).await?;
        assert_eq!(added, Some(StreamId::new(5, seq)));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn old_entries_go_when_new_ones_come() -> Result<()> {
    let r = client();
    let k = stream(&r, "old_entries_go", 5).await?;
    let trim = StreamTrim::maxlen(3).exact();
    let options = XaddOptions::new().id(id(6)).trim(trim);
    r.xadd_with(&k, ("n", 6), options).await?;
    let left: Vec<StreamEntry<Fields>> = r.xrange(&k, "-", "+").await?;
    assert_eq!(ids(&left), [id(4), id(5), id(6)]);
    let trim = StreamTrim::minid(id(6)).exact();
    let options = XaddOptions::new().id(id(7)).trim(trim);
    r.xadd_with(&k, ("n", 7), options).await?;
    let n = r.xtrim(&k, StreamTrim::minid(7).exact()).await?;
    assert_eq!(n, 1);
    let left: Vec<StreamEntry<Fields>> = r.xrange(&k, "-", "+").await?;
    assert_eq!(ids(&left), [id(7)]);
    let n = r.xtrim(&k, StreamTrim::maxlen(0).exact()).await?;
    assert_eq!(n, 1);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn about_so_many_entries_are_left_and_never_less() -> Result<()> {
    let r = client();
    let k = key("about_so_many");
    let mut pipe = r.pipeline();
    for ms in 1..=350_u64 {
        let options = XaddOptions::new().id(id(ms));
        pipe.xadd_with(&k, ("n", ms), options);
    }
    pipe.execute::<()>().await?;
    // The server keeps a hundred in a node, and deletes whole nodes.
    let n = r.xtrim(&k, StreamTrim::maxlen(120).limit(100)).await?;
    assert_eq!(n, 100);
    let n = r.xtrim(&k, StreamTrim::minid(id(150)).limit(0)).await?;
    assert_eq!(n, 0);
    let n = r.xtrim(&k, StreamTrim::maxlen(120)).await?;
    assert_eq!(n, 100);
    let trim = StreamTrim::minid(id(301));
    r.xadd_with(&k, ("n", 0), XaddOptions::new().trim(trim))
        .await?;
    let n = r.xlen(&k).await?;
    assert_eq!(n, 51);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn streams_are_read_from_where_one_is() -> Result<()> {
    let r = client();
    let a = stream(&r, "where_one_is:a", 3).await?;
    let b = stream(&r, "where_one_is:b", 2).await?;
    let missing = key("where_one_is:missing");
    let from = [(&a, "1-0"), (&missing, "0"), (&b, "0")];
    let read: Vec<StreamRead<String, Fields>> = r.xread(from).await?;
    let read: BTreeMap<String, Vec<StreamId>> = read
        .into_iter()
        .map(|read| (read.key, ids(&read.entries)))
        .collect();
    let expected = [(a.clone(), vec![id(2), id(3)]), (b, vec![id(1), id(2)])];
    assert_eq!(read, expected.into());
    let from = HashMap::from([(&a, StreamId::MIN)]);
    let read: Vec<StreamRead<String, (String, u64)>> =
        r.xread_with(from, XreadOptions::new().count(2)).await?;
    assert_eq!(ids(&read[0].entries), [id(1), id(2)]);
    assert_eq!(read[0].entries[1].fields, ("n".into(), 2));
    for none in ["$", "3-0"] {
        let read: Vec<StreamRead<String, Fields>> = r.xread((&a, none)).await?;
        assert_eq!(read, []);
    }
    r.delete([a, key("where_one_is:b")]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_last_entry_is_read() -> Result<()> {
    let server = Server::shared();
    if server.version() < (7, 4) {
        server.record_lack("XREAD +", "the_last_entry_is_read");
        return Ok(());
    }
    let r = client();
    let k = stream(&r, "the_last_entry", 3).await?;
    let read: Vec<StreamRead<String, Fields>> = r.xread((&k, "+")).await?;
    assert_eq!(ids(&read[0].entries), [id(3)]);
    r.delete(&k).await?;
    Ok(())
}

/// Adds an entry when the server has a blocked client, so that no test passes because its entry was
/// there before anybody waited.
#[maybe_async]
async fn add_when_blocked((r, k): (Redis, String)) -> Result<StreamId> {
    until_blocked(&r).await?;
    r.xadd(&k, ("n", 1)).await
}

#[maybe_async]
#[test]
async fn who_waits_for_an_entry_is_woken() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let k = "woken".to_owned();
    let ten = Duration::from_secs(10);
    let start = Instant::now();

    let task = spawn(add_when_blocked, (r.clone(), k.clone()));
    let from = [("woken:other", "$"), (&k, "$")];
    let read: Vec<StreamRead<String, Fields>> =
        r.xread_with(from, XreadOptions::new().block(ten)).await?;
    let added = task.join().await?;
    assert_eq!((read.len(), &read[0].key), (1, &k));
    assert_eq!(ids(&read[0].entries), [added]);

    r.xgroup_create(&k, "block", "$").await?;
    let task = spawn(add_when_blocked, (r.clone(), k.clone()));
    let options = XreadgroupOptions::new().block(ten);
    let read: Vec<StreamRead<String, Fields>> =
        r.xreadgroup_with("block", "c", (&k, ">"), options).await?;
    let added = task.join().await?;
    assert_eq!(ids(&read[0].entries), [added]);
    assert!(start.elapsed() < ten);
    Ok(())
}

/// A client whose socket timeout is shorter than what it waits for in these tests.
fn impatient() -> Redis {
    let config = config_of(Server::shared()).socket_timeout(Duration::from_millis(300));
    Redis::new(config).unwrap()
}

#[maybe_async]
#[test]
async fn who_waits_in_vain_gives_up_when_the_time_is_over() -> Result<()> {
    let r = impatient();
    let k = pending(&r, "waits_in_vain", 1).await?;
    let time = Duration::from_millis(600);
    let start = Instant::now();
    let none: Vec<StreamRead<String, Fields>> = r
        .xread_with((&k, "$"), XreadOptions::new().block(time))
        .await?;
    assert_eq!(none, []);
    let options = XreadgroupOptions::new();
    let none: Vec<StreamRead<String, Fields>> = r
        .xreadgroup_with("g", "c", (&k, ">"), options.clone().block(time))
        .await?;
    assert_eq!(none, []);
    let took = start.elapsed();
    let expected = 2 * time - Duration::from_millis(40)..2 * time + SLACK;
    assert!(expected.contains(&took), "{took:?}");
    // What is shorter than a millisecond is not for ever.
    let moment = Duration::from_nanos(1);
    let none: Vec<StreamRead<String, Fields>> = r
        .xread_with((&k, "$"), XreadOptions::new().block(moment))
        .await?;
    assert_eq!(none, []);
    let none: Vec<StreamRead<String, Fields>> = r
        .xreadgroup_with("g", "c", (&k, ">"), options.block(moment))
        .await?;
    assert_eq!(none, []);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
async fn add_later((r, k, after): (Redis, String, Duration)) -> Result<StreamId> {
    sleep(after).await;
    r.xadd(&k, ("n", 1)).await
}

#[maybe_async]
#[test]
async fn zero_waits_for_an_entry_beyond_the_socket_timeout() -> Result<()> {
    let r = impatient();
    let k = key("zero_waits");
    let second = Duration::from_secs(1);
    let start = Instant::now();
    let task = spawn(add_later, (r.clone(), k.clone(), second));
    let options = XreadOptions::new().block(Duration::ZERO).count(1);
    let read: Vec<StreamRead<String, Fields>> = r.xread_with((&k, "$"), options).await?;
    let added = task.join().await?;
    assert_eq!(ids(&read[0].entries), [added]);
    assert!(start.elapsed() >= second);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn groups_are_made_moved_and_deleted() -> Result<()> {
    let r = client();
    let k = key("made_moved_deleted");
    let error = r.xgroup_create(&k, "g", "$").await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("XGROUP CREATE"))
    );
    let mkstream = XgroupCreateOptions::new().mkstream();
    r.xgroup_create_with(&k, "g", "$", mkstream).await?;
    let n = r.xlen(&k).await?;
    assert_eq!(n, 0);
    let error = r.xgroup_create(&k, "g", "$").await.unwrap_err();
    assert_eq!(error.code(), Some("BUSYGROUP"));
    let new = r.xgroup_createconsumer(&k, "g", "c").await?;
    let again = r.xgroup_createconsumer(&k, "g", "c").await?;
    assert!(new && !again);
    let added = r.xadd(&k, ("n", 1)).await?;
    let read: Vec<StreamRead<String, Fields>> = r.xreadgroup("g", "c", (&k, ">")).await?;
    assert_eq!(ids(&read[0].entries), [added]);
    r.xgroup_setid(&k, "g", 0).await?;
    let read: Vec<StreamRead<String, Fields>> = r.xreadgroup("g", "c", (&k, ">")).await?;
    assert_eq!(ids(&read[0].entries), [added]);
    let n = r.xgroup_delconsumer(&k, "g", "c").await?;
    assert_eq!(n, 1);
    let n = r.xgroup_delconsumer(&k, "g", "c").await?;
    assert_eq!(n, 0);
    let there = r.xgroup_destroy(&k, "g").await?;
    let again = r.xgroup_destroy(&k, "g").await?;
    assert!(there && !again);
    let error = r.xgroup_setid(&k, "g", 0).await.unwrap_err();
    assert_eq!(error.code(), Some("NOGROUP"));
    let error = r.xreadgroup::<String, Fields>("g", "c", (&k, ">")).await;
    assert_eq!(error.unwrap_err().code(), Some("NOGROUP"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_group_is_told_how_much_it_has_read() -> Result<()> {
    if lacks_option(
        "XGROUP|CREATE",
        "ENTRIESREAD",
        "a_group_is_told_how_much_it_has_read",
    ) {
        return Ok(());
    }
    let r = client();
    let k = stream(&r, "how_much_it_has_read", 5).await?;
    let options = XgroupCreateOptions::new().entries_read(2);
    r.xgroup_create_with(&k, "g", id(2), options).await?;
    let groups = r.xinfo_groups(&k).await?;
    assert_eq!((groups[0].entries_read, groups[0].lag), (Some(2), Some(3)));
    let options = XgroupSetidOptions::new().entries_read(4);
    r.xgroup_setid_with(&k, "g", id(4), options).await?;
    let groups = r.xinfo_groups(&k).await?;
    assert_eq!((groups[0].entries_read, groups[0].lag), (Some(4), Some(1)));
    assert_eq!(groups[0].last_delivered_id, id(4));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn each_consumer_of_a_group_gets_entries_of_its_own() -> Result<()> {
    let r = client();
    let k = stream(&r, "entries_of_its_own", 4).await?;
    let other = stream(&r, "entries_of_its_own:other", 1).await?;
    r.xgroup_create(&k, "g", 0).await?;
    r.xgroup_create(&other, "g", "$").await?;
    let options = XreadgroupOptions::new().count(2);
    let both = [(&k, ">"), (&other, ">")];
    let read: Vec<StreamRead<String, Fields>> =
        r.xreadgroup_with("g", "ann", both, options.clone()).await?;
    assert_eq!((read.len(), &read[0].key), (1, &k));
    assert_eq!(ids(&read[0].entries), [id(1), id(2)]);
    let read: Vec<StreamRead<String, (String, u64)>> = r
        .xreadgroup_with("g", "bob", (&k, ">"), options.count(1))
        .await?;
    assert_eq!(ids(&read[0].entries), [id(3)]);
    assert_eq!(read[0].entries[0].fields, ("n".into(), 3));

    let pending = r.xpending(&k, "g").await?;
    assert_eq!((pending.pending, pending.consumers.len()), (3, 2));
    assert_eq!((pending.min, pending.max), (Some(id(1)), Some(id(3))));
    let ann = &pending.consumers[0];
    assert_eq!((ann.name.as_str(), ann.pending), ("ann", 2));

    // What is read without acknowledgement is not pending.
    let noack = XreadgroupOptions::new().noack();
    let read: Vec<StreamRead<String, Fields>> =
        r.xreadgroup_with("g", "bob", (&k, ">"), noack).await?;
    assert_eq!(ids(&read[0].entries), [id(4)]);
    let none: Vec<StreamRead<String, Fields>> = r.xreadgroup("g", "bob", (&k, ">")).await?;
    assert_eq!(none, []);

    let n = r.xack(&k, "g", [id(1), id(4)]).await?;
    assert_eq!(n, 1);
    let n = r.xack(&k, "g", ["2-0", "3-0"]).await?;
    assert_eq!(n, 2);
    let n = r.xack(&k, "nobody", id(1)).await?;
    assert_eq!(n, 0);
    let pending = r.xpending(&k, "g").await?;
    assert_eq!((pending.pending, pending.min, pending.max), (0, None, None));
    assert_eq!(pending.consumers, []);
    r.delete([&k, &other]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_consumer_reads_again_what_it_has_pending() -> Result<()> {
    let r = client();
    let k = pending(&r, "reads_again", 3).await?;
    let none: Vec<StreamRead<String, Fields>> = r.xreadgroup("g", "other", (&k, 0)).await?;
    assert_eq!((none.len(), none[0].entries.len()), (1, 0));
    r.xdel(&k, id(2)).await?;
    let read: Vec<StreamRead<String, Fields>> = r.xreadgroup("g", "c", (&k, 0)).await?;
    assert_eq!(ids(&read[0].entries), [id(1), id(2), id(3)]);
    let lens = read[0].entries.iter().map(|entry| entry.fields.len());
    assert!(lens.eq([1, 0, 1]));
    let read: Vec<StreamRead<String, Option<Fields>>> = r.xreadgroup("g", "c", (&k, id(1))).await?;
    let deleted = read[0].entries.iter().map(|entry| entry.fields.is_none());
    assert!(deleted.eq([true, false]));
    // A pair is always there, so it can't say that it is not.
    let error = r
        .xreadgroup::<String, (String, u64)>("g", "c", (&k, 0))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("a deleted entry"), "{error}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn pending_entries_are_listed() -> Result<()> {
    let r = client();
    let k = pending(&r, "are_listed", 4).await?;
    let claimed = r
        .xclaim_justid_with(
            &k,
            "g",
            "d",
            Duration::ZERO,
            id(4),
            XclaimOptions::new().idle(10 * MINUTE),
        )
        .await?;
    assert_eq!(claimed, [id(4)]);
    let all = r.xpending_range(&k, "g", "-", "+", 9).await?;
    let consumers: Vec<&str> = all.iter().map(|entry| entry.consumer.as_str()).collect();
    assert_eq!(consumers, ["c", "c", "c", "d"]);
    assert_eq!((all[0].id, all[0].times_delivered), (id(1), 1));
    assert!(all[0].time_since_delivered < MINUTE, "{all:?}");
    assert!(all[3].time_since_delivered >= 10 * MINUTE, "{all:?}");
    let from = StreamBound::exclusive(id(1));
    let some = r.xpending_range(&k, "g", from, id(4), 2).await?;
    assert_eq!(
        some.iter().map(|e| e.id).collect::<Vec<_>>(),
        [id(2), id(3)]
    );
    let options = XpendingOptions::new();
    let of_c = options.clone().consumer("c");
    let some = r.xpending_range_with(&k, "g", "-", "+", 9, of_c).await?;
    assert_eq!(some.len(), 3);
    let stale = options.idle(5 * MINUTE);
    let some = r
        .xpending_range_with(&k, "g", "-", "+", 9, stale.clone())
        .await?;
    assert_eq!(some.iter().map(|e| e.id).collect::<Vec<_>>(), [id(4)]);
    let none = r
        .xpending_range_with(&k, "g", "-", "+", 9, stale.consumer("c"))
        .await?;
    assert_eq!(none, []);
    let error = r.xpending(&k, "nobody").await.unwrap_err();
    assert_eq!(error.code(), Some("NOGROUP"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
async fn only_pending(r: &Redis, k: &str) -> Result<StreamPendingEntry> {
    let mut pending = r.xpending_range(k, "g", "-", "+", 1).await?;
    Ok(pending.remove(0))
}

#[maybe_async]
#[test]
async fn a_consumer_claims_what_another_has_left() -> Result<()> {
    let r = client();
    let k = pending(&r, "another_has_left", 1).await?;
    let (zero, new) = (Duration::ZERO, XclaimOptions::new);
    let none: Vec<StreamEntry<Fields>> = r.xclaim(&k, "g", "d", MINUTE, id(1)).await?;
    assert_eq!(none, []);
    let claimed: Vec<StreamEntry<(String, u64)>> =
        r.xclaim(&k, "g", "d", zero, [id(1), id(9)]).await?;
    assert_eq!(ids(&claimed), [id(1)]);
    assert_eq!(claimed[0].fields, ("n".into(), 1));
    let entry = only_pending(&r, &k).await?;
    assert_eq!((entry.consumer.as_str(), entry.times_delivered), ("d", 2));
    let justid = r.xclaim_justid(&k, "g", "e", zero, id(1)).await?;
    assert_eq!(justid, [id(1)]);
    let entry = only_pending(&r, &k).await?;
    assert_eq!((entry.consumer.as_str(), entry.times_delivered), ("e", 2));

    let options = new().idle(5 * MINUTE).retrycount(7);
    let claimed: Vec<StreamEntry<Fields>> =
        r.xclaim_with(&k, "g", "c", zero, id(1), options).await?;
    assert_eq!(claimed.len(), 1);
    let entry = only_pending(&r, &k).await?;
    assert_eq!(entry.times_delivered, 7);
    let idle = entry.time_since_delivered;
    assert!((5 * MINUTE..6 * MINUTE).contains(&idle), "{idle:?}");
    // It is stale now, so that who wants nothing else gets it.
    let claimed = r.xclaim_justid(&k, "g", "d", 5 * MINUTE, id(1)).await?;
    assert_eq!(claimed, [id(1)]);

    let at = SystemTime::now() - 10 * MINUTE;
    let options = new().idle(zero).time(at);
    let claimed = r
        .xclaim_justid_with(&k, "g", "c", zero, id(1), options)
        .await?;
    assert_eq!(claimed, [id(1)]);
    let idle = only_pending(&r, &k).await?.time_since_delivered;
    assert!((9 * MINUTE..11 * MINUTE).contains(&idle), "{idle:?}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_consumer_claims_what_nobody_has() -> Result<()> {
    let r = client();
    let k = stream(&r, "nobody_has", 3).await?;
    r.xgroup_create(&k, "g", 0).await?;
    let zero = Duration::ZERO;
    let none = r.xclaim_justid(&k, "g", "c", zero, id(1)).await?;
    assert_eq!(none, []);
    let options = XclaimOptions::new().force().lastid(id(2));
    let claimed: Vec<StreamEntry<Fields>> =
        r.xclaim_with(&k, "g", "c", zero, id(1), options).await?;
    assert_eq!(ids(&claimed), [id(1)]);
    let groups = r.xinfo_groups(&k).await?;
    assert_eq!(groups[0].last_delivered_id, id(2));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn deleted_entries_are_not_claimed() -> Result<()> {
    let r = client();
    let k = pending(&r, "not_claimed", 4).await?;
    r.xdel(&k, [id(2), id(3)]).await?;
    let zero = Duration::ZERO;
    let claimed: Vec<StreamEntry<(String, u64)>> =
        r.xclaim(&k, "g", "d", zero, [id(1), id(2)]).await?;
    assert_eq!(ids(&claimed), [id(1)]);
    let claimed: StreamAutoclaim<StreamEntry<(String, u64)>> =
        r.xautoclaim(&k, "g", "e", zero, 0).await?;
    assert_eq!(ids(&claimed.claimed), [id(1), id(4)]);
    assert_eq!(claimed.next, StreamId::MIN);
    let server = Server::shared();
    if server.version() < (7, 0) {
        // They stay pending there, and are not named.
        assert_eq!(claimed.deleted, []);
        server.record_lack(
            "XAUTOCLAIM's deleted entries",
            "deleted_entries_are_not_claimed",
        );
        r.delete(&k).await?;
        return Ok(());
    }
    assert_eq!(claimed.deleted, [id(3)]);
    let pending = r.xpending(&k, "g").await?;
    assert_eq!(pending.pending, 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn stale_entries_are_claimed_page_by_page() -> Result<()> {
    let r = client();
    let k = pending(&r, "page_by_page", 5).await?;
    let zero = Duration::ZERO;
    let none: StreamAutoclaim<StreamEntry<Fields>> =
        r.xautoclaim(&k, "g", "d", MINUTE, StreamId::MIN).await?;
    assert_eq!((none.next, none.claimed.len()), (StreamId::MIN, 0));
    let page: StreamAutoclaim<StreamEntry<Fields>> =
        r.xautoclaim_count(&k, "g", "d", zero, "-", 2).await?;
    assert_eq!(ids(&page.claimed), [id(1), id(2)]);
    assert_eq!(page.claimed[0].fields["n"], "1");
    assert_eq!(page.next, id(3));
    let rest = r.xautoclaim_justid(&k, "g", "d", zero, page.next).await?;
    assert_eq!(rest.claimed, [id(3), id(4), id(5)]);
    assert_eq!((rest.next, rest.deleted), (StreamId::MIN, vec![]));
    let one = r
        .xautoclaim_justid_count(&k, "g", "e", zero, id(5), 1)
        .await?;
    assert_eq!(one.claimed, [id(5)]);
    let all = r.xpending_range(&k, "g", "-", "+", 9).await?;
    let times: Vec<u64> = all.iter().map(|entry| entry.times_delivered).collect();
    assert_eq!(times, [2, 2, 1, 1, 1]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_stream_tells_what_it_is() -> Result<()> {
    let r = client();
    let k = pending(&r, "what_it_is", 3).await?;
    r.xdel(&k, id(1)).await?;
    let info = r.xinfo_stream::<(String, u64)>(&k).await?;
    assert_eq!((info.state.length, info.groups), (2, 1));
    assert_eq!(info.state.last_generated_id, id(3));
    assert!(info.state.radix_tree_keys > 0 && info.state.radix_tree_nodes > 0);
    let (first, last) = (info.first_entry.unwrap(), info.last_entry.unwrap());
    assert_eq!((first.id, first.fields), (id(2), ("n".into(), 2)));
    assert_eq!((last.id, last.fields), (id(3), ("n".into(), 3)));

    let groups = r.xinfo_groups(&k).await?;
    assert_eq!(groups.len(), 1);
    let group = &groups[0];
    assert_eq!((group.name.as_str(), group.consumers), ("g", 1));
    assert_eq!((group.pending, group.last_delivered_id), (3, id(3)));

    r.xgroup_createconsumer(&k, "g", "d").await?;
    let consumers = r.xinfo_consumers(&k, "g").await?;
    let names: Vec<&str> = consumers.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["c", "d"]);
    assert_eq!((consumers[0].pending, consumers[1].pending), (3, 0));
    assert!(consumers[0].idle < MINUTE && consumers[1].inactive.is_none());

    let error = r.xinfo_consumers(&k, "none").await.unwrap_err();
    assert_eq!(error.code(), Some("NOGROUP"));
    let missing = key("what_it_is:missing");
    let error = r.xinfo_stream::<Fields>(&missing).await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("XINFO STREAM"))
    );
    let options = XgroupCreateOptions::new().mkstream();
    r.xgroup_create_with(&missing, "g", "$", options).await?;
    let empty = r.xinfo_stream::<Fields>(&missing).await?;
    assert_eq!((empty.first_entry, empty.last_entry), (None, None));
    r.delete([&k, &missing]).await?;

    if Server::shared().version() >= (7, 0) {
        assert_eq!(info.state.max_deleted_entry_id, Some(id(1)));
        assert_eq!(info.state.entries_added, Some(3));
        assert_eq!(info.state.recorded_first_entry_id, Some(id(2)));
        assert_eq!((group.entries_read, group.lag), (Some(3), Some(0)));
    } else {
        assert_eq!(info.state.entries_added, None);
        assert_eq!((group.entries_read, group.lag), (None, None));
    }
    if Server::shared().version() >= (7, 2) {
        assert!(consumers[0].inactive.is_some_and(|time| time < MINUTE));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_stream_tells_all_about_itself() -> Result<()> {
    let r = client();
    let k = pending(&r, "all_about_itself", 12).await?;
    r.xgroup_createconsumer(&k, "g", "d").await?;
    let info = r.xinfo_stream_full::<(String, u64)>(&k).await?;
    assert_eq!((info.state.length, info.entries.len()), (12, 10));
    assert_eq!(info.entries[9].fields, ("n".into(), 10));
    let [group] = &info.groups[..] else {
        panic!("{info:?}")
    };
    assert_eq!((group.name.as_str(), group.pel_count), ("g", 12));
    assert_eq!((group.last_delivered_id, group.pending.len()), (id(12), 10));
    let [c, d] = &group.consumers[..] else {
        panic!("{group:?}")
    };
    assert_eq!(
        (c.name.as_str(), c.pel_count, c.pending.len()),
        ("c", 12, 10)
    );
    assert_eq!((d.name.as_str(), d.pel_count, d.pending.len()), ("d", 0, 0));
    assert_eq!(c.pending, group.pending);
    let entry = &c.pending[1];
    assert_eq!((entry.id, entry.consumer.as_str()), (id(2), "c"));
    assert_eq!(entry.times_delivered, 1);
    for time in [entry.delivery_time, c.seen_time] {
        let ago = time.unwrap().elapsed().unwrap_or_default();
        assert!(ago < MINUTE, "{ago:?}");
    }
    assert_eq!(d.active_time, None);
    let all = r.xinfo_stream_full_count::<Fields>(&k, 0).await?;
    assert_eq!((all.entries.len(), all.groups[0].pending.len()), (12, 12));
    let one = r.xinfo_stream_full_count::<Fields>(&k, 1).await?;
    assert_eq!((one.entries.len(), one.groups[0].pending.len()), (1, 1));
    r.delete(&k).await?;
    if Server::shared().version() >= (7, 0) {
        assert_eq!((group.entries_read, group.lag), (Some(12), Some(0)));
    }
    if Server::shared().version() >= (7, 2) {
        assert!(c.active_time.is_some());
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn the_server_helps_with_streams() -> Result<()> {
    let r = client();
    let help = r.xinfo_help().await?;
    assert!(help.iter().any(|line| line.starts_with("GROUPS ")));
    let help = r.xgroup_help().await?;
    assert!(help.iter().any(|line| line.starts_with("SETID ")));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_stream_is_told_its_last_id() -> Result<()> {
    let r = client();
    let k = stream(&r, "told_its_last_id", 3).await?;
    r.xsetid(&k, id(9)).await?;
    let info = r.xinfo_stream::<Fields>(&k).await?;
    assert_eq!(info.state.last_generated_id, id(9));
    let error = r.xsetid(&k, "1-0").await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("XSETID"))
    );
    if lacks_option("XSETID", "MAXDELETEDID", "a_stream_is_told_its_last_id") {
        return Ok(());
    }
    let options = XsetidOptions::new()
        .entries_added(100)
        .max_deleted_id("8-8");
    r.xsetid_with(&k, id(20), options).await?;
    let info = r.xinfo_stream::<Fields>(&k).await?;
    assert_eq!(info.state.last_generated_id, id(20));
    assert_eq!(info.state.entries_added, Some(100));
    let greatest = Some(StreamId::new(8, 8));
    assert_eq!(info.state.max_deleted_entry_id, greatest);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn entries_are_deleted_with_regard_to_groups() -> Result<()> {
    if lacks("XDELEX", "entries_are_deleted_with_regard_to_groups") {
        return Ok(());
    }
    let r = client();
    let k = pending(&r, "with_regard", 8).await?;
    let (deleted, none) = (StreamDeletion::Deleted, StreamDeletion::NotFound);
    let kept = StreamDeletion::StillReferenced;
    let done = r.xdelex(&k, [id(1), id(99)]).await?;
    assert_eq!(done, [deleted, none]);
    // The reference to it stayed.
    let n = r.xpending(&k, "g").await?.pending;
    assert_eq!(n, 8);
    let done = r.xdelex_with(&k, id(2), StreamRefPolicy::DelRef).await?;
    assert_eq!(done, [deleted]);
    let n = r.xpending(&k, "g").await?.pending;
    assert_eq!(n, 7);
    let done = r.xdelex_with(&k, id(3), StreamRefPolicy::Acked).await?;
    assert_eq!(done, [kept]);
    let done = r.xdelex_with(&k, id(3), StreamRefPolicy::KeepRef).await?;
    assert_eq!(done, [deleted]);

    let done = r.xackdel(&k, "g", [id(4), id(99)]).await?;
    assert_eq!(done, [deleted, none]);
    r.xgroup_create(&k, "h", 0).await?;
    let acked = StreamRefPolicy::Acked;
    let done = r.xackdel_with(&k, "g", id(5), acked).await?;
    assert_eq!(done, [kept]);
    r.xreadgroup::<String, Fields>("h", "c", (&k, ">")).await?;
    let done = r.xackdel_with(&k, "h", id(5), acked).await?;
    assert_eq!(done, [deleted]);
    let done = r
        .xackdel_with(&k, "g", id(6), StreamRefPolicy::DelRef)
        .await?;
    assert_eq!(done, [deleted]);
    let done = r.xackdel(key("with_regard:missing"), "g", id(1)).await?;
    assert_eq!(done, [none]);

    // 7 and 8 are left, and pending in both groups.
    let trim = || StreamTrim::maxlen(0).exact();
    let n = r.xtrim(&k, trim().ref_policy(acked)).await?;
    assert_eq!(n, 0);
    let keep = trim().ref_policy(StreamRefPolicy::KeepRef);
    let options = XaddOptions::new().id(id(9)).trim(keep);
    r.xadd_with(&k, ("n", 9), options).await?;
    let n = r.xlen(&k).await?;
    assert_eq!(n, 0);
    let n = r.xpending(&k, "h").await?.pending;
    assert!(n >= 2, "{n}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn stream_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("stream_pipeline");
    let mut pipe = r.pipeline();
    pipe.xgroup_create_with(&k, "g", 0, XgroupCreateOptions::new().mkstream())
        .xadd_with(&k, ("n", 1), XaddOptions::new().id(id(1)))
        .xrange::<Fields>(&k, "-", "+")
        .xread::<String, Fields>((&k, "$"))
        .xreadgroup::<String, Fields>("g", "c", (&k, ">"));
    type Entry = StreamEntry<(String, u64)>;
    type Read = Vec<StreamRead<String, (String, u64)>>;
    let ((), added, range, none, read): ((), Option<StreamId>, Vec<Entry>, Read, Read) =
        pipe.execute().await?;
    assert_eq!((added, none.len()), (Some(id(1)), 0));
    assert_eq!(range, read[0].entries);
    pipe.xpending(&k, "g")
        .xautoclaim::<Fields>(&k, "g", "d", Duration::ZERO, 0)
        .xinfo_stream::<Fields>(&k)
        .delete(&k);
    type Claimed = StreamAutoclaim<Entry>;
    type Info = StreamInfo<(String, u64)>;
    let (pending, claimed, info, gone): (StreamPending, Claimed, Info, i64) =
        pipe.execute().await?;
    assert_eq!((pending.pending, info.state.length, gone), (1, 1, 1));
    assert_eq!(range, claimed.claimed);
    Ok(())
}
