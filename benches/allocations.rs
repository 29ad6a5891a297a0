//! How many allocations each work takes, and of how many bytes, in each face.
//!
//! `cargo bench --features async --bench allocations`, which starts a redis-server of its own. A work is done
//! once before it is counted, so connecting is not in it. A growing vector counts as a reallocation.

#[path = "../tests/support/mod.rs"]
mod support;
mod works;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use works::{Work, count};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const MIB: usize = 1 << 20;

fn main() {
    println!(
        "{:<28} {:<9} {:>12} {:>14} {:>14}",
        "per work", "face", "allocations", "reallocations", "bytes"
    );
    for (work, times) in [
        (Work::ping(), 1000),
        (Work::get(64), 1000),
        (Work::set(64), 1000),
        (Work::get(MIB), 20),
        (Work::set(MIB), 20),
        (Work::get(64 * MIB), 2),
        (Work::set(64 * MIB), 2),
        (Work::pipeline(100), 100),
        (Work::pipeline(10_000), 10),
        (Work::range(1_000), 100),
        (Work::range(10_000), 10),
    ] {
        count(&work, times, |face, run| {
            let region = Region::new(ALLOCATOR);
            run();
            let change = region.change();
            println!(
                "{:<28} {:<9} {:>12} {:>14} {:>14}",
                work.name(),
                face,
                change.allocations / times,
                change.reallocations / times,
                change.bytes_allocated / times
            );
        });
    }
}
