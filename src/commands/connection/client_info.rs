//! [`ClientInfo`].

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::text::text;

const WANTED: &str = "`ClientInfo`";

/// One connection as the server sees it: a line of `CLIENT LIST`.
///
/// The main fields have methods, [`get`](Self::get) knows the rest by the names that
/// [the server](https://redis.io/docs/latest/commands/client-list/) gives them.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientInfo {
    /// `id=3 addr=127.0.0.1:5000 …`
    line: Box<str>,
    id: i64,
}

impl ClientInfo {
    /// Its number, which no other connection gets while the server runs.
    #[must_use]
    pub const fn id(&self) -> i64 {
        self.id
    }

    /// Where it is connected from, `ip:port`, or the socket's path and `:0`.
    #[must_use]
    pub fn addr(&self) -> &str {
        self.get("addr").unwrap_or_default()
    }

    /// Which address of the server it is connected to. Since 6.2.0.
    #[must_use]
    pub fn laddr(&self) -> Option<&str> {
        self.get("laddr")
    }

    /// The name it has given itself, if any.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.non_empty("name")
    }

    /// For how long it has been connected, in whole seconds.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.seconds("age")
    }

    /// For how long nothing has been sent on it, in either direction, in whole seconds.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.seconds("idle")
    }

    /// Its flags, a letter for each thing that it is or does: `N` for nothing special, `P` for
    /// subscribed, `b` for blocked, ….
    #[must_use]
    pub fn flags(&self) -> &str {
        self.get("flags").unwrap_or_default()
    }

    /// The database that it is on.
    #[must_use]
    pub fn db(&self) -> u32 {
        self.parse("db").unwrap_or_default()
    }

    /// How many channels it is subscribed to.
    #[must_use]
    pub fn sub(&self) -> u64 {
        self.parse("sub").unwrap_or_default()
    }

    /// How many patterns it is subscribed to.
    #[must_use]
    pub fn psub(&self) -> u64 {
        self.parse("psub").unwrap_or_default()
    }

    /// The command that it has sent last.
    #[must_use]
    pub fn cmd(&self) -> Option<&str> {
        self.get("cmd").filter(|&name| name != "NULL")
    }

    /// The user that it is logged in as. Since 6.0.0.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.get("user")
    }

    /// Which version of the protocol it speaks, 2 or 3. Since 7.0.0.
    #[must_use]
    pub fn resp(&self) -> Option<u8> {
        self.parse("resp")
    }

    /// How much memory it costs the server, in bytes. Since 6.2.0.
    #[must_use]
    pub fn tot_mem(&self) -> Option<u64> {
        self.parse("tot-mem")
    }

    /// Its client library, if it says so. Since 7.2.0.
    #[must_use]
    pub fn lib_name(&self) -> Option<&str> {
        self.non_empty("lib-name")
    }

    /// The version of its client library, if it says so. Since 7.2.0.
    #[must_use]
    pub fn lib_ver(&self) -> Option<&str> {
        self.non_empty("lib-ver")
    }

    /// Any field as the server wrote it; `None` if this server has no such field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields()
            .find_map(|(name, value)| (name == field).then_some(value))
    }

    /// Any field, parsed, such as `parse::<u64>("qbuf")`; `None` if this server has no such field, or its value is no
    /// `T`.
    #[must_use]
    pub fn parse<T: FromStr>(&self, field: &str) -> Option<T> {
        self.get(field)?.parse().ok()
    }

    /// All fields, in the order of the server.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        fields(&self.line)
    }

    fn non_empty(&self, field: &str) -> Option<&str> {
        self.get(field).filter(|value| !value.is_empty())
    }

    fn seconds(&self, field: &str) -> Duration {
        Duration::from_secs(self.parse(field).unwrap_or_default())
    }

    fn from_line(line: &str) -> Result<Self> {
        let id = fields(line).find_map(|(name, value)| match name {
            "id" => value.parse().ok(),
            _ => None,
        });
        Ok(Self {
            line: line.into(),
            id: id.ok_or_else(|| Error::decode("a text without `id=`", WANTED))?,
        })
    }
}

/// Splits `a=1 b=2`. A value goes on to where the next field begins: a socket's path may hold
/// spaces.
fn fields(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        let (name, tail) = rest.split_once('=')?;
        let mut spaces = tail.match_indices(' ').map(|(index, _)| index);
        let end = spaces.find(|&space| tail.get(space + 1..).is_some_and(begins_field));
        let end = end.unwrap_or(tail.len());
        let (value, next) = tail.split_at_checked(end)?;
        rest = next.trim_start();
        Some((name, value))
    })
}

fn begins_field(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    })
}

impl FromReply for ClientInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Self::from_line(text(reply, WANTED)?.trim_end())
    }

    /// `CLIENT LIST` is one text with a line for each; what is no text is a list like others.
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        match reply {
            Reply::Array(items) => items.map(Self::from_reply).collect(),
            other => text(other, WANTED)?.lines().map(Self::from_line).collect(),
        }
    }
}

impl fmt::Debug for ClientInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.fields()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_be_empty_or_hold_spaces_and_equals_signs() {
        let line =
            "id=3 addr=/a b/c=d.sock:0 laddr=/a b/c=d.sock:0 name= age=7 cmd=NULL lib-name=x";
        let client = ClientInfo::from_line(line).unwrap();
        assert_eq!(client.id(), 3);
        assert_eq!(client.addr(), "/a b/c=d.sock:0");
        assert_eq!(client.laddr(), Some("/a b/c=d.sock:0"));
        assert_eq!(client.name(), None);
        assert_eq!(client.get("name"), Some(""));
        assert_eq!(client.age(), Duration::from_secs(7));
        assert_eq!(client.cmd(), None);
        assert_eq!(client.lib_name(), Some("x"));
        assert_eq!(client.resp(), None);
        assert_eq!(client.fields().count(), 7);
    }

    #[test]
    fn a_list_is_one_text_or_a_list_of_them() {
        let one_text = Reply::parse(b"$10\r\nid=1\nid=2\n\r\n").unwrap();
        let list = Vec::<ClientInfo>::from_reply(one_text).unwrap();
        assert_eq!(list.iter().map(ClientInfo::id).collect::<Vec<_>>(), [1, 2]);
        let pipelined = Reply::parse(b"*1\r\n=9\r\ntxt:id=3\n\r\n").unwrap();
        let list = Vec::<ClientInfo>::from_reply(pipelined).unwrap();
        assert_eq!(list.iter().map(ClientInfo::id).collect::<Vec<_>>(), [3]);
        let nothing = Reply::parse(b"$0\r\n\r\n").unwrap();
        assert_eq!(Vec::<ClientInfo>::from_reply(nothing).unwrap(), []);
        assert!(Vec::<ClientInfo>::from_reply(Reply::parse(b":1\r\n").unwrap()).is_err());
    }
}
