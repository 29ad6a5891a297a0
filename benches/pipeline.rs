//! Pipelines of 100 and of 10,000 SETs.
//!
//! `cargo bench --features async --bench pipeline`, which starts a redis-server of its own.

#[path = "../tests/support/mod.rs"]
mod support;
mod works;

use works::{Work, measure};

fn main() {
    measure("pipeline", &[Work::pipeline(100), Work::pipeline(10_000)]);
}
