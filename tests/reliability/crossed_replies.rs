//! Replies never cross: cancelled and timed-out commands, late replies, bytes that nobody asked for.
//!
//! Every key holds its own name, so that a reply which belongs to somebody else is seen at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use redial::{ErrorKind, Outcome, Protocol, Retry};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::proxy::Proxy;
use crate::support::random::{Random, seed};
use crate::support::report::scaled;

/// No test of these takes longer, whatever is broken.
const LIMIT: Duration = Duration::from_secs(60);

/// Gets a key, again and again while time runs out: what comes is its name.
#[maybe_async]
async fn own(r: &Redis, name: &str) {
    let start = Instant::now();
    loop {
        match r.get::<String>(name).await {
            Ok(value) => {
                assert_eq!(value.as_deref(), Some(name), "somebody else's reply");
                return;
            }
            Err(error) => assert!(error.is_timeout() || error.is_connection(), "{error}"),
        }
        assert!(start.elapsed() < LIMIT, "{name} can't be read");
    }
}

/// How a key is asked for.
#[derive(Clone, Copy, Debug)]
enum Way {
    Single,
    Pipeline,
    Transaction,
}

#[maybe_async]
async fn ask(r: &Redis, name: &str, way: Way) -> Result<Vec<Option<String>>> {
    let transaction = match way {
        Way::Single => {
            let value: Option<String> = r.get(name).await?;
            return Ok(vec![value]);
        }
        Way::Pipeline => false,
        Way::Transaction => true,
    };
    let mut pipe = r.pipeline().transaction(transaction);
    pipe.get::<String>(name)
        .get::<String>(name)
        .get::<String>(name);
    pipe.execute().await
}

/// What a caller with a short deadline does.
struct Hasty {
    r: Redis,
    proxy: Arc<Proxy>,
    name: String,
    way: Way,
    /// How often its time is to run out.
    quota: u64,
    random: Random,
}

/// Asks until its time has run out often enough; how often it got what it asked for.
#[maybe_async]
async fn run_out_of_time(mut hasty: Hasty) -> u64 {
    let (start, mut answered, mut timeouts) = (Instant::now(), 0, 0);
    while timeouts < hasty.quota {
        assert!(start.elapsed() < LIMIT, "{timeouts} of {}", hasty.quota);
        let most = [4_000, 40_000][hasty.random.below(2) as usize];
        let delay = Duration::from_micros(hasty.random.below(most));
        hasty.proxy.delay_replies(delay);
        match ask(&hasty.r, &hasty.name, hasty.way).await {
            Ok(values) => {
                let good = values.iter().all(|it| it.as_ref() == Some(&hasty.name));
                assert!(good, "{}: {values:?}", hasty.name);
                answered += 1;
            }
            Err(error) if error.is_timeout() => timeouts += 1,
            // Another caller's time has run out, and the connection was given up for it.
            Err(error) => assert!(error.is_connection(), "{error}"),
        }
    }
    answered
}

#[maybe_async]
#[test]
async fn a_deadline_shorter_than_the_delay_of_the_replies_crosses_none() -> Result<()> {
    const CALLERS: u64 = 25;
    let server = Server::start();
    let quota = scaled(10);
    let mut random = Random::new(seed());
    let (mut answered, mut timeouts) = (0, 0);
    for (shared, way) in [
        (1, Way::Single),
        (0, Way::Single),
        (1, Way::Pipeline),
        (0, Way::Transaction),
    ] {
        let proxy = Arc::new(Proxy::to(server.port()));
        let config = Config::from_url(proxy.url())?.protocol(PROTOCOL);
        let config = config.retry(Retry::never()).shared_connections(shared);
        let r = Redis::new(config.socket_timeout(Duration::from_millis(20)))?;
        let mut tasks = Vec::new();
        for caller in 0..CALLERS {
            let hasty = Hasty {
                r: r.clone(),
                proxy: Arc::clone(&proxy),
                name: format!("{way:?}:{shared}:{caller}"),
                way,
                quota,
                random: Random::new(random.next()),
            };
            server.command(&["SET", &hasty.name, &hasty.name]);
            tasks.push(spawn(run_out_of_time, hasty));
        }
        for task in tasks {
            answered += task.join().await;
            timeouts += quota;
        }
        proxy.delay_replies(Duration::ZERO);
        for caller in 0..CALLERS {
            own(&r, &format!("{way:?}:{shared}:{caller}")).await;
        }
        assert_eq!(r.connection_pool().stats().in_use, 0);
    }
    row(
        2,
        "deadlines that pass while replies are delayed by 0 to 40 ms, on the shared connection, the pool's, in pipelines and MULTI",
    )
    .count(timeouts)
    .outcome("0 wrong replies")
    .measured(format!("{answered} calls were answered in time"))
    .write();
    Ok(())
}

