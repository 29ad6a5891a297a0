//! The commands on Bloom filters.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn what_was_added_is_there() -> Result<()> {
    if lacks("BF.ADD", "what_was_added_is_there") {
        return Ok(());
    }
    let r = client();
    let (k, missing) = (key("bf_add"), key("bf_add:missing"));
    let added = r.bf_add(&k, "a").await?;
    let again = r.bf_add(&k, "a").await?;
    assert!(added && !again);
    let added = r.bf_madd(&k, ["a", "b", "c"]).await?;
    assert_eq!(added, [false, true, true]);
    let there = r.bf_exists(&k, "b").await?;
    assert!(there);
    let there = r.bf_mexists(&k, ["c", "z"]).await?;
    assert_eq!(there, [true, false]);
    let n = r.bf_card(&k).await?;
    assert_eq!(n, 3);
    let there = r.bf_exists(&missing, "a").await?;
    let n = r.bf_card(&missing).await?;
    assert_eq!((there, n), (false, 0));
    let error = r.bf_info(&missing).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_filter_is_made_as_it_is_wanted() -> Result<()> {
    if lacks("BF.RESERVE", "a_filter_is_made_as_it_is_wanted") {
        return Ok(());
    }
    let r = client();
    let [plain, growing, fixed] =
        ["plain", "growing", "fixed"].map(|n| key(&format!("bf_made:{n}")));
    r.bf_reserve(&plain, 0.01, 500).await?;
    let info = r.bf_info(&plain).await?;
    assert_eq!((info.capacity, info.filters, info.items), (500, 1, 0));
    assert_eq!(info.expansion, Some(2));
    assert!(info.size > 0);
    let options = BfReserveOptions::new().expansion(4);
    r.bf_reserve_with(&growing, 0.01, 2, options).await?;
    r.bf_madd(&growing, ["a", "b", "c"]).await?;
    let info = r.bf_info(&growing).await?;
    assert_eq!((info.capacity, info.filters), (10, 2));
    assert_eq!((info.items, info.expansion), (3, Some(4)));
    let options = BfReserveOptions::new().nonscaling();
    r.bf_reserve_with(&fixed, 0.01, 2, options).await?;
    let info = r.bf_info(&fixed).await?;
    assert_eq!(info.expansion, None);
    let error = r
        .bf_madd(&fixed, (0..20).collect::<Vec<i32>>())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let again = r.bf_reserve(&plain, 0.01, 500).await.unwrap_err();
    assert_eq!(again.code(), Some("ERR"));
    r.delete([plain, growing, fixed]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn items_are_inserted_into_a_filter_that_is_made_for_them() -> Result<()> {
    if lacks(
        "BF.INSERT",
        "items_are_inserted_into_a_filter_that_is_made_for_them",
    ) {
        return Ok(());
    }
    let r = client();
    let [plain, made, fixed] = ["plain", "made", "fixed"].map(|n| key(&format!("bf_insert:{n}")));
    let added = r.bf_insert(&plain, ["a", "b"]).await?;
    assert_eq!(added, [true, true]);
    let options = BfInsertOptions::new()
        .capacity(30)
        .error(0.001)
        .expansion(3);
    let added = r.bf_insert_with(&made, "a", options).await?;
    assert_eq!(added, [true]);
    let info = r.bf_info(&made).await?;
    assert_eq!((info.capacity, info.expansion), (30, Some(3)));
    let options = BfInsertOptions::new().nonscaling();
    r.bf_insert_with(&fixed, "a", options).await?;
    let info = r.bf_info(&fixed).await?;
    assert_eq!(info.expansion, None);
    let nocreate = BfInsertOptions::new().nocreate();
    let added = r
        .bf_insert_with(&plain, ["b", "c"], nocreate.clone())
        .await?;
    assert_eq!(added, [false, true]);
    let refused = r
        .bf_insert_with(key("bf_insert:missing"), "a", nocreate)
        .await;
    assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    r.delete([plain, made, fixed]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_filter_is_saved_and_loaded_piece_by_piece() -> Result<()> {
    if lacks("BF.SCANDUMP", "a_filter_is_saved_and_loaded_piece_by_piece") {
        return Ok(());
    }
    let r = client();
    let (from, to) = (key("bf_dump:from"), key("bf_dump:to"));
    r.bf_madd(&from, ["a", "b"]).await?;
    let mut chunk = r.bf_scandump(&from, 0).await?;
    let mut loaded = 0;
    while !chunk.is_end() {
        r.bf_loadchunk(&to, chunk.iterator, &chunk.data).await?;
        loaded += 1;
        chunk = r.bf_scandump(&from, chunk.iterator).await?;
    }
    assert!(loaded >= 2 && chunk.data.is_empty());
    let there = r.bf_mexists(&to, ["a", "b", "z"]).await?;
    assert_eq!(there, [true, true, false]);
    let error = r.bf_loadchunk(&to, 1, "nonsense").await.unwrap_err();
    assert!(error.is_server());
    r.delete([from, to]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn bloom_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("BF.ADD", "bloom_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("bf_pipeline");
    let mut pipe = r.pipeline();
    pipe.bf_reserve(&k, 0.01, 100)
        .bf_madd(&k, ["a", "b"])
        .bf_card(&k)
        .delete(&k);
    let ((), added, n, gone): ((), Vec<bool>, i64, i64) = pipe.execute().await?;
    assert_eq!((added, n, gone), (vec![true, true], 2, 1));
    Ok(())
}

#[maybe_async]
#[test]
async fn another_value_is_no_bloom_filter() -> Result<()> {
    if lacks("BF.ADD", "another_value_is_no_bloom_filter") {
        return Ok(());
    }
    let r = client();
    let k = key("bf_wrongtype");
    r.set(&k, "x").await?;
    let error = r.bf_add(&k, "a").await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}
