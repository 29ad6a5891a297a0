//! [`HelloInfo`] and [`HelloModule`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Protocol, Reply};

use super::super::fields::fields;

/// What a server says of itself and of the connection (`HELLO`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelloInfo {
    /// `redis` or `valkey`.
    pub server: String,
    /// The server's version.
    pub version: String,
    /// Which protocol the connection speaks from now on.
    pub proto: Protocol,
    /// The connection's id.
    pub id: i64,
    /// `standalone`, `sentinel` or `cluster`.
    pub mode: String,
    /// `master` or `replica`; empty if the server is neither, as a sentinel is.
    pub role: String,
    /// The modules that are loaded.
    pub modules: Vec<HelloModule>,
    /// The availability zone that the server is in, if its settings say so. Since Valkey 8.1.0.
    pub availability_zone: Option<String>,
}

/// A module that the server has loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HelloModule {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: i64,
}

impl FromReply for HelloInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self {
            server: String::new(),
            version: String::new(),
            proto: Protocol::Resp2,
            id: 0,
            mode: String::new(),
            role: String::new(),
            modules: Vec::new(),
            availability_zone: None,
        };
        for (name, value) in fields(reply, "`HelloInfo`")? {
            match name.data().as_deref() {
                Some(b"server") => info.server = String::from_reply(value)?,
                Some(b"version") => info.version = String::from_reply(value)?,
                Some(b"proto") => info.proto = protocol(value)?,
                Some(b"id") => info.id = i64::from_reply(value)?,
                Some(b"mode") => info.mode = String::from_reply(value)?,
                Some(b"role") => info.role = String::from_reply(value)?,
                Some(b"modules") => info.modules = Vec::from_reply(value)?,
                Some(b"availability_zone") => {
                    info.availability_zone = Some(String::from_reply(value)?)
                }
                _ => {}
            }
        }
        if info.server.is_empty() {
            return Err(Error::decode("a map without `server`", "`HelloInfo`"));
        }
        Ok(info)
    }
}

fn protocol(reply: Reply<'_>) -> Result<Protocol> {
    match i64::from_reply(reply)? {
        2 => Ok(Protocol::Resp2),
        3 => Ok(Protocol::Resp3),
        _ => Err(Error::decode("a version other than 2 and 3", "`Protocol`")),
    }
}

impl FromReply for HelloModule {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut module = Self::default();
        for (name, value) in fields(reply, "`HelloModule`")? {
            match name.data().as_deref() {
                Some(b"name") => module.name = String::from_reply(value)?,
                Some(b"ver") => module.version = i64::from_reply(value)?,
                _ => {}
            }
        }
        Ok(module)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_list_and_a_map_say_the_same() {
        let flat = b"*8\r\n+server\r\n+valkey\r\n+proto\r\n:2\r\n+modules\r\n\
            *1\r\n*4\r\n+name\r\n+lua\r\n+ver\r\n:1\r\n+availability_zone\r\n+z\r\n";
        let map = b"%4\r\n+server\r\n+valkey\r\n+proto\r\n:2\r\n+modules\r\n\
            *1\r\n%2\r\n+name\r\n+lua\r\n+ver\r\n:1\r\n+availability_zone\r\n+z\r\n";
        let flat = HelloInfo::from_reply(Reply::parse(flat).unwrap()).unwrap();
        let map = HelloInfo::from_reply(Reply::parse(map).unwrap()).unwrap();
        assert_eq!(flat, map);
        assert_eq!(flat.server, "valkey");
        assert_eq!(flat.proto, Protocol::Resp2);
        assert_eq!(flat.modules.first().unwrap().name, "lua");
        assert_eq!(flat.availability_zone.as_deref(), Some("z"));
    }
}
