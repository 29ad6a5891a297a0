//! [`KeyType`].

use std::fmt;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// What a key holds: what `TYPE` answers, and what
/// [`of_type`](crate::commands::ScanOptions::of_type) looks for. It can be made from
/// Redis' names, too: `"zset".into()`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyType {
    /// There is no such key (`none`).
    None,
    /// A string (`string`).
    String,
    /// A list (`list`).
    List,
    /// A set (`set`).
    Set,
    /// A sorted set (`zset`).
    SortedSet,
    /// A hash (`hash`).
    Hash,
    /// A stream (`stream`).
    Stream,
    /// A vector set (`vectorset`). Since 8.0.0.
    VectorSet,
    /// An array (`array`). Since 8.8.0.
    Array,
    /// Anything else, such as a module's type.
    Other(Box<str>),
}

impl KeyType {
    /// Redis' name for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::String => "string",
            Self::List => "list",
            Self::Set => "set",
            Self::SortedSet => "zset",
            Self::Hash => "hash",
            Self::Stream => "stream",
            Self::VectorSet => "vectorset",
            Self::Array => "array",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for KeyType {
    fn from(name: &str) -> Self {
        match name {
            "none" => Self::None,
            "string" => Self::String,
            "list" => Self::List,
            "set" => Self::Set,
            "zset" => Self::SortedSet,
            "hash" => Self::Hash,
            "stream" => Self::Stream,
            "vectorset" => Self::VectorSet,
            "array" => Self::Array,
            other => Self::Other(other.into()),
        }
    }
}

impl From<String> for KeyType {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromReply for KeyType {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        String::from_reply(reply).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_and_its_name_are_one_to_one() {
        for name in [
            "none",
            "string",
            "list",
            "set",
            "zset",
            "hash",
            "stream",
            "vectorset",
            "array",
            "ReJSON-RL",
        ] {
            let kind = KeyType::from(name);
            assert_eq!(kind.to_string(), name);
            assert_eq!(matches!(kind, KeyType::Other(_)), name == "ReJSON-RL");
        }
    }
}
