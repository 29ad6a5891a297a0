//! What is said of a command's execution is true: executed, not executed, or perhaps.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use redial::{Backoff, Config, ErrorKind, Outcome, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Received, Speaks, handshake_reply};
use crate::support::random::{Random, seed};
use crate::support::report::scaled;

/// No test of these takes longer, whatever is broken.
const LIMIT: Duration = Duration::from_secs(60);

/// The relay's own connection to the server, in RESP2.
struct Backend(BufReader<TcpStream>);

impl Backend {
    fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LIMIT))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Has the server execute a command; its reply as it came.
    fn ask(&mut self, command: &Received) -> io::Result<Vec<u8>> {
        let mut bytes = format!("*{}\r\n", command.len()).into_bytes();
        for argument in command {
            write!(bytes, "${}\r\n", argument.len())?;
            bytes.extend_from_slice(argument);
            bytes.extend_from_slice(b"\r\n");
        }
        self.0.get_mut().write_all(&bytes)?;
        let mut reply = Vec::new();
        self.read_reply(&mut reply)?;
        Ok(reply)
    }

    fn read_reply(&mut self, reply: &mut Vec<u8>) -> io::Result<()> {
        let start = reply.len();
        if self.0.read_until(b'\n', reply)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&reply[start..]).into_owned();
        let length = || line[1..].trim_end().parse::<i64>();
        match line.as_bytes()[0] {
            b'$' => {
                let length = length().map_err(io::Error::other)?;
                let end = reply.len();
                reply.resize(end + usize::try_from(length + 2).unwrap_or(0), 0);
                self.0.read_exact(&mut reply[end..])
            }
            b'*' => {
                let count = length().map_err(io::Error::other)?;
                (0..count).try_for_each(|_| self.read_reply(reply))
            }
            _ => Ok(()),
        }
    }
}

/// How often which loss was injected.
#[derive(Default)]
struct Losses {
    before: AtomicU64,
    after: AtomicU64,
    within: AtomicU64,
}

impl Losses {
    fn counts(&self) -> [u64; 3] {
        [&self.before, &self.after, &self.within].map(|it| it.load(Ordering::SeqCst))
    }
}

/// Stands before a server and closes connections: before a command gets there, when the server has
/// executed it, or in the middle of the reply.
fn relay(port: u16, random: Random, losses: &Arc<Losses>) -> FakeServer {
    let losses = Arc::clone(losses);
    let random = Mutex::new(random);
    FakeServer::run(move |peer| {
        let mut backend = Backend::connect(port)?;
        loop {
            let command = peer.read_command()?;
            if let Some(reply) = handshake_reply(&command, Speaks::Resp3) {
                peer.send(&reply)?;
                continue;
            }
            let fate = random.lock().unwrap().below(150);
            if fate == 0 {
                losses.before.fetch_add(1, Ordering::SeqCst);
                return Ok(());
            }
            let reply = backend.ask(&command)?;
            match fate {
                1 => {
                    losses.after.fetch_add(1, Ordering::SeqCst);
                    return Ok(());
                }
                2 => {
                    losses.within.fetch_add(1, Ordering::SeqCst);
                    return peer.send(&reply[..reply.len() / 2]);
                }
                _ => peer.send(&reply)?,
            }
        }
    })
}

/// How commands are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Single,
    Pipeline,
    Transaction,
}

/// The keys of one call, and what came of it.
struct Counted {
    keys: Vec<String>,
    way: Way,
    /// `Answered` if it went well.
    outcome: Outcome,
}

#[maybe_async]
async fn count((r, way, worker, rounds): (Redis, Way, u64, u64)) -> Vec<Counted> {
    const BATCH: u64 = 10;
    let mut all = Vec::new();
    let rounds = if way == Way::Single {
        rounds
    } else {
        rounds / BATCH
    };
    for round in 0..rounds {
        let keys: Vec<String> = match way {
            Way::Single => vec![format!("n:{worker}:{round}")],
            _ => (0..BATCH)
                .map(|at| format!("n:{worker}:{round}:{at}"))
                .collect(),
        };
        let counts = if way == Way::Single {
            r.incr(&keys[0]).await.map(|count| vec![count])
        } else {
            let mut pipe = r.pipeline().transaction(way == Way::Transaction);
            for key in &keys {
                pipe.incr(key);
            }
            pipe.execute::<Vec<i64>>().await
        };
        let outcome = match counts {
            Ok(counts) => {
                assert!(counts.iter().all(|count| *count == 1), "{counts:?}");
                Outcome::Answered
            }
            Err(error) => {
                assert!(error.is_connection(), "{error}");
                assert_eq!(
                    error.is_not_executed(),
                    error.outcome() == Outcome::NotSent,
                    "{error}"
                );
                error.outcome()
            }
        };
        all.push(Counted { keys, way, outcome });
    }
    all
}

