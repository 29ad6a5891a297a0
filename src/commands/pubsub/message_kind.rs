//! [`MessageKind`]: what a subscriber can be told.

/// What kind of [`Message`](super::Message) it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MessageKind {
    /// Published to a channel that is subscribed to.
    Message,
    /// Published to a channel that fits a pattern that is subscribed to.
    PMessage,
    /// Published to a shard channel that is subscribed to.
    SMessage,
    /// A channel is subscribed to from here on. The payload is the number of subscriptions.
    Subscribe,
    /// A pattern is subscribed to from here on. The payload is the number of subscriptions.
    PSubscribe,
    /// A shard channel is subscribed to from here on. The payload is the number of subscriptions.
    SSubscribe,
    /// A channel is not subscribed to any more. The payload is the number of subscriptions left.
    Unsubscribe,
    /// A pattern is not subscribed to any more. The payload is the number of subscriptions left.
    PUnsubscribe,
    /// A shard channel is not subscribed to any more. The payload is the number of subscriptions left.
    SUnsubscribe,
    /// The answer to a `PING`. The payload is what was sent with it.
    Pong,
    /// The connection had been lost and is back, with all its subscriptions: what was published meanwhile was
    /// missed, what is published from here on is not.
    Gap,
}

impl MessageKind {
    /// The kind that the server calls by this name.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"message" => Self::Message,
            b"pmessage" => Self::PMessage,
            b"smessage" => Self::SMessage,
            b"subscribe" => Self::Subscribe,
            b"psubscribe" => Self::PSubscribe,
            b"ssubscribe" => Self::SSubscribe,
            b"unsubscribe" => Self::Unsubscribe,
            b"punsubscribe" => Self::PUnsubscribe,
            b"sunsubscribe" => Self::SUnsubscribe,
            b"pong" => Self::Pong,
            _ => return None,
        })
    }

    /// Whether somebody published it: `Message`, `PMessage`, `SMessage`.
    #[must_use]
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Message | Self::PMessage | Self::SMessage)
    }

    /// Whether it confirms that something is subscribed to, or not any more.
    #[must_use]
    pub const fn is_confirmation(self) -> bool {
        !self.is_published() && !matches!(self, Self::Pong | Self::Gap)
    }
}
