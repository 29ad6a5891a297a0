//! The quickstart: values, a hash, a pipeline, a transaction, a scan and an error.
//!
//! `cargo run --features async --example quickstart_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! greeting: hello
//! session: for 60 s, and nobody else's
//! user: Ann of Oslo
//! pipeline: true, 2
//! 1000 more, in one round trip
//! stock: 2 left
//! scanned: 1000 keys
//! error: WRONGTYPE Operation against a key holding the wrong kind of value
//! cleaned up: 1005 keys
//! ```

use std::collections::HashMap;
use std::time::Duration;

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?; // no I/O yet

    r.set("example:greeting", "hello").await?; // now it is connected
    let greeting: Option<String> = r.get("example:greeting").await?;
    println!("greeting: {}", greeting.unwrap_or_default());

    let minute = SetOptions::new().ex(Duration::from_secs(60)).nx();
    if r.set_with("example:session", "mine", minute).await? {
        println!("session: for 60 s, and nobody else's");
    }

    r.hset("example:user", [("name", "Ann"), ("city", "Oslo")])
        .await?;
    let user: HashMap<String, String> = r.hgetall("example:user").await?;
    println!("user: {} of {}", user["name"], user["city"]);

    let mut pipe = r.pipeline(); // MULTI … EXEC
    let (ok, n): (bool, i64) = pipe.set("example:n", 1).incr("example:n").execute().await?;
    println!("pipeline: {ok}, {n}");

    let mut bulk = r.pipeline().transaction(false); // no MULTI: many commands, one round trip
    for i in 0..1000 {
        bulk.set(format!("example:bulk:{i}"), i);
    }
    let replies: Vec<bool> = bulk.execute().await?;
    println!("{} more, in one round trip", replies.len());

    r.set("example:stock", 3).await?;
    let left = r
        .transaction(["example:stock"], |mut tx| async move {
            let stock: i64 = tx.get("example:stock").await?.unwrap_or(0); // WATCHed, and read at once
            let multi = tx.multi();
            let (left,): (i64,) = multi
                .decrby("example:stock", stock.min(1))
                .execute()
                .await?;
            Ok(left)
        })
        .await?;
    println!("stock: {left} left");

    let mut keys = Vec::new();
    let mut scan = r.scan_iter::<String>(ScanOptions::new().pattern("example:bulk:*"));
    while let Some(key) = scan.next().await {
        keys.push(key?);
    }
    keys.sort();
    keys.dedup(); // a scan may show a key twice
    println!("scanned: {} keys", keys.len());

    if let Err(error) = r.incr("example:user").await {
        println!("error: {}", error.message());
    }

    keys.extend(["greeting", "session", "user", "n", "stock"].map(|key| format!("example:{key}")));
    println!("cleaned up: {} keys", r.delete(keys).await?);
    Ok(())
}
