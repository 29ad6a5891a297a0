//! Publish and subscribe: a thread listens to two channels until it is told to stop.
//!
//! `cargo run --example 04_pubsub`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! channel:1 says Hello
//! channel:2 says World
//! channel:1 says STOP
//! ```

use std::panic::resume_unwind;
use std::thread;

use redial::prelude::*;

const STOPWORD: &str = "STOP";

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let pubsub = r.pubsub().ignore_subscribe_messages();
    pubsub.subscribe(["channel:1", "channel:2"])?;
    let reader = thread::spawn(move || read(&pubsub));

    for (channel, text) in [
        ("channel:1", "Hello"),
        ("channel:2", "World"),
        ("channel:1", STOPWORD),
    ] {
        r.publish(channel, text)?;
    }
    reader.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn read(pubsub: &PubSub) -> redial::Result<()> {
    for message in pubsub.listen() {
        let message = message?;
        let text: String = message.payload()?;
        println!("{} says {text}", message.channel());
        if text == STOPWORD {
            break;
        }
    }
    Ok(())
}
