//! Decoding: a reply becomes what the call asks for; there is no setting that decodes everything.
//!
//! `cargo run --example 01_decoding`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! as bytes: [52, 50]
//! as text: 42
//! as a number: 42
//! as what it is not: GET: the reply is a bulk string, which does not fit bool
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.set("example:my-key", 42)?;

    let bytes: Option<Vec<u8>> = r.get("example:my-key")?;
    println!("as bytes: {:?}", bytes.unwrap_or_default());
    let text: Option<String> = r.get("example:my-key")?;
    println!("as text: {}", text.unwrap_or_default());
    let number: Option<i64> = r.get("example:my-key")?;
    println!("as a number: {}", number.unwrap_or_default());
    if let Err(error) = r.get::<bool>("example:my-key") {
        println!("as what it is not: {error}");
    }

    r.delete("example:my-key")?;
    Ok(())
}
