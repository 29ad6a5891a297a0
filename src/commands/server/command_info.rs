//! [`CommandInfo`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply, Value};

/// What a server knows of one of its commands (`COMMAND INFO`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CommandInfo {
    /// Its name, in lower case: `get`, `config|set`.
    pub name: String,
    /// How many arguments it takes, its name included; at least so many, if negative.
    pub arity: i64,
    /// `readonly`, `write`, `fast`, `blocking`, ….
    pub flags: Vec<String>,
    /// Which argument is its first key; 0 if it has none, or they are not so easily found.
    pub first_key: i64,
    /// Which is its last; counted from the end, if negative.
    pub last_key: i64,
    /// From one key to the next.
    pub step: i64,
    /// The access control lists' categories that it is in: `@read`, …. Since 6.0.0.
    pub acl_categories: Vec<String>,
    /// Hints for clients. Since 7.0.0.
    pub tips: Vec<String>,
    /// Where its keys are, [in detail](https://redis.io/docs/latest/develop/reference/key-specs/),
    /// as the server sends it. Since 7.0.0.
    pub key_specifications: Vec<Value>,
    /// Its sub-commands. Since 7.0.0.
    pub subcommands: Vec<Self>,
}

impl FromReply for CommandInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut items = match reply.into_result()? {
            Reply::Array(items) => items,
            other => return Err(Error::decode(other.kind_name(), "`CommandInfo`")),
        };
        Ok(Self {
            name: required(&mut items)?,
            arity: required(&mut items)?,
            flags: required(&mut items)?,
            first_key: required(&mut items)?,
            last_key: required(&mut items)?,
            step: required(&mut items)?,
            acl_categories: optional(&mut items)?,
            tips: optional(&mut items)?,
            key_specifications: optional(&mut items)?,
            subcommands: optional(&mut items)?,
        })
    }
}

fn required<T: FromReply>(items: &mut Items<'_>) -> Result<T> {
    match items.next() {
        Some(item) => T::from_reply(item),
        None => Err(Error::decode("a list that is too short", "`CommandInfo`")),
    }
}

/// What older servers do not send.
fn optional<T: FromReply>(items: &mut Items<'_>) -> Result<Vec<T>> {
    items.next().map_or_else(|| Ok(Vec::new()), Vec::from_reply)
}
