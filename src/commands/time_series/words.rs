//! Words that stand for the variants of an enum, in whatever case a server sends them.

use crate::error::{Error, Result};
use crate::resp::Reply;

/// The one whose word was sent.
pub(super) fn one_of<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    reply: Reply<'_>,
    wanted: &str,
) -> Result<T> {
    let reply = reply.into_result()?;
    let sent = reply.data().unwrap_or_default();
    all.iter()
        .copied()
        .find(|one| sent.eq_ignore_ascii_case(word(*one).as_bytes()))
        .ok_or_else(|| Error::decode(reply.kind_name(), wanted))
}
