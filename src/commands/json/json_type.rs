//! [`JsonType`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// The type of a value in a JSON document ([`json_type`](super::JsonCommands::json_type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction, or with an exponent.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl FromReply for JsonType {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let reply = reply.into_result()?;
        Ok(match reply.data().as_deref() {
            Some(b"null") => Self::Null,
            Some(b"boolean") => Self::Boolean,
            Some(b"integer") => Self::Integer,
            Some(b"number") => Self::Number,
            Some(b"string") => Self::String,
            Some(b"array") => Self::Array,
            Some(b"object") => Self::Object,
            _ => return Err(Error::decode(reply.kind_name(), "`JsonType`")),
        })
    }

    /// The server wraps them differently: `[[a, b]]` in RESP3 and `[a, b]` in RESP2 for a `$` path,
    /// `[a]` and `a` for an old one, `[nil]` and nil for nothing.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        match reply.into_result()? {
            Reply::Nil => Ok(Vec::new()),
            Reply::Array(items) => {
                let parts: Result<Vec<Vec<Self>>> = items.map(Self::list_from_reply).collect();
                Ok(parts?.concat())
            }
            one => Self::from_reply(one).map(|one| vec![one]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_they_are_wrapped_the_types_are_a_list() {
        let types = |reply: &str| {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            Vec::<JsonType>::from_reply(reply).unwrap()
        };
        let both = [JsonType::Integer, JsonType::Null];
        assert_eq!(types("*2\r\n$7\r\ninteger\r\n$4\r\nnull\r\n"), both);
        assert_eq!(types("*1\r\n*2\r\n$7\r\ninteger\r\n$4\r\nnull\r\n"), both);
        assert_eq!(types("$5\r\narray\r\n"), [JsonType::Array]);
        assert_eq!(types("*1\r\n$5\r\narray\r\n"), [JsonType::Array]);
        for nothing in ["$-1\r\n", "*1\r\n_\r\n", "*0\r\n", "*1\r\n*0\r\n"] {
            assert_eq!(types(nothing), []);
        }
    }
}
