//! [`Lane`]: one connection for all threads, without a thread of its own.
//!
//! Whoever calls puts its request into the queue, and does what is to be done and what nobody does yet:
//! it *writes* all that is queued, or it *reads* and gives every reply to its caller, or it waits. Who has
//! its own reply goes, and wakes another that goes on in its place.
//!
//! ```text
//!         ┌─ own reply there ──────────────▶ hand on what nobody does, return
//!  push ──┼─ something to write, no writer ─▶ write it all ──┐
//!    ▲    ├─ no reader ─────────────────────▶ read, wake ────┤
//!    │    └─ else ──────────────────────────▶ wait ──────────┤
//!    └───────────────────────────────────────────────────────┘
//! ```
//!
//! A lone caller writes its own bytes and reads its own reply: two system calls, as on a connection of its
//! own. When others are about to come, the writer lets them run first (`yield`), so that one system call
//! takes the requests of all. Requests that are written together are mostly answered together, and their
//! callers wait on one condition variable: it takes one system call to wake them all.
//!
//! Nobody waits in a write that the server does not take because nobody reads: who becomes the writer wakes
//! a reader first, if there is somebody to be one.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::command::Command;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::mutex::lock;
use crate::resp::{Frame, Reply};
use crate::session::{Inbox, Need, Queue, Ticket, Upkeep, reuse};

use super::client::failure;
use super::client::lanes::Called;
use super::client::origin::Origin;
use super::client::request::Request;
use super::rt;

/// How many groups of callers can be told apart. One too few wakes some in vain.
const GROUPS: usize = 4;

/// A shared connection; see the [module](self).
#[derive(Debug)]
pub(super) struct Lane {
    state: Mutex<State>,
    /// Where callers wait, by when their requests were written.
    groups: [Condvar; GROUPS],
    /// Where callers wait for room in the queue.
    room: Condvar,
    timeout: Option<Duration>,
    closer: rt::Closer,
    origin: Origin,
}

#[derive(Debug)]
struct State {
    queue: Queue<Group>,
    upkeep: Upkeep,
    /// There while nobody reads.
    reader: Option<Box<Reader>>,
    /// There while nobody writes.
    writer: Option<rt::WriteHalf>,
    /// Where the callers wait whose requests are written next.
    group: Group,
    /// How many wait for room.
    crowd: usize,
    /// An empty buffer, to take the place of the one that is being written.
    spare: Vec<u8>,
}

/// What whoever reads needs. It is boxed, as it changes hands at every call.
#[derive(Debug)]
struct Reader {
    half: rt::ReadHalf,
    inbox: Inbox,
    woken: Vec<Group>,
}

/// The number of a condition variable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Group(u8);

impl Group {
    const fn next(self) -> Self {
        Self((self.0 + 1) % GROUPS as u8)
    }
}

type Guard<'a> = MutexGuard<'a, State>;

impl Lane {
    pub(super) fn new(stream: rt::Stream, inbox: Inbox, origin: Origin, config: &Config) -> Self {
        let (half, writer) = stream.into_split();
        let closer = half.closer();
        let reader = Reader {
            half,
            inbox,
            woken: Vec::new(),
        };
        Self {
            state: Mutex::new(State {
                queue: origin.queue(),
                upkeep: Upkeep::new(config, origin.born, Instant::now()),
                reader: Some(Box::new(reader)),
                writer: Some(writer),
                group: Group::default(),
                crowd: 0,
                spare: Vec::new(),
            }),
            groups: Default::default(),
            room: Condvar::new(),
            timeout: config.socket_timeout,
            closer,
            origin,
        }
    }

    /// Whether requests can be sent on it.
    pub(super) fn is_open(&self) -> bool {
        self.lock().queue.is_open()
    }

    /// How often the pool had let go of its connections when this one was made.
    pub(super) const fn generation(&self) -> u64 {
        self.origin.generation
    }

    /// The version of the credentials that it logged in with at first.
    pub(super) const fn login(&self) -> u64 {
        self.origin.login
    }

    /// How many replies are awaited, and how many bytes wait to be written.
    pub(super) fn load(&self) -> (usize, usize) {
        let state = self.lock();
        (state.queue.waiting(), state.queue.outgoing())
    }

    /// Takes no more requests. What is under way is still answered, and then it is closed.
    pub(super) fn retire(&self) {
        self.lock().queue.retire();
        self.room.notify_all();
    }

    /// Sends a request and waits for its replies.
    pub(super) fn call(&self, request: &Request<'_>, deadline: Option<Instant>) -> Called {
        let mut state = self.lock();
        if state.queue.is_alone() {
            match self.tend(state) {
                Ok(good) => state = good,
                Err(error) => return Called::Unusable(error),
            }
        }
        while state.queue.is_full() && state.queue.is_open() {
            state.crowd += 1;
            let (guard, timed_out) = wait(&self.room, state, deadline);
            state = guard;
            state.crowd -= 1;
            if timed_out && state.queue.is_full() {
                return Called::Failed(failure::no_room());
            }
        }
        if !state.queue.is_open() {
            return Called::Unusable(state.queue.lost().unwrap_or_else(failure::retired));
        }
        match self.answer(state, request, deadline) {
            Ok(frame) => Called::Answered(frame),
            Err(error) => Called::Failed(error),
        }
    }

