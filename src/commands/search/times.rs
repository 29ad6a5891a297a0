//! Times as this group's replies have them.

use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// Milliseconds with a fraction; what is no time, such as NaN where nothing was measured, is none.
pub(super) fn milliseconds(reply: Reply<'_>) -> Result<Duration> {
    let time = f64::from_reply(reply)?;
    Ok(Duration::try_from_secs_f64(time / 1000.0).unwrap_or_default())
}
