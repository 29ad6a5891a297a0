//! [`Inbox`]: what has been received and not been taken yet, and how many whole replies that is.

use std::fmt;
use std::mem::replace;
use std::ops::Range;

use bytes::Bytes;

use super::loan::Loan;
use crate::resp::{Decoder, Frame, Limits, LongString, ProtocolError};

/// Less room than this is not worth a read.
const LEAST: usize = 4 * 1024;

/// The most room that is made for one read, unless more than this is there already of what is awaited:
/// from here on a read is not worth mentioning beside what it takes to go over its bytes.
const MOST: usize = 512 * 1024;

/// From this length on a reply takes the whole buffer with it: to copy it would cost more, and long
/// strings in it are shared.
const GIVEN_AWAY: usize = 16 * 1024;

/// How the next replies are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// One reply, as it is.
    One,
    /// So many replies, as one sequence.
    Sequence(usize),
    /// One reply or push, whichever comes.
    Anything,
}

impl Awaited {
    /// How many replies they are.
    pub(crate) const fn count(self) -> usize {
        match self {
            Self::One | Self::Anything => 1,
            Self::Sequence(count) => count,
        }
    }
}

/// The receive buffer of one connection.
///
/// ```text
///   buffer  ░░░░░┃ whole replies ┃ pushes ┃ what is not gone over yet ┃ room
///             start             end     next                       filled
/// ```
/// A long string that is awaited by itself does not go through it, but straight into what it is
/// handed out in.
pub(crate) struct Inbox {
    /// All of it is initialised, and not again before each read.
    buffer: Vec<u8>,
    /// Where the replies start that are whole and have not been taken.
    start: usize,
    /// Where they end.
    end: usize,
    /// How many these are.
    replies: usize,
    /// Whether one of them is an error.
    errors: bool,
    /// Where the search for more goes on: behind the pushes that came after them.
    next: usize,
    /// Where the bytes end that have been received.
    filled: usize,
    decoder: Decoder,
    string: Option<LongString>,
    loan: Loan,
    /// How much room the first read of a reply is given.
    room: usize,
}

