//! [`LockWait`]: how long to wait for a lock that somebody else has.

use std::time::{Duration, Instant};

/// A wait for a lock, from its beginning to its end.
#[derive(Debug)]
pub(crate) struct LockWait {
    pause: Duration,
    deadline: Option<Instant>,
}

impl LockWait {
    /// A wait that begins now, with this pause between the attempts, and ends after `limit`, if ever.
    pub(crate) fn new(now: Instant, pause: Duration, limit: Option<Duration>) -> Self {
        Self {
            pause,
            deadline: limit.and_then(|limit| now.checked_add(limit)),
        }
    }

    /// How long to wait before the next attempt; `None` if that would be too late.
    pub(crate) fn pause(&self, now: Instant) -> Option<Duration> {
        let next = now.checked_add(self.pause)?;
        let in_time = self.deadline.is_none_or(|deadline| next <= deadline);
        in_time.then_some(self.pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_an_attempt_that_would_be_too_late() {
        let (now, pause) = (Instant::now(), Duration::from_millis(100));
        let wait = LockWait::new(now, pause, Some(Duration::from_millis(250)));
        assert_eq!(wait.pause(now), Some(pause));
        assert_eq!(wait.pause(now + Duration::from_millis(150)), Some(pause));
        assert_eq!(wait.pause(now + Duration::from_millis(151)), None);
        assert_eq!(
            LockWait::new(now, pause, Some(Duration::ZERO)).pause(now),
            None
        );
        assert_eq!(LockWait::new(now, pause, None).pause(now), Some(pause));
        assert_eq!(LockWait::new(now, Duration::MAX, None).pause(now), None);
    }
}