    /// Looks after the connection, as far as it has rested.
    fn tend<'a>(&'a self, mut state: Guard<'a>) -> Result<Guard<'a>> {
        let now = Instant::now();
        match state.upkeep.need(now) {
            Need::Nothing => Ok(state),
            Need::Replace => Err(failure::retired()),
            Need::Look => {
                state.queue.shrink();
                if !state.reader.as_mut().is_none_or(|reader| reader.is_quiet()) {
                    self.lose(&mut state, failure::closed());
                }
                Ok(state)
            }
            Need::Ask => {
                let time = self.timeout.map(|time| time / 2);
                let deadline = time.and_then(|time| Instant::now().checked_add(time));
                let ping = Command::new("PING");
                let answer = self.answer(state, &Request::command(&ping, ping.facts())?, deadline);
                match answer?.reply() {
                    Reply::Status(b"PONG") => Ok(self.lock()),
                    _ => Err(failure::retired()),
                }
            }
        }
    }

    /// Sends a request that there is room for, and does its part of the work until its replies are there.
    fn answer<'a>(
        &'a self,
        mut state: Guard<'a>,
        request: &Request<'_>,
        deadline: Option<Instant>,
    ) -> Result<Frame> {
        let awaited = request.replies.awaited();
        let group = state.group;
        let alone = state.queue.is_alone();
        let ticket = match state.writer.take_if(|_| alone) {
            Some(mut writer) => {
                let ticket =
                    (state.queue).push_direct(request.bytes.len(), awaited, deadline, None);
                let duty = Duty::begin(self, state);
                let written = writer.write_all(request.bytes, deadline);
                state = duty.end();
                self.wrote(&mut state, writer, request.bytes.len(), written);
                ticket
            }
            None => state.queue.push(request.bytes, awaited, deadline, None),
        };
        loop {
            if let Some(answer) = state.queue.take(&ticket) {
                self.leave(state);
                return answer;
            }
            if state.queue.has_outgoing()
                && let Some(writer) = state.writer.take_if(|_| !is_over(deadline))
            {
                state = self.write(state, writer, deadline);
            } else if let Some(reader) = state.reader.take() {
                match self.read(state, reader, &ticket, deadline) {
                    Read::Answered(result) => return result,
                    Read::Others(guard) => state = guard,
                    Read::TimedOut(guard) => return Err(self.give_up(guard, &ticket)),
                }
            } else {
                state.queue.set_waker(&ticket, Some(group));
                let (guard, timed_out) = wait(self.group(group), state, deadline);
                state = guard;
                state.queue.set_waker(&ticket, None);
                if timed_out && !state.queue.is_done(&ticket) {
                    return Err(self.give_up(state, &ticket));
                }
            }
        }
    }

    /// Writes all that is queued.
    fn write<'a>(
        &'a self,
        mut state: Guard<'a>,
        mut writer: rt::WriteHalf,
        deadline: Option<Instant>,
    ) -> Guard<'a> {
        let mut burst = std::mem::take(&mut state.spare);
        // Somebody must read meanwhile, or the server may stop taking what is written.
        let reader = state
            .reader
            .as_ref()
            .and_then(|_| state.queue.anybody())
            .copied();
        if state.queue.expects_callers() || state.queue.waiting() > 1 {
            let duty = Duty::begin(self, state);
            self.wake(reader);
            rt::yield_now();
            state = duty.end();
        }
        state.queue.hand_over(&mut burst);
        state.group = state.group.next();
        self.let_in(&state);
        let duty = Duty::begin(self, state);
        let written = writer.write_run(&burst, deadline);
        let mut state = duty.end();
        self.wrote(&mut state, writer, burst.len(), written);
        reuse(&mut burst);
        state.spare = burst;
        state
    }

    /// Notes what came of writing.
    fn wrote(
        &self,
        state: &mut State,
        writer: rt::WriteHalf,
        length: usize,
        written: Result<(), (usize, io::Error)>,
    ) {
        state.writer = Some(writer);
        match written {
            Ok(()) => state.queue.wrote(length),
            Err((taken, error)) => {
                state.queue.wrote(taken);
                state.queue.stops_writing();
                self.lose(state, failure::failed(error, "while writing"));
            }
        }
    }

    /// Reads once, and gives what has come to those who wait for it.
    fn read<'a>(
        &'a self,
        state: Guard<'a>,
        mut reader: Box<Reader>,
        ticket: &Ticket,
        deadline: Option<Instant>,
    ) -> Read<'a> {
        let duty = Duty::begin(self, state);
        let read = reader.half.read(&mut reader.inbox, deadline);
        let mut state = duty.end();
        let received = match read {
            Ok(0) => Err(failure::closed()),
            Ok(_) => state.receive(&mut reader),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                state.reader = Some(reader);
                return Read::TimedOut(state);
            }
            Err(error) => Err(failure::failed(error, "while waiting for the reply")),
        };
        let mut groups = [false; GROUPS];
        for group in reader.woken.drain(..) {
            if let Some(woken) = groups.get_mut(usize::from(group.0)) {
                *woken = true;
            }
        }
        state.reader = Some(reader);
        if let Err(error) = received {
            self.lose(&mut state, error);
        }
        self.let_in(&state);
        let answer = state.queue.take(ticket);
        let next = answer.as_ref().and_then(|_| state.next_worker());
        drop(state);
        for (condvar, _) in self.groups.iter().zip(groups).filter(|(_, woken)| *woken) {
            condvar.notify_all();
        }
        self.wake(next);
        match answer {
            Some(answer) => Read::Answered(answer),
            None => Read::Others(self.lock()),
        }
    }

    /// Leaves without an answer.
    fn give_up<'a>(&'a self, mut state: Guard<'a>, ticket: &Ticket) -> Error {
        if state.queue.is_silent(Instant::now()) {
            // It may lead nowhere: the next call tries another.
            state.queue.retire();
        }
        let outcome = state.queue.give_up(ticket);
        self.leave(state);
        failure::given_up(outcome)
    }

    /// Leaves. What was queued while it wrote it writes as well, if nobody else can: who reads meanwhile
    /// does not know of it. Its own deadline may be over, and is not that of the others.
    fn leave<'a>(&'a self, mut state: Guard<'a>) {
        while state.queue.has_outgoing()
            && state.queue.anybody().is_none()
            && let Some(writer) = state.writer.take()
        {
            let deadline = self
                .timeout
                .and_then(|time| Instant::now().checked_add(time));
            state = self.write(state, writer, deadline);
        }
        let next = state.next_worker();
        drop(state);
        self.wake(next);
    }

    /// Wakes one of those who wait there.
    fn wake(&self, group: Option<Group>) {
        if let Some(group) = group {
            self.group(group).notify_one();
        }
    }

    /// Lets those in who wait for room, if there is some.
    fn let_in(&self, state: &State) {
        if state.crowd > 0 && state.queue.has_room() {
            self.room.notify_all();
        }
    }

    /// Ends the connection: everybody gets an error, and nobody waits for the socket any more.
    fn lose(&self, state: &mut State, cause: Error) {
        if state.queue.lost().is_none() {
            self.origin.lost(&cause);
        }
        state.queue.lose(cause, &mut Vec::new());
        self.closer.close();
        for group in &self.groups {
            group.notify_all();
        }
        self.room.notify_all();
    }

    fn group(&self, group: Group) -> &Condvar {
        self.groups.get(usize::from(group.0)).unwrap_or(&self.room)
    }

    fn lock(&self) -> Guard<'_> {
        lock(&self.state)
    }
}

