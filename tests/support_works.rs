//! The tests' own support: servers start, stop and leave nothing; the fake and the proxy do as told.
#![allow(
    clippy::unwrap_used,
    reason = "clippy sees what the tests share as ordinary code"
)]

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use support::apart;
use support::fake::{FakeServer, Speaks, Step, handshake_reply};
use support::proxy::{Direction, Proxy};
use support::sentinel::SentinelGroup;
use support::server::Server;

const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";
const PONG: &[u8] = b"+PONG\r\n";

#[test]
fn a_stopped_server_leaves_no_process_and_no_directory() {
    let server = Server::start();
    let (pid, dir) = (
        server.pid(),
        server.unix_path().parent().unwrap().to_owned(),
    );
    assert!(process_exists(pid) && dir.exists());
    drop(server);
    assert!(!process_exists(pid), "the process is still there");
    assert!(!dir.exists(), "the directory is still there");
}

#[test]
fn a_frozen_server_can_be_killed() {
    let mut server = Server::start();
    server.freeze();
    let pid = server.pid();
    server.kill();
    assert!(!process_exists(pid));
}

#[test]
fn pid_is_the_servers_own() {
    let server = Server::start();
    let info = server.command(&["INFO", "server"]);
    assert!(info.contains(&format!("process_id:{}\r\n", server.pid())));
}

#[test]
fn a_server_answers_on_tcp_and_on_its_unix_socket() {
    let server = Server::shared();
    assert_eq!(ask(&mut connect(server.port()), PING), PONG);
    let mut unix = UnixStream::connect(server.unix_path()).unwrap();
    unix.write_all(PING).unwrap();
    let mut reply = [0; 7];
    unix.read_exact(&mut reply).unwrap();
    assert_eq!(reply, PONG);
}

#[test]
fn a_restarted_server_keeps_its_port_and_its_configuration() {
    let mut server = Server::builder().arg("requirepass", "x").start();
    let (port, pid) = (server.port(), server.pid());
    server.kill();
    let refused = TcpStream::connect(("127.0.0.1", port)).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    server.restart();
    assert_eq!(server.port(), port);
    assert_ne!(server.pid(), pid);
    let reply = ask(&mut connect(port), PING);
    assert!(reply.starts_with(b"-NOAUTH"), "{}", reply.escape_ascii());
    assert_eq!(server.command(&["PING"]), "PONG");
}

#[test]
fn a_frozen_server_answers_only_once_it_is_thawed() {
    let server = Server::start();
    let mut client = connect(server.port());
    assert_eq!(ask(&mut client, PING), PONG);
    server.freeze();
    client.write_all(PING).unwrap();
    assert!(is_silent(&mut client));
    server.thaw();
    assert_eq!(read_some(&mut client), PONG);
}

#[test]
fn the_side_channel_renders_every_kind_of_reply() {
    let server = Server::start();
    assert_eq!(server.command(&["SET", "k", "a b"]), "OK");
    assert_eq!(server.command(&["GET", "k"]), "a b");
    assert_eq!(server.command(&["GET", "none"]), "(nil)");
    assert_eq!(server.command(&["INCR", "n"]), "1");
    assert_eq!(server.command(&["MGET", "k", "none", "n"]), "a b\n(nil)\n1");
    assert!(
        server
            .command(&["INCR", "k"])
            .starts_with("-ERR value is not")
    );
}

#[test]
fn several_values_of_one_directive_reach_the_server() {
    let rules = ["ann", "on", ">secret", "~*", "+@all"];
    let server = Server::builder().args("user", &rules).start();
    assert!(server.command(&["ACL", "LIST"]).contains("user ann on"));
}

#[test]
fn a_command_that_no_server_has_is_lacking() {
    let server = Server::shared();
    assert!(!server.lacks("GET", "-"));
    let known = server.command(&["COMMAND", "INFO", "NOSUCHCOMMAND"]);
    assert_eq!(known, "(nil)");
}

