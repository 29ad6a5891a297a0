//! The commands on t-digests.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn a_distribution_is_estimated() -> Result<()> {
    if lacks("TDIGEST.ADD", "a_distribution_is_estimated") {
        return Ok(());
    }
    let r = client();
    let k = key("tdigest_add");
    r.tdigest_create(&k).await?;
    r.tdigest_add(&k, [1.0, 2.0, 3.0, 4.0, 5.5]).await?;
    let min = r.tdigest_min(&k).await?;
    let max = r.tdigest_max(&k).await?;
    assert_eq!((min, max), (1.0, 5.5));
    let shares = r.tdigest_cdf(&k, [0, 3, 9]).await?;
    assert_eq!(shares, [0.0, 0.5, 1.0]);
    let values = r.tdigest_quantile(&k, [0.0, 0.5, 1.0]).await?;
    assert_eq!(values, [1.0, 3.0, 5.5]);
    let ranks = r.tdigest_rank(&k, [0, 3, 9]).await?;
    assert_eq!(ranks, [-1, 2, 5]);
    let ranks = r.tdigest_revrank(&k, [0, 3, 9]).await?;
    assert_eq!(ranks, [5, 2, -1]);
    let values = r.tdigest_byrank(&k, [0, 1, 9]).await?;
    assert_eq!(values, [1.0, 2.0, f64::INFINITY]);
    let values = r.tdigest_byrevrank(&k, [0, 1, 9]).await?;
    assert_eq!(values, [5.5, 4.0, f64::NEG_INFINITY]);
    let mean = r.tdigest_trimmed_mean(&k, 0.2, 0.8).await?;
    assert!((2.0..=4.0).contains(&mean), "{mean}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_empty_digest_has_no_numbers() -> Result<()> {
    if lacks("TDIGEST.RESET", "an_empty_digest_has_no_numbers") {
        return Ok(());
    }
    let r = client();
    let k = key("tdigest_empty");
    r.tdigest_create(&k).await?;
    r.tdigest_add(&k, 1).await?;
    r.tdigest_reset(&k).await?;
    let min = r.tdigest_min(&k).await?;
    let mean = r.tdigest_trimmed_mean(&k, 0.0, 1.0).await?;
    assert!(min.is_nan() && mean.is_nan());
    let values = r.tdigest_quantile(&k, 0.5).await?;
    assert!(values[0].is_nan());
    let ranks = r.tdigest_rank(&k, [1, 2]).await?;
    assert_eq!(ranks, [-2, -2]);
    let again = r.tdigest_create(&k).await.unwrap_err();
    assert!(again.is_server());
    r.delete(&k).await?;
    let error = r.tdigest_add(&k, 1).await.unwrap_err();
    assert!(error.is_server());
    Ok(())
}

#[maybe_async]
#[test]
async fn digests_are_merged() -> Result<()> {
    if lacks("TDIGEST.MERGE", "digests_are_merged") {
        return Ok(());
    }
    let r = client();
    let keys @ [a, b, both] = &["a", "b", "both"].map(|name| key(&format!("tdigest_merge:{name}")));
    let exact = TdigestCreateOptions::new().compression(200);
    r.tdigest_create_with(a, exact).await?;
    r.tdigest_create(b).await?;
    r.tdigest_add(a, [1, 2]).await?;
    r.tdigest_add(b, [3, 4]).await?;
    r.tdigest_merge(both, [a, b]).await?;
    let info = r.tdigest_info(both).await?;
    assert_eq!((info.compression, info.observations), (200, 4));
    assert_eq!(info.merged_weight + info.unmerged_weight, 4);
    assert_eq!(info.merged_nodes + info.unmerged_nodes, 4);
    assert!(info.capacity > 0 && info.memory_usage > 0);
    r.tdigest_merge(both, a).await?;
    let info = r.tdigest_info(both).await?;
    assert_eq!(info.observations, 6);
    let options = TdigestMergeOptions::new()
        .compression(50)
        .override_destination();
    r.tdigest_merge_with(both, b, options).await?;
    let info = r.tdigest_info(both).await?;
    assert_eq!((info.compression, info.observations), (50, 2));
    r.delete(keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn digest_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("TDIGEST.ADD", "digest_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("tdigest_pipeline");
    let mut pipe = r.pipeline();
    pipe.tdigest_create(&k)
        .tdigest_add(&k, [1, 2])
        .tdigest_max(&k)
        .delete(&k);
    let ((), (), max, gone): ((), (), f64, i64) = pipe.execute().await?;
    assert_eq!((max, gone), (2.0, 1));
    Ok(())
}
