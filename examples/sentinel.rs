//! Sentinels: clients of whatever server is the master, and of its replicas.
//!
//! `cargo run --example sentinel`, with sentinels at the URLs in `SENTINEL_URLS` (separated by commas) or
//! localhost:26379 that watch `mymaster`, prints
//!
//! ```text
//! the master is found
//! it has Some("bar")
//! so has a replica, or the master if there is none: true
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let urls = std::env::var("SENTINEL_URLS").unwrap_or_else(|_| "redis://localhost:26379".into());
    let sentinel = Sentinel::new(urls.split(','))?;
    let (_host, port) = sentinel.discover_master("mymaster")?;
    println!(
        "the master is {}",
        if port > 0 { "found" } else { "not found" }
    );

    let master = sentinel.master_for("mymaster"); // no I/O yet
    master.set("example:sentinel", "bar")?;
    println!("it has {:?}", master.get::<String>("example:sentinel")?);

    let replica = sentinel.replica_for("mymaster");
    let value: Option<String> = replica.get("example:sentinel")?;
    let is_there = value.is_none_or(|value| value == "bar"); // a replica may lag behind
    println!("so has a replica, or the master if there is none: {is_there}");
    master.delete("example:sentinel")?;
    Ok(())
}
