//! redis (redis-rs) 1.x, the newest stable.

use redis1 as redis;

/// What the tables call its clients.
struct Names;

impl Names {
    const SYNC: &str = "redis 1 sync";
    const POOLED: &str = "redis 1 r2d2";
    const MULTIPLEXED: &str = "redis 1 mux";
    const MANAGED: &str = "redis 1 manager";
}

#[allow(clippy::duplicate_mod, reason = "one source for both versions")]
#[path = "redis_rs.rs"]
mod redis_rs;

pub use redis_rs::{Managed, Multiplexed, Pooled, Sync};
