//! [`Encoded`]: what was encoded, ready to send: bytes in a row, and large data that stays where it lies.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::IoSlice;
use std::iter;
use std::ops::{Range, RangeInclusive};

use bytes::Bytes;

use super::arguments::Arguments;
use super::encode::{self, Decimal};

/// Data of this size or more that is given away is not copied. Measured with a `Vec` of so many bytes,
/// copying takes 0.4 µs and sharing 0.1 µs (the list of segments), which leaves enough for what a
/// vectored write costs more than a plain one; with half of it nothing would be won.
pub(crate) const SHARED_FROM: usize = 16 * 1024;

/// Where data of these sizes starts a few bytes before its place in the command, seen from the start of a
/// page, the kernel copies it at half the speed: each load waits for the store before it. A large block
/// of glibc's starts at byte 16 of a page, so that is the rule behind a short key. A `SET` of 1 MiB took
/// 550 µs so, 260 µs when it was copied here first, and 215 µs from elsewhere in its page; from 32 MiB on
/// it makes no difference any more.
const SLOW_SIZES: RangeInclusive<usize> = 128 * 1024..=16 * 1024 * 1024;
const SLOW_DISTANCES: Range<usize> = 1..64;
const PAGE: usize = 4096;

/// So many chunks go into one vectored write: with data between them that is large, more than a
/// socket takes at once.
pub(crate) const SLICES: usize = 64;

/// Room before the first argument for the longest array header, `*` and ten digits and CRLF.
const HEADROOM: usize = 13;

/// The headroom of a command that has no argument yet.
const NO_ARGUMENTS: &[u8; HEADROOM] = b".........*0\r\n";

/// Enough for the most usual commands with a key and a short value in one allocation.
const USUAL_SIZE: usize = 128;

/// One or more commands, as they go over the wire.
#[derive(Clone, Default)]
pub(crate) struct Encoded {
    /// Everything but the data of the segments.
    bytes: Vec<u8>,
    /// Where in `bytes` that begins which is sent; before it is room for a header.
    start: usize,
    /// Large data, in the order of where it belongs. There is seldom any, and then it is no allocation.
    segments: Vec<Segment>,
}

/// Data that is shared with whoever gave it.
#[derive(Clone)]
pub(super) struct Segment {
    /// What of `bytes` goes before it. No two segments have the same, as each has its own header.
    pub(super) at: usize,
    /// How much data the segments before it have.
    before: usize,
    pub(super) data: Bytes,
}

impl Segment {
    /// How much data there is up to its end, in segments.
    const fn shared(&self) -> usize {
        self.before.saturating_add(self.data.len())
    }
}

impl Encoded {
    /// Nothing, and no allocation.
    pub(crate) const fn new() -> Self {
        Self {
            bytes: Vec::new(),
            start: 0,
            segments: Vec::new(),
        }
    }

    /// A command without arguments: an array's header, and nothing after it.
    pub(crate) fn command() -> Self {
        let mut bytes = Vec::with_capacity(USUAL_SIZE);
        bytes.extend_from_slice(NO_ARGUMENTS);
        Self {
            bytes,
            start: HEADROOM.wrapping_sub(b"*0\r\n".len()),
            segments: Vec::new(),
        }
    }

    /// Says in the header how many arguments the command has. It is always right, as that is one
    /// byte to write for nearly all commands.
    #[inline]
    pub(crate) fn set_count(&mut self, count: usize) {
        const DIGIT: usize = HEADROOM.wrapping_sub(b"0\r\n".len());
        match (u8::try_from(count), self.bytes.get_mut(DIGIT)) {
            (Ok(count @ 0..10), Some(digit)) => *digit = b'0' | count,
            _ => self.set_long_count(count),
        }
    }

    fn set_long_count(&mut self, count: usize) {
        // No target has a `usize` beyond 64 bits. The line's end is there already.
        const LINE_END: usize = HEADROOM.wrapping_sub(b"\r\n".len());
        let number = Decimal::from(u64::try_from(count).unwrap_or(u64::MAX));
        let digits = number.as_bytes();
        let start = LINE_END.saturating_sub(digits.len()).saturating_sub(1);
        if let Some([kind, place @ ..]) = self.bytes.get_mut(start..LINE_END)
            && place.len() == digits.len()
        {
            *kind = b'*';
            place.copy_from_slice(digits);
            self.start = start;
        }
    }

    /// Appends `data` as one bulk string, copied.
    #[inline]
    pub(crate) fn bulk(&mut self, data: &[u8]) {
        encode::bulk(&mut self.bytes, data);
    }

    /// Appends what `text` displays as one bulk string.
    pub(crate) fn text(&mut self, text: impl Display) {
        encode::text(&mut self.bytes, text);
    }

