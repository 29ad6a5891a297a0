//! A rate limiter that all processes share: so many requests at once, and then one every so often.
//!
//! It is the generic cell rate algorithm (GCRA): all that is kept of a caller is a time, that at which its allowance will be full
//! again. A script reads and writes it, by the server's clock, so nobody comes in between and nobody's clock matters. The key
//! expires when the allowance is full.
//!
//! `cargo run --features async --example rate_limiter_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! ann, 200 requests by 8 tasks over 1 connection: 5 allowed
//! ann's next one is due in 6 minutes
//! bob's first one: allowed, 4 left
//! cid, one at a time: allowed, not yet, and allowed when he has waited
//! ```

use std::process::ExitCode;
use std::time::Duration;

use futures_util::future::try_join_all;
use redial::asyncio::prelude::*;

/// `KEYS[1]` is the caller's; `ARGV` are microseconds from one request to the next, and how many may come at once.
///
/// It returns whether this one is allowed, how many more would be, and after how many microseconds the next one is.
const ALLOW: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
local early = full - burst * interval - now
if early > 0 then
    return {0, 0, early}
end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
local left = math.floor(-early / interval)
return {1, left, left > 0 and 0 or early + interval}
";

#[derive(Clone)]
struct RateLimiter {
    allow: RegisteredScript,
    burst: u32,
    interval: Duration,
}

struct Verdict {
    is_allowed: bool,
    left: u32,
    retry_after: Duration,
}

impl RateLimiter {
    fn new(r: &Redis, burst: u32, interval: Duration) -> Self {
        Self {
            allow: r.register_script(ALLOW), // no I/O yet
            burst,
            interval,
        }
    }

    /// Whether this caller's request may go on. If the server can't be asked it is an error: to let the request pass then, or to
    /// turn it away, is for the caller to decide.
    async fn check(&self, caller: &str) -> redial::Result<Verdict> {
        let interval = self.interval.as_micros() as u64;
        let key = format!("example:rate:async:{caller}");
        let (is_allowed, left, micros) = self.allow.call(key, (interval, self.burst)).await?;
        Ok(Verdict {
            is_allowed,
            left,
            retry_after: Duration::from_micros(micros),
        })
    }
}

/// How many of so many requests are allowed.
async fn requests(limiter: &RateLimiter, caller: &str, count: u32) -> redial::Result<u32> {
    let mut allowed = 0;
    for _ in 0..count {
        allowed += u32::from(limiter.check(caller).await?.is_allowed);
    }
    Ok(allowed)
}

async fn demonstrate() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let keys = ["ann", "bob", "cid"].map(|caller| format!("example:rate:async:{caller}"));
    r.delete(&keys).await?;

    let ten_an_hour = RateLimiter::new(&r, 5, Duration::from_secs(360));
    let tasks = [(); 8].map(|()| requests(&ten_an_hour, "ann", 25));
    let allowed: u32 = try_join_all(tasks).await?.into_iter().sum();
    let connections = r.connection_pool().stats().connects;
    println!("ann, 200 requests by 8 tasks over {connections} connection: {allowed} allowed");
    let next = ten_an_hour.check("ann").await?.retry_after;
    let minutes = next.as_secs().div_ceil(60);
    println!("ann's next one is due in {minutes} minutes");
    let first = ten_an_hour.check("bob").await?;
    println!("bob's first one: {}, {} left", word(&first), first.left);

    let one_at_a_time = RateLimiter::new(&r, 1, Duration::from_millis(500));
    let first = one_at_a_time.check("cid").await?;
    let second = one_at_a_time.check("cid").await?;
    tokio::time::sleep(second.retry_after).await;
    let third = one_at_a_time.check("cid").await?;
    println!(
        "cid, one at a time: {}, {}, and {} when he has waited",
        word(&first),
        word(&second),
        word(&third)
    );

    r.delete(&keys).await?;
    Ok(())
}

const fn word(verdict: &Verdict) -> &'static str {
    if verdict.is_allowed {
        "allowed"
    } else {
        "not yet"
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = demonstrate().await;
    done.map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS)
}

fn fail(error: &redial::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
