//! Cleaning up: dropping the last client closes its connections; a pool of one's own is closed by hand.
//!
//! `cargo run --example cleaning_up`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! The answer: 42
//! shared connections: 1, then 0
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let pool = ConnectionPool::from_url(url)?;
    let meanings = Redis::with_pool(&pool);
    meanings.set("example:life", 42)?;
    let answer: Option<i64> = meanings.get("example:life")?;
    println!("The answer: {}", answer.unwrap_or_default());
    meanings.delete("example:life")?;

    let before = pool.stats().shared;
    pool.disconnect();
    println!("shared connections: {before}, then {}", pool.stats().shared);
    Ok(())
}
