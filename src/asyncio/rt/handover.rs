//! [`handover`]: one thing from one task to another.

use std::io;
use std::time::Instant;

use tokio::sync::oneshot;

use super::until;

/// A way to hand one thing over to somebody who waits for it.
pub(in super::super) fn handover<T>() -> (Giver<T>, Taker<T>) {
    let (giver, taker) = oneshot::channel();
    (Giver(giver), Taker(taker))
}

#[derive(Debug)]
pub(in super::super) struct Giver<T>(oneshot::Sender<T>);

impl<T> Giver<T> {
    /// Hands it over, or gives it back if nobody waits any more.
    pub(in super::super) fn give(self, thing: T) -> Result<(), T> {
        self.0.send(thing)
    }
}

#[derive(Debug)]
pub(in super::super) struct Taker<T>(oneshot::Receiver<T>);

impl<T> Taker<T> {
    /// Waits for it until the deadline.
    pub(in super::super) async fn take(&mut self, deadline: Option<Instant>) -> Option<T> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        until(deadline, async { (&mut self.0).await.map_err(gone) })
            .await
            .ok()
    }
}
