//! A service half of which has moved to tokio: one binary, both faces, one configuration.
//!
//! It is the service of the guide `redial::docs::sync_to_async`, between its steps 4 and 5. [`reports`] has not moved: threads, and
//! the blocking face. [`web`] has: tasks, and tokio's. [`shop`] is for both: a helper of one command takes whatever a command can be
//! given to, and scripts, locks, channels and errors are the same ones in both faces.
//!
//! `cargo run --features async --example half_migrated`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! ann's visits: 20 by threads, 100 by tasks, 50 in a pipeline, 170 in all
//! a stock of 15, and 40 customers: 15 sold, to threads and tasks together
//! a thread does the nightly job, and a task has to leave it alone: true
//! a task hears: done by a thread
//! afterwards a task does it: true
//! a thread hears: done by a task
//! a task needs what has not moved: 170 visits reported
//! a thread needs what has moved: 170 visits shown
//! ```

mod reports;
mod shop;
mod web;

use std::error::Error;
use std::process::ExitCode;

use redial::asyncio;
use redial::prelude::*;
use tokio::runtime::Runtime;

type Failure = Box<dyn Error + Send + Sync>;

/// Two clients with one configuration, each with connections of its own.
struct Clients {
    blocking: Redis,
    tokio: asyncio::Redis,
}

impl Clients {
    fn new(url: &str) -> redial::Result<Self> {
        let blocking = Redis::from_url(url)?;
        let tokio = asyncio::Redis::from(&blocking); // and `Redis::from(&tokio)` for the way back
        Ok(Self { blocking, tokio })
    }
}

/// The service still begins in a thread, and has a runtime for what has moved.
fn demonstrate() -> Result<(), Failure> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let clients = Clients::new(&url)?;
    let runtime = Runtime::new()?;
    shop::forget(&clients.blocking, "ann")?;
    count_visits(&clients, &runtime)?;
    sell_out(&clients, &runtime)?;
    take_turns(&clients, &runtime)?;
    call_each_other(&clients, &runtime)?;
    shop::forget(&clients.blocking, "ann")?;
    Ok(())
}

fn count_visits(clients: &Clients, runtime: &Runtime) -> Result<(), Failure> {
    let by_tasks = runtime.spawn(web::visits(clients.tokio.clone(), 100));
    reports::visits(&clients.blocking, 20)?; // meanwhile
    runtime.block_on(by_tasks)??;
    reports::visits_in_pipeline(&clients.blocking, 50)?;
    let all = shop::visits(&clients.blocking, "ann")?.unwrap_or(0);
    println!("ann's visits: 20 by threads, 100 by tasks, 50 in a pipeline, {all} in all");
    Ok(())
}

fn sell_out(clients: &Clients, runtime: &Runtime) -> Result<(), Failure> {
    clients.blocking.set(shop::STOCK, 15)?;
    let to_tasks = runtime.spawn(web::sell(clients.tokio.clone(), 20));
    let to_threads = reports::sell(&clients.blocking, 20)?;
    let sold = runtime.block_on(to_tasks)?? + to_threads;
    println!("a stock of 15, and 40 customers: {sold} sold, to threads and tasks together");
    Ok(())
}

fn take_turns(clients: &Clients, runtime: &Runtime) -> Result<(), Failure> {
    let (r, tokio) = (&clients.blocking, &clients.tokio);
    let task = runtime.block_on(web::hear(tokio))?;
    let guard = reports::begin_nightly(r)?;
    let is_left_alone = !runtime.block_on(web::nightly(tokio))?;
    println!("a thread does the nightly job, and a task has to leave it alone: {is_left_alone}");
    reports::end_nightly(r, guard)?;
    println!("a task hears: {}", runtime.block_on(web::next_word(&task))?);

    let thread = reports::hear(r)?;
    let is_done = runtime.block_on(web::nightly(tokio))?;
    println!("afterwards a task does it: {is_done}");
    println!("a thread hears: {}", reports::next_word(&thread)?);
    Ok(())
}

/// A task never calls the blocking face itself, which would stop a worker; a thread gives a future to the runtime and waits.
fn call_each_other(clients: &Clients, runtime: &Runtime) -> Result<(), Failure> {
    let report = runtime.block_on(web::show_report(clients.blocking.clone()))?;
    println!("a task needs what has not moved: {report}");
    let handle = runtime.handle(); // is cheap to clone, and can go to any thread
    let shown = handle.block_on(web::show(&clients.tokio))?;
    println!("a thread needs what has moved: {shown}");
    Ok(())
}

fn main() -> ExitCode {
    let done = demonstrate();
    done.map_or_else(|error| fail(&*error), |()| ExitCode::SUCCESS)
}

fn fail(error: &dyn Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
