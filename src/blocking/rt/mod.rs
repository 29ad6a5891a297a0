//! What the client needs from the world: sockets with deadlines, sleep, a way to hand something over.

use std::io;
use std::sync::{Condvar, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::trace;

mod bell;
mod gate;
mod handover;
mod stream;

pub(super) use bell::Bell;
pub(super) use gate::{Gate, Inside};
pub(super) use handover::{Giver, Taker, handover};
pub(super) use stream::{Closer, ReadHalf, Stream, WriteHalf};

/// Enters the span of a call.
pub(super) fn enter(span: &trace::Span) -> trace::Entered<'_> {
    span.enter()
}

/// What was done in the span that was entered.
pub(super) const fn around<T>(_span: &trace::Span, done: T) -> T {
    done
}

/// Whether what waits can wait here: it always can.
///
/// # Errors
/// None in this face.
#[expect(
    clippy::unnecessary_wraps,
    reason = "in the other face there may be no runtime"
)]
pub(super) const fn ready() -> Result<(), Error> {
    Ok(())
}

/// Waits.
pub(super) fn sleep(time: Duration) {
    std::thread::sleep(time);
}

/// Lets other threads run first.
pub(super) fn yield_now() {
    std::thread::yield_now();
}

/// What is left of a deadline; an error if nothing is.
fn left(deadline: Option<Instant>) -> io::Result<Option<Duration>> {
    let Some(deadline) = deadline else {
        return Ok(None);
    };
    match deadline.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
        left => Ok(Some(left)),
    }
}

/// Waits for the condition variable; `None` if the deadline has passed.
fn wait<'a, T>(
    condition: &Condvar,
    guard: MutexGuard<'a, T>,
    deadline: Option<Instant>,
) -> Option<MutexGuard<'a, T>> {
    match left(deadline).ok()? {
        None => Some(
            condition
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner),
        ),
        Some(time) => {
            let waited = condition.wait_timeout(guard, time);
            Some(waited.unwrap_or_else(PoisonError::into_inner).0)
        }
    }
}
