//! Commands: on a client, and on one connection of one's own.
//!
//! `cargo run --features async --example commands_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! on a client: value
//! on one connection: value
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.set("example:my-key", "value").await?;
    let value: Option<String> = r.get("example:my-key").await?;
    println!("on a client: {}", value.unwrap_or_default());

    let mut conn = r.connection().await?;
    conn.set("example:my-key", "value").await?;
    let value: Option<String> = conn.get("example:my-key").await?;
    println!("on one connection: {}", value.unwrap_or_default());

    conn.delete("example:my-key").await?;
    Ok(())
}
