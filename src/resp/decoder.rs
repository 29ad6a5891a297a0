//! [`Decoder`]: finds out where a reply ends, and that it is well formed.
//!
//! It looks at a buffer that somebody else fills. What it has understood it does not look at again:
//! it remembers the place, how far an unfinished line was searched for its end, and a stack of the
//! aggregates that are still open. The stack is its only allocation, and bounded by the depth limit.
//!
//! ```text
//!                        ┌───────── a scalar, or the last element of an aggregate ─────────┐
//!                        ▼                                                                 │
//!   Reply ──*n ~n >n %n──► Counted ──┐                                                     │
//!     │  └──*? ~? %?─────► Streamed ─┼─ each element may again be any of these ── . ───────┤
//!     ├─────$?───────────► Chunks ───┘────────────────────────────────────────── ;0 ───────┘
//!     └─────|n───────────► Attribute: when it is complete, the reply it belongs to is still to come
//! ```

use std::mem::replace;

use super::limits::Limits;
use super::long_string::LongString;
use super::protocol_error::ProtocolError;

/// Finds the end of one reply after the other; see the [module](self).
#[derive(Debug)]
pub(crate) struct Decoder {
    limits: Limits,
    /// Where the first header starts that is not dealt with yet.
    pos: usize,
    /// How many bytes of the line at `pos` are known not to hold its end.
    searched: usize,
    /// Nothing more can be said before the buffer is this long.
    wanted: usize,
    /// Elements of all aggregates of this reply: declared, or arrived where they are streamed.
    elements: u64,
    /// The type byte of the whole reply, once it is known.
    kind: u8,
    /// The innermost open aggregate; at the top, the one reply that is waited for.
    level: Level,
    outer: Vec<Level>,
}

/// A complete reply at the front of the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameInfo {
    /// Its length, leading attributes included.
    pub(crate) len: usize,
    /// It is a RESP3 push: it answers no command.
    pub(crate) push: bool,
    /// It is an error.
    pub(crate) error: bool,
}

#[derive(Debug)]
struct Level {
    kind: LevelKind,
    /// Elements to come; counts down from the maximum where they are streamed. For [`LevelKind::Chunks`]
    /// one more than the bytes that the string may still have, as only `;0` ends it.
    left: u64,
    /// An attribute was read whose reply has not come yet.
    attributed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LevelKind {
    Reply,
    Counted,
    Attribute,
    Streamed,
    StreamedPairs,
    Chunks,
}

/// What a step over one header (and the data behind it) came to.
enum Step<'b> {
    /// The buffer behind it.
    To(&'b [u8]),
    /// It is incomplete by at least so many bytes.
    Short(usize),
}

/// What is wrong, and the buffer from there on.
struct Fault<'b> {
    at: &'b [u8],
    what: &'static str,
}

type Stepped<'b> = Result<Step<'b>, Fault<'b>>;

