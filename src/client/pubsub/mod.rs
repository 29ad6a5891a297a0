//! [`PubSub`]: a subscriber.

mod subscriber;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::command::Command;
use crate::commands::Message;
use crate::convert::ToArgs;
use crate::error::{Error, ErrorKind, Result};
use crate::session::Kind;

use super::super::pubsub::{Handler, Listen};
use super::{Redis, maybe_async};
use subscriber::Subscriber;

/// A subscriber to channels, patterns and shard channels: made by [`Redis::pubsub`].
///
/// It takes a connection of the pool for itself when it first subscribes, and keeps it. Any number of threads or tasks
/// can subscribe with it and listen to it at any time: it is cheap to clone, and all clones are the same subscriber;
/// each message goes to one of those who listen.
///
/// ```
/// use redial::prelude::*;
/// use std::time::Duration;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let pubsub = r.pubsub().ignore_subscribe_messages();
/// pubsub.subscribe(["doc:news", "doc:weather"])?;
/// # pubsub.ping(())?; // it is answered when the server has confirmed what was subscribed to
/// # assert_eq!(pubsub.get_message(Duration::from_secs(5))?.map(|pong| pong.kind()), Some(MessageKind::Pong));
/// r.publish("doc:news", "hello")?;
/// let message = pubsub.get_message(Duration::from_secs(5))?.expect("a message");
/// assert_eq!(message.channel(), "doc:news");
/// assert_eq!(message.payload::<String>()?, "hello");
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// # Lost connections
/// If the connection is lost, whoever listens connects again, with the client's backoff, and subscribes to
/// everything again. When the server has confirmed that, the listener gets a message of kind
/// [`Gap`](crate::commands::MessageKind::Gap): something may have been missed before it, and nothing is after it. As long as the
/// server can't be reached, listening ends with an error each time the attempts that
/// [`Config::retry`](crate::Config::retry) allows are used up; listening again goes on trying.
/// A server that does not confirm within the socket timeout counts as lost, and so does one that does not answer
/// the `PING` that [`Config::health_check_interval`](crate::Config::health_check_interval) asks for.
///
/// # Slow listeners
/// Nothing is read ahead: what has not been asked for waits in the socket, and then in the server, until that gives
/// up (its setting `client-output-buffer-limit pubsub`) and closes the connection, which is a gap. So a slow
/// listener costs no more memory here than one read takes.
///
/// # For users of redis-py
/// [`get_message`](Self::get_message) goes on waiting after a message that had a handler or was ignored: `None` only
/// says that the time is over. Closing, and dropping the last clone, closes the connection.
#[derive(Clone)]
pub struct PubSub {
    inner: Arc<Subscriber>,
    ignores_confirmations: bool,
}

impl PubSub {
    pub(super) fn new(redis: &Redis) -> Self {
        Self {
            inner: Arc::new(Subscriber::new(redis)),
            ignores_confirmations: false,
        }
    }

    /// The same subscriber, whose [`get_message`](Self::get_message) and [`listen`](Self::listen) leave out the
    /// confirmations of subscribing and unsubscribing.
    #[must_use]
    pub const fn ignore_subscribe_messages(mut self) -> Self {
        self.ignores_confirmations = true;
        self
    }

