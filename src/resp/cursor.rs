//! [`Cursor`]: reads replies off bytes that the decoder has checked.
//!
//! Nothing is checked again. Where the bytes are not what they must be, reading ends with `None`.

use bytes::Bytes;

use super::blob::{Blob, chunk};
use super::decoder::double;
use super::items::Items;
use super::reply::Reply;
use super::server_error::ServerError;

/// A place in a frame.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    /// What owns the bytes, if strings can share them.
    frame: Option<&'a Bytes>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(rest: &'a [u8], frame: Option<&'a Bytes>) -> Self {
        Self { rest, frame }
    }

    /// How many replies the bytes could hold at most: none is shorter than three bytes.
    pub(super) fn at_most(&self) -> usize {
        self.rest.len() / 3
    }

    #[inline]
    pub(super) fn ends_stream(&self) -> bool {
        self.rest.first() == Some(&b'.')
    }

    /// Whether an array comes next, or an attribute, behind which one may.
    #[inline]
    pub(super) fn is_at_array_or_attribute(&self) -> bool {
        matches!(self.rest, [b'*' | b'|', ..])
    }

    /// Reads one reply. `last`: nothing follows it, so its end need not be looked for.
    #[inline]
    pub(super) fn next_reply(&mut self, last: bool) -> Option<Reply<'a>> {
        // What nearly every element of a large reply is.
        if let Some(data) = self.next_blob() {
            Some(Reply::Bulk(data))
        } else if let Some(number) = self.next_integer() {
            Some(Reply::Integer(number))
        } else if let Some(text) = self.next_status() {
            Some(Reply::Status(text))
        } else {
            self.next_other(last)
        }
    }

    /// Reads a string in one piece, if that is what comes next; so do the other two.
    #[inline(always)]
    pub(super) fn next_blob(&mut self) -> Option<Blob<'a>> {
        let [b'$', body @ ..] = self.rest else {
            return None;
        };
        let [b'0'..=b'9', ..] = body else { return None };
        let (data, tail) = counted(body)?;
        self.rest = tail;
        Some(Blob::whole(data, self.frame))
    }

    #[inline(always)]
    pub(super) fn next_integer(&mut self) -> Option<i64> {
        let [b':', body @ ..] = self.rest else {
            return None;
        };
        let (number, tail) = integer(body)?;
        self.rest = tail;
        Some(number)
    }

    #[inline(always)]
    pub(super) fn next_status(&mut self) -> Option<&'a [u8]> {
        let [b'+', body @ ..] = self.rest else {
            return None;
        };
        let (text, tail) = line(body)?;
        self.rest = tail;
        Some(text)
    }

    fn next_other(&mut self, last: bool) -> Option<Reply<'a>> {
        let (&kind, body) = self.rest.split_first()?;
        match kind {
            b'*' | b'~' | b'%' | b'>' => self.aggregate(kind, body, last),
            b'$' => self.uncounted_bulk(body),
            b'=' | b'!' => {
                let (data, tail) = counted(body)?;
                self.rest = tail;
                blob(kind, data, self.frame)
            }
            b'|' => {
                self.skip_attributes()?;
                self.next_reply(last)
            }
            _ => {
                let (line, tail) = line(body)?;
                self.rest = tail;
                scalar(kind, line)
            }
        }
    }

    fn skip_attributes(&mut self) -> Option<()> {
        while let [b'|', body @ ..] = self.rest {
            let (pairs, tail) = length(body)?;
            self.rest = skip(tail, pairs.checked_mul(2)?)?;
        }
        Some(())
    }

    fn uncounted_bulk(&mut self, body: &'a [u8]) -> Option<Reply<'a>> {
        let (head, mut tail) = line(body)?;
        if head == b"-1" {
            self.rest = tail;
            return Some(Reply::Nil);
        }
        let chunks = tail;
        while let (Some(_), next) = chunk(tail)? {
            tail = next;
        }
        let raw = chunks.get(..chunks.len().checked_sub(tail.len())?)?;
        self.rest = chunk(tail)?.1;
        Some(Reply::Bulk(Blob::streamed(raw)))
    }

    fn aggregate(&mut self, kind: u8, body: &'a [u8], last: bool) -> Option<Reply<'a>> {
        let (count, tail) = match body {
            [b'-', ..] => {
                self.rest = line(body)?.1;
                return Some(Reply::Nil);
            }
            [b'?', ..] => (None, line(body)?.1),
            _ => {
                let (count, tail) = length(body)?;
                let per_entry = if kind == b'%' { 2 } else { 1 };
                (Some(count.checked_mul(per_entry)?), tail)
            }
        };
        let inside = if last {
            self.rest = &[];
            tail
        } else {
            let after = match count {
                Some(count) => skip(tail, count)?,
                None => skip(self.rest, 1)?,
            };
            self.rest = after;
            tail.get(..tail.len().checked_sub(after.len())?)?
        };
        let items = Items::new(Cursor::new(inside, self.frame), count);
        Some(match kind {
            b'~' => Reply::Set(items),
            b'>' => Reply::Push(items),
            b'%' => Reply::Map(items.into_pairs()),
            _ => Reply::Array(items),
        })
    }
}

fn blob<'a>(kind: u8, data: &'a [u8], frame: Option<&'a Bytes>) -> Option<Reply<'a>> {
    if kind == b'!' {
        return Some(Reply::Error(ServerError::new(data)));
    }
    let (format, data) = data.split_at_checked(3)?;
    Some(Reply::Verbatim {
        format: str::from_utf8(format).ok()?,
        data: Blob::whole(data.get(1..)?, frame),
    })
}

fn scalar(kind: u8, line: &[u8]) -> Option<Reply<'_>> {
    Some(match kind {
        b'-' => Reply::Error(ServerError::new(line)),
        b'_' => Reply::Nil,
        b'#' => Reply::Boolean(line == b"t"),
        b',' => Reply::Double(double(line)?),
        b'(' => Reply::BigNumber(str::from_utf8(line).ok()?),
        _ => return None,
    })
}