/// One way in which a reply comes too late.
#[derive(Clone, Copy, Debug)]
struct Late {
    name: &'static str,
    /// The command whose reply is late, by its first word or words; the first one at all if it is empty.
    at: &'static str,
    early: Early,
    call: Call,
    /// How many connections are shared.
    shared: usize,
    speaks: Speaks,
}

/// What of the late reply comes in time.
#[derive(Clone, Copy, Debug)]
enum Early {
    Nothing,
    /// Nothing of it, but a push.
    Push,
    Bytes(usize),
    Half,
}

/// What the client does.
#[derive(Clone, Copy, Debug)]
enum Call {
    Get,
    GetLong,
    Pipeline,
    LargePipeline,
    Transaction,
    List,
    Script,
    Blocking,
    Watch,
    Connection,
    ReadOnly,
    Subscribe,
    Handshake,
}

impl Late {
    const fn new(
        name: &'static str,
        at: &'static str,
        early: Early,
        call: Call,
        shared: usize,
    ) -> Self {
        Self {
            name,
            at,
            early,
            call,
            shared,
            speaks: Speaks::Resp3,
        }
    }

    /// While a connection is made to a server that logs in by itself, without HELLO.
    const fn handshake(name: &'static str, at: &'static str, early: Early, speaks: Speaks) -> Self {
        let mut late = Self::new(name, at, early, Call::Handshake, 1);
        late.speaks = speaks;
        late
    }

    fn is_at(&self, command: &[Vec<u8>]) -> bool {
        let words: Vec<_> = command
            .iter()
            .take(self.at.split(' ').count())
            .map(|word| String::from_utf8_lossy(word).to_ascii_uppercase())
            .collect();
        self.at.is_empty() || words.join(" ") == self.at
    }

    /// What is sent in time, and what is sent late.
    fn split<'r>(&self, reply: &'r [u8]) -> (&'r [u8], &'r [u8]) {
        match self.early {
            Early::Nothing => (b"", reply),
            Early::Push => (b">2\r\n$10\r\ninvalidate\r\n*1\r\n$4\r\nlate\r\n", reply),
            Early::Bytes(count) => reply.split_at(count),
            Early::Half => reply.split_at(reply.len() / 2),
        }
    }
}

/// The ways in which a reply can be late.
fn late_cases() -> Vec<Late> {
    use Call as C;
    use Early as E;
    let late = Late::new;
    let handshake = Late::handshake;
    vec![
        late("single", "GET", E::Nothing, C::Get, 1),
        late("pipeline", "GET", E::Nothing, C::Pipeline, 1),
        late("MULTI", "MULTI", E::Nothing, C::Transaction, 1),
        late("EXEC", "EXEC", E::Nothing, C::Transaction, 1),
        late("inside EXEC", "EXEC", E::Bytes(12), C::Transaction, 1),
        late("a push before", "GET", E::Push, C::Get, 1),
        late("inside a string", "GET", E::Bytes(6), C::Get, 1),
        late("inside a length", "GET", E::Bytes(2), C::Get, 1),
        late("inside a list", "LRANGE", E::Half, C::List, 1),
        late("inside a long string", "GET", E::Half, C::GetLong, 1),
        late("EVAL", "EVAL", E::Nothing, C::Script, 1),
        late("pool: single", "GET", E::Nothing, C::Get, 0),
        late("pool: pipeline", "GET", E::Nothing, C::Pipeline, 0),
        late("pool: EXEC", "EXEC", E::Nothing, C::Transaction, 0),
        late("pool: a push before", "GET", E::Push, C::Get, 0),
        late("pool: inside a long string", "GET", E::Half, C::GetLong, 0),
        late("large pipeline", "GET", E::Half, C::LargePipeline, 0),
        late("BLPOP", "BLPOP", E::Nothing, C::Blocking, 1),
        late("WATCH", "WATCH", E::Nothing, C::Watch, 1),
        late("connection", "GET", E::Bytes(6), C::Connection, 1),
        late("READONLY", "READONLY", E::Nothing, C::ReadOnly, 1),
        late("SUBSCRIBE", "SUBSCRIBE", E::Nothing, C::Subscribe, 1),
        handshake("inside the greeting", "", E::Half, Speaks::Resp3),
        handshake("AUTH", "AUTH", E::Nothing, Speaks::Resp2Only),
        handshake(
            "CLIENT SETNAME",
            "CLIENT SETNAME",
            E::Nothing,
            Speaks::Resp2Only,
        ),
        handshake(
            "CLIENT SETINFO",
            "CLIENT SETINFO",
            E::Nothing,
            Speaks::Resp3,
        ),
        handshake("SELECT", "SELECT", E::Nothing, Speaks::Resp3),
        handshake("inside SELECT", "SELECT", E::Bytes(2), Speaks::Resp3),
    ]
}

