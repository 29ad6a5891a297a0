//! Monitoring: all commands that a server executes, as they come.
//!
//! `cargo run --features async --example monitor_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! database 0: SET example:monitored "a value"
//! database 0: DEL example:monitored
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let mut monitor = r.monitor().await?; // a stream, which has `next` itself
    r.set("example:monitored", "\"a value\"").await?;
    r.delete("example:monitored").await?;

    let mut left = 2;
    while left > 0 {
        let seen = monitor.next_command().await?;
        if seen.command().contains("example:monitored") {
            println!("database {}: {}", seen.database(), seen.command());
            left -= 1;
        }
    }
    Ok(())
}