#[test]
fn a_fake_server_records_commands_and_answers_by_its_handler() {
    let fake = FakeServer::with(|command| match command[0].as_slice() {
        b"GET" => Some(b"$-1\r\n".to_vec()),
        b"BLPOP" => None,
        _ => handshake_reply(command, Speaks::Resp3),
    });
    let mut first = connect(fake.port());
    let hello = ask(&mut first, b"*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n");
    assert!(hello.starts_with(b"%7\r\n"));
    assert_eq!(
        ask(&mut first, b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"),
        b"$-1\r\n"
    );
    let mut second = connect(fake.port());
    second
        .write_all(b"*2\r\n$5\r\nBLPOP\r\n$1\r\nk\r\n")
        .unwrap();
    assert!(is_silent(&mut second));
    assert_eq!(fake.connections(), 2);
    assert_eq!(fake.lines(), ["HELLO 3", "GET k", "BLPOP k"]);
    assert_eq!(fake.commands_of(1), [[b"BLPOP".to_vec(), b"k".to_vec()]]);
}

#[test]
fn a_fake_server_that_speaks_only_resp2_does_not_know_hello() {
    let hello = [b"HELLO".to_vec(), b"3".to_vec()];
    let reply = handshake_reply(&hello, Speaks::Resp2Only).unwrap();
    assert!(reply.starts_with(b"-ERR unknown command"));
}

#[test]
fn a_fake_server_runs_its_scripts_one_for_each_connection() {
    let fake = FakeServer::scripts([
        vec![Step::expect(PING), Step::send_slowly(PONG), Step::Close],
        vec![
            Step::Handshake(Speaks::Resp3),
            Step::ExpectCommands(2),
            Step::send("+one\r\n+two\r\n"),
            Step::Hold,
        ],
    ]);
    let mut first = connect(fake.port());
    first.write_all(PING).unwrap();
    let mut all = Vec::new();
    first.read_to_end(&mut all).unwrap();
    assert_eq!(all, PONG);

    let mut second = connect(fake.port());
    let auth = b"*2\r\n$4\r\nAUTH\r\n$1\r\nx\r\n";
    assert_eq!(ask(&mut second, auth), b"+OK\r\n");
    assert_eq!(
        ask(&mut second, &[PING, PING].concat()),
        b"+one\r\n+two\r\n"
    );
    assert!(is_silent(&mut second));
    fake.wait_for_commands(4);
    assert_eq!(fake.lines(), ["PING", "AUTH x", "PING", "PING"]);
}

#[test]
#[should_panic(expected = "connection 0: expected")]
fn a_fake_server_fails_the_test_when_it_reads_what_it_did_not_expect() {
    let fake = FakeServer::script([Step::expect("*1\r\n$4\r\nQUIT\r\n"), Step::Hold]);
    let mut client = connect(fake.port());
    client.write_all(PING).unwrap();
    // Closing is the last thing that the failed script does.
    let _ = client.read(&mut [0]);
}

#[test]
fn a_fake_server_ends_at_once_while_it_holds_and_sleeps() {
    let fake = FakeServer::scripts([vec![Step::Hold], vec![Step::Sleep(Duration::from_secs(60))]]);
    let clients = [connect(fake.port()), connect(fake.port())];
    while fake.connections() < clients.len() {
        std::thread::yield_now();
    }
    let start = Instant::now();
    drop(fake);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_proxy_delays_replies_without_adding_the_delays_up() {
    let (_server, proxy) = server_and_proxy();
    let mut client = connect(proxy.port());
    assert_eq!(ask(&mut client, PING), PONG);
    proxy.delay_replies(Duration::from_millis(200));
    let start = Instant::now();
    for _ in 0..5 {
        client.write_all(PING).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut replies = vec![0; 5 * PONG.len()];
    client.read_exact(&mut replies).unwrap();
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(200), "{took:?}");
    assert!(took < Duration::from_millis(800), "{took:?}");
}

#[test]
fn a_proxy_cuts_now_and_serves_the_next_connection() {
    let (_server, proxy) = server_and_proxy();
    let mut client = connect(proxy.port());
    assert_eq!(ask(&mut client, PING), PONG);
    proxy.cut();
    assert!(is_closed(&mut client));
    assert_eq!(ask(&mut connect(proxy.port()), PING), PONG);
    assert_eq!(proxy.connections(), 2);
}

#[test]
fn a_proxy_cuts_once_after_so_many_bytes_of_a_reply() {
    let (_server, proxy) = server_and_proxy();
    proxy.cut_after(Direction::ToClient, 3);
    let mut client = connect(proxy.port());
    assert_eq!(ask(&mut client, PING), b"+PO");
    assert!(is_closed(&mut client));
    assert_eq!(ask(&mut connect(proxy.port()), PING), PONG);
}

#[test]
fn a_proxy_cuts_in_the_middle_of_a_command() {
    let fake = FakeServer::with(|command| handshake_reply(command, Speaks::Resp3));
    let proxy = Proxy::to(fake.port());
    proxy.cut_after(Direction::ToServer, PING.len() + 5);
    let mut client = connect(proxy.port());
    client.write_all(&[PING, PING].concat()).unwrap();
    fake.wait_for_commands(1);
    while proxy.open_connections() > 0 {
        std::thread::yield_now();
    }
    assert_eq!(fake.lines(), ["PING"]);
}

#[test]
fn a_proxy_refuses_connections_and_listens_again() {
    let (_server, proxy) = server_and_proxy();
    proxy.refuse_connections(true);
    let refused = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    proxy.refuse_connections(false);
    assert_eq!(ask(&mut connect(proxy.port()), PING), PONG);
}

#[test]
fn a_stalled_proxy_makes_writes_block() {
    let (_server, proxy) = server_and_proxy();
    let mut client = connect(proxy.port());
    assert_eq!(ask(&mut client, PING), PONG);
    proxy.stall(Direction::ToServer, true);
    let timeout = Some(Duration::from_millis(300));
    client.set_write_timeout(timeout).unwrap();
    let error = client.write_all(&vec![b'x'; 64 << 20]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_proxy_holds_replies_while_it_is_stalled_and_delivers_byte_by_byte() {
    let (_server, proxy) = server_and_proxy();
    let mut client = connect(proxy.port());
    proxy.stall(Direction::ToClient, true);
    client.write_all(PING).unwrap();
    assert!(is_silent(&mut client));
    proxy.deliver_bytewise(true);
    proxy.stall(Direction::ToClient, false);
    let mut reply = [0; 7];
    client.read_exact(&mut reply).unwrap();
    assert_eq!(reply, PONG);
}

#[test]
fn sentinels_promote_a_replica_when_they_are_told_to() {
    let group = SentinelGroup::builder()
        .down_after(Duration::from_secs(60))
        .start();
    let old = group.master_port();
    assert_eq!(old, group.server(0).port());
    assert_eq!(group.urls().len(), 3);
    assert_eq!(group.master().command(&["SET", "k", "v"]), "OK");
    for replica in [group.server(1), group.server(2)] {
        while replica.command(&["GET", "k"]) != "v" {
            std::thread::yield_now();
        }
    }
    group.failover();
    let new = group.server_by_port(group.wait_for_new_master(old));
    assert_eq!(new.command(&["GET", "k"]), "v");
    assert_eq!(new.command(&["SET", "k", "w"]), "OK");
}

#[test]
fn sentinels_replace_a_master_that_was_killed_and_take_it_back_as_a_replica() {
    let mut group = SentinelGroup::builder()
        .master_password("m")
        .sentinel_password("s")
        .start();
    let reply = ask(&mut connect(group.sentinel(0).port()), PING);
    assert!(reply.starts_with(b"-NOAUTH"), "{}", reply.escape_ascii());
    let old = group.master_port();
    group.server_by_port_mut(old).kill();
    group.wait_for_new_master(old);
    group.wait_until_settled();
    assert_eq!(group.master().command(&["SET", "k", "v"]), "OK");
    group.server_by_port_mut(old).restart();
    group.wait_until_settled();
    assert_eq!(group.server_by_port(old).command(&["GET", "k"]), "v");
}

#[test]
fn a_sentinel_that_is_down_is_not_asked_and_remembers_what_it_knew() {
    let mut group = SentinelGroup::builder().replicas(1).start();
    let old = group.master_port();
    group.sentinel_mut(0).kill();
    group.server(0).freeze();
    group.wait_for_new_master(old);
    group.server(0).thaw();
    let known = group.sentinel(1).command(&["SENTINEL", "MYID"]);
    group.sentinel_mut(1).restart();
    assert_eq!(group.sentinel(1).command(&["SENTINEL", "MYID"]), known);
    group.sentinel_mut(0).restart();
    group.wait_until_settled();
    assert_ne!(group.master_port(), old);
    let role = group.server(0).command(&["ROLE"]);
    assert!(role.starts_with("slave"), "{role}");
}

fn server_and_proxy() -> (&'static Server, Proxy) {
    let server = Server::shared();
    (server, Proxy::to(server.port()))
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let timeout = Some(Duration::from_secs(10));
    stream.set_read_timeout(timeout).unwrap();
    stream
}

/// Sends, and reads what comes first.
fn ask(stream: &mut TcpStream, command: &[u8]) -> Vec<u8> {
    stream.write_all(command).unwrap();
    read_some(stream)
}

fn read_some(stream: &mut TcpStream) -> Vec<u8> {
    let mut reply = vec![0; 1024];
    let length = stream.read(&mut reply).unwrap();
    reply.truncate(length);
    reply
}

fn is_silent(stream: &mut TcpStream) -> bool {
    let patient = stream.read_timeout().unwrap();
    let brief = Some(Duration::from_millis(150));
    stream.set_read_timeout(brief).unwrap();
    let nothing = stream
        .read(&mut [0])
        .is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
    stream.set_read_timeout(patient).unwrap();
    nothing
}

fn is_closed(stream: &mut TcpStream) -> bool {
    match stream.read(&mut [0]) {
        Ok(length) => length == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

fn process_exists(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[test]
fn a_test_that_hangs_apart_fails_in_time_and_leaves_no_process() {
    if apart::is_apart() {
        // A process of its own, which must end as well.
        let _ = std::process::Command::new("sleep").arg("60").status();
        return;
    }
    let start = Instant::now();
    let hung = std::panic::catch_unwind(|| apart::run(Duration::from_millis(300)));
    assert!(hung.is_err());
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn what_is_said_apart_is_heard() {
    if apart::is_apart() {
        apart::say("pid", std::process::id());
        return;
    }
    let said = apart::run(Duration::from_secs(60));
    assert_ne!(said.number("pid"), u64::from(std::process::id()));
}