/// How long the calls have, and after how long a late reply comes at least.
const PATIENCE: Duration = Duration::from_millis(60);
const LATE: Duration = Duration::from_millis(75);

/// The connection on which the reply was late, counted from 1; 0 before.
type LateOn = Arc<AtomicUsize>;

/// A server that answers everything, and one command late, once.
fn late_server(case: Late, after: Duration, late_on: &LateOn) -> FakeServer {
    let late_on = Arc::clone(late_on);
    FakeServer::run(move |peer| {
        let mut queued = None;
        loop {
            let command = peer.read_command()?;
            let reply = answer(&command, case.speaks, &mut queued);
            let number = peer.number() + 1;
            let is_late = case.is_at(&command)
                && command.get(1).is_none_or(|key| key != b"warm")
                && (late_on.compare_exchange(0, number, Ordering::SeqCst, Ordering::SeqCst))
                    .is_ok();
            if is_late {
                let (early, late) = case.split(&reply);
                peer.send(early)?;
                peer.sleep(after)?;
                peer.send(late)?;
            } else {
                peer.send(&reply)?;
            }
        }
    })
}

/// What a server says whose keys hold their own names.
fn answer(command: &[Vec<u8>], speaks: Speaks, queued: &mut Option<Vec<Vec<u8>>>) -> Vec<u8> {
    if let Some(reply) = handshake_reply(command, speaks) {
        return reply;
    }
    let last = command.last().cloned().unwrap_or_default();
    let reply = match command[0].to_ascii_uppercase().as_slice() {
        b"MULTI" => {
            *queued = Some(Vec::new());
            return b"+OK\r\n".to_vec();
        }
        b"EXEC" => return array(&queued.take().unwrap_or_default()),
        b"GET" if last == b"long" => bulk(&b"long".repeat(30_000)),
        b"GET" | b"EVAL" => bulk(&last),
        b"LRANGE" => array(&[bulk(&command[1]), bulk(&command[1]), bulk(&command[1])]),
        b"BLPOP" => array(&[bulk(&command[1]), bulk(&command[1])]),
        b"SUBSCRIBE" => {
            let kind = if PROTOCOL == Protocol::Resp3 {
                '>'
            } else {
                '*'
            };
            let start = format!("{kind}3\r\n$9\r\nsubscribe\r\n");
            [start.as_bytes(), &bulk(&last), b":1\r\n"].concat()
        }
        _ => b"+OK\r\n".to_vec(),
    };
    match queued {
        Some(queued) => {
            queued.push(reply);
            b"+QUEUED\r\n".to_vec()
        }
        None => reply,
    }
}

fn bulk(text: &[u8]) -> Vec<u8> {
    [format!("${}\r\n", text.len()).as_bytes(), text, b"\r\n"].concat()
}

fn array(items: &[Vec<u8>]) -> Vec<u8> {
    [format!("*{}\r\n", items.len()).into_bytes(), items.concat()].concat()
}