#[maybe_async]
#[test]
async fn what_is_said_of_an_execution_is_true_while_connections_are_killed() -> Result<()> {
    let server = Server::start();
    let losses = Arc::new(Losses::default());
    let mut random = Random::new(seed());
    let relay = relay(server.port(), Random::new(random.next()), &losses);
    let config = Config::from_url(relay.url())?.protocol(PROTOCOL);
    let once = config.clone().retry(Retry::never());
    let rounds = scaled(500);
    let mut tasks = Vec::new();
    for config in [config, once] {
        let shared = Redis::new(config.clone())?;
        let pooled = Redis::new(config.shared_connections(0))?;
        for (r, way, callers) in [
            (&shared, Way::Single, 4),
            (&pooled, Way::Single, 2),
            (&shared, Way::Pipeline, 1),
            (&pooled, Way::Pipeline, 1),
            (&shared, Way::Transaction, 1),
            (&pooled, Way::Transaction, 1),
        ] {
            for _ in 0..callers {
                let worker = tasks.len() as u64;
                tasks.push(spawn(count, (r.clone(), way, worker, rounds)));
            }
        }
    }
    let mut all = Vec::new();
    for task in tasks {
        all.append(&mut task.join().await);
    }
    let direct = client_of(&server);
    let mut executed = 0;
    let (mut acknowledged, mut unsent, mut unknown) = (0, 0, 0);
    for counted in &all {
        let counts: Vec<Option<i64>> = direct.mget(&counted.keys).await?;
        let there = counts.iter().flatten().count();
        let all_of_it = counts.len();
        assert!(
            counts.iter().flatten().all(|count| *count == 1),
            "executed twice: {counts:?}"
        );
        match counted.outcome {
            Outcome::Answered => {
                assert_eq!(there, all_of_it, "acknowledged and not executed");
                acknowledged += all_of_it;
            }
            Outcome::NotSent => {
                assert_eq!(there, 0, "executed and said not to be sent");
                unsent += all_of_it;
            }
            _ => {
                let whole = there == 0 || there == all_of_it;
                assert!(whole || counted.way == Way::Pipeline, "half of a MULTI");
                unknown += all_of_it;
            }
        }
        executed += there as u64;
    }
    assert_eq!(calls(&server, "incr").run, executed);
    let [before, after, within] = losses.counts();
    assert!(before > 0 && after > 0 && within > 0 && unknown > 0);
    row(
        22,
        "INCRs, one key each, alone, in pipelines and MULTI, with the default retries and without, while connections are killed before the server gets a command, after it, and in the middle of the reply",
    )
    .count((acknowledged + unsent + unknown) as u64)
    .outcome("0 executed twice, 0 acknowledged and not executed, 0 executed and said not to be sent")
    .measured(format!(
        "{before} killed before, {after} after, {within} within; {acknowledged} acknowledged, {unsent} not sent, {unknown} perhaps executed"
    ))
    .write();
    Ok(())
}

/// What `INFO commandstats` says of a command.
#[derive(Debug, Default, PartialEq, Eq)]
struct Calls {
    run: u64,
    refused: u64,
}

fn calls(server: &Server, name: &str) -> Calls {
    let stats = server.command(&["INFO", "commandstats"]);
    let prefix = format!("cmdstat_{name}:");
    let Some(line) = stats.lines().find_map(|line| line.strip_prefix(&prefix)) else {
        return Calls::default();
    };
    let fields: BTreeMap<&str, &str> = (line.split(','))
        .filter_map(|field| field.split_once('='))
        .collect();
    let number = |name| fields.get(name).map_or(0, |text| text.parse().unwrap());
    Calls {
        run: number("calls"),
        refused: number("rejected_calls"),
    }
}

