//! Monitoring: what a server executes, seen as it comes.

use std::time::{Instant, SystemTime};

use redial::ErrorKind;

use super::*;
use crate::face::test;

const SOON: Duration = Duration::from_secs(10);

/// The next command that begins with this name.
#[maybe_async]
async fn next_called(monitor: &mut Monitor, name: &str) -> MonitoredCommand {
    loop {
        let seen = monitor.next_command_within(SOON).await.unwrap();
        let seen = seen.expect("a command");
        if seen.name().eq_ignore_ascii_case(name) {
            return seen;
        }
    }
}

#[maybe_async]
#[test]
async fn what_others_do_is_seen_with_its_arguments_as_they_were() {
    let server = Server::start();
    let mut monitor = client_of(&server).monitor().await.unwrap();
    let r = Redis::new(config_of(&server).db(3)).unwrap();
    let before = SystemTime::now() - Duration::from_secs(1);
    let value = b"a \"b\"\\ \r\n\t\x07\x08\0\xff \xc3\xa5";
    r.set("k y", value).await.unwrap();
    let seen = next_called(&mut monitor, "set").await;
    let expected: [&[u8]; 3] = [b"SET", b"k y", value];
    assert_eq!(seen.arguments(), expected);
    assert_eq!(seen.database(), 3);
    assert!(seen.time() > before && seen.time() < SystemTime::now() + Duration::from_secs(1));
    let MonitoredClient::Tcp(address) = seen.client() else {
        panic!("{seen:?}")
    };
    assert!(address.starts_with("127.0.0.1:"), "{address}");

    let unix = Redis::from_url(server.unix_url()).unwrap();
    unix.incr("n").await.unwrap();
    let seen = next_called(&mut monitor, "incr").await;
    assert_eq!(seen.command(), "INCR n");
    assert!(matches!(seen.client(), MonitoredClient::Unix(path) if path.contains("redis.sock")));

    let script = "return redis.call('APPEND', KEYS[1], ARGV[1])";
    r.eval::<i64>(script, "k", "v").await.unwrap();
    let seen = next_called(&mut monitor, "append").await;
    assert_eq!(*seen.client(), MonitoredClient::Lua);
    assert_eq!(seen.command(), "APPEND k v");
}

#[maybe_async]
#[test]
async fn a_long_command_is_a_long_line() {
    let server = Server::start();
    let r = client_of(&server);
    let mut monitor = r.monitor().await.unwrap();
    let value = vec![0_u8; 1_000_000];
    r.set("long", &value).await.unwrap();
    let seen = next_called(&mut monitor, "set").await;
    assert_eq!(seen.arguments()[2], value);
}

#[maybe_async]
#[test]
async fn it_goes_on_by_itself_until_the_connection_is_lost() {
    let server = Server::start();
    let r = client_of(&server);
    let mut monitor = r.monitor().await.unwrap();
    assert_eq!(r.connection_pool().stats().in_use, 1);
    for number in 0..1000 {
        r.set("n", number).await.unwrap();
    }
    let mut numbers = Vec::new();
    while numbers.len() < 1000 {
        let seen = monitor.next().await.unwrap().unwrap();
        if seen.name() == "SET" {
            numbers.push(String::from_utf8_lossy(&seen.arguments()[2]).into_owned());
        }
    }
    let expected: Vec<_> = (0..1000).map(|number| number.to_string()).collect();
    assert_eq!(numbers, expected);
    server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
    let error = loop {
        match monitor.next().await.expect("an error before the end") {
            Ok(seen) => assert!(!seen.arguments().is_empty()),
            Err(error) => break error,
        }
    };
    assert!(error.is_connection(), "{error}");
    assert_eq!(error.command(), Some("MONITOR"));
    let after = monitor.next().await;
    assert!(after.is_none());
    drop(monitor);
    assert_eq!(r.connection_pool().stats().in_use, 0);
}

#[maybe_async]
#[test]
async fn it_can_be_collected_from() {
    let server = Server::start();
    let r = client_of(&server);
    let monitor = r.monitor().await.unwrap();
    for number in 0..3 {
        server.command(&["SET", "n", &number.to_string()]);
    }
    let seen = collect_commands(monitor, 3).await.unwrap();
    let commands: Vec<String> = seen.iter().map(MonitoredCommand::command).collect();
    assert_eq!(commands, ["SET n 0", "SET n 1", "SET n 2"]);
}

#[maybe_async]
#[test]
async fn without_a_command_the_time_passes() {
    let server = Server::start();
    let mut monitor = client_of(&server).monitor().await.unwrap();
    let time = Duration::from_millis(50);
    let start = Instant::now();
    let seen = monitor.next_command_within(time).await.unwrap();
    assert_eq!(seen, None);
    assert!(start.elapsed() >= time);
    let seen = monitor.next_command_within(Duration::ZERO).await.unwrap();
    assert_eq!(seen, None);
}

#[maybe_async]
#[test]
async fn who_may_not_monitor_is_told_so() {
    let server = Server::builder()
        .args("user", &["ann", "on", ">pw", "~*", "+@all", "-monitor"])
        .start();
    let r = Redis::new(config_of(&server).username("ann").password("pw")).unwrap();
    let error = r.monitor().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoPermission, "{error}");
    assert_eq!(error.command(), Some("MONITOR"));
    assert_eq!(r.connection_pool().stats().in_use, 0);
}
