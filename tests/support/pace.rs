//! How late this machine is: what a thread that wants to run every few milliseconds has to wait for it.

use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(2);

/// Watches from now on. A bound on a time holds for a machine that runs what can run; the rest is not the client's.
pub struct Pace {
    stop: Sender<()>,
    thread: JoinHandle<Duration>,
}

impl Pace {
    pub fn watch() -> Self {
        let (stop, stopped) = channel();
        let thread = thread::spawn(move || watch(&stopped));
        Self { stop, thread }
    }

    /// The longest that the machine was late since then.
    pub fn latest(self) -> Duration {
        drop(self.stop);
        self.thread.join().expect("a thread that only sleeps")
    }
}

fn watch(stopped: &Receiver<()>) -> Duration {
    let mut latest = Duration::ZERO;
    while stopped.try_recv() == Err(TryRecvError::Empty) {
        let start = Instant::now();
        thread::sleep(TICK);
        latest = latest.max(start.elapsed() - TICK);
    }
    latest
}