/// What servers say instead of running a command, and whether that is asked for again.
const REFUSALS: [(&str, bool); 17] = [
    ("LOADING Redis is loading the dataset in memory", true),
    (
        "TRYAGAIN Multiple keys request during rehashing of slot",
        true,
    ),
    ("CLUSTERDOWN Hash slot not served", true),
    (
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        true,
    ),
    ("ERR max number of clients reached", true),
    (
        "READONLY You can't write against a read only replica.",
        false,
    ),
    ("MOVED 3999 127.0.0.1:6381", false),
    ("ASK 3999 127.0.0.1:6381", false),
    (
        "CROSSSLOT Keys in request don't hash to the same slot",
        false,
    ),
    ("NOAUTH Authentication required.", false),
    (
        "NOPERM this user has no permissions to run the 'incr' command",
        false,
    ),
    ("NOSCRIPT No matching script. Please use EVAL.", false),
    (
        "EXECABORT Transaction discarded because of previous errors.",
        false,
    ),
    (
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
        false,
    ),
    (
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
        false,
    ),
    ("NOREPLICAS Not enough good replicas to write.", false),
    (
        "OOM command not allowed when used memory > 'maxmemory'.",
        false,
    ),
];

#[maybe_async]
#[test]
async fn a_command_that_was_refused_is_run_once_or_not_at_all() -> Result<()> {
    const TIMES: u64 = 3;
    for shared in [0, 1] {
        for (refusal, again) in REFUSALS {
            let (asked, run) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
            let counters = (Arc::clone(&asked), Arc::clone(&run));
            let server = FakeServer::with(move |command| {
                handshake_reply(command, Speaks::Resp3).or_else(|| {
                    let (asked, run) = &counters;
                    if asked.fetch_add(1, Ordering::SeqCst) < TIMES {
                        return Some(format!("-{refusal}\r\n").into_bytes());
                    }
                    let count = run.fetch_add(1, Ordering::SeqCst) + 1;
                    Some(format!(":{count}\r\n").into_bytes())
                })
            });
            let config = Config::from_url(server.url())?.protocol(PROTOCOL);
            let r = Redis::new(config.shared_connections(shared))?;
            let counted = r.incr("k").await;
            let counts = [&asked, &run].map(|it| it.load(Ordering::SeqCst));
            match counted {
                Ok(count) => {
                    assert!(again, "{refusal}");
                    assert_eq!((count, counts), (1, [TIMES + 1, 1]), "{refusal}");
                }
                Err(error) => {
                    assert!(!again && error.is_not_executed(), "{refusal}: {error:?}");
                    assert_eq!(error.outcome(), Outcome::Answered);
                    assert_eq!(counts, [1, 0], "{refusal}");
                }
            }
        }
    }
    row(
        22,
        "INCRs that a server refuses, in each of the words that servers have for it",
    )
    .count(2 * REFUSALS.len() as u64)
    .outcome("run once where the server says not now, else not at all, and the error says so")
    .write();
    Ok(())
}

