//! A transaction: both commands are executed, or none, and nobody else's comes between them.
//!
//! `cargo run --features async --example transaction_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! (1, 1)
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.delete(["example:foo", "example:bar"]).await?;
    let mut pipe = r.pipeline();
    let both: (i64, i64) = pipe
        .incr("example:foo")
        .incr("example:bar")
        .execute()
        .await?;
    println!("{both:?}");

    r.delete(["example:foo", "example:bar"]).await?;
    Ok(())
}
