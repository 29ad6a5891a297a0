//! The commands on hot keys.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn the_keys_that_a_server_is_busiest_with_are_found() -> Result<()> {
    if lacks(
        "HOTKEYS",
        "the_keys_that_a_server_is_busiest_with_are_found",
    ) {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    let none = r.hotkeys_get::<String>().await?;
    assert_eq!(none, None);
    let stopped = r.hotkeys_stop().await?;
    assert!(!stopped);
    let error = r.hotkeys_start([]).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let options = HotkeysOptions::new()
        .count(5)
        .duration(Duration::from_secs(600));
    r.hotkeys_start_with([HotkeysMetric::Cpu, HotkeysMetric::Net], options)
        .await?;
    for _ in 0..10 {
        r.set("hot", "x".repeat(1000)).await?;
    }
    let error = r.hotkeys_reset().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let stopped = r.hotkeys_stop().await?;
    assert!(stopped);
    let info = r.hotkeys_get::<String>().await?.unwrap();
    assert!(!info.active);
    assert_eq!((info.sample_ratio, info.selected_slots_time), (1, None));
    let (key, bytes) = &info.by_net_bytes[0];
    assert_eq!(key, "hot");
    assert!(*bytes > 10_000 && info.net_bytes >= Some(*bytes));
    assert!(info.cpu_time_user.is_some() && info.cpu_time_sys.is_some());
    r.hotkeys_reset().await?;
    let none = r.hotkeys_get::<String>().await?;
    assert_eq!(none, None);
    Ok(())
}
