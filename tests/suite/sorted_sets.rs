//! The sorted set commands.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use super::*;
use crate::face::test;

/// Members with scores, as they are decoded.
fn scored<const N: usize>(pairs: [(&str, f64); N]) -> Vec<(String, f64)> {
    pairs.map(|(m, s)| (m.to_owned(), s)).to_vec()
}

#[maybe_async]
#[test]
async fn zadd_adds_members_from_one_pair_many_or_a_map() -> Result<()> {
    let r = client();
    let k = key("zadd_pairs");
    let n = r.zadd(&k, ("a", 1)).await?;
    assert_eq!(n, 1);
    let n = r.zadd(&k, [("a", 2.5), ("b", -0.25)]).await?;
    assert_eq!(n, 1);
    let n = r.zadd(&k, BTreeMap::from([("c", 3), ("d", 4)])).await?;
    assert_eq!(n, 2);
    let n = r
        .zadd(&k, vec![("low", f64::NEG_INFINITY), ("top", f64::INFINITY)])
        .await?;
    assert_eq!(n, 2);
    let all: Vec<(String, f64)> = r.zrange_withscores(&k, 0, -1).await?;
    let inf = f64::INFINITY;
    assert_eq!(
        all,
        scored([
            ("low", -inf),
            ("b", -0.25),
            ("a", 2.5),
            ("c", 3.0),
            ("d", 4.0),
            ("top", inf)
        ])
    );
    let n = r.zcard(&k).await?;
    assert_eq!(n, 6);
    let none = r.zadd(&k, Vec::<(String, f64)>::new()).await;
    assert_eq!(none.unwrap_err().code(), Some("ERR"));
    let text = r.zadd(&k, ("a", "much")).await;
    assert_eq!(text.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn zadd_options_decide_what_is_added_and_counted() -> Result<()> {
    let r = client();
    let k = key("zadd_options");
    let new = ZaddOptions::new;
    r.zadd(&k, [("a", 5), ("b", 5)]).await?;
    let n = r.zadd_with(&k, [("a", 9), ("c", 9)], new().nx()).await?;
    assert_eq!(n, 1);
    let n = r
        .zadd_with(&k, [("b", 6), ("d", 6)], new().xx().ch())
        .await?;
    assert_eq!(n, 1);
    let n = r
        .zadd_with(&k, [("a", 4), ("b", 7), ("e", 1)], new().gt().ch())
        .await?;
    assert_eq!(n, 2);
    let n = r
        .zadd_with(&k, [("a", 4), ("b", 8), ("f", 2)], new().xx().lt().ch())
        .await?;
    assert_eq!(n, 1);
    let all: Vec<(String, f64)> = r.zrange_withscores(&k, 0, -1).await?;
    assert_eq!(
        all,
        scored([("e", 1.0), ("a", 4.0), ("b", 7.0), ("c", 9.0)])
    );
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn scores_are_incremented_with_and_without_conditions() -> Result<()> {
    let r = client();
    let k = key("scores_are_incremented");
    let score = r.zincrby(&k, 1, "a").await?;
    assert_eq!(score, 1.0);
    let score = r.zincrby(&k, 0.5, "a").await?;
    assert_eq!(score, 1.5);
    let score = r.zadd_incr(&k, "a", -2).await?;
    assert_eq!(score, -0.5);
    let new = ZaddOptions::new;
    let score = r.zadd_incr_with(&k, "a", 1, new().nx()).await?;
    assert_eq!(score, None);
    let score = r.zadd_incr_with(&k, "b", 1, new().xx()).await?;
    assert_eq!(score, None);
    let score = r.zadd_incr_with(&k, "a", 3, new().gt()).await?;
    assert_eq!(score, Some(2.5));
    let score = r.zadd_incr_with(&k, "a", 3, new().lt()).await?;
    assert_eq!(score, None);
    r.zadd(&k, ("top", f64::INFINITY)).await?;
    let nan = r.zincrby(&k, "-inf", "top").await;
    assert_eq!(nan.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_asked_for_scores_and_ranks() -> Result<()> {
    let r = client();
    let k = key("scores_and_ranks");
    r.zadd(&k, [("a", 1.0), ("b", 2.5), ("c", 3.0)]).await?;
    let score = r.zscore(&k, "b").await?;
    assert_eq!(score, Some(2.5));
    let score = r.zscore(&k, "x").await?;
    assert_eq!(score, None);
    let scores = r.zmscore(&k, ["c", "x", "a"]).await?;
    assert_eq!(scores, [Some(3.0), None, Some(1.0)]);
    let (low, high) = (r.zrank(&k, "a").await?, r.zrevrank(&k, "a").await?);
    assert_eq!((low, high), (Some(0), Some(2)));
    let (low, high) = (r.zrank(&k, "x").await?, r.zrevrank(&k, "x").await?);
    assert_eq!((low, high), (None, None));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn ranks_come_with_scores() -> Result<()> {
    if lacks_option("ZRANK", "WITHSCORE", "ranks_come_with_scores") {
        return Ok(());
    }
    let r = client();
    let k = key("ranks_with_scores");
    r.zadd(&k, [("a", 1.0), ("b", 2.5), ("c", 3.0)]).await?;
    let low = r.zrank_withscore(&k, "b").await?;
    assert_eq!(low, Some((1, 2.5)));
    let high = r.zrevrank_withscore(&k, "a").await?;
    assert_eq!(high, Some((2, 1.0)));
    let low = r.zrank_withscore(&k, "x").await?;
    let high = r.zrevrank_withscore(&k, "x").await?;
    assert_eq!((low, high), (None, None));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn score_bounds_are_numbers_typed_or_words() -> Result<()> {
    let r = client();
    let k = key("score_bounds");
    r.zadd(&k, [("a", 1.0), ("b", 1.5), ("c", 2.0), ("d", 3.0)])
        .await?;
    let n = r.zcount(&k, 1.5, 2).await?;
    assert_eq!(n, 2);
    let n = r.zcount(&k, "(1.5", "+inf").await?;
    assert_eq!(n, 2);
    let (from, to) = (ScoreBound::exclusive(1.0), ScoreBound::inclusive(2.0));
    let n = r.zcount(&k, from, to).await?;
    assert_eq!(n, 2);
    let n = r.zcount(&k, ScoreBound::MIN, ScoreBound::MAX).await?;
    assert_eq!(n, 4);
    let n = r.zcount(&k, f64::NEG_INFINITY, "(3").await?;
    assert_eq!(n, 3);
    let bad = r.zcount(&k, "low", 1).await;
    assert_eq!(bad.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn lex_bounds_are_typed_or_words() -> Result<()> {
    let r = client();
    let k = key("lex_bounds");
    r.zadd(&k, [("a", 0), ("b", 0), ("c", 0), ("d", 0)]).await?;
    let n = r.zlexcount(&k, "-", "+").await?;
    assert_eq!(n, 4);
    let n = r.zlexcount(&k, LexBound::MIN, LexBound::MAX).await?;
    assert_eq!(n, 4);
    let (from, to) = (LexBound::exclusive("a"), LexBound::inclusive(b"c"));
    let n = r.zlexcount(&k, &from, &to).await?;
    assert_eq!(n, 2);
    let n = r.zlexcount(&k, "[b", "(d").await?;
    assert_eq!(n, 2);
    let some: Vec<String> = r.zrangebylex(&k, from, to).await?;
    assert_eq!(some, ["b", "c"]);
    let bare = r.zlexcount(&k, "a", "b").await;
    assert_eq!(bare.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn zrange_takes_indexes_scores_and_members() -> Result<()> {
    let r = client();
    let k = key("zrange");
    let new = ZrangeOptions::new;
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3), ("d", 4)]).await?;
    let some: Vec<String> = r.zrange(&k, 1, -2).await?;
    assert_eq!(some, ["b", "c"]);
    let some: Vec<(String, f64)> = r.zrange_withscores(&k, 0, 1).await?;
    assert_eq!(some, scored([("a", 1.0), ("b", 2.0)]));
    let map: BTreeMap<String, f64> = r.zrange_withscores(&k, 2, 2).await?.into_iter().collect();
    assert_eq!(map, BTreeMap::from([("c".to_owned(), 3.0)]));
    let none: Vec<(String, f64)> = r.zrange_withscores(key("zrange:no"), 0, -1).await?;
    assert_eq!(none, []);

    let some: Vec<String> = r.zrange_with(&k, 0, 1, new().desc()).await?;
    assert_eq!(some, ["d", "c"]);
    let some: Vec<String> = r.zrange_with(&k, "(1", 3, new().byscore()).await?;
    assert_eq!(some, ["b", "c"]);
    let options = new().byscore().desc().limit(1, 2);
    let some: Vec<String> = r.zrange_with(&k, ScoreBound::MAX, 0, options).await?;
    assert_eq!(some, ["c", "b"]);
    let some: Vec<(String, f64)> = r
        .zrange_withscores_with(&k, 2, 4, new().byscore().limit(1, -1))
        .await?;
    assert_eq!(some, scored([("c", 3.0), ("d", 4.0)]));
    let limited = r.zrange_with::<String>(&k, 0, -1, new().limit(0, 1)).await;
    assert_eq!(limited.unwrap_err().code(), Some("ERR"));

    r.delete(&k).await?;
    r.zadd(&k, [("a", 0), ("b", 0), ("c", 0)]).await?;
    let some: Vec<String> = r
        .zrange_with(&k, LexBound::exclusive("a"), "+", new().bylex())
        .await?;
    assert_eq!(some, ["b", "c"]);
    let options = new().byscore().bylex().desc().limit(0, 2);
    let some: Vec<String> = r.zrange_with(&k, "+", "-", options).await?;
    assert_eq!(some, ["c", "b"]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn zrangestore_stores_what_zrange_returns() -> Result<()> {
    let r = client();
    let (k, dest) = (key("zrangestore"), key("zrangestore:dest"));
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3), ("d", 4)]).await?;
    let n = r.zrangestore(&dest, &k, 0, 1).await?;
    assert_eq!(n, 2);
    let all: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, -1).await?;
    assert_eq!(all, scored([("a", 1.0), ("b", 2.0)]));
    let options = ZrangeOptions::new().byscore().desc().limit(0, 2);
    let n = r.zrangestore_with(&dest, &k, "(4", "-inf", options).await?;
    assert_eq!(n, 2);
    let all: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, -1).await?;
    assert_eq!(all, scored([("b", 2.0), ("c", 3.0)]));
    r.delete([&k, &dest]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_older_ranges_work_forward_and_backward() -> Result<()> {
    let r = client();
    let k = key("older_ranges");
    let limit = |offset, count| ZrangeByOptions::new().limit(offset, count);
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3)]).await?;
    let some: Vec<String> = r.zrevrange(&k, 0, 1).await?;
    assert_eq!(some, ["c", "b"]);
    let some: Vec<(String, f64)> = r.zrevrange_withscores(&k, 1, -1).await?;
    assert_eq!(some, scored([("b", 2.0), ("a", 1.0)]));

    let some: Vec<String> = r.zrangebyscore(&k, "(1", "+inf").await?;
    assert_eq!(some, ["b", "c"]);
    let some: Vec<String> = r.zrangebyscore_with(&k, 1, 3, limit(1, 1)).await?;
    assert_eq!(some, ["b"]);
    let some: Vec<(String, f64)> = r.zrangebyscore_withscores(&k, 1, 2).await?;
    assert_eq!(some, scored([("a", 1.0), ("b", 2.0)]));
    let some: Vec<(String, f64)> = r
        .zrangebyscore_withscores_with(&k, "-inf", ScoreBound::MAX, limit(2, -1))
        .await?;
    assert_eq!(some, scored([("c", 3.0)]));

    let some: Vec<String> = r.zrevrangebyscore(&k, "(3", 1).await?;
    assert_eq!(some, ["b", "a"]);
    let some: Vec<String> = r.zrevrangebyscore_with(&k, 3, 1, limit(0, 1)).await?;
    assert_eq!(some, ["c"]);
    let some: Vec<(String, f64)> = r.zrevrangebyscore_withscores(&k, 3, 2).await?;
    assert_eq!(some, scored([("c", 3.0), ("b", 2.0)]));
    let some: Vec<(String, f64)> = r
        .zrevrangebyscore_withscores_with(&k, "inf", "-inf", limit(1, 2))
        .await?;
    assert_eq!(some, scored([("b", 2.0), ("a", 1.0)]));

    r.delete(&k).await?;
    r.zadd(&k, [("a", 0), ("b", 0), ("c", 0)]).await?;
    let some: Vec<String> = r.zrangebylex(&k, "-", "(c").await?;
    assert_eq!(some, ["a", "b"]);
    let some: Vec<String> = r.zrangebylex_with(&k, "-", "+", limit(1, 5)).await?;
    assert_eq!(some, ["b", "c"]);
    let some: Vec<String> = r.zrevrangebylex(&k, "+", "[b").await?;
    assert_eq!(some, ["c", "b"]);
    let some: Vec<String> = r.zrevrangebylex_with(&k, "+", "-", limit(2, 1)).await?;
    assert_eq!(some, ["a"]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_removed_by_name_and_by_range() -> Result<()> {
    let r = client();
    let k = key("zrem");
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)])
        .await?;
    let n = r.zrem(&k, "a").await?;
    assert_eq!(n, 1);
    let n = r.zrem(&k, ["a", "b"]).await?;
    assert_eq!(n, 1);
    let n = r.zremrangebyrank(&k, -1, -1).await?;
    assert_eq!(n, 1);
    let n = r
        .zremrangebyscore(&k, ScoreBound::exclusive(3.0), 9)
        .await?;
    assert_eq!(n, 1);
    let left: Vec<String> = r.zrange(&k, 0, -1).await?;
    assert_eq!(left, ["c"]);
    let n = r.zremrangebylex(&k, LexBound::MIN, "[c").await?;
    assert_eq!(n, 1);
    let n = r.zcard(&k).await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_popped_from_either_end() -> Result<()> {
    let r = client();
    let k = key("zpop");
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)])
        .await?;
    let low: Option<(String, f64)> = r.zpopmin(&k).await?;
    assert_eq!(low, Some(("a".into(), 1.0)));
    let high: Option<(String, f64)> = r.zpopmax(&k).await?;
    assert_eq!(high, Some(("e".into(), 5.0)));
    let low: Vec<(String, f64)> = r.zpopmin_count(&k, 2).await?;
    assert_eq!(low, scored([("b", 2.0), ("c", 3.0)]));
    r.zadd(&k, ("c", 3)).await?;
    let high: Vec<(String, f64)> = r.zpopmax_count(&k, 9).await?;
    assert_eq!(high, scored([("d", 4.0), ("c", 3.0)]));
    let low: Option<(String, f64)> = r.zpopmin(&k).await?;
    let high: Option<(String, f64)> = r.zpopmax(&k).await?;
    assert_eq!((low, high), (None, None));
    let low: Vec<(String, f64)> = r.zpopmin_count(&k, 2).await?;
    let high: Vec<(String, f64)> = r.zpopmax_count(&k, 2).await?;
    assert_eq!((low, high), (vec![], vec![]));
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_popped_from_the_first_key_that_has_some() -> Result<()> {
    if lacks(
        "ZMPOP",
        "members_are_popped_from_the_first_key_that_has_some",
    ) {
        return Ok(());
    }
    let r = client();
    let (none, k) = (key("zmpop:none"), key("zmpop"));
    r.zadd(&k, [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)])
        .await?;
    type Popped = Option<(String, Vec<(String, f64)>)>;
    let some: Popped = r.zmpop([&none, &k], ScoreEnd::Min).await?;
    assert_eq!(some, Some((k.clone(), scored([("a", 1.0)]))));
    let some: Popped = r.zmpop_count([&none, &k], ScoreEnd::Max, 2).await?;
    assert_eq!(some, Some((k.clone(), scored([("e", 5.0), ("d", 4.0)]))));
    let second = Duration::from_secs(1);
    let some: Popped = r.bzmpop(second, [&none, &k], ScoreEnd::Max).await?;
    assert_eq!(some, Some((k.clone(), scored([("c", 3.0)]))));
    let some: Popped = r.bzmpop_count(second, &k, ScoreEnd::Min, 5).await?;
    assert_eq!(some, Some((k.clone(), scored([("b", 2.0)]))));
    let no: Popped = r.zmpop([&none, &k], ScoreEnd::Min).await?;
    assert_eq!(no, None);
    let no: Popped = r.zmpop_count(&none, ScoreEnd::Min, 2).await?;
    assert_eq!(no, None);
    let short = Duration::from_millis(20);
    let no: Popped = r.bzmpop(short, &k, ScoreEnd::Min).await?;
    assert_eq!(no, None);
    let no: Popped = r.bzmpop_count(short, &k, ScoreEnd::Max, 2).await?;
    assert_eq!(no, None);
    Ok(())
}

/// A client that gives the server 300 ms for an answer.
fn impatient() -> Redis {
    let config = config_of(Server::shared());
    Redis::new(config.socket_timeout(Duration::from_millis(300))).unwrap()
}

#[maybe_async]
async fn add_later((r, k): (Redis, String)) -> Result<i64> {
    sleep(Duration::from_millis(700)).await;
    r.zadd(&k, ("late", 1.5)).await
}

#[maybe_async]
#[test]
async fn a_blocking_pop_waits_until_there_is_a_member() -> Result<()> {
    let r = impatient();
    let (none, k) = (key("bzpop:none"), key("bzpop"));
    r.zadd(&k, [("a", 1), ("b", 2)]).await?;
    let at_once: Option<(String, String, f64)> =
        r.bzpopmin([&none, &k], Duration::from_secs(1)).await?;
    assert_eq!(at_once, Some((k.clone(), "a".into(), 1.0)));
    let at_once: Option<(String, String, f64)> = r.bzpopmax(&k, Duration::ZERO).await?;
    assert_eq!(at_once, Some((k.clone(), "b".into(), 2.0)));

    // Zero is for ever, and longer than the socket may be silent otherwise.
    let adding = spawn(add_later, (r.clone(), k.clone()));
    let woken: Option<(String, String, f64)> = r.bzpopmin([&none, &k], Duration::ZERO).await?;
    assert_eq!(woken, Some((k.clone(), "late".into(), 1.5)));
    let added = adding.join().await?;
    assert_eq!(added, 1);
    let adding = spawn(add_later, (r.clone(), k.clone()));
    let woken: Option<(String, String, f64)> = r.bzpopmax(&k, Duration::from_secs(20)).await?;
    assert_eq!(woken, Some((k, "late".into(), 1.5)));
    let added = adding.join().await?;
    assert_eq!(added, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_blocking_pop_gives_up_after_its_own_time() -> Result<()> {
    let r = impatient();
    let k = key("bzpop_gives_up");
    let time = Duration::from_millis(600);
    let start = Instant::now();
    let none: Option<(String, String, f64)> = r.bzpopmin(&k, time).await?;
    assert_eq!(none, None);
    let none: Option<(String, String, f64)> = r.bzpopmax(&k, time).await?;
    assert_eq!(none, None);
    let waited = start.elapsed();
    assert!(waited >= time * 2 - Duration::from_millis(10), "{waited:?}");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_blocking_pop_of_many_waits_until_there_is_a_member() -> Result<()> {
    if lacks(
        "BZMPOP",
        "a_blocking_pop_of_many_waits_until_there_is_a_member",
    ) {
        return Ok(());
    }
    type Popped = Option<(String, Vec<(String, f64)>)>;
    let r = impatient();
    let (none, k) = (key("bzmpop:none"), key("bzmpop"));
    let adding = spawn(add_later, (r.clone(), k.clone()));
    let woken: Popped = r.bzmpop(Duration::ZERO, [&none, &k], ScoreEnd::Min).await?;
    assert_eq!(woken, Some((k.clone(), scored([("late", 1.5)]))));
    let added = adding.join().await?;
    assert_eq!(added, 1);
    let adding = spawn(add_later, (r.clone(), k.clone()));
    let woken: Popped = r
        .bzmpop_count(Duration::from_secs(20), &k, ScoreEnd::Max, 3)
        .await?;
    assert_eq!(woken, Some((k, scored([("late", 1.5)]))));
    let added = adding.join().await?;
    assert_eq!(added, 1);
    Ok(())
}

#[maybe_async]
#[test]
async fn random_members_come_alone_in_number_and_with_scores() -> Result<()> {
    let r = client();
    let k = key("zrandmember");
    let none: Option<String> = r.zrandmember(&k).await?;
    assert_eq!(none, None);
    let none: Vec<(String, f64)> = r.zrandmember_withscores(&k, 3).await?;
    assert_eq!(none, []);
    r.zadd(&k, ("a", 1.5)).await?;
    let one: Option<String> = r.zrandmember(&k).await?;
    assert_eq!(one.as_deref(), Some("a"));
    let again: Vec<String> = r.zrandmember_count(&k, -3).await?;
    assert_eq!(again, ["a", "a", "a"]);
    let again: Vec<(String, f64)> = r.zrandmember_withscores(&k, -2).await?;
    assert_eq!(again, scored([("a", 1.5), ("a", 1.5)]));
    r.zadd(&k, ("b", 2)).await?;
    let all: Vec<String> = r.zrandmember_count(&k, 5).await?;
    assert_eq!(all.len(), 2);
    assert_eq!(
        HashSet::from_iter(all),
        HashSet::from(["a".to_owned(), "b".to_owned()])
    );
    let mut all: Vec<(String, f64)> = r.zrandmember_withscores(&k, 5).await?;
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(all, scored([("a", 1.5), ("b", 2.0)]));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn sorted_sets_are_combined() -> Result<()> {
    let r = client();
    let (a, b) = (key("combined:a"), key("combined:b"));
    let new = ZaggregateOptions::new;
    r.zadd(&a, [("x", 1), ("y", 2)]).await?;
    r.zadd(&b, [("y", 5), ("z", 4)]).await?;

    let some: Vec<String> = r.zdiff([&a, &b]).await?;
    assert_eq!(some, ["x"]);
    let some: Vec<(String, f64)> = r.zdiff_withscores([&a, &b]).await?;
    assert_eq!(some, scored([("x", 1.0)]));

    let some: Vec<String> = r.zinter([&a, &b]).await?;
    assert_eq!(some, ["y"]);
    let some: Vec<(String, f64)> = r.zinter_withscores([&a, &b]).await?;
    assert_eq!(some, scored([("y", 7.0)]));
    let some: Vec<String> = r.zinter_with([&a, &b], new().weights([2, 3])).await?;
    assert_eq!(some, ["y"]);
    let options = new().weights([10.0, 0.5]).aggregate(ScoreAggregate::Min);
    let some: Vec<(String, f64)> = r.zinter_withscores_with([&a, &b], options).await?;
    assert_eq!(some, scored([("y", 2.5)]));

    let all: Vec<String> = r.zunion([&a, &b]).await?;
    assert_eq!(all, ["x", "z", "y"]);
    let all: Vec<(String, f64)> = r.zunion_withscores([&a, &b]).await?;
    assert_eq!(all, scored([("x", 1.0), ("z", 4.0), ("y", 7.0)]));
    let all: Vec<String> = r.zunion_with([&a, &b], new().weights([9, 1])).await?;
    assert_eq!(all, ["z", "x", "y"]);
    let options = new().aggregate(ScoreAggregate::Max);
    let all: Vec<(String, f64)> = r.zunion_withscores_with([&a, &b], options).await?;
    assert_eq!(all, scored([("x", 1.0), ("z", 4.0), ("y", 5.0)]));
    let options = new().aggregate(ScoreAggregate::Sum);
    let all: Vec<(String, f64)> = r.zunion_withscores_with(&a, options).await?;
    assert_eq!(all, scored([("x", 1.0), ("y", 2.0)]));
    let one_weight = new().weights([1]);
    let wrong = r.zunion_with::<String>([&a, &b], one_weight).await;
    assert_eq!(wrong.unwrap_err().code(), Some("ERR"));
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn combined_sorted_sets_are_stored() -> Result<()> {
    let r = client();
    let (a, b, dest) = (key("stored:a"), key("stored:b"), key("stored:dest"));
    let new = ZaggregateOptions::new;
    r.zadd(&a, [("x", 1), ("y", 2)]).await?;
    r.zadd(&b, [("y", 5), ("z", 4)]).await?;
    let n = r.zdiffstore(&dest, [&a, &b]).await?;
    assert_eq!(n, 1);
    let all: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, -1).await?;
    assert_eq!(all, scored([("x", 1.0)]));
    let n = r.zinterstore(&dest, [&a, &b]).await?;
    assert_eq!(n, 1);
    let score = r.zscore(&dest, "y").await?;
    assert_eq!(score, Some(7.0));
    let options = new().weights([3, 1]).aggregate(ScoreAggregate::Max);
    let n = r.zinterstore_with(&dest, [&a, &b], options).await?;
    assert_eq!(n, 1);
    let score = r.zscore(&dest, "y").await?;
    assert_eq!(score, Some(6.0));
    let n = r.zunionstore(&dest, [&a, &b]).await?;
    assert_eq!(n, 3);
    let score = r.zscore(&dest, "y").await?;
    assert_eq!(score, Some(7.0));
    let options = new().weights([3, -1]).aggregate(ScoreAggregate::Min);
    let n = r.zunionstore_with(&dest, [&a, &b], options).await?;
    assert_eq!(n, 3);
    let all: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, -1).await?;
    assert_eq!(all, scored([("y", -5.0), ("z", -4.0), ("x", 3.0)]));
    r.delete([&a, &b, &dest]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_intersection_is_counted_up_to_a_limit() -> Result<()> {
    if lacks("ZINTERCARD", "an_intersection_is_counted_up_to_a_limit") {
        return Ok(());
    }
    let r = client();
    let (a, b) = (key("zintercard:a"), key("zintercard:b"));
    r.zadd(&a, [("x", 1), ("y", 2), ("z", 3)]).await?;
    r.zadd(&b, [("x", 9), ("y", 8), ("z", 7)]).await?;
    let n = r.zintercard([&a, &b]).await?;
    assert_eq!(n, 3);
    let n = r.zintercard_limit([&a, &b], 2).await?;
    assert_eq!(n, 2);
    let n = r.zintercard_limit([&a, &b], 0).await?;
    assert_eq!(n, 3);
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sorted_set_is_scanned_page_by_page() -> Result<()> {
    let r = client();
    let k = key("zscan");
    let members: Vec<(String, i32)> = (0..1000).map(|i| (format!("m{i}"), i)).collect();
    r.zadd(&k, &members).await?;
    let (cursor, page): (u64, Vec<(String, f64)>) =
        r.zscan_with(&k, 0, ScanOptions::new().count(20)).await?;
    assert!(cursor != 0 && (20..500).contains(&page.len()));
    let (next, _): (u64, Vec<(String, f64)>) = r.zscan(&k, cursor).await?;
    assert_ne!(next, cursor);
    let all = collect(r.zscan_iter::<String>(&k, ScanOptions::new().count(100))).await?;
    let all: BTreeMap<String, i32> = all.into_iter().map(|(m, s)| (m, s as i32)).collect();
    assert_eq!(all, members.into_iter().collect());
    let one = collect(r.zscan_iter::<String>(&k, ScanOptions::new().pattern("m77?"))).await?;
    assert_eq!(one.len(), 10);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sorted_set_is_scanned_without_scores() -> Result<()> {
    if lacks_option(
        "ZSCAN",
        "NOSCORES",
        "a_sorted_set_is_scanned_without_scores",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("zscan_no_scores");
    r.zadd(&k, [("a", 1), ("b", 2)]).await?;
    let options = ScanOptions::new().count(10).pattern("*");
    let (cursor, page): (u64, Vec<String>) = r.zscan_no_scores(&k, 0, options).await?;
    assert_eq!((cursor, page), (0, vec!["a".to_owned(), "b".to_owned()]));
    let all = collect(r.zscan_no_scores_iter::<String>(&k, ScanOptions::new())).await?;
    assert_eq!(all, ["a", "b"]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_wrong_type_is_an_error() -> Result<()> {
    let r = client();
    let k = key("zset_wrong_type");
    r.set(&k, 1).await?;
    let wrong = r.zpopmin::<String>(&k).await;
    assert_eq!(wrong.unwrap_err().code(), Some("WRONGTYPE"));
    let wrong = r.zscore(&k, "a").await;
    assert_eq!(wrong.unwrap_err().code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_pipeline_takes_sorted_set_commands() -> Result<()> {
    let r = client();
    let k = key("zset_pipeline");
    let mut pipe = r.pipeline();
    pipe.zadd(&k, [("a", 1.0), ("b", 2.5)])
        .zadd_incr(&k, "a", 1)
        .zrange_withscores::<String>(&k, 0, -1)
        .zscore(&k, "x")
        .zpopmax::<String>(&k)
        .zpopmin_count::<String>(&k, 3)
        .zpopmin::<String>(&k)
        .bzpopmin::<String, String>(&k, Duration::ZERO);
    type Scored = (String, f64);
    type Replies = (
        i64,
        Option<f64>,
        Vec<Scored>,
        Option<f64>,
        Option<Scored>,
        Vec<Scored>,
        Option<Scored>,
        Option<(String, String, f64)>,
    );
    let (added, score, all, missing, high, low, none, at_once): Replies = pipe.execute().await?;
    assert_eq!((added, score, missing), (2, Some(2.0), None));
    assert_eq!(all, scored([("a", 2.0), ("b", 2.5)]));
    assert_eq!(high, Some(("b".to_owned(), 2.5)));
    assert_eq!(low, scored([("a", 2.0)]));
    assert_eq!(none, None);
    assert_eq!(at_once, None);
    Ok(())
}
