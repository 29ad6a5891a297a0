//! [`Attempts`]: whether the call that just failed is tried again, and after how long.

use std::time::Duration;

use super::jitter::Jitter;
use super::retry::{Resend, Retry};
use crate::{Error, ErrorKind, Outcome};

/// The failures of one call so far.
#[derive(Debug)]
pub(crate) struct Attempts {
    retry: Retry,
    failures: u32,
    previous: Duration,
    /// Made at the first failure: most calls have none.
    jitter: Option<Jitter>,
}

impl Attempts {
    pub(super) fn new(retry: Retry) -> Self {
        Self {
            retry,
            failures: 0,
            previous: Duration::ZERO,
            jitter: None,
        }
    }

    /// The wait before the next attempt, or `None` to give up and return `error`.
    ///
    /// `safe_twice` says that executing the command twice does what executing it once does.
    pub(crate) fn again(&mut self, error: &Error, safe_twice: bool) -> Option<Duration> {
        if self.failures >= self.retry.retries || !self.may_try_again(error, safe_twice) {
            return None;
        }
        Some(self.wait())
    }

    /// How many there have been.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// Forgets the failures.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
        self.previous = Duration::ZERO;
    }

    /// Counts a failure; the wait before the next attempt, if there is to be one.
    pub(crate) fn wait(&mut self) -> Duration {
        self.failures = self.failures.saturating_add(1);
        let random = self.jitter.get_or_insert_with(Jitter::new).fraction();
        let wait = self
            .retry
            .backoff
            .wait(self.failures, self.previous, random);
        self.previous = wait;
        wait
    }

    /// Whether the error is one that another attempt may be spared.
    ///
    /// A list of what is retried, so that a new kind of error is not.
    pub(crate) fn may_try_again(&self, error: &Error, safe_twice: bool) -> bool {
        use ErrorKind as K;
        let resend = self.retry.resend;
        match (error.kind(), error.outcome()) {
            (K::Connection, Outcome::MaybeExecuted) => safe_twice || resend == Resend::Always,
            (K::Timeout, Outcome::MaybeExecuted) => safe_twice || resend != Resend::Safe,
            (
                K::Connection
                | K::Timeout
                | K::BusyLoading
                | K::TryAgain
                | K::ClusterDown
                | K::MasterDown
                | K::MasterNotFound
                | K::ReplicaNotFound,
                _,
            ) => error.is_not_executed(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Backoff;

    const ALL_KINDS: [ErrorKind; 30] = [
        ErrorKind::Connection,
        ErrorKind::Tls,
        ErrorKind::Timeout,
        ErrorKind::Authentication,
        ErrorKind::NoPermission,
        ErrorKind::Response,
        ErrorKind::InvalidResponse,
        ErrorKind::Decode,
        ErrorKind::Data,
        ErrorKind::Config,
        ErrorKind::Watch,
        ErrorKind::PubSub,
        ErrorKind::Lock,
        ErrorKind::LockNotOwned,
        ErrorKind::MaxConnections,
        ErrorKind::BusyLoading,
        ErrorKind::ReadOnly,
        ErrorKind::NoScript,
        ErrorKind::ExecAbort,
        ErrorKind::OutOfMemory,
        ErrorKind::Module,
        ErrorKind::ExternalAuth,
        ErrorKind::Moved,
        ErrorKind::Ask,
        ErrorKind::TryAgain,
        ErrorKind::ClusterDown,
        ErrorKind::MasterDown,
        ErrorKind::CrossSlot,
        ErrorKind::MasterNotFound,
        ErrorKind::ReplicaNotFound,
    ];

    fn error(kind: ErrorKind, outcome: Outcome) -> Error {
        Error::new(kind, "x").with_outcome(outcome)
    }

    fn tried_again(error: &Error, resend: Resend, safe_twice: bool) -> bool {
        let retry = Retry::new(Backoff::none(), 1).resend(resend);
        retry.attempts().again(error, safe_twice).is_some()
    }

    #[test]
    fn what_was_not_sent_is_tried_again_whatever_the_command() {
        for kind in [ErrorKind::Connection, ErrorKind::Timeout] {
            let error = error(kind, Outcome::NotSent);
            for resend in [Resend::Safe, Resend::AfterTimeout, Resend::Always] {
                assert!(tried_again(&error, resend, false));
                assert!(tried_again(&error, resend, true));
            }
        }
    }

    #[test]
    fn what_may_have_been_executed_is_sent_again_only_if_safe_or_asked_for() {
        use ErrorKind::{Connection, Timeout};
        for (kind, resend, safe_twice, wanted) in [
            (Connection, Resend::Safe, false, false),
            (Connection, Resend::Safe, true, true),
            (Connection, Resend::AfterTimeout, false, false),
            (Connection, Resend::AfterTimeout, true, true),
            (Connection, Resend::Always, false, true),
            (Connection, Resend::Always, true, true),
            (Timeout, Resend::Safe, false, false),
            (Timeout, Resend::Safe, true, true),
            (Timeout, Resend::AfterTimeout, false, true),
            (Timeout, Resend::AfterTimeout, true, true),
            (Timeout, Resend::Always, false, true),
            (Timeout, Resend::Always, true, true),
        ] {
            let error = error(kind, Outcome::MaybeExecuted);
            let got = tried_again(&error, resend, safe_twice);
            assert_eq!(got, wanted, "{kind:?} {resend:?} {safe_twice}");
        }
    }

    #[test]
    fn of_the_servers_errors_those_are_tried_again_that_say_not_now() {
        for (text, wanted) in [
            ("LOADING Redis is loading the dataset in memory", true),
            (
                "TRYAGAIN Multiple keys request during rehashing of slot",
                true,
            ),
            ("CLUSTERDOWN The cluster is down", true),
            ("MASTERDOWN Link with MASTER is down", true),
            ("ERR max number of clients reached", true),
            ("ERR syntax error", false),
            ("WRONGTYPE Operation against a key", false),
            ("WRONGPASS invalid username-password pair", false),
            ("NOAUTH Authentication required.", false),
            ("NOPERM this user has no permissions", false),
            (
                "READONLY You can't write against a read only replica.",
                false,
            ),
            ("EXECABORT Transaction discarded", false),
            ("NOSCRIPT No matching script.", false),
            ("OOM command not allowed", false),
            ("MOVED 3999 127.0.0.1:6381", false),
            ("ASK 3999 127.0.0.1:6381", false),
            (
                "CROSSSLOT Keys in request don't hash to the same slot",
                false,
            ),
            ("ERR problem with LDAP service", false),
        ] {
            let error = Error::server(text);
            for resend in [Resend::Safe, Resend::AfterTimeout, Resend::Always] {
                assert_eq!(tried_again(&error, resend, true), wanted, "{text}");
                assert_eq!(tried_again(&error, resend, false), wanted, "{text}");
            }
        }
    }

    #[test]
    fn every_other_kind_is_final_whatever_its_outcome() {
        const RETRIED: [ErrorKind; 8] = [
            ErrorKind::Connection,
            ErrorKind::Timeout,
            ErrorKind::BusyLoading,
            ErrorKind::TryAgain,
            ErrorKind::ClusterDown,
            ErrorKind::MasterDown,
            ErrorKind::MasterNotFound,
            ErrorKind::ReplicaNotFound,
        ];
        for kind in ALL_KINDS.into_iter().filter(|kind| !RETRIED.contains(kind)) {
            for outcome in [Outcome::NotSent, Outcome::MaybeExecuted, Outcome::Answered] {
                let error = error(kind, outcome);
                assert!(!tried_again(&error, Resend::Always, true), "{kind:?}");
            }
        }
    }

    #[test]
    fn the_number_of_retries_is_kept() {
        let lost = error(ErrorKind::Connection, Outcome::NotSent);
        for retries in [0, 1, 10] {
            let mut attempts = Retry::new(Backoff::none(), retries).attempts();
            for _ in 0..retries {
                assert_eq!(attempts.again(&lost, false), Some(Duration::ZERO));
            }
            assert_eq!(attempts.again(&lost, false), None);
            assert_eq!(attempts.again(&lost, false), None);
        }
        assert_eq!(Retry::never().attempts().again(&lost, true), None);
    }

    #[test]
    fn the_waits_grow_up_to_the_cap_and_differ_between_calls() {
        let lost = error(ErrorKind::Connection, Outcome::NotSent);
        let waits = |retry: Retry| -> Vec<Duration> {
            let mut attempts = retry.attempts();
            std::iter::from_fn(|| attempts.again(&lost, false)).collect()
        };
        let (base, cap) = (Duration::from_millis(10), Duration::from_millis(70));
        assert_eq!(
            waits(Retry::new(Backoff::exponential(base, cap), 4)),
            [20, 40, 70, 70].map(Duration::from_millis)
        );
        let defaults = waits(Retry::default());
        assert_eq!(defaults.len(), 10);
        assert!(defaults.iter().all(|wait| *wait <= Duration::from_secs(1)));
        assert_ne!(defaults, waits(Retry::default()));
        for wait in waits(Retry::new(Backoff::decorrelated_jitter(base, cap), 50)) {
            assert!(wait >= base && wait <= cap);
        }
    }
}
