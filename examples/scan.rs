//! Scanning: page by page with a cursor, or with an iterator that fetches the pages.
//!
//! `cargo run --example scan`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! by cursor: {"example:key:1", "example:key:2", "example:key:3"}
//! by iterator: {"example:key:1", "example:key:2", "example:key:3"}
//! ```

use std::collections::BTreeSet;

use redial::prelude::*;

fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.mset([
        ("example:key:1", "a"),
        ("example:key:2", "b"),
        ("example:key:3", "c"),
    ])?;
    let options = ScanOptions::new().pattern("example:key:*");

    let mut keys: BTreeSet<String> = BTreeSet::new(); // a scan may show a key twice
    let mut cursor = 0;
    loop {
        let (next, page): (u64, Vec<String>) = r.scan_with(cursor, options.clone())?;
        keys.extend(page);
        cursor = next;
        if cursor == 0 {
            break;
        }
    }
    println!("by cursor: {keys:?}");

    let scanned: redial::Result<BTreeSet<String>> = r.scan_iter(options).collect();
    println!("by iterator: {:?}", scanned?);

    r.delete(Vec::from_iter(keys))?;
    Ok(())
}
