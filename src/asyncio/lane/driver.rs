//! [`Driver`]: the task that serves a shared connection.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Instant;

use tokio::time::Sleep;

use crate::error::{Error, ErrorKind, Result};
use crate::session::{Inbox, reuse};

use super::super::client::failure;
use super::{Reader, Shared, has_read};

/// The task that reads for all, and writes for all but lone callers.
pub(super) struct Driver {
    shared: Arc<Shared>,
    /// What is being written, and how much of it the socket has taken.
    burst: Vec<u8>,
    taken: usize,
    /// It has let others run since it was asked to write.
    yielded: bool,
    sleep: Option<Pin<Box<Sleep>>>,
    woken: Vec<Waker>,
}

impl Driver {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            burst: Vec::new(),
            taken: 0,
            yielded: false,
            sleep: None,
            woken: Vec::new(),
        }
    }

    /// Does all that can be done now.
    ///
    /// # Errors
    /// What ended the connection.
    fn work(&mut self, cx: &mut Context<'_>, reader: Option<&mut Reader>) -> Result<()> {
        while let Poll::Ready(written) = self.poll_write(cx) {
            if !written? {
                break;
            }
        }
        if let Some(reader) = reader {
            while let Poll::Ready(read) = reader.half.poll_read(cx, &mut reader.inbox) {
                has_read(read)?;
                self.receive(&mut reader.inbox)?;
            }
        }
        self.look_at_the_clock(cx);
        Ok(())
    }

    /// Writes what is queued; whether there may be more.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool>> {
        if self.taken == self.burst.len() {
            self.taken = 0;
            reuse(&mut self.burst);
            let mut state = self.shared.lock();
            if !state.queue.has_outgoing() {
                state.writing = false;
                return Poll::Ready(Ok(false));
            }
            if state.queue.expects_callers() && !self.yielded {
                // They come back from the replies that they have just been given.
                self.yielded = true;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.yielded = false;
            if !self.shared.is_ours() {
                return Poll::Ready(Err(failure::inherited()));
            }
            self.shared.stamp(&mut state);
            state.queue.hand_over(&mut self.burst);
            state.let_in(&mut self.woken);
        }
        let rest = self.burst.get(self.taken..).unwrap_or_default();
        let written = self.shared.writer.poll_write(cx, rest);
        let mut state = self.shared.lock();
        state.stuck = written.is_pending();
        if state.stuck {
            self.shared.stamp(&mut state);
        }
        match ready!(written) {
            Ok(count) => {
                self.taken += count;
                state.queue.wrote(count);
                Poll::Ready(Ok(true))
            }
            Err(error) => {
                state.queue.stops_writing();
                Poll::Ready(Err(failure::failed(error, "while writing")))
            }
        }
    }

    /// Gives what has come to those who wait for it.
    fn receive(&mut self, inbox: &mut Inbox) -> Result<()> {
        let mut state = self.shared.lock();
        let received = state.queue.receive(inbox, &mut self.woken);
        if state.queue.is_idle() {
            state.upkeep.heard(Instant::now());
        }
        state.let_in(&mut self.woken);
        drop(state);
        for waker in self.woken.drain(..) {
            waker.wake();
        }
        received
    }

    /// Wakes those whose deadline has passed, and sets the alarm for the next one.
    fn look_at_the_clock(&mut self, cx: &mut Context<'_>) {
        loop {
            let mut state = self.shared.lock();
            if state.unwatched {
                state.unwatched = false;
                let now = Instant::now();
                if state.queue.is_silent(now) {
                    // It may lead nowhere: the next call tries another, and who waits for room does too.
                    state.queue.retire();
                    self.woken.append(&mut state.crowd);
                }
                state.alarm = state.queue.overdue(now, &mut self.woken);
                match (state.alarm, &mut self.sleep) {
                    (None, sleep) => {
                        *sleep = None;
                        state.queue.shrink();
                    }
                    (Some(alarm), Some(sleep)) => sleep.as_mut().reset(alarm.into()),
                    (Some(alarm), sleep) => {
                        *sleep = Some(Box::pin(tokio::time::sleep_until(alarm.into())));
                    }
                }
            }
            let Some(sleep) = &mut self.sleep else {
                return;
            };
            if sleep.as_mut().poll(cx).is_pending() {
                return;
            }
            state.unwatched = true;
        }
    }
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let mut reader = this.shared.lock().begin_driving(cx);
        let done = this.work(cx, reader.as_deref_mut());
        let mut state = this.shared.lock();
        state.reader = reader;
        if let Err(error) = done {
            this.shared.origin.lost(&error);
            state.lose(error, &mut this.woken);
            this.shared.writer.shutdown();
        }
        if state.queue.is_done_with() {
            state.lose(failure::retired(), &mut this.woken);
            this.shared.writer.shutdown();
        }
        let ended = state.queue.is_lost();
        drop(state);
        for waker in this.woken.drain(..) {
            waker.wake();
        }
        if ended {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Drop for Driver {
    /// The runtime has ended, if the connection has not.
    fn drop(&mut self) {
        if !self.shared.is_ours() {
            return;
        }
        let cause = Error::new(
            ErrorKind::Connection,
            "the runtime that served it has ended",
        );
        self.shared.lock().lose(cause, &mut self.woken);
        for waker in self.woken.drain(..) {
            waker.wake();
        }
    }
}
