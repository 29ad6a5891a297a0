//! Replies that make no sense, too deep, too long, or in too many pieces.

use std::env;
use std::error::Error as _;
use std::fs;
use std::io::{self, Read};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use redial::{Error, ErrorKind, ProtocolError, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Peer, Speaks};
use crate::support::malformed::{Malformed, malformed};

/// Nothing that these servers say may keep a caller longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// How much of what made no sense an error may quote.
const QUOTED: usize = 32;

const MIB: u64 = 1024 * 1024;

/// A client of a scripted server, which gives up after one attempt.
fn client_of_fake(server: &FakeServer) -> Redis {
    let config = Config::from_url(server.url()).unwrap().protocol(PROTOCOL);
    let config = config.socket_timeout(DEADLINE).retry(Retry::never());
    Redis::new(config).unwrap()
}

/// What became of the connections on which nonsense was sent.
#[derive(Default)]
struct Ends {
    closed: AtomicUsize,
    reused: AtomicUsize,
}

/// Answers `GET good` well, and `GET 7` with the seventh of these. After that it listens whether it is closed.
fn server_of(all: Arc<Vec<Malformed>>, ends: Arc<Ends>) -> FakeServer {
    FakeServer::run(move |peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            let command = peer.read_command()?;
            let key = String::from_utf8_lossy(&command[1]).into_owned();
            let Ok(which) = key.parse::<usize>() else {
                peer.send(b"$3\r\nown\r\n")?;
                continue;
            };
            // It may be closed before all of it is sent.
            let _ = peer.send(&all[which].bytes);
            let end = match peer.read_command() {
                Ok(_) => &ends.reused,
                Err(_) => &ends.closed,
            };
            end.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
    })
}

/// What asks.
#[derive(Clone, Copy, Debug)]
enum Asks {
    Client,
    Pipeline,
    Connection,
}

#[maybe_async]
async fn ask(r: &Redis, conn: &mut Connection, asks: Asks, key: &str) -> Result<Option<String>> {
    match asks {
        Asks::Client => r.get(key).await,
        Asks::Pipeline => {
            let mut pipe = r.pipeline().transaction(false);
            let (value,) = pipe.get::<String>(key).execute().await?;
            Ok(value)
        }
        Asks::Connection => conn.get(key).await,
    }
}

#[maybe_async]
#[test]
async fn bytes_that_are_no_reply_are_an_error_that_says_where_and_end_the_connection() -> Result<()>
{
    let all = Arc::new(malformed());
    for asks in [Asks::Client, Asks::Pipeline, Asks::Connection] {
        let ends = Arc::new(Ends::default());
        let server = server_of(Arc::clone(&all), Arc::clone(&ends));
        let r = client_of_fake(&server);
        let mut conn = r.connection().await?;
        // The connection that was only made to have one.
        let mut connections = match asks {
            Asks::Connection => 0,
            _ => 1,
        };
        let mut sent = 0;
        for (which, wrong) in all.iter().enumerate() {
            for good_before in [false, true] {
                if good_before {
                    let own = ask(&r, &mut conn, asks, "good").await?;
                    assert_eq!(own.as_deref(), Some("own"));
                }
                let answer = ask(&r, &mut conn, asks, &which.to_string()).await;
                says_where(&answer.unwrap_err(), wrong);
                sent += 1;
                connections += 1;
                assert_eq!(
                    server.connections(),
                    connections,
                    "{}, {asks:?}",
                    wrong.name
                );
                until_closed(&ends, sent, wrong).await;
            }
        }
        let own = ask(&r, &mut conn, asks, "good").await?;
        assert_eq!(own.as_deref(), Some("own"));
        assert_eq!(server.connections(), connections + 1);
        assert_eq!(ends.reused.load(Ordering::SeqCst), 0);
    }
    let cases = all.len() * 3 * 2;
    row(
        6,
        format!(
            "{} kinds of malformed replies, to a client, a pipeline and a connection, first and after a good one",
            all.len()
        ),
    )
    .count(cases as u64)
    .outcome("an error each that says what and at which byte; every connection closed, 0 reused, 0 panics")
    .write();
    Ok(())
}