    /// Appends `data` as one bulk string, which is copied only if it is small.
    pub(crate) fn shared(&mut self, data: Bytes) {
        if data.len() < SHARED_FROM {
            return self.bulk(&data);
        }
        encode::header(&mut self.bytes, b'$', data.len());
        if self.is_sent_slowly(&data) {
            self.bytes.reserve(data.len().saturating_add(b"\r\n".len()));
            self.bytes.extend_from_slice(&data);
        } else {
            let (at, before) = (self.bytes.len(), self.shared_len());
            self.segments.push(Segment { at, before, data });
        }
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// Makes room for so many more bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve(bytes);
    }

    /// Whether it is faster to copy the data, which goes here, than to have it sent from where it lies.
    fn is_sent_slowly(&self, data: &[u8]) -> bool {
        let distance = self.len().wrapping_sub(data.as_ptr().addr()) % PAGE;
        SLOW_SIZES.contains(&data.len()) && SLOW_DISTANCES.contains(&distance)
    }

    /// Where the next argument will be.
    pub(crate) const fn end(&self) -> usize {
        self.bytes.len()
    }

    /// Puts a number before the argument at `position`, which was an [`end`](Self::end). What moves is
    /// short: counts stand before arguments that were just written, and their large data does not move.
    pub(crate) fn insert(&mut self, position: usize, number: usize) {
        let end = self.bytes.len();
        let number = Decimal::from(u64::try_from(number).unwrap_or(u64::MAX));
        self.bulk(number.as_bytes());
        let inserted = self.bytes.len().wrapping_sub(end);
        if let Some(tail) = self.bytes.get_mut(position..) {
            tail.rotate_right(inserted);
        }
        let behind = self.segments.iter_mut().rev();
        for segment in behind.take_while(|segment| segment.at > position) {
            segment.at = segment.at.saturating_add(inserted);
        }
    }

    /// Appends bytes that are encoded already.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends another one; large data is shared with it.
    #[inline]
    pub(crate) fn append(&mut self, other: &Self) {
        if !other.segments.is_empty() {
            self.append_segments(other);
        }
        self.raw(other.own(other.start, None));
    }

    fn append_segments(&mut self, other: &Self) {
        let (end, before) = (self.bytes.len(), self.shared_len());
        let segments = other.segments.iter();
        self.segments.extend(segments.map(|segment| Segment {
            at: segment.at.saturating_sub(other.start).saturating_add(end),
            before: segment.before.saturating_add(before),
            data: segment.data.clone(),
        }));
    }

    /// Leaves out, or not, what comes before `start`, which was an [`end`](Self::end).
    pub(crate) const fn set_start(&mut self, start: usize) {
        self.start = start;
    }

    /// How many bytes go over the wire.
    pub(crate) fn len(&self) -> usize {
        let own = self.bytes.len().saturating_sub(self.start);
        own.saturating_add(self.shared_len())
    }

    fn shared_len(&self) -> usize {
        self.segments.last().map_or(0, Segment::shared)
    }

    /// All of it, if it is one run of bytes, as it mostly is.
    #[inline]
    pub(crate) fn as_slice(&self) -> Option<&[u8]> {
        self.segments.is_empty().then(|| self.own(self.start, None))
    }

