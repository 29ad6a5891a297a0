//! What differs for the tests in the tokio face.
#![allow(dead_code, unused_imports, reason = "each test binary uses a part")]

use std::future::{Future, Ready, ready};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use tokio::task::JoinHandle;

pub(crate) use maybe_async::must_be_async as maybe_async;
pub(crate) use redial::asyncio::prelude::*;
pub(crate) use redial::asyncio::{Listen, Scan};
pub(crate) use tokio::test;

/// Keys of the two faces must not meet.
pub(crate) const NAME: &str = "asyncio";

/// Runs a function beside the test.
pub(crate) fn spawn<A, F>(run: fn(A) -> F, with: A) -> Task<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    Task(tokio::spawn(run(with)))
}

pub(crate) struct Task<T>(JoinHandle<T>);

impl<T> Task<T> {
    pub(crate) async fn join(self) -> T {
        self.0.await.unwrap()
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    pub(crate) async fn has_panicked(self) -> bool {
        self.0.await.is_err_and(|error| error.is_panic())
    }
}

pub(crate) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

pub(crate) async fn collect<T: FromReply>(scan: Scan<T>) -> redial::Result<Vec<T>> {
    scan.try_collect().await
}

pub(crate) async fn collect_messages(listen: Listen) -> redial::Result<Vec<Message>> {
    listen.try_collect().await
}

pub(crate) async fn subscribe_with(
    pubsub: &PubSub,
    channels: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.subscribe_with(channels, awaited(handler)).await
}

pub(crate) async fn psubscribe_with(
    pubsub: &PubSub,
    patterns: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.psubscribe_with(patterns, awaited(handler)).await
}

pub(crate) async fn ssubscribe_with(
    pubsub: &PubSub,
    channels: impl ToArgs,
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> redial::Result<()> {
    pubsub.ssubscribe_with(channels, awaited(handler)).await
}

/// A handler that has to be awaited, of one that is done when it returns.
fn awaited(
    handler: impl Fn(Message) + Send + Sync + 'static,
) -> impl Fn(Message) -> Ready<()> + Send + Sync + 'static {
    move |message| {
        handler(message);
        ready(())
    }
}

pub(crate) async fn collect_commands(
    monitor: Monitor,
    count: usize,
) -> redial::Result<Vec<MonitoredCommand>> {
    monitor.take(count).try_collect().await
}

/// Runs a function on a thread whose stack has so many bytes, in a runtime of its own.
pub(crate) async fn on_stack_of<A, F>(bytes: usize, run: fn(A) -> F, with: A) -> F::Output
where
    A: Send + 'static,
    F: Future<Output: Send + 'static> + 'static,
{
    let thread = std::thread::Builder::new().stack_size(bytes);
    let thread = thread.spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_all().build().unwrap().block_on(run(with))
    });
    thread.unwrap().join().unwrap()
}

/// Where tests that are not themselves of the face run its functions: a runtime, which goes with it.
pub(crate) struct Place(tokio::runtime::Runtime);

impl Place {
    pub(crate) fn new() -> Self {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        Self(builder.enable_all().build().unwrap())
    }

    /// Runs a function to its end.
    pub(crate) fn run<A, F: Future>(&self, run: impl FnOnce(A) -> F, with: A) -> F::Output {
        self.0.block_on(run(with))
    }
}
