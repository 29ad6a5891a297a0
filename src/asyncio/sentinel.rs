//! Sentinels are listened to by tasks in this face.

use std::pin::Pin;

use tokio::task::JoinHandle;

use super::client::sentinel::Watcher;

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
