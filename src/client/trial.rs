//! [`Trial`]: one call with its deadline and its further attempts.

use std::time::{Duration, Instant};

use crate::command::Blocking;
use crate::config::Attempts;
use crate::error::{Error, Outcome, Result};

use super::Request;
use super::pool::Shared;
use super::wire::earlier;

/// When a call began. Everything that it takes counts from then: waiting for a connection, making one, all attempts.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Start {
    begun: Instant,
    /// It is part of something that has to be done by then.
    limit: Option<Instant>,
}

impl Start {
    /// A call that begins now.
    pub(in super::super) fn now() -> Self {
        Self::by(None)
    }

    /// A call that begins now, and has to end by then if its own settings do not end it before.
    pub(in super::super) fn by(limit: Option<Instant>) -> Self {
        Self {
            begun: Instant::now(),
            limit,
        }
    }

    /// When it has to be sent at the latest.
    pub(super) fn sent_by(&self, timeout: Option<Duration>) -> Option<Instant> {
        let own = timeout.and_then(|time| self.begun.checked_add(time));
        earlier(own, self.limit)
    }

    /// When it has to be answered.
    fn answered_by(&self, request: &Request<'_>, timeout: Option<Duration>) -> Option<Instant> {
        earlier(request.deadline_from(self.begun, timeout), self.limit)
    }
}

/// A call that is tried again as far as the retry policy and its deadline allow.
pub(super) struct Trial<'a> {
    request: &'a Request<'a>,
    shared: &'a Shared,
    /// Made at the first failure: most calls have none.
    attempts: Option<Attempts>,
    limit: Option<Instant>,
    /// When it has to be sent. For what blocks that is earlier than the deadline, or there is no other.
    sent_by: Option<Instant>,
    deadline: Option<Instant>,
}

impl<'a> Trial<'a> {
    /// A call that began then.
    pub(super) fn new(request: &'a Request<'a>, shared: &'a Shared, start: Start) -> Self {
        let timeout = shared.config.socket_timeout;
        Self {
            request,
            shared,
            attempts: None,
            limit: start.limit,
            sent_by: start.sent_by(timeout),
            deadline: start.answered_by(request, timeout),
        }
    }

    /// A call that has begun before, and has to end by then.
    pub(super) const fn with_deadline(
        request: &'a Request<'a>,
        shared: &'a Shared,
        deadline: Option<Instant>,
    ) -> Self {
        Self {
            request,
            shared,
            attempts: None,
            limit: None,
            sent_by: deadline,
            deadline,
        }
    }

    /// When the present attempt has to be done.
    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// When the present attempt has to have a connection.
    pub(super) const fn sent_by(&self) -> Option<Instant> {
        self.sent_by
    }

    /// Counts the time from now on.
    fn begin(&mut self) {
        let start = Start::by(self.limit);
        let timeout = self.shared.config.socket_timeout;
        self.sent_by = start.sent_by(timeout);
        self.deadline = start.answered_by(self.request, timeout);
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
        } else if self.request.blocking != Blocking::No && error.outcome() != Outcome::NotSent {
            // It may have waited for long. What is left of its own time is for the next attempt.
            let timeout = self.shared.config.socket_timeout;
            self.sent_by = earlier(Start::now().sent_by(timeout), self.deadline);
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
        self.sent_by
            .is_none_or(|until| delay < until.saturating_duration_since(Instant::now()))
    }
}
