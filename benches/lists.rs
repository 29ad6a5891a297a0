//! LRANGE of 1,000 and of 10,000 elements of 64 bytes into a `Vec<String>`.
//!
//! `cargo bench --features async --bench lists`, which starts a redis-server of its own.

#[path = "../tests/support/mod.rs"]
mod support;
mod works;

use works::{Work, measure};

fn main() {
    measure("lists", &[Work::range(1_000), Work::range(10_000)]);
}
