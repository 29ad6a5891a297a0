//! [`VectorQuantization`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// How the numbers of the vectors in a set are kept: less room, or more exact results.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VectorQuantization {
    /// They stay as they are, `f32` (`NOQUANT`; the server says `f32`).
    NoQuant,
    /// Signed bytes (`Q8`; the server says `int8`).
    Q8,
    /// One bit each: whether they are positive (`BIN`; the server says `bin`).
    Bin,
    /// Anything else that a server may know.
    Other(Box<str>),
}

impl VectorQuantization {
    pub(super) fn word(&self) -> &str {
        match self {
            Self::NoQuant => "NOQUANT",
            Self::Q8 => "Q8",
            Self::Bin => "BIN",
            Self::Other(word) => word,
        }
    }
}

impl FromReply for VectorQuantization {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let name = String::from_reply(reply)?;
        Ok(match name.as_str() {
            "f32" => Self::NoQuant,
            "int8" => Self::Q8,
            "bin" => Self::Bin,
            _ => Self::Other(name.into()),
        })
    }
}
