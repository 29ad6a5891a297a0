//! Random choices that can be made again.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

/// The seed of a test's random choices: that of `REDIAL_TEST_SEED`, or a new one. It is printed, so that
/// a failure can be made again.
pub fn seed() -> u64 {
    let seed = match env::var("REDIAL_TEST_SEED") {
        Ok(text) => text.parse().expect("a whole number"),
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("a clock after 1970")
            .as_nanos() as u64,
    };
    println!("REDIAL_TEST_SEED={seed}");
    seed
}

/// A small generator of random numbers (splitmix64): the same seed gives the same numbers everywhere.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 on, below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// So many bytes, some of which look as if they were commands.
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 64);
        while bytes.len() < length {
            for _ in 0..1 + self.below(64) {
                bytes.extend_from_slice(&self.next().to_le_bytes());
            }
            bytes.extend_from_slice(b"\r\n*3\r\n$3\r\nSET\r\n$5\r\nstray\r\n$1\r\n1\r\n");
        }
        bytes.truncate(length);
        bytes
    }
}
