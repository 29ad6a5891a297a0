//! Pipelines: many commands in one round trip, with MULTI and EXEC round them or without.
//!
//! `cargo run --features async --example pipeline_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! one by one: true, 1
//! at the same time: 2, 1
//! as a batch: true, 2
//! as a transaction: true, 2
//! in place: Status("OK")
//! in place: command 2 of 3 in the pipeline, INCR: ERR value is not an integer or out of range
//! in place: Status("OK")
//! watched: 3
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;

    let ok = r.set("example:foo", 0).await?;
    let n = r.incr("example:foo").await?;
    println!("one by one: {ok}, {n}");

    // Nothing waits for anything but the server.
    let (first, second) = tokio::try_join!(r.incr("example:foo"), r.incr("example:bar"))?;
    println!("at the same time: {first}, {second}");

    let mut batch = r.pipeline().transaction(false);
    let (ok, n): (bool, i64) = batch
        .set("example:foo", 1)
        .incr("example:foo")
        .execute()
        .await?;
    println!("as a batch: {ok}, {n}");

    let mut pipe = r.pipeline();
    let (ok, n): (bool, i64) = pipe
        .set("example:foo", 1)
        .incr("example:foo")
        .execute()
        .await?;
    println!("as a transaction: {ok}, {n}");

    pipe.set("example:foo", "text")
        .incr("example:foo")
        .set("example:foo", 2);
    for reply in pipe.execute_each().await? {
        match reply {
            Ok(value) => println!("in place: {value:?}"),
            Err(error) => println!("in place: {error}"),
        }
    }

    let transaction = r.transaction("example:foo", |mut tx| async move {
        let old: i64 = tx.get("example:foo").await?.unwrap_or(0); // read at once
        let pipe = tx.multi().set("example:foo", old).incr("example:foo");
        let (ok, n): (bool, i64) = pipe.execute().await?;
        Ok(if ok { n } else { 0 })
    });
    println!("watched: {}", transaction.await?); // again, as long as somebody else changes the key

    r.delete(["example:foo", "example:bar"]).await?;
    Ok(())
}
