//! Sentinels are asked, and listened to by threads, in this face.

use std::thread::{Builder, JoinHandle};
use std::time::Instant;

use crate::command::Command;
use crate::error::Result;
use crate::resp::Frame;

use super::client::Redis;
use super::client::sentinel::Watcher;
use super::client::trial::Start;

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

/// Asks a sentinel, which has to answer by then.
pub(super) fn ask(
    sentinel: &Redis,
    question: &Command,
    deadline: Option<Instant>,
) -> Result<Frame> {
    sentinel.run(question, Start::by(deadline))
}
