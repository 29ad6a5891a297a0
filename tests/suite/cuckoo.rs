//! The commands on cuckoo filters.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn items_come_and_go() -> Result<()> {
    if lacks("CF.ADD", "items_come_and_go") {
        return Ok(());
    }
    let r = client();
    let (k, missing) = (key("cf_add"), key("cf_add:missing"));
    for _ in 0..2 {
        let added = r.cf_add(&k, "a").await?;
        assert!(added);
    }
    let n = r.cf_count(&k, "a").await?;
    assert_eq!(n, 2);
    let added = r.cf_addnx(&k, "a").await?;
    assert!(!added);
    let added = r.cf_addnx(&k, "b").await?;
    assert!(added);
    let there = r.cf_exists(&k, "b").await?;
    assert!(there);
    let there = r.cf_mexists(&k, ["a", "b", "z"]).await?;
    assert_eq!(there, [true, true, false]);
    let deleted = r.cf_delete(&k, "b").await?;
    assert!(deleted);
    let deleted = r.cf_delete(&k, "b").await?;
    assert!(!deleted);
    let there = r.cf_exists(&missing, "a").await?;
    let n = r.cf_count(&missing, "a").await?;
    assert_eq!((there, n), (false, 0));
    let error = r.cf_delete(&missing, "a").await.unwrap_err();
    assert!(error.is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_cuckoo_filter_is_made_as_it_is_wanted() -> Result<()> {
    if lacks("CF.RESERVE", "a_cuckoo_filter_is_made_as_it_is_wanted") {
        return Ok(());
    }
    let r = client();
    let (plain, made) = (key("cf_made:plain"), key("cf_made:options"));
    r.cf_reserve(&plain, 1000).await?;
    r.cf_add(&plain, "a").await?;
    let info = r.cf_info(&plain).await?;
    assert_eq!((info.buckets, info.filters, info.items), (512, 1, 1));
    assert_eq!((info.bucket_size, info.expansion), (2, 1));
    assert_eq!((info.max_iterations, info.deleted), (20, 0));
    assert!(info.size > 0);
    let options = CfReserveOptions::new()
        .bucket_size(8)
        .max_iterations(5)
        .expansion(4);
    r.cf_reserve_with(&made, 64, options).await?;
    let info = r.cf_info(&made).await?;
    assert_eq!((info.buckets, info.bucket_size), (8, 8));
    assert_eq!((info.max_iterations, info.expansion), (5, 4));
    let again = r.cf_reserve(&plain, 1000).await.unwrap_err();
    assert_eq!(again.code(), Some("ERR"));
    r.delete([plain, made]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_has_no_room_in_a_cuckoo_filter_is_told() -> Result<()> {
    if lacks("CF.INSERT", "what_has_no_room_in_a_cuckoo_filter_is_told") {
        return Ok(());
    }
    use CfInsertion as I;
    let r = client();
    let k = key("cf_full");
    let options = CfReserveOptions::new().bucket_size(2).expansion(0);
    r.cf_reserve_with(&k, 4, options).await?;
    let inserted = r.cf_insert(&k, ["a"; 9]).await?;
    assert_eq!(inserted[..2], [I::Added, I::Added]);
    assert_eq!(inserted[8], I::Full);
    let inserted = r.cf_insertnx(&k, "a").await?;
    assert_eq!(inserted, [I::Present]);
    let inserted = r.cf_insertnx(&k, (0..20).collect::<Vec<i32>>()).await?;
    assert_eq!(inserted[19], I::Full);
    let error = r.cf_add(&k, "a").await.unwrap_err();
    assert!(error.is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn items_are_inserted_into_a_cuckoo_filter_that_is_made_for_them() -> Result<()> {
    let test = "items_are_inserted_into_a_cuckoo_filter_that_is_made_for_them";
    if lacks("CF.INSERTNX", test) {
        return Ok(());
    }
    use CfInsertion as I;
    let r = client();
    let (k, missing) = (key("cf_insert"), key("cf_insert:missing"));
    let options = CfInsertOptions::new().capacity(64);
    let inserted = r.cf_insert_with(&k, ["a", "b"], options.clone()).await?;
    assert_eq!(inserted, [I::Added, I::Added]);
    let info = r.cf_info(&k).await?;
    assert_eq!(info.buckets, 32);
    let inserted = r.cf_insertnx_with(&k, ["b", "c"], options).await?;
    assert_eq!(inserted, [I::Present, I::Added]);
    let nocreate = || CfInsertOptions::new().nocreate();
    let inserted = r.cf_insert_with(&k, "c", nocreate()).await?;
    assert_eq!(inserted, [I::Added]);
    let refused = r.cf_insert_with(&missing, "a", nocreate()).await;
    assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    let refused = r.cf_insertnx_with(&missing, "a", nocreate()).await;
    assert_eq!(refused.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_cuckoo_filter_is_saved_and_loaded_piece_by_piece() -> Result<()> {
    if lacks(
        "CF.SCANDUMP",
        "a_cuckoo_filter_is_saved_and_loaded_piece_by_piece",
    ) {
        return Ok(());
    }
    let r = client();
    let (from, to) = (key("cf_dump:from"), key("cf_dump:to"));
    r.cf_insert(&from, ["a", "b"]).await?;
    let mut chunk = r.cf_scandump(&from, 0).await?;
    let mut loaded = 0;
    while !chunk.is_end() {
        r.cf_loadchunk(&to, chunk.iterator, &chunk.data).await?;
        loaded += 1;
        chunk = r.cf_scandump(&from, chunk.iterator).await?;
    }
    assert!(loaded >= 2 && chunk.data.is_empty());
    let there = r.cf_mexists(&to, ["a", "b", "z"]).await?;
    assert_eq!(there, [true, true, false]);
    r.delete([from, to]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn cuckoo_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("CF.ADD", "cuckoo_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("cf_pipeline");
    let mut pipe = r.pipeline();
    pipe.cf_reserve(&k, 100)
        .cf_insert(&k, ["a", "a"])
        .cf_count(&k, "a")
        .delete(&k);
    let ((), added, n, gone): ((), Vec<CfInsertion>, i64, i64) = pipe.execute().await?;
    assert_eq!((added, n, gone), (vec![CfInsertion::Added; 2], 2, 1));
    Ok(())
}
