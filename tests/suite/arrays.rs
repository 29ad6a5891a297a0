//! The array commands.

use std::collections::BTreeMap;

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn elements_are_found_by_their_indexes() -> Result<()> {
    if lacks("ARSET", "elements_are_found_by_their_indexes") {
        return Ok(());
    }
    let r = client();
    let k = key("elements_are_found_by_their_indexes");
    let new = r.arset(&k, 0, ["a", "b", "c"]).await?;
    assert_eq!(new, 3);
    let new = r.armset(&k, BTreeMap::from([(2, "C"), (9, "j")])).await?;
    assert_eq!(new, 1);
    let (count, len) = (r.arcount(&k).await?, r.arlen(&k).await?);
    assert_eq!((count, len), (4, 10));
    let kind = r.key_type(&k).await?;
    assert_eq!(kind, KeyType::Array);
    let one: Option<String> = r.arget(&k, 2).await?;
    assert_eq!(one.as_deref(), Some("C"));
    let hole: Option<String> = r.arget(&k, 5).await?;
    assert_eq!(hole, None);
    let several: Vec<Option<String>> = r.armget(&k, [9, 5, 0]).await?;
    assert_eq!(several, [Some("j".into()), None, Some("a".into())]);
    let back: Vec<Option<String>> = r.argetrange(&k, 3, 1).await?;
    assert_eq!(back, [None, Some("C".into()), Some("b".into())]);
    let all: Vec<(u64, String)> = r.arscan(&k, 1, 1 << 40).await?;
    assert_eq!(all, [(1, "b".into()), (2, "C".into()), (9, "j".into())]);
    let last: Vec<(u64, String)> = r.arscan_limit(&k, 1 << 40, 0, 1).await?;
    assert_eq!(last, [(9, "j".into())]);
    let gone = r.ardel(&k, [0, 5]).await?;
    assert_eq!(gone, 1);
    let gone = r.ardelrange(&k, [(0, 1), (100, 2)]).await?;
    assert_eq!(gone, 3);
    let there = r.exists(&k).await?;
    assert_eq!(there, 0);
    let error = r.arset(&k, u64::MAX, "x").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.arinfo(&k).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.set(&k, "text").await?;
    let error = r.arget::<String>(&k, 0).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_index_may_be_larger_than_the_integers_of_the_protocol() -> Result<()> {
    if lacks(
        "ARSET",
        "an_index_may_be_larger_than_the_integers_of_the_protocol",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("an_index_may_be_larger");
    let last = u64::MAX - 1;
    r.arset(&k, last, b"\xff\0").await?;
    let len = r.arlen(&k).await?;
    assert_eq!(len, u64::MAX);
    let all: Vec<(u64, Vec<u8>)> = r.arscan(&k, 0, last).await?;
    assert_eq!(all, [(last, b"\xff\0".to_vec())]);
    let found = r
        .argrep(&k, "-", "+", [ArrayPredicate::contains(b"\xff")])
        .await?;
    assert_eq!(found, [last]);
    r.arseek(&k, last).await?;
    let next = r.arnext(&k).await?;
    assert_eq!(next, Some(last));
    let inserted = r.arinsert(&k, "x").await?;
    assert_eq!(inserted, last);
    let next = r.arnext(&k).await?;
    assert_eq!(next, None);
    let error = r.arinsert(&k, "y").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_are_inserted_one_after_the_other() -> Result<()> {
    if lacks("ARINSERT", "elements_are_inserted_one_after_the_other") {
        return Ok(());
    }
    let r = client();
    let k = key("elements_are_inserted");
    let sought = r.arseek(&k, 3).await?;
    assert!(!sought);
    let next = r.arnext(&k).await?;
    assert_eq!(next, Some(0));
    let last = r.arinsert(&k, [0, 1, 2]).await?;
    assert_eq!(last, 2);
    let last = r.arring(&k, 3, [3, 4]).await?;
    assert_eq!(last, 1);
    let items: Vec<Option<i64>> = r.arlastitems(&k, 9).await?;
    assert_eq!(items, [Some(2), Some(3), Some(4)]);
    let items: Vec<Option<i64>> = r.arlastitems_rev(&k, 2).await?;
    assert_eq!(items, [Some(4), Some(3)]);
    let sought = r.arseek(&k, 10).await?;
    assert!(sought);
    r.arinsert(&k, 10).await?;
    let info = r.arinfo(&k).await?;
    assert_eq!((info.count, info.len, info.next_insert_index), (4, 11, 11));
    assert_eq!((info.slices, info.dense_slices), (1, None));
    let full = r.arinfo_full(&k).await?;
    let slices = full.dense_slices.zip(full.sparse_slices);
    assert_eq!(slices.map(|(dense, sparse)| dense + sparse), Some(1));
    let fill = full.avg_dense_fill.unwrap();
    assert!((0.0..=1.0).contains(&fill) && full.avg_sparse_size.is_some());
    let error = r.arring(&k, 0, 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_are_searched_and_added_up() -> Result<()> {
    if lacks("ARGREP", "elements_are_searched_and_added_up") {
        return Ok(());
    }
    let r = client();
    let k = key("elements_are_searched_and_added_up");
    r.arset(&k, 0, ["7.5", "3", "Tea", "teapot", "cake"])
        .await?;
    let tea = || [ArrayPredicate::contains("tea"), ArrayPredicate::re("t$")];
    let found = r.argrep(&k, "-", "+", tea()).await?;
    assert_eq!(found, [3]);
    let options = ArgrepOptions::new().nocase();
    let found = r.argrep_with(&k, 9, 0, tea(), options.clone()).await?;
    assert_eq!(found, [3, 2]);
    let found: Vec<(u64, String)> = r
        .argrep_withvalues(&k, 0, 9, tea(), options.clone().and())
        .await?;
    assert_eq!(found, [(3, "teapot".into())]);
    let globs = [ArrayPredicate::glob("t*"), ArrayPredicate::exact("CAKE")];
    let found = r.argrep_with(&k, 0, 9, globs, options.limit(2)).await?;
    assert_eq!(found, [2, 3]);
    for wrong in [vec![], vec![ArrayPredicate::re("(")]] {
        let error = r.argrep(&k, "-", "+", wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    let sum: Option<f64> = r.arop(&k, 0, 9, ArrayOperation::Sum).await?;
    assert_eq!(sum, Some(10.5));
    for (operation, result) in [
        (ArrayOperation::And, 3),
        (ArrayOperation::Or, 7),
        (ArrayOperation::Xor, 4),
        (ArrayOperation::Min, 3),
        (ArrayOperation::Used, 5),
    ] {
        let done: Option<i64> = r.arop(&k, 0, 9, operation).await?;
        assert_eq!(done, Some(result), "{operation:?}");
    }
    let most: Option<f64> = r.arop(&k, 0, 9, ArrayOperation::Max).await?;
    assert_eq!(most, Some(7.5));
    let none: Option<f64> = r.arop(&k, 2, 9, ArrayOperation::Sum).await?;
    assert_eq!(none, None);
    let n = r.arop_match(&k, 0, 9, "Tea").await?;
    assert_eq!(n, 1);
    r.delete(&k).await?;
    Ok(())
}
