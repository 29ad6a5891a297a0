//! Monitoring: all commands that a server executes, as they come.
//!
//! `cargo run --example monitor`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! database 0: SET example:monitored "a value"
//! database 0: DEL example:monitored
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let monitor = r.monitor()?;
    r.set("example:monitored", "\"a value\"")?;
    r.delete("example:monitored")?;

    let ours = |seen: &MonitoredCommand| seen.command().contains("example:monitored");
    for seen in monitor
        .filter(|seen| seen.as_ref().map_or(true, ours))
        .take(2)
    {
        let seen = seen?;
        println!("database {}: {}", seen.database(), seen.command());
    }
    Ok(())
}
