//! The string commands.

use std::time::SystemTime;

use super::*;
use crate::face::test;

const MINUTE: Duration = Duration::from_secs(60);

/// A time an hour from now, to the second, and half a second later.
fn in_an_hour() -> (SystemTime, SystemTime) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = now.unwrap().as_secs() + 3600;
    let whole = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    (whole, whole + Duration::from_millis(500))
}

/// Asserts that the key lives for at most this long, and not much shorter.
#[maybe_async]
async fn lives(r: &Redis, key: &str, time: Duration) -> Result<()> {
    let left = r.pttl(key).await?.time().expect("a time to live");
    assert!(left <= time && left + MINUTE / 2 > time, "{left:?}");
    Ok(())
}

/// Asserts that the key expires at this very millisecond.
#[maybe_async]
async fn lives_until(r: &Redis, key: &str, time: SystemTime) -> Result<()> {
    let left = time.duration_since(SystemTime::now()).unwrap();
    lives(r, key, left + Duration::from_secs(1)).await?;
    if !lacks("PEXPIRETIME", "lives_until") {
        let at = r.pexpiretime(key).await?;
        assert_eq!(at, PexpireTime::Expires(time));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_value_comes_back_as_it_was_set() -> Result<()> {
    let r = client();
    let k = key("a_value_comes_back");
    let ok = r.set(&k, "hello").await?;
    assert!(ok);
    let text: Option<String> = r.get(&k).await?;
    assert_eq!(text.as_deref(), Some("hello"));
    let gone: Option<String> = r.get(key("a_value_comes_back:missing")).await?;
    assert_eq!(gone, None);
    r.set_with(&k, 1, SetOptions::new().ex(Duration::from_secs(60)))
        .await?;
    let n = r.incr(&k).await?;
    assert_eq!(n, 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_gives_all_replies() -> Result<()> {
    let r = client();
    let k = key("a_pipeline");
    let mut pipe = r.pipeline();
    let (ok, n): (bool, i64) = pipe.set(&k, 1).incr(&k).execute().await?;
    assert_eq!((ok, n), (true, 2));
    let mut bulk = r.pipeline().transaction(false);
    for i in 0..100_000 {
        bulk.set(&k, i);
    }
    let replies: Vec<bool> = bulk.execute().await?;
    assert_eq!(replies.len(), 100_000);
    r.delete(&k).await?;
    let keys = collect(r.scan_iter::<String>(ScanOptions::new().pattern(&k))).await?;
    assert_eq!(keys.len(), 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn string_commands_in_a_pipeline_decode_to_a_tuple() -> Result<()> {
    type Replies = (
        bool,
        i64,
        Option<String>,
        Vec<Option<i64>>,
        f64,
        Option<i64>,
        i64,
    );
    let r = client();
    let k = key("string_commands_in_a_pipeline");
    let mut pipe = r.pipeline();
    pipe.set(&k, 5).incrby(&k, 2);
    pipe.set_get::<String>(&k, 10);
    let gone = key("string_commands_in_a_pipeline:missing");
    pipe.mget::<i64>([&k, &gone]).incrbyfloat(&k, 0.5);
    pipe.getdel::<i64>(&gone);
    let replies: Replies = pipe.delete(&k).execute().await?;
    let values = vec![Some(10), None];
    assert_eq!(replies, (true, 7, Some("7".into()), values, 10.5, None, 1));
    Ok(())
}

#[maybe_async]
#[test]
async fn set_obeys_its_conditions() -> Result<()> {
    let r = client();
    let k = key("set_obeys_its_conditions");
    let set = r.set_with(&k, "a", SetOptions::new().xx()).await?;
    assert!(!set);
    let set = r.set_with(&k, "b", SetOptions::new().nx()).await?;
    assert!(set);
    let set = r.set_with(&k, "c", SetOptions::new().nx()).await?;
    assert!(!set);
    let value: Option<String> = r.get(&k).await?;
    assert_eq!(value.as_deref(), Some("b"));
    let set = r.set_with(&k, "d", SetOptions::new().xx()).await?;
    assert!(set);
    let value: Option<String> = r.getdel(&k).await?;
    assert_eq!(value.as_deref(), Some("d"));
    Ok(())
}

#[maybe_async]
#[test]
async fn set_compares_the_value() -> Result<()> {
    if lacks_option("SET", "IFEQ", "set_compares_the_value") {
        return Ok(());
    }
    let r = client();
    let k = key("set_compares_the_value");
    let set = r.set_with(&k, 2, SetOptions::new().ifeq(1)).await?;
    assert!(!set);
    r.set(&k, 1).await?;
    let set = r.set_with(&k, 2, SetOptions::new().ifeq(1)).await?;
    assert!(set);
    let set = r.set_with(&k, 3, SetOptions::new().ifeq(1)).await?;
    assert!(!set);
    let options = SetOptions::new().ifeq(2).ex(MINUTE);
    let before: Option<i64> = r.set_get_with(&k, 3, options).await?;
    assert_eq!(before, Some(2));
    lives(&r, &k, MINUTE).await?;
    let value: Option<i64> = r.getdel(&k).await?;
    assert_eq!(value, Some(3));
    Ok(())
}

#[maybe_async]
#[test]
async fn set_and_delex_compare_values_and_digests() -> Result<()> {
    if lacks("DELEX", "set_and_delex_compare_values_and_digests") {
        return Ok(());
    }
    let r = client();
    let k = key("set_and_delex_compare_values_and_digests");
    let none = r.digest(&k).await?;
    assert_eq!(none, None);
    let set = r.set_with(&k, "a", SetOptions::new().ifne("a")).await?;
    assert!(set);
    let set = r.set_with(&k, "b", SetOptions::new().ifne("a")).await?;
    assert!(!set);
    let digest = r.digest(&k).await?.unwrap();
    assert_eq!(digest.len(), 16);
    let set = r
        .set_with(&k, "b", SetOptions::new().ifdne(&digest))
        .await?;
    assert!(!set);
    let set = r
        .set_with(&k, "b", SetOptions::new().ifdeq(&digest))
        .await?;
    assert!(set);
    for (options, deleted) in [
        (DelexOptions::new().ifeq("a"), false),
        (DelexOptions::new().ifne("b"), false),
        (DelexOptions::new().ifdeq(&digest), false),
        (DelexOptions::new().ifdne(&digest), true),
    ] {
        let done = r.delex_with(&k, options).await?;
        assert_eq!(done, deleted);
    }
    let gone = r.delex(&k).await?;
    assert!(!gone);
    Ok(())
}

#[maybe_async]
#[test]
async fn increx_keeps_within_its_bounds() -> Result<()> {
    if lacks("INCREX", "increx_keeps_within_its_bounds") {
        return Ok(());
    }
    let r = client();
    let k = key("increx_keeps_within_its_bounds");
    let done = r.increx(&k).await?;
    assert_eq!((done.value, done.increment), (1, 1));
    let options = IncrexOptions::byint(5).lbound(0).ubound(4).ex(MINUTE);
    let done = r.increx_with(&k, options.clone()).await?;
    assert_eq!((done.value, done.increment), (1, 0));
    let time = r.pttl(&k).await?.time();
    assert_eq!(time, None);
    let done = r.increx_with(&k, options.saturate().enx()).await?;
    assert_eq!((done.value, done.increment), (4, 3));
    lives(&r, &k, MINUTE).await?;
    let options = IncrexOptions::byfloat(-0.5).px(MINUTE * 2).enx();
    let done = r.increx_with(&k, options).await?;
    assert_eq!((done.value, done.increment), (3.5, -0.5));
    lives(&r, &k, MINUTE).await?;
    let error = r.increx(&k).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.increx_with(&k, IncrexOptions::byfloat(0.5).persist())
        .await?;
    let time = r.pttl(&k).await?.time();
    assert_eq!(time, None);
    for wrong in [
        IncrexOptions::new().enx(),
        IncrexOptions::new().lbound(1).ubound(0),
    ] {
        let error = r.increx_with(&k, wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn set_obeys_every_kind_of_expiry() -> Result<()> {
    let r = client();
    let k = key("set_obeys_every_kind_of_expiry");
    let (whole, half) = in_an_hour();
    for time in [MINUTE, Duration::from_millis(90_500)] {
        r.set_with(&k, 1, SetOptions::new().ex(time)).await?;
        lives(&r, &k, time).await?;
        r.set_with(&k, 1, SetOptions::new().px(time * 2)).await?;
        lives(&r, &k, time * 2).await?;
    }
    for time in [whole, half] {
        r.set_with(&k, 1, SetOptions::new().exat(time)).await?;
        lives_until(&r, &k, time).await?;
        r.set(&k, 1).await?;
        let ttl = r.pttl(&k).await?;
        assert_eq!(ttl, Pttl::NoExpiry);
        r.set_with(&k, 1, SetOptions::new().pxat(time)).await?;
        lives_until(&r, &k, time).await?;
        r.set_with(&k, 2, SetOptions::new().keepttl()).await?;
        lives_until(&r, &k, time).await?;
    }
    let value: Option<i64> = r.getdel(&k).await?;
    assert_eq!(value, Some(2));
    Ok(())
}

#[maybe_async]
#[test]
async fn set_get_returns_what_was_there() -> Result<()> {
    let r = client();
    let k = key("set_get_returns_what_was_there");
    let before: Option<String> = r.set_get(&k, "a").await?;
    assert_eq!(before, None);
    let before: Option<String> = r.set_get(&k, "b").await?;
    assert_eq!(before.as_deref(), Some("a"));
    let options = SetOptions::new().xx().ex(MINUTE);
    let before: Option<String> = r.set_get_with(&k, "c", options).await?;
    assert_eq!(before.as_deref(), Some("b"));
    lives(&r, &k, MINUTE).await?;
    let before: Option<String> = r.getset(&k, "d").await?;
    assert_eq!(before.as_deref(), Some("c"));
    let ttl = r.ttl(&k).await?;
    assert_eq!(ttl, Ttl::NoExpiry);
    r.delete(&k).await?;
    let before: Option<String> = r.getset(&k, "e").await?;
    assert_eq!(before, None);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn set_get_tells_the_value_that_kept_it_from_setting() -> Result<()> {
    let server = Server::shared();
    if server.version() < (7, 0) {
        server.record_lack("SET NX GET", "set_get_tells_the_value");
        return Ok(());
    }
    let r = client();
    let k = key("set_get_tells_the_value");
    let before: Option<i64> = r.set_get_with(&k, 1, SetOptions::new().nx()).await?;
    assert_eq!(before, None);
    let before: Option<i64> = r.set_get_with(&k, 2, SetOptions::new().nx()).await?;
    assert_eq!(before, Some(1));
    let value: Option<i64> = r.getdel(&k).await?;
    assert_eq!(value, Some(1));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_older_ways_of_setting_work() -> Result<()> {
    let r = client();
    let k = key("the_older_ways_of_setting");
    let set = r.setnx(&k, 1).await?;
    assert!(set);
    let set = r.setnx(&k, 2).await?;
    assert!(!set);
    r.setex(&k, Duration::from_millis(89_001), "x").await?;
    lives(&r, &k, Duration::from_secs(90)).await?;
    r.psetex(&k, Duration::from_millis(200_500), "y").await?;
    lives(&r, &k, Duration::from_millis(200_500)).await?;
    let refused = r.setex(&k, Duration::ZERO, "z").await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    let refused = r.psetex(&k, Duration::ZERO, "z").await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    let value: Option<String> = r.getdel(&k).await?;
    assert_eq!(value.as_deref(), Some("y"));
    let value: Option<String> = r.getdel(&k).await?;
    assert_eq!(value, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn getex_changes_the_expiry() -> Result<()> {
    let r = client();
    let k = key("getex_changes_the_expiry");
    let (whole, half) = in_an_hour();
    let missing: Option<i64> = r.getex(&k).await?;
    assert_eq!(missing, None);
    r.set(&k, 7).await?;
    let value: Option<i64> = r.getex(&k).await?;
    assert_eq!(value, Some(7));
    let ttl = r.ttl(&k).await?;
    assert_eq!(ttl, Ttl::NoExpiry);
    for time in [MINUTE, Duration::from_millis(120_500)] {
        let value: Option<i64> = r.getex_with(&k, GetexOptions::new().ex(time)).await?;
        assert_eq!(value, Some(7));
        lives(&r, &k, time).await?;
        let _: Option<i64> = r.getex_with(&k, GetexOptions::new().px(time * 3)).await?;
        lives(&r, &k, time * 3).await?;
    }
    for time in [whole, half] {
        let _: Option<i64> = r.getex_with(&k, GetexOptions::new().exat(time)).await?;
        lives_until(&r, &k, time).await?;
        let value: Option<i64> = r.getex_with(&k, GetexOptions::new().persist()).await?;
        assert_eq!(value, Some(7));
        let ttl = r.ttl(&k).await?;
        assert_eq!(ttl, Ttl::NoExpiry);
        let _: Option<i64> = r.getex_with(&k, GetexOptions::new().pxat(time)).await?;
        lives_until(&r, &k, time).await?;
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn many_keys_are_set_and_read_at_once() -> Result<()> {
    let r = client();
    let [a, b, c] = ["a", "b", "c"].map(|name| key(&format!("many_keys_are_set:{name}")));
    let ok = r.mset([(&a, "1"), (&b, "2")]).await?;
    assert!(ok);
    let values: Vec<Option<i64>> = r.mget([&a, &c, &b]).await?;
    assert_eq!(values, [Some(1), None, Some(2)]);
    let set = r.msetnx([(&b, 3), (&c, 3)]).await?;
    assert!(!set);
    let one: Vec<Option<i64>> = r.mget(&c).await?;
    assert_eq!(one, [None]);
    r.delete([&a, &b]).await?;
    let set = r.msetnx((&c, 3)).await?;
    assert!(set);
    let n = r.delete([a, b, c]).await?;
    assert_eq!(n, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn msetex_obeys_its_options() -> Result<()> {
    if lacks("MSETEX", "msetex_obeys_its_options") {
        return Ok(());
    }
    let r = client();
    let [a, b] = ["a", "b"].map(|name| key(&format!("msetex_obeys:{name}")));
    let (whole, half) = in_an_hour();
    let pairs = |n: i64| [(a.clone(), n), (b.clone(), n)];
    let set = r.msetex_with(pairs(1), MsetexOptions::new().xx()).await?;
    assert!(!set);
    let set = r
        .msetex_with(pairs(1), MsetexOptions::new().nx().ex(MINUTE))
        .await?;
    assert!(set);
    lives(&r, &a, MINUTE).await?;
    lives(&r, &b, MINUTE).await?;
    let set = r.msetex_with(pairs(2), MsetexOptions::new().nx()).await?;
    assert!(!set);
    let set = r
        .msetex_with(pairs(2), MsetexOptions::new().xx().px(MINUTE * 2))
        .await?;
    assert!(set);
    lives(&r, &b, MINUTE * 2).await?;
    let values: Vec<Option<i64>> = r.mget([&a, &b]).await?;
    assert_eq!(values, [Some(2), Some(2)]);
    for time in [whole, half] {
        r.msetex_with(pairs(3), MsetexOptions::new().exat(time))
            .await?;
        lives_until(&r, &a, time).await?;
        let ok = r.msetex(pairs(4)).await?;
        assert!(ok);
        let ttl = r.ttl(&a).await?;
        assert_eq!(ttl, Ttl::NoExpiry);
        r.msetex_with(pairs(5), MsetexOptions::new().pxat(time))
            .await?;
        r.msetex_with(pairs(6), MsetexOptions::new().keepttl())
            .await?;
        lives_until(&r, &b, time).await?;
    }
    let value: Option<i64> = r.get(&b).await?;
    assert_eq!(value, Some(6));
    r.delete([a, b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn numbers_are_counted_up_and_down() -> Result<()> {
    let r = client();
    let k = key("numbers_are_counted");
    let n = r.decr(&k).await?;
    assert_eq!(n, -1);
    let n = r.incrby(&k, 11).await?;
    assert_eq!(n, 10);
    let n = r.decrby(&k, 7).await?;
    assert_eq!(n, 3);
    let n = r.incr(&k).await?;
    assert_eq!(n, 4);
    let n = r.incrbyfloat(&k, -0.5).await?;
    assert_eq!(n, 3.5);
    let refused = r.incr(&k).await.unwrap_err();
    assert_eq!(refused.code(), Some("ERR"));
    r.set(&k, i64::MAX).await?;
    let refused = r.incr(&k).await.unwrap_err();
    assert!(refused.to_string().contains("overflow"), "{refused}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn parts_of_a_string_are_read_and_written() -> Result<()> {
    let r = client();
    let k = key("parts_of_a_string");
    let len = r.append(&k, "Hello ").await?;
    assert_eq!(len, 6);
    let len = r.append(&k, "World").await?;
    assert_eq!(len, 11);
    let len = r.strlen(&k).await?;
    assert_eq!(len, 11);
    let part: String = r.getrange(&k, 0, 4).await?;
    assert_eq!(part, "Hello");
    let part: String = r.substr(&k, -5, -1).await?;
    assert_eq!(part, "World");
    let part: String = r.getrange(&k, 50, 60).await?;
    assert_eq!(part, "");
    let len = r.setrange(&k, 6, "Redis!").await?;
    assert_eq!(len, 12);
    let value: Option<String> = r.getdel(&k).await?;
    assert_eq!(value.as_deref(), Some("Hello Redis!"));
    let len = r.setrange(&k, 2, [0xffu8]).await?;
    assert_eq!(len, 3);
    let value: Option<Vec<u8>> = r.getdel(&k).await?;
    assert_eq!(value, Some(vec![0, 0, 0xff]));
    let len = r.strlen(&k).await?;
    assert_eq!(len, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn the_longest_common_subsequence_is_found() -> Result<()> {
    if lacks("LCS", "the_longest_common_subsequence") {
        return Ok(());
    }
    let r = client();
    let [a, b] = ["a", "b"].map(|name| key(&format!("the_longest_common:{name}")));
    r.mset([(&a, "ohmytext"), (&b, "mynewtext")]).await?;
    let common: String = r.lcs(&a, &b).await?;
    assert_eq!(common, "mytext");
    let len = r.lcs_len(&a, &b).await?;
    assert_eq!(len, 6);

    let found = r.lcs_idx(&a, &b).await?;
    let places: Vec<_> = found
        .matches()
        .iter()
        .map(|m| (m.first(), m.second()))
        .collect();
    assert_eq!(places, [(4..=7, 5..=8), (2..=3, 0..=1)]);
    assert_eq!(found.total_len(), 6);
    assert_eq!(found.matches()[0].match_len(), None);
    assert_eq!(&"ohmytext"[found.matches()[0].first()], "text");

    let options = LcsOptions::new().minmatchlen(4).withmatchlen();
    let found = r.lcs_idx_with(&a, &b, options).await?;
    let lens: Vec<_> = found.matches().iter().map(|m| m.match_len()).collect();
    assert_eq!((lens, found.total_len()), (vec![Some(4)], 6));

    let found = r.lcs_idx(&a, key("the_longest_common:missing")).await?;
    assert_eq!((found.matches().len(), found.total_len()), (0, 0));
    r.delete([a, b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn delifeq_deletes_one_value_only() -> Result<()> {
    if lacks("DELIFEQ", "delifeq_deletes_one_value_only") {
        return Ok(());
    }
    let r = client();
    let k = key("delifeq_deletes_one_value_only");
    let deleted = r.delifeq(&k, "a").await?;
    assert!(!deleted);
    r.set(&k, "a").await?;
    let deleted = r.delifeq(&k, "b").await?;
    assert!(!deleted);
    let deleted = r.delifeq(&k, "a").await?;
    assert!(deleted);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_that_holds_no_string_is_refused() -> Result<()> {
    let r = client();
    let k = key("a_key_that_holds_no_string");
    let _: i64 = r
        .execute_command(Command::new("RPUSH").key(&k).arg(1))
        .await?;
    let refused = r.get::<String>(&k).await.unwrap_err();
    assert_eq!(refused.code(), Some("WRONGTYPE"));
    let refused = r.set_get::<String>(&k, 1).await.unwrap_err();
    assert_eq!(refused.code(), Some("WRONGTYPE"));
    let values: Vec<Option<String>> = r.mget(&k).await?;
    assert_eq!(values, [None]);
    let ok = r.set(&k, 1).await?;
    assert!(ok);
    r.delete(&k).await?;
    Ok(())
}