impl Decoder {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            pos: 0,
            searched: 0,
            wanted: 1,
            elements: 0,
            kind: 0,
            level: Level::new(LevelKind::Reply, 1),
            outer: Vec::new(),
        }
    }

    /// Lets lines be as long as strings may be.
    pub(crate) fn allow_long_lines(&mut self) {
        self.limits = self.limits.with_long_lines();
    }

    /// Looks at what has been appended to `buf` since the last call. `buf` starts with the first byte
    /// of the reply, and only grows until the reply is complete.
    ///
    /// After a complete reply it is ready for the next one; after an error it is of no more use.
    #[inline]
    pub(crate) fn advance(&mut self, buf: &[u8]) -> Result<Option<FrameInfo>, ProtocolError> {
        if buf.len() < self.wanted {
            return Ok(None);
        }
        if self.is_idle()
            && let Some(tail) = self.plain(buf)
        {
            return Ok(Some(FrameInfo {
                len: buf.len().saturating_sub(tail.len()),
                push: false,
                error: false,
            }));
        }
        self.resume(buf)
    }

    /// Goes on where it stopped.
    fn resume(&mut self, buf: &[u8]) -> Result<Option<FrameInfo>, ProtocolError> {
        let mut rest = buf.get(self.pos..).unwrap_or_default();
        while self.level.left > 0 {
            rest = self.plain_elements(rest);
            match self.step(rest) {
                Ok(Step::To(tail)) => rest = tail,
                Ok(Step::Short(missing)) => {
                    self.pos = buf.len().saturating_sub(rest.len());
                    self.wanted = buf.len().saturating_add(missing);
                    return Ok(None);
                }
                Err(fault) => return Err(ProtocolError::new(buf, fault.at, fault.what)),
            }
        }
        let info = FrameInfo {
            len: buf.len().saturating_sub(rest.len()),
            push: self.kind == b'>',
            error: matches!(self.kind, b'-' | b'!'),
        };
        self.reset();
        Ok(Some(info))
    }

    /// At least how many bytes must follow the `have` that are there for what is being read (such as a
    /// bulk string) to be complete. A peer says so: reserve it in steps.
    pub(crate) fn missing(&self, have: usize) -> usize {
        self.wanted.saturating_sub(have).max(1)
    }

    /// The string that is all of the reply which `buf` starts with, if it is worth to be received by
    /// itself: then the decoder has done with it.
    pub(crate) fn take_long_string(&mut self, buf: &[u8]) -> Option<LongString> {
        let [b'$', body @ ..] = buf else { return None };
        if self.pos > 0 {
            return None;
        }
        let (length, begun) = length(body).ok()??;
        let length = usize::try_from(length).ok()?;
        if !LongString::is_worth_it(length) {
            return None;
        }
        self.reset();
        let header = buf.len().saturating_sub(begun.len());
        Some(LongString::new(header, length, begun))
    }

    /// Whether no reply is half read.
    pub(crate) fn is_idle(&self) -> bool {
        self.wanted == 1
    }

    fn reset(&mut self) {
        self.pos = 0;
        self.searched = 0;
        self.wanted = 1;
        self.elements = 0;
        self.level = Level::new(LevelKind::Reply, 1);
    }

    /// What is behind a whole string, integer or OK: nearly all that servers ever send, as a reply or
    /// an element. `None` if it is anything else, or the end is missing, or it is wrong: that is for
    /// [`step`](Self::step) to say.
    #[inline]
    fn plain<'b>(&self, rest: &'b [u8]) -> Option<&'b [u8]> {
        match rest {
            [b'$', body @ ..] => {
                let (length, tail) = length(body).ok()??;
                match self.data(body, length, tail) {
                    Ok(Step::To(tail)) => Some(tail),
                    _ => None,
                }
            }
            [b':', body @ ..] => match integer(body) {
                Ok(Step::To(tail)) => Some(tail),
                _ => None,
            },
            [b'+', b'O', b'K', b'\r', b'\n', tail @ ..] => Some(tail),
            _ => None,
        }
    }

    /// What is behind the [plain](Self::plain) elements that come next, all but the last of an aggregate.
    #[inline]
    fn plain_elements<'b>(&mut self, mut rest: &'b [u8]) -> &'b [u8] {
        if self.level.kind != LevelKind::Counted {
            return rest;
        }
        let mut left = self.level.left;
        while left > 1 {
            let Some(tail) = self.plain(rest) else { break };
            rest = tail;
            left = left.wrapping_sub(1);
        }
        if left != self.level.left {
            self.level.left = left;
            self.level.attributed = false;
            self.searched = 0;
        }
        rest
    }

    /// Deals with the header that `rest` starts with.
    #[inline]
    fn step<'b>(&mut self, rest: &'b [u8]) -> Stepped<'b> {
        let Some((&kind, body)) = rest.split_first() else {
            return Ok(Step::Short(1));
        };
        match self.level.kind {
            LevelKind::Chunks => return self.chunk(rest),
            LevelKind::Reply if kind != b'|' => self.kind = kind,
            _ => {}
        }
        match kind {
            b'$' => self.bulk(body),
            b':' => {
                let step = integer(body)?;
                self.completes(step)
            }
            b'+' | b'-' | b'(' | b',' => self.line(kind, body),
            b'*' | b'~' | b'%' | b'>' | b'|' => self.aggregate(kind, rest, body),
            b'=' | b'!' => self.blob(kind, body),
            b'_' => {
                let step = exactly(body, b"\r\n")?;
                self.completes(step)
            }
            b'#' => {
                let wanted = if body.first() == Some(&b'f') {
                    b"f\r\n"
                } else {
                    b"t\r\n"
                };
                let step = exactly(body, wanted)?;
                self.completes(step)
            }
            b'.' => self.end_of_stream(rest, body),
            b';' => Err(Fault::new(rest, "a chunk outside a streamed string")),
            _ => Err(Fault::new(rest, "unknown type")),
        }
    }

    #[inline]
    fn bulk<'b>(&mut self, body: &'b [u8]) -> Stepped<'b> {
        let (length, tail) = match length(body) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(Step::Short(1)),
            Err(fault) => return self.uncounted_bulk(body, fault),
        };
        let step = self.data(body, length, tail)?;
        self.completes(step)
    }

    /// `$-1` and `$?`, which are no lengths.
    #[cold]
    fn uncounted_bulk<'b>(&mut self, body: &'b [u8], fault: Fault<'b>) -> Stepped<'b> {
        match body.first() {
            Some(b'-') => {
                let step = exactly(body, b"-1\r\n")?;
                self.completes(step)
            }
            Some(b'?') => {
                let step = exactly(body, b"?\r\n")?;
                if let Step::To(_) = step {
                    let room = self.limits.bulk().saturating_add(1);
                    self.push(Level::new(LevelKind::Chunks, room));
                }
                Ok(step)
            }
            _ => Err(fault),
        }
    }

    /// `length` bytes of data at the start of `tail`, and the line's end behind them.
    #[inline]
    fn data<'b>(&self, body: &'b [u8], length: u64, tail: &'b [u8]) -> Stepped<'b> {
        let too_long = || Fault::new(body, "a string longer than the limit, `max_bulk`");
        if length > self.limits.bulk() {
            return Err(too_long());
        }
        let length = usize::try_from(length).map_err(|_| too_long())?;
        match tail.get(length..) {
            Some([b'\r', b'\n', tail @ ..]) => Ok(Step::To(tail)),
            Some(end) if end.len() >= 2 => Err(Fault::new(end, "no line end after the data")),
            _ => Ok(Step::Short(
                length.saturating_add(2).saturating_sub(tail.len()),
            )),
        }
    }

    /// `=` and `!`.
    fn blob<'b>(&mut self, kind: u8, body: &'b [u8]) -> Stepped<'b> {
        let Some((length, tail)) = length(body)? else {
            return Ok(Step::Short(1));
        };
        // Too short for one is wrong whatever follows, and however much of that has come.
        if kind == b'=' && length < 4 {
            return Err(no_format(tail));
        }
        let step = self.data(body, length, tail)?;
        if kind == b'=' && matches!(step, Step::To(_)) && !has_format(tail) {
            return Err(no_format(tail));
        }
        self.completes(step)
    }

    /// `;n` inside a streamed string.
    fn chunk<'b>(&mut self, rest: &'b [u8]) -> Stepped<'b> {
        let [b';', body @ ..] = rest else {
            return Err(Fault::new(rest, "no chunk inside a streamed string"));
        };
        let Some((length, tail)) = length(body)? else {
            return Ok(Step::Short(1));
        };
        if length == 0 {
            self.pop();
            return self.completes(Step::To(tail));
        }
        let left = self.level.left.saturating_sub(length);
        if left == 0 {
            return Err(Fault::new(
                body,
                "a string longer than the limit, `max_bulk`",
            ));
        }
        let step = self.data(body, length, tail)?;
        if let Step::To(_) = step {
            self.level.left = left;
        }
        Ok(step)
    }

    fn line<'b>(&mut self, kind: u8, body: &'b [u8]) -> Stepped<'b> {
        let Some((line, tail)) = self.end_of_line(body)? else {
            return Ok(Step::Short(1));
        };
        let what = match kind {
            b'(' if !is_big_number(line) => "not a big number",
            b',' if double(line).is_none() => "not a double",
            _ => return self.completes(Step::To(tail)),
        };
        Err(Fault::new(body, what))
    }

    /// The line at the start of `body` and what follows it, `None` if its end has not come yet.
    #[expect(clippy::type_complexity, reason = "private, and said in words above")]
    fn end_of_line<'b>(
        &mut self,
        body: &'b [u8],
    ) -> Result<Option<(&'b [u8], &'b [u8])>, Fault<'b>> {
        let unseen = body.get(self.searched..).unwrap_or_default();
        let found = unseen.iter().position(|&byte| byte == b'\r');
        let length = self.searched.saturating_add(found.unwrap_or(unseen.len()));
        if length > self.limits.line() {
            return Err(Fault::new(body, "a line longer than the limit, `max_line`"));
        }
        match body.split_at_checked(length) {
            Some((line, [b'\r', b'\n', tail @ ..])) => {
                self.searched = 0;
                Ok(Some((line, tail)))
            }
            Some((_, at @ [b'\r', _, ..])) => Err(Fault::new(at, "CR without LF")),
            _ => {
                self.searched = length;
                Ok(None)
            }
        }
    }

    fn aggregate<'b>(&mut self, kind: u8, rest: &'b [u8], body: &'b [u8]) -> Stepped<'b> {
        if kind == b'>' && self.level.kind != LevelKind::Reply {
            return Err(Fault::new(rest, "a push inside another reply"));
        }
        let (count, tail) = match (length(body), kind, body.first()) {
            (Ok(Some(found)), ..) => found,
            (Ok(None), ..) => return Ok(Step::Short(1)),
            (Err(_), b'*', Some(b'-')) => {
                let step = exactly(body, b"-1\r\n")?;
                return self.completes(step);
            }
            (Err(_), b'*' | b'~' | b'%', Some(b'?')) => return self.stream(kind, rest, body),
            (Err(fault), ..) => return Err(fault),
        };
        let per_entry = if matches!(kind, b'%' | b'|') { 2 } else { 1 };
        let count = count.saturating_mul(per_entry);
        let level = match kind {
            b'|' => LevelKind::Attribute,
            _ => LevelKind::Counted,
        };
        // An empty attribute counts too, or a reply could be in the making for ever.
        let least = u64::from(level == LevelKind::Attribute);
        self.count_elements(rest, count.max(least))?;
        self.check_depth(rest)?;
        if count > 0 {
            self.push(Level::new(level, count));
        } else if level == LevelKind::Attribute {
            self.level.attributed = true;
        } else {
            return self.completes(Step::To(tail));
        }
        Ok(Step::To(tail))
    }

    /// `*?` and its like.
    fn stream<'b>(&mut self, kind: u8, rest: &'b [u8], body: &'b [u8]) -> Stepped<'b> {
        let step = exactly(body, b"?\r\n")?;
        if let Step::To(_) = step {
            self.check_depth(rest)?;
            let kind = match kind {
                b'%' => LevelKind::StreamedPairs,
                _ => LevelKind::Streamed,
            };
            self.push(Level::new(kind, u64::MAX));
        }
        Ok(step)
    }

    /// `.`
    fn end_of_stream<'b>(&mut self, rest: &'b [u8], body: &'b [u8]) -> Stepped<'b> {
        let came = u64::MAX.saturating_sub(self.level.left);
        match self.level.kind {
            LevelKind::StreamedPairs if came % 2 == 1 => {
                return Err(Fault::new(rest, "a map that ends after a key"));
            }
            LevelKind::Streamed | LevelKind::StreamedPairs if !self.level.attributed => {}
            LevelKind::Streamed | LevelKind::StreamedPairs => {
                return Err(Fault::new(rest, "an attribute of nothing"));
            }
            _ => return Err(Fault::new(rest, "an end outside a streamed aggregate")),
        }
        let step = exactly(body, b"\r\n")?;
        if let Step::To(_) = step {
            self.pop();
        }
        self.completes(step)
    }

    fn count_elements<'b>(&mut self, at: &'b [u8], count: u64) -> Result<(), Fault<'b>> {
        self.elements = self.elements.saturating_add(count);
        if self.elements > self.limits.elements() {
            return Err(Fault::new(
                at,
                "more elements than the limit, `max_elements`",
            ));
        }
        Ok(())
    }

    fn check_depth<'b>(&self, at: &'b [u8]) -> Result<(), Fault<'b>> {
        if self.outer.len() >= self.limits.depth() {
            return Err(Fault::new(at, "nested deeper than the limit, `max_depth`"));
        }
        Ok(())
    }

    fn push(&mut self, level: Level) {
        let outer = replace(&mut self.level, level);
        self.outer.push(outer);
    }

    fn pop(&mut self) {
        // There is always an outer level but at the top, which is never popped.
        if let Some(outer) = self.outer.pop() {
            self.level = outer;
        }
    }

    /// If `step` went over the whole of it, one more element of the innermost level is complete, and so
    /// perhaps are that level and the ones around it.
    #[inline]
    fn completes<'b>(&mut self, step: Step<'b>) -> Stepped<'b> {
        let Step::To(tail) = step else {
            return Ok(step);
        };
        loop {
            self.level.left = self.level.left.wrapping_sub(1);
            self.level.attributed = false;
            match self.level.kind {
                LevelKind::Streamed | LevelKind::StreamedPairs => self.count_elements(tail, 1)?,
                LevelKind::Counted if self.level.left == 0 => {
                    self.pop();
                    continue;
                }
                LevelKind::Attribute if self.level.left == 0 => {
                    self.pop();
                    self.level.attributed = true;
                }
                _ => {}
            }
            return Ok(Step::To(tail));
        }
    }
}

