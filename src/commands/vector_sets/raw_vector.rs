//! [`RawVector`].

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::VectorQuantization;

/// The vector of an element as the set has it (`VEMB … RAW`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RawVector {
    /// How its numbers are kept.
    pub quantization: VectorQuantization,
    /// Its numbers, scaled to a vector of length 1, as `quantization` says: an `f32` each, least significant byte
    /// first, a signed byte, or a bit.
    pub data: Bytes,
    /// The length (L2 norm) of the vector that was given.
    pub norm: f64,
    /// Of a vector of signed bytes, the largest number, which became 127.
    pub range: Option<f64>,
}

const WANTED: &str = "`RawVector`";

impl FromReply for RawVector {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = match reply.into_result()? {
            Reply::Array(parts) => parts,
            other => return Err(Error::decode(other.kind_name(), WANTED)),
        };
        let mut next = || {
            let part = parts.next();
            part.ok_or_else(|| Error::decode("a list that is too short", WANTED))
        };
        Ok(Self {
            quantization: VectorQuantization::from_reply(next()?)?,
            data: Bytes::from_reply(next()?)?,
            norm: f64::from_reply(next()?)?,
            range: parts.next().map(f64::from_reply).transpose()?,
        })
    }
}
