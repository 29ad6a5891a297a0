//! [`StreamInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::{StreamEntry, StreamState};

/// What a server knows of a stream (`XINFO STREAM`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamInfo<T> {
    /// Its length, its ids and the like.
    pub state: StreamState,
    /// How many groups read it.
    pub groups: u64,
    /// Its first entry.
    pub first_entry: Option<StreamEntry<T>>,
    /// Its last entry.
    pub last_entry: Option<StreamEntry<T>>,
}

impl<T: FromReply> FromReply for StreamInfo<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self {
            state: StreamState::default(),
            groups: 0,
            first_entry: None,
            last_entry: None,
        };
        for (name, value) in fields(reply, "`StreamInfo`")? {
            match name.data().as_deref() {
                Some(b"groups") => info.groups = u64::from_reply(value)?,
                Some(b"first-entry") => info.first_entry = Option::from_reply(value)?,
                Some(b"last-entry") => info.last_entry = Option::from_reply(value)?,
                _ => info.state.set(&name, value)?,
            }
        }
        Ok(info)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_remembered_of_producers_is_told_where_it_is() {
        let decode = |reply: &str| {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            StreamInfo::<Vec<(String, String)>>::from_reply(reply).unwrap()
        };
        let without = decode("*4\r\n+length\r\n:1\r\n+first-entry\r\n*-1\r\n");
        assert_eq!((without.state.length, without.state.idmp), (1, None));
        assert_eq!(without.first_entry, None);
        let with = decode(
            "%5\r\n+idmp-duration\r\n:100\r\n+idmp-maxsize\r\n:50\r\n+pids-tracked\r\n:2\r\n\
             +iids-tracked\r\n:3\r\n+iids-added\r\n:4\r\n",
        );
        let idmp = with.state.idmp.unwrap();
        assert_eq!(
            (idmp.duration, idmp.maxsize),
            (Duration::from_secs(100), 50)
        );
        assert_eq!((idmp.pids_tracked, idmp.iids_tracked), (2, 3));
        assert_eq!((idmp.iids_added, idmp.iids_duplicates), (4, 0));
    }
}