impl Level {
    fn new(kind: LevelKind, left: u64) -> Self {
        Self {
            kind,
            left,
            attributed: false,
        }
    }
}

impl<'b> Fault<'b> {
    #[cold]
    fn new(at: &'b [u8], what: &'static str) -> Self {
        Self { at, what }
    }
}

/// A length and its line's end: `None` if the end has not come yet. At most 19 digits, so there is little
/// to read again then.
#[inline]
fn length(body: &[u8]) -> Result<Option<(u64, &[u8])>, Fault<'_>> {
    // One more digit than this would be the twentieth.
    const EIGHTEEN_DIGITS: u64 = 999_999_999_999_999_999;
    let (mut value, mut rest) = match body {
        [b'0', rest @ ..] => {
            return match exactly(rest, b"\r\n")? {
                Step::To(tail) => Ok(Some((0, tail))),
                Step::Short(_) => Ok(None),
            };
        }
        [digit @ b'1'..=b'9', rest @ ..] => (u64::from(digit & 0xF), rest),
        [] => return Ok(None),
        _ => return Err(Fault::new(body, "not a length")),
    };
    loop {
        match rest {
            [digit @ b'0'..=b'9', tail @ ..] if value <= EIGHTEEN_DIGITS => {
                value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0xF));
                rest = tail;
            }
            [b'\r', b'\n', tail @ ..] => return Ok(Some((value, tail))),
            [] | [b'\r'] => return Ok(None),
            _ => return Err(Fault::new(rest, "not a length")),
        }
    }
}