impl State {
    /// Gives what has come to those who wait for it.
    fn receive(&mut self, reader: &mut Reader) -> Result<()> {
        let received = self.queue.receive(&mut reader.inbox, &mut reader.woken);
        if self.queue.is_idle() {
            self.upkeep.heard(Instant::now());
        }
        received
    }

    /// Where somebody waits who can do what nobody does.
    fn next_worker(&self) -> Option<Group> {
        let unread = self.reader.is_some() && !self.queue.is_idle();
        let unwritten = self.writer.is_some() && self.queue.has_outgoing();
        if unread || unwritten {
            self.queue.anybody().copied()
        } else {
            None
        }
    }
}

impl Reader {
    /// Whether the connection is there, and nothing has come that nobody asked for.
    fn is_quiet(&mut self) -> bool {
        self.half.is_quiet(&mut self.inbox)
    }
}

/// What came of reading.
enum Read<'a> {
    Answered(Result<Frame>),
    /// Something, but not what this caller waits for.
    Others(Guard<'a>),
    TimedOut(Guard<'a>),
}

/// A time without the lock, in which the reader or the writer is away. If it ends by a panic they don't
/// come back, and the connection is given up.
struct Duty<'a> {
    lane: &'a Lane,
    ended: bool,
}

impl<'a> Duty<'a> {
    fn begin(lane: &'a Lane, state: Guard<'a>) -> Self {
        drop(state);
        Self { lane, ended: false }
    }

    fn end(mut self) -> Guard<'a> {
        self.ended = true;
        self.lane.lock()
    }
}

impl Drop for Duty<'_> {
    fn drop(&mut self) {
        if !self.ended {
            let cause = Error::new(ErrorKind::Connection, "the thread that served it panicked");
            self.lane.lose(&mut self.lane.lock(), cause);
        }
    }
}

fn is_over(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| deadline <= Instant::now())
}

/// Waits to be woken until the deadline; whether it passed.
fn wait<'a>(condvar: &Condvar, state: Guard<'a>, deadline: Option<Instant>) -> (Guard<'a>, bool) {
    let Some(deadline) = deadline else {
        let woken = condvar.wait(state);
        return (woken.unwrap_or_else(PoisonError::into_inner), false);
    };
    let left = deadline.saturating_duration_since(Instant::now());
    let woken = condvar.wait_timeout(state, left);
    let (state, result) = woken.unwrap_or_else(PoisonError::into_inner);
    (state, result.timed_out())
}
