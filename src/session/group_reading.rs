//! [`GroupReading`]: what a consumer of a stream's group reads next.

use std::time::{Duration, Instant};

use crate::commands::StreamId;

/// While it waits for new entries a consumer asks again after so much time at the latest: a server that is gone
/// is noticed then.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Where a consumer is.
///
/// First come the entries that it was given before and has not acknowledged, from a former life of its own; then,
/// every now and then, those that others were given and seem to have forgotten; and in between new ones.
#[derive(Debug)]
pub(crate) struct GroupReading {
    /// The group is to be created first.
    creates: bool,
    /// Its own entries are to be read that come after this one.
    history: Option<StreamId>,
    /// The greatest id that it was given as new.
    last: StreamId,
    claiming: Option<Claiming>,
}

#[derive(Debug)]
struct Claiming {
    /// What has been pending for so long seems to be forgotten.
    after: Duration,
    /// Where to go on.
    cursor: StreamId,
    due: Option<Instant>,
}

/// What is to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Create,
    /// Own entries after this one.
    History(StreamId),
    /// Entries from this one on that have been pending for so long.
    Claim(StreamId, Duration),
    /// New entries; or wait so long for them.
    New(Duration),
}

impl GroupReading {
    pub(crate) const fn new() -> Self {
        Self {
            creates: false,
            history: Some(StreamId::MIN),
            last: StreamId::MIN,
            claiming: None,
        }
    }

    /// Creates the group before the next reading.
    pub(crate) const fn create(&mut self) {
        self.creates = true;
    }

    /// Claims what has been pending for so long.
    pub(crate) const fn claim_after(&mut self, after: Duration) {
        self.claiming = Some(Claiming {
            after,
            cursor: StreamId::MIN,
            due: None,
        });
    }

    /// What to ask for now, if new entries are waited for until the deadline.
    pub(crate) fn next(&mut self, now: Instant, deadline: Option<Instant>) -> Reading {
        if self.creates {
            return Reading::Create;
        }
        if let Some(after) = self.history {
            return Reading::History(after);
        }
        let left = |until: Instant| until.saturating_duration_since(now);
        let mut wait = deadline.map_or(LONGEST_WAIT, left).min(LONGEST_WAIT);
        if let Some(claiming) = &self.claiming {
            match claiming.due.map(left).filter(|left| !left.is_zero()) {
                None => return Reading::Claim(claiming.cursor, claiming.after),
                Some(left) => wait = wait.min(left),
            }
        }
        // Until the answer is there it may be lost, and then what it gave is among the own ones.
        self.history = Some(self.last);
        Reading::New(wait)
    }

    /// The group is there.
    pub(crate) const fn created(&mut self) {
        self.creates = false;
    }

    /// Own entries came, up to this one; or there are no more.
    pub(crate) fn read_history(&mut self, last: Option<StreamId>) {
        self.last = self.last.max(last.unwrap_or_default());
        self.history = last;
    }

    /// Entries were claimed, and `next` is where to go on.
    pub(crate) fn claimed(&mut self, next: StreamId, now: Instant) {
        if let Some(claiming) = &mut self.claiming {
            claiming.cursor = next;
            let is_through = next == StreamId::MIN;
            claiming.due = now.checked_add(claiming.after).filter(|_| is_through);
        }
    }

    /// New entries came, up to this one, or none.
    pub(crate) fn read_new(&mut self, last: Option<StreamId>) {
        self.last = self.last.max(last.unwrap_or_default());
        self.history = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn id(ms: u64) -> StreamId {
        StreamId::new(ms, 0)
    }

    #[test]
    fn own_entries_come_first_then_forgotten_ones_then_new_ones() {
        let now = Instant::now();
        let mut reading = GroupReading::new();
        reading.create();
        reading.claim_after(60 * SECOND);
        let next = |reading: &mut GroupReading| reading.next(now, None);
        assert_eq!(next(&mut reading), Reading::Create);
        assert_eq!(next(&mut reading), Reading::Create);
        reading.created();
        assert_eq!(next(&mut reading), Reading::History(StreamId::MIN));
        reading.read_history(Some(id(7)));
        assert_eq!(next(&mut reading), Reading::History(id(7)));
        reading.read_history(None);
        assert_eq!(
            next(&mut reading),
            Reading::Claim(StreamId::MIN, 60 * SECOND)
        );
        reading.claimed(id(3), now);
        assert_eq!(next(&mut reading), Reading::Claim(id(3), 60 * SECOND));
        reading.claimed(StreamId::MIN, now);
        assert_eq!(next(&mut reading), Reading::New(LONGEST_WAIT));
        reading.read_new(Some(id(9)));
        let later = now + 58 * SECOND;
        assert_eq!(reading.next(later, None), Reading::New(2 * SECOND));
        reading.read_new(None);
        let later = now + 60 * SECOND;
        assert_eq!(
            reading.next(later, None),
            Reading::Claim(StreamId::MIN, 60 * SECOND)
        );
    }

    #[test]
    fn what_was_given_in_an_answer_that_was_lost_is_looked_for() {
        let now = Instant::now();
        let mut reading = GroupReading::new();
        reading.read_history(None);
        assert_eq!(reading.next(now, None), Reading::New(LONGEST_WAIT));
        reading.read_new(Some(id(5)));
        assert_eq!(reading.next(now, Some(now + SECOND)), Reading::New(SECOND));
        // No answer.
        assert_eq!(reading.next(now, None), Reading::History(id(5)));
        reading.read_history(Some(id(6)));
        reading.read_history(None);
        assert_eq!(reading.next(now, Some(now)), Reading::New(Duration::ZERO));
        reading.read_new(None);
        assert_eq!(reading.last, id(6));
    }
}
