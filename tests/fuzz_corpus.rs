//! The fuzzers' corpus has every malformed reply that the tests send; the crate's own tests replay it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::path::Path;
use std::{env, fs};

use support::malformed::malformed;

/// Of all together, to be kept in the repository.
const MOST: u64 = 300 * 1024;

/// Larger ones say nothing more to a fuzzer, and much slower.
const SHORT: usize = 4096;

fn corpus() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

/// With `REDIAL_WRITE_SEEDS` it writes them.
#[test]
fn every_malformed_reply_is_a_seed() {
    for wrong in malformed() {
        if wrong.bytes.len() > SHORT {
            continue;
        }
        let name = wrong.name.replace([' ', ',', '+', '^'], "-");
        let path = corpus().join("decoder").join(format!("wrong-{name}"));
        // Cut in two: whatever is wrong comes in two pieces.
        let input = [b"\x01\x80", wrong.bytes.as_slice()].concat();
        if env::var_os("REDIAL_WRITE_SEEDS").is_some() {
            fs::write(&path, &input).unwrap();
        }
        let seed = fs::read(&path).unwrap_or_default();
        assert_eq!(
            seed,
            input,
            "{}: run this with REDIAL_WRITE_SEEDS=1",
            path.display()
        );
    }
}

#[test]
fn the_corpus_stays_small() {
    let mut size = 0;
    for target in fs::read_dir(corpus()).unwrap() {
        for input in fs::read_dir(target.unwrap().path()).unwrap() {
            size += input.unwrap().metadata().unwrap().len();
        }
    }
    assert!(size > 0 && size < MOST, "{size} bytes");
}
