//! The set commands.

use std::collections::{BTreeSet, HashSet};

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn members_come_and_go() -> Result<()> {
    let r = client();
    let (k, other) = (key("members_come:a"), key("members_come:b"));
    let n = r.sadd(&k, ["a", "b", "c"]).await?;
    assert_eq!(n, 3);
    let n = r.sadd(&k, "a").await?;
    assert_eq!(n, 0);
    let n = r.scard(&k).await?;
    assert_eq!(n, 3);
    let is = r.sismember(&k, "a").await?;
    let isnt = r.sismember(&k, "z").await?;
    assert!(is && !isnt);
    let are = r.smismember(&k, ["a", "z", "c"]).await?;
    assert_eq!(are, [true, false, true]);
    let moved = r.smove(&k, &other, "c").await?;
    let again = r.smove(&k, &other, "c").await?;
    assert!(moved && !again);
    let n = r.srem(&k, ["b", "z"]).await?;
    assert_eq!(n, 1);
    let left: Vec<String> = r.smembers(&k).await?;
    let there: Vec<String> = r.smembers(&other).await?;
    assert_eq!((left, there), (vec!["a".into()], vec!["c".into()]));
    r.delete([&k, &other]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn all_members_come_in_the_collection_that_the_caller_wants() -> Result<()> {
    let r = client();
    let k = key("all_members");
    r.sadd(&k, [3, 1, 2]).await?;
    let hashed: HashSet<i64> = r.smembers(&k).await?;
    assert_eq!(hashed, HashSet::from([1, 2, 3]));
    let sorted: BTreeSet<i64> = r.smembers(&k).await?;
    assert_eq!(sorted, BTreeSet::from([1, 2, 3]));
    let none: Vec<i64> = r.smembers(key("all_members:missing")).await?;
    assert_eq!(none, [0; 0]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn random_members_are_members() -> Result<()> {
    let r = client();
    let (k, missing) = (key("random_members"), key("random_members:missing"));
    let all = BTreeSet::from([1, 2, 3]);
    r.sadd(&k, &all).await?;
    let one: Option<i64> = r.srandmember(&k).await?;
    assert!(all.contains(&one.unwrap()));
    let several: Vec<i64> = r.srandmember_count(&k, 5).await?;
    assert_eq!(several.len(), 3);
    assert_eq!(several.into_iter().collect::<BTreeSet<_>>(), all);
    let repeated: Vec<i64> = r.srandmember_count(&k, -5).await?;
    assert_eq!(repeated.len(), 5);
    assert!(repeated.iter().all(|n| all.contains(n)));
    let popped: Option<i64> = r.spop(&k).await?;
    let rest: Vec<i64> = r.spop_count(&k, 5).await?;
    assert_eq!(rest.len(), 2);
    let mut put_together = BTreeSet::from_iter(rest);
    put_together.insert(popped.unwrap());
    assert_eq!(put_together, all);
    let none: Option<i64> = r.spop(&k).await?;
    let no_random: Option<i64> = r.srandmember(&missing).await?;
    assert_eq!((none, no_random), (None, None));
    let none: Vec<i64> = r.spop_count(&k, 2).await?;
    let no_random: Vec<i64> = r.srandmember_count(&missing, 2).await?;
    assert_eq!((none.len(), no_random.len()), (0, 0));
    Ok(())
}

#[maybe_async]
#[test]
async fn sets_are_compared_and_the_result_is_stored() -> Result<()> {
    let r = client();
    let (a, b, to) = (
        key("sets_are_compared:a"),
        key("sets_are_compared:b"),
        key("sets_are_compared:to"),
    );
    r.sadd(&a, [1, 2, 3]).await?;
    r.sadd(&b, [3, 4]).await?;
    let diff: BTreeSet<i64> = r.sdiff([&a, &b]).await?;
    let inter: Vec<i64> = r.sinter([&a, &b]).await?;
    let union: BTreeSet<i64> = r.sunion([&a, &b]).await?;
    assert_eq!(diff, BTreeSet::from([1, 2]));
    assert_eq!(inter, [3]);
    assert_eq!(union, BTreeSet::from([1, 2, 3, 4]));
    let n = r.sdiffstore(&to, [&b, &a]).await?;
    let stored: Vec<i64> = r.smembers(&to).await?;
    assert_eq!((n, stored), (1, vec![4]));
    let n = r.sinterstore(&to, [&a, &b]).await?;
    let stored: Vec<i64> = r.smembers(&to).await?;
    assert_eq!((n, stored), (1, vec![3]));
    let n = r.sunionstore(&to, [&a, &b]).await?;
    let stored: BTreeSet<i64> = r.smembers(&to).await?;
    assert_eq!((n, stored), (4, union));
    r.delete([&a, &b, &to]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn common_members_are_counted_up_to_a_limit() -> Result<()> {
    if lacks("SINTERCARD", "common_members_are_counted_up_to_a_limit") {
        return Ok(());
    }
    let r = client();
    let (a, b) = (key("common_members:a"), key("common_members:b"));
    r.sadd(&a, [1, 2, 3]).await?;
    r.sadd(&b, [2, 3, 4]).await?;
    let n = r.sintercard([&a, &b]).await?;
    assert_eq!(n, 2);
    let n = r.sintercard_limit([&a, &b], 1).await?;
    assert_eq!(n, 1);
    let n = r.sintercard_limit([&a, &b], 0).await?;
    assert_eq!(n, 2);
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_of_differences_and_unions_are_counted() -> Result<()> {
    if lacks(
        "SUNIONCARD",
        "members_of_differences_and_unions_are_counted",
    ) {
        return Ok(());
    }
    let r = client();
    let (a, b) = (key("members_counted:a"), key("members_counted:b"));
    r.sadd(&a, [1, 2, 3]).await?;
    r.sadd(&b, [3, 4]).await?;
    let n = r.sdiffcard([&a, &b]).await?;
    assert_eq!(n, 2);
    let n = r.sdiffcard_limit([&a, &b], 1).await?;
    assert_eq!(n, 1);
    let n = r.sunioncard([&a, &b]).await?;
    assert_eq!(n, 4);
    for (options, wanted) in [
        (SunioncardOptions::new().limit(3), 3),
        (SunioncardOptions::new().limit(0), 4),
        (SunioncardOptions::new().approx(), 4),
        (SunioncardOptions::new().approx().limit(2), 2),
    ] {
        let n = r.sunioncard_with([&a, &b], options).await?;
        assert_eq!(n, wanted);
    }
    r.delete([&a, &b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_set_is_scanned_page_by_page() -> Result<()> {
    let r = client();
    let k = key("a_set_is_scanned");
    r.sadd(&k, ["one", "two", "three"]).await?;
    let (next, page): (u64, Vec<String>) = r.sscan(&k, 0).await?;
    let page: BTreeSet<String> = page.into_iter().collect();
    assert_eq!(next, 0);
    assert_eq!(page, ["one", "three", "two"].map(String::from).into());
    let options = ScanOptions::new().pattern("t*").count(100);
    let (next, page): (u64, Vec<String>) = r.sscan_with(&k, 0, options).await?;
    let page: BTreeSet<String> = page.into_iter().collect();
    assert_eq!(next, 0);
    assert_eq!(page, ["three", "two"].map(String::from).into());
    // More members than one page holds: the cursor leads on.
    r.sadd(&k, (0..2000).collect::<Vec<i32>>()).await?;
    let mut seen = HashSet::new();
    let (mut cursor, mut pages) = (0, 0);
    loop {
        let (next, page): (u64, Vec<String>) = r.sscan(&k, cursor).await?;
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
async fn set_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("set_commands_pipeline");
    let mut pipe = r.pipeline();
    pipe.sadd(&k, ["a", "b"])
        .sismember(&k, "a")
        .smismember(&k, ["b", "c"])
        .smembers::<Value>(&k)
        .delete(&k);
    let (added, is, are, all, gone): (i64, bool, Vec<bool>, BTreeSet<String>, i64) =
        pipe.execute().await?;
    assert_eq!((added, is, are, gone), (2, true, vec![true, false], 1));
    assert_eq!(all, ["a", "b"].map(String::from).into());
    Ok(())
}
