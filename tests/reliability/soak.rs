//! A long time of random faults, with a history of all that was written and read: nothing in it may contradict itself.
//!
//! Callers write registers, counters, a queue and a channel while, every two seconds, something goes wrong: connections
//! are killed, cut, stalled, refused, the server is killed and started again (it acknowledges what it has put on its
//! disk), frozen, paused, and a group of sentinels fails over. `REDIAL_SOAK_SECONDS` says for how long.
//!
//! What a caller does not know the outcome of may be executed, and may be so late: on a connection that was given
//! up, whose bytes the server had still to read. It is all that may differ from the order in which things were done.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use redial::{ErrorKind, Outcome};

use super::*;
use crate::face::test;
use crate::support::apart::{self, descriptors};
use crate::support::proxy::{Direction, Proxy};
use crate::support::random::{Random, seed};
use crate::support::report::seconds;
use crate::support::sentinel::SentinelGroup;

/// What every call has at most.
const DEADLINE: Duration = Duration::from_secs(1);
/// How often something goes wrong.
const PERIOD: Duration = Duration::from_secs(2);
/// How long the old master and the sentinels need after a failover until there can be another.
const FAILOVER_REST: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(2);
const SOON: Duration = Duration::from_secs(30);

/// For how long, under each of the two protocols.
fn time() -> Duration {
    seconds("REDIAL_SOAK_SECONDS", 5) / 2
}

/// What the callers of a server have in common.
struct World {
    over: AtomicBool,
    calls: AtomicU64,
    unknown: AtomicU64,
    not_sent: AtomicU64,
    /// For how long altogether the machine has let nobody run, in microseconds.
    stalled: AtomicU64,
    /// The longest of all calls, that time aside.
    longest: Mutex<(Duration, &'static str)>,
}

impl World {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            over: AtomicBool::new(false),
            calls: AtomicU64::new(0),
            unknown: AtomicU64::new(0),
            not_sent: AtomicU64::new(0),
            stalled: AtomicU64::new(0),
            longest: Mutex::default(),
        })
    }

    fn goes_on(&self) -> bool {
        !self.over.load(Ordering::SeqCst)
    }

    /// A call that begins now.
    fn begin(&self, name: &'static str) -> Begun {
        self.begin_with(name, Duration::ZERO)
    }

    /// One that may take so much longer than the others.
    fn begin_with(&self, name: &'static str, extra: Duration) -> Begun {
        self.calls.fetch_add(1, Ordering::Relaxed);
        Begun {
            name,
            extra,
            start: Instant::now(),
            stalled: self.stalled.load(Ordering::Relaxed),
        }
    }

    /// Notes what came of a call.
    fn note<T>(&self, begun: Begun, result: Result<T>) -> Call<T> {
        let stalled = self.stalled.load(Ordering::Relaxed) - begun.stalled;
        let took = begun.start.elapsed();
        let own = took.saturating_sub(begun.extra + Duration::from_micros(stalled));
        let mut longest = self.longest.lock().unwrap();
        *longest = (*longest).max((own, begun.name));
        drop(longest);
        match result {
            Ok(value) => Call::Done(value),
            Err(error) => {
                assert!(
                    error.is_connection() || error.is_timeout() || is_of_the_server(&error),
                    "{error:?}"
                );
                match error.outcome() {
                    Outcome::MaybeExecuted => {
                        self.unknown.fetch_add(1, Ordering::Relaxed);
                        Call::Unknown
                    }
                    _ => {
                        self.not_sent.fetch_add(1, Ordering::Relaxed);
                        Call::NotDone
                    }
                }
            }
        }
    }
}

/// A call that is under way.
struct Begun {
    name: &'static str,
    extra: Duration,
    start: Instant,
    stalled: u64,
}

/// What a server says that is starting, or has just become another's replica.
fn is_of_the_server(error: &redial::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::BusyLoading | ErrorKind::ReadOnly | ErrorKind::MasterDown
    )
}

/// What a caller knows of what it has asked for.
enum Call<T> {
    Done(T),
    NotDone,
    Unknown,
}

/// A key with one writer, whose values grow.
#[derive(Default)]
struct Register {
    begun: AtomicU64,
    acknowledged: AtomicU64,
    /// Written or not, and perhaps late.
    unknown: Mutex<HashSet<u64>>,
}

