//! Blocking commands: one thread waits for an element while another pushes it, on the same client.
//!
//! `cargo run --example blocking`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! pushing
//! popped: example:my-list, value
//! nothing came for 100 ms
//! ```

use std::thread;
use std::time::Duration;

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;

    let mut popped = Ok(());
    let pushed = thread::scope(|scope| {
        scope.spawn(|| popped = wait(&r));
        thread::sleep(Duration::from_millis(50));
        println!("pushing");
        r.lpush("example:my-list", "value") // the one that waits holds nobody up
    });
    pushed.and(popped)?;

    let popped: Option<(String, String)> =
        r.brpop("example:my-list", Duration::from_millis(100))?;
    if popped.is_none() {
        println!("nothing came for 100 ms");
    }
    Ok(())
}

fn wait(r: &Redis) -> redial::Result<()> {
    let popped: Option<(String, String)> = r.brpop("example:my-list", Duration::from_secs(10))?;
    if let Some((key, value)) = popped {
        println!("popped: {key}, {value}");
    }
    Ok(())
}