/// The line of an integer: a sign or none and at most 19 digits that fit in an `i64`.
#[inline]
fn integer(body: &[u8]) -> Stepped<'_> {
    // The magnitude of `i64::MIN`.
    const LEAST: u64 = 1 << 63;
    let (highest, mut rest) = match body {
        [b'-', rest @ ..] => (LEAST, rest),
        [b'+', rest @ ..] => (LEAST.wrapping_sub(1), rest),
        _ => (LEAST.wrapping_sub(1), body),
    };
    let mut magnitude = 0_u64;
    let mut digits = 0_u8;
    loop {
        match rest {
            [digit @ b'0'..=b'9', tail @ ..] if digits < 19 => {
                // 19 digits fit in a `u64`.
                magnitude = magnitude
                    .wrapping_mul(10)
                    .wrapping_add(u64::from(digit & 0xF));
                digits = digits.wrapping_add(1);
                rest = tail;
            }
            [b'\r', b'\n', tail @ ..] if digits > 0 && magnitude <= highest => {
                return Ok(Step::To(tail));
            }
            [] | [b'\r'] => return Ok(Step::Short(1)),
            _ => return Err(Fault::new(body, "not an integer")),
        }
    }
}

/// Goes over `wanted`, which is all that may stand here.
#[inline]
fn exactly<'b>(body: &'b [u8], wanted: &[u8]) -> Stepped<'b> {
    match body.strip_prefix(wanted) {
        Some(tail) => Ok(Step::To(tail)),
        None if wanted.starts_with(body) => Ok(Step::Short(1)),
        None => Err(Fault::new(body, "not what the type allows")),
    }
}