/// It names the place, and quotes little of what stands there; the text that most programs print quotes nothing.
fn says_where(error: &Error, wrong: &Malformed) {
    let Malformed {
        name,
        bytes,
        offset,
        what,
    } = wrong;
    assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{name}: {error}");
    let text = format!("invalid reply at byte {offset}: {what}");
    assert!(error.to_string().contains(&text), "{name}: {error}");
    let source = error
        .source()
        .and_then(|it| it.downcast_ref::<ProtocolError>());
    let source = source.unwrap_or_else(|| panic!("{name} has no source"));
    assert_eq!(source.offset(), *offset, "{name}");
    let quoted = source.to_string();
    let quoted = quoted.strip_prefix(&format!("{text}: \"")).unwrap();
    let quoted = quoted.strip_suffix('"').unwrap();
    // All of it may not have come by then.
    let most = bytes[*offset..].iter().take(QUOTED);
    let most: String = most.map(|byte| byte.escape_ascii().to_string()).collect();
    assert!(most.starts_with(quoted), "{name}: {quoted}");
}

#[maybe_async]
async fn until_closed(ends: &Ends, count: usize, wrong: &Malformed) {
    let begun = Instant::now();
    while ends.closed.load(Ordering::SeqCst) < count {
        assert_eq!(ends.reused.load(Ordering::SeqCst), 0, "{}", wrong.name);
        assert!(begun.elapsed() < DEADLINE, "{} stays open", wrong.name);
        sleep(Duration::from_millis(1)).await;
    }
}

/// What aggregates begin with that have one element, or one pair of which the first is another such.
const AGGREGATES: [(&str, &str); 8] = [
    ("arrays", "*1\r\n"),
    ("sets", "~1\r\n"),
    ("maps, as keys", "%1\r\n"),
    ("maps, as values", "%1\r\n:1\r\n"),
    ("attributes", "|1\r\n"),
    ("streamed arrays", "*?\r\n"),
    ("streamed sets", "~?\r\n"),
    ("streamed maps", "%?\r\n"),
];

/// Half of what threads have on the systems that give them least.
const SMALL_STACK: usize = 256 * 1024;

/// A million of each inside each other; a push goes only around all of them.
fn nested(which: usize) -> Vec<u8> {
    let (_, head) = AGGREGATES[which % AGGREGATES.len()];
    let around = if which < AGGREGATES.len() {
        ""
    } else {
        ">1\r\n"
    };
    format!("{around}{}", head.repeat(1_000_000)).into_bytes()
}

fn server_of_nests() -> FakeServer {
    FakeServer::run(|peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            let command = peer.read_command()?;
            let key = String::from_utf8_lossy(&command[1]).into_owned();
            match key.split_once(' ') {
                Some(("whole", which)) => peer.send(&nested(which.parse().unwrap()))?,
                Some(("singly", which)) => send_singly(peer, &nested(which.parse().unwrap()))?,
                _ => peer.send(format!("{}:1\r\n", "*1\r\n".repeat(128)).as_bytes())?,
            }
        }
    })
}

/// A byte in each packet, until all are sent or the client has closed.
fn send_singly(peer: &mut Peer, bytes: &[u8]) -> io::Result<()> {
    bytes.iter().try_for_each(|byte| peer.send(&[*byte]))
}

/// Asks for each of them; how many were refused.
#[maybe_async]
async fn ask_for_nests(r: Redis) -> u64 {
    let mut refused = 0;
    for how in ["whole", "singly"] {
        for which in 0..2 * AGGREGATES.len() {
            let get = Command::new("GET").arg(format!("{how} {which}"));
            let answer: Result<Value> = r.execute_command(get).await;
            let error = answer.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
            assert!(error.to_string().contains("nested deeper"), "{error}");
            refused += 1;
        }
    }
    // As deep as it may be: it is made, shown, copied, compared and dropped.
    let deepest: Value = r
        .execute_command(Command::new("GET").arg("deepest"))
        .await
        .unwrap();
    assert!(format!("{deepest:?}").contains("Integer(1)"));
    assert!(deepest.clone() == deepest);
    refused
}

#[maybe_async]
#[test]
async fn a_million_replies_inside_each_other_are_refused_on_a_small_stack() -> Result<()> {
    let server = server_of_nests();
    let refused = on_stack_of(SMALL_STACK, ask_for_nests, client_of_fake(&server)).await;
    assert_eq!(refused, 4 * AGGREGATES.len() as u64);
    row(
        8,
        "a million arrays, sets, maps, attributes, in pushes too, inside each other, whole and a byte at a time, on a stack of 256 KiB",
    )
    .count(refused)
    .outcome("an error each, 0 aborts; 128 levels are read")
    .write();
    Ok(())
}

