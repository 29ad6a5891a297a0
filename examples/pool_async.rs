//! Pools: how many connections a client may have, and one pool for several clients.
//!
//! `cargo run --features async --example pool_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! a client's own pool: value, at most 10 connections
//! a pool of two clients: value, 1 connection made
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::new(Config::from_url(&url)?.max_connections(10))?;
    r.set("example:my-key", "value").await?;
    let value: String = r
        .execute_command(Command::new("GET").key("example:my-key"))
        .await?;
    let max = r.connection_pool().stats().max_connections;
    println!("a client's own pool: {value}, at most {max} connections");

    let pool = ConnectionPool::from_url(&url)?;
    let (writer, reader) = (Redis::with_pool(&pool), Redis::with_pool(&pool));
    writer.set("example:my-key", "value").await?;
    let value: Option<String> = reader.get("example:my-key").await?;
    let (value, made) = (value.unwrap_or_default(), pool.stats().connects);
    println!("a pool of two clients: {value}, {made} connection made");

    r.delete("example:my-key").await?;
    Ok(())
}
