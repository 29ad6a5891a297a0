//! [`TsTime`]: a timestamp in the words of the server, or from the clock.

use std::time::SystemTime;

use crate::convert::{Arg, ToArg, Written};

/// A timestamp that is a [`SystemTime`], or one of the server's words for now, the first and the last.
///
/// The timestamps of a series are integers from 0 to `i64::MAX` in any unit; those of the server's clock are
/// milliseconds of Unix time. That is why methods take and return plain numbers, and a [`SystemTime`] has to be
/// wrapped:
///
/// ```
/// # use redial::prelude::*;
/// use std::time::{Duration, SystemTime};
/// let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let typed = Command::new("TS.RANGE").key("t").arg(TsTime::at(then)).arg(TsTime::LATEST);
/// let spelled = Command::new("TS.RANGE").key("t").arg(1_700_000_000_000_u64).arg("+");
/// assert_eq!(typed.to_bytes(), spelled.to_bytes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TsTime(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Word(&'static str),
    Millis(i64),
}

impl TsTime {
    /// The time of the server's clock (`*`), for samples that are added.
    pub const NOW: Self = Self(Kind::Word("*"));
    /// The time of the first sample (`-`), for what is read.
    pub const EARLIEST: Self = Self(Kind::Word("-"));
    /// The time of the last sample (`+`), for what is read.
    pub const LATEST: Self = Self(Kind::Word("+"));
    /// Behind the last sample (`$`), for [`ts_read`](super::TimeSeriesCommands::ts_read).
    pub const NEW: Self = Self(Kind::Word("$"));

    /// This time, in whole milliseconds. The server refuses what lies before 1970.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let whole = |millis: u128| i64::try_from(millis).unwrap_or(i64::MAX);
        Self(Kind::Millis(
            match time.duration_since(SystemTime::UNIX_EPOCH) {
                Ok(since) => whole(since.as_millis()),
                Err(before) => -whole(before.duration().as_millis()),
            },
        ))
    }
}

impl ToArg for TsTime {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        match self.0 {
            Kind::Word(word) => arg.bytes(word.as_bytes()),
            Kind::Millis(millis) => arg.integer(millis),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::convert::OwnedArg;

    #[test]
    fn a_time_is_sent_in_milliseconds() {
        let epoch = SystemTime::UNIX_EPOCH;
        let sent = |time| OwnedArg::new(TsTime::at(time)).as_bytes().to_vec();
        assert_eq!(sent(epoch), b"0");
        assert_eq!(sent(epoch + Duration::from_micros(1_999)), b"1");
        assert_eq!(sent(epoch - Duration::from_millis(5)), b"-5");
    }
}
