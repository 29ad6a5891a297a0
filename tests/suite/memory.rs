//! The commands on the server's memory.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn the_server_tells_what_its_memory_is_used_for() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.set("a", "x".repeat(10_000)).await?;
    let mut other = r.connection().await?;
    other.select(3).await?;
    let ttl = SetOptions::new().ex(Duration::from_secs(100));
    other.set_with("b", 1, ttl).await?;
    // The server looks at its clients every now and then.
    let stats = loop {
        let stats = r.memory_stats().await?;
        if stats.clients_normal > 0 {
            break stats;
        }
        sleep(Duration::from_millis(20)).await;
    };
    assert!(stats.startup_allocated > 100_000, "{stats:?}");
    assert!(stats.total_allocated > stats.startup_allocated + 10_000);
    assert!(stats.peak_allocated > stats.startup_allocated);
    assert_eq!((stats.clients_replicas, stats.replication_backlog), (0, 0));
    assert_eq!((stats.keys_count, stats.aof_buffer), (2, 0));
    assert!(stats.keys_bytes_per_key > 5_000);
    assert!(stats.dataset_bytes > 10_000);
    assert!(stats.overhead_total >= stats.startup_allocated);
    let of_peak = stats.total_allocated as f64 * 100.0 / stats.peak_allocated as f64;
    assert!((stats.peak_percentage - of_peak).abs() < 2.0);
    assert!(stats.dataset_percentage > 1.0 && stats.dataset_percentage <= 100.0);
    assert!(stats.allocator_allocated > 0 && stats.allocator_active > 0);
    assert!(stats.allocator_resident > 0 && stats.allocator_rss_ratio > 0.0);
    assert!(stats.allocator_fragmentation_ratio > 0.0);
    assert!(stats.rss_overhead_ratio > 0.0 && stats.fragmentation > 0.0);
    assert_ne!(
        (stats.rss_overhead_bytes, stats.fragmentation_bytes),
        (0, 0)
    );
    assert_eq!(stats.databases.keys().collect::<Vec<_>>(), [&0, &3]);
    assert!(stats.databases[&0].hashtable_main > 0);
    assert!(stats.databases[&3].hashtable_expires > 0);
    let unknown: Vec<&String> = stats.others.keys().collect();
    let valkeys = [
        "cluster.slot_export",
        "cluster.slot_import",
        "replicas.repl.buffer",
    ];
    assert!(
        unknown.iter().all(|name| valkeys.contains(&name.as_str())),
        "{unknown:?}"
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn memory_of_an_empty_server_is_told_as_well() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let stats = r.memory_stats().await?;
    assert!(stats.total_allocated > 0);
    assert_eq!((stats.keys_count, stats.keys_bytes_per_key), (0, 0));
    if server.version() >= (7, 0) {
        assert!(stats.functions_caches > 0);
    } else {
        assert_eq!(stats.functions_caches, 0);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_key_takes_memory_and_a_missing_one_does_not() -> Result<()> {
    let r = client();
    let (k, list) = (key("memory_usage"), key("memory_usage_list"));
    r.set(&k, "x".repeat(1000)).await?;
    let usage = r.memory_usage(&k).await?.unwrap();
    assert!(usage > 1000 && usage < 3000, "{usage}");
    // Large at one end only, where the sample is taken from.
    r.rpush(&list, "x".repeat(100_000)).await?;
    r.rpush(&list, vec!["y".repeat(5_000); 50]).await?;
    let all = r.memory_usage_samples(&list, 0).await?.unwrap();
    assert!(all > 350_000, "{all}");
    let first = r.memory_usage_samples(&list, 1).await?.unwrap();
    assert_ne!(first, all);
    let some = r.memory_usage(&list).await?.unwrap();
    assert_ne!(some, all);
    let none = r.memory_usage(key("memory_usage_missing")).await?;
    assert_eq!(none, None);
    let none = r.memory_usage_samples(b"\xff\0", 5).await?;
    assert_eq!(none, None);
    let error = r.memory_usage_samples(&k, u64::MAX).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let mut pipe = r.pipeline();
    let (usage, missing): (i64, Option<i64>) = pipe
        .memory_usage(&k)
        .memory_usage("no such key")
        .execute()
        .await?;
    assert!(usage > 1000);
    assert_eq!(missing, None);
    r.delete([k, list]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn memory_is_looked_after() -> Result<()> {
    let r = client();
    let said = r.memory_doctor().await?;
    assert!(said.contains("Sam"), "{said}");
    let said = r.memory_malloc_stats().await?;
    assert!(said.contains("alloc"), "{said}");
    r.memory_purge().await?;
    let help = r.memory_help().await?;
    assert!(help.iter().any(|line| line.contains("MALLOC-STATS")));
    Ok(())
}
