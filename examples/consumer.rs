//! Consumers of a stream's group: each entry goes to one of them, and none is lost.
//!
//! `cargo run --example consumer`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! worker-1 gets a book
//! worker-2, a moment later: the book again, and a pen
//! nothing is pending
//! ```

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use redial::prelude::*;

type Order = HashMap<String, String>;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.xadd("example:orders", ("item", "book"))?;
    r.xadd("example:orders", ("item", "pen"))?;

    let mut first = r
        .consumer::<Order>("example:orders", "senders", "worker-1")
        .create_from("0") // the group, if it is not there
        .count(1);
    if let Some(order) = first.next_entry()? {
        println!("worker-1 gets a {}", order.fields["item"]); // and dies before it acknowledges
    }
    drop(first);

    thread::sleep(Duration::from_millis(20));
    let mut second = r
        .consumer::<Order>("example:orders", "senders", "worker-2")
        .claim_after(Duration::from_millis(10)) // what nobody has acknowledged for so long
        .block(Duration::from_millis(100));
    let mut items = Vec::new();
    while let Some(order) = second.next_entry()? {
        items.push(order.fields["item"].clone());
        second.ack(order.id)?;
    }
    println!(
        "worker-2, a moment later: the {} again, and a {}",
        items[0], items[1]
    );

    if r.xpending("example:orders", "senders")?.pending == 0 {
        println!("nothing is pending");
    }
    r.delete("example:orders")?;
    Ok(())
}
