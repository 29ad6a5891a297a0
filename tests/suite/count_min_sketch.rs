//! The commands on count-min sketches.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn items_are_counted() -> Result<()> {
    if lacks("CMS.INCRBY", "items_are_counted") {
        return Ok(());
    }
    let r = client();
    let k = key("cms_incrby");
    r.cms_initbydim(&k, 2000, 5).await?;
    let counts = r.cms_incrby(&k, [("a", 2), ("b", 1)]).await?;
    assert_eq!(counts, [2, 1]);
    let counts = r.cms_incrby(&k, ("a", 3)).await?;
    assert_eq!(counts, [5]);
    let counts = r.cms_query(&k, ["b", "a", "z"]).await?;
    assert_eq!(counts, [1, 5, 0]);
    let info = r.cms_info(&k).await?;
    assert_eq!((info.width, info.depth, info.count), (2000, 5, 6));
    let again = r.cms_initbydim(&k, 1, 1).await.unwrap_err();
    assert!(again.is_server());
    r.delete(&k).await?;
    let error = r.cms_query(&k, "a").await.unwrap_err();
    assert!(error.is_server());
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sketch_is_as_exact_as_it_is_wanted() -> Result<()> {
    if lacks("CMS.INITBYPROB", "a_sketch_is_as_exact_as_it_is_wanted") {
        return Ok(());
    }
    let r = client();
    let k = key("cms_initbyprob");
    r.cms_initbyprob(&k, 0.001, 0.01).await?;
    let info = r.cms_info(&k).await?;
    assert_eq!((info.width, info.depth, info.count), (2000, 7, 0));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn sketches_are_merged() -> Result<()> {
    if lacks("CMS.MERGE", "sketches_are_merged") {
        return Ok(());
    }
    let r = client();
    let keys @ [a, b, both] = &["a", "b", "both"].map(|name| key(&format!("cms_merge:{name}")));
    for k in keys {
        r.cms_initbydim(k, 100, 4).await?;
    }
    r.cms_incrby(a, ("x", 1)).await?;
    r.cms_incrby(b, [("x", 2), ("y", 3)]).await?;
    r.cms_merge(both, [a, b]).await?;
    let counts = r.cms_query(both, ["x", "y"]).await?;
    assert_eq!(counts, [3, 3]);
    let options = CmsMergeOptions::new().weights([10, 1]);
    r.cms_merge_with(both, [a, b], options).await?;
    let counts = r.cms_query(both, ["x", "y"]).await?;
    assert_eq!(counts, [12, 3]);
    r.delete(keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn sketch_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("CMS.INCRBY", "sketch_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("cms_pipeline");
    let mut pipe = r.pipeline();
    pipe.cms_initbydim(&k, 10, 2)
        .cms_incrby(&k, ("a", 1))
        .cms_query(&k, "a")
        .delete(&k);
    let ((), counts, n, gone): ((), Vec<i64>, Vec<i64>, i64) = pipe.execute().await?;
    assert_eq!((counts, n, gone), (vec![1], vec![1], 1));
    Ok(())
}