#[maybe_async]
async fn write_register((world, r, own, key): (Arc<World>, Redis, Arc<Register>, String)) {
    let mut value = 0;
    while world.goes_on() {
        value += 1;
        own.begun.store(value, Ordering::SeqCst);
        let begun = world.begin("SET");
        let set = r.set(&key, value).await;
        match world.note(begun, set) {
            Call::Done(_) => own.acknowledged.store(value, Ordering::SeqCst),
            Call::Unknown => drop(own.unknown.lock().unwrap().insert(value)),
            Call::NotDone => {}
        }
        sleep(PAUSE).await;
    }
}

/// Reads what is written. `is_durable`: what is acknowledged is not lost.
#[maybe_async]
async fn read_register(
    (world, r, own, key, is_durable): (Arc<World>, Redis, Arc<Register>, String, bool),
) {
    while world.goes_on() {
        let least = own.acknowledged.load(Ordering::SeqCst);
        let begun = world.begin("GET");
        let got = r.get::<u64>(&key).await;
        if let Call::Done(got) = world.note(begun, got) {
            let got = got.unwrap_or(0);
            let most = own.begun.load(Ordering::SeqCst);
            assert!(
                got <= most,
                "{key}: {got} was never written, {most} was last"
            );
            let is_late = || own.unknown.lock().unwrap().contains(&got);
            assert!(
                !is_durable || got >= least || is_late(),
                "{key}: {got}, and {least} had been acknowledged"
            );
        }
        sleep(PAUSE).await;
    }
}

/// A key that is only counted up: how often it was, and how often perhaps.
#[maybe_async]
async fn count((world, r, key): (Arc<World>, Redis, String)) -> (u64, u64) {
    let (mut done, mut unknown) = (0, 0);
    while world.goes_on() {
        let begun = world.begin("INCR");
        let counted = r.incr(&key).await;
        match world.note(begun, counted) {
            Call::Done(_) => done += 1,
            Call::Unknown => unknown += 1,
            Call::NotDone => {}
        }
        sleep(PAUSE).await;
    }
    (done, unknown)
}

/// Pushes numbers that are all different: those that are in the queue, and those that may be.
#[maybe_async]
async fn push((world, r, key): (Arc<World>, Redis, String)) -> (Vec<u64>, HashSet<u64>) {
    let (mut pushed, mut unknown) = (Vec::new(), HashSet::new());
    let mut number = 0;
    while world.goes_on() {
        number += 1;
        let begun = world.begin("RPUSH");
        let length = r.rpush(&key, number).await;
        match world.note(begun, length) {
            Call::Done(_) => pushed.push(number),
            Call::Unknown => drop(unknown.insert(number)),
            Call::NotDone => {}
        }
        sleep(PAUSE).await;
    }
    (pushed, unknown)
}

/// Takes numbers from a queue, waiting or not; how many may have been taken for nobody.
#[maybe_async]
async fn pop((world, r, key): (Arc<World>, Redis, String)) -> (Vec<u64>, u64) {
    let (mut popped, mut unknown) = (Vec::new(), 0);
    let waiting = Duration::from_millis(200);
    for round in 0_u64.. {
        if !world.goes_on() {
            break;
        }
        let number = match round % 2 {
            0 => {
                // It waits by itself, and its time counts from when it is connected.
                let begun = world.begin_with("BLPOP", waiting + DEADLINE);
                let number = r.blpop::<String, u64>(&key, waiting).await;
                world.note(begun, number.map(|it| it.map(|(_, number)| number)))
            }
            _ => {
                let begun = world.begin("LPOP");
                let number = r.lpop::<u64>(&key).await;
                world.note(begun, number)
            }
        };
        match number {
            Call::Done(number) => popped.extend(number),
            Call::Unknown => unknown += 1,
            Call::NotDone => {}
        }
    }
    (popped, unknown)
}

/// What became of the numbers that were published.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Published {
    /// To so many.
    To(u64),
    Perhaps,
    Not,
}