#[maybe_async]
async fn make(r: &Redis, call: Call) -> Result<()> {
    match call {
        Call::Get | Call::Handshake => r.get::<String>("late").await.map(drop),
        Call::GetLong => r.get::<String>("long").await.map(drop),
        Call::Pipeline => ask(r, "late", Way::Pipeline).await.map(drop),
        Call::Transaction => ask(r, "late", Way::Transaction).await.map(drop),
        Call::LargePipeline => {
            let mut pipe = r.pipeline().transaction(false);
            pipe.set("much", "x".repeat(100_000));
            pipe.get::<String>("long").get::<String>("late");
            pipe.execute().await
        }
        Call::List => r.lrange::<String>("late", 0, -1).await.map(drop),
        Call::Script => {
            let script = Command::new("EVAL").arg("return ARGV[1]");
            r.execute_command(script.arg(0).arg("late")).await
        }
        Call::Blocking => {
            let popped = r.blpop::<String, String>("late", Duration::from_millis(10));
            popped.await.map(drop)
        }
        Call::Watch => r.watch("late").await.map(drop),
        Call::Connection => {
            let mut conn = r.connection().await?;
            let made = conn.get::<String>("late").await.map(drop);
            let mut left = 3;
            while left > 0 {
                // On the same, which has connected anew.
                match conn.get::<String>("mine").await {
                    Ok(value) => {
                        assert_eq!(value.as_deref(), Some("mine"));
                        left -= 1;
                    }
                    Err(error) => assert!(error.is_timeout(), "{error}"),
                }
            }
            made
        }
        Call::ReadOnly => {
            let mut conn = r.connection().await?;
            let made = conn.execute_command(Command::new("READONLY")).await;
            if made.is_err() {
                let refused = conn.get::<String>("mine").await;
                assert!(refused.is_err(), "what was set on it is lost: {refused:?}");
            }
            made
        }
        Call::Subscribe => {
            let pubsub = r.pubsub();
            pubsub.subscribe("late").await?;
            let first = pubsub.get_message(PATIENCE).await?;
            for name in ["a", "b", "c"] {
                own(r, name).await;
            }
            let message = match first {
                None => pubsub.get_message(LIMIT).await?,
                first => first,
            };
            let message = message.expect("it was subscribed to");
            assert_eq!(
                (message.kind(), &*message.channel()),
                (MessageKind::Subscribe, "late")
            );
            Ok(())
        }
    }
}

/// Lets one reply be late; whether it was, which a machine that is busy with other things may prevent.
#[maybe_async]
async fn is_late((case, after): (Late, Duration)) -> Result<bool> {
    let late_on = LateOn::default();
    let server = late_server(case, after, &late_on);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let mut config = config.shared_connections(case.shared).retry(Retry::never());
    let in_handshake = matches!(case.call, Call::Handshake);
    if in_handshake {
        config = config.password("password").client_name("name").db(2);
    }
    let r = Redis::new(config.socket_timeout(PATIENCE))?;
    if !in_handshake {
        own(&r, "warm").await;
    }
    let start = Instant::now();
    let mut made = Ok(());
    while late_on.load(Ordering::SeqCst) == 0 {
        assert!(start.elapsed() < LIMIT, "{case:?}");
        made = make(&r, case.call).await;
    }
    let error = match (made, case.call) {
        (Err(error), _) => Some(error),
        // Who subscribes does not wait for the confirmation.
        (Ok(()), Call::Subscribe) => None,
        (Ok(()), _) => return Ok(false),
    };
    let since = Instant::now();
    for name in ["a", "b", "c"] {
        own(&r, name).await;
    }
    // And once more when it has come.
    sleep(after.saturating_sub(since.elapsed())).await;
    for name in ["d", "e", "f"] {
        own(&r, name).await;
    }
    let Some(error) = error else {
        return Ok(true);
    };
    assert!(error.is_timeout(), "{case:?}: {error}");
    // On a machine that is busy it may have been another call whose reply was late, or the client saw the deadline
    // after the reply.
    if !in_handshake {
        return Ok(error.outcome() == Outcome::MaybeExecuted);
    }
    if error.outcome() != Outcome::NotSent {
        return Ok(false);
    }
    let number = late_on.load(Ordering::SeqCst) - 1;
    let used = (server.commands_of(number).iter()).any(|command| command[0] == b"GET");
    assert!(!used, "{case:?}");
    Ok(true)
}

