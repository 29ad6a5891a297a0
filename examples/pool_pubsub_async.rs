//! A publisher that waits until somebody subscribes, on the same pool as the subscriber.
//!
//! `cargo run --features async --example pool_pubsub_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! Hello
//! World
//! no more messages
//! ```

use std::time::Duration;

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let pool = ConnectionPool::new(Config::from_url(url)?.max_connections(10))?;
    let publishing = tokio::spawn(publish(Redis::with_pool(&pool)));

    let pubsub = Redis::with_pool(&pool).pubsub().ignore_subscribe_messages();
    pubsub.subscribe("example:pool:async").await?;
    while let Some(message) = pubsub.get_message(Duration::from_secs(1)).await? {
        println!("{}", message.payload::<String>()?);
    }
    pubsub.unsubscribe("example:pool:async").await?;
    pubsub.close();
    println!("no more messages");
    Ok(publishing.await??)
}

async fn publish(r: Redis) -> redial::Result<()> {
    loop {
        let subscribers: Vec<(String, u64)> = r.pubsub_numsub("example:pool:async").await?;
        if subscribers.iter().all(|(_, count)| *count == 1) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    r.publish("example:pool:async", "Hello").await?;
    r.publish("example:pool:async", "World").await?;
    Ok(())
}
