//! Credentials that change while connections are open, as tokens do that expire.
//!
//! `cargo run --example credentials`, with a server at `REDIS_URL` or localhost:6379 whose default user may do
//! everything, prints
//!
//! ```text
//! at first: example-ann
//! pushed: example-bob
//! refused: WRONGPASS
//! ```

use redial::prelude::*;
use redial::{Credentials, StreamingCredentials};

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let admin = Redis::from_url(&url)?;
    for (name, password) in [("example-ann", "a"), ("example-bob", "b")] {
        let rules = AclRules::new()
            .on()
            .password(password)
            .allow_command("acl|whoami");
        admin.acl_setuser(name, rules)?;
    }

    let tokens = StreamingCredentials::new(Credentials::new("example-ann", "a"));
    let r = Redis::new(Config::from_url(&url)?.credential_provider(tokens.clone()))?;
    println!("at first: {}", r.acl_whoami::<String>()?);

    // Whoever knows the new ones pushes them; what is connected logs in again.
    tokens.push(Credentials::new("example-bob", "b"));
    println!("pushed: {}", r.acl_whoami::<String>()?);

    tokens.push(Credentials::new("example-bob", "wrong"));
    if let Err(error) = r.acl_whoami::<String>() {
        println!("refused: {}", error.code().unwrap_or_default());
    }
    admin.acl_deluser(["example-ann", "example-bob"])?;
    Ok(())
}
