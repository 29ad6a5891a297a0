//! [`LockLifetime`]: until when a lock is ours, as far as we know.

use std::time::{Duration, Instant};

/// Until when a lock is ours. It errs on the safe side: times are counted from when a command is sent, and the
/// server's begin when it comes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LockLifetime {
    until: Option<Instant>,
    lost: bool,
}

impl LockLifetime {
    /// It lasts so long from `sent` on; without a time for ever.
    pub(crate) fn set(&mut self, sent: Instant, time: Option<Duration>) {
        self.until = time.and_then(|time| sent.checked_add(time));
    }

    /// It lasts longer.
    pub(crate) fn add(&mut self, time: Duration) {
        self.until = self.until.and_then(|until| until.checked_add(time));
    }

    /// The server has said that it is not ours any more.
    pub(crate) const fn lose(&mut self) {
        self.lost = true;
    }

    /// Whether the server has said so.
    pub(crate) const fn is_lost(&self) -> bool {
        self.lost
    }

    /// Whether the server has said so, or the time is over.
    pub(crate) fn is_over(&self, now: Instant) -> bool {
        self.lost || self.until.is_some_and(|until| until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_over_with_its_time_or_when_the_server_says_so() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        let mut lifetime = LockLifetime::default();
        assert!(!lifetime.is_over(now + 1000 * second), "no time, no end");
        lifetime.set(now, Some(second));
        assert!(!lifetime.is_over(now) && lifetime.is_over(now + second));
        lifetime.add(second);
        assert!(!lifetime.is_over(now + second) && lifetime.is_over(now + 2 * second));
        lifetime.set(now, Some(5 * second));
        assert!(!lifetime.is_over(now + 4 * second) && !lifetime.is_lost());
        lifetime.lose();
        assert!(lifetime.is_over(now) && lifetime.is_lost());
    }
}
