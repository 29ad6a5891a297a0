//! [`Bell`]: the word that something has changed.

use std::sync::{Condvar, Mutex};
use std::time::Instant;

use crate::mutex::lock;

use super::wait;

/// Tells whoever waits that something has changed.
#[derive(Debug)]
pub(in super::super) struct Bell {
    rung: Mutex<u64>,
    ringing: Condvar,
}

impl Bell {
    pub(in super::super) const fn new() -> Self {
        Self {
            rung: Mutex::new(0),
            ringing: Condvar::new(),
        }
    }

    pub(in super::super) fn ring(&self) {
        let mut rung = lock(&self.rung);
        *rung = rung.wrapping_add(1);
        self.ringing.notify_all();
    }

    /// How often it has rung. Whoever asks before looking at what may change misses nothing.
    pub(in super::super) fn rung(&self) -> u64 {
        *lock(&self.rung)
    }

    /// Waits until it has rung since it had `rung` so often, or until the deadline.
    pub(in super::super) fn wait(&self, rung: u64, deadline: Option<Instant>) {
        let mut now = lock(&self.rung);
        while *now == rung {
            let Some(again) = wait(&self.ringing, now, deadline) else {
                return;
            };
            now = again;
        }
    }
}