/// One way, as often as it is to be.
#[maybe_async]
async fn late_again_and_again((case, mut random, rounds): (Late, Random, u64)) -> Result<()> {
    for _ in 0..rounds {
        let mut tries = 0;
        loop {
            let after = LATE + Duration::from_millis(random.below(50));
            if is_late((case, after)).await? {
                break;
            }
            tries += 1;
            assert!(
                tries < 50,
                "{}: it is never late, or not said as it should",
                case.name
            );
        }
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_late_reply_is_never_given_to_the_next_command() -> Result<()> {
    let mut random = Random::new(seed());
    let cases = late_cases();
    let rounds = scaled(5);
    let count = cases.len() as u64 * rounds;
    let injected = format!("replies after the deadline, in {} ways", cases.len());
    let tasks: Vec<_> = (cases.into_iter())
        .map(|case| {
            let random = Random::new(random.next());
            spawn(late_again_and_again, (case, random, rounds))
        })
        .collect();
    for task in tasks {
        task.join().await?;
    }
    row(3, injected)
        .count(count)
        .outcome("the next six commands get their own replies, and no connection is used whose handshake was late")
        .write();
    Ok(())
}

/// What a server says without having been asked.
#[derive(Clone, Copy, Debug)]
enum Extra {
    One,
    Two,
    AroundPush,
    Half,
    /// After a while.
    Later,
}

impl Extra {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::One | Self::Later => b"+extra\r\n",
            Self::Two => b"$5\r\nextra\r\n$5\r\nextra\r\n",
            Self::AroundPush => b"+extra\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n$5\r\nextra\r\n",
            Self::Half => b"$5\r\nex",
        }
    }

    const fn pause(self) -> Duration {
        match self {
            Self::Later => Duration::from_millis(50),
            _ => Duration::from_millis(1),
        }
    }
}

/// Where the client asks.
#[derive(Clone, Copy, Debug)]
enum Place {
    Shared,
    Pool,
    Connection,
}

/// What a server with something to say has seen.
#[derive(Default)]
struct Seen {
    /// How often it has said it.
    said: AtomicUsize,
    /// Whether a connection was used on which it had.
    used: AtomicBool,
}

fn talkative(bytes: &'static [u8], pause: Duration, seen: &Arc<Seen>) -> FakeServer {
    let seen = Arc::clone(seen);
    FakeServer::run(move |peer| {
        let mut has_spoken = false;
        loop {
            let command = peer.read_command()?;
            if has_spoken {
                seen.used.store(true, Ordering::SeqCst);
            }
            if let Some(reply) = handshake_reply(&command, Speaks::Resp3) {
                peer.send(&reply)?;
                continue;
            }
            peer.send(&bulk(&command[1]))?;
            peer.sleep(pause)?;
            peer.send(bytes)?;
            has_spoken = true;
            seen.said.fetch_add(1, Ordering::SeqCst);
        }
    })
}

/// Waits until it was said so often, and what was said has rested for a moment.
#[maybe_async]
async fn until_said(seen: &Seen, times: usize) {
    let start = Instant::now();
    while seen.said.load(Ordering::SeqCst) < times {
        assert!(start.elapsed() < LIMIT);
        sleep(Duration::from_millis(1)).await;
    }
    sleep(Duration::from_millis(2)).await;
}

#[maybe_async]
async fn be_told((extra, place, times): (Extra, Place, usize)) -> Result<()> {
    let seen = Arc::new(Seen::default());
    let server = talkative(extra.bytes(), extra.pause(), &seen);
    let config = Config::from_url(server.url())?.protocol(PROTOCOL);
    let shared = usize::from(matches!(place, Place::Shared));
    let r = Redis::new(config.shared_connections(shared).retry(Retry::never()))?;
    let mut conn = match place {
        Place::Connection => Some(r.connection().await?),
        Place::Shared | Place::Pool => None,
    };
    for round in 1..=times {
        let name = format!("{round}");
        let value: Option<String> = match &mut conn {
            Some(conn) => conn.get(&name).await?,
            None => r.get(&name).await?,
        };
        assert_eq!(value, Some(name), "{extra:?} {place:?}");
        until_said(&seen, round).await;
    }
    assert!(!seen.used.load(Ordering::SeqCst), "{extra:?} {place:?}");
    assert_eq!(server.connections(), times);
    Ok(())
}

#[maybe_async]
#[test]
async fn bytes_that_nobody_asked_for_are_seen_before_their_connection_is_used() -> Result<()> {
    let mut tasks = Vec::new();
    let mut count = 0;
    let mut tell = |extra, place, times| {
        count += times;
        tasks.push(spawn(be_told, (extra, place, times as usize)));
    };
    for extra in [Extra::One, Extra::Two, Extra::AroundPush, Extra::Half] {
        for place in [Place::Shared, Place::Pool, Place::Connection] {
            tell(extra, place, scaled(80));
        }
    }
    for place in [Place::Shared, Place::Pool] {
        tell(Extra::Later, place, scaled(20));
    }
    for task in tasks {
        task.join().await?;
    }
    row(
        5,
        "bytes that nobody asked for on a connection at rest: one reply, two, half of one, one after 50 ms, a push in between",
    )
    .count(count)
    .outcome("0 delivered, and no such connection is used again")
    .write();
    Ok(())
}

