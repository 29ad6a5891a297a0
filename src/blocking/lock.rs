//! What is done for a lock beside its holder: by threads, which keep no process alive.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;

use super::client::HeldLock;

/// A thread that renews a lock until this is dropped.
#[derive(Debug)]
pub(super) struct Renewal {
    /// The thread waits for its end.
    _alive: Sender<Infallible>,
}

impl Renewal {
    pub(super) fn start(held: &Arc<HeldLock>) -> io::Result<Self> {
        let (alive, end) = mpsc::channel();
        let held = Arc::clone(held);
        spawn(move || renew(&held, &end))?;
        Ok(Self { _alive: alive })
    }
}

fn renew(held: &HeldLock, end: &Receiver<Infallible>) {
    let mut pause = Some(held.until_renewal());
    while let Some(time) = pause
        && end.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
    {
        pause = held.renew();
    }
}

/// Releases a lock that nobody holds any more: now, and if that fails later.
pub(super) fn let_go(held: &Arc<HeldLock>) {
    if held.free().is_err() {
        clear(held);
    }
}

/// Releases a lock in the background.
pub(super) fn clear(held: &Arc<HeldLock>) {
    let held = Arc::clone(held);
    // Without a thread it is left to its timeout.
    let _spawned = spawn(move || held.clear());
}

fn spawn(run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name("redial-lock".to_owned());
    thread.spawn(run).map(drop)
}