#[maybe_async]
async fn publish((world, r, channel): (Arc<World>, Redis, String)) -> BTreeMap<u64, Published> {
    let mut published = BTreeMap::new();
    let mut number = 0;
    while world.goes_on() {
        number += 1;
        let begun = world.begin("PUBLISH");
        let receivers = r.publish(&channel, number).await;
        let what = match world.note(begun, receivers) {
            Call::Done(receivers) => Published::To(receivers),
            Call::Unknown => Published::Perhaps,
            Call::NotDone => Published::Not,
        };
        published.insert(number, what);
        sleep(PAUSE).await;
    }
    published
}

/// What a subscriber hears: numbers, and that there may have been more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    Number(u64),
    Gap,
}

#[maybe_async]
async fn listen((world, pubsub): (Arc<World>, PubSub)) -> Vec<Heard> {
    let mut heard = Vec::new();
    while world.goes_on() {
        let message = pubsub.get_message(Duration::from_millis(200)).await;
        match message {
            Ok(Some(message)) if message.kind() == MessageKind::Gap => heard.push(Heard::Gap),
            Ok(Some(message)) => heard.push(Heard::Number(message.payload().unwrap())),
            Ok(None) => {}
            Err(error) => assert!(error.is_connection() || error.is_timeout(), "{error:?}"),
        }
    }
    heard
}

/// In their order, and what is missing is announced.
fn check_heard(published: &BTreeMap<u64, Published>, heard: &[Heard]) -> usize {
    let (mut last, mut is_gap, mut gaps) = (0, true, 0);
    for one in heard {
        let number = match *one {
            Heard::Gap => {
                is_gap = true;
                gaps += 1;
                continue;
            }
            Heard::Number(number) => number,
        };
        if published[&number] == Published::Perhaps {
            // It may have been executed late, and says nothing of the order.
            continue;
        }
        assert!(number > last, "{number} came after {last}");
        let missed = published.range(last + 1..number);
        let is_lost = |what: &Published| matches!(what, Published::To(1..));
        if let Some((missed, _)) = missed.into_iter().find(|(_, what)| is_lost(what)) {
            assert!(is_gap, "{missed} is missing before {number}, without a gap");
        }
        (last, is_gap) = (number, false);
    }
    gaps
}

/// Notes for how long this machine lets nobody run: a call can't be faster than that. The longest time at once.
fn watch_machine(worlds: &[Arc<World>]) -> Duration {
    const LOOK: Duration = Duration::from_millis(5);
    let mut longest = Duration::ZERO;
    while worlds.iter().any(|world| world.goes_on()) {
        let start = Instant::now();
        thread::sleep(LOOK);
        let stalled = start.elapsed().saturating_sub(LOOK);
        longest = longest.max(stalled);
        for world in worlds {
            let micros = stalled.as_micros() as u64;
            world.stalled.fetch_add(micros, Ordering::Relaxed);
        }
    }
    longest
}

/// A folder that goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("redial-soak-{}", process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// All that faults are made with.
struct Stage {
    server: Server,
    proxy: Proxy,
    group: SentinelGroup,
    random: Random,
    failed_over: Option<Instant>,
}

impl Stage {
    /// Does something every two seconds; what it did. All is well afterwards.
    fn act(&mut self, time: Duration) -> Vec<&'static str> {
        let start = Instant::now();
        let mut acts = Vec::new();
        let mut due = start + PERIOD / 4;
        while start.elapsed() < time {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            due += PERIOD;
            acts.push(self.act_once());
        }
        acts
    }

    fn act_once(&mut self) -> &'static str {
        let some_time = Duration::from_millis(100 + self.random.below(1_400));
        let bytes = self.random.below(2_000) as usize;
        let direction = match self.random.below(2) {
            0 => Direction::ToServer,
            _ => Direction::ToClient,
        };
        match self.random.below(10) {
            0 => {
                for kind in ["normal", "pubsub"] {
                    self.server.command(&["CLIENT", "KILL", "TYPE", kind]);
                }
                "all clients killed"
            }
            1 => {
                self.server.restart();
                "SIGKILL and restart"
            }
            2 => {
                self.server.freeze();
                thread::sleep(some_time);
                self.server.thaw();
                "frozen"
            }
            3 => {
                let time = some_time.as_millis().to_string();
                self.server.command(&["CLIENT", "PAUSE", &time]);
                "paused"
            }
            4 => {
                self.proxy.cut();
                "cut"
            }
            5 => {
                self.proxy.cut_after(direction, bytes);
                "cut in the middle"
            }
            6 => {
                self.proxy.stall(direction, true);
                thread::sleep(some_time);
                self.proxy.cut();
                self.proxy.stall(direction, false);
                "stalled and cut"
            }
            7 => {
                self.proxy.refuse_connections(true);
                self.proxy.cut();
                thread::sleep(some_time);
                self.proxy.refuse_connections(false);
                "refused"
            }
            _ if self
                .failed_over
                .is_none_or(|at| at.elapsed() > FAILOVER_REST) =>
            {
                self.failed_over = Some(Instant::now());
                let name = SentinelGroup::SERVICE;
                let reply = self
                    .group
                    .sentinel(0)
                    .command(&["SENTINEL", "FAILOVER", name]);
                match &*reply {
                    "OK" => "failed over",
                    _ => "no failover",
                }
            }
            _ => {
                self.proxy.delay_replies(some_time / 4);
                thread::sleep(some_time);
                self.proxy.delay_replies(Duration::ZERO);
                "delayed"
            }
        }
    }
}

