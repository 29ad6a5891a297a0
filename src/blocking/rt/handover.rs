//! [`handover`]: one thing from one thread to another.

use std::sync::mpsc;
use std::time::Instant;

/// A way to hand one thing over to somebody who waits for it.
pub(in super::super) fn handover<T>() -> (Giver<T>, Taker<T>) {
    let (giver, taker) = mpsc::sync_channel(1);
    (Giver(giver), Taker(taker))
}

#[derive(Debug)]
pub(in super::super) struct Giver<T>(mpsc::SyncSender<T>);

impl<T> Giver<T> {
    /// Hands it over, or gives it back if nobody waits any more.
    pub(in super::super) fn give(self, thing: T) -> Result<(), T> {
        self.0.send(thing).map_err(|refused| refused.0)
    }
}

#[derive(Debug)]
pub(in super::super) struct Taker<T>(mpsc::Receiver<T>);

impl<T> Taker<T> {
    /// Waits for it until the deadline.
    pub(in super::super) fn take(&mut self, deadline: Option<Instant>) -> Option<T> {
        match deadline {
            None => self.0.recv().ok(),
            Some(deadline) => self
                .0
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
                .ok(),
        }
    }
}
