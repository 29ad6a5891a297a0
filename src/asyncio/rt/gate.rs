//! [`Gate`]: what one task at a time may have.

use std::time::Instant;

use tokio::sync::{Mutex, MutexGuard};

use super::until;

/// Whoever has what is behind a [`Gate`]. Dropping it lets the next one in.
pub(in super::super) type Inside<'a, T> = MutexGuard<'a, T>;

/// What only one task at a time may have, for as long as it takes.
#[derive(Debug)]
pub(in super::super) struct Gate<T>(Mutex<T>);

impl<T> Gate<T> {
    pub(in super::super) fn new(inside: T) -> Self {
        Self(Mutex::new(inside))
    }

    /// Waits for it until the deadline.
    pub(in super::super) async fn enter(&self, deadline: Option<Instant>) -> Option<Inside<'_, T>> {
        until(deadline, async { Ok(self.0.lock().await) })
            .await
            .ok()
    }

    /// Has it if nobody else does.
    pub(in super::super) fn try_enter(&self) -> Option<Inside<'_, T>> {
        self.0.try_lock().ok()
    }
}
