//! [`Trial`]: one call with its deadline and its further attempts.

use std::time::{Duration, Instant};

use crate::config::Attempts;
use crate::error::{Error, Outcome, Result};

use super::Request;
use super::pool::Shared;

/// A call that is tried again as far as the retry policy and its deadline allow.
pub(super) struct Trial<'a> {
    request: &'a Request<'a>,
    shared: &'a Shared,
    /// Made at the first failure: most calls have none.
    attempts: Option<Attempts>,
    deadline: Option<Instant>,
}

impl<'a> Trial<'a> {
    /// A call that begins now.
    pub(super) fn new(request: &'a Request<'a>, shared: &'a Shared) -> Self {
        let deadline = request.deadline(shared.config.socket_timeout);
        Self::with_deadline(request, shared, deadline)
    }

    /// A call that has begun before, and has to end by then.
    pub(super) fn with_deadline(
        request: &'a Request<'a>,
        shared: &'a Shared,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            request,
            shared,
            attempts: None,
            deadline,
        }
    }

    /// When the present attempt has to be done.
    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Counts the time from now on: a server counts that of a blocking command from when it has got it, whatever it
    /// took to connect.
    pub(super) fn begin(&mut self) {
        self.deadline = self.request.deadline(self.shared.config.socket_timeout);
    }

    /// How long to wait before the next attempt.
    ///
    /// # Errors
    /// The one of the last attempt, if there is to be no other.
    pub(super) fn again(&mut self, error: Error) -> Result<Duration> {
        if self.request.ends_server && error.outcome() != Outcome::NotSent {
            // The next one would end the server that was started in the place of this one.
            return Err(self.fail(error));
        }
        if self.shared.config.retry.resends_after_timeouts() {
            // Who wants that wants an attempt after one that took all the time there was.
            self.begin();
        }
        let attempts = (self.attempts).get_or_insert_with(|| self.shared.config.retry.attempts());
        let delay = attempts.again(&error, self.request.safe_twice);
        let attempt = attempts.failures();
        let Some(delay) = delay.filter(|delay| self.has_time_for(*delay)) else {
            return Err(self.fail(error));
        };
        self.shared.tally.retrying(&error, attempt, delay);
        Ok(delay)
    }

    /// The error that the call ends with: it says what was called, and where.
    pub(super) fn fail(&self, error: Error) -> Error {
        self.shared.tally.failed(&error);
        self.request.blame(error, &self.shared.address())
    }

    fn has_time_for(&self, delay: Duration) -> bool {
        self.deadline
            .is_none_or(|deadline| delay < deadline.saturating_duration_since(Instant::now()))
    }
}
