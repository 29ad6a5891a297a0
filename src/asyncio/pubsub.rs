//! What a subscriber is in this face: handlers are async functions, listening is a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::commands::Message;
use crate::convert::ToArgs;
use crate::error::Result;
use crate::session::Kind;

use super::client::PubSub;

type Handling = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What is called with each message of a channel or pattern.
pub(super) struct Handler(Box<dyn Fn(Message) -> Handling + Send + Sync>);

impl Handler {
    fn new<F>(handler: impl Fn(Message) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self(Box::new(move |message| Box::pin(handler(message))))
    }

    pub(super) async fn call(&self, message: Message) {
        (self.0)(message).await;
    }
}

impl PubSub {
    /// [`subscribe`](Self::subscribe) with a handler: whoever listens calls it with each message of these
    /// channels, awaits what it returns, and goes on listening.
    ///
    /// ```
    /// use redial::asyncio::prelude::*;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// let pubsub = r.pubsub();
    /// pubsub.subscribe_with("doc:handled", |message| async move { println!("{message:?}") }).await?;
    /// let listener = pubsub.clone();
    /// let task = tokio::spawn(async move { listener.run().await });
    /// r.publish("doc:handled", "hello").await?;
    /// pubsub.close();
    /// task.await.expect("no panic")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub async fn subscribe_with<F>(
        &self,
        channels: impl ToArgs,
        handler: impl Fn(Message) -> F + Send + Sync + 'static,
    ) -> Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let handler = Handler::new(handler);
        self.add(Kind::Channel, channels, handler).await
    }

    /// [`psubscribe`](Self::psubscribe) with a handler, which is called with each message that comes by these
    /// patterns.
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub async fn psubscribe_with<F>(
        &self,
        patterns: impl ToArgs,
        handler: impl Fn(Message) -> F + Send + Sync + 'static,
    ) -> Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let handler = Handler::new(handler);
        self.add(Kind::Pattern, patterns, handler).await
    }

    /// [`ssubscribe`](Self::ssubscribe) with a handler, which is called with each message of these shard channels.
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    pub async fn ssubscribe_with<F>(
        &self,
        channels: impl ToArgs,
        handler: impl Fn(Message) -> F + Send + Sync + 'static,
    ) -> Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let handler = Handler::new(handler);
        self.add(Kind::ShardChannel, channels, handler).await
    }
}

/// The messages of a subscriber ([`PubSub::listen`]), for as long as anything is subscribed to: a [`Stream`].
#[must_use = "nothing is listened to before it is polled"]
pub struct Listen {
    pubsub: PubSub,
    listening: Option<Listening>,
    is_over: bool,
}

type Listening = Pin<Box<dyn Future<Output = Result<Option<Message>>> + Send>>;

impl Listen {
    pub(super) const fn new(pubsub: PubSub) -> Self {
        Self {
            pubsub,
            listening: None,
            is_over: false,
        }
    }

    /// The next message; `None` when nothing is subscribed to any more. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Message>> {
        if self.is_over {
            return None;
        }
        // What may have been polled as a stream has taken nothing yet.
        self.listening = None;
        let next = self.pubsub.next_heard().await.transpose();
        self.is_over = next.is_none();
        next
    }
}

fn begin(pubsub: PubSub) -> Listening {
    Box::pin(async move { pubsub.next_heard().await })
}

impl Stream for Listen {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Message>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let mut listening = match self.listening.take() {
            Some(listening) => listening,
            None => begin(self.pubsub.clone()),
        };
        let Poll::Ready(next) = listening.as_mut().poll(cx) else {
            self.listening = Some(listening);
            return Poll::Pending;
        };
        let next = next.transpose();
        self.is_over = next.is_none();
        Poll::Ready(next)
    }
}

impl fmt::Debug for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listen")
            .field("pubsub", &self.pubsub)
            .finish_non_exhaustive()
    }
}
