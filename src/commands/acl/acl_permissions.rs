//! [`AclPermissions`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::fields;
use super::super::text::text;
use super::AclDatabases;

/// What a user may do: which commands on which keys and channels ([`AclUser`](super::AclUser)).
///
/// Patterns may be any bytes, of which those that are not UTF-8 are replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AclPermissions {
    /// The rules about commands, of which the later ones count more: `-@all`, `+@read`, `-keys`. Before 7.2.0
    /// they may be other rules than those that were given, with the same effect.
    pub commands: Vec<String>,
    /// The patterns of keys: `~visits:*` to read and to write, `%R~visits:*` only to read and `%W~visits:*`
    /// only to write.
    pub keys: Vec<String>,
    /// The patterns of channels: `&news:*`. Since 6.2.0.
    pub channels: Vec<String>,
    /// The databases that the user may use.
    pub databases: AclDatabases,
}

const WANTED: &str = "`AclPermissions`";

impl AclPermissions {
    /// Takes a field of the server's; unknown ones are left out.
    pub(super) fn set(&mut self, name: &[u8], value: Reply<'_>) -> Result<()> {
        match name {
            b"commands" => self.commands = rules(value, "")?,
            b"keys" => self.keys = rules(value, "~")?,
            b"channels" => self.channels = rules(value, "&")?,
            b"databases" => self.databases = AclDatabases::parse(&text(value, WANTED)?),
            _ => {}
        }
        Ok(())
    }
}

/// The rules of one kind: a text of them, or before 7.0.0 a list of patterns without their sign.
fn rules(reply: Reply<'_>, sign: &str) -> Result<Vec<String>> {
    match reply.into_result()? {
        Reply::Array(items) | Reply::Set(items) => items
            .map(|item| Ok(format!("{sign}{}", text(item, WANTED)?)))
            .collect(),
        other => {
            let rules = text(other, WANTED)?;
            Ok(rules
                .split(' ')
                .filter(|rule| !rule.is_empty())
                .map(str::to_owned)
                .collect())
        }
    }
}

impl FromReply for AclPermissions {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut permissions = Self::default();
        for (name, value) in fields(reply, WANTED)? {
            let name = name
                .data()
                .ok_or_else(|| Error::decode("a map with a name that is no string", WANTED))?;
            permissions.set(&name, value)?;
        }
        Ok(permissions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_the_same_from_lists_and_from_texts() {
        let old =
            b"*4\r\n$4\r\nkeys\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n$8\r\nchannels\r\n*1\r\n$1\r\n*\r\n";
        let new = b"%2\r\n$4\r\nkeys\r\n$5\r\n~a ~b\r\n$8\r\nchannels\r\n$2\r\n&*\r\n";
        let decode =
            |reply: &[u8]| AclPermissions::from_reply(Reply::parse(reply).unwrap()).unwrap();
        assert_eq!(decode(old), decode(new));
        assert_eq!(decode(old).keys, ["~a", "~b"]);
        assert_eq!(decode(old).databases, AclDatabases::All);
    }

    #[test]
    fn what_is_not_utf8_is_replaced() {
        let reply = Reply::parse(b"*2\r\n+keys\r\n$5\r\n~\xff ~b\r\n").unwrap();
        let keys = AclPermissions::from_reply(reply).unwrap().keys;
        assert_eq!(keys, ["~\u{fffd}", "~b"]);
    }
}
