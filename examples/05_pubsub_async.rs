//! Patterns and handlers: a task calls an async function for each message, also after a lost connection.
//!
//! `cargo run --features async --example 05_pubsub_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! channel:1 (by channel:*): Hello
//! channel:2 (by channel:*): World
//! that was all
//! ```

use redial::asyncio::prelude::*;
use tokio::sync::mpsc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let pubsub = r.pubsub();
    let (done, mut all_done) = mpsc::channel(1);
    let handler = move |message: Message| {
        let done = done.clone();
        async move {
            let text: String = message.payload().unwrap_or_default();
            let pattern = message.pattern().unwrap_or_default();
            println!("{} (by {pattern}): {text}", message.channel());
            if text == "World" {
                let _ = done.send(()).await;
            }
        }
    };
    pubsub.psubscribe_with("channel:*", handler).await?;
    let worker = pubsub.clone();
    // Errors are shown, and it goes on: it connects again as long as it takes.
    let worker = tokio::spawn(async move { worker.run_with(|error| eprintln!("{error}")).await });

    r.publish("channel:1", "Hello").await?;
    r.publish("channel:2", "World").await?;
    all_done.recv().await;
    pubsub.close();
    worker.await??;
    println!("that was all");
    Ok(())
}
