//! What a subscriber is in this face: handlers are functions, listening is an iterator, and a thread can do it.

use std::fmt;
use std::iter::FusedIterator;
use std::thread::JoinHandle;

use crate::commands::Message;
use crate::convert::ToArgs;
use crate::error::{Error, ErrorKind, Result};
use crate::session::Kind;

use super::client::PubSub;

/// What is called with each message of a channel or pattern.
pub(super) struct Handler(Box<dyn Fn(Message) + Send + Sync>);

impl Handler {
    pub(super) fn call(&self, message: Message) {
        (self.0)(message);
    }
}

impl PubSub {
    /// [`subscribe`](Self::subscribe) with a handler: whoever listens calls it with each message of these
    /// channels, and goes on listening.
    ///
    /// ```
    /// use redial::prelude::*;
    /// use std::time::Duration;
    ///
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// let pubsub = r.pubsub();
    /// pubsub.subscribe_with("doc:handled", |message| println!("{message:?}"))?;
    /// let worker = pubsub.run_in_thread()?;
    /// r.publish("doc:handled", "hello")?;
    /// worker.stop()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub fn subscribe_with(
        &self,
        channels: impl ToArgs,
        handler: impl Fn(Message) + Send + Sync + 'static,
    ) -> Result<()> {
        self.add(Kind::Channel, channels, Handler(Box::new(handler)))
    }

    /// [`psubscribe`](Self::psubscribe) with a handler, which is called with each message that comes by these
    /// patterns.
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub fn psubscribe_with(
        &self,
        patterns: impl ToArgs,
        handler: impl Fn(Message) + Send + Sync + 'static,
    ) -> Result<()> {
        self.add(Kind::Pattern, patterns, Handler(Box::new(handler)))
    }

    /// [`ssubscribe`](Self::ssubscribe) with a handler, which is called with each message of these shard channels.
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub fn ssubscribe_with(
        &self,
        channels: impl ToArgs,
        handler: impl Fn(Message) + Send + Sync + 'static,
    ) -> Result<()> {
        let handler = Handler(Box::new(handler));
        self.add(Kind::ShardChannel, channels, handler)
    }

    /// [`run`](Self::run) in a thread of its own, which ends with the first error
    /// ([`join`](PubSubWorkerThread::join) returns it).
    ///
    /// # Errors
    /// `PubSub` if something has no handler, or no thread can be made.
    pub fn run_in_thread(&self) -> Result<PubSubWorkerThread> {
        PubSubWorkerThread::spawn(self, Self::run)
    }

    /// [`run_with`](Self::run_with) in a thread of its own: errors are given to `on_error`, and the thread goes on
    /// (redis-py: `run_in_thread(exception_handler=…)`).
    ///
    /// # Errors
    /// `PubSub` if something has no handler, or no thread can be made.
    pub fn run_in_thread_with(
        &self,
        on_error: impl FnMut(Error) + Send + 'static,
    ) -> Result<PubSubWorkerThread> {
        PubSubWorkerThread::spawn(self, |pubsub| pubsub.run_with(on_error))
    }
}

/// A thread that listens and calls handlers, made by [`PubSub::run_in_thread`]. Dropping it closes the subscriber, so
/// that the thread ends soon, and does not wait for that: keep it as long as handlers are to be called.
#[must_use = "dropping it ends the thread"]
pub struct PubSubWorkerThread {
    pubsub: PubSub,
    thread: Option<JoinHandle<Result<()>>>,
}

impl PubSubWorkerThread {
    fn spawn(
        pubsub: &PubSub,
        run: impl FnOnce(&PubSub) -> Result<()> + Send + 'static,
    ) -> Result<Self> {
        pubsub.all_handled()?;
        let inside = pubsub.clone();
        let thread = std::thread::Builder::new()
            .name("redial-pubsub".to_owned())
            .spawn(move || {
                let ended = run(&inside);
                inside.close();
                ended
            })
            .map_err(|error| {
                let message = format!("no thread can be made to listen: {error}");
                Error::new(ErrorKind::PubSub, message).with_source(error)
            })?;
        Ok(Self {
            pubsub: pubsub.clone(),
            thread: Some(thread),
        })
    }

    /// Whether the thread has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Closes the subscriber and waits until the thread has ended; a handler that is being called is waited for.
    ///
    /// # Errors
    /// What the thread ended with, if it had ended before; `PubSub` if a handler panicked.
    pub fn stop(self) -> Result<()> {
        self.pubsub.close();
        self.join()
    }

    /// Waits until the thread has ended by itself, because nothing is subscribed to any more, or with an error.
    ///
    /// # Errors
    /// What it ended with; `PubSub` if a handler panicked.
    pub fn join(mut self) -> Result<()> {
        match self.thread.take().map(JoinHandle::join) {
            None => Ok(()),
            Some(Ok(ended)) => ended,
            Some(Err(_panic)) => Err(Error::new(
                ErrorKind::PubSub,
                "a handler panicked, and ended the thread",
            )),
        }
    }
}

impl Drop for PubSubWorkerThread {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.pubsub.close();
        }
    }
}

impl fmt::Debug for PubSubWorkerThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PubSubWorkerThread")
            .field("pubsub", &self.pubsub)
            .field("is_finished", &self.is_finished())
            .finish()
    }
}

/// The messages of a subscriber ([`PubSub::listen`]), for as long as anything is subscribed to: an iterator.
#[derive(Debug)]
#[must_use = "nothing is listened to before it is iterated over"]
pub struct Listen {
    pubsub: PubSub,
    is_over: bool,
}

impl Listen {
    pub(super) const fn new(pubsub: PubSub) -> Self {
        Self {
            pubsub,
            is_over: false,
        }
    }
}

impl Iterator for Listen {
    type Item = Result<Message>;

    fn next(&mut self) -> Option<Result<Message>> {
        if self.is_over {
            return None;
        }
        let next = self.pubsub.next_heard().transpose();
        self.is_over = next.is_none();
        next
    }
}

impl FusedIterator for Listen {}
