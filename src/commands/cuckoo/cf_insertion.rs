//! [`CfInsertion`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What became of an item that was to be added to a cuckoo filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CfInsertion {
    /// It was added.
    Added,
    /// It was there already (`CF.INSERTNX`).
    Present,
    /// There was no room for it.
    Full,
}

/// `CF.INSERT` says in RESP3 that there was no room by `false`, and everywhere else it is -1.
impl FromReply for CfInsertion {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        if let Reply::Boolean(false) = reply {
            return Ok(Self::Full);
        }
        match i64::from_reply(reply)? {
            1 => Ok(Self::Added),
            0 => Ok(Self::Present),
            -1 => Ok(Self::Full),
            _ => Err(Error::decode("an unknown number", "`CfInsertion`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_say_the_same() {
        let insertion = |reply: &str| CfInsertion::from_reply(Reply::parse(reply.as_bytes())?);
        assert_eq!(insertion(":1\r\n").unwrap(), CfInsertion::Added);
        assert_eq!(insertion("#t\r\n").unwrap(), CfInsertion::Added);
        assert_eq!(insertion(":0\r\n").unwrap(), CfInsertion::Present);
        assert_eq!(insertion(":-1\r\n").unwrap(), CfInsertion::Full);
        assert_eq!(insertion("#f\r\n").unwrap(), CfInsertion::Full);
        assert!(insertion(":2\r\n").is_err());
    }
}