    /// Subscribes to channels: one name or many. The confirmation of each comes as a message. A name that has a
    /// handler loses it.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/subscribe/)
    ///
    /// # Errors
    /// `Data` if no name is given. `MaxConnections` if the pool has no connection to give; errors of connecting. What
    /// was subscribed to before still is. What the server refuses is an error of whoever listens.
    #[maybe_async]
    pub async fn subscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.inner.add(Kind::Channel, channels, None).await
    }

    /// Subscribes to all channels that fit a pattern: one pattern or many.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/psubscribe/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn psubscribe(&self, patterns: impl ToArgs) -> Result<()> {
        self.inner.add(Kind::Pattern, patterns, None).await
    }

    /// Subscribes to shard channels: one name or many.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/ssubscribe/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn ssubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.inner.add(Kind::ShardChannel, channels, None).await
    }

    /// Ends the subscription to these channels; to all, if none is given (`()`). The confirmation of each comes as
    /// a message.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/unsubscribe/)
    ///
    /// # Errors
    /// `Timeout` if others have been writing to the connection for the whole socket timeout. If the connection is lost,
    /// that is none: these are not subscribed to again.
    #[maybe_async]
    pub async fn unsubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.inner.remove(Kind::Channel, channels).await
    }

    /// Ends the subscription to these patterns; to all, if none is given (`()`).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/punsubscribe/)
    ///
    /// # Errors
    /// As for [`unsubscribe`](Self::unsubscribe).
    #[maybe_async]
    pub async fn punsubscribe(&self, patterns: impl ToArgs) -> Result<()> {
        self.inner.remove(Kind::Pattern, patterns).await
    }

    /// Ends the subscription to these shard channels; to all, if none is given (`()`).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sunsubscribe/)
    ///
    /// # Errors
    /// As for [`unsubscribe`](Self::unsubscribe).
    #[maybe_async]
    pub async fn sunsubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.inner.remove(Kind::ShardChannel, channels).await
    }

    /// Sends a `PING` with something to come back, or nothing (`()`). The answer comes as a message of kind
    /// [`Pong`](crate::commands::MessageKind::Pong).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ping/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn ping(&self, message: impl ToArgs) -> Result<()> {
        self.inner.ping(&Command::new("PING").args(message)).await
    }

    /// Whether anything is subscribed to: from when it is asked for until the message that confirms the end
    /// of the last one has been read.
    #[must_use]
    pub fn subscribed(&self) -> bool {
        self.inner.is_subscribed()
    }

    /// The channels that are subscribed to, with those whose confirmation has not come yet.
    #[must_use]
    pub fn channels(&self) -> Vec<Bytes> {
        self.inner.names(Kind::Channel)
    }

    /// The patterns that are subscribed to, with those whose confirmation has not come yet.
    #[must_use]
    pub fn patterns(&self) -> Vec<Bytes> {
        self.inner.names(Kind::Pattern)
    }

    /// The shard channels that are subscribed to, with those whose confirmation has not come yet.
    #[must_use]
    pub fn shard_channels(&self) -> Vec<Bytes> {
        self.inner.names(Kind::ShardChannel)
    }

    /// The next message that has no handler; `None` if none comes within the time, or if the subscriber is
    /// [closed](Self::close) meanwhile. Messages with a handler are
    /// given to it meanwhile. A timeout of zero only looks; `None` waits as long as anything is subscribed to.
    ///
    /// If the connection has to be made again, this may take as long as connecting does.
    ///
    /// # Errors
    /// `PubSub` if nothing is subscribed to and there is no timeout; what the server refuses to subscribe to;
    /// errors of connecting, after as many attempts as the client's [`Config::retry`](crate::Config::retry) says.
    /// Listening can go on after all of them.
    #[maybe_async]
    pub async fn get_message(
        &self,
        timeout: impl Into<Option<Duration>>,
    ) -> Result<Option<Message>> {
        let timeout = timeout.into();
        if timeout.is_none() && !self.inner.expects() {
            return Err(Error::new(
                ErrorKind::PubSub,
                "nothing is subscribed to, so no message can come",
            ));
        }
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        self.inner.next(deadline, self.ignores_confirmations).await
    }

    /// The messages as they come, for as long as anything is subscribed to: an iterator, in `asyncio` a stream. An
    /// error is an item, and what comes after it is the next attempt. Messages with a handler are given to it.
    pub fn listen(&self) -> Listen {
        Listen::new(self.clone())
    }

    /// Listens, and gives every message to its handler, until nothing is subscribed to any more or
    /// [`close`](Self::close) is called.
    ///
    /// # Errors
    /// `PubSub` if something has no handler; else the first error of listening:
    /// [`run_with`](Self::run_with) goes on after them.
    #[maybe_async]
    pub async fn run(&self) -> Result<()> {
        self.all_handled()?;
        // What has been subscribed to without a handler since then is nobody's.
        while self.inner.next(None, true).await?.is_some() {}
        Ok(())
    }

    /// [`run`](Self::run) that goes on after errors, which are given to `on_error`; that may call
    /// [`close`](Self::close).
    ///
    /// # Errors
    /// `PubSub` if something has no handler.
    #[maybe_async]
    pub async fn run_with(&self, mut on_error: impl FnMut(Error) + Send) -> Result<()> {
        self.all_handled()?;
        loop {
            match self.inner.next(None, true).await {
                Err(error) => on_error(error),
                Ok(Some(_unhandled)) => {}
                Ok(None) => return Ok(()),
            }
        }
    }

    /// Closes the connection and forgets all subscriptions: `listen`, `run` and `get_message` end, wherever they are
    /// called. The subscriber can subscribe again.
    pub fn close(&self) {
        self.inner.close();
    }

    /// Subscribes to names of a kind with a handler.
    #[maybe_async]
    pub(in super::super) async fn add(
        &self,
        kind: Kind,
        names: impl ToArgs,
        handler: Handler,
    ) -> Result<()> {
        self.inner.add(kind, names, Some(handler)).await
    }

    /// Subscribes to a channel as soon as somebody listens.
    pub(in super::super) fn want(&self, channel: &'static str) {
        self.inner
            .want(Kind::Channel, Bytes::from_static(channel.as_bytes()));
    }

    /// Whether everything has a handler; or the error that it has not.
    pub(in super::super) fn all_handled(&self) -> Result<()> {
        self.inner.all_handled()
    }

    /// The next message; `None` when nothing is subscribed to.
    #[maybe_async]
    pub(in super::super) async fn next_heard(&self) -> Result<Option<Message>> {
        self.inner.next(None, self.ignores_confirmations).await
    }
}

impl fmt::Debug for PubSub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PubSub")
            .field("pool", &self.inner.pool)
            .field("subscribed", &self.subscribed())
            .finish_non_exhaustive()
    }
}
