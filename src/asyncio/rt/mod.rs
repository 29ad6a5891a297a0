//! What the client needs from the world: sockets with deadlines, sleep, a way to hand something over.

use std::io;
use std::time::{Duration, Instant};

use tokio::runtime;

use crate::error::Error;
use crate::trace;

mod bell;
mod gate;
mod handover;
mod kept;
mod stream;

pub(super) use bell::Bell;
pub(super) use gate::{Gate, Inside};
pub(super) use handover::{Giver, Taker, handover};
pub(super) use stream::{Closer, ReadHalf, Stream, WriteHalf};

/// Being in no span: a task that waits must not be in one, or all others of its thread would be as well.
pub(super) struct Outside;

/// Leaves it to [`around`] to enter the span of a call.
pub(super) const fn enter(_span: &trace::Span) -> Outside {
    Outside
}

/// A future that is in the span of its call whenever it is polled.
pub(super) fn around<F: Future>(span: &trace::Span, call: F) -> impl Future<Output = F::Output> {
    span.around(call)
}

/// Waits.
pub(super) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Lets other tasks run first, and the runtime look at its sockets.
pub(super) async fn yield_now() {
    tokio::task::yield_now().await;
}

/// Whether what waits can wait here: on a runtime.
///
/// # Errors
/// `Config` if there is none: tokio's sockets and timers would panic.
pub(super) fn ready() -> Result<(), Error> {
    match runtime::Handle::try_current() {
        Ok(_handle) => Ok(()),
        Err(_none) => Err(Error::config(
            "a client of `asyncio` needs a tokio runtime, and none runs here",
        )),
    }
}

/// The runtime that the caller runs on; only it tells the caller's sockets and timers how things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Home(Option<runtime::Id>);

impl Home {
    pub(super) fn current() -> Self {
        let handle = runtime::Handle::try_current();
        Self(handle.ok().map(|handle| handle.id()))
    }
}

/// Runs a task beside the others, on the runtime of whoever calls.
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(task);
}

/// Awaits a future until the deadline.
pub(super) async fn until<T>(
    deadline: Option<Instant>,
    future: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    match deadline {
        None => future.await,
        Some(deadline) => tokio::time::timeout_at(deadline.into(), future)
            .await
            .unwrap_or_else(|_elapsed| Err(io::ErrorKind::TimedOut.into())),
    }
}
