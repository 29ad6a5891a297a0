//! Connecting: a URL is all it takes, and the first command connects.
//!
//! `cargo run --example 00_connect`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! value
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?; // no I/O
    r.set("example:my-key", "value")?; // connects
    let value: Option<String> = r.get("example:my-key")?;
    println!("{}", value.unwrap_or_default());
    r.delete("example:my-key")?;
    Ok(())
}
