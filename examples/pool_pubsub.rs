//! A publisher that waits until somebody subscribes, on the same pool as the subscriber.
//!
//! `cargo run --example pool_pubsub`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! Hello
//! World
//! no more messages
//! ```

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let pool = ConnectionPool::new(Config::from_url(url)?.max_connections(10))?;
    let publisher = Redis::with_pool(&pool);
    let publishing = thread::spawn(move || publish(&publisher));

    let pubsub = Redis::with_pool(&pool).pubsub().ignore_subscribe_messages();
    pubsub.subscribe("example:pool")?;
    while let Some(message) = pubsub.get_message(Duration::from_secs(1))? {
        println!("{}", message.payload::<String>()?);
    }
    pubsub.unsubscribe("example:pool")?;
    pubsub.close();
    println!("no more messages");
    publishing
        .join()
        .unwrap_or_else(|panic| resume_unwind(panic))
}

fn publish(r: &Redis) -> redial::Result<()> {
    loop {
        let subscribers: Vec<(String, u64)> = r.pubsub_numsub("example:pool")?;
        if subscribers.iter().all(|(_, count)| *count == 1) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    r.publish("example:pool", "Hello")?;
    r.publish("example:pool", "World")?;
    Ok(())
}
