//! The commands on time series.

use std::time::SystemTime;

use super::*;
use crate::face::test;

const SECOND: Duration = Duration::from_secs(1);

/// Samples from their timestamps and values.
fn samples<const N: usize>(parts: [(u64, f64); N]) -> Vec<TsSample> {
    parts.map(|(at, value)| TsSample::new(at, value)).into()
}

/// A filter for the series of one test, which have its name as the value of the label `test`.
fn of_test(name: &str) -> String {
    format!("test={}", key(name))
}

/// Options that label a series as one of a test.
fn labelled(name: &str, kind: &str) -> TsCreateOptions {
    TsCreateOptions::new().labels([("test", key(name)), ("kind", kind.to_owned())])
}

#[maybe_async]
#[test]
async fn samples_are_added_and_read() -> Result<()> {
    if lacks("TS.ADD", "samples_are_added_and_read") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_add");
    r.ts_create(&k).await?;
    let none = r.ts_get(&k).await?;
    assert_eq!(none, None);
    let at = r.ts_add(&k, 1000, 1.5).await?;
    assert_eq!(at, 1000);
    let at = r.ts_add(&k, 2000, 3).await?;
    assert_eq!(at, 2000);
    r.ts_add(&k, 500, -1e-300).await?;
    let last = r.ts_get(&k).await?;
    assert_eq!(last, Some(TsSample::new(2000, 3.0)));
    let all = r.ts_range(&k, "-", "+").await?;
    assert_eq!(all, samples([(500, -1e-300), (1000, 1.5), (2000, 3.0)]));
    let part = r.ts_range(&k, 501, 1000).await?;
    assert_eq!(part, samples([(1000, 1.5)]));
    let back = r.ts_revrange(&k, TsTime::EARLIEST, 1999).await?;
    assert_eq!(back, samples([(1000, 1.5), (500, -1e-300)]));
    let nothing = r.ts_range(&k, 3000, 2000).await?;
    assert_eq!(nothing, []);
    let gone = r.ts_delete(&k, 0, 1000).await?;
    assert_eq!(gone, 2);
    let left = r.ts_range(&k, TsTime::EARLIEST, TsTime::LATEST).await?;
    assert_eq!(left, samples([(2000, 3.0)]));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_timestamp_is_any_number_or_a_time() -> Result<()> {
    if lacks("TS.ADD", "a_timestamp_is_any_number_or_a_time") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_time");
    let then = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
    let at = r.ts_add(&k, TsTime::at(then), 1).await?;
    assert_eq!(at, 1_700_000_000_123);
    let sample = r.ts_get(&k).await?.unwrap();
    assert_eq!(sample.time(), Some(then));
    let now = r.ts_add(&k, TsTime::NOW, 2).await?;
    let sample = r.ts_get(&k).await?.unwrap();
    assert_eq!(sample, TsSample::new(now, 2.0));
    let clock = SystemTime::now();
    let minute = Duration::from_secs(60);
    let time = sample.time().unwrap();
    assert!(clock - minute < time && time < clock + minute, "{time:?}");
    let most = i64::MAX as u64;
    let at = r.ts_add(&k, most, 3).await?;
    assert_eq!(at, most);
    r.ts_add(&k, 0, 4).await?;
    let first = TsRangeOptions::new().count(1);
    let ends: Vec<TsSample> = r.ts_range_with(&k, "-", "+", first.clone()).await?;
    assert_eq!(ends, samples([(0, 4.0)]));
    let ends: Vec<TsSample> = r.ts_revrange_with(&k, "-", "+", first).await?;
    assert_eq!(ends, samples([(most, 3.0)]));
    for refused in [
        r.ts_add(&k, most + 1, 1).await,
        r.ts_add(&k, -1, 1).await,
        r.ts_add(&k, TsTime::at(SystemTime::UNIX_EPOCH - SECOND), 1)
            .await,
        r.ts_add(&k, "+", 1).await,
        r.ts_add(&k, 5, f64::INFINITY).await,
        r.ts_add(&k, 5, "five").await,
    ] {
        let error = refused.unwrap_err();
        assert!(error.is_server(), "{error}");
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn many_samples_are_added_at_once_and_each_says_what_became_of_it() -> Result<()> {
    if lacks("TS.MADD", "many_samples_are_added_at_once") {
        return Ok(());
    }
    let r = client();
    let (a, b, none) = (key("ts_madd:a"), key("ts_madd:b"), key("ts_madd:none"));
    r.ts_create(&a).await?;
    r.ts_create(&b).await?;
    let added = r
        .ts_madd([(&a, 1, 1.0), (&b, 1, 2.0), (&none, 1, 3.0), (&a, 1, 4.0)])
        .await?;
    let of: Vec<Option<u64>> = added.iter().map(|one| one.as_ref().ok().copied()).collect();
    assert_eq!(of, [Some(1), Some(1), None, None]);
    assert!(added[2].as_ref().is_err_and(redial::Error::is_server));
    let last = r.ts_get(&a).await?;
    assert_eq!(last, Some(TsSample::new(1, 1.0)));
    let empty = r.ts_madd(Vec::<(&str, u64, f64)>::new()).await;
    assert!(empty.unwrap_err().is_server());
    r.delete([a, b]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_series_is_made_as_the_options_say() -> Result<()> {
    if lacks("TS.CREATE", "a_series_is_made_as_the_options_say") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_create");
    let options = TsCreateOptions::new()
        .retention(10 * SECOND)
        .encoding(TsEncoding::Uncompressed)
        .chunk_size(128)
        .duplicate_policy(TsDuplicatePolicy::Last)
        .ignore(Duration::from_millis(5), 0.5)
        .labels([("room", "hall"), ("kind", "heat")]);
    r.ts_create_with(&k, options).await?;
    let info = r.ts_info(&k).await?;
    assert_eq!(info.retention_time, Some(10 * SECOND));
    assert_eq!(info.chunk_type, TsEncoding::Uncompressed);
    assert_eq!((info.chunk_count, info.chunk_size), (1, 128));
    assert_eq!(info.duplicate_policy, Some(TsDuplicatePolicy::Last));
    assert_eq!(info.ignore_max_time_diff, Duration::from_millis(5));
    assert_eq!(info.ignore_max_val_diff, 0.5);
    let labels = [("room", "hall"), ("kind", "heat")];
    assert_eq!(
        info.labels,
        labels.map(|(l, v)| (l.into(), v.into())).into()
    );
    assert_eq!((info.total_samples, info.first_timestamp), (0, 0));
    assert!(info.memory_usage > 0);

    r.ts_add(&k, 1000, 1.0).await?;
    let ignored = r.ts_add(&k, 1005, 1.5).await?;
    assert_eq!(ignored, 1000);
    let kept = r.ts_add(&k, 1005, 1.6).await?;
    assert_eq!(kept, 1005);
    r.ts_add(&k, 11_500, 2).await?;
    let all = r.ts_range(&k, "-", "+").await?;
    assert_eq!(all, samples([(11_500, 2.0)]), "the others are too old");
    let too_old = r.ts_add(&k, 1000, 1).await.unwrap_err();
    assert!(too_old.is_server());

    let changed = TsCreateOptions::new()
        .retention(Duration::ZERO)
        .chunk_size(256)
        .duplicate_policy(TsDuplicatePolicy::Min)
        .labels(("room", "attic"));
    r.ts_alter(&k, changed).await?;
    let info = r.ts_info(&k).await?;
    assert_eq!((info.retention_time, info.chunk_size), (None, 256));
    assert_eq!(info.duplicate_policy, Some(TsDuplicatePolicy::Min));
    assert_eq!(info.labels, [("room".into(), "attic".into())].into());
    assert_eq!(info.ignore_max_val_diff, 0.5, "what is not named stays");
    r.ts_alter(
        &k,
        TsCreateOptions::new().labels(Vec::<(&str, &str)>::new()),
    )
    .await?;
    let info = r.ts_info(&k).await?;
    assert!(info.labels.is_empty());

    let again = r.ts_create(&k).await.unwrap_err();
    assert_eq!(again.code(), Some("ERR"));
    let odd = r.ts_alter(&k, TsCreateOptions::new().chunk_size(7)).await;
    assert!(odd.unwrap_err().is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_sample_of_the_same_time_is_dealt_with_as_the_policy_says() -> Result<()> {
    if lacks("TS.ADD", "a_sample_of_the_same_time") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_duplicate");
    let make = TsCreateOptions::new()
        .duplicate_policy(TsDuplicatePolicy::Block)
        .labels(("room", "hall"));
    r.ts_add_with(&k, 1, 5, TsAddOptions::new().create(make))
        .await?;
    let info = r.ts_info(&k).await?;
    assert_eq!(info.duplicate_policy, Some(TsDuplicatePolicy::Block));
    assert_eq!(info.labels["room"], "hall");
    let refused = r.ts_add(&k, 1, 7).await.unwrap_err();
    assert!(refused.is_server());
    for (policy, added, then) in [
        (TsDuplicatePolicy::First, 7, 5.0),
        (TsDuplicatePolicy::Sum, 7, 12.0),
        (TsDuplicatePolicy::Min, 3, 3.0),
        (TsDuplicatePolicy::Max, 2, 3.0),
        (TsDuplicatePolicy::Last, 2, 2.0),
    ] {
        let options = TsAddOptions::new().on_duplicate(policy);
        r.ts_add_with(&k, 1, added, options).await?;
        let last = r.ts_get(&k).await?;
        assert_eq!(last, Some(TsSample::new(1, then)), "{policy:?}");
    }
    let options = TsAddOptions::new().on_duplicate(TsDuplicatePolicy::Block);
    let refused = r.ts_add_with(&k, 1, 9, options).await.unwrap_err();
    assert!(refused.is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_last_value_is_counted_up_and_down() -> Result<()> {
    if lacks("TS.INCRBY", "the_last_value_is_counted_up_and_down") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_incrby");
    let at = |time: u64| TsIncrbyOptions::new().timestamp(time);
    let make = TsCreateOptions::new().labels(("room", "hall"));
    let time = r.ts_incrby_with(&k, 1.5, at(100).create(make)).await?;
    assert_eq!(time, 100);
    r.ts_incrby_with(&k, 2, at(100)).await?;
    r.ts_decrby_with(&k, 0.5, at(200)).await?;
    let all = r.ts_range(&k, "-", "+").await?;
    assert_eq!(all, samples([(100, 3.5), (200, 3.0)]));
    let info = r.ts_info(&k).await?;
    assert_eq!(info.labels["room"], "hall");
    let past = r.ts_incrby_with(&k, 1, at(50)).await.unwrap_err();
    assert!(past.is_server());
    let past = r.ts_decrby_with(&k, 1, at(50)).await.unwrap_err();
    assert!(past.is_server());
    let up = r.ts_incrby(&k, 10).await?;
    let last = r.ts_get(&k).await?;
    assert_eq!(last, Some(TsSample::new(up, 13.0)));
    let down = r.ts_decrby(&k, 3).await?;
    assert!(down >= up && up > 1_600_000_000_000, "{up} {down}");
    let last = r.ts_get(&k).await?;
    assert_eq!(last, Some(TsSample::new(down, 10.0)));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn samples_are_filtered() -> Result<()> {
    if lacks("TS.RANGE", "samples_are_filtered") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_filter");
    r.ts_create(&k).await?;
    r.ts_madd((1..=6).map(|n| (&k, n * 10, n))).await?;
    let options = TsRangeOptions::new()
        .filter_by_ts([10, 20, 25, 50])
        .filter_by_value(2.0, 5.0);
    let some: Vec<TsSample> = r.ts_range_with(&k, "-", "+", options.clone()).await?;
    assert_eq!(some, samples([(20, 2.0), (50, 5.0)]));
    let options = options.count(1);
    let some: Vec<TsSample> = r.ts_revrange_with(&k, "-", "+", options).await?;
    assert_eq!(some, samples([(50, 5.0)]));
    let pairs: Vec<(u64, f64)> = r.ts_range_with(&k, 0, 20, TsRangeOptions::new()).await?;
    assert_eq!(pairs, [(10, 1.0), (20, 2.0)]);
    let rows: Vec<TsRow> = r.ts_range_with(&k, 0, 10, TsRangeOptions::new()).await?;
    assert_eq!(rows, [TsRow::new(10, [1.0])]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn samples_are_put_into_buckets() -> Result<()> {
    if lacks("TS.RANGE", "samples_are_put_into_buckets") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_buckets");
    r.ts_create(&k).await?;
    r.ts_madd([(&k, 1000, 1.0), (&k, 2000, 2.5), (&k, 5000, 7.0)])
        .await?;
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    for (aggregator, value) in [
        (TsAggregator::Avg, 3.5),
        (TsAggregator::First, 1.0),
        (TsAggregator::Last, 7.0),
        (TsAggregator::Min, 1.0),
        (TsAggregator::Max, 7.0),
        (TsAggregator::Sum, 10.5),
        (TsAggregator::Range, 6.0),
        (TsAggregator::Count, 3.0),
        (TsAggregator::StdP, 6.5_f64.sqrt()),
        (TsAggregator::StdS, 9.75_f64.sqrt()),
        (TsAggregator::VarP, 6.5),
        (TsAggregator::VarS, 9.75),
        (TsAggregator::Twa, 4.0),
    ] {
        let all = TsAggregation::new(aggregator, 10 * SECOND);
        let options = TsRangeOptions::new().aggregation(all);
        let got: Vec<TsSample> = r.ts_range_with(&k, "-", "+", options).await?;
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].timestamp, 0);
        assert!(close(got[0].value, value), "{aggregator:?}: {got:?}");
    }
    let seconds = |aggregator| TsAggregation::new(aggregator, SECOND);
    let options = TsRangeOptions::new().aggregation(seconds(TsAggregator::Sum).empty());
    let got: Vec<TsSample> = r.ts_range_with(&k, "-", "+", options).await?;
    let sums = [
        (1000, 1.0),
        (2000, 2.5),
        (3000, 0.0),
        (4000, 0.0),
        (5000, 7.0),
    ];
    assert_eq!(got, samples(sums));
    let options = TsRangeOptions::new().aggregation(seconds(TsAggregator::Max).empty());
    let got: Vec<TsSample> = r.ts_range_with(&k, 2000, 5000, options).await?;
    assert_eq!(got[0], TsSample::new(2000, 2.5));
    assert!(got[1].value.is_nan() && got[2].value.is_nan());
    // Without `EMPTY`: RedisTimeSeries 1.12 crashes where it reverses empty buckets.
    let options = TsRangeOptions::new().aggregation(seconds(TsAggregator::Max));
    let got: Vec<TsSample> = r.ts_revrange_with(&k, 2000, 5000, options).await?;
    assert_eq!(got, samples([(5000, 7.0), (2000, 2.5)]));

    let count = || seconds(TsAggregator::Count);
    for (aggregation, times) in [
        (count().align(100), [100, 1100, 4100]),
        (
            count().bucket_timestamp(TsBucketTimestamp::Start),
            [1000, 2000, 5000],
        ),
        (
            count().bucket_timestamp(TsBucketTimestamp::Mid),
            [1500, 2500, 5500],
        ),
        (
            count().bucket_timestamp(TsBucketTimestamp::End),
            [2000, 3000, 6000],
        ),
        (count().align("-"), [300, 1300, 4300]),
        (count().align(TsTime::LATEST), [600, 1600, 4600]),
    ] {
        let options = TsRangeOptions::new().aggregation(aggregation);
        let got: Vec<TsSample> = r.ts_range_with(&k, 300, 5600, options).await?;
        assert_eq!(got, samples(times.map(|at| (at, 1.0))));
    }
    let none = TsAggregation::new(TsAggregator::Avg, Duration::ZERO);
    let options = TsRangeOptions::new().aggregation(none);
    let error = r.ts_range_with::<TsSample>(&k, "-", "+", options).await;
    assert!(error.unwrap_err().is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_rule_compacts_a_series_into_another() -> Result<()> {
    if lacks("TS.CREATERULE", "a_rule_compacts_a_series_into_another") {
        return Ok(());
    }
    let r = client();
    let keys @ [raw, mean, spread] =
        &["raw", "mean", "spread"].map(|name| key(&format!("ts_rule:{name}")));
    for k in keys {
        r.ts_create_with(k, labelled("ts_rule", "any")).await?;
    }
    r.ts_createrule_with(
        raw,
        mean,
        TsAggregator::Avg,
        SECOND,
        TsCreateruleOptions::new().align(5),
    )
    .await?;
    let half = Duration::from_millis(500);
    r.ts_createrule(raw, spread, TsAggregator::StdP, half)
        .await?;
    let twice = r.ts_createrule(raw, mean, TsAggregator::Avg, SECOND).await;
    assert!(twice.unwrap_err().is_server());
    r.ts_madd([(raw, 1000, 1.0), (raw, 2000, 2.5), (raw, 5000, 7.0)])
        .await?;

    let closed = r.ts_get(mean).await?;
    assert_eq!(closed, Some(TsSample::new(1005, 2.5)));
    let open = r.ts_get_with(mean, TsGetOptions::new().latest()).await?;
    assert_eq!(open, Some(TsSample::new(4005, 7.0)));
    let closed = r.ts_range(mean, "-", "+").await?;
    assert_eq!(closed, samples([(5, 1.0), (1005, 2.5)]));
    let latest = TsRangeOptions::new().latest();
    let open: Vec<TsSample> = r.ts_range_with(mean, "-", "+", latest).await?;
    assert_eq!(open, samples([(5, 1.0), (1005, 2.5), (4005, 7.0)]));
    let filter = of_test("ts_rule");
    let latest = TsMgetOptions::new().latest();
    let of_all = r.ts_mget_with(&filter, latest).await?;
    let of_mean = of_all.iter().find(|one| &one.key == mean).unwrap();
    assert_eq!(of_mean.sample, Some(TsSample::new(4005, 7.0)));
    let latest = TsMrangeOptions::new().latest();
    let of_all: Vec<TsSeries> = r.ts_mrange_with("-", "+", &filter, latest).await?;
    let of_mean = of_all.iter().find(|one| &one.key == mean).unwrap();
    assert_eq!(of_mean.samples, open);

    let info = r.ts_info(raw).await?;
    let mut rules = info.rules;
    rules.sort_by(|a, b| a.destination.cmp(&b.destination));
    let of = |n: usize| (rules[n].aggregator, rules[n].bucket, rules[n].align);
    assert_eq!((rules.len(), &rules[0].destination), (2, mean));
    assert_eq!(of(0), (TsAggregator::Avg, SECOND, 5));
    assert_eq!(&rules[1].destination, spread);
    assert_eq!(of(1), (TsAggregator::StdP, half, 0));
    let info = r.ts_info(mean).await?;
    assert_eq!(info.source_key.as_ref(), Some(raw));
    r.ts_deleterule(raw, mean).await?;
    let gone = r.ts_deleterule(raw, mean).await.unwrap_err();
    assert!(gone.is_server());
    let info = r.ts_info(raw).await?;
    assert_eq!(info.rules.len(), 1);
    r.delete(keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_chunks_of_a_series_are_told() -> Result<()> {
    if lacks("TS.INFO", "the_chunks_of_a_series_are_told") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_chunks");
    let options = TsCreateOptions::new()
        .chunk_size(48)
        .encoding(TsEncoding::Uncompressed);
    r.ts_create_with(&k, options).await?;
    r.ts_madd((1..=5).map(|n| (&k, n, n))).await?;
    let info = r.ts_info(&k).await?;
    assert_eq!((info.total_samples, info.chunk_count), (5, 2));
    assert_eq!((info.first_timestamp, info.last_timestamp), (1, 5));
    assert!(info.chunks.is_empty() && info.key_self_name.is_none());
    let info = r.ts_info_debug(&k).await?;
    assert_eq!(info.key_self_name.as_ref(), Some(&k));
    let times = info
        .chunks
        .iter()
        .map(|c| (c.start_timestamp, c.end_timestamp));
    assert_eq!(times.collect::<Vec<_>>(), [(1, 3), (4, 5)]);
    assert_eq!((info.chunks[0].samples, info.chunks[0].size), (3, 48));
    assert_eq!(info.chunks[0].bytes_per_sample, 16.0);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn series_are_found_by_their_labels() -> Result<()> {
    if lacks("TS.MGET", "series_are_found_by_their_labels") {
        return Ok(());
    }
    let r = client();
    let name = "ts_labels";
    let keys @ [a, b, empty] = &["a", "b", "c"].map(|k| key(&format!("{name}:{k}")));
    r.ts_create_with(a, labelled(name, "heat")).await?;
    r.ts_create_with(b, labelled(name, "cold")).await?;
    r.ts_create_with(empty, labelled(name, "none")).await?;
    r.ts_madd([(a, 1, 1.0), (a, 2, 2.0), (b, 2, 20.0), (b, 3, 30.0)])
        .await?;
    let filter = of_test(name);
    let mut found: Vec<String> = r.ts_queryindex(&filter).await?;
    found.sort();
    assert_eq!(found, *keys);
    let found: Vec<String> = r.ts_queryindex([&filter, "kind=(heat,other)"]).await?;
    assert_eq!(found, [a.as_str()]);
    let found: Vec<String> = r.ts_queryindex("test=nowhere").await?;
    assert_eq!(found, [""; 0]);

    let mut last = r.ts_mget(&filter).await?;
    last.sort_by(|a, b| a.key.cmp(&b.key));
    let of: Vec<_> = last.iter().map(|one| (&one.key, one.sample)).collect();
    let sample = |at, value| Some(TsSample::new(at, value));
    assert_eq!(
        of,
        [(a, sample(2, 2.0)), (b, sample(3, 30.0)), (empty, None)]
    );
    assert!(last.iter().all(|one| one.labels.is_empty()));
    let options = TsMgetOptions::new().withlabels();
    let last = r.ts_mget_with([&filter, "kind=heat"], options).await?;
    assert_eq!((last.len(), last[0].labels.len()), (1, 2));
    assert_eq!(last[0].labels["kind"], "heat");
    let options = TsMgetOptions::new().selected_labels(["kind", "nothing"]);
    let last = r.ts_mget_with([&filter, "kind=heat"], options).await?;
    assert_eq!(last[0].labels, [("kind".into(), "heat".into())].into());

    let mut series = r.ts_mrange("-", "+", &filter).await?;
    series.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(series.len(), 3);
    assert_eq!(series[0].samples, samples([(1, 1.0), (2, 2.0)]));
    assert_eq!(series[2].samples, []);
    assert!(series[0].labels.is_empty() && series[0].reducer.is_none());
    let series = r
        .ts_mrevrange(0, 2, [&filter, "kind!=none", "kind!=cold"])
        .await?;
    assert_eq!(series.len(), 1);
    assert_eq!(series[0].samples, samples([(2, 2.0), (1, 1.0)]));
    let none = r.ts_mrange("-", "+", "test=nowhere").await?;
    assert_eq!(none, []);
    for error in [
        r.ts_mget("kind!=heat").await.err(),
        r.ts_mget(()).await.err(),
        r.ts_mrange("-", "+", "kind").await.err(),
        r.ts_queryindex::<String>(()).await.err(),
    ] {
        assert!(error.unwrap().is_server());
    }
    r.delete(keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_samples_of_several_series_are_chosen_and_put_together() -> Result<()> {
    if lacks("TS.MRANGE", "the_samples_of_several_series_are_chosen") {
        return Ok(());
    }
    let r = client();
    let name = "ts_mrange";
    let keys @ [a, b] = &["a", "b"].map(|k| key(&format!("{name}:{k}")));
    r.ts_create_with(a, labelled(name, "heat")).await?;
    r.ts_create_with(b, labelled(name, "heat")).await?;
    r.ts_madd([(a, 1, 1.0), (a, 2, 2.0), (a, 1500, 3.0)])
        .await?;
    r.ts_madd([(b, 2, 20.0), (b, 3, 30.0)]).await?;
    let filter = of_test(name);
    let options = TsMrangeOptions::new()
        .filter_by_ts([1, 2, 3])
        .filter_by_value(2.0, 25.0)
        .count(1)
        .withlabels();
    let series: Vec<TsSeries> = r.ts_mrange_with("-", "+", &filter, options).await?;
    assert_eq!(series.len(), 2);
    for one in &series {
        let value = if &one.key == a { 2.0 } else { 20.0 };
        assert_eq!(one.samples, samples([(2, value)]));
        assert_eq!(one.labels["test"], key(name));
    }
    let sums = TsAggregation::new(TsAggregator::Sum, SECOND);
    let options = TsMrangeOptions::new()
        .aggregation(sums)
        .selected_labels("kind");
    let series: Vec<TsSeries> = r.ts_mrevrange_with("-", "+", &filter, options).await?;
    let of_a = series.iter().find(|one| &one.key == a).unwrap();
    assert_eq!(of_a.samples, samples([(1000, 3.0), (0, 3.0)]));
    assert_eq!(of_a.labels, [("kind".into(), "heat".into())].into());

    for (reducer, at_two) in [
        (TsReducer::Avg, 11.0),
        (TsReducer::Min, 2.0),
        (TsReducer::Max, 20.0),
        (TsReducer::Sum, 22.0),
        (TsReducer::Range, 18.0),
        (TsReducer::Count, 2.0),
        (TsReducer::StdP, 9.0),
        (TsReducer::StdS, 162_f64.sqrt()),
        (TsReducer::VarP, 81.0),
        (TsReducer::VarS, 162.0),
    ] {
        let options = TsMrangeOptions::new().groupby("kind", reducer).withlabels();
        let groups: Vec<TsSeries> = r.ts_mrange_with(2, 2, &filter, options).await?;
        assert_eq!((groups.len(), groups[0].key.as_str()), (1, "kind=heat"));
        let value = groups[0].samples[0].value;
        assert!((value - at_two).abs() < 1e-9, "{reducer:?}: {value}");
        let mut sources = groups[0].sources.clone();
        sources.sort();
        assert_eq!(sources, *keys);
        let word = groups[0].reducer.as_ref().unwrap();
        let spelled = word.replace('.', "");
        assert!(
            spelled.eq_ignore_ascii_case(&format!("{reducer:?}")),
            "{word}"
        );
        assert_eq!(groups[0].labels, [("kind".into(), "heat".into())].into());
    }
    r.delete(keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_without_a_series_is_an_error() -> Result<()> {
    if lacks("TS.GET", "a_key_without_a_series_is_an_error") {
        return Ok(());
    }
    let r = client();
    let (none, text) = (key("ts_wrong:none"), key("ts_wrong:text"));
    r.set(&text, "x").await?;
    let wrong = r.ts_get(&text).await.unwrap_err();
    assert!(wrong.to_string().contains("WRONGTYPE"), "{wrong}");
    for error in [
        r.ts_add(&text, 1, 1).await.err(),
        r.ts_create(&text).await.err(),
        r.ts_get(&none).await.err(),
        r.ts_info(&none).await.err(),
        r.ts_range(&none, "-", "+").await.err(),
        r.ts_delete(&none, 0, 1).await.err(),
        r.ts_alter(&none, TsCreateOptions::new()).await.err(),
        r.ts_deleterule(&none, &text).await.err(),
        r.ts_createrule(&none, &text, TsAggregator::Avg, SECOND)
            .await
            .err(),
    ] {
        assert!(error.unwrap().is_server());
    }
    let there = r.exists(&none).await?;
    assert_eq!(there, 0);
    r.delete(&text).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn keys_need_not_be_text_where_they_are_asked_for() -> Result<()> {
    if lacks("TS.QUERYINDEX", "keys_need_not_be_text") {
        return Ok(());
    }
    let r = client();
    let name = "ts_binary";
    let mut k = key(name).into_bytes();
    k.extend([0xff, 0]);
    r.ts_create_with(&k, labelled(name, "heat")).await?;
    let found: Vec<Vec<u8>> = r.ts_queryindex(of_test(name)).await?;
    assert_eq!(found, [k.clone()]);
    let error = r.ts_mget(of_test(name)).await.unwrap_err();
    assert_eq!(error.kind(), redial::ErrorKind::Decode);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn time_series_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("TS.ADD", "time_series_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("ts_pipeline");
    let mut pipe = r.pipeline();
    pipe.ts_create(&k)
        .ts_add(&k, 1, 2)
        .ts_madd([(&k, 2, 3), (&k, 2, 4)])
        .ts_range(&k, "-", "+")
        .ts_get(&k)
        .delete(&k);
    type All = (
        (),
        u64,
        Vec<Result<u64>>,
        Vec<TsSample>,
        Option<TsSample>,
        i64,
    );
    let ((), one, two, range, last, gone): All = pipe.execute().await?;
    assert_eq!((one, two.len(), gone), (1, 2, 1));
    assert!(two[0].is_ok() && two[1].is_err());
    assert_eq!(range, samples([(1, 2.0), (2, 3.0)]));
    assert_eq!(last, Some(range[1]));
    Ok(())
}
