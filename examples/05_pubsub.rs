//! Patterns and handlers: a worker thread calls a function for each message, also after a lost connection.
//!
//! `cargo run --example 05_pubsub`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! channel:1 (by channel:*): Hello
//! channel:2 (by channel:*): World
//! that was all
//! ```

use std::sync::mpsc;

use redial::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let pubsub = r.pubsub();
    let (done, all_done) = mpsc::channel();
    pubsub.psubscribe_with("channel:*", move |message| {
        let text: String = message.payload().unwrap_or_default();
        let pattern = message.pattern().unwrap_or_default();
        println!("{} (by {pattern}): {text}", message.channel());
        if text == "World" {
            let _ = done.send(());
        }
    })?;
    // Errors are shown, and it goes on: it connects again as long as it takes.
    let worker = pubsub.run_in_thread_with(|error| eprintln!("{error}"))?;

    r.publish("channel:1", "Hello")?;
    r.publish("channel:2", "World")?;
    all_done.recv()?;
    worker.stop()?;
    println!("that was all");
    Ok(())
}