/// What a reply announces, and how much of it comes before the connection ends.
fn announcements() -> Vec<(&'static str, Vec<u8>)> {
    let head = |text: &str| text.as_bytes().to_vec();
    vec![
        (
            "a string of 2^63 - 1 bytes",
            head("$9223372036854775807\r\n"),
        ),
        ("a string of 512 MiB", head("$536870912\r\n")),
        (
            "a string of 512 MiB in an array",
            head("*1\r\n$536870912\r\n"),
        ),
        ("a verbatim string of 512 MiB", head("=536870912\r\ntxt:")),
        ("an error of 512 MiB", head("!536870912\r\n")),
        ("a chunk of 512 MiB", head("$?\r\n;536870912\r\n")),
        ("an array of 2^31 - 1", head("*2147483647\r\n")),
        ("an array of 2^27", head("*134217728\r\n")),
        ("a set of 2^27", head("~134217728\r\n")),
        ("a push of 2^27", head(">134217728\r\n")),
        ("a map of 2^26 pairs", head("%67108864\r\n")),
        ("an attribute of 2^26 pairs", head("|67108864\r\n")),
        (
            "20 arrays of a million, one in the other",
            head(&"*1000000\r\n".repeat(20)),
        ),
        (
            "127 arrays of a million, one in the other",
            head(&"*1000000\r\n".repeat(127)),
        ),
        ("a thousand streamed arrays", head(&"*?\r\n".repeat(1000))),
    ]
}

/// Large replies, of which the end does not come.
fn beginnings() -> Vec<(&'static str, Vec<u8>)> {
    let size = 4 * 1024 * 1024;
    vec![
        (
            "a string",
            [b"$536870912\r\n", vec![b'x'; size].as_slice()].concat(),
        ),
        (
            "small strings",
            [
                b"*100000000\r\n",
                b"$1\r\nx\r\n".repeat(size / 7).as_slice(),
            ]
            .concat(),
        ),
        (
            "small arrays",
            [
                b"*100000000\r\n",
                b"*1\r\n:1\r\n".repeat(size / 8).as_slice(),
            ]
            .concat(),
        ),
        (
            "chunks",
            [b"$?\r\n", b";1\r\nx\r\n".repeat(size / 7).as_slice()].concat(),
        ),
        ("pushes", b">1\r\n+x\r\n".repeat(size / 8)),
    ]
}

/// Set for the process in which memory is measured: there is nothing else in it.
const MEASURES: &str = "REDIAL_TEST_MEASURES_MEMORY";

/// What is most of the process's memory since it was last [forgotten](forget_peak).
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.unwrap().trim().trim_end_matches(" kB");
    kib.parse::<u64>().unwrap() * 1024
}

