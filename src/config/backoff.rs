//! [`Backoff`]: how long to wait between two attempts. Arithmetic only: the random number is passed in.

use std::time::Duration;

const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// How long to wait before the next attempt: redis-py's seven ways, for [`Retry::new`](crate::Retry::new).
///
/// `base` is the unit that doubles with every failure, `cap` the longest wait. The first wait comes
/// after the first failure (n = 1), so exponential ways begin at twice the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Backoff {
    manner: Manner,
    base: Duration,
    cap: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Constant,
    Exponential,
    FullJitter,
    EqualJitter,
    DecorrelatedJitter,
    ExponentialWithJitter,
}

impl Backoff {
    const fn of(manner: Manner, base: Duration, cap: Duration) -> Self {
        Self { manner, base, cap }
    }

    /// No wait (`NoBackoff`).
    pub const fn none() -> Self {
        Self::constant(Duration::ZERO)
    }

    /// Always the same wait (`ConstantBackoff`).
    pub const fn constant(wait: Duration) -> Self {
        Self::of(Manner::Constant, wait, wait)
    }

    /// `min(cap, base · 2ⁿ)` after the n-th failure (`ExponentialBackoff`).
    pub const fn exponential(base: Duration, cap: Duration) -> Self {
        Self::of(Manner::Exponential, base, cap)
    }

    /// Between nothing and `min(cap, base · 2ⁿ)` (`FullJitterBackoff`).
    pub const fn full_jitter(base: Duration, cap: Duration) -> Self {
        Self::of(Manner::FullJitter, base, cap)
    }

    /// Between half of `min(cap, base · 2ⁿ)` and the whole (`EqualJitterBackoff`).
    pub const fn equal_jitter(base: Duration, cap: Duration) -> Self {
        Self::of(Manner::EqualJitter, base, cap)
    }

    /// Between `base` and three times the wait before, at most `cap` (`DecorrelatedJitterBackoff`).
    pub const fn decorrelated_jitter(base: Duration, cap: Duration) -> Self {
        Self::of(Manner::DecorrelatedJitter, base, cap)
    }

    /// `min(cap, random · base · 2ⁿ)`, random from 0 to 1 (`ExponentialWithJitterBackoff`). After many failures that is
    /// nearly always `cap`, while [`full_jitter`](Self::full_jitter) goes on being random.
    pub const fn exponential_with_jitter(base: Duration, cap: Duration) -> Self {
        Self::of(Manner::ExponentialWithJitter, base, cap)
    }

    /// The wait after failure number `failures` (from 1), where `previous` is the wait before this one
    /// (zero at first) and `random` is from 0 up to 1.
    pub(crate) fn wait(&self, failures: u32, previous: Duration, random: f64) -> Duration {
        let (base, cap) = (self.base.as_nanos(), self.cap.as_nanos());
        let doubled = base.saturating_mul(1 << failures.min(127));
        let nanos = match self.manner {
            Manner::Constant => base,
            Manner::Exponential => doubled,
            Manner::FullJitter => fraction(doubled.min(cap), random),
            Manner::EqualJitter => {
                let half = doubled.min(cap) / 2;
                half + fraction(half, random)
            }
            Manner::DecorrelatedJitter => {
                let longest = previous.as_nanos().saturating_mul(3).max(base);
                base + fraction(longest - base, random)
            }
            Manner::ExponentialWithJitter => fraction(doubled, random),
        };
        from_nanos(nanos.min(cap))
    }
}

/// Floating point loses some nanoseconds here, which is less than any timer notices. The cast saturates.
fn fraction(nanos: u128, random: f64) -> u128 {
    ((nanos as f64 * random) as u128).min(nanos)
}

fn from_nanos(nanos: u128) -> Duration {
    let seconds = u64::try_from(nanos / NANOS_PER_SECOND).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanos % NANOS_PER_SECOND).unwrap_or_default();
    Duration::new(seconds, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALMOST_ONE: f64 = 1.0 - f64::EPSILON;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn every_manner(base: Duration, cap: Duration) -> [Backoff; 6] {
        [
            Backoff::constant(cap),
            Backoff::exponential(base, cap),
            Backoff::full_jitter(base, cap),
            Backoff::equal_jitter(base, cap),
            Backoff::decorrelated_jitter(base, cap),
            Backoff::exponential_with_jitter(base, cap),
        ]
    }

    #[test]
    fn each_manner_follows_its_formula() {
        let (base, cap) = (ms(8), ms(512));
        for (backoff, failures, previous, random, wanted) in [
            (Backoff::none(), 7, ms(0), 0.5, ms(0)),
            (Backoff::constant(ms(30)), 9, ms(0), 0.5, ms(30)),
            (Backoff::exponential(base, cap), 1, ms(0), 0.5, ms(16)),
            (Backoff::exponential(base, cap), 3, ms(0), 0.5, ms(64)),
            (Backoff::exponential(base, cap), 7, ms(0), 0.5, ms(512)),
            (Backoff::full_jitter(base, cap), 1, ms(0), 0.5, ms(8)),
            (Backoff::full_jitter(base, cap), 20, ms(0), 0.5, ms(256)),
            (Backoff::equal_jitter(base, cap), 1, ms(0), 0.0, ms(8)),
            (Backoff::equal_jitter(base, cap), 1, ms(0), 0.5, ms(12)),
            (Backoff::equal_jitter(base, cap), 20, ms(0), 0.5, ms(384)),
            (
                Backoff::decorrelated_jitter(base, cap),
                1,
                ms(0),
                0.9,
                ms(8),
            ),
            (
                Backoff::decorrelated_jitter(base, cap),
                2,
                ms(8),
                0.5,
                ms(16),
            ),
            (
                Backoff::decorrelated_jitter(base, cap),
                3,
                ms(400),
                0.9,
                ms(512),
            ),
            (
                Backoff::exponential_with_jitter(base, cap),
                2,
                ms(0),
                0.25,
                ms(8),
            ),
            (
                Backoff::exponential_with_jitter(base, cap),
                20,
                ms(0),
                0.5,
                ms(512),
            ),
        ] {
            let got = backoff.wait(failures, previous, random);
            assert_eq!(got, wanted, "{backoff:?} after {failures}");
        }
    }

    #[test]
    fn no_count_and_no_duration_overflows_or_exceeds_the_cap() {
        let durations = [
            Duration::ZERO,
            Duration::from_nanos(1),
            ms(8),
            Duration::MAX,
        ];
        for base in durations {
            for cap in durations {
                for backoff in every_manner(base, cap) {
                    for failures in [0, 1, 2, 31, 32, 63, 64, 127, 128, u32::MAX] {
                        for random in [0.0, 0.5, ALMOST_ONE] {
                            for previous in durations {
                                assert!(backoff.wait(failures, previous, random) <= cap);
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_tiny_base_does_not_jump_to_the_cap() {
        let backoff = Backoff::exponential(Duration::from_nanos(1), Duration::MAX);
        assert_eq!(
            backoff.wait(40, Duration::ZERO, 0.0),
            Duration::from_nanos(1 << 40)
        );
        let still = Backoff::exponential(Duration::ZERO, ms(5));
        assert_eq!(still.wait(u32::MAX, Duration::ZERO, 0.0), Duration::ZERO);
    }
}
