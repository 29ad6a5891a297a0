//! The commands on replication.

use std::time::Instant;

use super::*;
use crate::face::test;

/// A master with that many replicas, which have all that it has.
#[maybe_async]
async fn replicated(replicas: usize) -> Result<(Server, Vec<Server>)> {
    let master = Server::builder()
        .arg("repl-diskless-sync-delay", "0")
        .start();
    let replicas: Vec<Server> = (0..replicas).map(|_| Server::start()).collect();
    for replica in &replicas {
        client_of(replica)
            .replicaof("127.0.0.1", master.port())
            .await?;
    }
    let m = client_of(&master);
    loop {
        let online = match m.role().await? {
            Role::Master { replicas, .. } => replicas.len(),
            _ => 0,
        };
        if online == replicas.len() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    let count = u32::try_from(replicas.len()).unwrap();
    let mut conn = m.connection().await?;
    conn.set("k", "v").await?;
    let reached = conn.wait(count, Duration::from_secs(20)).await?;
    assert_eq!(reached, i64::from(count));
    Ok((master, replicas))
}

/// Waits until the server plays this part: `master` or `slave`.
#[maybe_async]
async fn becomes(r: &Redis, part: &str) -> Result<()> {
    for _ in 0..1000 {
        let info = r.info_of("replication").await?;
        if info.role() == Some(part) {
            return Ok(());
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("it never becomes a {part}");
}

#[maybe_async]
#[test]
async fn a_server_follows_another_one_until_it_is_told_not_to() -> Result<()> {
    let (master, replicas) = replicated(1).await?;
    let (m, r) = (client_of(&master), client_of(&replicas[0]));
    let copied: Option<String> = r.get("k").await?;
    assert_eq!(copied.as_deref(), Some("v"));
    let error = r.set("k", 1).await.unwrap_err();
    assert_eq!(error.code(), Some("READONLY"));
    // What is the case already is no error.
    r.replicaof("127.0.0.1", master.port()).await?;

    r.replicaof_no_one().await?;
    r.set("own", 1).await?;
    let kept: Option<String> = r.get("k").await?;
    assert_eq!(kept.as_deref(), Some("v"));
    r.replicaof_no_one().await?;

    r.slaveof("127.0.0.1", master.port()).await?;
    let role = r.role().await?;
    assert!(matches!(role, Role::Replica { master_port, .. } if master_port == master.port()));
    r.slaveof_no_one().await?;
    let role = r.role().await?;
    assert!(matches!(role, Role::Master { .. }));
    let role = m.role().await?;
    assert!(matches!(role, Role::Master { .. }));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_replica_takes_over_from_its_master() -> Result<()> {
    let (master, replicas) = replicated(2).await?;
    let m = client_of(&master);
    m.failover().await?;
    becomes(&m, "slave").await?;
    // It steps down a moment before its heir steps up.
    let begun = Instant::now();
    loop {
        let mut masters = 0;
        for replica in &replicas {
            let role = client_of(replica).role().await?;
            masters += usize::from(matches!(role, Role::Master { .. }));
        }
        if masters == 1 {
            return Ok(());
        }
        assert!(
            masters == 0 && begun.elapsed() < Duration::from_secs(10),
            "{masters}"
        );
        sleep(Duration::from_millis(10)).await;
    }
}

#[maybe_async]
#[test]
async fn a_certain_replica_takes_over() -> Result<()> {
    let (master, replicas) = replicated(2).await?;
    let m = client_of(&master);
    let nowhere = FailoverOptions::new().to("127.0.0.1", 1);
    let error = m.failover_with(nowhere).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let unforced = FailoverOptions::new().force();
    let error = m.failover_with(unforced).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let to = FailoverOptions::new().to("127.0.0.1", replicas[1].port());
    m.failover_with(to).await?;
    becomes(&m, "slave").await?;
    becomes(&client_of(&replicas[1]), "master").await?;
    let role = m.role().await?;
    assert!(matches!(role, Role::Replica { master_port, .. } if master_port == replicas[1].port()));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_failover_is_given_up_or_forced() -> Result<()> {
    let (master, replicas) = replicated(1).await?;
    let m = client_of(&master);
    let error = m.failover_abort().await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    // A replica that does not answer never has everything.
    replicas[0].freeze();
    let mut conn = m.connection().await?;
    conn.set("k", "w").await?;
    conn.failover().await?;
    let again = conn.failover().await.unwrap_err();
    assert_eq!(again.code(), Some("ERR"));
    let info = conn.info_of("replication").await?;
    assert_eq!(info.get("master_failover_state"), Some("waiting-for-sync"));
    conn.failover_abort().await?;
    conn.set("k", "x").await?;

    let given_up = FailoverOptions::new().timeout(Duration::from_millis(50));
    conn.failover_with(given_up).await?;
    loop {
        let info = conn.info_of("replication").await?;
        if info.get("master_failover_state") == Some("no-failover") {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    let role = conn.role().await?;
    assert!(matches!(role, Role::Master { .. }));

    let to = FailoverOptions::new().to("127.0.0.1", replicas[0].port());
    let forced = to.force().timeout(Duration::from_millis(50));
    conn.failover_with(forced).await?;
    becomes(&m, "slave").await?;
    replicas[0].thaw();
    becomes(&client_of(&replicas[0]), "master").await
}
