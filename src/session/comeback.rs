//! [`Comeback`]: when to connect again after a connection was lost that is to stay.

use std::time::{Duration, Instant};

use crate::config::{Attempts, Retry};
use crate::error::{Error, Result};

/// Between two attempts there is at least so much time, also for who wants no backoff: a listener calls
/// again at once.
const LEAST: Duration = Duration::from_millis(10);

/// The attempts to connect since the connection was lost. They go on for ever, ever more slowly; after as
/// many failures as the retry policy has attempts somebody is told.
#[derive(Debug)]
pub(crate) struct Comeback {
    attempts: Attempts,
    most: u32,
    /// Failures since somebody was told.
    untold: u32,
    due: Option<Instant>,
}

impl Comeback {
    pub(crate) fn new(retry: &Retry) -> Self {
        Self {
            attempts: retry.attempts(),
            most: retry.most(),
            untold: 0,
            due: None,
        }
    }

    /// When the next attempt may be made.
    pub(crate) const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Notes that the connection is back, and the server talks on it.
    pub(crate) fn succeeded(&mut self) {
        if self.due.take().is_some() {
            self.attempts.reset();
            self.untold = 0;
        }
    }

    /// Notes that an attempt failed.
    ///
    /// # Errors
    /// The error, if it is time to tell.
    pub(crate) fn failed(&mut self, error: Error, now: Instant) -> Result<()> {
        let wait = self.attempts.wait().max(LEAST);
        self.due = now.checked_add(wait);
        self.untold += 1;
        if self.untold <= self.most && self.attempts.may_try_again(&error, true) {
            return Ok(());
        }
        self.untold = 0;
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Backoff;
    use crate::error::ErrorKind;

    fn refused() -> Error {
        Error::new(ErrorKind::Connection, "refused")
    }

    #[test]
    fn who_waits_is_told_after_as_many_failures_as_there_are_attempts() {
        let now = Instant::now();
        let wait = Duration::from_secs(1);
        let mut comeback = Comeback::new(&Retry::new(Backoff::constant(wait), 2));
        assert_eq!(comeback.due(), None);
        for _ in 0..3 {
            assert!(comeback.failed(refused(), now).is_ok());
            assert!(comeback.failed(refused(), now).is_ok());
            assert!(comeback.failed(refused(), now).is_err());
            assert_eq!(comeback.due(), Some(now + wait));
        }
    }

    #[test]
    fn what_is_no_use_trying_again_is_told_at_once_and_still_takes_its_time() {
        let now = Instant::now();
        let mut comeback = Comeback::new(&Retry::default());
        let wrong_password = || Error::new(ErrorKind::Authentication, "no");
        let mut waits = Vec::new();
        for _ in 0..40 {
            assert!(comeback.failed(wrong_password(), now).is_err());
            waits.push(comeback.due().unwrap() - now);
        }
        assert!(waits.iter().all(|wait| *wait >= LEAST));
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(200)));
    }

    #[test]
    fn without_a_backoff_there_is_a_pause_all_the_same() {
        let now = Instant::now();
        let mut comeback = Comeback::new(&Retry::never());
        assert!(comeback.failed(refused(), now).is_err());
        assert_eq!(comeback.due(), Some(now + LEAST));
    }
}
