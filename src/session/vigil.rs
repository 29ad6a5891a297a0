//! [`Vigil`]: whether a connection that only listens is still there.

use std::time::{Duration, Instant};

use crate::config::Config;

/// When something was last heard on a connection, and what its silence means.
#[derive(Debug)]
pub(crate) struct Vigil {
    /// When something was last heard, or asked.
    last: Instant,
    health_check_interval: Option<Duration>,
    patience: Option<Duration>,
}

/// What the silence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// Nothing yet.
    Normal,
    /// The server is to be asked whether it is there.
    Long,
    /// The server was asked something, and has not answered in time.
    Dead,
}

impl Vigil {
    pub(crate) const fn new(config: &Config, now: Instant) -> Self {
        Self {
            last: now,
            health_check_interval: config.health_check_interval,
            patience: config.socket_timeout,
        }
    }

    /// Notes that something was received, or sent that will be answered.
    pub(crate) const fn wake(&mut self, now: Instant) {
        self.last = now;
    }

    /// When to look at the silence again, as it may mean something then; `awaiting` an answer or not. Somebody
    /// else may ask something meanwhile, so that is never later than the answer would be due.
    pub(crate) fn until(&self, awaiting: bool, now: Instant) -> Option<Instant> {
        let answer = self.patience.and_then(|time| now.checked_add(time));
        [self.end(awaiting), answer].into_iter().flatten().min()
    }

    /// When the silence means something.
    fn end(&self, awaiting: bool) -> Option<Instant> {
        self.last.checked_add(self.limit(awaiting)?)
    }

    /// What the silence means now.
    pub(crate) fn silence(&self, awaiting: bool, now: Instant) -> Silence {
        match (self.end(awaiting), awaiting) {
            (Some(until), true) if until <= now => Silence::Dead,
            (Some(until), false) if until <= now => Silence::Long,
            _ => Silence::Normal,
        }
    }

    const fn limit(&self, awaiting: bool) -> Option<Duration> {
        match awaiting {
            true => self.patience,
            false => self.health_check_interval,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_long_when_a_check_is_due_and_deadly_when_an_answer_is() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let config = Config::new()
            .health_check_interval(10 * second)
            .socket_timeout(3 * second);
        let mut vigil = Vigil::new(&config, start);
        assert_eq!(vigil.silence(false, start + 9 * second), Silence::Normal);
        assert_eq!(vigil.silence(false, start + 10 * second), Silence::Long);
        assert_eq!(vigil.silence(true, start + 2 * second), Silence::Normal);
        assert_eq!(vigil.silence(true, start + 3 * second), Silence::Dead);
        vigil.wake(start + 3 * second);
        assert_eq!(vigil.silence(true, start + 5 * second), Silence::Normal);
        let until = |awaiting, after: u32| vigil.until(awaiting, start + after * second);
        assert_eq!(until(false, 5), Some(start + 8 * second));
        assert_eq!(until(false, 12), Some(start + 13 * second));
        assert_eq!(until(true, 5), Some(start + 6 * second));
    }

    #[test]
    fn without_limits_silence_means_nothing() {
        let start = Instant::now();
        let vigil = Vigil::new(&Config::new().socket_timeout(None), start);
        let later = start + Duration::from_secs(1_000_000);
        assert_eq!(vigil.silence(false, later), Silence::Normal);
        assert_eq!(vigil.silence(true, later), Silence::Normal);
        assert_eq!(vigil.until(true, later), None);
    }
}
