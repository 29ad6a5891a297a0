//! [`Upkeep`]: what a shared connection that has rested needs before it is used again.

use std::time::{Duration, Instant};

use crate::config::Config;

/// After this long without a reply the socket is looked at: a system call that a busy caller is spared, whose
/// next call begins faster than that after the last reply. What happens to a connection within it is
/// noticed as late as while a command is under way, so it is hardly longer than a round trip.
const LOOK_AFTER: Duration = Duration::from_micros(50);

/// How old a shared connection is, and when it was heard last.
#[derive(Debug)]
pub(crate) struct Upkeep {
    born: Instant,
    heard: Instant,
    /// Whoever comes within this time of the last reply need not look at anything.
    careless: Duration,
    max_idle_time: Option<Duration>,
    max_lifetime: Option<Duration>,
    health_check_interval: Option<Duration>,
}

/// What is to be done before it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Nothing,
    /// Look whether the server has closed it, or sent what nobody asked for.
    Look,
    /// Ask the server whether it is there, with a `PING`.
    Ask,
    /// A new one in its place: it is too old.
    Replace,
}

impl Upkeep {
    /// A connection of that age, which has just been heard.
    pub(crate) fn new(config: &Config, born: Instant, now: Instant) -> Self {
        Self {
            born,
            heard: now,
            careless: match config.max_lifetime {
                Some(_) => Duration::ZERO,
                None => [config.max_idle_time, config.health_check_interval]
                    .into_iter()
                    .flatten()
                    .fold(LOOK_AFTER, Duration::min),
            },
            max_idle_time: config.max_idle_time,
            max_lifetime: config.max_lifetime,
            health_check_interval: config.health_check_interval,
        }
    }

    /// Notes that all replies are there, or that it was looked after.
    pub(crate) const fn heard(&mut self, now: Instant) {
        self.heard = now;
    }

    /// What it needs before it is used now.
    pub(crate) fn need(&self, now: Instant) -> Need {
        let rested = now.saturating_duration_since(self.heard);
        if rested < self.careless {
            return Need::Nothing;
        }
        let age = now.saturating_duration_since(self.born);
        let beyond = |time: Duration, limit: Option<Duration>| limit.is_some_and(|max| time > max);
        if beyond(rested, self.max_idle_time) || beyond(age, self.max_lifetime) {
            Need::Replace
        } else if self
            .health_check_interval
            .is_some_and(|interval| rested >= interval)
        {
            Need::Ask
        } else if rested > LOOK_AFTER {
            Need::Look
        } else {
            Need::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_it_rested_the_more_it_needs() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let config = Config::new()
            .health_check_interval(10 * second)
            .max_idle_time(20 * second)
            .max_lifetime(60 * second);
        let mut upkeep = Upkeep::new(&config, start, start);
        let mut now = start;
        for (rest, need) in [
            (LOOK_AFTER / 2, Need::Nothing),
            (Duration::from_millis(2), Need::Look),
            (9 * second, Need::Look),
            (10 * second, Need::Ask),
            (20 * second, Need::Ask),
            (20 * second + LOOK_AFTER, Need::Replace),
            (LOOK_AFTER, Need::Replace),
        ] {
            if need == Need::Replace && rest == LOOK_AFTER {
                now = start + 61 * second;
            }
            now += rest;
            assert_eq!(upkeep.need(now), need, "{rest:?}");
            upkeep.heard(now);
        }
        let careless = Upkeep::new(&Config::new(), start, start);
        assert_eq!(careless.need(start + 3600 * second), Need::Look);
    }
}
