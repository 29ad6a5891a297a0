//! Times as servers say them: in milliseconds mostly, and negative if there is none.

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// How long ago something was; for ever, if it never was.
pub(super) fn idle_time(reply: Reply<'_>) -> Result<Duration> {
    Ok(duration(reply)?.unwrap_or(Duration::MAX))
}

/// A duration, if there is one.
pub(super) fn duration(reply: Reply<'_>) -> Result<Option<Duration>> {
    let millis = i64::from_reply(reply)?;
    Ok(u64::try_from(millis).ok().map(Duration::from_millis))
}

/// A time, if there is one.
pub(super) fn time(reply: Reply<'_>) -> Result<Option<SystemTime>> {
    duration(reply)?.map(since_epoch).transpose()
}

/// A time in whole seconds, if there is one.
pub(super) fn time_of_seconds(reply: Reply<'_>) -> Result<Option<SystemTime>> {
    let seconds = i64::from_reply(reply)?;
    let seconds = u64::try_from(seconds).ok().map(Duration::from_secs);
    seconds.map(since_epoch).transpose()
}

fn since_epoch(since: Duration) -> Result<SystemTime> {
    let time = SystemTime::UNIX_EPOCH.checked_add(since);
    time.ok_or_else(|| Error::decode("an integer out of range", "a time"))
}
