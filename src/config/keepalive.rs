//! [`Keepalive`]: when TCP probes a silent connection, and gives it up.

use std::time::Duration;

use crate::{Error, Result};

/// When TCP probes a connection that is silent, so that a peer that vanished is noticed: for
/// [`Config::socket_keepalive`](crate::Config::socket_keepalive).
///
/// Which of the settings count depends on the system: all of them on Linux, macOS and FreeBSD, all but the count on
/// Windows, the idle time alone elsewhere.
///
/// The defaults notice it after 5 s + 3 × 1 s, so that nobody waits for longer than 10 s on a connection that leads
/// nowhere: whoever only listens (a subscriber, `MONITOR`, `BLPOP` without an end) sends nothing that could go
/// unanswered, and has nothing else to notice it by. For a connection on which something was sent there is
/// [`Config::tcp_user_timeout`](crate::Config::tcp_user_timeout).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Keepalive {
    pub(crate) idle: Duration,
    pub(crate) interval: Duration,
    pub(crate) count: u32,
}

impl Keepalive {
    /// The defaults: probes after 5 s of silence, every 1 s, 3 times. (redis-py 8: 30 s, 5 s, 3 times.)
    pub const fn new() -> Self {
        Self {
            idle: Duration::from_secs(5),
            interval: Duration::from_secs(1),
            count: 3,
        }
    }

    /// How long the connection is silent before the first probe (`TCP_KEEPIDLE`; default: 5 s).
    /// Whole seconds, at least one.
    pub const fn idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// The time between two probes (`TCP_KEEPINTVL`; default: 1 s). Whole seconds, at least one.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How many probes go unanswered before the connection is given up (`TCP_KEEPCNT`; default: 3, at least 1).
    pub const fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// How long what was sent may stay unacknowledged, to be as patient as with who is silent: the time in which all
    /// probes go unanswered. Linux goes by this time also when it probes, and looks at it once an interval only, so
    /// it is half of one less: with all of it a moment's difference would cost one more.
    pub(super) fn user_timeout(&self) -> Duration {
        let probing = self.interval.saturating_mul(self.count) - self.interval / 2;
        self.idle.saturating_add(probing)
    }

    /// The kernel counts in seconds and refuses zeros, at connect time and with less to say.
    pub(super) fn validate(&self) -> Result<()> {
        let second = Duration::from_secs(1);
        if self.idle < second || self.interval < second || self.count == 0 {
            return Err(Error::config(
                "socket_keepalive needs an idle time and an interval of 1 s or more, and a count of 1 or more",
            ));
        }
        Ok(())
    }
}

impl Default for Keepalive {
    fn default() -> Self {
        Self::new()
    }
}
