//! [`Jitter`]: random numbers that are good enough to keep clients out of step, and for nothing else.

use std::hash::{BuildHasher, RandomState};

/// xorshift64 (Marsaglia 2003), seeded from the standard library's hash keys.
#[derive(Clone, Debug)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) fn new() -> Self {
        Self::with_seed(RandomState::new().hash_one(0_u8))
    }

    fn with_seed(seed: u64) -> Self {
        // Zero is the one state that xorshift never leaves.
        Self(seed.max(1))
    }

    /// From 0 up to 1, without 1: the 53 bits that an `f64` holds exactly.
    pub(super) fn fraction(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_fill_the_range_and_stay_in_it() {
        for seed in [0, 1, u64::MAX, 42] {
            let mut jitter = Jitter::with_seed(seed);
            let numbers: Vec<f64> = (0..10_000).map(|_| jitter.fraction()).collect();
            assert!(numbers.iter().all(|n| (0.0..1.0).contains(n)));
            let mean = numbers.iter().sum::<f64>() / 10_000.0;
            assert!((0.48..0.52).contains(&mean), "{seed}: {mean}");
        }
    }

    #[test]
    fn two_of_them_differ() {
        assert_ne!(Jitter::new().fraction(), Jitter::new().fraction());
    }
}
