//! [`StreamEntry`] and [`StreamDelivery`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::super::times::idle_time;
use super::StreamId;

/// An entry of a stream: its id, and its fields as whatever fields and values decode to, such as
/// `HashMap<String, String>` or `Vec<(String, Bytes)>`.
///
/// An entry that a consumer has been given, and that was deleted since, comes without fields. [`fields`](Self::fields)
/// is `None` then if it is an `Option`, and else an empty map or list, which no other entry has; any other type is
/// refused with [`Decode`](crate::ErrorKind::Decode).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamEntry<T> {
    /// Its id.
    pub id: StreamId,
    /// Its fields and their values.
    pub fields: T,
    /// When and how often it was delivered before, if stale entries were to be claimed
    /// ([`XreadgroupOptions::claim`](super::XreadgroupOptions::claim)).
    pub delivery: Option<StreamDelivery>,
}

/// When and how often an entry was delivered to consumers of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamDelivery {
    /// How long ago it was delivered the last time, in whole milliseconds; zero if it never was.
    pub time_since_delivered: Duration,
    /// How many times it was delivered.
    pub times_delivered: u64,
}

impl<T> StreamEntry<Option<T>> {
    /// The entry with its fields; or the id of one that has none, as it was deleted.
    pub(crate) fn transpose(self) -> Result<StreamEntry<T>, StreamId> {
        let fields = self.fields.ok_or(self.id)?;
        Ok(StreamEntry {
            id: self.id,
            fields,
            delivery: self.delivery,
        })
    }
}

impl<T: FromReply> StreamEntry<T> {
    fn from_parts(mut parts: Items<'_>) -> Result<Self> {
        let id = StreamId::from_items(&mut parts).unwrap_or_else(|| Err(too_short()))?;
        let fields = match parts.next() {
            Some(Reply::Nil) => no_fields()?,
            Some(fields) => T::from_reply(fields)?,
            None => return Err(too_short()),
        };
        let delivery = match parts.next() {
            Some(idle) => Some(StreamDelivery {
                time_since_delivered: idle_time(idle)?,
                times_delivered: u64::from_items(&mut parts).unwrap_or_else(|| Err(too_short()))?,
            }),
            None => None,
        };
        Ok(Self {
            id,
            fields,
            delivery,
        })
    }
}

/// The fields of an entry that was deleted: nothing, in whatever way the type can say so.
fn no_fields<T: FromReply>() -> Result<T> {
    T::from_reply(Reply::Nil)
        .or_else(|_| T::from_reply(Reply::parse(b"*0\r\n")?))
        .map_err(|_| {
            Error::decode(
                "a deleted entry",
                "a type that is never empty; take its fields as an `Option`",
            )
        })
}

#[cold]
fn too_short() -> Error {
    Error::decode("a list that is too short", "`StreamEntry`")
}

impl<T: FromReply> FromReply for StreamEntry<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(parts) => Self::from_parts(parts),
            other => Err(Error::decode(other.kind_name(), "`StreamEntry`")),
        }
    }

    /// Nil is an empty list: `XRANGE … COUNT 0` says so. Before Redis 7.0 nil stands for each
    /// claimed entry that was deleted, which later servers leave out.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        let items = match reply.into_result()? {
            Reply::Array(items) => items,
            Reply::Nil => return Ok(Vec::new()),
            other => return Err(Error::decode(other.kind_name(), "a list of `StreamEntry`")),
        };
        items
            .filter(|item| !item.is_nil())
            .map(Self::from_reply)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    type Fields = HashMap<String, i64>;

    fn decode<T: FromReply>(reply: &str) -> Result<T> {
        T::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn fields_decode_to_whatever_pairs_do() {
        let reply = "*2\r\n$3\r\n1-2\r\n*2\r\n$1\r\nf\r\n$1\r\n7\r\n";
        let entry: StreamEntry<Fields> = decode(reply).unwrap();
        assert_eq!((entry.id, entry.delivery), (StreamId::new(1, 2), None));
        assert_eq!(entry.fields, Fields::from([("f".into(), 7)]));
        let pairs: StreamEntry<Vec<(String, i64)>> = decode(reply).unwrap();
        assert_eq!(pairs.fields, [("f".into(), 7)]);
        let one: StreamEntry<(String, i64)> = decode(reply).unwrap();
        assert_eq!(one.fields, ("f".into(), 7));
    }

    #[test]
    fn an_entry_without_fields_was_deleted() {
        let reply = "*2\r\n$3\r\n1-2\r\n$-1\r\n";
        assert!(
            decode::<StreamEntry<Fields>>(reply)
                .unwrap()
                .fields
                .is_empty()
        );
        let entry: StreamEntry<Vec<(String, String)>> = decode(reply).unwrap();
        assert!(entry.fields.is_empty());
        let entry: StreamEntry<Option<Fields>> = decode(reply).unwrap();
        assert_eq!(entry.fields, None);
        let error = decode::<StreamEntry<(String, i64)>>(reply).unwrap_err();
        assert!(error.to_string().contains("Option"), "{error}");
    }

    #[test]
    fn what_was_claimed_says_when_and_how_often_it_was_delivered() {
        let delivery = |idle: &str, times: &str| {
            let fields = "*2\r\n$1\r\nf\r\n$1\r\n7\r\n";
            let reply = format!("*4\r\n$3\r\n1-2\r\n{fields}{idle}{times}");
            decode::<StreamEntry<Fields>>(&reply).unwrap().delivery
        };
        let expected = |time_since_delivered, times_delivered| {
            Some(StreamDelivery {
                time_since_delivered,
                times_delivered,
            })
        };
        let second = Duration::from_secs(1);
        assert_eq!(delivery(":1000\r\n", ":3\r\n"), expected(second, 3));
        assert_eq!(
            delivery("$4\r\n1000\r\n", "$1\r\n3\r\n"),
            expected(second, 3)
        );
        assert_eq!(delivery(":0\r\n", ":0\r\n"), expected(Duration::ZERO, 0));
        assert_eq!(delivery(":-1\r\n", ":1\r\n"), expected(Duration::MAX, 1));
    }

    #[test]
    fn a_list_may_be_nil_and_so_may_what_is_in_it() {
        let entry = "*2\r\n$3\r\n1-2\r\n*2\r\n$1\r\nf\r\n$1\r\n7\r\n";
        let list: Vec<StreamEntry<Fields>> = decode(&format!("*2\r\n*-1\r\n{entry}")).unwrap();
        assert_eq!(list.len(), 1);
        for empty in ["*0\r\n", "*-1\r\n", "_\r\n"] {
            let list: Vec<StreamEntry<Fields>> = decode(empty).unwrap();
            assert_eq!(list.len(), 0);
        }
        for wrong in [
            ":1\r\n",
            "*1\r\n:1\r\n",
            "*1\r\n*1\r\n$3\r\n1-2\r\n",
            "-ERR x\r\n",
        ] {
            assert!(decode::<Vec<StreamEntry<Fields>>>(wrong).is_err());
        }
    }
}
