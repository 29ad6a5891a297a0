//! Appending RESP to a buffer. Lengths come from the data, numbers need no allocation.

use std::fmt::Display;
use std::io::Write as _;

/// The most bytes around the data of a blob: its type, 20 digits, and two line ends.
const MOST_AROUND: usize = 25;

/// From this size on growing for the data and once more for the line's end would be noticed.
const LARGE: usize = 1024;

/// Appends `data` as one bulk string.
#[inline]
pub(crate) fn bulk(out: &mut Vec<u8>, data: &[u8]) {
    blob(out, b'$', data);
}

/// Appends a type byte, a length and the line's end.
#[inline]
pub(crate) fn header(out: &mut Vec<u8>, kind: u8, length: usize) {
    // Nearly all lengths have one digit or two: a few stores then, and no loop.
    match u8::try_from(length) {
        Ok(ones @ 0..10) => out.extend_from_slice(&[kind, b'0' | ones, b'\r', b'\n']),
        Ok(two @ 10..100) => {
            let (tens, ones) = (b'0' | (two / 10), b'0' | (two % 10));
            out.extend_from_slice(&[kind, tens, ones, b'\r', b'\n']);
        }
        _ => long_header(out, kind, length),
    }
}

fn long_header(out: &mut Vec<u8>, kind: u8, length: usize) {
    out.push(kind);
    // No target has a `usize` beyond 64 bits.
    out.extend_from_slice(Decimal::from(u64::try_from(length).unwrap_or(u64::MAX)).as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// Appends `data` behind its length, as the type that `kind` stands for.
#[inline]
pub(crate) fn blob(out: &mut Vec<u8>, kind: u8, data: &[u8]) {
    // All at once: what follows a large value must not make the buffer grow by half again. For a
    // small one this would ask for more than it needs, and may allocate where there is room.
    if data.len() >= LARGE {
        out.reserve(data.len().saturating_add(MOST_AROUND));
    }
    header(out, kind, data.len());
    out.extend_from_slice(data);
    out.extend_from_slice(b"\r\n");
}

/// Appends what `text` displays as one bulk string. Its length is known afterwards: the header is
/// written behind it, and the two change places.
pub(crate) fn text(out: &mut Vec<u8>, text: impl Display) {
    let start = out.len();
    // Writing to a `Vec` fails only if `text` itself says so; what it wrote till then stands.
    let _ = write!(out, "{text}");
    let end = out.len();
    header(out, b'$', end.wrapping_sub(start));
    let header = out.len().wrapping_sub(end);
    if let Some(bulk) = out.get_mut(start..) {
        bulk.rotate_right(header);
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends a type byte, `text` and the line's end; `text` must not hold a line's end itself.
pub(crate) fn line(out: &mut Vec<u8>, kind: u8, text: &[u8]) {
    out.push(kind);
    out.extend_from_slice(text);
    out.extend_from_slice(b"\r\n");
}

/// An integer's decimal digits, on the stack.
pub(crate) struct Decimal {
    /// Both `u64::MAX` and `i64::MIN` have 20 characters.
    buf: [u8; 20],
    start: usize,
}

impl Decimal {
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.buf.get(self.start..).unwrap_or_default()
    }

    #[inline]
    fn new(mut magnitude: u64, sign: Option<u8>) -> Self {
        let mut buf = [0; 20];
        let mut start = buf.len();
        let mut places = buf.iter_mut().rev();
        for place in places.by_ref() {
            // A remainder of ten fits in a byte.
            *place = b'0' | (magnitude % 10) as u8;
            magnitude /= 10;
            start = start.wrapping_sub(1);
            if magnitude == 0 {
                break;
            }
        }
        if let (Some(sign), Some(place)) = (sign, places.next()) {
            *place = sign;
            start = start.wrapping_sub(1);
        }
        Self { buf, start }
    }
}

impl From<u64> for Decimal {
    #[inline]
    fn from(n: u64) -> Self {
        Self::new(n, None)
    }
}

impl From<i64> for Decimal {
    #[inline]
    fn from(n: i64) -> Self {
        Self::new(n.unsigned_abs(), (n < 0).then_some(b'-'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_what_the_standard_library_prints() {
        for n in [0, 1, 9, 10, 99, 100, u64::MAX / 10, u64::MAX - 1, u64::MAX] {
            assert_eq!(Decimal::from(n).as_bytes(), n.to_string().as_bytes());
        }
        for n in [0, 7, -1, -9, -10, 12345, i64::MAX, i64::MIN] {
            assert_eq!(Decimal::from(n).as_bytes(), n.to_string().as_bytes());
        }
    }

    #[test]
    fn a_command_is_an_array_of_bulk_strings() {
        let mut out = Vec::new();
        header(&mut out, b'*', 2);
        bulk(&mut out, b"GET");
        bulk(&mut out, b"a\r\nb");
        assert_eq!(out, b"*2\r\n$3\r\nGET\r\n$4\r\na\r\nb\r\n");
    }
}
