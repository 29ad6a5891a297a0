//! Publish and subscribe: a task listens to two channels until it is told to stop.
//!
//! `cargo run --features async --example 04_pubsub_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! channel:1 says Hello
//! channel:2 says World
//! channel:1 says STOP
//! ```

use redial::asyncio::prelude::*;

const STOPWORD: &str = "STOP";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe(["channel:1", "channel:2"]).await?;
    let reader = tokio::spawn(read(pubsub));

    for (channel, text) in [
        ("channel:1", "Hello"),
        ("channel:2", "World"),
        ("channel:1", STOPWORD),
    ] {
        r.publish(channel, text).await?;
    }
    Ok(reader.await??)
}

async fn read(pubsub: PubSub) -> redial::Result<()> {
    let mut messages = pubsub.listen(); // a stream, which has `next` itself
    while let Some(message) = messages.next().await {
        let message = message?;
        let text: String = message.payload()?;
        println!("{} says {text}", message.channel());
        if text == STOPWORD {
            break;
        }
    }
    Ok(())
}
