//! Sentinels are listened to by threads in this face.

use std::thread::{Builder, JoinHandle};

use super::client::sentinel::Watcher;

pub(super) type WatcherHandle = JoinHandle<()>;

/// It does little, and not deeply.
const STACK: usize = 256 * 1024;

/// Listens in a thread of its own; `None` if none can be made.
pub(super) fn spawn(watcher: Watcher) -> Option<WatcherHandle> {
    let thread = Builder::new()
        .name("redial-sentinel".to_owned())
        .stack_size(STACK);
    thread.spawn(|| watcher.run()).ok()
}
