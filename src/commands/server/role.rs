//! [`Role`] and [`RoleReplica`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::{next, places};

const WANTED: &str = "`Role`";

/// What part a server plays in replication (`ROLE`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// It has the data, and its replicas, if any, follow.
    #[non_exhaustive]
    Master {
        /// How many bytes of changes it has sent.
        offset: i64,
        /// The replicas that are connected.
        replicas: Vec<RoleReplica>,
    },
    /// It follows a master.
    #[non_exhaustive]
    Replica {
        /// The master's address.
        master_host: String,
        /// The master's port.
        master_port: u16,
        /// `connected`, or what is not done yet: `connect`, `connecting`, `handshake`, `sync`.
        state: String,
        /// How many bytes of changes it has got; -1 if none.
        offset: i64,
    },
    /// It watches others.
    #[non_exhaustive]
    Sentinel {
        /// The names of the masters that it watches.
        masters: Vec<String>,
    },
}

/// A replica as its master sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleReplica {
    /// Its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How many bytes of changes it has said to have got.
    pub offset: i64,
}

impl FromReply for Role {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut items = places(reply, WANTED)?;
        let role: String = next(&mut items, WANTED)?;
        match role.as_str() {
            "master" => Ok(Self::Master {
                offset: next(&mut items, WANTED)?,
                replicas: next(&mut items, WANTED)?,
            }),
            "slave" | "replica" => Ok(Self::Replica {
                master_host: next(&mut items, WANTED)?,
                master_port: next(&mut items, WANTED)?,
                state: next(&mut items, WANTED)?,
                offset: next(&mut items, WANTED)?,
            }),
            "sentinel" => Ok(Self::Sentinel {
                masters: next(&mut items, WANTED)?,
            }),
            _ => Err(Error::decode("the name of an unknown role", WANTED)),
        }
    }
}

impl FromReply for RoleReplica {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (host, port, offset) = FromReply::from_reply(reply)?;
        Ok(Self { host, port, offset })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentinel_names_its_masters() {
        let reply = Reply::parse(b"*2\r\n$8\r\nsentinel\r\n*1\r\n$1\r\nm\r\n").unwrap();
        let masters = vec!["m".to_owned()];
        assert_eq!(Role::from_reply(reply).unwrap(), Role::Sentinel { masters });
        assert!(Role::from_reply(Reply::parse(b"*1\r\n+guest\r\n").unwrap()).is_err());
        assert!(Role::from_reply(Reply::parse(b"*1\r\n+master\r\n").unwrap()).is_err());
    }
}