/// Calls until it works; all faults are over.
#[maybe_async]
async fn settled(r: &Redis) {
    let start = Instant::now();
    while r.ping().await.is_err() {
        assert!(start.elapsed() < SOON, "it does not come back");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Runs it all; what it did.
#[maybe_async]
async fn soak(seed: u64) {
    let folder = Folder::new();
    let directory = folder.path().display().to_string();
    let server = Server::builder()
        .arg("dir", &directory)
        .arg("appendonly", "yes")
        .arg("appendfsync", "always")
        .start();
    let proxy = Proxy::to(server.port());
    let group = SentinelGroup::start();
    let open = descriptors();
    let config = Config::from_url(proxy.url()).unwrap().protocol(PROTOCOL);
    let config = config.socket_timeout(DEADLINE);
    let r = Redis::new(config.clone()).unwrap();
    let of_master = Config::new().protocol(PROTOCOL).socket_timeout(DEADLINE);
    let sentinel = Sentinel::new(group.urls()).unwrap();
    let master = sentinel
        .master_for_with(SentinelGroup::SERVICE, of_master)
        .unwrap();

    let (world, other_world) = (World::new(), World::new());
    let watch = thread::spawn({
        let worlds = [Arc::clone(&world), Arc::clone(&other_world)];
        move || watch_machine(&worlds)
    });
    let mut stage = Stage {
        server,
        proxy,
        group,
        random: Random::new(seed),
        failed_over: None,
    };
    let stage = thread::spawn(move || {
        let acts = stage.act(time());
        (stage, acts)
    });

    let pubsub = r.pubsub().ignore_subscribe_messages();
    let mut tasks = Vec::new();
    for (number, world, r, is_durable) in [
        (0, &world, &r, true),
        (1, &world, &r, true),
        (2, &other_world, &master, false),
    ] {
        let register = Arc::new(Register::default());
        let key = format!("register:{number}");
        let with = (world.clone(), r.clone(), register.clone(), key.clone());
        tasks.push(spawn(write_register, with));
        let with = (world.clone(), r.clone(), register, key, is_durable);
        tasks.push(spawn(read_register, with));
    }
    let counters = [&r, &r, &master, &master].map(|r| {
        let world = match r.config().address() == config.address() {
            true => &world,
            false => &other_world,
        };
        spawn(count, (world.clone(), r.clone(), "counter".to_owned()))
    });
    let queue = || (world.clone(), r.clone(), "queue".to_owned());
    let pushing = spawn(push, queue());
    let popping = [spawn(pop, queue()), spawn(pop, queue())];
    subscribe(&pubsub).await;
    let listening = spawn(listen, (world.clone(), pubsub.clone()));
    let publishing = spawn(publish, (world.clone(), r.clone(), "news".to_owned()));

    while !stage.is_finished() {
        sleep(Duration::from_millis(20)).await;
    }
    let (stage, acts) = stage.join().unwrap();
    world.over.store(true, Ordering::SeqCst);
    other_world.over.store(true, Ordering::SeqCst);
    for task in tasks {
        task.join().await;
    }
    let stalled = watch.join().unwrap();
    settled(&r).await;
    settled(&master).await;

    let mut counted = Vec::new();
    for counter in counters {
        counted.push(counter.join().await);
    }
    let sum = |of: &[(u64, u64)]| {
        of.iter()
            .fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    };
    let (least, unknown) = sum(&counted[..2]);
    let value: u64 = r.get("counter").await.unwrap().unwrap_or(0);
    assert!(
        (least..=least + unknown).contains(&value),
        "{value}: {least} and {unknown}"
    );
    let (least, unknown) = sum(&counted[2..]);
    let value: u64 = master.get("counter").await.unwrap().unwrap_or(0);
    assert!(value <= least + unknown, "{value}: {least} and {unknown}");

    let (pushed, perhaps_pushed) = pushing.join().await;
    let mut taken = r.lrange::<u64>("queue", 0, -1).await.unwrap();
    let mut perhaps_popped = 0;
    for task in popping {
        let (popped, unknown) = task.join().await;
        taken.extend(popped);
        perhaps_popped += unknown;
    }
    let all: HashSet<u64> = taken.iter().copied().collect();
    assert_eq!(all.len(), taken.len(), "something was taken twice");
    let pushed: HashSet<u64> = pushed.into_iter().collect();
    let strange = all
        .iter()
        .find(|it| !pushed.contains(it) && !perhaps_pushed.contains(it));
    assert_eq!(strange, None, "it was never pushed");
    let lost = pushed.difference(&all).count() as u64;
    assert!(
        lost <= perhaps_popped,
        "{lost} lost, {perhaps_popped} perhaps taken"
    );

    let heard = listening.join().await;
    let published = publishing.join().await;
    let gaps = check_heard(&published, &heard);

    let longest = |world: &World| *world.longest.lock().unwrap();
    let (longest, name) = longest(&world).max(longest(&other_world));
    assert!(
        longest <= DEADLINE * 11 / 10 + stalled,
        "{name}: {longest:?}, {stalled:?}"
    );
    pubsub.close();
    for r in [&r, &master] {
        let stats = r.connection_pool().stats();
        assert_eq!((stats.in_use, stats.waiting, stats.in_flight), (0, 0, 0));
    }
    drop((r, master, sentinel, pubsub));
    let start = Instant::now();
    // Connections to the servers are the proxy's, too.
    while stage.proxy.open_connections() > 0 || descriptors() > open {
        assert!(
            start.elapsed() < SOON,
            "{} of {open} descriptors",
            descriptors()
        );
        sleep(Duration::from_millis(10)).await;
    }

    let total = |of: fn(&World) -> &AtomicU64| {
        let each = [&world, &other_world].map(|world| of(world).load(Ordering::Relaxed));
        each.iter().sum::<u64>()
    };
    apart::say("calls", total(|world| &world.calls));
    apart::say("unknown", total(|world| &world.unknown));
    apart::say("not done", total(|world| &world.not_sent));
    apart::say("longest", longest.as_millis());
    apart::say("stalled", stalled.as_millis());
    apart::say("heard", heard.len() - gaps);
    apart::say("gaps", gaps);
    apart::say("taken", taken.len());
    apart::say("lost", lost);
    apart::say("faults", acts.len());
    apart::say("acts", acts.join(", "));
}

#[maybe_async]
async fn subscribe(pubsub: &PubSub) {
    let start = Instant::now();
    while pubsub.subscribe("news").await.is_err() {
        assert!(start.elapsed() < SOON, "it can't be subscribed to");
    }
}

#[maybe_async]
#[test]
async fn no_history_contradicts_itself_whatever_goes_wrong() {
    let seed = seed();
    if apart::is_apart() {
        soak(seed).await;
        return;
    }
    let said = apart::run_with(
        &[("REDIAL_TEST_SEED", &seed.to_string())],
        time() + 3 * SOON,
    );
    println!("{said:?}");
    row(26, "a fault every 2 s: kills, restarts, freezes, pauses, cuts, stalls, delays, failovers")
        .outcome("0 contradictions in registers, counters, a queue, a channel; 0 hangs; descriptors back")
        .measured(format!(
            "{} s, {} faults, {} calls, {} of unknown outcome, {} not executed, {} messages and {} gaps, the longest call {} ms of 1,000",
            time().as_secs(),
            said.text("faults"),
            said.text("calls"),
            said.text("unknown"),
            said.text("not done"),
            said.text("heard"),
            said.text("gaps"),
            said.text("longest"),
        ))
        .write();
}
