//! What only a [`Queue`] needs that a driver serves: the callers don't look at the clock themselves.

use std::time::Instant;

use super::{Queue, State, Ticket};

impl<W> Queue<W> {
    /// Whether the connection is gone.
    pub(crate) const fn is_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// Keeps what the caller could not write of its request right away, to be written as others are.
    pub(crate) fn keep_rest(&mut self, rest: &[u8]) {
        self.handed = self.written;
        self.outgoing.extend_from_slice(rest);
    }

    /// Gives the requests pushed since the last time their deadline.
    pub(crate) fn stamp(&mut self, deadline: Option<Instant>) {
        let first = self.awaited.len().saturating_sub(self.unstamped);
        self.unstamped = 0;
        for index in self.awaited.range(first..) {
            if let Some(entry) = self.entries.get_mut(*index as usize) {
                entry.deadline = entry.deadline.or(deadline);
            }
        }
    }

    /// Whether some requests have no deadline yet.
    pub(crate) const fn is_unstamped(&self) -> bool {
        self.unstamped > 0
    }

    /// Whether it was retired and nobody waits for anything any more: the connection can be closed.
    pub(crate) const fn is_done_with(&self) -> bool {
        self.retired && self.waiting == 0
    }

    /// Who is to be woken for a request.
    pub(crate) fn waker(&self, ticket: &Ticket) -> Option<&W> {
        match &self.entries.get(ticket.0 as usize)?.state {
            State::Waiting(waker) => waker.as_ref(),
            State::Abandoned | State::Free | State::Done(_) => None,
        }
    }

    /// When a request has to be answered.
    pub(crate) fn deadline(&self, ticket: &Ticket) -> Option<Instant> {
        self.entries.get(ticket.0 as usize)?.deadline
    }

    /// Collects who waits beyond its deadline, to be woken and told; the earliest deadline of the rest.
    pub(crate) fn overdue(&mut self, now: Instant, woken: &mut Vec<W>) -> Option<Instant> {
        let mut earliest: Option<Instant> = None;
        for index in &self.awaited {
            let Some(entry) = self.entries.get_mut(*index as usize) else {
                continue;
            };
            match entry.deadline {
                Some(deadline) if deadline <= now => {
                    if let State::Waiting(waker) = &mut entry.state {
                        woken.extend(waker.take());
                    }
                }
                Some(deadline) => {
                    earliest = Some(earliest.map_or(deadline, |other| other.min(deadline)));
                }
                None => {}
            }
        }
        earliest
    }
}
