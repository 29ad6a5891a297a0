//! [`StreamId`].

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::command::millis;
use crate::convert::{Arg, FromReply, ToArg, Written};
use crate::error::{Error, Result};
use crate::resp::{Blob, Reply};

use super::super::expiry::since_epoch;

/// The id of an entry of a stream: `1526919030474-0`, a time in milliseconds and a number that
/// tells entries of the same millisecond apart.
///
/// Wherever a method takes an id, it takes this type, Redis' own spelling as text, and the special words that the
/// command knows: `"$"`, `">"`, `"*"`, ….
///
/// ```
/// # use redial::prelude::*;
/// let id: StreamId = "1526919030474-3".parse()?;
/// assert_eq!((id.ms(), id.seq()), (1526919030474, 3));
/// assert!(id > StreamId::new(1526919030474, 2) && id < StreamId::MAX);
/// assert_eq!(id.to_string(), "1526919030474-3");
/// # Ok::<_, redial::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    ms: u64,
    seq: u64,
}

impl StreamId {
    /// `0-0`: before all entries. No entry has it.
    pub const MIN: Self = Self::new(0, 0);
    /// The greatest id that there can be: no entry comes after it.
    pub const MAX: Self = Self::new(u64::MAX, u64::MAX);

    /// The id of these two parts: milliseconds since 1970, and the number within the millisecond.
    #[must_use]
    pub const fn new(ms: u64, seq: u64) -> Self {
        Self { ms, seq }
    }

    /// The first id of the millisecond at, or after, this time: for entries whose ids the server
    /// has made.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let ms = millis(since_epoch(time));
        Self::new(u64::try_from(ms).unwrap_or(u64::MAX), 0)
    }

    /// Its first part: milliseconds since 1970, if the server has made the id.
    #[must_use]
    pub const fn ms(self) -> u64 {
        self.ms
    }

    /// Its second part, which tells entries of the same millisecond apart.
    #[must_use]
    pub const fn seq(self) -> u64 {
        self.seq
    }

    /// The time that its first part says; `None` if that is out of the range of `SystemTime`.
    #[must_use]
    pub fn time(self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.ms))
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let at = text.iter().position(|&byte| byte == b'-')?;
        let (ms, seq) = text.split_at_checked(at)?;
        Some(Self::new(digits(ms)?, digits(seq.get(1..)?)?))
    }
}

/// A number without a sign.
fn digits(text: &[u8]) -> Option<u64> {
    let is_number = text.first().is_some_and(u8::is_ascii_digit);
    let text = is_number.then_some(text)?;
    str::from_utf8(text).ok()?.parse().ok()
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ms, self.seq)
    }
}

/// From two numbers with a `-` between them; words and ids of one part are for the server.
impl FromStr for StreamId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text.as_bytes())
            .ok_or_else(|| Error::data("this is no stream id, such as `1526919030474-0`"))
    }
}

impl ToArg for StreamId {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.text(self)
    }
}

impl FromReply for StreamId {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let reply = reply.into_result()?;
        reply
            .data()
            .and_then(|text| Self::parse(&text))
            .ok_or_else(|| Error::decode(reply.kind_name(), "`StreamId`"))
    }

    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        Self::parse(&data.as_bytes())
            .ok_or_else(|| Error::decode("a string that is no stream id", "`StreamId`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_two_numbers() {
        for id in [StreamId::MIN, StreamId::MAX, StreamId::new(15, 3)] {
            assert_eq!(id.to_string().parse::<StreamId>().unwrap(), id);
        }
        for text in [
            "",
            "-",
            "1",
            "1-",
            "-1",
            "1-2-3",
            "+1-2",
            "1-+2",
            "a-1",
            "$",
            "*",
            ">",
            "18446744073709551616-0",
        ] {
            assert!(text.parse::<StreamId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_are_in_the_order_of_time() {
        let ids = [(1, 9), (2, 0), (10, 0), (10, 1)].map(|(ms, seq)| StreamId::new(ms, seq));
        assert!(ids.is_sorted());
    }

    #[test]
    fn an_id_has_a_time() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_micros(1500);
        assert_eq!(StreamId::at(time), StreamId::new(2, 0));
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(2);
        assert_eq!(StreamId::new(2, 7).time(), Some(time));
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(StreamId::at(before), StreamId::MIN);
    }

    #[test]
    fn what_is_no_id_is_not_decoded() {
        for reply in ["$1\r\nx\r\n", "+x\r\n", ":1\r\n", "$-1\r\n", "-ERR x\r\n"] {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            assert!(StreamId::from_reply(reply).is_err());
        }
        let reply = Reply::parse(b"+1-2\r\n").unwrap();
        assert_eq!(StreamId::from_reply(reply).unwrap(), StreamId::new(1, 2));
    }
}
