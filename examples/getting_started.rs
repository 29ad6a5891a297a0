//! Getting started: database, user and password come from the URL, or from setters.
//!
//! `cargo run --example getting_started`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! by URL: database 3 at localhost:6379
//! by setters: value, from database 3
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let config = Config::from_url("redis://ann:secret@localhost:6379/3")?; // no I/O
    let (db, address) = (config.database(), config.address());
    println!("by URL: database {db} at {address}");

    // Without a URL to begin with: Config::new().host("localhost").port(6379).
    let config = Config::from_url(&url)?.db(3).client_name("example");
    let r = Redis::new(config)?;
    r.set("example:my-key", "value")?;
    let value: Option<String> = r.get("example:my-key")?;
    let db = r.config().database();
    println!(
        "by setters: {}, from database {db}",
        value.unwrap_or_default()
    );

    r.delete("example:my-key")?;
    Ok(())
}