    /// All of it, copied if it is more than one run of bytes.
    pub(crate) fn to_bytes(&self) -> Cow<'_, [u8]> {
        match self.as_slice() {
            Some(run) => Cow::Borrowed(run),
            None => Cow::Owned(self.chunks().collect::<Vec<_>>().concat()),
        }
    }

    /// The runs of bytes that it is made of, in order. None is empty.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        self.chunks_after(0)
    }

    /// Those that come after so many segments.
    fn chunks_after(&self, segments: usize) -> impl Iterator<Item = &[u8]> {
        let (done, segments) = self.segments.split_at_checked(segments).unwrap_or_default();
        let mut from = done.last().map_or(self.start, |segment| segment.at);
        let segments = segments.iter().map(Some).chain(iter::once(None));
        let chunks = segments.flat_map(move |segment| {
            let before = self.own(from, segment);
            from = segment.map_or(from, |segment| segment.at);
            [before, segment.map_or(&[], |segment| &segment.data)]
        });
        chunks.filter(|chunk| !chunk.is_empty())
    }

    /// What comes after the first `taken` bytes, or as much of it as there is room for in `slices`.
    pub(crate) fn rest<'s, 'a>(
        &'a self,
        mut taken: usize,
        slices: &'s mut [IoSlice<'a>; SLICES],
    ) -> &'s [IoSlice<'a>] {
        let end = |segment: &Segment| {
            let own = segment.at.saturating_sub(self.start);
            own.saturating_add(segment.shared())
        };
        let done = self
            .segments
            .partition_point(|segment| end(segment) <= taken);
        let last = done.checked_sub(1).and_then(|last| self.segments.get(last));
        taken = taken.saturating_sub(last.map_or(0, end));
        let chunks = self.chunks_after(done).filter_map(|chunk| {
            let rest = chunk.get(taken..).filter(|rest| !rest.is_empty());
            taken = taken.saturating_sub(chunk.len());
            rest
        });
        let mut count: usize = 0;
        for (slice, chunk) in slices.iter_mut().zip(chunks) {
            *slice = IoSlice::new(chunk);
            count = count.saturating_add(1);
        }
        slices.get(..count).unwrap_or_default()
    }

    /// The bytes from `from` to where `segment` goes.
    fn own(&self, from: usize, segment: Option<&Segment>) -> &[u8] {
        let to = segment.map_or(self.bytes.len(), |segment| segment.at);
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// The arguments of the first command.
    #[inline]
    pub(crate) fn arguments(&self) -> Arguments<'_> {
        let own = self.own(self.start, None);
        Arguments::of(own, self.bytes.len(), &self.segments).unwrap_or_default()
    }

    /// The commands that it is made of, MULTI and EXEC among them.
    #[cfg(feature = "tracing")]
    pub(crate) fn commands(&self) -> impl Iterator<Item = Arguments<'_>> {
        self.commands_from(self.start)
    }

    /// The commands from `position` on, which was an [`end`](Self::end).
    pub(crate) fn commands_from(&self, position: usize) -> impl Iterator<Item = Arguments<'_>> {
        let end = self.bytes.len();
        let first = Arguments::of(self.own(position, None), end, &self.segments);
        iter::successors(first, move |command| {
            let (rest, segments) = command.clone().after();
            Arguments::of(rest, end, segments)
        })
    }

    /// The data of the one bulk string that it is.
    pub(crate) fn into_data(mut self) -> Bytes {
        if let Some(segment) = self.segments.pop() {
            return segment.data;
        }
        let header = self.bytes.iter().position(|&byte| byte == b'\n');
        let data = header.map_or(0, |end| end.saturating_add(1));
        let end = self.bytes.len().saturating_sub(b"\r\n".len());
        self.bytes.truncate(end);
        self.bytes.drain(..data.min(end));
        self.bytes.into()
    }
}

