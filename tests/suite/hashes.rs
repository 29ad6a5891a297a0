//! The hash commands.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::SystemTime;

use super::*;
use crate::face::test;

const MINUTE: Duration = Duration::from_secs(60);

/// A whole second some days ahead.
fn some_day() -> SystemTime {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    SystemTime::UNIX_EPOCH + Duration::from_secs(now + 500_000)
}

/// Whether something of a minute is left.
fn about_a_minute(left: Option<Duration>) -> bool {
    left.is_some_and(|left| left > MINUTE / 2 && left <= MINUTE)
}

#[maybe_async]
#[test]
async fn fields_are_set_from_any_pairs_and_read_as_any_map() -> Result<()> {
    let r = client();
    let k = key("any_pairs");
    let n = r.hset(&k, ("name", "Ann")).await?;
    assert_eq!(n, 1);
    let n = r.hset(&k, [("name", "Eve"), ("city", "Oslo")]).await?;
    assert_eq!(n, 1);
    let n = r.hset(&k, HashMap::from([("age", 37)])).await?;
    assert_eq!(n, 1);
    r.hmset(&k, vec![("zip", "0150")]).await?;
    let name: Option<String> = r.hget(&k, "name").await?;
    let none: Option<String> = r.hget(&k, "none").await?;
    assert_eq!((name.as_deref(), none), (Some("Eve"), None));
    let some: Vec<Option<String>> = r.hmget(&k, ["city", "none", "age"]).await?;
    assert_eq!(some, [Some("Oslo".into()), None, Some("37".into())]);
    let expected = [
        ("age", "37"),
        ("city", "Oslo"),
        ("name", "Eve"),
        ("zip", "0150"),
    ];
    let expected: Vec<(String, String)> = expected.map(|(f, v)| (f.into(), v.into())).into();
    let sorted: BTreeMap<String, String> = r.hgetall(&k).await?;
    assert_eq!(sorted, expected.iter().cloned().collect());
    let hashed: HashMap<String, String> = r.hgetall(&k).await?;
    assert_eq!(hashed, expected.iter().cloned().collect());
    let mut pairs: Vec<(String, String)> = r.hgetall(&k).await?;
    pairs.sort();
    assert_eq!(pairs, expected);
    let fields: Vec<String> = r.hkeys(&k).await?;
    assert_eq!(
        fields.into_iter().collect::<BTreeSet<_>>(),
        ["age", "city", "name", "zip"].map(String::from).into()
    );
    let values: Vec<String> = r.hvals(&k).await?;
    assert_eq!(
        values.into_iter().collect::<BTreeSet<_>>(),
        ["0150", "37", "Eve", "Oslo"].map(String::from).into()
    );
    let missing: HashMap<String, String> = r.hgetall(key("any_pairs:missing")).await?;
    assert_eq!(missing.len(), 0);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_are_counted_and_deleted() -> Result<()> {
    let r = client();
    let k = key("fields_are_counted");
    let set = r.hsetnx(&k, "a", "été").await?;
    let again = r.hsetnx(&k, "a", "hiver").await?;
    assert!(set && !again);
    r.hset(&k, [("b", 1), ("c", 2)]).await?;
    let n = r.hlen(&k).await?;
    assert_eq!(n, 3);
    let n = r.hstrlen(&k, "a").await?;
    assert_eq!(n, 5);
    let n = r.hstrlen(&k, "none").await?;
    assert_eq!(n, 0);
    let is = r.hexists(&k, "a").await?;
    let isnt = r.hexists(&k, "none").await?;
    assert!(is && !isnt);
    let n = r.hdel(&k, ["a", "b", "none"]).await?;
    assert_eq!(n, 2);
    let n = r.hdel(&k, "c").await?;
    assert_eq!(n, 1);
    let n = r.hlen(&k).await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn numbers_in_fields_are_added_to() -> Result<()> {
    let r = client();
    let k = key("numbers_in_fields");
    let n = r.hincrby(&k, "n", 5).await?;
    assert_eq!(n, 5);
    let n = r.hincrby(&k, "n", -7).await?;
    assert_eq!(n, -2);
    let n = r.hincrbyfloat(&k, "n", 2.25).await?;
    assert_eq!(n, 0.25);
    r.hset(&k, ("text", "x")).await?;
    let error = r.hincrby(&k, "text", 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    assert_eq!(error.command(), Some("HINCRBY"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn random_fields_are_fields() -> Result<()> {
    let r = client();
    let (k, missing) = (key("random_fields"), key("random_fields:missing"));
    let all = BTreeMap::from([
        ("a".to_owned(), 1),
        ("b".to_owned(), 2),
        ("c".to_owned(), 3),
    ]);
    r.hset(&k, &all).await?;
    let one: Option<String> = r.hrandfield(&k).await?;
    assert!(all.contains_key(&one.unwrap()));
    let several: Vec<String> = r.hrandfield_count(&k, 5).await?;
    assert_eq!(several.len(), 3);
    assert!(
        several
            .iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .eq(all.keys())
    );
    let repeated: Vec<String> = r.hrandfield_count(&k, -5).await?;
    assert_eq!(repeated.len(), 5);
    assert!(repeated.iter().all(|field| all.contains_key(field)));
    let pairs: Vec<(String, i64)> = r.hrandfield_withvalues(&k, 5).await?;
    assert_eq!(pairs.len(), 3);
    assert_eq!(pairs.into_iter().collect::<BTreeMap<_, _>>(), all);
    let repeated: Vec<(String, i64)> = r.hrandfield_withvalues(&k, -5).await?;
    assert_eq!(repeated.len(), 5);
    assert!(repeated.iter().all(|(field, n)| all.get(field) == Some(n)));
    let none: Option<String> = r.hrandfield(&missing).await?;
    assert_eq!(none, None);
    let none: Vec<String> = r.hrandfield_count(&missing, 5).await?;
    assert_eq!(none.len(), 0);
    let none: Vec<(String, i64)> = r.hrandfield_withvalues(&missing, 5).await?;
    assert_eq!(none.len(), 0);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_hash_is_scanned_page_by_page() -> Result<()> {
    let r = client();
    let k = key("a_hash_is_scanned");
    r.hset(&k, [("one", 1), ("two", 2), ("three", 3)]).await?;
    let (next, page): (u64, Vec<(String, i64)>) = r.hscan(&k, 0).await?;
    let page: BTreeMap<String, i64> = page.into_iter().collect();
    let all = [("one", 1), ("three", 3), ("two", 2)].map(|(f, v)| (f.to_owned(), v));
    assert_eq!((next, page), (0, all.into()));
    let options = ScanOptions::new().pattern("o*").count(100);
    let (next, page): (u64, Vec<(String, i64)>) = r.hscan_with(&k, 0, options).await?;
    assert_eq!((next, page), (0, vec![("one".into(), 1)]));
    // More fields than one page holds: the cursor leads on.
    r.hset(&k, (0..2000).map(|n| (n, n)).collect::<Vec<_>>())
        .await?;
    let mut seen = HashMap::new();
    let (mut cursor, mut pages) = (0, 0);
    loop {
        let (next, page): (u64, Vec<(String, i64)>) = r.hscan(&k, cursor).await?;
        seen.extend(page);
        pages += 1;
        cursor = next;
        if cursor == 0 {
            break;
        }
    }
    assert_eq!(seen.len(), 2003);
    assert!(pages > 10, "{pages} pages");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_are_scanned_without_their_values() -> Result<()> {
    if lacks_option(
        "HSCAN",
        "NOVALUES",
        "fields_are_scanned_without_their_values",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("without_their_values");
    r.hset(&k, [("one", 1), ("two", 2), ("three", 3)]).await?;
    let options = ScanOptions::new();
    let (next, page): (u64, Vec<String>) = r.hscan_no_values(&k, 0, options).await?;
    assert_eq!(next, 0);
    assert_eq!(
        page.into_iter().collect::<BTreeSet<_>>(),
        ["one", "three", "two"].map(String::from).into()
    );
    let options = ScanOptions::new().pattern("o*").count(9);
    let (next, page): (u64, Vec<String>) = r.hscan_no_values(&k, 0, options).await?;
    assert_eq!((next, page), (0, vec!["one".into()]));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_expire_after_a_time() -> Result<()> {
    if lacks("HPEXPIRE", "fields_expire_after_a_time") {
        return Ok(());
    }
    let r = client();
    let (k, missing) = (key("expire_after"), key("expire_after:missing"));
    r.hset(&k, [("a", 1), ("b", 2), ("c", 3)]).await?;
    let done = r.hexpire(&k, MINUTE, ["a", "none"]).await?;
    assert_eq!(done, [FieldExpire::Set, FieldExpire::NoField]);
    let done = r.hpexpire(&k, MINUTE, "b").await?;
    assert_eq!(done, [FieldExpire::Set]);
    let left = r.httl(&k, ["a", "b", "c", "none"]).await?;
    assert!(about_a_minute(left[0].time()), "{left:?}");
    assert!(about_a_minute(left[1].time()), "{left:?}");
    assert_eq!(left[2..], [FieldTtl::NoExpiry, FieldTtl::NoField]);
    let left = r.hpttl(&k, ["a", "b", "c", "none"]).await?;
    assert!(about_a_minute(left[0].time()), "{left:?}");
    assert!(about_a_minute(left[1].time()), "{left:?}");
    assert_eq!(left[2..], [FieldPttl::NoExpiry, FieldPttl::NoField]);
    let left = r.httl(&missing, "a").await?;
    assert_eq!(left, [FieldTtl::NoField]);
    // Part of a second is rounded up by one command, and kept by the other.
    r.hexpire(&k, Duration::from_millis(20_100), "c").await?;
    let left = r.hpttl(&k, "c").await?;
    let left = left[0].time().unwrap();
    assert!(left > Duration::from_millis(20_100), "{left:?}");
    r.hpexpire(&k, Duration::from_millis(100), "c").await?;
    sleep(Duration::from_millis(150)).await;
    let there = r.hexists(&k, "c").await?;
    assert!(!there);
    let done = r.hpersist(&k, ["a", "none"]).await?;
    assert_eq!(done, [FieldPersist::Persisted, FieldPersist::NoField]);
    let done = r.hpersist(&k, "a").await?;
    assert_eq!(done, [FieldPersist::NoExpiry]);
    let done = r.hexpire(&k, Duration::ZERO, "a").await?;
    assert_eq!(done, [FieldExpire::Deleted]);
    let there = r.hexists(&k, "a").await?;
    assert!(!there);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_expire_at_a_time() -> Result<()> {
    if lacks("HPEXPIREAT", "fields_expire_at_a_time") {
        return Ok(());
    }
    let r = client();
    let k = key("expire_at");
    r.hset(&k, [("a", 1), ("b", 2), ("c", 3)]).await?;
    let day = some_day();
    let later = day + Duration::from_millis(250);
    let done = r.hexpireat(&k, day, ["a", "none"]).await?;
    assert_eq!(done, [FieldExpire::Set, FieldExpire::NoField]);
    let done = r.hpexpireat(&k, later, "b").await?;
    assert_eq!(done, [FieldExpire::Set]);
    let at = r.hpexpiretime(&k, ["a", "b", "c", "none"]).await?;
    let expected = [
        FieldPexpireTime::Expires(day),
        FieldPexpireTime::Expires(later),
        FieldPexpireTime::NoExpiry,
        FieldPexpireTime::NoField,
    ];
    assert_eq!(at, expected);
    assert_eq!((at[1].time(), at[2].time()), (Some(later), None));
    let at = r.hexpiretime(&k, ["a", "c", "none"]).await?;
    let expected = [
        FieldExpireTime::Expires(day),
        FieldExpireTime::NoExpiry,
        FieldExpireTime::NoField,
    ];
    assert_eq!(at, expected);
    assert_eq!((at[0].time(), at[1].time()), (Some(day), None));
    // A part of a second is rounded up.
    r.hexpireat(&k, later, "c").await?;
    let at = r.hpexpiretime(&k, "c").await?;
    assert_eq!(at[0].time(), Some(day + Duration::from_secs(1)));
    let done = r.hexpireat(&k, SystemTime::UNIX_EPOCH, "a").await?;
    assert_eq!(done, [FieldExpire::Deleted]);
    let long_ago = SystemTime::UNIX_EPOCH - MINUTE;
    let done = r.hpexpireat(&k, long_ago, ["b", "c"]).await?;
    assert_eq!(done, [FieldExpire::Deleted, FieldExpire::Deleted]);
    let there = r.hlen(&k).await?;
    assert_eq!(there, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_field_gets_a_time_only_under_the_condition() -> Result<()> {
    if lacks("HPEXPIRE", "a_field_gets_a_time_only_under_the_condition") {
        return Ok(());
    }
    let r = client();
    let k = key("under_the_condition");
    r.hset(&k, [("a", 1), ("b", 2)]).await?;
    let (nx, xx) = (HexpireOptions::new().nx(), HexpireOptions::new().xx());
    let (gt, lt) = (HexpireOptions::new().gt(), HexpireOptions::new().lt());
    let (set, not_met) = (FieldExpire::Set, FieldExpire::ConditionNotMet);
    let both = ["a", "b"];

    let done = r.hexpire_with(&k, MINUTE, both, xx.clone()).await?;
    assert_eq!(done, [not_met, not_met]);
    let done = r.hexpire_with(&k, MINUTE, "a", nx.clone()).await?;
    assert_eq!(done, [set]);
    let done = r.hpexpire_with(&k, MINUTE, both, nx.clone()).await?;
    assert_eq!(done, [not_met, set]);
    let done = r.hpexpire_with(&k, 2 * MINUTE, both, gt.clone()).await?;
    assert_eq!(done, [set, set]);
    let done = r.hpexpire_with(&k, 3 * MINUTE, both, lt.clone()).await?;
    assert_eq!(done, [not_met, not_met]);
    let done = r.hexpireat_with(&k, some_day(), both, lt).await?;
    assert_eq!(done, [not_met, not_met]);
    let done = r.hexpireat_with(&k, some_day(), "a", gt.clone()).await?;
    assert_eq!(done, [set]);
    let done = r.hpexpireat_with(&k, some_day(), both, nx).await?;
    assert_eq!(done, [not_met, not_met]);
    let done = r.hpexpireat_with(&k, some_day(), both, xx).await?;
    assert_eq!(done, [set, set]);
    // A later setter replaces the earlier one: the server takes only one of them.
    let done = r.hexpire_with(&k, MINUTE, "a", gt.lt()).await?;
    assert_eq!(done, [set]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn values_are_read_and_get_a_time_at_once() -> Result<()> {
    if lacks("HGETEX", "values_are_read_and_get_a_time_at_once") {
        return Ok(());
    }
    let r = client();
    let (k, missing) = (key("read_and_timed"), key("read_and_timed:missing"));
    r.hset(&k, [("a", 1), ("b", 2)]).await?;
    let fields = ["a", "none"];
    let some: Vec<Option<i64>> = r.hgetex(&k, fields).await?;
    assert_eq!(some, [Some(1), None]);
    let none: Vec<Option<i64>> = r.hgetex(&missing, fields).await?;
    assert_eq!(none, [None, None]);
    let left = r.hpttl(&k, "a").await?;
    assert_eq!(left, [FieldPttl::NoExpiry]);

    let options = HgetexOptions::new();
    let some: Vec<Option<i64>> = r
        .hgetex_with(&k, fields, options.clone().ex(MINUTE))
        .await?;
    assert_eq!(some, [Some(1), None]);
    let left = r.hpttl(&k, "a").await?;
    assert!(about_a_minute(left[0].time()), "{left:?}");
    let some: Vec<Option<i64>> = r.hgetex_with(&k, "a", options.clone().persist()).await?;
    assert_eq!(some, [Some(1)]);
    let left = r.hpttl(&k, "a").await?;
    assert_eq!(left, [FieldPttl::NoExpiry]);
    let odd = MINUTE - Duration::from_millis(1);
    for options in [options.clone().ex(odd), options.clone().px(MINUTE)] {
        let some: Vec<Option<i64>> = r.hgetex_with(&k, "b", options).await?;
        assert_eq!(some, [Some(2)]);
        let left = r.hpttl(&k, "b").await?;
        assert!(about_a_minute(left[0].time()), "{left:?}");
        r.hpersist(&k, "b").await?;
    }
    let day = some_day();
    let later = day + Duration::from_millis(250);
    for (options, at) in [
        (options.clone().exat(day), day),
        (options.clone().exat(later), later),
        (options.pxat(day), day),
    ] {
        let some: Vec<Option<i64>> = r.hgetex_with(&k, "b", options).await?;
        assert_eq!(some, [Some(2)]);
        let expires = r.hpexpiretime(&k, "b").await?;
        assert_eq!(expires[0].time(), Some(at));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn values_are_set_and_get_a_time_at_once() -> Result<()> {
    if lacks("HSETEX", "values_are_set_and_get_a_time_at_once") {
        return Ok(());
    }
    let r = client();
    let k = key("set_and_timed");
    let options = HsetexOptions::new();
    let set = r.hsetex(&k, [("a", 1), ("b", 2)]).await?;
    assert!(set);
    let all: BTreeMap<String, i64> = r.hgetall(&k).await?;
    assert_eq!(all, [("a".into(), 1), ("b".into(), 2)].into());
    let fnx = options.clone().fnx().ex(MINUTE);
    let set = r.hsetex_with(&k, [("b", 3), ("c", 3)], fnx.clone()).await?;
    assert!(!set);
    let set = r.hsetex_with(&k, ("c", 3), fnx).await?;
    assert!(set);
    let left = r.hpttl(&k, ["b", "c"]).await?;
    assert_eq!(left[0], FieldPttl::NoExpiry);
    assert!(about_a_minute(left[1].time()), "{left:?}");
    let fxx = options.clone().fxx().keepttl();
    let set = r.hsetex_with(&k, [("c", 4), ("d", 4)], fxx.clone()).await?;
    assert!(!set);
    let set = r.hsetex_with(&k, ("c", 4), fxx).await?;
    assert!(set);
    let left = r.hpttl(&k, "c").await?;
    assert!(about_a_minute(left[0].time()), "{left:?}");
    // Without KEEPTTL the time to live goes.
    r.hsetex(&k, ("c", 5)).await?;
    let left = r.hpttl(&k, "c").await?;
    assert_eq!(left, [FieldPttl::NoExpiry]);
    let odd = MINUTE - Duration::from_millis(1);
    for options in [options.clone().ex(odd), options.clone().px(MINUTE)] {
        r.hsetex_with(&k, ("c", 6), options).await?;
        let left = r.hpttl(&k, "c").await?;
        assert!(about_a_minute(left[0].time()), "{left:?}");
        r.hpersist(&k, "c").await?;
    }
    let day = some_day();
    let later = day + Duration::from_millis(250);
    for (options, at) in [
        (options.clone().exat(day), day),
        (options.clone().exat(later), later),
        (options.pxat(day), day),
    ] {
        r.hsetex_with(&k, ("c", 6), options).await?;
        let expires = r.hpexpiretime(&k, "c").await?;
        assert_eq!(expires[0].time(), Some(at));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_are_set_only_if_the_hash_is_there_or_is_not() -> Result<()> {
    if lacks_option(
        "HSETEX",
        "NX",
        "fields_are_set_only_if_the_hash_is_there_or_is_not",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("the_hash_is_there");
    let (nx, xx) = (HsetexOptions::new().nx(), HsetexOptions::new().xx());
    let set = r.hsetex_with(&k, ("a", 1), xx.clone()).await?;
    assert!(!set);
    let set = r.hsetex_with(&k, ("a", 1), nx.clone().ex(MINUTE)).await?;
    assert!(set);
    let set = r.hsetex_with(&k, ("a", 2), nx).await?;
    assert!(!set);
    let set = r.hsetex_with(&k, ("a", 3), xx.clone().fnx()).await?;
    assert!(!set);
    let set = r.hsetex_with(&k, ("a", 3), xx.fxx()).await?;
    assert!(set);
    let value: Option<i64> = r.hget(&k, "a").await?;
    assert_eq!(value, Some(3));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn values_are_read_and_deleted_at_once() -> Result<()> {
    if lacks("HGETDEL", "values_are_read_and_deleted_at_once") {
        return Ok(());
    }
    let r = client();
    let k = key("read_and_deleted");
    r.hset(&k, [("a", 1), ("b", 2)]).await?;
    let gone: Vec<Option<i64>> = r.hgetdel(&k, ["a", "none"]).await?;
    assert_eq!(gone, [Some(1), None]);
    let left: Vec<String> = r.hkeys(&k).await?;
    assert_eq!(left, ["b"]);
    let gone: Vec<Option<i64>> = r.hgetdel(&k, "b").await?;
    assert_eq!(gone, [Some(2)]);
    let none: Vec<Option<i64>> = r.hgetdel(&k, "b").await?;
    assert_eq!(none, [None]);
    Ok(())
}

#[maybe_async]
#[test]
async fn hash_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("hash_commands_pipeline");
    let mut pipe = r.pipeline();
    pipe.hset(&k, [("a", 1), ("b", 2)])
        .hget::<i64>(&k, "b")
        .hexists(&k, "none")
        .hincrby(&k, "a", 9)
        .hgetall::<Value>(&k)
        .delete(&k);
    type All = BTreeMap<String, i64>;
    let (new, b, exists, a, all, gone): (i64, Option<i64>, bool, i64, All, i64) =
        pipe.execute().await?;
    assert_eq!((new, b, exists, a, gone), (2, Some(2), false, 10, 1));
    assert_eq!(all, [("a".into(), 10), ("b".into(), 2)].into());
    Ok(())
}

#[maybe_async]
#[test]
async fn hashes_are_made_from_fields_that_the_connection_knows() -> Result<()> {
    if lacks(
        "HIMPORT",
        "hashes_are_made_from_fields_that_the_connection_knows",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("hashes_are_made_from_fields");
    let error = r.himport_set(&k, "unknown", ["Ann"]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let mut conn = r.connection().await?;
    conn.himport_prepare("one", ["name", "city"]).await?;
    conn.himport_prepare("two", ["age"]).await?;
    conn.himport_set(&k, "one", ["Ann", "Oslo"]).await?;
    let all: HashMap<String, String> = r.hgetall(&k).await?;
    let wanted = [("name", "Ann"), ("city", "Oslo")];
    let wanted = wanted.map(|(field, value)| (field.to_owned(), value.to_owned()));
    assert_eq!(all, HashMap::from(wanted));
    let error = conn.himport_set(&k, "one", "Ann").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = conn.himport_prepare("x", ["a", "a"]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    conn.himport_set(&k, "two", 37).await?;
    let all: Vec<(String, i64)> = r.hgetall(&k).await?;
    assert_eq!(all, [("age".to_owned(), 37)]);
    let had = conn.himport_discard("two").await?;
    assert!(had);
    let had = conn.himport_discard("two").await?;
    assert!(!had);
    let had = conn.himport_discard_all().await?;
    assert_eq!(had, 1);
    r.delete(&k).await?;
    Ok(())
}
