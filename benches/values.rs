//! GET and SET of 64 bytes, 1 MiB and 64 MiB.
//!
//! `cargo bench --features async --bench values`, which starts a redis-server of its own.

#[path = "../tests/support/mod.rs"]
mod support;
mod works;

use works::{Work, measure};

const MIB: usize = 1 << 20;

fn main() {
    let sizes = [64, MIB, 64 * MIB];
    measure("values", &sizes.map(Work::get));
    measure("values", &sizes.map(Work::set));
}
