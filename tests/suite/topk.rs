//! The commands on top-k lists.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn the_most_frequent_items_are_listed() -> Result<()> {
    if lacks("TOPK.ADD", "the_most_frequent_items_are_listed") {
        return Ok(());
    }
    let r = client();
    let k = key("topk_add");
    let options = TopkReserveOptions::new().width(200).depth(5).decay(0.8);
    r.topk_reserve_with(&k, 2, options).await?;
    let left: Vec<Option<String>> = r.topk_add(&k, ["a", "b", "a"]).await?;
    assert_eq!(left, [None, None, None]);
    let left: Vec<Option<String>> = r.topk_incrby(&k, [("c", 9), ("a", 2)]).await?;
    assert_eq!(left, [Some("b".to_owned()), None]);
    let top: Vec<String> = r.topk_list(&k).await?;
    assert_eq!(top, ["c", "a"]);
    let top: Vec<(String, i64)> = r.topk_list_withcount(&k).await?;
    assert_eq!(top, [("c".to_owned(), 9), ("a".to_owned(), 4)]);
    let listed = r.topk_query(&k, ["a", "b"]).await?;
    assert_eq!(listed, [true, false]);
    let counts = r.topk_count(&k, ["a", "c", "z"]).await?;
    assert_eq!(counts, [4, 9, 0]);
    let info = r.topk_info(&k).await?;
    assert_eq!((info.k, info.width, info.depth), (2, 200, 5));
    assert!((info.decay - 0.8).abs() < 1e-9);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_defaults_are_those_of_the_server() -> Result<()> {
    if lacks("TOPK.RESERVE", "the_defaults_are_those_of_the_server") {
        return Ok(());
    }
    let r = client();
    let (plain, with) = (key("topk_plain"), key("topk_with"));
    r.topk_reserve(&plain, 3).await?;
    r.topk_reserve_with(&with, 3, TopkReserveOptions::new())
        .await?;
    let info = r.topk_info(&plain).await?;
    let same = r.topk_info(&with).await?;
    assert_eq!(info, same);
    assert_eq!(info.k, 3);
    let again = r.topk_reserve(&plain, 3).await.unwrap_err();
    assert!(again.is_server());
    r.delete([plain, with]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn topk_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("TOPK.ADD", "topk_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("topk_pipeline");
    let mut pipe = r.pipeline();
    pipe.topk_reserve(&k, 1)
        .topk_add::<String>(&k, "a")
        .topk_list::<String>(&k)
        .delete(&k);
    type All = ((), Vec<Option<String>>, Vec<String>, i64);
    let ((), left, top, gone): All = pipe.execute().await?;
    assert_eq!((left, top, gone), (vec![None], vec!["a".to_owned()], 1));
    Ok(())
}
