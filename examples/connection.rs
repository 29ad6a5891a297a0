//! One connection of one's own: for what changes it, and for commands without a method.
//!
//! `cargo run --example connection`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! OK, and then value
//! its name: worker
//! ```

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let mut conn = r.connection()?;
    let set = Command::new("set").key("example:my-key").arg("value");
    let ok: String = conn.execute_command(set)?;
    let get = Command::new("get").key("example:my-key");
    let value: String = conn.execute_command(get)?;
    println!("{ok}, and then {value}");

    // On a client this is an error: it would name one of many connections.
    conn.client_setname("worker")?;
    let name: Option<String> = conn.client_getname()?;
    println!("its name: {}", name.unwrap_or_default());

    conn.delete("example:my-key")?;
    Ok(())
}
