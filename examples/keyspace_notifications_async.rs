//! What happens to keys, told by the server itself.
//!
//! `cargo run --features async --example keyspace_notifications_async`, with a server at `REDIS_URL` or
//! localhost:6379, prints
//!
//! ```text
//! example:events:2: set
//! example:events:2: expire
//! example:events:2: del
//! ```

use std::time::Duration;

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.config_set(("notify-keyspace-events", "KEA")).await?; // all of them
    let events = r.pubsub().ignore_subscribe_messages();
    let pattern = KeyNotification::keyspace("example:events:*", 0);
    events.psubscribe(pattern).await?;

    r.set("example:events:2", "Ann").await?;
    r.expire("example:events:2", Duration::from_secs(60))
        .await?;
    r.delete("example:events:2").await?;

    for _ in 0..3 {
        let message = events.get_message(Duration::from_secs(5)).await?;
        if let Some(event) = message.as_ref().and_then(KeyNotification::from_message) {
            println!("{}: {}", event.key(), event.event());
        }
    }
    r.config_set(("notify-keyspace-events", "")).await?;
    Ok(())
}
