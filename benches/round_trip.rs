//! One command after the other: PING, and GET and SET of 64 bytes.
//!
//! `cargo bench --features async --bench round_trip`, which starts a redis-server of its own.

#[path = "../tests/support/mod.rs"]
mod support;
mod works;

use works::{Work, measure};

fn main() {
    measure("round_trip", &[Work::ping(), Work::get(64), Work::set(64)]);
}
