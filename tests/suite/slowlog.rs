//! The commands on the logs of commands.

use std::time::SystemTime;

use super::*;
use crate::face::test;

/// Whether it was in the last minute.
fn is_recent(at: SystemTime) -> bool {
    let ago = SystemTime::now().duration_since(at);
    ago.is_ok_and(|ago| ago < Duration::from_secs(60))
}

#[maybe_async]
#[test]
async fn slow_commands_are_logged_with_who_sent_them() -> Result<()> {
    let server = Server::builder()
        .arg("slowlog-log-slower-than", "15000")
        .start();
    let r = Redis::new(config_of(&server).client_name("sloth"))?;
    let mut conn = r.connection().await?;
    let empty = conn.slowlog_get().await?;
    assert!(empty.is_empty());
    for _ in 0..2 {
        conn.debug::<()>(["SLEEP", "0.02"]).await?;
    }
    conn.execute_command::<()>(Command::new("DEBUG").arg(b"\xff\0sleep"))
        .await
        .unwrap_err();
    let me = conn.client_info().await?;
    let entries = conn.slowlog_get().await?;
    assert_eq!(entries.len(), 2);
    let entry = &entries[0];
    assert!(entry.id > entries[1].id);
    assert!(is_recent(entry.at));
    let took = Duration::from_millis(20)..Duration::from_secs(5);
    assert!(took.contains(&entry.duration), "{entry:?}");
    assert_eq!(entry.command, [&b"DEBUG"[..], b"SLEEP", b"0.02"]);
    assert_eq!(entry.client_name, "sloth");
    assert_eq!(entry.client_addr, me.addr());

    let one = conn.slowlog_get_count(1).await?;
    assert_eq!(one, entries[..1]);
    let len = conn.slowlog_len().await?;
    assert_eq!(len, 2);
    conn.slowlog_reset().await?;
    let len = conn.slowlog_len().await?;
    assert_eq!(len, 0);
    let help = conn.slowlog_help().await?;
    assert!(help.iter().any(|line| line.contains("RESET")));
    Ok(())
}

#[maybe_async]
#[test]
async fn the_whole_slowlog_is_there_for_the_asking() -> Result<()> {
    let server = Server::builder()
        .arg("slowlog-log-slower-than", "0")
        .start();
    let r = client_of(&server);
    for n in 0..15 {
        r.set(b"\xff\xfe", n).await?;
    }
    let ten = r.slowlog_get().await?;
    assert_eq!(ten.len(), 10);
    let set = ten.iter().find(|entry| entry.command[0] == b"SET").unwrap();
    assert_eq!(set.command[1], b"\xff\xfe");
    assert_eq!(set.client_name, "");
    if server.version() < (7, 0) {
        server.record_lack(
            "SLOWLOG GET -1",
            "the_whole_slowlog_is_there_for_the_asking",
        );
        return Ok(());
    }
    let all = r.slowlog_get_count(-1).await?;
    assert!(all.len() > 15);
    let error = r.slowlog_get_count(-2).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}

#[maybe_async]
#[test]
async fn large_commands_are_logged_as_well() -> Result<()> {
    if lacks("COMMANDLOG", "large_commands_are_logged_as_well") {
        return Ok(());
    }
    let server = Server::builder()
        .arg("commandlog-request-larger-than", "10000")
        .arg("commandlog-reply-larger-than", "10000")
        .arg("commandlog-execution-slower-than", "15000")
        .start();
    let r = client_of(&server);
    r.set("k", "x".repeat(20_000)).await?;
    let _: Option<String> = r.get("k").await?;
    r.debug::<()>(["SLEEP", "0.02"]).await?;

    let requests = r.commandlog_get(-1, CommandlogKind::LargeRequest).await?;
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].command[..2], [b"SET".to_vec(), b"k".to_vec()]);
    assert!(requests[0].command[2].len() < 20_000, "it is shortened");
    assert!((20_000..21_000).contains(&requests[0].amount));
    assert!(is_recent(requests[0].at));
    assert!(requests[0].client_addr.starts_with("127.0.0.1:"));
    let replies = r.commandlog_get(10, CommandlogKind::LargeReply).await?;
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].command, [b"GET", &b"k"[..]]);
    assert!((20_000..21_000).contains(&replies[0].amount));
    let slow = r.commandlog_get(10, CommandlogKind::Slow).await?;
    assert_eq!(slow.len(), 1);
    assert!((20_000..5_000_000).contains(&slow[0].amount));
    let none = r.commandlog_get(0, CommandlogKind::Slow).await?;
    assert!(none.is_empty());
    let same = r.slowlog_get().await?;
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].id, slow[0].id);
    let took = u128::from(slow[0].amount);
    assert_eq!(same[0].duration.as_micros(), took);
    let error = r
        .commandlog_get(-2, CommandlogKind::Slow)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    r.commandlog_reset(CommandlogKind::LargeRequest).await?;
    for (log, left) in [
        (CommandlogKind::LargeRequest, 0),
        (CommandlogKind::LargeReply, 1),
        (CommandlogKind::Slow, 1),
    ] {
        let len = r.commandlog_len(log).await?;
        assert_eq!(len, left, "{log:?}");
    }
    let help = r.commandlog_help().await?;
    assert!(help.iter().any(|line| line.contains("RESET")));
    Ok(())
}
