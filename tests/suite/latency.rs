//! The commands on latency.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::*;
use crate::face::test;

/// A server that records what takes a millisecond, and has done so once.
fn slow_server() -> Server {
    let server = Server::builder()
        .arg("latency-monitor-threshold", "5")
        .start();
    server.command(&["DEBUG", "SLEEP", "0.02"]);
    server
}

#[maybe_async]
#[test]
async fn events_that_took_long_are_told_and_forgotten() -> Result<()> {
    let server = slow_server();
    let r = client_of(&server);
    let latest = r.latency_latest().await?;
    assert_eq!(latest.len(), 1);
    let event = &latest[0];
    assert_eq!(event.name, "command");
    let took = Duration::from_millis(20)..Duration::from_secs(5);
    assert!(took.contains(&event.latest), "{event:?}");
    assert_eq!(event.latest, event.max);
    let ago = SystemTime::now().duration_since(event.at).unwrap();
    assert!(ago < Duration::from_secs(60));
    if server.is_valkey() {
        assert_eq!((event.sum, event.count), (Some(event.latest), Some(1)));
    } else {
        assert_eq!((event.sum, event.count), (None, None));
    }

    let history = r.latency_history("command").await?;
    assert_eq!(history.len(), 1);
    assert_eq!(
        (history[0].at, history[0].latency),
        (event.at, event.latest)
    );
    let none = r.latency_history("no such event").await?;
    assert!(none.is_empty());
    let graph = r.latency_graph("command").await?;
    assert!(graph.starts_with("command - high"), "{graph}");
    let error = r.latency_graph(b"\xff").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let said = r.latency_doctor().await?;
    assert!(said.contains("command"), "{said}");

    let forgotten = r.latency_reset_of(["fork", "aof-write"]).await?;
    assert_eq!(forgotten, 0);
    let forgotten = r.latency_reset_of("command").await?;
    assert_eq!(forgotten, 1);
    let latest = r.latency_latest().await?;
    assert!(latest.is_empty());
    server.command(&["DEBUG", "SLEEP", "0.02"]);
    let forgotten = r.latency_reset().await?;
    assert_eq!(forgotten, 1);
    let help = r.latency_help().await?;
    assert!(help.iter().any(|line| line.contains("HISTORY")));
    Ok(())
}

#[maybe_async]
#[test]
async fn latency_comes_as_histograms() -> Result<()> {
    if lacks("LATENCY|HISTOGRAM", "latency_comes_as_histograms") {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    for n in 0..20 {
        r.set("k", n).await?;
    }
    let _: Vec<String> = r.config_get("maxclients").await?;
    server.command(&["DEBUG", "SLEEP", "0.02"]);
    let all = r.latency_histogram().await?;
    assert_eq!(all["set"].calls, 20);
    assert_eq!(all["set"].within.values().last(), Some(&20));
    let counts: Vec<&u64> = all["set"].within.values().collect();
    assert!(counts.is_sorted(), "they are cumulative: {counts:?}");
    let (longest, _) = all["debug"].within.last_key_value().unwrap();
    assert!(*longest >= Duration::from_millis(20), "{longest:?}");

    let some = r.latency_histogram_of(["set", "get", "config"]).await?;
    assert_eq!(some.keys().collect::<Vec<_>>(), ["config|get", "set"]);
    assert_eq!(some["set"], all["set"]);
    let none = r.latency_histogram_of("no-such-command").await?;
    assert!(none.is_empty());
    let mut pipe = r.pipeline();
    let (in_pipe,): (BTreeMap<String, LatencyHistogram>,) =
        pipe.latency_histogram_of("set").execute().await?;
    assert_eq!(in_pipe["set"].calls, 20);
    Ok(())
}
