//! Sentinels are asked, and listened to by tasks, in this face.

use std::pin::Pin;
use std::time::Instant;

use tokio::task::JoinHandle;

use crate::command::Command;
use crate::error::Result;
use crate::resp::Frame;

use super::client::Redis;
use super::client::sentinel::Watcher;
use super::client::trial::Start;

pub(super) type WatcherHandle = JoinHandle<()>;

/// Listens in a task of its own, on the runtime of whoever connects.
#[expect(
    clippy::unnecessary_wraps,
    reason = "in the other face there may be no thread for it"
)]
pub(super) fn spawn(watcher: Watcher) -> Option<WatcherHandle> {
    Some(tokio::spawn(run(watcher)))
}

/// Listening may connect, and connecting begins to listen: a type that is written down ends the circle.
fn run(watcher: Watcher) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(watcher.run())
}

/// Asks a sentinel, which has to answer by then. Asking may connect, and connecting may ask: a type that is written
/// down ends the circle.
pub(super) fn ask<'a>(
    sentinel: &'a Redis,
    question: &'a Command,
    deadline: Option<Instant>,
) -> Pin<Box<dyn Future<Output = Result<Frame>> + Send + 'a>> {
    Box::pin(sentinel.run(question, Start::by(deadline)))
}