/// Whether the data of a verbatim string starts with a format.
fn has_format(data: &[u8]) -> bool {
    match data {
        [a, b, c, b':', ..] => [a, b, c].into_iter().all(u8::is_ascii_graphic),
        _ => false,
    }
}

#[cold]
fn no_format(at: &[u8]) -> Fault<'_> {
    Fault::new(at, "a verbatim string without a format")
}

fn is_big_number(line: &[u8]) -> bool {
    let digits = match line {
        [b'+' | b'-', digits @ ..] => digits,
        _ => line,
    };
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// The number that a `,` line holds.
pub(super) fn double(line: &[u8]) -> Option<f64> {
    let unsigned = match line {
        [b'+' | b'-', unsigned @ ..] => unsigned,
        _ => line,
    };
    let is_plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    // `str::parse` alone would take "infinity" and any case as well.
    if !matches!(unsigned, b"inf" | b"nan") && !unsigned.iter().all(is_plain) {
        return None;
    }
    str::from_utf8(line).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<Option<FrameInfo>, ProtocolError> {
        Decoder::new(Limits::default()).advance(bytes)
    }

    fn is_whole(bytes: &[u8]) {
        for end in 0..bytes.len() {
            let early = decode(&bytes[..end]);
            assert_eq!(early, Ok(None), "{:?}", bytes[..end].escape_ascii());
        }
        let info = decode(&[bytes, b"+next"].concat()).unwrap().unwrap();
        assert_eq!(info.len, bytes.len(), "{}", bytes.escape_ascii());
    }

    #[test]
    fn every_type_is_framed_and_no_earlier_than_it_ends() {
        for bytes in [
            b"+OK\r\n".as_slice(),
            b"+\r\n",
            b"-ERR x\r\n",
            b":-12\r\n",
            b":+5\r\n",
            b":-9223372036854775808\r\n",
            b"$0\r\n\r\n",
            b"$5\r\na\r\nbc\r\n",
            b"$-1\r\n",
            b"*-1\r\n",
            b"*0\r\n",
            b"*2\r\n*1\r\n:1\r\n$1\r\nx\r\n",
            b"_\r\n",
            b"#t\r\n",
            b"#f\r\n",
            b",1\r\n",
            b",-1.5e-7\r\n",
            b",inf\r\n",
            b",nan\r\n",
            b"(-123456789012345678901234567890\r\n",
            b"!3\r\nERR\r\n",
            b"=4\r\ntxt:\r\n",
            b"%1\r\n+k\r\n*0\r\n",
            b"~1\r\n:1\r\n",
            b">2\r\n+a\r\n:1\r\n",
            b"|1\r\n+a\r\n*1\r\n:1\r\n|0\r\n:1\r\n",
            b"*1\r\n|1\r\n+a\r\n:1\r\n:2\r\n",
            b"$?\r\n;2\r\nab\r\n;0\r\n",
            b"*2\r\n$?\r\n;0\r\n:1\r\n",
            b"*?\r\n.\r\n",
            b"~?\r\n*1\r\n:1\r\n%?\r\n+k\r\n:1\r\n.\r\n.\r\n",
        ] {
            is_whole(bytes);
        }
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for bytes in [
            b"hello".as_slice(),
            b"\r\n",
            b"+a\rb",
            b":\r\n",
            b":1x",
            b":9223372036854775808\r\n",
            b":-9223372036854775809\r\n",
            b":00000000000000000000\r\n",
            b"$+1",
            b"$01",
            b"$-2",
            b"$-01",
            b"$1\rx",
            b"$1\r\nabc",
            b"$\r\n",
            b"$536870913\r\n",
            b"$9223372036854775807\r\n",
            b"$10000000000000000000",
            b"*-2",
            b"~-1",
            b"%-1",
            b"|?",
            b">?",
            b"=?",
            b"*134217729\r\n",
            b"%67108865\r\n",
            b"%9223372036854775807\r\n",
            b"_x",
            b"#x",
            b"#tx",
            b",\r\n",
            b",1x\r\n",
            b",infinity\r\n",
            b",NaN\r\n",
            b"(\r\n",
            b"(1.5\r\n",
            b"=3\r\n",
            b"=4\r\ntxt;\r\n",
            b"*1\r\n>0",
            b"|1\r\n>0",
            b".\r\n",
            b"*1\r\n.",
            b"%?\r\n+k\r\n.",
            b"*?\r\n*1\r\n.",
            b"*?\r\n|0\r\n.",
            b";0\r\n",
            b"$?\r\n+a",
            b"$?\r\n.",
            b"$?\r\n;-1",
        ] {
            let result = decode(bytes);
            assert!(result.is_err(), "{}: {result:?}", bytes.escape_ascii());
        }
    }

    #[test]
    fn what_is_wrong_with_a_verbatim_string_does_not_depend_on_how_it_was_cut() {
        for bytes in [b"=3\r\nabcXX".as_slice(), b"=0\r\nXX", b"=5\r\nabcdeXX"] {
            let whole = decode(bytes).unwrap_err();
            let mut decoder = Decoder::new(Limits::default());
            let mut ends = 0..=bytes.len();
            let singly = ends.find_map(|end| decoder.advance(&bytes[..end]).err());
            assert_eq!(singly.unwrap().offset(), whole.offset());
        }
    }

    #[test]
    fn pushes_and_errors_are_told_apart_behind_attributes_too() {
        let info = |bytes: &[u8]| decode(bytes).unwrap().unwrap();
        assert!(info(b">1\r\n-x\r\n").push && !info(b">1\r\n-x\r\n").error);
        assert!(info(b"|1\r\n+a\r\n+b\r\n-ERR\r\n").error);
        assert!(info(b"!0\r\n\r\n").error);
        assert!(!info(b"*1\r\n-ERR\r\n").error);
        assert!(!info(b"|1\r\n-a\r\n-b\r\n+OK\r\n").error);
    }

    #[test]
    fn a_long_line_is_searched_once_and_refused_without_an_end() {
        let mut decoder = Decoder::new(Limits::default().max_line(100));
        let mut buf = b"+".to_vec();
        for _ in 0..100 {
            buf.push(b'x');
            assert_eq!(decoder.advance(&buf), Ok(None));
            assert_eq!(decoder.searched, buf.len() - 1);
        }
        buf.push(b'x');
        assert!(decoder.advance(&buf).is_err());
    }

    #[test]
    fn a_line_that_came_in_two_parts_leaves_nothing_behind() {
        let bytes = b"*3\r\n+OK\r\n+\r\n:1\r\n";
        for cut in 0..bytes.len() {
            let mut decoder = Decoder::new(Limits::default());
            assert_eq!(decoder.advance(&bytes[..cut]), Ok(None));
            let info = decoder.advance(bytes).unwrap().unwrap();
            assert_eq!(info.len, bytes.len());
        }
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_taken() {
        let limits = Limits::default().max_line(3);
        let whole = Decoder::new(limits).advance(b"+abc\r\n");
        assert!(whole.unwrap().is_some());
        assert!(Decoder::new(limits).advance(b"+abcd\r\n").is_err());
    }

    /// How many bytes it looks at, at most, when a reply comes in pieces of this length.
    fn looked_at(bytes: &[u8], piece: usize) -> usize {
        let mut decoder = Decoder::new(Limits::default());
        let mut looked = 0;
        for end in (piece..).step_by(piece) {
            let buf = &bytes[..end.min(bytes.len())];
            if buf.len() >= decoder.wanted {
                let known = decoder.pos.saturating_add(decoder.searched);
                looked = buf.len().saturating_sub(known).saturating_add(looked);
            }
            if decoder.advance(buf).unwrap().is_some() {
                break;
            }
        }
        looked
    }

    #[test]
    fn a_reply_that_comes_byte_by_byte_is_looked_at_no_more_than_twice() {
        let mebibyte = 1 << 20;
        let bytes = [
            b"*100002\r\n".to_vec(),
            b":1\r\n".repeat(50_000),
            format!("${mebibyte}\r\n{}\r\n", "x".repeat(mebibyte)).into_bytes(),
            b"$10\r\n0123456789\r\n".repeat(50_000),
            format!("+{}\r\n", "x".repeat(60_000)).into_bytes(),
        ]
        .concat();
        assert_eq!(looked_at(&bytes, bytes.len()), bytes.len());
        for piece in [1, 2, 7, 1000] {
            let looked = looked_at(&bytes, piece);
            assert!(
                looked <= 2 * bytes.len(),
                "{looked} of {} in pieces of {piece}",
                bytes.len()
            );
        }
    }

    #[test]
    fn it_says_how_much_of_a_string_is_missing() {
        let mut decoder = Decoder::new(Limits::default());
        assert!(decoder.is_idle());
        assert_eq!(decoder.advance(b"*2\r\n$10\r\nabc"), Ok(None));
        assert!(!decoder.is_idle());
        assert_eq!(decoder.missing(12), 9);
        assert_eq!(decoder.missing(15), 6);
        let whole = b"*2\r\n$10\r\nabcdefghij\r\n:1\r\n";
        let info = decoder.advance(whole).unwrap().unwrap();
        assert_eq!(info.len, whole.len());
        assert!(decoder.is_idle());
        assert_eq!(decoder.missing(0), 1);
    }

    #[test]
    fn streamed_strings_and_elements_count_against_the_limits() {
        let limits = Limits::default().max_bulk(3).max_elements(3);
        let advance = |bytes: &[u8]| Decoder::new(limits).advance(bytes);
        assert!(advance(b"$?\r\n;2\r\nab\r\n;1\r\nc\r\n;0\r\n").is_ok());
        assert!(advance(b"$?\r\n;2\r\nab\r\n;1\r\nc\r\n;1\r\nd\r\n").is_err());
        assert!(advance(b"*?\r\n_\r\n_\r\n_\r\n.\r\n").is_ok());
        assert!(advance(b"*?\r\n_\r\n_\r\n_\r\n_\r\n").is_err());
        assert!(advance(b"*2\r\n|1\r\n").is_err());
        assert!(advance(b"|0\r\n|0\r\n|0\r\n|0\r\n").is_err());
        assert!(advance(b"*2\r\n*1\r\n_\r\n*1\r\n").is_err());
    }

    #[test]
    fn the_depth_limit_is_exact() {
        let limits = Limits::default().max_depth(2);
        assert!(Decoder::new(limits).advance(b"*1\r\n*1\r\n$?\r\n").is_ok());
        for third in [b"*1\r\n".as_slice(), b"*0\r\n", b"*?\r\n", b"|1\r\n"] {
            let bytes = [b"*1\r\n*1\r\n", third].concat();
            assert!(Decoder::new(limits).advance(&bytes).is_err());
        }
    }

    #[test]
    fn hostile_headers_reserve_nothing() {
        for bytes in [
            b"*2147483647\r\n".to_vec(),
            b"*134217728\r\n".to_vec(),
            b"*1000000\r\n".repeat(16),
            b"$536870912\r\n".to_vec(),
            b"%1\r\n".repeat(40),
            b"*?\r\n".repeat(40),
        ] {
            let mut decoder = Decoder::new(Limits::default());
            let result = decoder.advance(&bytes);
            assert!(matches!(result, Err(_) | Ok(None)));
            assert!(
                decoder.outer.capacity() <= 128,
                "{}",
                decoder.outer.capacity()
            );
            assert!(decoder.missing(bytes.len()) <= (512 << 20) + 2);
        }
    }

    #[test]
    fn endless_nesting_is_refused_on_a_small_stack() {
        let nested = || {
            for head in [
                "*1\r\n", "~1\r\n", "%1\r\n", "|1\r\n", "*?\r\n", "~?\r\n", "%?\r\n",
            ] {
                let bytes = head.repeat(1_000_000).into_bytes();
                for depth in [128, usize::MAX] {
                    let mut decoder = Decoder::new(Limits::default().max_depth(depth));
                    let error = decoder.advance(&bytes).unwrap_err();
                    assert!(error.to_string().contains("nested deeper"), "{error}");
                    assert!(decoder.outer.capacity() <= 1024);
                }
            }
        };
        let small = std::thread::Builder::new().stack_size(256 << 10);
        small.spawn(nested).unwrap().join().unwrap();
    }
}
