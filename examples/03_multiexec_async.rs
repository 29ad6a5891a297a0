//! MULTI and EXEC: a pipeline is a transaction unless it is told not to be.
//!
//! `cargo run --features async --example 03_multiexec_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! true true
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let mut pipe = r.pipeline();
    pipe.set("example:key1", "value1");
    pipe.set("example:key2", "value2");
    let (ok1, ok2): (bool, bool) = pipe.execute().await?;
    println!("{ok1} {ok2}");

    r.delete(["example:key1", "example:key2"]).await?;
    Ok(())
}