#[maybe_async]
async fn incr((r, key): (Redis, &'static str)) -> Result<i64> {
    r.incr(key).await
}

/// Waits until the server has refused the command a few times.
#[maybe_async]
async fn refused(server: &Server, name: &str, times: u64) {
    let start = Instant::now();
    while calls(server, name).refused < times {
        assert!(start.elapsed() < LIMIT, "it is not asked again");
        sleep(Duration::from_millis(2)).await;
    }
}

/// A real server that says "not now" for a while: what makes it say so, and what ends that.
type NotNow = (
    &'static str,
    ErrorKind,
    &'static [&'static [&'static str]],
    &'static [&'static [&'static str]],
);

#[maybe_async]
#[test]
async fn a_real_server_that_says_not_now_runs_the_command_once_in_the_end() -> Result<()> {
    // The port of a master that is not there.
    let not_now: [NotNow; 2] = [
        (
            "MASTERDOWN",
            ErrorKind::MasterDown,
            &[
                &["CONFIG", "SET", "replica-serve-stale-data", "no"],
                &["CONFIG", "SET", "replica-read-only", "no"],
                &["REPLICAOF", "127.0.0.1", "1"],
            ],
            &[&["REPLICAOF", "NO", "ONE"]],
        ),
        (
            "CLUSTERDOWN",
            ErrorKind::ClusterDown,
            &[],
            &[&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]],
        ),
    ];
    for (code, kind, begin, end) in not_now {
        let mut builder = Server::builder();
        if code == "CLUSTERDOWN" {
            builder = builder.arg("cluster-enabled", "yes");
        }
        let server = builder.start();
        if server.version() < (7, 0) {
            println!(
                "not run: this server does not count what it refuses, or has no ADDSLOTSRANGE"
            );
            return Ok(());
        }
        for words in begin {
            server.command(words);
        }
        let impatient = config_of(&server).retry(Retry::new(Backoff::none(), 2));
        let error = Redis::new(impatient)?.incr("k").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (kind, Some(code)),
            "{error:?}"
        );
        assert!(error.is_not_executed());
        let before = calls(&server, "incr");
        assert_eq!((before.run, before.refused), (0, 3));
        // A cluster takes some seconds to be one.
        let patient = config_of(&server)
            .retry(Retry::new(
                Backoff::constant(Duration::from_millis(50)),
                400,
            ))
            .socket_timeout(Duration::from_secs(20));
        let waiting = spawn(incr, (Redis::new(patient)?, "k"));
        refused(&server, "incr", before.refused + 2).await;
        for words in end {
            server.command(words);
        }
        let counted = waiting.join().await?;
        assert_eq!((counted, calls(&server, "incr").run), (1, 1));
    }
    row(
        22,
        "INCRs to real servers that say MASTERDOWN, CLUSTERDOWN for a while",
    )
    .count(2)
    .outcome("sent again, and run once")
    .write();
    Ok(())
}

/// How many connections the server has turned away, asked on one that it has.
#[maybe_async]
async fn rejected(r: &Redis) -> Result<u64> {
    let stats = r.info_of("stats").await?;
    Ok(stats.parse("rejected_connections").expect("a number"))
}

#[maybe_async]
#[test]
async fn a_server_that_has_too_many_clients_is_asked_again() -> Result<()> {
    let server = Server::start();
    let first = client_of(&server);
    first.ping().await?;
    // The one who says so counts as well.
    server.command(&["CONFIG", "SET", "maxclients", "1"]);
    let before = rejected(&first).await?;
    let waiting = spawn(incr, (client_of(&server), "k"));
    let start = Instant::now();
    while rejected(&first).await? < before + 2 {
        assert!(start.elapsed() < LIMIT, "it is not asked again");
        sleep(Duration::from_millis(2)).await;
    }
    first.config_set(("maxclients", 100)).await?;
    let counted = waiting.join().await?;
    assert_eq!((counted, calls(&server, "incr").run), (1, 1));
    row(
        22,
        "an INCR to a real server that has too many clients for a while",
    )
    .outcome("connected again, and run once")
    .write();
    Ok(())
}

#[maybe_async]
async fn run_for_ever(r: Redis) -> Result<()> {
    r.execute_command(Command::new("EVAL").arg("while true do end").arg(0))
        .await
}

/// A refused command was not run, by the server's own count.
fn was_refused(server: &Server, error: &redial::Error, code: &str) {
    assert_eq!(error.code(), Some(code), "{error:?}");
    assert!(error.is_not_executed(), "{error:?}");
    let calls = calls(server, "incr");
    assert_eq!(calls.run, 0, "{error}");
    if server.version() >= (7, 0) {
        assert_eq!(calls.refused, 1, "{error}");
    }
}

#[maybe_async]
#[test]
async fn what_a_real_server_refuses_for_good_is_asked_once_and_not_run() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    r.ping().await?;
    server.command(&["REPLICAOF", "127.0.0.1", "1"]);
    was_refused(&server, &r.incr("k").await.unwrap_err(), "READONLY");
    server.command(&["REPLICAOF", "NO", "ONE"]);

    server.command(&["CONFIG", "RESETSTAT"]);
    server.command(&["CONFIG", "SET", "maxmemory", "1"]);
    was_refused(&server, &r.incr("k").await.unwrap_err(), "OOM");
    server.command(&["CONFIG", "SET", "maxmemory", "0"]);

    server.command(&["CONFIG", "RESETSTAT"]);
    server.command(&["CONFIG", "SET", "min-replicas-to-write", "1"]);
    was_refused(&server, &r.incr("k").await.unwrap_err(), "NOREPLICAS");
    server.command(&["CONFIG", "SET", "min-replicas-to-write", "0"]);

    server.command(&["CONFIG", "RESETSTAT"]);
    server.command(&["ACL", "SETUSER", "default", "-incr"]);
    was_refused(&server, &r.incr("k").await.unwrap_err(), "NOPERM");
    server.command(&["ACL", "SETUSER", "default", "+incr"]);

    server.command(&["CONFIG", "RESETSTAT"]);
    server.command(&["CONFIG", "SET", "lua-time-limit", "20"]);
    let script = spawn(run_for_ever, client_of(&server));
    let start = Instant::now();
    while !server.command(&["PING"]).starts_with("-BUSY") {
        assert!(start.elapsed() < LIMIT);
        sleep(Duration::from_millis(5)).await;
    }
    let error = r.incr("k").await.unwrap_err();
    server.command(&["SCRIPT", "KILL"]);
    let killed = script.join().await;
    assert!(killed.is_err());
    was_refused(&server, &error, "BUSY");

    let counted = r.incr("k").await?;
    assert_eq!(counted, 1);
    row(
        22,
        "INCRs to real servers that say READONLY, OOM, NOREPLICAS, NOPERM, BUSY",
    )
    .count(5)
    .outcome("asked once, not run, and the error says so")
    .write();
    Ok(())
}

