//! [`Message`]: one thing that a subscriber is told.

use std::borrow::Cow;
use std::fmt;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Frame, Reply};

use super::MessageKind;

/// What came to a subscriber ([`PubSub`](crate::PubSub)): something that was published, a confirmation, a pong, or word
/// of a gap.
///
/// In redis-py it is a dictionary: its `type` is [`kind`](Self::kind), its `data` is [`payload`](Self::payload).
///
/// Its `Debug` shows no payload.
#[derive(Clone)]
pub struct Message {
    kind: MessageKind,
    /// As it was received.
    frame: Frame,
}

impl Message {
    /// What a push, or in RESP2 an array, or the answer to a `PING` says; or it is given back.
    pub(crate) fn parse(frame: Frame) -> Result<Self, Frame> {
        let kind = match frame.reply() {
            Reply::Push(mut items) | Reply::Array(mut items) => items
                .next()
                .and_then(|word| word.data())
                .and_then(|word| MessageKind::of(&word)),
            Reply::Status(_) | Reply::Bulk(_) => Some(MessageKind::Pong),
            _ => None,
        };
        match kind {
            Some(kind) => Ok(Self { kind, frame }),
            None => Err(frame),
        }
    }

    /// That there was a gap.
    pub(crate) fn gap() -> Self {
        Self {
            kind: MessageKind::Gap,
            frame: Frame::copied(b"_\r\n", 3),
        }
    }

    /// What kind of message it is.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        self.kind
    }

    /// The channel that it was published to, or that it is about; for `PSubscribe` and `PUnsubscribe` that is a
    /// pattern, as in redis-py. Empty for a pong and a gap. What is not UTF-8 is replaced: see
    /// [`channel_bytes`](Self::channel_bytes).
    #[must_use]
    pub fn channel(&self) -> Cow<'_, str> {
        text(self.channel_bytes())
    }

    /// The bytes of the [channel](Self::channel).
    #[must_use]
    pub fn channel_bytes(&self) -> Cow<'_, [u8]> {
        let at = match self.kind {
            MessageKind::PMessage => 2,
            MessageKind::Pong | MessageKind::Gap => return Cow::Borrowed(&[]),
            _ => 1,
        };
        self.data(at).unwrap_or_default()
    }

    /// The pattern that a `PMessage` came for; `None` for every other kind. What is not UTF-8 is replaced: see
    /// [`pattern_bytes`](Self::pattern_bytes).
    #[must_use]
    pub fn pattern(&self) -> Option<Cow<'_, str>> {
        self.pattern_bytes().map(text)
    }

    /// The bytes of the [pattern](Self::pattern).
    #[must_use]
    pub fn pattern_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self.kind {
            MessageKind::PMessage => self.data(1),
            _ => None,
        }
    }

    /// What was published; for a confirmation the number of subscriptions, for a pong what was sent with the
    /// `PING`, for a gap nil.
    ///
    /// # Errors
    /// `Decode` if it does not fit `T`.
    pub fn payload<T: FromReply>(&self) -> Result<T> {
        T::from_reply(self.payload_reply())
    }

    fn payload_reply(&self) -> Reply<'_> {
        match self.frame.reply() {
            Reply::Push(items) | Reply::Array(items) => items.last().unwrap_or(Reply::Nil),
            // The answer to a PING that had nothing with it.
            Reply::Status(_) => Reply::Status(b""),
            other => other,
        }
    }

    fn data(&self, at: usize) -> Option<Cow<'_, [u8]>> {
        match self.frame.reply() {
            Reply::Push(mut items) | Reply::Array(mut items) => items.nth(at)?.data(),
            _ => None,
        }
    }
}

fn text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .field("pattern", &self.pattern())
            .field("channel", &self.channel())
            .field("payload", &self.payload_reply())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> Message {
        Message::parse(Frame::copied(bytes, bytes.len())).unwrap()
    }

    #[test]
    fn both_protocols_say_the_same() {
        for first in ["*", ">"] {
            let m =
                message(format!("{first}3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n").as_bytes());
            assert_eq!(m.kind(), MessageKind::Message);
            assert_eq!(m.channel(), "c");
            assert_eq!(m.pattern(), None);
            assert_eq!(m.payload::<String>().unwrap(), "hi");

            let m = message(
                format!("{first}4\r\n$8\r\npmessage\r\n$2\r\nc*\r\n$1\r\nc\r\n$1\r\n5\r\n")
                    .as_bytes(),
            );
            assert_eq!(m.kind(), MessageKind::PMessage);
            assert_eq!(m.pattern().unwrap(), "c*");
            assert_eq!(m.channel(), "c");
            assert_eq!(m.payload::<i64>().unwrap(), 5);

            let m = message(format!("{first}3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:2\r\n").as_bytes());
            assert_eq!(m.kind(), MessageKind::Subscribe);
            assert_eq!(m.payload::<usize>().unwrap(), 2);

            let m = message(format!("{first}3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n").as_bytes());
            assert_eq!(m.channel(), "");
        }
    }

    #[test]
    fn a_pong_comes_in_three_ways() {
        for (bytes, payload) in [
            ("*2\r\n$4\r\npong\r\n$1\r\nx\r\n", "x"),
            ("+PONG\r\n", ""),
            ("$1\r\nx\r\n", "x"),
        ] {
            let m = message(bytes.as_bytes());
            assert_eq!(m.kind(), MessageKind::Pong, "{bytes:?}");
            assert_eq!(m.payload::<String>().unwrap(), payload);
            assert_eq!(m.channel(), "");
        }
    }

    #[test]
    fn what_is_no_message_is_given_back() {
        for bytes in [
            ">2\r\n$10\r\ninvalidate\r\n_\r\n",
            ":1\r\n",
            "-ERR x\r\n",
            ">0\r\n",
            "*0\r\n",
        ] {
            let frame = Frame::copied(bytes.as_bytes(), bytes.len());
            assert!(Message::parse(frame).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn debug_shows_no_payload() {
        let m = message(b">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$6\r\nsecret\r\n");
        assert!(!format!("{m:?}").contains("secret"));
        assert_eq!(Message::gap().payload::<Option<String>>().unwrap(), None);
    }
}
