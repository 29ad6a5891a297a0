//! [`KeyNotification`]: what a keyspace notification says.

use std::borrow::Cow;
use std::fmt::Display;

use bytes::Bytes;

use super::{Message, MessageKind};

/// What happened to a key, read from a message of the server's own
/// ([keyspace notifications](https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/)).
///
/// The server sends those that its setting `notify-keyspace-events` names, by default none, to who subscribes to their
/// channels: [`keyspace`](Self::keyspace) for all that happens to some keys, [`keyevent`](Self::keyevent) for
/// one kind of event. Since 2.8.0.
///
/// ```
/// use redial::prelude::*;
/// use std::time::Duration;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// r.config_set(("notify-keyspace-events", "KEA"))?;
/// let events = r.pubsub().ignore_subscribe_messages();
/// events.psubscribe(KeyNotification::keyspace("doc:user:*", 0))?;
/// r.set("doc:user:1", "Ann")?;
/// let message = events.get_message(Duration::from_secs(5))?.expect("a message");
/// let happened = KeyNotification::from_message(&message).expect("a notification");
/// assert_eq!((&*happened.key(), &*happened.event(), happened.database()), ("doc:user:1", "set", 0));
/// # r.delete("doc:user:1")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyNotification {
    key: Bytes,
    event: Bytes,
    database: u32,
    subkeys: Vec<Bytes>,
}

impl KeyNotification {
    /// The channel that says what happens to `key` of a database, or the pattern of channels if it is a pattern.
    #[must_use]
    pub fn keyspace(key: impl Display, database: u32) -> String {
        format!("__keyspace@{database}__:{key}")
    }

    /// The channel that says to which keys of a database `event` (such as `set`, `del`, `expired`) happens,
    /// or the pattern of channels if it is a pattern.
    #[must_use]
    pub fn keyevent(event: impl Display, database: u32) -> String {
        format!("__keyevent@{database}__:{event}")
    }

    /// Reads a message; `None` if it is no notification.
    #[must_use]
    pub fn from_message(message: &Message) -> Option<Self> {
        if !matches!(message.kind(), MessageKind::Message | MessageKind::PMessage) {
            return None;
        }
        let payload: Bytes = message.payload().ok()?;
        Self::read(&message.channel_bytes(), &payload)
    }

    /// The key. What is not UTF-8 is replaced: see [`key_bytes`](Self::key_bytes).
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.key)
    }

    /// The key, as it is.
    #[must_use]
    pub const fn key_bytes(&self) -> &Bytes {
        &self.key
    }

    /// What happened: `set`, `del`, `expired`, ….
    #[must_use]
    pub fn event(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.event)
    }

    /// The number of the database that the key is in.
    #[must_use]
    pub const fn database(&self) -> u32 {
        self.database
    }

    /// The fields of the hash that it happened to; empty unless it is one of the
    /// [notifications that name them](https://redis.io/docs/latest/develop/pubsub/subkeyspace-notifications/). Since
    /// Redis 8.8.0.
    #[must_use]
    pub fn subkeys(&self) -> &[Bytes] {
        &self.subkeys
    }

    fn read(channel: &[u8], payload: &[u8]) -> Option<Self> {
        let (kind, rest) = split(channel.strip_prefix(b"__")?, b'@')?;
        let (database, rest) = split(rest, b'_')?;
        let rest = rest.strip_prefix(b"_:")?;
        let database = std::str::from_utf8(database).ok()?.parse().ok()?;
        let (key, event, subkeys) = match kind {
            b"keyspace" => (rest, payload, Vec::new()),
            b"keyevent" => (payload, rest, Vec::new()),
            b"subkeyspace" => {
                let (event, subkeys) = split(payload, b'|')?;
                (rest, event, counted(subkeys)?)
            }
            b"subkeyevent" => {
                let (key, subkeys) = one_counted(payload)?;
                (key, rest, counted(subkeys.strip_prefix(b"|")?)?)
            }
            b"subkeyspaceitem" => {
                let (key, subkey) = split(rest, b'\n')?;
                (key, payload, vec![Bytes::copy_from_slice(subkey)])
            }
            b"subkeyspaceevent" => {
                let (event, key) = split(rest, b'|')?;
                (key, event, counted(payload)?)
            }
            _ => return None,
        };
        Some(Self {
            key: Bytes::copy_from_slice(key),
            event: Bytes::copy_from_slice(event),
            database,
            subkeys,
        })
    }
}

fn split(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == at)?;
    Some((bytes.get(..end)?, bytes.get(end + 1..)?))
}

/// `3:abc` and what is behind it.
fn one_counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = split(bytes, b':')?;
    let length: usize = std::str::from_utf8(length).ok()?.parse().ok()?;
    rest.split_at_checked(length)
}

/// `3:abc,1:d`.
fn counted(mut bytes: &[u8]) -> Option<Vec<Bytes>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (one, rest) = one_counted(bytes)?;
        all.push(Bytes::copy_from_slice(one));
        bytes = match rest {
            [] => rest,
            [b',', rest @ ..] => rest,
            _ => return None,
        };
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(channel: &str, payload: &str) -> Option<(String, String, u32, Vec<Bytes>)> {
        let read = KeyNotification::read(channel.as_bytes(), payload.as_bytes())?;
        let (key, event) = (read.key().into_owned(), read.event().into_owned());
        Some((key, event, read.database, read.subkeys))
    }

    #[test]
    fn every_kind_of_channel_is_read() {
        let fields = ["a,b", "c"].map(Bytes::from).to_vec();
        for (channel, payload, fields) in [
            ("__keyspace@3__:k:1", "hset", &fields[..0]),
            ("__keyevent@3__:hset", "k:1", &fields[..0]),
            ("__subkeyspace@3__:k:1", "hset|3:a,b,1:c", &fields),
            ("__subkeyevent@3__:hset", "3:k:1|3:a,b,1:c", &fields),
            ("__subkeyspaceitem@3__:k:1\na,b", "hset", &fields[..1]),
            ("__subkeyspaceevent@3__:hset|k:1", "3:a,b,1:c", &fields),
        ] {
            let expected = ("k:1".to_owned(), "hset".to_owned(), 3, fields.to_vec());
            assert_eq!(read(channel, payload), Some(expected), "{channel}");
        }
    }

    #[test]
    fn other_channels_are_none() {
        for (channel, payload) in [
            ("news", "set"),
            ("__keyspace@x__:k", "set"),
            ("__keyspace@0_:k", "set"),
            ("__keyspace@99999999999__:k", "set"),
            ("__other@0__:k", "set"),
            ("__subkeyspace@0__:k", "hset"),
            ("__subkeyspace@0__:k", "hset|9:a"),
            ("__subkeyspace@0__:k", "hset|1:ab"),
            ("__subkeyevent@0__:e", "1:k"),
        ] {
            assert_eq!(read(channel, payload), None, "{channel}");
        }
    }
}