/// A script that has done something may be refused something else.
#[maybe_async]
#[test]
async fn a_script_that_is_refused_something_half_way_is_not_said_not_to_be_executed() -> Result<()>
{
    let server = Server::start();
    if server.version() < (7, 0) {
        println!("not run: this server has an error of its own for it");
        return Ok(());
    }
    let r = client_of(&server);
    server.command(&["CONFIG", "SET", "maxmemory", "1"]);
    for (run, call) in [(1, "call"), (2, "pcall")] {
        let script =
            format!("redis.call('PUBLISH', KEYS[1], 'x') return redis.{call}('SET', KEYS[1], 'x')");
        let command = Command::new("EVAL").arg(script).arg(1).key("k");
        let error = r.execute_command::<()>(command).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{error:?}");
        assert_eq!(calls(&server, "publish").run, run);
        assert!(!error.is_not_executed(), "{error:?}");
    }
    row(22, "scripts that are refused something half way")
        .count(2)
        .outcome("run once, and not said not to be executed")
        .write();
    Ok(())
}

/// How many connections the server has had, without those that ask it.
fn connections(server: &Server) -> u64 {
    let stats = server.command(&["INFO", "stats"]);
    let text = stats
        .lines()
        .find_map(|line| line.strip_prefix("total_connections_received:"));
    text.expect("it is counted").parse().unwrap()
}

#[maybe_async]
#[test]
async fn a_refused_login_is_tried_once() -> Result<()> {
    let server = Server::builder().arg("requirepass", "right").start();
    for shared in [0, 1] {
        for (password, code) in [(Some("wrong"), "WRONGPASS"), (None, "NOAUTH")] {
            let mut config = config_of(&server).shared_connections(shared);
            if let Some(password) = password {
                config = config.password(password);
            }
            let before = connections(&server);
            let error = Redis::new(config)?.incr("k").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Authentication);
            assert_eq!(error.code(), Some(code));
            assert!(error.is_not_executed());
            // The second look is one as well.
            assert_eq!(connections(&server) - before, 2, "{code}");
        }
        // Nobody may log in.
        let noperm = b"-NOPERM this user has no permissions to run the 'auth' command\r\n";
        let fake = FakeServer::with(move |command| match command[0].as_slice() {
            b"HELLO" | b"AUTH" => Some(noperm.to_vec()),
            _ => handshake_reply(command, Speaks::Resp3),
        });
        let config = Config::from_url(fake.url())?.protocol(PROTOCOL);
        let config = config.password("right").shared_connections(shared);
        let error = Redis::new(config)?.incr("k").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoPermission, "{error:?}");
        assert!(error.is_not_executed());
        assert_eq!(fake.connections(), 1);
        let commands = fake.commands();
        let logins = commands.iter().filter(|it| it[0] == b"AUTH");
        assert_eq!(logins.count(), 1);
    }
    assert_eq!(calls(&server, "incr").run, 0);
    row(22, "refused logins: WRONGPASS, NOAUTH, NOPERM")
        .count(6)
        .outcome("tried once")
        .write();
    Ok(())
}
