//! Credentials that change while connections are open, as tokens do that expire, in tokio.
//!
//! `cargo run --example credentials_async --features async`, with a server at `REDIS_URL` or localhost:6379
//! whose default user may do everything, prints
//!
//! ```text
//! at first: example-ann
//! pushed: example-bob
//! refused: WRONGPASS
//! ```

use redial::asyncio::prelude::*;
use redial::{Credentials, StreamingCredentials};

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let admin = Redis::from_url(&url)?;
    for (name, password) in [("example-ann", "a"), ("example-bob", "b")] {
        let rules = AclRules::new()
            .on()
            .password(password)
            .allow_command("acl|whoami");
        admin.acl_setuser(name, rules).await?;
    }

    let tokens = StreamingCredentials::new(Credentials::new("example-ann", "a"));
    let r = Redis::new(Config::from_url(&url)?.credential_provider(tokens.clone()))?;
    println!("at first: {}", r.acl_whoami::<String>().await?);

    // Whoever knows the new ones pushes them; what is connected logs in again, in a task of its own.
    tokens.push(Credentials::new("example-bob", "b"));
    while r.acl_whoami::<String>().await? == "example-ann" {}
    println!("pushed: {}", r.acl_whoami::<String>().await?);

    tokens.push(Credentials::new("example-bob", "wrong"));
    let refused = loop {
        if let Err(error) = r.acl_whoami::<String>().await {
            break error;
        }
    };
    println!("refused: {}", refused.code().unwrap_or_default());
    admin.acl_deluser(["example-ann", "example-bob"]).await?;
    Ok(())
}