/// Shows no data: it may be a password.
impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large(byte: u8) -> Bytes {
        Bytes::from(vec![byte; SHARED_FROM])
    }

    /// The bulk string of `data`, copied.
    fn bulk(data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode::bulk(&mut out, data);
        out
    }

    /// `*5 ECHO <large a> b <large c> <large d>`
    fn mixed() -> (Encoded, Vec<u8>) {
        let mut encoded = Encoded::command();
        encoded.bulk(b"ECHO");
        encoded.shared(large(b'a'));
        encoded.bulk(b"b");
        encoded.shared(large(b'c'));
        encoded.shared(large(b'd'));
        encoded.set_count(5);
        let copied = [
            b"*5\r\n".to_vec(),
            bulk(b"ECHO"),
            bulk(&large(b'a')),
            bulk(b"b"),
            bulk(&large(b'c')),
            bulk(&large(b'd')),
        ];
        (encoded, copied.concat())
    }

    #[test]
    fn shared_data_is_sent_where_it_belongs_and_from_where_it_lies() {
        let (encoded, copied) = mixed();
        assert!(encoded.as_slice().is_none());
        assert!(*encoded.to_bytes() == copied);
        assert_eq!(encoded.len(), copied.len());
        let data = large(b'x');
        let mut encoded = Encoded::new();
        encoded.shared(data.clone());
        let chunks: Vec<&[u8]> = encoded.chunks().collect();
        assert_eq!(chunks[0], b"$16384\r\n");
        assert_eq!(
            (chunks[1].as_ptr(), chunks[1].len()),
            (data.as_ptr(), data.len())
        );
        assert_eq!(chunks[2], b"\r\n");
        assert_eq!(encoded.clone().into_data().as_ptr(), data.as_ptr());
    }

    #[test]
    fn data_that_lies_badly_is_copied_where_that_is_faster() {
        for (size, slow) in [(SHARED_FROM, false), (1 << 20, true), (17 << 20, false)] {
            let block = Bytes::from(vec![b'x'; size + 2 * PAGE]);
            let page = PAGE - block.as_ptr().addr() % PAGE;
            for (start, badly) in [(page, true), (page + 100, false)] {
                let mut encoded = Encoded::new();
                // With its header the data's place is some 40 bytes behind the start of a page.
                encoded.raw(&[b'.'; 30]);
                encoded.shared(block.slice(start..start + size));
                assert_eq!(
                    encoded.as_slice().is_some(),
                    slow && badly,
                    "{size} {start}"
                );
                assert!(encoded.to_bytes().ends_with(b"xx\r\n"));
            }
        }
    }

    #[test]
    fn small_data_is_one_run() {
        let mut encoded = Encoded::command();
        assert_eq!(encoded.as_slice(), Some(b"*0\r\n".as_slice()));
        encoded.shared(large(b'x').slice(1..));
        encoded.set_count(1);
        let copied = [b"*1\r\n".to_vec(), bulk(&large(b'x')[1..])].concat();
        assert!(encoded.as_slice() == Some(&copied));
        assert!(matches!(encoded.to_bytes(), Cow::Borrowed(_)));
    }

    #[test]
    fn what_fits_is_one_allocation() {
        let mut encoded = Encoded::command();
        encoded.bulk(&[b'x'; USUAL_SIZE - HEADROOM - b"$100\r\n\r\n".len()]);
        assert_eq!(encoded.end(), USUAL_SIZE);
        assert_eq!(encoded.bytes.capacity(), USUAL_SIZE);
    }

    #[test]
    fn the_header_knows_any_number_of_arguments() {
        let mut encoded = Encoded::command();
        encoded.bulk(b"x");
        for count in [0, 9, 10, 99, 100, 1_000_000, u32::MAX as usize] {
            encoded.set_count(count);
            let whole = format!("*{count}\r\n$1\r\nx\r\n");
            assert_eq!(encoded.as_slice(), Some(whole.as_bytes()));
        }
    }

    #[test]
    fn a_number_that_is_inserted_moves_what_comes_after_it_and_nothing_else() {
        let mut encoded = Encoded::command();
        encoded.bulk(b"X");
        encoded.shared(large(b'a'));
        let position = encoded.end();
        encoded.shared(large(b'b'));
        encoded.bulk(b"c");
        encoded.shared(large(b'd'));
        encoded.insert(position, 12);
        encoded.set_count(6);
        let arguments: Vec<&[u8]> = encoded.arguments().collect();
        let (a, b, d) = (large(b'a'), large(b'b'), large(b'd'));
        assert!(arguments == [b"X".as_slice(), &a, b"12", &b, b"c", &d]);
    }

    #[test]
    fn whatever_has_been_taken_the_rest_follows() {
        let (mut encoded, copied) = mixed();
        for _ in 0..SLICES {
            encoded.append(&mixed().0);
        }
        let copied = copied.repeat(1 + SLICES);
        let mut taken = 0;
        // What a socket takes at once ends anywhere, at an end of a chunk too.
        for most in [1, 3, 12, 13, 8, 16384, 20_000, 7].into_iter().cycle() {
            let mut slices = [IoSlice::new(&[]); SLICES];
            let mut at = taken;
            for slice in encoded.rest(taken, &mut slices) {
                assert!(!slice.is_empty() && copied[at..].starts_with(slice));
                at += slice.len();
            }
            if at == taken {
                break;
            }
            taken = at.min(taken + most);
        }
        assert_eq!(taken, copied.len());
    }

    #[test]
    fn commands_are_read_back_from_whatever_they_are_made_of() {
        let mut encoded = Encoded::new();
        encoded.raw(b"*1\r\n$5\r\nMULTI\r\n");
        let start = encoded.end();
        encoded.append(&mixed().0);
        encoded.append(&mixed().0);
        let mut set = Encoded::command();
        set.bulk(b"SET");
        set.bulk(b"a\r\nb");
        set.set_count(2);
        encoded.append(&set);
        let (a, c, d) = (large(b'a'), large(b'c'), large(b'd'));
        let echo: Vec<&[u8]> = vec![b"ECHO", &a, b"b", &c, &d];
        let read: Vec<Vec<&[u8]>> = encoded.commands_from(0).map(Iterator::collect).collect();
        assert!(
            read == [
                vec![b"MULTI".as_slice()],
                echo.clone(),
                echo.clone(),
                vec![b"SET", b"a\r\nb"]
            ]
        );
        assert_eq!(encoded.commands_from(start).count(), 3);
        encoded.set_start(start);
        assert!(encoded.arguments().collect::<Vec<_>>() == echo);
        let whole = [&*mixed().1, &mixed().1, &set.to_bytes()].concat();
        assert!(*encoded.to_bytes() == whole);
        assert_eq!(Encoded::new().arguments().count(), 0);
        assert_eq!(Encoded::new().commands_from(0).count(), 0);
    }

    #[test]
    fn debug_shows_no_data() {
        let (encoded, copied) = mixed();
        assert_eq!(format!("{encoded:?}"), format!("<{} bytes>", copied.len()));
    }
}
