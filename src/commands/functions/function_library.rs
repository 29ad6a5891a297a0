//! [`FunctionLibrary`] and [`FunctionInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// A library of functions (`FUNCTION LIST`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionLibrary {
    /// Its name.
    pub name: String,
    /// The engine that runs it: `LUA`.
    pub engine: String,
    /// Its functions, in no order.
    pub functions: Vec<FunctionInfo>,
    /// Its code, if it was asked for.
    pub code: Option<Vec<u8>>,
}

/// A function of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionInfo {
    /// Its name, by which it is called.
    pub name: String,
    /// What it says of itself; what is not UTF-8 in it is replaced.
    pub description: Option<String>,
    /// What it may do and may not: `no-writes`, `allow-oom`, `allow-stale`, ….
    pub flags: Vec<String>,
}

impl FromReply for FunctionLibrary {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut library = Self::default();
        for (name, value) in fields(reply, "`FunctionLibrary`")? {
            match name.data().as_deref() {
                Some(b"library_name") => library.name = String::from_reply(value)?,
                Some(b"engine") => library.engine = String::from_reply(value)?,
                Some(b"functions") => library.functions = Vec::from_reply(value)?,
                Some(b"library_code") => library.code = Some(Vec::from_reply(value)?),
                _ => {}
            }
        }
        Ok(library)
    }
}

impl FromReply for FunctionInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut function = Self::default();
        for (name, value) in fields(reply, "`FunctionInfo`")? {
            match name.data().as_deref() {
                Some(b"name") => function.name = String::from_reply(value)?,
                Some(b"description") => {
                    let text: Option<Vec<u8>> = Option::from_reply(value)?;
                    function.description =
                        text.map(|text| String::from_utf8_lossy(&text).into_owned());
                }
                Some(b"flags") => function.flags = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(function)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_list_and_a_map_say_the_same() {
        let flat = b"*8\r\n+library_name\r\n+l\r\n+engine\r\n+LUA\r\n+functions\r\n*1\r\n\
            *6\r\n+name\r\n+f\r\n+description\r\n$-1\r\n+flags\r\n*1\r\n+no-writes\r\n\
            +library_code\r\n$2\r\n\xff!\r\n";
        let map = b"%5\r\n+library_name\r\n+l\r\n+engine\r\n+LUA\r\n+functions\r\n*1\r\n\
            %3\r\n+name\r\n+f\r\n+description\r\n_\r\n+flags\r\n~1\r\n+no-writes\r\n\
            +library_code\r\n$2\r\n\xff!\r\n+of tomorrow\r\n:1\r\n";
        let flat = FunctionLibrary::from_reply(Reply::parse(flat).unwrap()).unwrap();
        let map = FunctionLibrary::from_reply(Reply::parse(map).unwrap()).unwrap();
        assert_eq!(flat, map);
        assert_eq!((flat.name.as_str(), flat.engine.as_str()), ("l", "LUA"));
        assert_eq!(flat.code.as_deref(), Some(b"\xff!" as &[u8]));
        let function = flat.functions.first().unwrap();
        assert_eq!(function.flags, ["no-writes"]);
        assert_eq!(function.description, None);
        assert!(FunctionLibrary::from_reply(Reply::parse(b":1\r\n").unwrap()).is_err());
    }
}
