//! [`Traffic`]: what went over a shared connection, counted.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts what goes over one connection. Only whoever holds the connection's lock counts, and anybody may look.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    requests: AtomicU64,
    writes: AtomicU64,
    reads: AtomicU64,
}

/// What was counted, of one connection or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TrafficTotal {
    /// Commands and pipelines that were taken to be sent.
    pub(crate) requests: u64,
    /// How often some of them were written together.
    pub(crate) writes: u64,
    /// How often something was received.
    pub(crate) reads: u64,
}

impl Traffic {
    pub(crate) fn request(&self) {
        count(&self.requests);
    }

    pub(crate) fn write(&self) {
        count(&self.writes);
    }

    pub(crate) fn read(&self) {
        count(&self.reads);
    }

    pub(crate) fn total(&self) -> TrafficTotal {
        TrafficTotal {
            requests: self.requests.load(Ordering::Relaxed),
            writes: self.writes.load(Ordering::Relaxed),
            reads: self.reads.load(Ordering::Relaxed),
        }
    }
}

impl TrafficTotal {
    pub(crate) const fn add(&mut self, other: Self) {
        self.requests = self.requests.wrapping_add(other.requests);
        self.writes = self.writes.wrapping_add(other.writes);
        self.reads = self.reads.wrapping_add(other.reads);
    }
}

/// A load and a store: there is one who counts, so it need not be one step, which would take its time.
fn count(counter: &AtomicU64) {
    let next = counter.load(Ordering::Relaxed).wrapping_add(1);
    counter.store(next, Ordering::Relaxed);
}
