//! What a round costs, and the median of many.

use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};

use crate::alloc::{self, Count};
use crate::client::Result;

/// Runs from [`start`](Self::start) to [`stop`](Self::stop).
pub struct Meter {
    count: Count,
    cpu: Duration,
    since: Instant,
}

/// What happened in between, in the whole process.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// How often the work was done.
    pub times: usize,
    /// By the clock.
    pub time: Duration,
    /// Of all threads, in user and in kernel mode.
    pub cpu: Duration,
    /// Allocations, if they are being counted.
    pub calls: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Meter {
    /// Starts.
    pub fn start() -> Result<Self> {
        Ok(Self {
            count: alloc::count(),
            cpu: process_time()?,
            since: Instant::now(),
        })
    }

    /// Stops, after the work was done so many times.
    pub fn stop(self, times: usize) -> Result<Cost> {
        let time = self.since.elapsed();
        let count = alloc::count();
        Ok(Cost {
            times,
            time,
            cpu: process_time()?.saturating_sub(self.cpu),
            calls: count.calls - self.count.calls,
            bytes: count.bytes - self.count.bytes,
        })
    }
}

fn process_time() -> Result<Duration> {
    Ok(clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?.into())
}

impl Cost {
    /// Nanoseconds that the work took.
    pub fn nanos(&self) -> f64 {
        self.per_work(self.time.as_nanos() as f64)
    }

    /// Nanoseconds of the processor that it took.
    pub fn cpu_nanos(&self) -> f64 {
        self.per_work(self.cpu.as_nanos() as f64)
    }

    /// `total` for doing the work once.
    pub fn per_work(&self, total: f64) -> f64 {
        total / self.times as f64
    }
}

/// The middle one, of any number of values but none.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    }
}
