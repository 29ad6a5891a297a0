//! [`Retry`]: how often, how fast, and after which failures something is tried again.

use std::time::Duration;

use super::attempts::Attempts;
use super::backoff::Backoff;

/// How often and how fast connecting and commands are tried again, and after which failures: for
/// [`Config::retry`](crate::Config::retry).
///
/// Connecting is tried again, but not after a refused password or certificate. A command is sent again when the server
/// certainly did not execute it: it could not be sent whole, or the server turned it away (`LOADING`,
/// `TRYAGAIN`, `CLUSTERDOWN`, `MASTERDOWN`, too many clients). When the connection is lost or the time
/// is up *after* sending, nobody can know, and [`Resend`] decides.
///
/// By default there are up to 10 further attempts, with waits of at most 1 s between them. All of them together have to
/// fit into the call's one [`socket_timeout`](crate::Config::socket_timeout).
///
/// ```
/// # use std::time::Duration;
/// # use redial::{Backoff, Config, Resend, Retry};
/// let backoff = Backoff::full_jitter(Duration::from_millis(10), Duration::from_secs(1));
/// let config = Config::new().retry(Retry::new(backoff, 3).resend(Resend::Always));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    pub(super) backoff: Backoff,
    pub(super) retries: u32,
    pub(super) resend: Resend,
}

/// Which commands are sent again when the server may have executed them already: for [`Retry::resend`].
///
/// With `Safe` one deadline holds for a call and all its attempts; with the others each attempt has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Resend {
    /// Only those that are known to be safe to execute twice, such as `GET`
    /// ([`Command::is_safe_to_resend`](crate::Command::is_safe_to_resend)).
    #[default]
    Safe,
    /// As `Safe`, and every command whose answer did not come in time (redis-py: `retry_on_timeout`).
    /// One `INCR` may count several times.
    AfterTimeout,
    /// Every command, as redis-py does it. One `INCR` may count several times.
    Always,
}

impl Retry {
    /// Whether a command is sent again after a timeout, so that each attempt needs its own time.
    pub(crate) fn resends_after_timeouts(&self) -> bool {
        self.resend != Resend::Safe
    }

    /// Up to `retries` further attempts after the first, with the waits of `backoff` between them.
    pub const fn new(backoff: Backoff, retries: u32) -> Self {
        Self {
            backoff,
            retries,
            resend: Resend::Safe,
        }
    }

    /// One attempt, whatever happens.
    pub const fn never() -> Self {
        Self::new(Backoff::none(), 0)
    }

    /// Replaces the number of further attempts.
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// What is sent again although it may have been executed (default: [`Resend::Safe`]).
    pub const fn resend(mut self, resend: Resend) -> Self {
        self.resend = resend;
        self
    }

    /// How many attempts there may be after the first.
    pub(crate) const fn most(&self) -> u32 {
        self.retries
    }

    /// The state of one call.
    pub(crate) fn attempts(&self) -> Attempts {
        Attempts::new(self.clone())
    }
}

impl Default for Retry {
    /// [`Backoff::exponential_with_jitter`] from 10 ms to 1 s, 10 retries.
    fn default() -> Self {
        let (base, cap) = (Duration::from_millis(10), Duration::from_secs(1));
        Self::new(Backoff::exponential_with_jitter(base, cap), 10)
    }
}
