//! redis (redis-rs) 2.0, the newest candidate.

use redis2 as redis;

/// What the tables call its clients.
struct Names;

impl Names {
    const SYNC: &str = "redis 2 sync";
    const POOLED: &str = "redis 2 r2d2";
    const MULTIPLEXED: &str = "redis 2 mux";
    const MANAGED: &str = "redis 2 manager";
}

#[allow(clippy::duplicate_mod, reason = "one source for both versions")]
#[path = "redis_rs.rs"]
mod redis_rs;

pub use redis_rs::{Managed, Multiplexed, Pooled, Sync};
