//! [`Frame`]: one received reply, owned.

use bytes::Bytes;

use super::blob::Blob;
use super::cursor::Cursor;
use super::items::Items;
use super::reply::Reply;

/// What is no longer than this is held in place: all that makes a frame no larger than the longest
/// variant does.
const SHORT: usize = 40;

/// The bytes of a short reply and whatever is behind it: a reply says itself where it ends. So they are
/// moved in the units in which they were copied, and no move has to wait for another to reach memory.
#[derive(Clone, Copy)]
#[repr(align(8))]
pub(crate) struct Short([u8; SHORT]);

/// The bytes of a complete reply, as the decoder framed it.
#[derive(Clone)]
pub(crate) enum Frame {
    /// A reply of a few bytes: nothing is allocated for an OK or a number.
    Short(Short),
    /// The data of a string: it can become the caller's value as it is.
    Bulk(Vec<u8>),
    /// Any reply.
    One(Bytes),
    /// So many replies that are to be seen as one array.
    Sequence(Bytes, usize),
    /// The same, none of which is an error.
    Faultless(Bytes, usize),
}

impl Frame {
    /// `bytes` are exactly one reply that the decoder has checked.
    pub(crate) const fn new(bytes: Bytes) -> Self {
        Self::One(bytes)
    }

    /// The first `len` of `bytes` are exactly such a reply. They are copied to where they are of most use.
    pub(crate) fn copied(bytes: &[u8], len: usize) -> Self {
        if len <= SHORT {
            return Self::short(bytes);
        }
        let reply = bytes.get(..len).unwrap_or(bytes);
        match Cursor::new(reply, None).next_blob() {
            Some(data) => Self::Bulk(data.into_vec()),
            None => Self::One(Bytes::copy_from_slice(reply)),
        }
    }

    #[inline]
    fn short(bytes: &[u8]) -> Self {
        let held = match bytes.first_chunk() {
            Some(held) => *held,
            None => {
                let mut held = [0; SHORT];
                held.iter_mut()
                    .zip(bytes)
                    .for_each(|(to, from)| *to = *from);
                held
            }
        };
        Self::Short(Short(held))
    }

    /// The data of a string reply.
    pub(crate) const fn bulk(data: Vec<u8>) -> Self {
        Self::Bulk(data)
    }

    /// `bytes` are `count` such replies, to be seen as one array: the replies of a pipeline.
    pub(crate) const fn sequence(bytes: Bytes, count: usize) -> Self {
        Self::Sequence(bytes, count)
    }

    /// The same, if it is known that none of the replies is an error.
    pub(crate) const fn faultless(bytes: Bytes, count: usize) -> Self {
        Self::Faultless(bytes, count)
    }

    /// Whether it is a sequence of replies of which some may be errors.
    pub(crate) const fn may_hold_errors(&self) -> bool {
        matches!(self, Self::Sequence(..))
    }

    /// Whether it is a sequence of replies none of which is an error; inside them there may be some.
    pub(crate) const fn is_faultless(&self) -> bool {
        matches!(self, Self::Faultless(..))
    }

    pub(crate) fn reply(&self) -> Reply<'_> {
        let reply = match self {
            Self::Short(bytes) => Cursor::new(&bytes.0, None).next_reply(false),
            Self::Bulk(data) => Some(Reply::Bulk(Blob::whole(data, None))),
            Self::One(bytes) => Cursor::new(bytes, Some(bytes)).next_reply(true),
            Self::Sequence(bytes, count) | Self::Faultless(bytes, count) => {
                let cursor = Cursor::new(bytes, Some(bytes));
                Some(Reply::Array(Items::new(cursor, Some(*count))))
            }
        };
        reply.unwrap_or(Reply::Nil)
    }

    /// The data, if it is a string that is held by itself.
    pub(crate) fn into_bulk(self) -> Result<Vec<u8>, Self> {
        match self {
            Self::Bulk(data) => Ok(data),
            other => Err(other),
        }
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({:?})", self.reply())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_small_enough_to_be_moved() {
        assert!(size_of::<Frame>() <= 48, "{}", size_of::<Frame>());
    }

    #[test]
    fn a_copied_reply_is_the_same_wherever_it_goes() {
        for data in [0, 1, SHORT - 7, SHORT - 6, SHORT, 1000] {
            let reply = format!("${data}\r\n{}\r\n", "x".repeat(data));
            let frame = Frame::copied(reply.as_bytes(), reply.len());
            assert_eq!(matches!(frame, Frame::Short(_)), reply.len() <= SHORT);
            let Reply::Bulk(blob) = frame.reply() else {
                panic!()
            };
            assert_eq!(&*blob.as_bytes(), "x".repeat(data).as_bytes());
        }
        let list = format!("*2\r\n+{}\r\n:1\r\n", "x".repeat(100));
        let frame = Frame::copied(list.as_bytes(), list.len());
        assert!(matches!(frame.reply(), Reply::Array(items) if items.len() == Some(2)));
        assert!(matches!(
            Frame::copied(b"$-1\r\n:1\r\n", 5).reply(),
            Reply::Nil
        ));
    }

    #[test]
    fn several_replies_are_seen_as_one_array() {
        let bytes = Bytes::from_static(b"+OK\r\n*1\r\n:1\r\n-ERR x\r\n*2\r\n:2\r\n:3\r\n");
        let frame = Frame::sequence(bytes, 4);
        let Reply::Array(items) = frame.reply() else {
            panic!()
        };
        let kinds: Vec<_> = items.map(|item| item.kind_name()).collect();
        assert_eq!(kinds, ["a status", "an array", "an error", "an array"]);
        assert_eq!(format!("{frame:?}"), "Frame(Array(Items(4)))");
    }

    #[test]
    fn a_long_string_in_it_shares_its_bytes() {
        let mut bytes = b"$20000\r\n".to_vec();
        bytes.extend_from_slice(&[b'x'; 20_000]);
        bytes.extend_from_slice(b"\r\n");
        let bytes = Bytes::from(bytes);
        let frame = Frame::new(bytes.clone());
        let Reply::Bulk(blob) = frame.reply() else {
            panic!()
        };
        assert_eq!(blob.to_bytes().as_ptr(), bytes[8..].as_ptr());
    }
}
