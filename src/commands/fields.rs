//! Replies that are structures: maps in RESP3, flat lists of names and values in RESP2.

use crate::error::{Error, Result};
use crate::resp::{Pairs, Reply};

/// The names and values.
pub(super) fn fields<'a>(reply: Reply<'a>, wanted: &str) -> Result<Pairs<'a>> {
    match reply.into_result()? {
        Reply::Map(pairs) => Ok(pairs),
        Reply::Array(items) => Ok(items.into_pairs()),
        other => Err(Error::decode(other.kind_name(), wanted)),
    }
}
