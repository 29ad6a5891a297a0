//! [`StreamRead`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::StreamEntry;

/// What was read from one stream ([`xread`](super::StreamCommands::xread),
/// [`xreadgroup`](super::StreamCommands::xreadgroup)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamRead<K, T> {
    /// The stream's key.
    pub key: K,
    /// The entries, in their order.
    pub entries: Vec<StreamEntry<T>>,
}

impl<K: FromReply, T: FromReply> StreamRead<K, T> {
    fn new(key: Reply<'_>, entries: Reply<'_>) -> Result<Self> {
        Ok(Self {
            key: K::from_reply(key)?,
            entries: Vec::from_reply(entries)?,
        })
    }
}

impl<K: FromReply, T: FromReply> FromReply for StreamRead<K, T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(mut parts) => match (parts.next(), parts.next()) {
                (Some(key), Some(entries)) => Self::new(key, entries),
                _ => Err(Error::decode("a list that is too short", "`StreamRead`")),
            },
            other => Err(Error::decode(other.kind_name(), "`StreamRead`")),
        }
    }

    /// A map in RESP3, a list of pairs in RESP2, and nil if nothing was there.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        match reply.into_result()? {
            Reply::Nil => Ok(Vec::new()),
            Reply::Map(streams) => streams
                .map(|(key, entries)| Self::new(key, entries))
                .collect(),
            Reply::Array(streams) => streams.map(Self::from_reply).collect(),
            other => Err(Error::decode(other.kind_name(), "a list of `StreamRead`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = StreamRead<String, Vec<(String, i64)>>;

    fn decode(reply: &str) -> Result<Vec<Read>> {
        Vec::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn both_protocols_shapes_are_the_same() {
        let stream = "$1\r\ns\r\n*1\r\n*2\r\n$3\r\n1-2\r\n*2\r\n$1\r\nf\r\n$1\r\n7\r\n";
        let map = decode(&format!("%1\r\n{stream}")).unwrap();
        let list = decode(&format!("*1\r\n*2\r\n{stream}")).unwrap();
        assert_eq!(map, list);
        assert_eq!(map[0].key, "s");
        assert_eq!(map[0].entries[0].fields, [("f".into(), 7)]);
        for nothing in ["*-1\r\n", "_\r\n", "*0\r\n", "%0\r\n"] {
            assert_eq!(decode(nothing).unwrap(), []);
        }
        for wrong in [
            ":1\r\n",
            "*1\r\n:1\r\n",
            "*1\r\n*1\r\n$1\r\ns\r\n",
            "-ERR x\r\n",
        ] {
            assert!(decode(wrong).is_err());
        }
    }
}