/// An integer, and what is behind its line's end. Counted downwards, as only the negative numbers reach
/// as far as `i64::MIN`.
#[inline]
fn integer(body: &[u8]) -> Option<(i64, &[u8])> {
    let (mut rest, negative) = match body {
        [b'-', digits @ ..] => (digits, true),
        [b'+', digits @ ..] => (digits, false),
        _ => (body, false),
    };
    let mut below_zero = 0_i64;
    loop {
        match rest {
            [b'\r', _, tail @ ..] => {
                let number = if negative {
                    below_zero
                } else {
                    below_zero.wrapping_neg()
                };
                return Some((number, tail));
            }
            [digit, tail @ ..] => {
                below_zero = below_zero
                    .wrapping_mul(10)
                    .wrapping_sub(i64::from(digit & 0xF));
                rest = tail;
            }
            [] => return None,
        }
    }
}

/// A length, and what is behind its line's end.
#[inline]
pub(super) fn length(body: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    let mut rest = body;
    loop {
        match rest {
            [b'\r', _, tail @ ..] => return Some((value, tail)),
            [digit, tail @ ..] => {
                value = value
                    .wrapping_mul(10)
                    .wrapping_add(usize::from(digit & 0xF));
                rest = tail;
            }
            [] => return None,
        }
    }
}

/// The data behind a length, and what is behind that.
#[inline]
pub(super) fn counted(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, tail) = length(body)?;
    let (data, tail) = tail.split_at_checked(length)?;
    Some((data, tail.get(2..)?))
}

#[inline]
fn line(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = body.iter().position(|&byte| byte == b'\r')?;
    let (line, tail) = body.split_at_checked(end)?;
    Some((line, tail.get(2..)?))
}

/// What is behind the next `pending` replies.
///
/// No stack: the elements of counted aggregates add to what is pending, and inside a streamed one only
/// the streamed ones' ends count, as whatever is counted in there is complete before its end.
fn skip(mut rest: &[u8], mut pending: usize) -> Option<&[u8]> {
    let mut streams = 0_usize;
    while pending > 0 {
        let (&kind, body) = rest.split_first()?;
        let mut inside = 0_usize;
        match (kind, body.first()?) {
            (b'$', b'?') => {
                rest = line(body)?.1;
                loop {
                    let (data, tail) = chunk(rest)?;
                    rest = tail;
                    if data.is_none() {
                        break;
                    }
                }
            }
            (b'$' | b'=' | b'!', b'0'..=b'9') => rest = counted(body)?.1,
            (b'*' | b'~' | b'%', b'?') => {
                rest = line(body)?.1;
                streams = streams.checked_add(1)?;
                continue;
            }
            (b'*' | b'~' | b'>', b'0'..=b'9') => (inside, rest) = length(body)?,
            (b'%' | b'|', _) => {
                let (pairs, tail) = length(body)?;
                inside = pairs.checked_mul(2)?;
                rest = tail;
            }
            (b'.', _) => {
                rest = line(body)?.1;
                streams = streams.checked_sub(1)?;
            }
            _ => rest = line(body)?.1,
        }
        if streams == 0 {
            // An attribute is in front of the reply that is pending, and not that reply.
            let complete = usize::from(kind != b'|');
            pending = pending.checked_add(inside)?.checked_sub(complete)?;
        }
    }
    Some(rest)
}