fn forget_peak() -> u64 {
    fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

/// Asks for each of the replies; by how much the memory grew at most, which is less than a MiB beyond so many times
/// what had come.
#[maybe_async]
async fn growth(replies: Vec<(&'static str, Vec<u8>)>, times: u64) -> u64 {
    let replies = Arc::new(replies);
    let server = FakeServer::run({
        let replies = Arc::clone(&replies);
        move |peer| {
            peer.handshake(Speaks::Resp3)?;
            let command = peer.read_command()?;
            let key = String::from_utf8_lossy(&command[1]).into_owned();
            match key.parse::<usize>() {
                Ok(which) => peer.send(&replies[which].1),
                // What every kind of failure touches for the first time.
                Err(_) if key == "cut" => peer.send(b"*2\r\n$100\r\nxxx"),
                Err(_) => peer.send(b"nonsense"),
            }
        }
    });
    let r = client_of_fake(&server);
    for key in ["cut", "nonsense", "cut", "nonsense"] {
        r.get::<String>(key).await.unwrap_err();
    }
    let mut most = 0;
    for (which, (name, reply)) in replies.iter().enumerate() {
        let before = forget_peak();
        let error = r.get::<String>(which.to_string()).await.unwrap_err();
        assert!(
            error.is_connection() || error.kind() == ErrorKind::InvalidResponse,
            "{name}: {error}"
        );
        let grew = peak().saturating_sub(before);
        let beyond = grew.saturating_sub(times * reply.len() as u64);
        println!("{name}: {grew} bytes for {}", reply.len());
        assert!(beyond < MIB, "{name}: {beyond} bytes more than it may");
        most = most.max(grew);
    }
    most
}

/// Runs the test that calls this once more, in a process of its own. What it wrote.
fn run_in_a_process_of_its_own() -> String {
    let name = thread::current().name().unwrap().to_owned();
    let mut process = Process::new(env::current_exe().unwrap());
    process
        .args(["--exact", &name, "--nocapture", "--test-threads", "1"])
        .env(MEASURES, "1")
        .stdout(Stdio::piped());
    let mut child = process.spawn().unwrap();
    let in_time = ends_in_time(&mut child);
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(in_time, "{text}");
    text
}

/// Whether it ends well, and before two minutes are over.
fn ends_in_time(child: &mut Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(120) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    false
}

/// The figure that stands behind `name: ` in the text.
fn figure(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.split_once(name));
    line.unwrap_or_else(|| panic!("no {name} in {text}"))
        .1
        .trim()
        .parse()
        .unwrap()
}

#[maybe_async]
#[test]
async fn memory_grows_with_what_has_come_and_not_with_what_was_announced() -> Result<()> {
    if env::var_os(MEASURES).is_some() {
        let announced = growth(announcements(), 0).await;
        println!("announced, in all: {announced}");
        let begun = growth(beginnings(), 3).await;
        println!("begun, in all: {begun}");
        return Ok(());
    }
    let text = run_in_a_process_of_its_own();
    let announced = figure(&text, "announced, in all:");
    let begun = figure(&text, "begun, in all:");
    row(9, "headers that announce strings of 512 MiB and more, aggregates of a million and more, then nothing")
        .count(announcements().len() as u64)
        .outcome("the process grew by less than 1 MiB each")
        .measured(format!("{} KiB at most", announced / 1024))
        .write();
    row(9, "replies of which 4 MiB come, and the end does not")
        .count(beginnings().len() as u64)
        .outcome("the process grew by less than 3 times what had come, and 1 MiB")
        .measured(format!("{} KiB at most", begun / 1024))
        .write();
    Ok(())
}

/// A list of so many elements, and a string in it that is long enough to matter.
fn list(elements: usize, string: usize) -> Vec<u8> {
    let mut bytes = format!("*{}\r\n", elements + 1).into_bytes();
    bytes.extend(b":1\r\n".repeat(elements / 2));
    bytes.extend(format!("${string}\r\n{}\r\n", "x".repeat(string)).as_bytes());
    bytes.extend(b"$5\r\nabcde\r\n".repeat(elements - elements / 2));
    bytes
}

#[maybe_async]
#[test]
async fn a_reply_in_single_bytes_is_read_and_a_line_without_end_is_refused() -> Result<()> {
    let server = FakeServer::run(|peer| {
        peer.handshake(Speaks::Resp3)?;
        loop {
            let command = peer.read_command()?;
            match command[1].as_slice() {
                b"whole" => peer.send(&list(2000, 20_000))?,
                b"singly" => send_singly(peer, &list(2000, 20_000))?,
                kind => {
                    peer.send(kind)?;
                    loop {
                        peer.send(&[b'1'; 1024])?;
                    }
                }
            }
        }
    });
    let r = client_of_fake(&server);
    let get = |key: &str| Command::new("GET").arg(key);
    let whole: Value = r.execute_command(get("whole")).await?;
    let begun = Instant::now();
    let singly: Value = r.execute_command(get("singly")).await?;
    let took = begun.elapsed();
    assert!(whole == singly);
    let lines = ["+", "-", "(", ","];
    for kind in lines {
        let error = r.execute_command::<Value>(get(kind)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{kind}: {error}");
        assert!(
            error.to_string().contains("longer than the limit"),
            "{error}"
        );
    }
    row(
        10,
        "a list of 2,000 elements and a string of 20 KB, every byte in a packet of its own",
    )
    .count(list(2000, 20_000).len() as u64)
    .outcome("read as if it had come whole")
    .measured(format!("{} ms", took.as_millis()))
    .write();
    row(10, "lines that have no end")
        .count(lines.len() as u64)
        .outcome("refused once 64 KiB have come")
        .write();
    Ok(())
}
