//! [`Items`] and [`Pairs`]: what is inside an aggregate, read as it is asked for.

use std::fmt;
use std::iter::FusedIterator;

use super::cursor::Cursor;
use super::reply::Reply;

/// The elements of an array, a set or a push. Each is read when [`next`](Iterator::next) is called.
#[derive(Clone)]
pub struct Items<'a> {
    cursor: Cursor<'a>,
    /// Elements to come; `None` where they are streamed.
    left: Option<usize>,
}

/// The entries of a map, in the order they were sent.
#[derive(Clone)]
pub struct Pairs<'a> {
    items: Items<'a>,
}

impl<'a> Items<'a> {
    pub(super) fn new(cursor: Cursor<'a>, left: Option<usize>) -> Self {
        Self { cursor, left }
    }

    /// How many elements are still to come; `None` if the server streamed them without saying so.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "what is streamed has no length to compare"
    )]
    pub fn len(&self) -> Option<usize> {
        self.left
    }

    /// The elements taken two by two: how RESP2 sends maps. A last odd element is left out.
    #[must_use]
    pub fn into_pairs(self) -> Pairs<'a> {
        Pairs { items: self }
    }

    fn next_of(&mut self, left: Option<usize>) -> Option<Reply<'a>> {
        if left.is_none() && self.cursor.ends_stream() {
            return None;
        }
        self.cursor.next_reply(left == Some(0))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Reply<'a>;

    #[inline]
    fn next(&mut self) -> Option<Reply<'a>> {
        let after = match self.left {
            Some(left) => Some(left.checked_sub(1)?),
            None => None,
        };
        let item = self.next_of(after);
        // Once it has ended it stays so, whatever the bytes are.
        self.left = if item.is_some() { after } else { Some(0) };
        item
    }

    /// Never more than the received bytes can hold, so that it may be reserved.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = self.cursor.at_most();
        match self.left {
            Some(left) => (left.min(most), Some(left.min(most))),
            None => (0, Some(most)),
        }
    }
}

impl FusedIterator for Items<'_> {}

impl<'a> Pairs<'a> {
    /// How many entries are still to come; `None` if the server streamed them without saying so.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "what is streamed has no length to compare"
    )]
    pub fn len(&self) -> Option<usize> {
        self.items.len().map(|items| items / 2)
    }

    /// Keys and values one after the other.
    #[must_use]
    pub fn into_items(self) -> Items<'a> {
        self.items
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (Reply<'a>, Reply<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        Some((self.items.next()?, self.items.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.items.size_hint();
        (least / 2, most.map(|most| most / 2))
    }
}

impl FusedIterator for Pairs<'_> {}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(len) => write!(f, "Items({len})"),
            None => f.write_str("Items(streamed)"),
        }
    }
}

impl fmt::Debug for Pairs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(len) => write!(f, "Pairs({len})"),
            None => f.write_str("Pairs(streamed)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(bytes: &[u8]) -> Items<'_> {
        match Reply::parse(bytes).unwrap() {
            Reply::Array(items) => items,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn elements_come_one_by_one_and_are_counted_down() {
        let mut items = items(b"*3\r\n:1\r\n*2\r\n:2\r\n:3\r\n$1\r\nx\r\n");
        assert_eq!(items.len(), Some(3));
        assert!(matches!(items.next(), Some(Reply::Integer(1))));
        assert_eq!(format!("{:?}", items.next()), "Some(Array(Items(2)))");
        assert_eq!(items.size_hint(), (1, Some(1)));
        assert!(matches!(items.next(), Some(Reply::Bulk(_))));
        assert!(items.next().is_none() && items.next().is_none());
    }

    #[test]
    fn streamed_elements_end_where_the_stream_does() {
        let mut outer = items(b"*2\r\n*?\r\n:1\r\n*?\r\n.\r\n.\r\n:2\r\n");
        let Some(Reply::Array(mut inner)) = outer.next() else {
            panic!()
        };
        assert_eq!(inner.len(), None);
        assert!(matches!(inner.next(), Some(Reply::Integer(1))));
        assert!(matches!(inner.next(), Some(Reply::Array(_))));
        assert!(inner.next().is_none() && inner.next().is_none());
        assert!(matches!(outer.next(), Some(Reply::Integer(2))));
    }

    #[test]
    fn a_flat_array_can_be_read_as_pairs() {
        let mut pairs = items(b"*4\r\n+a\r\n:1\r\n+b\r\n:2\r\n").into_pairs();
        assert_eq!(pairs.len(), Some(2));
        assert!(matches!(
            pairs.nth(1),
            Some((Reply::Status(b"b"), Reply::Integer(2)))
        ));
        assert!(pairs.next().is_none());
    }

    #[test]
    fn unchecked_nonsense_ends_the_iteration() {
        for bytes in [b"$9\r\nx".as_slice(), b"", b"?", b"*", b"|1\r\n", b"$?\r\n"] {
            let mut items = Items::new(Cursor::new(bytes, None), Some(usize::MAX));
            assert!(items.next().is_none());
            assert!(items.size_hint().1.unwrap() <= 3);
        }
    }
}
