//! Decoding a hash: its fields and values become a map, of one type of value or of any.
//!
//! `cargo run --features async --example 02_decoding_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! as text: {"key1": "value1", "key2": "value2", "key3": "123"}
//! one field as a number: 123
//! ```

use std::collections::BTreeMap;

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.hset("example:hash", [("key1", "value1"), ("key2", "value2")])
        .await?;
    r.hset("example:hash", ("key3", 123)).await?;

    let all: BTreeMap<String, String> = r.hgetall("example:hash").await?;
    println!("as text: {all:?}");
    let number: Option<i64> = r.hget("example:hash", "key3").await?;
    println!("one field as a number: {}", number.unwrap_or_default());

    r.delete("example:hash").await?;
    Ok(())
}
