//! [`Ttl`], [`Pttl`], [`ExpireTime`] and [`PexpireTime`]: a time, or why there is none.

use std::time::{Duration, SystemTime};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

// Each command has a reply type of its own because only the command tells seconds from
// milliseconds, and the reply is decoded by its type alone.
macro_rules! key_time {
    ($(#[$doc:meta])* $name:ident: $time:ty, $from_number:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(clippy::exhaustive_enums, reason = "there is no fourth case")]
        pub enum $name {
            /// There is no such key (-2).
            NoKey,
            /// The key does not expire (-1).
            NoExpiry,
            /// The key expires.
            Expires($time),
        }

        impl $name {
            /// The time, if there is one.
            #[must_use]
            pub const fn time(self) -> Option<$time> {
                match self {
                    Self::Expires(time) => Some(time),
                    Self::NoKey | Self::NoExpiry => None,
                }
            }
        }

        impl FromReply for $name {
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                match i64::from_reply(reply)? {
                    -2 => Ok(Self::NoKey),
                    -1 => Ok(Self::NoExpiry),
                    number => u64::try_from(number)
                        .ok()
                        .and_then($from_number)
                        .map(Self::Expires)
                        .ok_or_else(|| {
                            Error::decode(
                                "a number out of range",
                                concat!("`", stringify!($name), "`"),
                            )
                        }),
                }
            }
        }
    };
}

key_time!(
    /// How long a key has still to live, in whole seconds: what `TTL` answers.
    Ttl: Duration, |seconds| Some(Duration::from_secs(seconds))
);
key_time!(
    /// How long a key has still to live, to the millisecond: what `PTTL` answers.
    Pttl: Duration, |millis| Some(Duration::from_millis(millis))
);
key_time!(
    /// When a key expires, in whole seconds: what `EXPIRETIME` answers.
    ExpireTime: SystemTime, |seconds| at(Duration::from_secs(seconds))
);
key_time!(
    /// When a key expires, to the millisecond: what `PEXPIRETIME` answers.
    PexpireTime: SystemTime, |millis| at(Duration::from_millis(millis))
);

fn at(since_epoch: Duration) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(since_epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode<T: FromReply>(reply: &str) -> Result<T> {
        T::from_reply(Reply::parse(reply.as_bytes())?)
    }

    #[test]
    fn each_reads_its_own_unit() {
        let two = Duration::from_secs(2);
        let then = SystemTime::UNIX_EPOCH + two;
        assert_eq!(decode::<Ttl>(":2\r\n").unwrap(), Ttl::Expires(two));
        assert_eq!(decode::<Pttl>(":2000\r\n").unwrap().time(), Some(two));
        assert_eq!(
            decode::<ExpireTime>(":2\r\n").unwrap(),
            ExpireTime::Expires(then)
        );
        assert_eq!(
            decode::<PexpireTime>(":2000\r\n").unwrap().time(),
            Some(then)
        );
        assert_eq!(decode::<Ttl>(":-1\r\n").unwrap(), Ttl::NoExpiry);
        assert_eq!(decode::<Pttl>(":-2\r\n").unwrap(), Pttl::NoKey);
        assert!(decode::<Ttl>(":-3\r\n").is_err());
        assert!(decode::<ExpireTime>("+soon\r\n").is_err());
    }
}
