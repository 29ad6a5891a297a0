//! [`Holdings`]: the connections that one process has of a pool.
//!
//! ```text
//! the pool ──▶ the parent's ──next──▶ the child's ──next──▶ the grandchild's
//! ```
//! A child that was forked finds its parent's connections in its memory, and perhaps locks among them that threads
//! held that it does not have. So it does not touch them, and begins with holdings of its own. Which those are is
//! found without a lock.

use std::sync::{Mutex, MutexGuard, OnceLock, TryLockError};

use crate::config::Config;
use crate::mutex::lock;
use crate::process::Process;
use crate::session::{Expiry, Slots};

use super::super::credentials;
use super::lanes::Lanes;
use super::{Lease, Wire, rt};

/// Who has which of the connections that are not shared.
pub(super) type PoolSlots = Slots<Box<Wire>, rt::Giver<Lease>>;

/// What one process has; see the [module](self).
pub(in super::super) struct Holdings {
    pub(super) process: Process,
    pub(in super::super) lanes: Lanes,
    slots: Mutex<PoolSlots>,
    pub(in super::super) home: credentials::Home,
    /// Those of a child.
    next: OnceLock<Box<Self>>,
}

impl Holdings {
    /// None yet, for the process that asks.
    pub(super) fn new(config: &Config) -> Self {
        let expiry = Expiry {
            idle: config.max_idle_time,
            lifetime: config.max_lifetime,
        };
        Self {
            process: Process::current(),
            lanes: Lanes::new(config.shared_connections),
            slots: Mutex::new(Slots::new(config.max_connections, expiry)),
            home: credentials::Home::new(),
            next: OnceLock::new(),
        }
    }

    /// Those of the process that asked last. Whoever goes on with them looks at whose they are.
    pub(super) fn latest(&self) -> &Self {
        let mut latest = self;
        while let Some(next) = latest.next.get() {
            latest = next;
        }
        latest
    }

    /// Those of this process.
    pub(super) fn own(&self, config: &Config) -> &Self {
        let latest = self.latest();
        if latest.process.is_current() {
            return latest;
        }
        latest.next.get_or_init(|| {
            latest.leave();
            Box::new(Self::new(config))
        })
    }

    /// The slots.
    pub(super) fn slots(&self) -> MutexGuard<'_, PoolSlots> {
        lock(&self.slots)
    }

    /// Closes this process's copies of its parent's sockets, as far as nobody was at them.
    fn leave(&self) {
        self.lanes.leave();
        let idle = match self.slots.try_lock() {
            Ok(mut slots) => slots.drain(),
            Err(TryLockError::Poisoned(slots)) => slots.into_inner().drain(),
            Err(TryLockError::WouldBlock) => Vec::new(),
        };
        drop(idle);
    }
}
