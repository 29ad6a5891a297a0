//! [`Origin`]: what a pool knows of one of its connections.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::error::Error;
use crate::mutex::lock;
use crate::process::Process;
use crate::session::Queue;

use super::rt;
use super::tally::Tally;

/// When and by whom a connection was made, and how it is ended from elsewhere. It goes wherever the connection goes.
#[derive(Debug)]
pub(in super::super) struct Origin {
    pub(in super::super) born: Instant,
    pub(in super::super) process: Process,
    /// How often the pool had let go of its connections when this one was made.
    pub(in super::super) generation: u64,
    /// The version of the credentials that it logged in with.
    pub(in super::super) login: u64,
    /// There if the pool may have to end its connections at once.
    pub(super) registered: Option<Registered>,
    /// Where its pool counts.
    pub(super) tally: Arc<Tally>,
}

impl Origin {
    /// Says that the connection is of no use any more.
    pub(in super::super) fn lost(&self, error: &Error) {
        self.tally.lost(error);
    }

    /// A queue for the connection, if it is to be shared.
    pub(in super::super) fn queue<W>(&self) -> Queue<W> {
        self.tally.queue()
    }
}

/// The open connections of a pool that may have to end all of them at once, whatever is under way on them.
#[derive(Debug, Default)]
pub(super) struct Registry {
    open: Mutex<HashMap<u64, rt::Closer>>,
    count: AtomicU64,
}

/// A place in a [`Registry`]. Dropping it gives it up.
#[derive(Debug)]
pub(super) struct Registered {
    registry: Arc<Registry>,
    number: u64,
}

impl Registry {
    pub(super) fn enter(self: &Arc<Self>, closer: rt::Closer) -> Registered {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        lock(&self.open).insert(number, closer);
        Registered {
            registry: Arc::clone(self),
            number,
        }
    }

    /// Ends them all.
    pub(super) fn close_all(&self) {
        for closer in lock(&self.open).values() {
            closer.close();
        }
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        lock(&self.registry.open).remove(&self.number);
    }
}
