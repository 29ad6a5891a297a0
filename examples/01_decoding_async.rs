//! Decoding: a reply becomes what the call asks for; there is no setting that decodes everything.
//!
//! `cargo run --features async --example 01_decoding_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! as bytes: [52, 50]
//! as text: 42
//! as a number: 42
//! as what it is not: GET: the reply is a bulk string, which does not fit bool
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.set("example:my-key", 42).await?;

    let bytes: Option<Vec<u8>> = r.get("example:my-key").await?;
    println!("as bytes: {:?}", bytes.unwrap_or_default());
    let text: Option<String> = r.get("example:my-key").await?;
    println!("as text: {}", text.unwrap_or_default());
    let number: Option<i64> = r.get("example:my-key").await?;
    println!("as a number: {}", number.unwrap_or_default());
    if let Err(error) = r.get::<bool>("example:my-key").await {
        println!("as what it is not: {error}");
    }

    r.delete("example:my-key").await?;
    Ok(())
}
