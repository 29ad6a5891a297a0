//! [`TrackingInfo`] and [`TrackingRedirect`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server tracks for a connection (`CLIENT TRACKINGINFO`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrackingInfo {
    /// `off`, or `on` with `bcast`, `optin`, `optout`, `caching-yes`, `caching-no`, `noloop`,
    /// `broken_redirect`.
    pub flags: Vec<String>,
    /// Where the messages about changed keys go.
    pub redirect: TrackingRedirect,
    /// With `bcast`: the prefixes of the keys that the messages are about.
    pub prefixes: Vec<Vec<u8>>,
}

/// Where a connection's messages about changed keys go (`CLIENT GETREDIR`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TrackingRedirect {
    /// Nowhere: the connection does not track keys (-1).
    Off,
    /// To the connection itself (0).
    Own,
    /// To the connection with this id.
    To(i64),
}

impl FromReply for TrackingInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self {
            flags: Vec::new(),
            redirect: TrackingRedirect::Off,
            prefixes: Vec::new(),
        };
        for (name, value) in fields(reply, "`TrackingInfo`")? {
            match name.data().as_deref() {
                Some(b"flags") => info.flags = Vec::from_reply(value)?,
                Some(b"redirect") => info.redirect = TrackingRedirect::from_reply(value)?,
                Some(b"prefixes") => info.prefixes = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(info)
    }
}

impl FromReply for TrackingRedirect {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Ok(match i64::from_reply(reply)? {
            -1 => Self::Off,
            0 => Self::Own,
            id => Self::To(id),
        })
    }
}
