//! [`TsSample`].

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

/// A sample of a time series: when, and which value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsSample {
    /// When it was, in the unit of the series: mostly milliseconds of Unix time, see
    /// [`time`](Self::time). Of a bucket it is the beginning, unless something else was asked for.
    pub timestamp: u64,
    /// The value. It is NaN where a bucket has none.
    pub value: f64,
}

impl TsSample {
    /// A sample.
    #[must_use]
    pub const fn new(timestamp: u64, value: f64) -> Self {
        Self { timestamp, value }
    }

    /// When it was, if the series counts the milliseconds of Unix time; `None` if the system knows no
    /// such time.
    #[must_use]
    pub fn time(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.timestamp))
    }
}

/// The timestamp that a list begins with.
pub(super) fn timestamp(parts: &mut Items<'_>, wanted: &str) -> Result<u64> {
    u64::from_items(parts).unwrap_or_else(|| Err(Error::decode("an empty list", wanted)))
}

impl FromReply for TsSample {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = match reply.into_result()? {
            Reply::Array(parts) => parts,
            other => return Err(Error::decode(other.kind_name(), "`TsSample`")),
        };
        let timestamp = timestamp(&mut parts, "`TsSample`")?;
        match (parts.next(), parts.next()) {
            (Some(value), None) => Ok(Self::new(timestamp, f64::from_reply(value)?)),
            (None, _) => Err(Error::decode("a time without a value", "`TsSample`")),
            (Some(_), Some(_)) => Err(Error::decode(
                "a time with several values",
                "`TsSample`; take it as a `TsRow`",
            )),
        }
    }

    /// A series without samples says so by an empty list.
    fn is_missing(reply: &Reply<'_>) -> bool {
        match reply {
            Reply::Nil => true,
            Reply::Array(parts) => parts.len() == Some(0),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode<T: FromReply>(reply: &str) -> Result<T> {
        T::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn both_protocols_values_are_the_same() {
        let sample = TsSample::new(7, 1.5);
        assert_eq!(decode::<TsSample>("*2\r\n:7\r\n+1.5\r\n").unwrap(), sample);
        assert_eq!(decode::<TsSample>("*2\r\n:7\r\n,1.5\r\n").unwrap(), sample);
        for nan in ["*2\r\n:7\r\n+NaN\r\n", "*2\r\n:7\r\n,nan\r\n"] {
            assert!(decode::<TsSample>(nan).unwrap().value.is_nan());
        }
        assert_eq!(decode::<Option<TsSample>>("*0\r\n").unwrap(), None);
    }

    #[test]
    fn what_is_no_sample_is_refused() {
        for wrong in [":1\r\n", "*0\r\n", "*1\r\n:1\r\n", "*2\r\n:-1\r\n+1\r\n"] {
            assert!(decode::<TsSample>(wrong).is_err(), "{wrong:?}");
        }
        let error = decode::<TsSample>("*3\r\n:1\r\n+1\r\n+2\r\n").unwrap_err();
        assert!(error.to_string().contains("TsRow"), "{error}");
    }

    #[test]
    fn a_time_that_the_system_does_not_know_is_none() {
        let second = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        assert_eq!(TsSample::new(1000, 0.0).time(), Some(second));
        // Whether there is such a time, the system says; that it is asked must not panic.
        let _ = TsSample::new(u64::MAX, 0.0).time();
    }
}
