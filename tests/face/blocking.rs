//! What differs for the tests in the blocking face.
#![allow(dead_code, unused_imports, reason = "each test binary uses a part")]

use std::thread::{self, JoinHandle};
use std::time::Duration;

pub(crate) use core::prelude::v1::test;
pub(crate) use maybe_async::must_be_sync as maybe_async;
pub(crate) use redial::prelude::*;
pub(crate) use redial::{Listen, Scan};

/// Keys of the two faces must not meet.
pub(crate) const NAME: &str = "blocking";

/// Runs a function beside the test.
pub(crate) fn spawn<A: Send + 'static, T: Send + 'static>(run: fn(A) -> T, with: A) -> Task<T> {
    Task(thread::spawn(move || run(with)))
}

pub(crate) struct Task<T>(JoinHandle<T>);

impl<T> Task<T> {
    pub(crate) fn join(self) -> T {
        self.0.join().unwrap()
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    pub(crate) fn has_panicked(self) -> bool {
        self.0.join().is_err()
    }
}

pub(crate) fn sleep(time: Duration) {
    thread::sleep(time);
}

pub(crate) fn collect<T: FromReply>(scan: Scan<T>) -> redial::Result<Vec<T>> {
    scan.collect()
}

pub(crate) fn collect_messages(listen: Listen) -> redial::Result<Vec<Message>> {
    listen.collect()
}

pub(crate) fn subscribe_with(
    pubsub: &PubSub,
    channels: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.subscribe_with(channels, handler)
}

pub(crate) fn psubscribe_with(
    pubsub: &PubSub,
    patterns: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.psubscribe_with(patterns, handler)
}

pub(crate) fn ssubscribe_with(
    pubsub: &PubSub,
    channels: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.ssubscribe_with(channels, handler)
}

pub(crate) fn collect_commands(
    monitor: Monitor,
    count: usize,
) -> redial::Result<Vec<MonitoredCommand>> {
    monitor.take(count).collect()
}

/// Runs a function on a thread whose stack has so many bytes.
pub(crate) fn on_stack_of<A: Send + 'static, T: Send + 'static>(
    bytes: usize,
    run: fn(A) -> T,
    with: A,
) -> T {
    let thread = thread::Builder::new().stack_size(bytes);
    thread.spawn(move || run(with)).unwrap().join().unwrap()
}

/// Where tests that are not themselves of the face run its functions: anywhere.
pub(crate) struct Place;

impl Place {
    pub(crate) fn new() -> Self {
        Self
    }

    /// Runs a function to its end.
    pub(crate) fn run<A, T>(&self, run: impl FnOnce(A) -> T, with: A) -> T {
        run(with)
    }
}
