//! [`Tally`]: what has happened to a pool's connections, counted and told.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::config::Address;
use crate::error::Error;
use crate::mutex::lock;
use crate::session::{Queue, Traffic, TrafficTotal};
use crate::trace::{self, Server};

/// Counts for one pool. Its connections have it as well, wherever they are.
#[derive(Debug)]
pub(in super::super) struct Tally {
    server: Server,
    pub(super) connects: AtomicU64,
    pub(super) failed_connects: AtomicU64,
    /// Callers that waited for a connection in vain.
    pub(super) timeouts: AtomicU64,
    pub(super) lost: AtomicU64,
    /// Connections that were lost and have no other in their place yet.
    missing: AtomicU64,
    pub(super) retries: AtomicU64,
    /// Calls that ended as their time was over.
    pub(super) timed_out_calls: AtomicU64,
    traffic: Mutex<Lines>,
}

/// The shared connections.
#[derive(Debug, Default)]
struct Lines {
    open: Vec<Arc<Traffic>>,
    /// What went over those that are no more.
    closed: TrafficTotal,
}

impl Tally {
    pub(super) fn new(server: Server) -> Self {
        Self {
            server,
            connects: AtomicU64::new(0),
            failed_connects: AtomicU64::new(0),
            timeouts: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            missing: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            timed_out_calls: AtomicU64::new(0),
            traffic: Mutex::default(),
        }
    }

    /// What the pool connects to.
    pub(super) const fn server(&self) -> &Server {
        &self.server
    }

    /// A connection was made, or not.
    pub(super) fn connected(&self, failure: Option<&Error>) {
        if let Some(error) = failure {
            self.failed_connects.fetch_add(1, Ordering::Relaxed);
            trace::connect_failed(&self.server, error);
            return;
        }
        self.connects.fetch_add(1, Ordering::Relaxed);
        let relaxed = Ordering::Relaxed;
        let fewer = |missing: u64| missing.checked_sub(1);
        let again = self.missing.fetch_update(relaxed, relaxed, fewer).is_ok();
        trace::connected(&self.server, again);
    }

    /// A connection is of no use any more.
    pub(super) fn lost(&self, error: &Error) {
        self.lost.fetch_add(1, Ordering::Relaxed);
        self.missing.fetch_add(1, Ordering::Relaxed);
        trace::lost(&self.server, error);
    }

    /// A call is tried again.
    pub(super) fn retrying(&self, error: &Error, attempt: u32, delay: Duration) {
        self.retries.fetch_add(1, Ordering::Relaxed);
        trace::retrying(&self.server, error, attempt, delay);
    }

    /// A call has failed.
    pub(super) fn failed(&self, error: &Error) {
        if error.is_timeout() {
            self.timed_out_calls.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Another server is the master now.
    pub(super) fn failover(&self, to: &Address) {
        trace::failover(&self.server, to);
    }

    /// A subscriber is subscribed to everything again.
    pub(super) fn resumed(&self) {
        trace::resumed(&self.server);
    }

    /// A queue of a shared connection, whose traffic counts from now on.
    pub(super) fn queue<W>(&self) -> Queue<W> {
        let queue = Queue::new();
        let mut lines = lock(&self.traffic);
        lines.sort_out();
        lines.open.push(Arc::clone(queue.traffic()));
        queue
    }

    /// What went over all shared connections there have been.
    pub(super) fn traffic(&self) -> TrafficTotal {
        let mut lines = lock(&self.traffic);
        lines.sort_out();
        let mut total = lines.closed;
        for traffic in &lines.open {
            total.add(traffic.total());
        }
        total
    }
}

impl Lines {
    /// Adds those up whose connections are no more.
    fn sort_out(&mut self) {
        let closed = &mut self.closed;
        self.open.retain(|traffic| {
            let is_open = Arc::strong_count(traffic) > 1;
            if !is_open {
                closed.add(traffic.total());
            }
            is_open
        });
    }
}
