//! [`Arguments`]: reading back what was encoded here.

use super::encoded::Segment;

/// The arguments of one command.
#[derive(Clone, Default)]
pub(crate) struct Arguments<'a> {
    rest: &'a [u8],
    /// Where `rest` ends, in the bytes that the segments' positions are counted in.
    end: usize,
    /// Those that are in `rest`.
    segments: &'a [Segment],
    left: usize,
}

impl<'a> Arguments<'a> {
    /// The arguments of the first command in `encoded`, which ends at `end`.
    #[inline]
    pub(super) fn of(encoded: &'a [u8], end: usize, segments: &'a [Segment]) -> Option<Self> {
        let (left, rest) = number(encoded)?;
        Some(Self {
            rest,
            end,
            segments,
            left,
        })
    }

    /// What follows this command, and the segments in it.
    pub(super) fn after(mut self) -> (&'a [u8], &'a [Segment]) {
        while self.next().is_some() {}
        (self.rest, self.segments)
    }

    /// The segment that is next, if its data goes before the rest.
    #[inline]
    fn shared(&mut self) -> Option<&'a [u8]> {
        let (segment, others) = self.segments.split_first()?;
        if segment.at != self.end.wrapping_sub(self.rest.len()) {
            return None;
        }
        self.segments = others;
        Some(&segment.data)
    }
}

impl<'a> Iterator for Arguments<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        self.left = self.left.checked_sub(1)?;
        let (len, rest) = number(self.rest)?;
        self.rest = rest;
        let argument = match self.shared() {
            Some(data) => data,
            None => self.rest.split_off(..len)?,
        };
        self.rest = self.rest.get(b"\r\n".len()..)?;
        Some(argument)
    }
}

/// The number in a line like `*3\r\n` or `$3\r\n`, and what follows the line.
#[inline]
fn number(line: &[u8]) -> Option<(usize, &[u8])> {
    match line {
        [_kind, digit @ b'0'..=b'9', b'\r', b'\n', after @ ..] => {
            Some((usize::from(digit & 0xf), after))
        }
        _ => long_number(line),
    }
}

fn long_number(line: &[u8]) -> Option<(usize, &[u8])> {
    let (_kind, mut rest) = line.split_first()?;
    let mut number: usize = 0;
    loop {
        match rest {
            [digit @ b'0'..=b'9', after @ ..] => {
                let digit = usize::from(digit & 0xf);
                number = number.wrapping_mul(10).wrapping_add(digit);
                rest = after;
            }
            [b'\r', b'\n', after @ ..] => return Some((number, after)),
            _ => return None,
        }
    }
}
