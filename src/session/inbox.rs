//! [`Inbox`]: what has been received and not been taken yet, and how many whole replies that is.

use bytes::{Bytes, BytesMut};

use crate::resp::{Decoder, Frame, Limits, ProtocolError};

/// Less room than this is not worth a read.
const LEAST: usize = 1024;

/// The most room that is made for a long reply ahead of what has arrived of it, however long the
/// peer says that it is going to be, unless as much has arrived already.
const FIRST_STEP: usize = 256 * 1024;

/// A buffer that received more than this at once is given back.
const KEPT: usize = 1024 * 1024;

/// How the next replies are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// One reply, as it is.
    One,
    /// So many replies, as one sequence.
    Sequence(usize),
}

impl Awaited {
    /// How many replies they are.
    pub(crate) const fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Sequence(count) => count,
        }
    }
}

/// The receive buffer of one connection.
#[derive(Debug)]
pub(crate) struct Inbox {
    /// Received bytes, then room that is zeroed once and not before each read.
    buffer: BytesMut,
    /// How many bytes of the buffer have been received.
    filled: usize,
    /// How many of them are whole replies.
    scanned: usize,
    /// How many replies these are.
    replies: usize,
    decoder: Decoder,
    /// Room that is made before each read.
    room: usize,
}

impl Inbox {
    pub(crate) fn new(limits: Limits, room: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            filled: 0,
            scanned: 0,
            replies: 0,
            decoder: Decoder::new(limits),
            room,
        }
    }

    /// Where the next bytes are to be received to. Never empty.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        let scanning = self.filled - self.scanned;
        let missing = self.decoder.missing(scanning).min(FIRST_STEP.max(scanning));
        let free = self.buffer.len() - self.filled;
        if free < missing.max(self.room.min(LEAST)) {
            self.buffer.truncate(self.filled);
            self.buffer.resize(self.filled + missing.max(self.room), 0);
        }
        self.buffer.get_mut(self.filled..).unwrap_or_default()
    }

    /// Says that `count` bytes were received to [`space`](Self::space).
    pub(crate) fn received(&mut self, count: usize) {
        self.filled = (self.filled + count).min(self.buffer.len());
    }

    /// Takes what is awaited, once all of it has come.
    ///
    /// # Errors
    /// What is wrong with the bytes that came. The connection is of no use then.
    pub(crate) fn frame(&mut self, awaited: Awaited) -> Result<Option<Frame>, ProtocolError> {
        if !self.scan(awaited.count())? {
            return Ok(None);
        }
        let replies = self.replies;
        let bytes = self.split_off_scanned();
        Ok(Some(match awaited {
            Awaited::One => Frame::new(bytes),
            Awaited::Sequence(_) => Frame::sequence(bytes, replies),
        }))
    }

    /// Looks for whole replies till there are `wanted`; whether there are.
    fn scan(&mut self, wanted: usize) -> Result<bool, ProtocolError> {
        while self.replies < wanted {
            let rest = self
                .buffer
                .get(self.scanned..self.filled)
                .unwrap_or_default();
            match self.decoder.advance(rest)? {
                None => return Ok(false),
                Some(frame) if frame.push => self.cut(frame.len),
                Some(frame) => {
                    self.scanned += frame.len;
                    self.replies += 1;
                }
            }
        }
        Ok(true)
    }

    /// Takes a push out from behind the whole replies.
    fn cut(&mut self, len: usize) {
        self.buffer
            .copy_within(self.scanned + len..self.filled, self.scanned);
        self.filled -= len;
    }

    fn split_off_scanned(&mut self) -> Bytes {
        let bytes = self.buffer.split_to(self.scanned).freeze();
        self.filled -= self.scanned;
        self.scanned = 0;
        self.replies = 0;
        if bytes.len() > KEPT {
            // The rest must not keep the whole of a large buffer alive.
            let rest = self.buffer.get(..self.filled).unwrap_or_default();
            self.buffer = BytesMut::from(rest);
        }
        bytes
    }

    /// Whether nothing has been received that nobody asked for; pushes don't count, not even one
    /// of which the rest is still under way.
    pub(crate) fn is_quiet(&mut self) -> bool {
        self.scan(1).is_ok_and(|reply| !reply)
            && matches!(self.buffer.get(..self.filled), Some([] | [b'>', ..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resp::Reply;

    const ROOM: usize = 32 * 1024;

    fn receive(inbox: &mut Inbox, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let space = inbox.space();
            let count = space.len().min(bytes.len());
            space[..count].copy_from_slice(&bytes[..count]);
            inbox.received(count);
            bytes = &bytes[count..];
        }
    }

    fn one(inbox: &mut Inbox) -> Frame {
        inbox.frame(Awaited::One).unwrap().unwrap()
    }

    #[test]
    fn replies_are_taken_as_they_were_asked_for() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        assert!(inbox.is_quiet());
        receive(&mut inbox, b"+OK\r\n:1\r\n$3\r\nab");
        assert!(matches!(one(&mut inbox).reply(), Reply::Status(b"OK")));
        assert!(inbox.frame(Awaited::Sequence(2)).unwrap().is_none());
        receive(&mut inbox, b"c\r\n");
        let frame = inbox.frame(Awaited::Sequence(2)).unwrap().unwrap();
        let Reply::Array(items) = frame.reply() else {
            panic!()
        };
        assert_eq!(items.count(), 2);
        assert!(inbox.is_quiet());
    }

    #[test]
    fn pushes_between_replies_are_no_replies() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        receive(
            &mut inbox,
            b">1\r\n+a\r\n:1\r\n>1\r\n+b\r\n:2\r\n>1\r\n+c\r\n",
        );
        let frame = inbox.frame(Awaited::Sequence(2)).unwrap().unwrap();
        let Reply::Array(mut items) = frame.reply() else {
            panic!()
        };
        assert!(matches!(items.next(), Some(Reply::Integer(1))));
        assert!(matches!(items.next(), Some(Reply::Integer(2))));
        assert!(items.next().is_none());
        assert!(inbox.is_quiet());
    }

    #[test]
    fn a_reply_that_nobody_asked_for_is_noticed_and_so_is_half_of_one() {
        for bytes in [b"+OK\r\n" as &[u8], b"+O", b"$3\r\n", b"\0", b"> 1"] {
            let mut inbox = Inbox::new(Limits::default(), ROOM);
            receive(&mut inbox, bytes);
            assert!(!inbox.is_quiet(), "{bytes:?}");
        }
    }

    #[test]
    fn half_of_a_push_does_no_harm() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        receive(&mut inbox, b">2\r\n$10\r\ninval");
        assert!(inbox.is_quiet());
        receive(&mut inbox, b"idate\r\n_\r\n:1\r\n");
        assert!(matches!(one(&mut inbox).reply(), Reply::Integer(1)));
    }

    #[test]
    fn a_long_reply_is_given_room_as_it_arrives() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        receive(&mut inbox, b"$500000000\r\n");
        assert!(inbox.frame(Awaited::One).unwrap().is_none());
        assert!(inbox.space().len() <= FIRST_STEP + ROOM);
        let megabyte = vec![b'x'; 1 << 20];
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        receive(&mut inbox, b"$1048576\r\n");
        receive(&mut inbox, &megabyte);
        receive(&mut inbox, b"\r\n");
        drop(one(&mut inbox));
        assert!(
            inbox.buffer.capacity() < ROOM,
            "and the buffer is given back"
        );
    }
}