impl Inbox {
    pub(crate) fn new(limits: Limits, room: usize) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            end: 0,
            replies: 0,
            errors: false,
            next: 0,
            filled: 0,
            decoder: Decoder::new(limits),
            string: None,
            loan: Loan::new(room),
            room,
        }
    }

    /// Lets lines be as long as strings may be.
    pub(crate) fn allow_long_lines(&mut self) {
        self.decoder.allow_long_lines();
    }

    /// Where the next bytes are to be received to. Never empty.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        let in_string = self.is_in_string();
        if !in_string {
            self.make_room();
        }
        match &mut self.string {
            Some(string) if in_string => string.space(),
            _ => self.buffer.get_mut(self.filled..).unwrap_or_default(),
        }
    }

    /// Says that `count` bytes were received to [`space`](Self::space).
    pub(crate) fn received(&mut self, count: usize) {
        let in_string = self.is_in_string();
        match &mut self.string {
            Some(string) if in_string => string.received(count),
            _ => self.filled = (self.filled + count).min(self.buffer.len()),
        }
    }

    fn is_in_string(&self) -> bool {
        let string = self.string.as_ref();
        string.is_some_and(|string| !string.is_complete())
    }

    /// Takes what is awaited, once all of it has come. It must be the same till then.
    ///
    /// # Errors
    /// What is wrong with the bytes that came. The connection is of no use then.
    pub(crate) fn frame(&mut self, awaited: Awaited) -> Result<Option<Frame>, ProtocolError> {
        if self.string.is_some() {
            return self.take_string();
        }
        if self.scan(awaited.count(), awaited == Awaited::Anything)? {
            return Ok(Some(self.take(awaited)));
        }
        if awaited == Awaited::One {
            self.begin_string();
        }
        Ok(None)
    }

    /// Whether nothing has been received that nobody asked for; pushes don't count, not even one
    /// of which the rest is still under way.
    pub(crate) fn is_quiet(&mut self) -> bool {
        self.string.is_none()
            && self.scan(1, false).is_ok_and(|reply| !reply)
            && matches!(
                self.buffer.get(self.next..self.filled),
                Some([] | [b'>', ..])
            )
    }

    /// Looks for whole replies till there are `wanted`; whether there are. Pushes count as replies, or are
    /// stepped over.
    fn scan(&mut self, wanted: usize, with_pushes: bool) -> Result<bool, ProtocolError> {
        while self.replies < wanted {
            let rest = self.buffer.get(self.next..self.filled).unwrap_or_default();
            match self.decoder.advance(rest)? {
                None => return Ok(false),
                Some(frame) if frame.push && !with_pushes => self.next += frame.len,
                Some(frame) => {
                    self.errors |= frame.error;
                    self.keep(frame.len);
                }
            }
        }
        Ok(true)
    }

    /// Counts what comes next to the whole replies. They have to lie in a row.
    fn keep(&mut self, len: usize) {
        if self.replies == 0 {
            self.start = self.next;
            self.end = self.next;
        }
        if self.end < self.next {
            self.buffer
                .copy_within(self.next..self.next + len, self.end);
        }
        self.replies += 1;
        self.end += len;
        self.next += len;
    }

    fn take(&mut self, awaited: Awaited) -> Frame {
        let (whole, replies) = (self.start..self.end, self.replies);
        let sequence = match replace(&mut self.errors, false) {
            true => Frame::sequence,
            false => Frame::faultless,
        };
        self.start = self.next;
        self.end = self.next;
        self.replies = 0;
        self.loan.observe(whole.len());
        // What is left is copied, and what was there is kept alive: neither must be much more than it.
        let is_most = whole.len() >= GIVEN_AWAY.max(self.filled / 2);
        let frame = if is_most && !self.is_string(&whole, awaited) {
            let bytes = self.give_away(whole);
            match awaited {
                Awaited::One | Awaited::Anything => Frame::new(bytes),
                Awaited::Sequence(_) => sequence(bytes, replies),
            }
        } else {
            let bytes = self.buffer.get(whole.start..).unwrap_or_default();
            let len = whole.len();
            match awaited {
                Awaited::One | Awaited::Anything => Frame::copied(bytes, len),
                Awaited::Sequence(_) => {
                    let bytes = bytes.get(..len).unwrap_or_default();
                    sequence(Bytes::copy_from_slice(bytes), replies)
                }
            }
        };
        self.tidy();
        frame
    }

    /// Whether it is a string, which becomes its taker's own when it is copied.
    fn is_string(&self, reply: &Range<usize>, awaited: Awaited) -> bool {
        awaited == Awaited::One && self.buffer.get(reply.start) == Some(&b'$')
    }

    /// The bytes of these replies, which go with all of the buffer but what comes behind them.
    fn give_away(&mut self, replies: Range<usize>) -> Bytes {
        let rest = self.buffer.get(self.next..self.filled).unwrap_or_default();
        let rest = rest.to_vec();
        let given = replace(&mut self.buffer, rest);
        self.restart();
        self.loan.give(given).slice(replies)
    }

    /// Starts over at the front of the buffer where that costs nothing, and with a small one if a large
    /// one is not in demand.
    fn tidy(&mut self) {
        let rest = self.buffer.get(self.next..self.filled).unwrap_or_default();
        if rest.len() < LEAST && !self.loan.keeps(self.buffer.len()) {
            self.buffer = rest.to_vec();
            self.restart();
        } else if rest.is_empty() {
            self.restart();
        }
    }

    /// What is not gone over yet has been moved to the front, and there is nothing before it.
    fn restart(&mut self) {
        self.filled -= self.next;
        self.start = 0;
        self.end = 0;
        self.next = 0;
    }

    /// Sees to it that there is room for a read: as much again as is held, so that a long reply takes
    /// few reads and few moves, and a short one little room.
    fn make_room(&mut self) {
        let least = LEAST.min(self.room);
        if self.buffer.len() - self.filled >= least {
            return;
        }
        self.move_to_front();
        let held = self.filled;
        self.take_back(held + least);
        // Of a string that is part of a long reply all that is missing, but no more than is held.
        let missing = self.decoder.missing(held - self.next).min(held);
        let room = self.room.max(held.min(MOST)).max(missing);
        if self.buffer.is_empty() {
            // These come zeroed from the system.
            self.buffer = vec![0; room];
        } else if self.buffer.len() - held < least.max(held.min(MOST)) {
            self.buffer.resize(held + room, 0);
        }
    }

    /// Goes on in the buffer that was out, if it is back and larger.
    fn take_back(&mut self, least: usize) {
        if let Some(mut buffer) = self.loan.take_back()
            && buffer.len() >= self.buffer.len().max(least)
            && let Some(place) = buffer.get_mut(..self.filled)
        {
            place.copy_from_slice(self.buffer.get(..self.filled).unwrap_or_default());
            self.buffer = buffer;
        }
    }

    fn move_to_front(&mut self) {
        if self.replies == 0 {
            self.start = self.next;
            self.end = self.next;
        }
        let whole = self.end - self.start;
        self.buffer.copy_within(self.start..self.end, 0);
        self.buffer.copy_within(self.next..self.filled, whole);
        self.filled -= self.next - whole;
        self.start = 0;
        self.end = whole;
        self.next = whole;
    }

    /// If what comes next is a long string, it goes on by itself.
    fn begin_string(&mut self) {
        let rest = self.buffer.get(self.next..self.filled).unwrap_or_default();
        self.string = self.decoder.take_long_string(rest);
        if self.string.is_some() {
            self.next = self.filled;
            // For these the buffer need not be large.
            self.loan.observe(0);
            self.tidy();
        }
    }

    fn take_string(&mut self) -> Result<Option<Frame>, ProtocolError> {
        match self.string.take_if(|string| string.is_complete()) {
            Some(string) => string.into_frame().map(Some),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
impl Inbox {
    /// Receives bytes in as many pieces as there is room for.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let space = self.space();
            let count = space.len().min(bytes.len());
            space[..count].copy_from_slice(&bytes[..count]);
            self.received(count);
            bytes = &bytes[count..];
        }
    }
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("replies", &self.replies)
            .field("bytes", &(self.filled - self.start))
            .field("string", &self.string)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::loan::KEPT;
    use super::*;
    use crate::resp::Reply;

    const ROOM: usize = 32 * 1024;

    fn one(inbox: &mut Inbox) -> Frame {
        inbox.frame(Awaited::One).unwrap().unwrap()
    }

    #[test]
    fn replies_are_taken_as_they_were_asked_for() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        assert!(inbox.is_quiet());
        inbox.feed(b"+OK\r\n:1\r\n$3\r\nab");
        assert!(matches!(one(&mut inbox).reply(), Reply::Status(b"OK")));
        assert!(inbox.frame(Awaited::Sequence(2)).unwrap().is_none());
        inbox.feed(b"c\r\n");
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
        inbox.feed(b">1\r\n+a\r\n:1\r\n>1\r\n+b\r\n:2\r\n>1\r\n+c\r\n");
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
    fn who_awaits_anything_gets_pushes_and_replies_in_their_order() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        inbox.feed(b">1\r\n+a\r\n:1\r\n>1\r\n+b\r");
        let mut next = || inbox.frame(Awaited::Anything).unwrap();
        assert!(matches!(next().unwrap().reply(), Reply::Push(_)));
        assert!(matches!(next().unwrap().reply(), Reply::Integer(1)));
        assert!(next().is_none());
        inbox.feed(b"\n");
        let frame = inbox.frame(Awaited::Anything).unwrap().unwrap();
        assert!(matches!(frame.reply(), Reply::Push(_)));
    }

    #[test]
    fn a_reply_that_nobody_asked_for_is_noticed_and_so_is_half_of_one() {
        for bytes in [b"+OK\r\n" as &[u8], b"+O", b"$3\r\n", b"\0", b"> 1"] {
            let mut inbox = Inbox::new(Limits::default(), ROOM);
            inbox.feed(bytes);
            assert!(!inbox.is_quiet(), "{bytes:?}");
        }
    }

    #[test]
    fn half_of_a_push_does_no_harm() {
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        inbox.feed(b">2\r\n$10\r\ninval");
        assert!(inbox.is_quiet());
        inbox.feed(b"idate\r\n_\r\n:1\r\n");
        assert!(matches!(one(&mut inbox).reply(), Reply::Integer(1)));
    }

    #[test]
    fn a_long_reply_is_given_room_as_it_arrives() {
        for (header, most) in [("$500000000\r\n", 1 << 20), ("*1\r\n$500000000\r\n", MOST)] {
            let mut inbox = Inbox::new(Limits::default(), ROOM);
            inbox.feed(header.as_bytes());
            let mut arrived = 0;
            for _ in 0..200 {
                assert!(inbox.frame(Awaited::One).unwrap().is_none());
                let room = inbox.space().len();
                assert!(
                    room <= most.max(arrived) + header.len(),
                    "{arrived}: {room}"
                );
                let count = room.min(100_000);
                inbox.received(count);
                arrived += count;
            }
            let held = match &inbox.string {
                Some(string) => string.capacity(),
                None => inbox.buffer.capacity(),
            };
            assert!(held <= 3 * arrived, "{held} for {arrived}");
        }
    }

    #[test]
    fn what_a_burst_took_is_given_back() {
        let item = format!("$50\r\n{}\r\n", "x".repeat(50));
        let list = format!("*20000\r\n{}", item.repeat(20_000)).into_bytes();
        for behind in [b"".as_slice(), b":1", b":1\r\n"] {
            for string in [list.as_slice(), &string(100_000), &string(2_000_000)] {
                let mut inbox = Inbox::new(Limits::default(), ROOM);
                inbox.feed(string);
                inbox.feed(behind);
                drop(one(&mut inbox));
                assert!(
                    inbox.buffer.capacity() <= KEPT,
                    "{}",
                    inbox.buffer.capacity()
                );
            }
        }
    }

    #[test]
    fn a_large_buffer_is_kept_while_large_replies_come_and_not_for_ever() {
        let item = format!("$50\r\n{}\r\n", "x".repeat(50));
        let list = format!("*10000\r\n{}", item.repeat(10_000)).into_bytes();
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        for _ in 0..5 {
            inbox.feed(&list);
            drop(one(&mut inbox));
        }
        let room = inbox.space().len();
        assert!(room > list.len(), "{room}");
        for _ in 0..8 {
            inbox.feed(b"+OK\r\n");
            one(&mut inbox);
        }
        assert_eq!(inbox.space().len(), ROOM);
        let mut inbox = Inbox::new(Limits::default(), 1 << 20);
        let before = inbox.space().as_ptr();
        inbox.feed(b"+OK\r\n");
        one(&mut inbox);
        assert_eq!(
            inbox.space().as_ptr(),
            before,
            "as large as it was asked to be"
        );
    }

    #[test]
    fn reads_of_a_long_list_are_few_and_of_short_replies_no_longer_than_they_need_be() {
        let list = format!("$64\r\n{}\r\n", "x".repeat(64)).repeat(10_000);
        let list = format!("*10000\r\n{list}");
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        let mut rest = list.as_bytes();
        let mut reads = 0;
        while inbox.frame(Awaited::One).unwrap().is_none() {
            let space = inbox.space();
            let (now, later) = rest.split_at(space.len().min(rest.len()));
            space[..now.len()].copy_from_slice(now);
            inbox.received(now.len());
            rest = later;
            reads += 1;
        }
        assert!(reads <= 6, "{reads}");
        assert_eq!(inbox.space().len(), ROOM);
        inbox.feed(b"+OK\r\n");
        one(&mut inbox);
        let before = inbox.buffer.as_ptr();
        inbox.feed(b"+OK\r\n");
        one(&mut inbox);
        assert_eq!((inbox.buffer.as_ptr(), inbox.space().len()), (before, ROOM));
    }

    #[test]
    fn a_buffer_full_of_pushes_is_gone_through_once() {
        let mut inbox = Inbox::new(Limits::default(), 1 << 20);
        let pushes = b">1\r\n+a\r\n".repeat(100_000);
        inbox.feed(&pushes);
        inbox.feed(b":1\r\n");
        inbox.feed(&pushes);
        inbox.feed(b":2\r\n>1\r\n+b");
        let frame = inbox.frame(Awaited::Sequence(2)).unwrap().unwrap();
        let Reply::Array(items) = frame.reply() else {
            panic!()
        };
        assert_eq!(
            items.map(|item| item.kind_name()).collect::<Vec<_>>(),
            ["an integer"; 2]
        );
        assert!(inbox.is_quiet());
        inbox.feed(b"\r\n:3\r\n");
        assert!(matches!(one(&mut inbox).reply(), Reply::Integer(3)));
    }

    /// A string reply, none of whose bytes is like the one before.
    fn string(length: usize) -> Vec<u8> {
        let data: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        [format!("${length}\r\n").as_bytes(), &data, b"\r\n"].concat()
    }

    /// Receives the parts, and looks after each.
    fn receive_parts<'b>(
        inbox: &mut Inbox,
        parts: impl IntoIterator<Item = &'b [u8]>,
    ) -> Result<Option<Frame>, ProtocolError> {
        for part in parts {
            let mut part = part;
            while !part.is_empty() {
                if let Some(frame) = inbox.frame(Awaited::One)? {
                    inbox.feed(part);
                    return Ok(Some(frame));
                }
                let space = inbox.space();
                let (now, later) = part.split_at(space.len().min(part.len()));
                space[..now.len()].copy_from_slice(now);
                inbox.received(now.len());
                part = later;
            }
        }
        inbox.frame(Awaited::One)
    }

    #[test]
    fn a_long_string_cut_anywhere_is_handed_out_in_what_it_was_received_in() {
        for length in [ROOM, 100_000, 3_000_000] {
            let whole = string(length);
            let header = whole.len() - length - 2;
            let places = [
                1,
                2,
                header - 2,
                header - 1,
                header,
                header + 1,
                header + 1000,
                header + ROOM - 1,
                header + length - 1,
                header + length,
                header + length + 1,
            ];
            let behind = b":1\r\n".as_slice();
            for (at, place) in places.into_iter().enumerate() {
                for other in &places[at..] {
                    let (a, rest) = whole.split_at(place);
                    let (b, c) = rest.split_at(other - place);
                    let c = [c, behind].concat();
                    let mut inbox = Inbox::new(Limits::default(), ROOM);
                    let frame = receive_parts(&mut inbox, [a, b, &c]).unwrap().unwrap();
                    let data = frame.into_bulk().unwrap();
                    assert_eq!(data, whole[header..header + length], "{place} {other}");
                    assert!(data.capacity() <= length + 2, "{}", data.capacity());
                    assert!(matches!(one(&mut inbox).reply(), Reply::Integer(1)));
                    assert!(inbox.is_quiet());
                }
            }
        }
    }

    #[test]
    fn a_long_string_may_come_byte_by_byte() {
        let bytes = [b">1\r\n+a\r\n".as_slice(), &string(ROOM), b"+OK\r\n"].concat();
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        let mut frames = Vec::new();
        for byte in bytes.chunks(1) {
            assert!(frames.len() < 2);
            inbox.feed(byte);
            frames.extend(inbox.frame(Awaited::One).unwrap());
        }
        assert_eq!(frames.len(), 2);
        assert!(matches!(frames[0].reply(), Reply::Bulk(data) if data.len() == ROOM));
        assert!(inbox.is_quiet());
    }

    #[test]
    fn a_long_string_under_way_is_not_quiet_and_nothing_behind_it_is_read_into_it() {
        let whole = string(100_000);
        let mut inbox = Inbox::new(Limits::default(), ROOM);
        inbox.feed(&whole[..ROOM]);
        assert!(inbox.frame(Awaited::One).unwrap().is_none());
        assert!(!inbox.is_quiet());
        assert_eq!(inbox.space().len(), whole.len() - ROOM);
        inbox.feed(&whole[ROOM..]);
        assert!(!inbox.is_quiet());
        assert_eq!(inbox.space().len(), ROOM, "room for the next");
        inbox.feed(b"+OK\r\n");
        assert!(matches!(one(&mut inbox).reply(), Reply::Bulk(_)));
        assert!(matches!(one(&mut inbox).reply(), Reply::Status(b"OK")));
    }

    #[test]
    fn a_long_string_without_its_line_end_is_refused() {
        for end in [b"xx", b"\rx", b"x\n", b"\n\r"] {
            let mut bytes = string(100_000);
            let at = bytes.len() - 2;
            bytes[at..].copy_from_slice(end);
            for cut in [at, at + 1, at + 2] {
                let mut inbox = Inbox::new(Limits::default(), ROOM);
                let parts = [&bytes[..50], &bytes[50..cut], &bytes[cut..]];
                let error = receive_parts(&mut inbox, parts).unwrap_err();
                assert_eq!(error.offset(), at, "{error}");
            }
        }
    }

    #[test]
    fn the_limits_hold_for_long_strings_and_what_is_no_string_is_no_such() {
        let limits = Limits::default().max_bulk(50_000);
        let mut inbox = Inbox::new(limits, ROOM);
        inbox.feed(b"$50001\r\n");
        assert!(inbox.frame(Awaited::One).is_err());
        for (head, awaited) in [
            ("$50000\r\n", Awaited::Sequence(1)),
            ("*1\r\n$50000\r\n", Awaited::One),
            ("|1\r\n+a\r\n+b\r\n$50000\r\n", Awaited::One),
            ("=50000\r\ntxt:", Awaited::One),
            ("$?\r\n;50000\r\n", Awaited::One),
            ("$32767\r\n", Awaited::One),
        ] {
            let mut inbox = Inbox::new(limits, ROOM);
            inbox.feed(head.as_bytes());
            assert!(inbox.frame(awaited).unwrap().is_none());
            assert!(inbox.string.is_none(), "{head}");
        }
    }
}
