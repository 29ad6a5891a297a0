//! [`StreamAutoclaim`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::StreamId;

/// What `XAUTOCLAIM` has claimed: entries, or only their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamAutoclaim<E> {
    /// Where to go on; [`StreamId::MIN`] if there are no more.
    pub next: StreamId,
    /// What belongs to the consumer now.
    pub claimed: Vec<E>,
    /// Entries that are not in the stream any more, and not pending now either. Since 7.0.0.
    pub deleted: Vec<StreamId>,
}

impl<E: FromReply> FromReply for StreamAutoclaim<E> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = match reply.into_result()? {
            Reply::Array(parts) => parts,
            other => return Err(Error::decode(other.kind_name(), "`StreamAutoclaim`")),
        };
        Ok(Self {
            next: required(&mut parts)?,
            claimed: required(&mut parts)?,
            deleted: parts
                .next()
                .map_or_else(|| Ok(Vec::new()), Vec::from_reply)?,
        })
    }
}

fn required<T: FromReply>(parts: &mut Items<'_>) -> Result<T> {
    match parts.next() {
        Some(part) => T::from_reply(part),
        None => Err(Error::decode(
            "a list that is too short",
            "`StreamAutoclaim`",
        )),
    }
}
