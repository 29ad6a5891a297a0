//! Users over HTTP, from a slow database with a cache in Redis beside it.
//!
//! Who misses the cache asks the database and leaves the answer for the others (cache-aside); of many who miss at once one asks.
//! Values expire, none at quite the same time as another. A change makes the cache forget. Without Redis the service is slower, and
//! works. [`cache`] is what one would copy; [`service`] uses it, with axum.
//!
//! `cargo run --manifest-path examples/cache_aside/Cargo.toml`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! GET /users/1: 200, miss {"name":"Ann","city":"Oslo"}
//! GET /users/1: 200, hit {"name":"Ann","city":"Oslo"}
//! it expires, in 66 s at most: true
//! 100 times GET /users/2 at once: 100 times 200, the database was read 1 time
//! PUT /users/1: 204
//! GET /users/1: 200, miss {"name":"Ann","city":"Bergen"}
//! GET /users/9: 404, miss
//! GET /users/9: 404, hit
//! GET /users/ann: 400
//! the service has ended, another has no Redis:
//! PUT /users/1: 204
//! GET /users/1: 200, bypass {"name":"Ann","city":"Trondheim"}
//! that one has ended, another's Redis never answers:
//! GET /users/1: 200, bypass {"name":"Ann","city":"Trondheim"}
//! ```

mod cache;
mod database;
mod http;
mod service;

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use redial::asyncio::prelude::*;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

use cache::Cache;
use database::{Database, User};
use service::{Service, key};

const BRIEFLY: Duration = Duration::from_millis(200);

type Failure = Box<dyn Error + Send + Sync>;

/// A service that runs.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Begins to serve, on some free port of this machine only.
    async fn start(service: Service) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let served = axum::serve(listener, service.router());
        let served = served.with_graceful_shutdown(async { stopped.await.unwrap_or_default() });
        let task = tokio::spawn(async { served.await });
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    /// Takes no more requests, and waits for those that are on their way.
    async fn stop(self) -> Result<(), Failure> {
        drop(self.stop);
        Ok(self.task.await??)
    }

    /// Makes a request, and says what came of it.
    async fn show(&self, method: &str, path: &str, body: &str) -> io::Result<()> {
        let answer = http::request(self.address, method, path, body).await?;
        let mut line = format!("{method} {path}: {}", answer.status);
        if !answer.source.is_empty() {
            line = format!("{line}, {} {}", answer.source, answer.body);
        }
        println!("{}", line.trim_end());
        Ok(())
    }
}

async fn demonstrate() -> Result<(), Failure> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(&url)?;
    clean_up(&r).await?;
    let database = Arc::new(Database::default());
    for (id, name, city) in [(1, "Ann", "Oslo"), (2, "Bob", "London")] {
        let (name, city) = (name.to_owned(), city.to_owned());
        database.save(id, User { name, city }).await;
    }

    let service = Running::start(Service {
        cache: Cache::new(&url, Duration::from_secs(2))?,
        database: Arc::clone(&database),
    })
    .await?;
    service.show("GET", "/users/1", "").await?;
    service.show("GET", "/users/1", "").await?;
    let left = r.pttl(key(1)).await?;
    let expires = left
        .time()
        .is_some_and(|left| left <= Duration::from_secs(66));
    println!("it expires, in 66 s at most: {expires}");
    stampede(&service, &database).await?;
    let bergen = r#"{"name":"Ann","city":"Bergen"}"#;
    service.show("PUT", "/users/1", bergen).await?;
    service.show("GET", "/users/1", "").await?;
    service.show("GET", "/users/9", "").await?;
    service.show("GET", "/users/9", "").await?;
    service.show("GET", "/users/ann", "").await?;

    service.stop().await?;
    println!("the service has ended, another has no Redis:");
    let cut_off = Running::start(Service {
        cache: Cache::new("redis://127.0.0.1:1", BRIEFLY)?,
        database: Arc::clone(&database),
    })
    .await?;
    let trondheim = r#"{"name":"Ann","city":"Trondheim"}"#;
    cut_off.show("PUT", "/users/1", trondheim).await?;
    cut_off.show("GET", "/users/1", "").await?;

    cut_off.stop().await?;
    println!("that one has ended, another's Redis never answers:");
    let silent = TcpListener::bind("127.0.0.1:0").await?; // nobody accepts
    let held_up = Running::start(Service {
        cache: Cache::new(&format!("redis://{}", silent.local_addr()?), BRIEFLY)?,
        database,
    })
    .await?;
    held_up.show("GET", "/users/1", "").await?;
    held_up.stop().await?;
    clean_up(&r).await?;
    Ok(())
}

/// All of them miss, and one reads the database.
async fn stampede(service: &Running, database: &Database) -> Result<(), Failure> {
    let before = database.reads();
    let mut requests = JoinSet::new();
    for _ in 0..100 {
        let address = service.address;
        requests.spawn(async move { http::request(address, "GET", "/users/2", "").await });
    }
    let mut answered = 0;
    while let Some(answer) = requests.join_next().await {
        answered += u32::from(answer??.status == 200);
    }
    let reads = database.reads() - before;
    println!(
        "100 times GET /users/2 at once: {answered} times 200, the database was read {reads} time"
    );
    Ok(())
}

async fn clean_up(r: &Redis) -> redial::Result<i64> {
    r.delete([1, 2, 9].map(key)).await
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = demonstrate().await;
    done.map_or_else(|error| fail(&*error), |()| ExitCode::SUCCESS)
}

fn fail(error: &dyn Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
