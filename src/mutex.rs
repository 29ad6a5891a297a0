//! [`lock`]: a short hold of some state.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The state, which is good between any two steps, so that a panic elsewhere spoils nothing.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
