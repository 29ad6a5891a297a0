//! The string commands.

use super::*;
use crate::face::test;

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
