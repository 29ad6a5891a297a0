//! [`Items`] and [`Pairs`]: what is inside an aggregate, read as it is asked for.

use std::fmt;
use std::iter::FusedIterator;

use super::blob::Blob;
use super::cursor::Cursor;
use super::reply::Reply;

/// The elements of an array, a set or a push. Each is read when [`next`](Iterator::next) is called.
#[derive(Clone)]
pub struct Items<'a> {
    cursor: Cursor<'a>,
    /// Elements to come; `None` where they are streamed.
    left: Option<usize>,
}

/// The entries of a map, in the order they were sent ([`Reply::Map`], [`Items::into_pairs`]).
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

    /// Whether the next element may be an array, by its first byte.
    #[inline]
    pub(crate) fn may_begin_with_array(&self) -> bool {
        self.cursor.is_at_array_or_attribute()
    }

    /// The next element, if it is a string in one piece; else nothing is taken. So do the other two.
    ///
    /// They are for types that know what they are mostly made of. As a [`Reply`] each element goes
    /// through memory, in which it is assembled, which takes several times as long as to read it.
    #[inline(always)]
    pub(crate) fn next_blob(&mut self) -> Option<Blob<'a>> {
        self.next_if(Cursor::next_blob)
    }

    #[inline(always)]
    pub(crate) fn next_integer(&mut self) -> Option<i64> {
        self.next_if(Cursor::next_integer)
    }

    #[inline(always)]
    pub(crate) fn next_status(&mut self) -> Option<&'a [u8]> {
        self.next_if(Cursor::next_status)
    }

    #[inline(always)]
    fn next_if<T>(&mut self, take: impl FnOnce(&mut Cursor<'a>) -> Option<T>) -> Option<T> {
        let after = self.left?.checked_sub(1)?;
        let taken = take(&mut self.cursor)?;
        self.left = Some(after);
        Some(taken)
    }

    #[cold]
    fn next_streamed(&mut self) -> Option<Reply<'a>> {
        let item = match self.cursor.ends_stream() {
            true => None,
            false => self.cursor.next_reply(false),
        };
        if item.is_none() {
            self.left = Some(0);
        }
        item
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Reply<'a>;

    #[inline]
    fn next(&mut self) -> Option<Reply<'a>> {
        let Some(left) = self.left else {
            return self.next_streamed();
        };
        let after = left.checked_sub(1)?;
        let item = self.cursor.next_reply(after == 0);
        // Once it has ended it stays so, whatever the bytes are.
        self.left = Some(if item.is_some() { after } else { 0 });
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

    /// The keys and values one after the other, as RESP2 sends a map.
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
