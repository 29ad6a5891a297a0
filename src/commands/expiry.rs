//! [`Expiry`]: when a key or a field shall expire, as `SET`, `GETEX`, `HSETEX` and the like are told it.

use std::time::{Duration, SystemTime};

use crate::command::{Command, millis, whole_seconds};

/// When a key or a field shall expire. It is one thing, so that of two setters the later one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expiry {
    /// After this time: `EX` where it is whole seconds, else `PX`.
    After(Duration),
    /// `PX`.
    AfterMillis(Duration),
    /// At this time: `EXAT` where it is a whole second, else `PXAT`.
    At(SystemTime),
    /// `PXAT`.
    AtMillis(SystemTime),
    /// As it was to expire before.
    KeepTtl,
    /// Never.
    Persist,
}

impl Expiry {
    pub(super) fn add_to(self, command: Command) -> Command {
        match self {
            Self::After(time) => match whole_seconds(time) {
                Some(seconds) => command.arg("EX").arg(seconds),
                None => command.arg("PX").arg(millis(time)),
            },
            Self::AfterMillis(time) => command.arg("PX").arg(millis(time)),
            Self::At(time) => match whole_seconds(since_epoch(time)) {
                Some(seconds) => command.arg("EXAT").arg(seconds),
                None => command.arg("PXAT").arg(millis(since_epoch(time))),
            },
            Self::AtMillis(time) => command.arg("PXAT").arg(millis(since_epoch(time))),
            Self::KeepTtl => command.arg("KEEPTTL"),
            Self::Persist => command.arg("PERSIST"),
        }
    }
}

/// The setters of when something expires, for options with an `expiry`: `expiry_setters!("The key expires")`, with the
/// versions since which there are times to wait and times of day if they came later than the command.
macro_rules! expiry_setters {
    ($expires:literal $(, $after:literal, $at:literal)?) => {
        #[doc = concat!(
            $expires,
            " after this time, to the millisecond (`EX`, or `PX` where it is not whole seconds).",
            $(" Since ", $after, ".")?
        )]
        pub const fn ex(mut self, time: ::std::time::Duration) -> Self {
            self.expiry = Some($crate::commands::expiry::Expiry::After(time));
            self
        }

        #[doc = concat!(
            $expires,
            " after this time, sent as milliseconds (`PX`).",
            $(" Since ", $after, ".")?
        )]
        pub const fn px(mut self, time: ::std::time::Duration) -> Self {
            self.expiry = Some($crate::commands::expiry::Expiry::AfterMillis(time));
            self
        }

        #[doc = concat!(
            $expires,
            " at this time, to the millisecond (`EXAT`, or `PXAT` where it is no whole second).",
            $(" Since ", $at, ".")?
        )]
        pub const fn exat(mut self, time: ::std::time::SystemTime) -> Self {
            self.expiry = Some($crate::commands::expiry::Expiry::At(time));
            self
        }

        #[doc = concat!(
            $expires,
            " at this time, sent as milliseconds (`PXAT`).",
            $(" Since ", $at, ".")?
        )]
        pub const fn pxat(mut self, time: ::std::time::SystemTime) -> Self {
            self.expiry = Some($crate::commands::expiry::Expiry::AtMillis(time));
            self
        }
    };
}

pub(super) use expiry_setters;

/// Seconds, rounded up: a time that is not zero never becomes zero, which means something else.
pub(super) fn seconds(time: Duration) -> u64 {
    time.as_secs()
        .saturating_add(u64::from(time.subsec_nanos() > 0))
}

/// Unix time. All that lies before it is past, and so is its beginning.
pub(super) fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_sent_in_seconds_where_that_is_exact() {
        let at = |millis| SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
        for (expiry, sent) in [
            (Expiry::After(Duration::from_secs(2)), ["EX", "2"]),
            (Expiry::After(Duration::from_millis(1500)), ["PX", "1500"]),
            (Expiry::AfterMillis(Duration::from_secs(2)), ["PX", "2000"]),
            (Expiry::At(at(3000)), ["EXAT", "3"]),
            (Expiry::At(at(3001)), ["PXAT", "3001"]),
            (Expiry::AtMillis(at(3000)), ["PXAT", "3000"]),
        ] {
            let command = expiry.add_to(Command::new(""));
            let arguments: Vec<&[u8]> = command.arguments().collect();
            assert_eq!(arguments, sent.map(str::as_bytes));
        }
    }

    #[test]
    fn times_are_rounded_up_and_never_negative() {
        assert_eq!(seconds(Duration::from_nanos(1)), 1);
        assert_eq!(seconds(Duration::from_secs(2)), 2);
        assert_eq!(seconds(Duration::MAX), u64::MAX);
        let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(since_epoch(before), Duration::ZERO);
    }
}
