//! Blocking commands: one task waits for an element while another pushes it, on the same client.
//!
//! `cargo run --features async --example blocking_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! pushing
//! popped: example:my-list, value
//! nothing came for 100 ms
//! ```

use std::time::Duration;

use redial::asyncio::prelude::*;
use tokio::time::sleep;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;

    let push = async {
        sleep(Duration::from_millis(50)).await;
        println!("pushing");
        r.lpush("example:my-list", "value").await // the one that waits holds nobody up
    };
    tokio::try_join!(wait(&r), push)?;

    let timeout = Duration::from_millis(100);
    let popped: Option<(String, String)> = r.brpop("example:my-list", timeout).await?;
    if popped.is_none() {
        println!("nothing came for 100 ms");
    }
    Ok(())
}

async fn wait(r: &Redis) -> redial::Result<()> {
    let timeout = Duration::from_secs(10);
    let popped: Option<(String, String)> = r.brpop("example:my-list", timeout).await?;
    if let Some((key, value)) = popped {
        println!("popped: {key}, {value}");
    }
    Ok(())
}
