//! [`Queue`]: the requests on a connection that many callers share, and whose reply comes next.
//!
//! ```text
//! push ──▶ outgoing ──hand_over──▶ the socket ──▶ the server ──▶ receive ──▶ take
//!   │                                                              ▲           │
//!   └──────────── awaited, in the order of the pushes ─────────────┘           ▼
//!                 (a request that was given up stays, as a tombstone)      its caller
//! ```
//!
//! Replies carry no names: the first that comes belongs to the request pushed first, and to nobody
//! else, whatever became of its caller. So a request leaves `awaited` by its reply alone, or with all
//! the others when the connection is lost. Both faces keep one of these under a lock and differ in who
//! reads and writes; `W` is what wakes a caller there.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::resp::{Encoded, Frame};

use super::{Awaited, Inbox, Traffic};

#[cfg(feature = "async")]
mod driven;
#[cfg(test)]
mod tests;

/// What is queued and awaited at most before callers have to wait for room.
const MOST_AWAITED: usize = 32 * 1024;
/// The same in bytes that have not been handed over to be written.
const MOST_OUTGOING: usize = 4 * 1024 * 1024;
/// A buffer larger than this is given back once it has been written.
const KEPT: usize = 256 * 1024;
/// Entries beyond this many are given back when nothing is going on.
const KEPT_ENTRIES: usize = 64;

/// A request's place; whoever pushed it takes its answer, or gives it up, exactly once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

/// The shared queue of one connection; see the [module](self).
#[derive(Debug)]
pub(crate) struct Queue<W> {
    entries: Vec<Entry<W>>,
    /// Which entries nobody uses.
    free: Vec<u32>,
    /// Entries whose replies have not come, the next one first.
    awaited: VecDeque<u32>,
    /// Pushed and not handed over yet.
    outgoing: Vec<u8>,
    /// How many bytes have been pushed since the start; the entries' `start` and `end` count likewise.
    pushed: u64,
    /// How many of them have been handed over to be written. What is beyond was certainly not sent.
    handed: u64,
    /// How many of them the socket has certainly taken.
    written: u64,
    /// How many entries at the end of `awaited` have no deadline yet.
    unstamped: usize,
    /// How often something was received.
    heard: u64,
    /// How many answers nobody has taken yet.
    uncollected: usize,
    /// How many callers wait.
    waiting: usize,
    /// No new requests: the connection is too old, or suspect.
    retired: bool,
    /// Why the connection is gone.
    lost: Option<Error>,
    traffic: Arc<Traffic>,
}

#[derive(Debug)]
struct Entry<W> {
    state: State<W>,
    awaited: Awaited,
    /// Where its bytes begin and end among all that were pushed.
    start: u64,
    end: u64,
    deadline: Option<Instant>,
    /// [`Queue::heard`] when it was pushed.
    heard: u64,
}

#[derive(Debug)]
enum State<W> {
    Free,
    /// Its caller waits, and is woken by this.
    Waiting(Option<W>),
    /// Its caller has gone. The reply is still to come, and belongs to nobody.
    Abandoned,
    /// Its caller is to take this.
    Done(Result<Frame>),
}

impl<W> Queue<W> {
    pub(crate) fn new() -> Self {
        Self {
            entries: Vec::new(),
            free: Vec::new(),
            awaited: VecDeque::new(),
            outgoing: Vec::new(),
            pushed: 0,
            handed: 0,
            written: 0,
            unstamped: 0,
            heard: 0,
            uncollected: 0,
            waiting: 0,
            retired: false,
            lost: None,
            traffic: Arc::default(),
        }
    }

    /// What has gone through it.
    pub(crate) const fn traffic(&self) -> &Arc<Traffic> {
        &self.traffic
    }

    /// Whether requests can be pushed at all: it is neither retired nor lost.
    pub(crate) const fn is_open(&self) -> bool {
        !self.retired && self.lost.is_none()
    }

    /// Whether nothing is under way and nobody is about to come back for the next request: then
    /// waiting for others to add theirs would be in vain.
    pub(crate) fn is_alone(&self) -> bool {
        self.awaited.is_empty() && self.uncollected == 0 && self.outgoing.is_empty()
    }

    /// Whether callers have answers that they have not fetched yet, and may come back with requests.
    pub(crate) const fn expects_callers(&self) -> bool {
        self.uncollected > 0
    }

    /// Whether no reply is awaited.
    pub(crate) fn is_idle(&self) -> bool {
        self.awaited.is_empty()
    }

    /// How many replies are awaited by somebody.
    pub(crate) const fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether a caller has to wait for room.
    pub(crate) fn is_full(&self) -> bool {
        self.awaited.len() >= MOST_AWAITED || self.outgoing.len() >= MOST_OUTGOING
    }

    /// Whether so much room has been made that callers who wait for it can come.
    pub(crate) fn has_room(&self) -> bool {
        self.awaited.len() <= MOST_AWAITED / 2 && self.outgoing.len() <= MOST_OUTGOING / 2
    }

