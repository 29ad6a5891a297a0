//! A lock that programs share: one of them at a time does the job.
//!
//! `cargo run --example lock`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! the first has it: true
//! the second has to wait: true
//! the job was done 30 times
//! ```

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use redial::prelude::*;

/// Reads, and writes what follows: without the lock some of it would be lost.
fn work(r: &Redis) -> redial::Result<()> {
    let lock = r.lock("example:lock").timeout(Duration::from_secs(10));
    let lock = lock.sleep(Duration::from_millis(1));
    for _ in 0..10 {
        let guard = lock.acquire()?; // waits
        let done: Option<i64> = r.get("example:done")?;
        r.set("example:done", done.unwrap_or(0) + 1)?;
        guard.release()?;
    }
    Ok(())
}

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.delete(["example:lock", "example:done"])?;

    let lock = r.lock("example:lock").timeout(Duration::from_secs(10));
    let guard = lock.acquire()?;
    println!("the first has it: {}", guard.owned()?);
    println!("the second has to wait: {}", lock.try_acquire()?.is_none());
    drop(guard); // releases it

    thread::scope(|scope| {
        let workers = [(); 3].map(|()| scope.spawn(|| work(&r)));
        let mut done = workers.into_iter().map(|worker| worker.join());
        done.try_for_each(|worked| worked.unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    let done: Option<i64> = r.get("example:done")?;
    println!("the job was done {} times", done.unwrap_or(0));

    r.delete("example:done")?;
    Ok(())
}
