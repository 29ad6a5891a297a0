//! Making commands, knowing what they are, and collecting them; without a server.
//!
//! `cargo bench --bench encoding`

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput};
use redial::Bytes;
use redial::prelude::*;

/// So many commands in a pipeline: what the first ones' growing costs is spread over the others.
const MANY: u64 = 1_000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    small(&mut criterion);
    pipelined(&mut criterion);
    large(&mut criterion);
    criterion.final_summary();
}

fn get() -> Command {
    Command::new("GET").key(black_box("user:1000"))
}

fn set() -> Command {
    Command::new("SET")
        .key(black_box("user:1000"))
        .arg(black_box(&[b'x'; 64]))
}

fn small(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("encoding");
    group.bench_function("GET", |b| b.iter(get));
    group.bench_function("SET", |b| b.iter(set));
    for (name, command) in [
        ("GET", get()),
        ("SET", set()),
        ("BLPOP", Command::new("BLPOP").key("list").arg(1)),
        ("CONFIG GET", Command::new("CONFIG GET").arg("maxmemory")),
    ] {
        group.bench_function(format!("what is known of {name}"), |b| {
            b.iter(|| black_box(&command).is_safe_to_resend());
        });
    }
    group.finish();
}

fn pipelined(criterion: &mut Criterion) {
    let Ok(r) = Redis::from_url("redis://localhost") else {
        return;
    };
    let mut group = criterion.benchmark_group("pipelined");
    group.throughput(Throughput::Elements(MANY));
    group.bench_function("SET", |b| {
        let mut pipe = r.pipeline();
        b.iter(|| {
            for _ in 0..MANY {
                pipe.set(black_box("user:1000"), black_box(&[b'x'; 64]));
            }
            pipe.reset();
        });
    });
    group.finish();
}

/// A value that is given away, against one that is borrowed.
fn large(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("large");
    for kib in [4, 16, 64, 1024] {
        let value = vec![b'x'; kib * 1024];
        group.throughput(Throughput::Bytes(value.len() as u64));
        let shared = Bytes::from(value.clone());
        group.bench_function(format!("{kib} KiB borrowed"), |b| {
            b.iter(|| Command::new("SET").key("k").arg(black_box(&value)));
        });
        group.bench_function(format!("{kib} KiB shared"), |b| {
            b.iter(|| Command::new("SET").key("k").arg(black_box(&shared).clone()));
        });
        group.bench_function(format!("{kib} KiB given"), |b| {
            b.iter_batched(
                || value.clone(),
                |value| Command::new("SET").key("k").arg(value),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}
