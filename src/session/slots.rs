//! [`Slots`]: a pool's arithmetic: who gets which connection, who waits, what is too old.
//!
//! A slot is the right to one connection. There are `max` of them; each is free, holds an idle
//! connection, or is with somebody who uses it. What comes back goes to whoever has waited longest,
//! so nobody is overtaken, and otherwise on top of the idle ones (last in, first out: a pool that is
//! used little lets the rest grow old).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How old connections may get.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expiry {
    /// How long one may lie idle.
    pub(crate) idle: Option<Duration>,
    /// How long one may live.
    pub(crate) lifetime: Option<Duration>,
}

/// An idle connection.
#[derive(Debug)]
struct Idle<C> {
    connection: C,
    born: Instant,
    since: Instant,
}

/// What somebody who asks gets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken<C> {
    /// An idle connection, with the time since it was last used.
    Idle(C, Duration),
    /// The right to make a new one.
    Free,
    /// Nothing: all are in use.
    None,
}

/// The slots of a pool of connections `C` with waiters `W`.
#[derive(Debug)]
pub(crate) struct Slots<C, W> {
    max: usize,
    in_use: usize,
    idle: Vec<Idle<C>>,
    waiters: VecDeque<(u64, W)>,
    next_ticket: u64,
    expiry: Expiry,
}

impl<C, W> Slots<C, W> {
    pub(crate) const fn new(max: usize, expiry: Expiry) -> Self {
        Self {
            max,
            in_use: 0,
            idle: Vec::new(),
            waiters: VecDeque::new(),
            next_ticket: 0,
            expiry,
        }
    }

    /// Takes a slot. Connections that are too old are put into `expired`, to be closed elsewhere.
    pub(crate) fn take(&mut self, now: Instant, expired: &mut Vec<C>) -> Taken<C> {
        while let Some(idle) = self.idle.pop() {
            let rested = now.saturating_duration_since(idle.since);
            if self.is_too_old(idle.born, rested, now) {
                expired.push(idle.connection);
                continue;
            }
            self.in_use += 1;
            return Taken::Idle(idle.connection, rested);
        }
        if self.in_use < self.max {
            self.in_use += 1;
            return Taken::Free;
        }
        Taken::None
    }

    /// Takes the slot of the connection that has been idle for longest; none, if none is idle.
    pub(crate) fn take_oldest(&mut self, now: Instant) -> Taken<C> {
        if self.idle.is_empty() {
            return Taken::None;
        }
        let idle = self.idle.remove(0);
        self.in_use += 1;
        Taken::Idle(idle.connection, now.saturating_duration_since(idle.since))
    }

    fn is_too_old(&self, born: Instant, rested: Duration, now: Instant) -> bool {
        self.expiry.idle.is_some_and(|limit| rested > limit)
            || self
                .expiry
                .lifetime
                .is_some_and(|limit| now.saturating_duration_since(born) > limit)
    }

    /// Queues up; the ticket is for [`leave`](Self::leave).
    pub(crate) fn wait(&mut self, waiter: W) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.waiters.push_back((ticket, waiter));
        ticket
    }

    /// Leaves the queue.
    pub(crate) fn leave(&mut self, ticket: u64) {
        self.waiters.retain(|(waiting, _)| *waiting != ticket);
    }

    /// Whoever has waited longest, who is to get the slot that comes back now; it stays in use.
    pub(crate) fn next_waiter(&mut self) -> Option<W> {
        self.waiters.pop_front().map(|(_, waiter)| waiter)
    }

    /// Takes a slot back that nobody waits for, with its connection if it is still good.
    pub(crate) fn put_back(&mut self, connection: Option<(C, Instant)>, now: Instant) {
        self.in_use = self.in_use.saturating_sub(1);
        if let Some((connection, born)) = connection {
            self.idle.push(Idle {
                connection,
                born,
                since: now,
            });
        }
    }

    /// All idle connections, to be closed elsewhere.
    pub(crate) fn drain(&mut self) -> Vec<C> {
        self.idle.drain(..).map(|idle| idle.connection).collect()
    }

    pub(crate) const fn in_use(&self) -> usize {
        self.in_use
    }

    pub(crate) const fn idle(&self) -> usize {
        self.idle.len()
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiters.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(max: usize) -> Slots<u32, &'static str> {
        Slots::new(max, Expiry::default())
    }

    #[test]
    fn the_connection_used_last_is_used_next() {
        let now = Instant::now();
        let mut slots = slots(3);
        for _ in 0..2 {
            assert_eq!(slots.take(now, &mut vec![]), Taken::Free);
        }
        slots.put_back(Some((1, now)), now);
        slots.put_back(Some((2, now)), now);
        assert_eq!(slots.take(now, &mut vec![]), Taken::Idle(2, Duration::ZERO));
        assert_eq!(slots.take(now, &mut vec![]), Taken::Idle(1, Duration::ZERO));
        assert_eq!(slots.take(now, &mut vec![]), Taken::Free);
        assert_eq!(slots.take(now, &mut vec![]), Taken::None);
    }

    #[test]
    fn the_oldest_can_be_taken_one_after_the_other() {
        let now = Instant::now();
        let mut slots = slots(3);
        assert_eq!(slots.take_oldest(now), Taken::None);
        for _ in 0..2 {
            slots.take(now, &mut vec![]);
        }
        slots.put_back(Some((1, now)), now);
        slots.put_back(Some((2, now)), now);
        for connection in [1, 2] {
            assert_eq!(
                slots.take_oldest(now),
                Taken::Idle(connection, Duration::ZERO)
            );
            assert_eq!((slots.in_use(), slots.idle()), (1, 1));
            slots.put_back(Some((connection, now)), now);
        }
    }

    #[test]
    fn a_broken_connection_gives_its_slot_back() {
        let now = Instant::now();
        let mut slots = slots(1);
        assert_eq!(slots.take(now, &mut vec![]), Taken::Free);
        assert_eq!(slots.take(now, &mut vec![]), Taken::None);
        slots.put_back(None, now);
        assert_eq!(slots.take(now, &mut vec![]), Taken::Free);
    }

    #[test]
    fn who_waits_longest_is_next() {
        let mut slots = slots(1);
        let _first = slots.wait("first");
        let second = slots.wait("second");
        slots.wait("third");
        slots.leave(second);
        assert_eq!(slots.next_waiter(), Some("first"));
        assert_eq!(slots.next_waiter(), Some("third"));
        assert_eq!(slots.next_waiter(), None);
    }

    #[test]
    fn what_is_too_old_is_not_given_out() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let expiry = Expiry {
            idle: Some(10 * second),
            lifetime: Some(60 * second),
        };
        let mut slots: Slots<u32, ()> = Slots::new(2, expiry);
        let mut expired = vec![];
        slots.take(start, &mut expired);
        slots.put_back(Some((1, start)), start);
        assert_eq!(
            slots.take(start + 10 * second, &mut expired),
            Taken::Idle(1, 10 * second)
        );
        slots.put_back(Some((1, start)), start + 10 * second);
        assert_eq!(slots.take(start + 21 * second, &mut expired), Taken::Free);
        slots.put_back(Some((2, start)), start + 60 * second);
        assert_eq!(slots.take(start + 61 * second, &mut expired), Taken::Free);
        assert_eq!(expired, [1, 2]);
        assert_eq!((slots.in_use(), slots.idle(), slots.waiting()), (1, 0, 0));
    }
}
