//! [`Frame`]: one received reply, owned.

use bytes::Bytes;

use super::cursor::Cursor;
use super::items::Items;
use super::reply::Reply;

/// The bytes of a complete reply, as the decoder framed it.
#[derive(Clone)]
pub(crate) struct Frame {
    bytes: Bytes,
    /// How many replies there are if they are to be seen as one array.
    sequence: Option<usize>,
}

impl Frame {
    /// `bytes` are exactly one reply that the decoder has checked.
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self {
            bytes,
            sequence: None,
        }
    }

    /// `bytes` are `count` such replies, to be seen as one array: the replies of a pipeline.
    pub(crate) fn sequence(bytes: Bytes, count: usize) -> Self {
        Self {
            bytes,
            sequence: Some(count),
        }
    }

    pub(crate) fn reply(&self) -> Reply<'_> {
        let mut cursor = Cursor::new(&self.bytes, Some(&self.bytes));
        match self.sequence {
            Some(count) => Reply::Array(Items::new(cursor, Some(count))),
            None => cursor.next_reply(true).unwrap_or(Reply::Nil),
        }
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({:?}, {} bytes)", self.reply(), self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_replies_are_seen_as_one_array() {
        let bytes = Bytes::from_static(b"+OK\r\n*1\r\n:1\r\n-ERR x\r\n*2\r\n:2\r\n:3\r\n");
        let frame = Frame::sequence(bytes, 4);
        let Reply::Array(items) = frame.reply() else {
            panic!()
        };
        let kinds: Vec<_> = items.map(|item| item.kind_name()).collect();
        assert_eq!(kinds, ["a status", "an array", "an error", "an array"]);
        assert_eq!(format!("{frame:?}"), "Frame(Array(Items(4)), 33 bytes)");
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
