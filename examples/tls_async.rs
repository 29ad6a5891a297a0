//! TLS in tokio: whom the client trusts, and what it says when it does not.
//!
//! `cargo run --example tls_async --features async,tls`, with a server at `REDISS_URL` or rediss://localhost:6380 (its options say
//! who certifies it: `?ssl_ca_certs=ca.pem`), prints
//!
//! ```text
//! encrypted: bar
//! without its authority: not trusted
//! ```

use redial::asyncio::prelude::*;
use redial::{ErrorKind, Tls};

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDISS_URL").unwrap_or_else(|_| "rediss://localhost:6380".into());
    let r = Redis::from_url(&url)?;
    r.set("example:tls", "bar").await?;
    let value: Option<String> = r.get("example:tls").await?;
    println!("encrypted: {}", value.unwrap_or_default());
    r.delete("example:tls").await?;

    // No authority is trusted: not even those of the system, were the certificate from one of them.
    let nobody = Config::from_url(&url)?.tls(Tls::new().only_these_authorities());
    let refused = Redis::new(nobody)?.ping().await;
    println!("without its authority: {}", verdict(&refused));
    Ok(())
}

fn verdict(pong: &redial::Result<bool>) -> &'static str {
    match pong {
        Err(error) if error.kind() == ErrorKind::Tls => "not trusted",
        Err(_) => "not there",
        Ok(_) => "trusted",
    }
}