    /// Takes a request to be written with others; `waker` wakes its caller. Without a deadline of its
    /// own it waits for [`stamp`](Self::stamp) to give it one.
    pub(crate) fn push(
        &mut self,
        bytes: &Encoded,
        awaited: Awaited,
        deadline: Option<Instant>,
        waker: Option<W>,
    ) -> Ticket {
        for chunk in bytes.chunks() {
            self.outgoing.extend_from_slice(chunk);
        }
        self.await_reply(bytes.len(), awaited, deadline, waker)
    }

    /// Takes a request that its caller writes by itself, right away. Only if nothing is outgoing.
    pub(crate) fn push_direct(
        &mut self,
        length: usize,
        awaited: Awaited,
        deadline: Option<Instant>,
        waker: Option<W>,
    ) -> Ticket {
        let ticket = self.await_reply(length, awaited, deadline, waker);
        self.handed = self.pushed;
        self.traffic.write();
        ticket
    }

    fn await_reply(
        &mut self,
        length: usize,
        awaited: Awaited,
        deadline: Option<Instant>,
        waker: Option<W>,
    ) -> Ticket {
        self.traffic.request();
        let start = self.pushed;
        self.pushed += widen(length);
        // One that has its own counts as well where it stands behind some that have none.
        if deadline.is_none() || self.unstamped > 0 {
            self.unstamped += 1;
        }
        let entry = Entry {
            state: State::Waiting(waker),
            awaited,
            start,
            end: self.pushed,
            deadline,
            heard: self.heard,
        };
        self.waiting += 1;
        let index = self.place(entry);
        self.awaited.push_back(index);
        Ticket(index)
    }

