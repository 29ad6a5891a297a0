//! A script that is called by its digest, and loaded where the server has not got it.
//!
//! `cargo run --features async --example script_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! 2 * 5 = 10
//! in a pipeline: (true, 15, 20)
//! ```

use redial::asyncio::prelude::*;

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    r.set("example:a", 2).await?;

    let multiply = r.register_script("return redis.call('GET', KEYS[1]) * ARGV[1]"); // no I/O yet
    let n: i64 = multiply.call(["example:a"], [5]).await?;
    println!("2 * 5 = {n}");

    let mut pipe = r.pipeline();
    pipe.set("example:a", 5)
        .call_script(&multiply, ["example:a"], [3])
        .call_script(&multiply, ["example:a"], [4]);
    let replies: (bool, i64, i64) = pipe.execute().await?;
    println!("in a pipeline: {replies:?}");

    r.delete("example:a").await?;
    Ok(())
}
