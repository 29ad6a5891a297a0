//! A lock that programs share: one of them at a time does the job.
//!
//! `cargo run --features async --example lock_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! the first has it: true
//! the second has to wait: true
//! the job was done 30 times
//! ```

use std::time::Duration;

use futures_util::future::try_join_all;
use redial::asyncio::prelude::*;

/// Reads, and writes what follows: without the lock some of it would be lost.
async fn work(r: &Redis) -> redial::Result<()> {
    let lock = r.lock("example:lock").timeout(Duration::from_secs(10));
    let lock = lock.sleep(Duration::from_millis(1));
    for _ in 0..10 {
        let guard = lock.acquire().await?; // waits
        let done: Option<i64> = r.get("example:done").await?;
        r.set("example:done", done.unwrap_or(0) + 1).await?;
        guard.release().await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.delete(["example:lock", "example:done"]).await?;

    let lock = r.lock("example:lock").timeout(Duration::from_secs(10));
    let guard = lock.acquire().await?;
    println!("the first has it: {}", guard.owned().await?);
    let second = lock.try_acquire().await?;
    println!("the second has to wait: {}", second.is_none());
    drop(guard); // releases it, in the background

    try_join_all([work(&r), work(&r), work(&r)]).await?;
    let done: Option<i64> = r.get("example:done").await?;
    println!("the job was done {} times", done.unwrap_or(0));

    r.delete("example:done").await?;
    Ok(())
}