    fn place(&mut self, entry: Entry<W>) -> u32 {
        if let Some(index) = self.free.pop()
            && let Some(place) = self.entries.get_mut(index as usize)
        {
            *place = entry;
            return index;
        }
        self.entries.push(entry);
        // There are never more than `MOST_AWAITED` and the answers that are not taken yet.
        u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many bytes wait to be written.
    pub(crate) const fn outgoing(&self) -> usize {
        self.outgoing.len()
    }

    /// Whether there is something to write.
    pub(crate) fn has_outgoing(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// Hands all that is outgoing over to be written. `buffer`, which is empty, takes its place.
    pub(crate) fn hand_over(&mut self, buffer: &mut Vec<u8>) {
        std::mem::swap(&mut self.outgoing, buffer);
        self.handed = self.pushed;
        self.traffic.write();
    }

    /// Says that the socket has taken `count` more bytes of what was handed over.
    pub(crate) fn wrote(&mut self, count: usize) {
        self.written = (self.written + widen(count)).min(self.handed);
    }

    /// Says that nothing more will be written, and the socket has taken just what it was said to.
    pub(crate) const fn stops_writing(&mut self) {
        self.handed = self.written;
    }

    /// Gives replies that have come to those that they belong to, and collects who is to be woken.
    ///
    /// # Errors
    /// The bytes make no sense, or nobody asked for them. The connection is of no use then.
    pub(crate) fn receive(&mut self, inbox: &mut Inbox, woken: &mut Vec<W>) -> Result<()> {
        self.heard += 1;
        self.traffic.read();
        while let Some(&index) = self.awaited.front() {
            let Some(entry) = self.entries.get_mut(index as usize) else {
                break;
            };
            let Some(frame) = inbox.frame(entry.awaited)? else {
                return Ok(());
            };
            if entry.end > self.handed {
                return Err(unasked());
            }
            self.awaited.pop_front();
            self.unstamped = self.unstamped.min(self.awaited.len());
            self.complete(index, Ok(frame), woken);
        }
        if inbox.is_quiet() {
            Ok(())
        } else {
            Err(unasked())
        }
    }

    /// Ends it all: whoever waits gets an error that says whether its request may have been executed.
    pub(crate) fn lose(&mut self, cause: Error, woken: &mut Vec<W>) {
        if self.lost.is_some() {
            return;
        }
        while let Some(index) = self.awaited.pop_front() {
            let outcome = self.outcome(index);
            let error = cause.duplicate().with_outcome(outcome);
            self.complete(index, Err(error), woken);
        }
        self.unstamped = 0;
        self.outgoing = Vec::new();
        self.lost = Some(cause);
    }

    /// Why it was lost.
    pub(crate) fn lost(&self) -> Option<Error> {
        let cause = self.lost.as_ref()?;
        Some(cause.duplicate().with_outcome(Outcome::NotSent))
    }

    /// Takes no more requests; those under way are still answered.
    pub(crate) const fn retire(&mut self) {
        self.retired = true;
    }

    /// The answer to a request, if it has come; the ticket is used up then.
    pub(crate) fn take(&mut self, ticket: &Ticket) -> Option<Result<Frame>> {
        let entry = self.entries.get_mut(ticket.0 as usize)?;
        if !matches!(entry.state, State::Done(_)) {
            return None;
        }
        let State::Done(result) = std::mem::replace(&mut entry.state, State::Free) else {
            return None;
        };
        self.uncollected -= 1;
        self.free.push(ticket.0);
        Some(result)
    }

    /// Whether the answer to a request is there.
    pub(crate) fn is_done(&self, ticket: &Ticket) -> bool {
        let entry = self.entries.get(ticket.0 as usize);
        entry.is_some_and(|entry| matches!(entry.state, State::Done(_)))
    }

    /// Says who is to be woken for a request.
    pub(crate) fn set_waker(&mut self, ticket: &Ticket, waker: Option<W>) {
        if let Some(entry) = self.entries.get_mut(ticket.0 as usize)
            && let State::Waiting(known) = &mut entry.state
        {
            *known = waker;
        }
    }

    /// Ends a request whose caller has gone, and says whether the server may have it. If it was not
    /// handed over yet it never will be; else it leaves a tombstone, which its reply is for. An answer
    /// that is there already is dropped.
    pub(crate) fn give_up(&mut self, ticket: &Ticket) -> Outcome {
        let Some(entry) = self.entries.get_mut(ticket.0 as usize) else {
            return Outcome::MaybeExecuted;
        };
        let (start, end) = (entry.start, entry.end);
        match std::mem::replace(&mut entry.state, State::Abandoned) {
            State::Waiting(_) => self.waiting -= 1,
            State::Done(_) => {
                self.uncollected -= 1;
                self.release(ticket.0);
                return Outcome::Answered;
            }
            State::Abandoned | State::Free => {}
        }
        if start < self.handed {
            return Outcome::MaybeExecuted;
        }
        self.withdraw(ticket.0, start, end);
        Outcome::NotSent
    }

    /// Takes a request out of what is outgoing; those behind it move up.
    fn withdraw(&mut self, index: u32, start: u64, end: u64) {
        let within = |position: u64| usize::try_from(position.saturating_sub(self.handed));
        if let (Ok(from), Ok(to)) = (within(start), within(end))
            && to <= self.outgoing.len()
        {
            self.outgoing.drain(from..to);
        }
        let length = end - start;
        self.pushed -= length;
        self.awaited.retain(|&other| other != index);
        self.unstamped = self.unstamped.min(self.awaited.len());
        for &other in &self.awaited {
            if let Some(entry) = self.entries.get_mut(other as usize)
                && entry.start >= end
            {
                entry.start -= length;
                entry.end -= length;
            }
        }
        self.release(index);
    }

    /// Whether the server has been silent for as long as a request had time, so that the connection may
    /// be one that leads nowhere.
    pub(crate) fn is_silent(&self, now: Instant) -> bool {
        let front = self.awaited.front();
        let entry = front.and_then(|index| self.entries.get(*index as usize));
        entry.is_some_and(|entry| {
            entry.heard == self.heard && entry.deadline.is_some_and(|deadline| deadline <= now)
        })
    }

    /// The waker of somebody who waits, the longest of all: to hand a task on.
    pub(crate) fn anybody(&self) -> Option<&W> {
        self.awaited
            .iter()
            .find_map(|index| match &self.entries.get(*index as usize)?.state {
                State::Waiting(waker) => waker.as_ref(),
                State::Abandoned | State::Free | State::Done(_) => None,
            })
    }

    /// Gives memory back that a burst has taken, if nothing is going on.
    pub(crate) fn shrink(&mut self) {
        if self.awaited.is_empty() && self.uncollected == 0 && self.entries.len() > KEPT_ENTRIES {
            self.entries = Vec::new();
            self.free = Vec::new();
            self.awaited = VecDeque::new();
        }
    }

    /// Whether the server may have request `index`: a single command that was not sent whole was not
    /// executed, of a batch some commands may have been.
    fn outcome(&self, index: u32) -> Outcome {
        let Some(entry) = self.entries.get(index as usize) else {
            return Outcome::MaybeExecuted;
        };
        let unsent = match entry.awaited {
            Awaited::One | Awaited::Anything => entry.end > self.handed,
            Awaited::Sequence(_) => entry.start >= self.handed,
        };
        if unsent {
            Outcome::NotSent
        } else {
            Outcome::MaybeExecuted
        }
    }

    /// Gives a request, which is awaited no longer, its answer.
    fn complete(&mut self, index: u32, answer: Result<Frame>, woken: &mut Vec<W>) {
        let Some(entry) = self.entries.get_mut(index as usize) else {
            return;
        };
        match std::mem::replace(&mut entry.state, State::Done(answer)) {
            State::Waiting(waker) => {
                self.waiting -= 1;
                self.uncollected += 1;
                woken.extend(waker);
            }
            State::Abandoned | State::Free | State::Done(_) => self.release(index),
        }
    }

    fn release(&mut self, index: u32) {
        if let Some(entry) = self.entries.get_mut(index as usize) {
            entry.state = State::Free;
            self.free.push(index);
        }
    }
}

/// Empties a buffer that has been written, and gives it back if it has grown large.
pub(crate) fn reuse(buffer: &mut Vec<u8>) {
    if buffer.capacity() > KEPT {
        *buffer = Vec::new();
    } else {
        buffer.clear();
    }
}

/// What has come belongs to nobody.
pub(crate) fn unasked() -> Error {
    Error::new(
        ErrorKind::InvalidResponse,
        "the server sent a reply that nobody asked for",
    )
}

fn widen(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
