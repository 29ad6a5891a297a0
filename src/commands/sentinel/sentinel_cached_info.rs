//! [`SentinelCachedInfo`].

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::server::Info;

/// The `INFO` that a sentinel last got from a server (`SENTINEL INFO-CACHE`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentinelCachedInfo {
    /// How old it is, to the millisecond.
    pub age: Duration,
    /// What the server said; `None` if the sentinel has not got it yet.
    pub info: Option<Info>,
}

impl FromReply for SentinelCachedInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (age, info) = FromReply::from_reply(reply)?;
        Ok(Self {
            age: Duration::from_millis(age),
            info,
        })
    }
}
