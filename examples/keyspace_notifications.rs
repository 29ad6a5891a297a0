//! What happens to keys, told by the server itself.
//!
//! `cargo run --example keyspace_notifications`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! example:events:1: set
//! example:events:1: expire
//! example:events:1: del
//! ```

use std::time::Duration;

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.config_set(("notify-keyspace-events", "KEA"))?; // all of them
    let events = r.pubsub().ignore_subscribe_messages();
    events.psubscribe(KeyNotification::keyspace("example:events:*", 0))?;

    r.set("example:events:1", "Ann")?;
    r.expire("example:events:1", Duration::from_secs(60))?;
    r.delete("example:events:1")?;

    for _ in 0..3 {
        let message = events.get_message(Duration::from_secs(5))?;
        if let Some(event) = message.as_ref().and_then(KeyNotification::from_message) {
            println!("{}: {}", event.key(), event.event());
        }
    }
    r.config_set(("notify-keyspace-events", ""))?;
    Ok(())
}
