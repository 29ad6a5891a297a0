//! [`CommandInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Items, Reply, Value};

use super::super::fields::{next, next_if_sent, places};

const WANTED: &str = "`CommandInfo`";

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
    /// Which argument is its last key; counted from the end, if negative.
    pub last_key: i64,
    /// How many arguments it is from one key to the next.
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
        let mut items = places(reply, WANTED)?;
        Ok(Self {
            name: next(&mut items, WANTED)?,
            arity: next(&mut items, WANTED)?,
            flags: next(&mut items, WANTED)?,
            first_key: next(&mut items, WANTED)?,
            last_key: next(&mut items, WANTED)?,
            step: next(&mut items, WANTED)?,
            acl_categories: optional(&mut items)?,
            tips: optional(&mut items)?,
            key_specifications: optional(&mut items)?,
            subcommands: optional(&mut items)?,
        })
    }
}

/// What older servers do not send.
fn optional<T: FromReply>(items: &mut Items<'_>) -> Result<Vec<T>> {
    Ok(next_if_sent(items)?.unwrap_or_default())
}
