//! The tokio face and its runtimes: several of them, one that ends, none at all; and the blocking face on one.
#![cfg(feature = "async")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use redial::asyncio::prelude::*;
use redial::{Config, Credentials, Error, ErrorKind, Result, StreamingCredentials};
use tokio::runtime::{Builder, Runtime};

use support::proxy::{Direction, Proxy};
use support::report::Report;
use support::server::Server;

const SOON: Duration = Duration::from_secs(10);

/// One that runs in the thread that waits for it.
fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// One with threads of its own.
fn multi_thread() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// How many clients the server has besides the one that asks.
fn clients_of(server: &Server) -> usize {
    let list = server.command(&["CLIENT", "LIST"]);
    list.lines().filter(|line| line.starts_with("id=")).count() - 1
}

/// Waits until all connections to the server are closed.
fn until_closed(server: &Server) {
    let start = Instant::now();
    while clients_of(server) > 0 {
        assert!(start.elapsed() < SOON, "{} are open", clients_of(server));
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn credentials_that_are_pushed_log_in_again_on_the_runtime_that_is_there() -> Result<()> {
    let mut builder = Server::builder();
    for name in ["ann", "bob"] {
        builder = builder.args(
            "user",
            &[name, "on", &format!(">{name}"), "~*", "&*", "+@all"],
        );
    }
    let server = builder.start();
    let tokens = StreamingCredentials::new(Credentials::new("ann", "ann"));
    let config = Config::from_url(server.url())?.credential_provider(tokens.clone());
    let r = Redis::new(config)?;
    current_thread().block_on(async { r.ping().await })?;
    // The first one has ended. Nothing but this one can log in again on its connection.
    let runtime = multi_thread();
    runtime.block_on(async { r.ping().await })?;
    tokens.push(Credentials::new("bob", "bob"));
    let start = Instant::now();
    let is_bobs = |line: &str| line.contains(" user=bob ");
    while !server.command(&["CLIENT", "LIST"]).lines().any(is_bobs) {
        assert!(start.elapsed() < SOON);
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(r.connection_pool().stats().connects, 2);
    Ok(())
}

#[test]
fn a_client_goes_on_when_its_runtime_ends_with_commands_in_flight() -> Result<()> {
    const RUNTIMES: u64 = 20;
    const IN_FLIGHT: usize = 50;
    let server = Server::start();
    let proxy = Proxy::to(server.port());
    let r = Redis::from_url(proxy.url())?;
    for round in 0..RUNTIMES {
        let runtime = match round % 2 {
            0 => current_thread(),
            _ => multi_thread(),
        };
        runtime.block_on(async {
            for name in ["a", "b"] {
                r.set(name, name).await?;
            }
            proxy.stall(Direction::ToClient, true);
            for _ in 0..IN_FLIGHT {
                let r = r.clone();
                tokio::spawn(async move { r.get::<String>("a").await });
            }
            while r.connection_pool().stats().in_flight < IN_FLIGHT {
                tokio::task::yield_now().await;
            }
            Ok::<(), Error>(())
        })?;
        match round % 4 {
            0 | 1 => drop(runtime),
            _ => runtime.shutdown_background(),
        }
        proxy.stall(Direction::ToClient, false);
        let next = current_thread();
        next.block_on(async {
            for _ in 0..10 {
                let own: Option<String> = r.get("b").await?;
                assert_eq!(own.as_deref(), Some("b"));
            }
            Ok::<(), Error>(())
        })?;
    }
    drop(r);
    until_closed(&server);
    Report::new(
        1,
        "asyncio",
        "a runtime ends with 50 GETs in flight, the next goes on with the client",
    )
    .count(RUNTIMES)
    .outcome("0 wrong replies, all connections closed in the end")
    .write();
    Ok(())
}

/// What a program may have when it ends.
struct Everything {
    _clients: Vec<Redis>,
    _pubsub: PubSub,
    _pipeline: Pipeline,
    _monitor: Monitor,
    _scan: redial::asyncio::Scan<String>,
    _listen: redial::asyncio::Listen,
    _connection: Connection,
    _transaction: Transaction,
}

async fn everything(url: &str) -> Result<Everything> {
    let r = Redis::from_url(url)?;
    for number in 0..50 {
        r.set(number, number).await?;
    }
    let mut pipeline = r.pipeline();
    pipeline.set("k", 1);
    let pubsub = r.pubsub();
    pubsub.subscribe("news").await?;
    let mut scan = r.scan_iter(ScanOptions::new().count(5));
    assert!(scan.next().await.is_some());
    Ok(Everything {
        _listen: pubsub.listen(),
        _pubsub: pubsub,
        _pipeline: pipeline,
        _monitor: r.monitor().await?,
        _scan: scan,
        _connection: r.connection().await?,
        _transaction: r.watch("k").await?,
        _clients: vec![r.clone(), r],
    })
}

#[test]
fn everything_can_be_dropped_where_no_runtime_runs() -> Result<()> {
    let server = Server::start();
    for runtime in [current_thread(), multi_thread()] {
        // While the runtime is there, after it has ended, in another one, and in another thread.
        drop(runtime.block_on(everything(&server.url()))?);
        until_closed(&server);
        let held = runtime.block_on(everything(&server.url()))?;
        multi_thread().block_on(async move { drop(held) });
        until_closed(&server);
        let held = runtime.block_on(everything(&server.url()))?;
        thread::spawn(move || drop(held)).join().unwrap();
        until_closed(&server);
        let held = runtime.block_on(everything(&server.url()))?;
        drop(runtime);
        drop(held);
        until_closed(&server);
    }
    Ok(())
}

#[test]
fn everything_can_be_dropped_by_a_panic() -> Result<()> {
    let server = Server::start();
    for runtime in [current_thread(), multi_thread()] {
        let url = server.url();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                let _held = everything(&url).await.unwrap();
                panic!("on purpose");
            })
        }));
        assert!(panicked.is_err());
        until_closed(&server);
        let url = server.url();
        let task = runtime.spawn(async move {
            let _held = everything(&url).await.unwrap();
            panic!("on purpose");
        });
        let error = runtime.block_on(task).unwrap_err();
        assert!(error.is_panic());
        until_closed(&server);
    }
    Ok(())
}

