//! [`Gate`]: what one thread at a time may have.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Instant;

use crate::mutex::lock;

use super::wait;

/// What only one thread at a time may have, for as long as it takes.
#[derive(Debug)]
pub(in super::super) struct Gate<T> {
    taken: Mutex<bool>,
    left: Condvar,
    inside: Mutex<T>,
}

/// Whoever has it. Dropping it lets the next one in.
#[derive(Debug)]
pub(in super::super) struct Inside<'a, T> {
    inside: MutexGuard<'a, T>,
    /// Dropped last.
    _leaving: Leaving<'a>,
}

#[derive(Debug)]
struct Leaving<'a> {
    taken: &'a Mutex<bool>,
    left: &'a Condvar,
}

impl<T> Gate<T> {
    pub(in super::super) const fn new(inside: T) -> Self {
        Self {
            taken: Mutex::new(false),
            left: Condvar::new(),
            inside: Mutex::new(inside),
        }
    }

    /// Waits for it until the deadline.
    pub(in super::super) fn enter(&self, deadline: Option<Instant>) -> Option<Inside<'_, T>> {
        let mut taken = lock(&self.taken);
        while *taken {
            taken = wait(&self.left, taken, deadline)?;
        }
        Some(self.take(taken))
    }

    /// Has it if nobody else does.
    pub(in super::super) fn try_enter(&self) -> Option<Inside<'_, T>> {
        let taken = lock(&self.taken);
        (!*taken).then(|| self.take(taken))
    }

    fn take(&self, mut taken: MutexGuard<'_, bool>) -> Inside<'_, T> {
        *taken = true;
        drop(taken);
        Inside {
            inside: lock(&self.inside),
            _leaving: Leaving {
                taken: &self.taken,
                left: &self.left,
            },
        }
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        *lock(self.taken) = false;
        self.left.notify_one();
    }
}

impl<T> Deref for Inside<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inside
    }
}

impl<T> DerefMut for Inside<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inside
    }
}
