//! [`FromReply`] for [`SystemTime`]: `TIME` and `LASTSAVE`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// From Unix time in seconds, or in seconds and microseconds.
impl FromReply for SystemTime {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (seconds, micros) = match reply {
            list @ Reply::Array(_) => <(u64, u64)>::from_reply(list)?,
            number => (u64::from_reply(number)?, 0),
        };
        let since = Duration::from_secs(seconds).checked_add(Duration::from_micros(micros));
        since
            .and_then(|since| UNIX_EPOCH.checked_add(since))
            .ok_or_else(|| Error::decode("a number out of range", "`SystemTime`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(reply: &[u8]) -> Result<Duration> {
        let time = SystemTime::from_reply(Reply::parse(reply).unwrap())?;
        Ok(time.duration_since(UNIX_EPOCH).unwrap())
    }

    #[test]
    fn a_time_is_seconds_with_or_without_microseconds() {
        let time = decode(b"*2\r\n$1\r\n7\r\n$6\r\n500000\r\n").unwrap();
        assert_eq!(time, Duration::from_millis(7500));
        assert_eq!(decode(b":7\r\n").unwrap(), Duration::from_secs(7));
        assert!(decode(b":-1\r\n").is_err());
        assert!(decode(b"$20\r\n18446744073709551615\r\n").is_err());
        assert!(decode(b"*1\r\n:1\r\n").is_err());
    }
}