/// Where no time is left for anything between the bytes and the next call.
#[maybe_async]
#[test]
async fn bytes_that_nobody_asked_for_are_seen_even_if_they_have_just_come() -> Result<()> {
    let times = scaled(100) as usize;
    for shared in [0, 1] {
        let seen = Arc::new(Seen::default());
        let server = talkative(Extra::One.bytes(), Duration::from_micros(200), &seen);
        let config = Config::from_url(server.url())?.protocol(PROTOCOL);
        let r = Redis::new(config.shared_connections(shared).retry(Retry::never()))?;
        for round in 1..=times {
            let name = format!("{round}");
            let value: Option<String> = r.get(&name).await?;
            assert_eq!(value, Some(name));
            let start = Instant::now();
            while seen.said.load(Ordering::SeqCst) < round {
                assert!(start.elapsed() < LIMIT);
                std::hint::spin_loop();
            }
        }
        assert!(!seen.used.load(Ordering::SeqCst));
    }
    row(
        5,
        "a reply that nobody asked for, less than a millisecond before the next call",
    )
    .count(2 * times as u64)
    .outcome("0 delivered, and no such connection is used again")
    .write();
    Ok(())
}

#[maybe_async]
#[test]
async fn a_push_that_nobody_waits_for_is_no_fault() -> Result<()> {
    if PROTOCOL == Protocol::Resp2 {
        return Ok(());
    }
    const TIMES: usize = 100;
    for shared in [0, 1] {
        let seen = Arc::new(Seen::default());
        let push = b">2\r\n$10\r\ninvalidate\r\n_\r\n";
        let server = talkative(push, Duration::ZERO, &seen);
        let config = Config::from_url(server.url())?.shared_connections(shared);
        let r = Redis::new(config.retry(Retry::never()))?;
        for round in 1..=TIMES {
            own(&r, &format!("{round}")).await;
            until_said(&seen, round).await;
        }
        assert_eq!(server.connections(), 1);
    }
    row(5, "a push on a connection at rest")
        .count(2 * TIMES as u64)
        .outcome("it stays, and is used again")
        .write();
    Ok(())
}

/// Says too much while a connection is made, so many times.
fn says_too_much(extra: &'static [u8], times: usize) -> FakeServer {
    FakeServer::run(move |peer| {
        if peer.number() >= times {
            peer.handshake(Speaks::Resp3)?;
        } else {
            // The last command of the handshake; or, if there is none, nothing.
            loop {
                let command = peer.read_command()?;
                let mut reply = handshake_reply(&command, Speaks::Resp3).unwrap_or_default();
                let is_last = command.get(2).is_some_and(|word| word == b"LIB-VER");
                if is_last {
                    reply.extend_from_slice(extra);
                }
                peer.send(&reply)?;
                if is_last {
                    break;
                }
            }
        }
        loop {
            let command = peer.read_command()?;
            peer.send(&bulk(&command[1]))?;
        }
    })
}

#[maybe_async]
#[test]
async fn what_comes_behind_the_handshake_unasked_is_no_reply_to_the_first_command() -> Result<()> {
    const TIMES: usize = 25;
    let mut count = 0;
    for extra in [Extra::One, Extra::Two, Extra::AroundPush, Extra::Half] {
        for shared in [0, 1] {
            let server = says_too_much(extra.bytes(), TIMES);
            let config = Config::from_url(server.url())?.protocol(PROTOCOL);
            let r = Redis::new(config.shared_connections(shared).retry(Retry::never()))?;
            for round in 0..TIMES {
                let name = format!("{round}");
                let error = r.get::<String>(&name).await.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
                assert!(error.is_not_executed(), "{error}");
            }
            own(&r, "own").await;
            count += TIMES as u64;
        }
    }
    row(5, "bytes that nobody asked for behind the handshake")
        .count(count)
        .outcome("0 delivered, the connection is not used")
        .write();
    Ok(())
}