#[test]
fn everything_can_be_dropped_at_the_end_of_a_thread() {
    thread_local! {
        static HELD: RefCell<Option<(Everything, Runtime)>> = const { RefCell::new(None) };
    }
    let server = Server::start();
    let url = server.url();
    let held = thread::spawn(move || {
        let runtime = current_thread();
        let held = runtime.block_on(everything(&url)).unwrap();
        HELD.with(|place| *place.borrow_mut() = Some((held, runtime)));
    });
    held.join().unwrap();
    until_closed(&server);
}

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
static CLIENT: LazyLock<Redis> = LazyLock::new(|| Redis::from_url(SERVER.url()).unwrap());

#[test]
fn a_static_client_serves_all_runtimes() -> Result<()> {
    for round in 1..=4 {
        let runtime = match round % 2 {
            0 => current_thread(),
            _ => multi_thread(),
        };
        let counted = runtime.block_on(async { CLIENT.incr("static").await })?;
        assert_eq!(counted, round);
    }
    // At the same time, too: one of them has the connection, and may end before the others.
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                let runtime = current_thread();
                for _ in 0..50 {
                    let got = runtime.block_on(async { CLIENT.get::<i64>("static").await });
                    assert_eq!(got.unwrap(), Some(4));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    Ok(())
}

/// What comes of it at once, where there is no runtime.
fn refused<T>(what: &str, future: impl Future<Output = Result<T>>) {
    let ready = future.now_or_never();
    let Err(error) = ready.unwrap_or_else(|| panic!("{what} waits for ever")) else {
        panic!("{what} works without a runtime");
    };
    assert_eq!(error.kind(), ErrorKind::Config, "{what}: {error}");
    assert!(
        error.to_string().contains("tokio runtime"),
        "{what}: {error}"
    );
    assert!(error.is_not_executed(), "{what}: {error}");
}

#[test]
fn without_a_runtime_every_call_is_an_error_that_says_so() -> Result<()> {
    let server = Server::start();
    let runtime = multi_thread();
    let fresh = Redis::from_url(server.url())?;
    let used = Redis::from_url(server.url())?;
    runtime.block_on(async { used.set("k", 1).await })?;
    let pooled = Redis::new(Config::from_url(server.url())?.shared_connections(0))?;
    runtime.block_on(async { pooled.set("k", 1).await })?;
    for r in [&fresh, &used, &pooled] {
        refused("GET", r.get::<i64>("k"));
        refused(
            "BLPOP",
            r.blpop::<String, String>("k", Duration::from_secs(1)),
        );
        refused("a pipeline", r.pipeline().set("k", 1).execute::<()>());
        refused("connection", r.connection());
        refused("watch", r.watch("k"));
        refused("monitor", r.monitor());
        refused("lock", r.lock("job").acquire());
        refused("subscribe", r.pubsub().subscribe("news"));
        refused("get_message", r.pubsub().get_message(Duration::ZERO));
        let mut scan = r.scan_iter::<String>(ScanOptions::new());
        refused("scan", async {
            scan.next().await.unwrap_or(Ok(String::new()))
        });
        let script = r.register_script("return 1");
        refused("a script", script.call::<i64>((), ()));
    }
    let mut connection = runtime.block_on(used.connection())?;
    refused("a connection that is there", connection.get::<i64>("k"));
    let mut transaction = runtime.block_on(used.watch("k"))?;
    refused("a transaction", transaction.get::<i64>("k"));
    let pubsub = used.pubsub();
    runtime.block_on(pubsub.subscribe("news"))?;
    refused("a subscriber", pubsub.get_message(SOON));
    refused("to subscribe again", pubsub.subscribe("more"));
    let mut monitor = runtime.block_on(used.monitor())?;
    refused("a monitor", monitor.next_command());
    // All of that was for nothing, and harmless.
    let left: Option<i64> = runtime.block_on(async { used.get("k").await })?;
    assert_eq!(left, Some(1));
    Ok(())
}

#[test]
fn the_blocking_client_works_on_a_runtime() -> Result<()> {
    use redial::prelude::{Redis, StringCommands as _};
    let server = Server::start();
    let r = Redis::from_url(server.url())?;
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            r.set("k", 0).unwrap();
            let tasks: Vec<_> = (0..8)
                .map(|number| {
                    let r = r.clone();
                    match number % 2 {
                        0 => tokio::task::spawn_blocking(move || r.incr("k")),
                        _ => tokio::spawn(async move { r.incr("k") }),
                    }
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            assert_eq!(r.get::<i64>("k").unwrap(), Some(8));
            drop(r.clone());
            let other = Redis::from_url(server.url()).unwrap();
            other.set("k", 0).unwrap();
            drop(other);
        });
    }
    Ok(())
}
