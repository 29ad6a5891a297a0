//! [`Blob`]: the bytes of a string as they were received.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use super::cursor::{counted, length};

/// From this length on the receive buffer is shared instead of copied from. A buffer has 32 KiB or
/// more, and one value keeps all of it: a short one would hold many times its own size.
const SHARED_FROM: usize = 16 * 1024;

/// The bytes of a string inside a received reply. Its `Debug` shows the length only.
#[derive(Clone, Copy)]
pub struct Blob<'a> {
    bytes: &'a [u8],
    /// What owns `bytes`, if it can be shared.
    frame: Option<&'a Bytes>,
    /// `bytes` are chunks with their headers.
    streamed: bool,
}

impl<'a> Blob<'a> {
    #[inline]
    pub(super) fn whole(bytes: &'a [u8], frame: Option<&'a Bytes>) -> Self {
        Self {
            bytes,
            frame,
            streamed: false,
        }
    }

    /// All of `bytes`, which can be shared.
    pub(crate) fn shared(bytes: &'a Bytes) -> Self {
        Self::whole(bytes, Some(bytes))
    }

    /// `chunks` are all chunks but the empty one at the end.
    pub(super) fn streamed(chunks: &'a [u8]) -> Self {
        Self {
            bytes: chunks,
            frame: None,
            streamed: true,
        }
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.streamed {
            chunks(self.bytes).map(<[u8]>::len).sum()
        } else {
            self.bytes.len()
        }
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes where they were received; put together first if the server streamed them in chunks.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> Cow<'a, [u8]> {
        if self.streamed {
            Cow::Owned(self.into_vec())
        } else {
            Cow::Borrowed(self.bytes)
        }
    }

    /// The bytes where they were received, if they are in one piece.
    #[inline]
    pub(crate) fn as_slice(&self) -> Option<&'a [u8]> {
        (!self.streamed).then_some(self.bytes)
    }

    /// Owned bytes: from 16 KiB on they share the receive buffer of the whole reply (and keep it) where
    /// there is one, shorter ones are copied.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        match self.frame {
            Some(frame) if self.bytes.len() >= SHARED_FROM => share(frame, self.bytes),
            _ if self.streamed => Bytes::from(self.into_vec()),
            _ => Bytes::copy_from_slice(self.bytes),
        }
    }

    /// A copy of the bytes.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        if !self.streamed {
            return self.bytes.to_vec();
        }
        let mut joined = Vec::with_capacity(self.len());
        chunks(self.bytes).for_each(|chunk| joined.extend_from_slice(chunk));
        joined
    }
}

impl fmt::Debug for Blob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.len())
    }
}

/// The data of one `;` chunk, `None` for the empty one at the end, and what is behind it.
pub(super) fn chunk(rest: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    let body = rest.strip_prefix(b";")?;
    match length(body)? {
        (0, tail) => Some((None, tail)),
        _ => counted(body).map(|(data, tail)| (Some(data), tail)),
    }
}

fn chunks(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (data, tail) = chunk(rest)?;
        rest = tail;
        data
    })
}

/// `part` of `frame` without a copy. `Bytes::slice_ref` would panic if it were no part of it.
fn share(frame: &Bytes, part: &[u8]) -> Bytes {
    let start = part.as_ptr().addr().wrapping_sub(frame.as_ptr().addr());
    let end = start.wrapping_add(part.len());
    match frame.get(start..end) {
        Some(same) if same.as_ptr() == part.as_ptr() => frame.slice(start..end),
        _ => Bytes::copy_from_slice(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_string_shares_the_frame_and_a_short_one_does_not() {
        let frame = Bytes::from(vec![b'x'; 2 * SHARED_FROM]);
        let long = Blob::whole(&frame[10..10 + SHARED_FROM], Some(&frame)).to_bytes();
        assert_eq!(long.as_ptr(), frame[10..].as_ptr());
        let short = Blob::whole(&frame[10..20], Some(&frame)).to_bytes();
        assert_ne!(short.as_ptr(), frame[10..].as_ptr());
        assert_eq!(short, frame[10..20]);
    }

    #[test]
    fn what_is_no_part_of_the_frame_is_copied() {
        let (frame, other) = (Bytes::from(vec![b'x'; 4096]), vec![b'y'; 4096]);
        assert_eq!(share(&frame, &other), other);
    }

    #[test]
    fn streamed_chunks_are_put_together() {
        let blob = Blob::streamed(b";2\r\nab\r\n;1\r\nc\r\n");
        assert_eq!(blob.len(), 3);
        assert_eq!(blob.as_bytes(), b"abc".as_slice());
        assert_eq!(blob.to_bytes(), b"abc".as_slice());
        assert!(Blob::streamed(b"").is_empty());
    }

    #[test]
    fn debug_shows_no_data() {
        let blob = Blob::whole(b"S3CR3T", None);
        assert_eq!(format!("{blob:?}"), "Blob(6 bytes)");
    }
}
