//! Replies that are structures: maps in RESP3 and flat lists of names and values in RESP2, or lists in which
//! every place has its meaning.

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Pairs, Reply};

/// The names and values.
pub(super) fn fields<'a>(reply: Reply<'a>, wanted: &str) -> Result<Pairs<'a>> {
    match reply.into_result()? {
        Reply::Map(pairs) => Ok(pairs),
        Reply::Array(items) => Ok(items.into_pairs()),
        other => Err(Error::decode(other.kind_name(), wanted)),
    }
}

/// The items of a list in which every place has its meaning.
pub(super) fn places<'a>(reply: Reply<'a>, wanted: &str) -> Result<Items<'a>> {
    match reply.into_result()? {
        Reply::Array(items) => Ok(items),
        other => Err(Error::decode(other.kind_name(), wanted)),
    }
}

/// What is in the next place.
pub(super) fn next<T: FromReply>(items: &mut Items<'_>, wanted: &str) -> Result<T> {
    match items.next() {
        Some(item) => T::from_reply(item),
        None => Err(Error::decode("a list that is too short", wanted)),
    }
}

/// What is in the next place; `None` if the server does not send so much.
pub(super) fn next_if_sent<T: FromReply>(items: &mut Items<'_>) -> Result<Option<T>> {
    items.next().map(T::from_reply).transpose()
}
