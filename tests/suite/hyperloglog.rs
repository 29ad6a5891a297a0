//! The HyperLogLog commands.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn distinct_elements_are_counted() -> Result<()> {
    let r = client();
    let (k, missing) = (key("distinct_elements"), key("distinct_elements:missing"));
    let changed = r.pfadd(&k, ["a", "b", "c"]).await?;
    assert!(changed);
    let changed = r.pfadd(&k, ["b", "c"]).await?;
    assert!(!changed);
    let n = r.pfcount(&k).await?;
    assert_eq!(n, 3);
    let n = r.pfcount(&missing).await?;
    assert_eq!(n, 0);
    r.pfadd(&k, (0..10_000).collect::<Vec<i32>>()).await?;
    let n = r.pfcount(&k).await?;
    assert!((9_500..10_500).contains(&n), "{n}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_is_made_without_elements() -> Result<()> {
    let r = client();
    let (k, merged) = (key("without_elements"), key("without_elements:merged"));
    let made = r.pfadd(&k, ()).await?;
    let again = r.pfadd(&k, ()).await?;
    assert!(made && !again);
    r.pfmerge(&merged, ()).await?;
    let n = r.exists([&k, &merged]).await?;
    assert_eq!(n, 2);
    let n = r.pfcount([&k, &merged]).await?;
    assert_eq!(n, 0);
    r.delete([&k, &merged]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_are_counted_and_merged_together() -> Result<()> {
    let r = client();
    let (a, b, both) = (key("merged:a"), key("merged:b"), key("merged:both"));
    r.pfadd(&a, [1, 2, 3]).await?;
    r.pfadd(&b, [3, 4]).await?;
    r.pfadd(&both, 5).await?;
    let n = r.pfcount([&a, &b]).await?;
    assert_eq!(n, 4);
    r.pfmerge(&both, [&a, &b]).await?;
    let n = r.pfcount(&both).await?;
    assert_eq!(n, 5);
    r.delete([&a, &b, &both]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn another_string_is_no_hyperloglog() -> Result<()> {
    let r = client();
    let k = key("another_string");
    r.set(&k, "x").await?;
    let error = r.pfadd(&k, "a").await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    let error = r.pfcount(&k).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_servers_own_tests_are_at_hand() -> Result<()> {
    let r = client();
    let k = key("own_tests");
    r.pfadd(&k, "a").await?;
    let debug = Command::new("PFDEBUG").arg("ENCODING").key(&k);
    let encoding: String = r.execute_command(debug).await?;
    assert_eq!(encoding, "sparse");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn hyperloglog_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let (k, dest) = (key("pf_pipeline"), key("pf_pipeline:dest"));
    let mut pipe = r.pipeline();
    pipe.pfadd(&k, ["a", "b"])
        .pfmerge(&dest, &k)
        .pfcount(&dest)
        .delete([&k, &dest]);
    let (changed, (), n, gone): (bool, (), i64, i64) = pipe.execute().await?;
    assert!(changed);
    assert_eq!((n, gone), (2, 2));
    Ok(())
}
