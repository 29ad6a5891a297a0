//! [`Lane`]: one connection for all tasks.
//!
//! ```text
//! a task ── alone ── writes ──────────────────────▶ socket
//!    │         └────── reads ◀────────────────────────┘ │
//!    ├── not alone: queue ──▶ driver ── writes all ──▶  │
//!    ◀── woken, takes its reply ◀─┴──── reads ◀─────────┘
//! ```
//!
//! A lone caller writes its request itself and reads its reply itself, as on a connection of its own. As
//! soon as there are more, the *driver* does both for all. It is a task of its own, so that replies come
//! whatever the callers do: a future that was polled once and then left alone must not keep the others'
//! replies. Before it writes, it lets callers that were just woken add their requests. There are no timers
//! for that, and one for all deadlines: it is set to the earliest, and later ones leave it alone.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crate::command::Command;
use crate::config::Config;
use crate::error::{Error, Outcome, Result};
use crate::mutex::lock;
use crate::resp::{Frame, Reply as Received};
use crate::session::{Awaited, Inbox, Need, Queue, Ticket, Upkeep};

use super::client::failure;
use super::client::lanes::Called;
use super::client::origin::Origin;
use super::client::request::Request;
use super::rt;

mod driver;

use driver::Driver;

/// How often a caller lets others run until the driver has read what is there on a connection that rested.
const PATIENCE: usize = 8;

/// A shared connection; see the [module](self). Dropping it closes it.
#[derive(Debug)]
pub(super) struct Lane {
    shared: Arc<Shared>,
    /// The runtime that the driver runs on. It may be one that nobody polls at present.
    home: rt::Home,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    writer: rt::WriteHalf,
    timeout: Option<Duration>,
    origin: Origin,
}

#[derive(Debug)]
struct State {
    queue: Queue<Waker>,
    upkeep: Upkeep,
    /// Wakes the driver.
    driver: Option<Waker>,
    /// Away while the driver is at it.
    reader: Option<Box<Reader>>,
    /// The lone caller reads, and the driver does not know of its request.
    read_by_caller: bool,
    /// The driver is about to write, or at it.
    writing: bool,
    /// The socket does not take what the driver has to write.
    stuck: bool,
    /// When the driver looks for deadlines that have passed.
    alarm: Option<Instant>,
    /// There is a deadline before that.
    unwatched: bool,
    /// Who waits for room in the queue.
    crowd: Vec<Waker>,
}

/// What whoever reads needs. It is boxed, as it changes hands often.
#[derive(Debug)]
struct Reader {
    half: rt::ReadHalf,
    inbox: Inbox,
}

/// Why a request was not taken.
#[derive(Debug)]
pub(super) enum Refused {
    Unusable(Error),
    /// The queue is full.
    Full,
    /// The connection has rested: it is to be looked at or asked first.
    Rested(Need),
}

impl Lane {
    pub(super) fn new(stream: rt::Stream, inbox: Inbox, origin: Origin, config: &Config) -> Self {
        let (half, writer) = stream.into_split();
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                queue: origin.queue(),
                upkeep: Upkeep::new(config, origin.born, Instant::now()),
                driver: None,
                reader: Some(Box::new(Reader { half, inbox })),
                read_by_caller: false,
                writing: false,
                stuck: false,
                alarm: None,
                unwatched: false,
                crowd: Vec::new(),
            }),
            writer,
            timeout: config.socket_timeout,
            origin,
        });
        rt::spawn(Driver::new(Arc::clone(&shared)));
        Self {
            shared,
            home: rt::Home::current(),
        }
    }

    /// Whether requests can be sent on it.
    pub(super) fn is_open(&self) -> bool {
        self.shared.lock().queue.is_open()
    }

    /// How often the pool had let go of its connections when this one was made.
    pub(super) fn generation(&self) -> u64 {
        self.shared.origin.generation
    }

    /// The version of the credentials that it logged in with at first.
    pub(super) fn login(&self) -> u64 {
        self.shared.origin.login
    }

    /// How many replies are awaited, and how many bytes wait to be written.
    pub(super) fn load(&self) -> (usize, usize) {
        let state = self.shared.lock();
        (state.queue.waiting(), state.queue.outgoing())
    }

    /// Takes no more requests. What is under way is still answered, and then it is closed.
    pub(super) fn retire(&self) {
        let mut state = self.shared.lock();
        state.queue.retire();
        let crowd = std::mem::take(&mut state.crowd);
        let driver = state.driver.clone();
        drop(state);
        crowd.into_iter().chain(driver).for_each(Waker::wake);
    }

    /// Whether the caller runs on the runtime of the driver, so that it need not look at the clock itself.
    pub(super) fn is_at_home(&self) -> bool {
        self.home == rt::Home::current()
    }

    /// Sends a request and waits for its replies.
    pub(super) async fn call(&self, request: &Request<'_>, deadline: Option<Instant>) -> Called {
        loop {
            let begun =
                std::future::poll_fn(|cx| Poll::Ready(self.begin(request, deadline, cx.waker())));
            match begun.await {
                Ok(reply) => {
                    let result = self.wait(reply, deadline).await;
                    return result.map_or_else(Called::Failed, Called::Answered);
                }
                Err(Refused::Unusable(error)) => return Called::Unusable(error),
                Err(Refused::Full) => {
                    if rt::until(deadline, self.room()).await.is_err() {
                        return Called::Failed(failure::no_room());
                    }
                }
                Err(Refused::Rested(need)) => {
                    if let Err(error) = self.tend(need).await {
                        return Called::Unusable(error);
                    }
                }
            }
        }
    }

    /// Waits for a reply. From another runtime the driver's alarm can't be relied on.
    async fn wait(&self, mut reply: Reply, deadline: Option<Instant>) -> Result<Frame> {
        let own_clock = deadline.filter(|_| !self.is_at_home());
        let answering = std::future::poll_fn(|cx| reply.poll(cx).map(Ok));
        match rt::until(own_clock, answering).await {
            Ok(answer) => answer.result,
            Err(_elapsed) => {
                // Nobody polls the driver, it seems. The next call has a connection of its own runtime.
                self.retire();
                Err(reply.give_up())
            }
        }
    }

    /// Takes a request, and sends it at once if nobody else is about to. `waker` wakes who waits for the reply.
    pub(super) fn begin(
        &self,
        request: &Request<'_>,
        deadline: Option<Instant>,
        waker: &Waker,
    ) -> Result<Reply, Refused> {
        let shared = &self.shared;
        let mut state = shared.lock();
        if !state.queue.is_open() {
            return Err(Refused::Unusable(
                state.queue.lost().unwrap_or_else(failure::retired),
            ));
        }
        if state.queue.is_full() {
            return Err(Refused::Full);
        }
        let waker = Some(waker.clone());
        let alone = state.queue.is_alone() && !state.writing && self.is_at_home();
        let mut deadline = deadline;
        if alone {
            if !shared.is_ours() {
                return Err(Refused::Unusable(failure::inherited()));
            }
            let now = Instant::now();
            match state.upkeep.need(now) {
                Need::Nothing => {}
                Need::Look if shared.writer.is_quiet() => state.queue.shrink(),
                need => return Err(Refused::Rested(need)),
            }
            deadline = deadline.or_else(|| shared.deadline_from(now));
        } else if state.stuck {
            // The driver gives deadlines when it takes requests, and may never take this one.
            deadline = deadline.or_else(|| shared.deadline_from(Instant::now()));
        }
        let (ticket, driver) = match request.bytes.as_slice().filter(|_| alone) {
            Some(run) => {
                state.read_by_caller = state.reader.is_some();
                let awaited = request.replies.awaited();
                state.send(&shared.writer, run, awaited, deadline, waker)
            }
            None => state.enqueue(request, deadline, waker),
        };
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
        Ok(Reply {
            shared: Arc::clone(shared),
            ticket: Some(ticket),
            alone,
        })
    }

    /// Looks after a connection that has rested.
    async fn tend(&self, need: Need) -> Result<()> {
        match need {
            Need::Nothing => Ok(()),
            Need::Replace => Err(failure::retired()),
            Need::Look => self.settle().await,
            Need::Ask => {
                self.shared.lock().upkeep.heard(Instant::now());
                let ping = Command::new("PING");
                let request = Request::command(&ping, ping.facts())?;
                let time = self.shared.timeout.map(|time| time / 2);
                let deadline = time.and_then(|time| Instant::now().checked_add(time));
                match Box::pin(self.call(&request, deadline)).await {
                    Called::Answered(frame) => match frame.reply() {
                        Received::Status(b"PONG") => Ok(()),
                        _ => Err(failure::retired()),
                    },
                    Called::Failed(error) | Called::Unusable(error) => Err(error),
                }
            }
        }
    }

    /// Waits until the driver has read what has come while nobody waited for anything.
    async fn settle(&self) -> Result<()> {
        for _ in 0..PATIENCE {
            self.shared.lock().wake_driver();
            rt::yield_now().await;
            if self.shared.writer.is_quiet() || !self.is_open() {
                self.shared.lock().upkeep.heard(Instant::now());
                return Ok(());
            }
        }
        Err(failure::retired())
    }

    /// Waits for room in the queue.
    async fn room(&self) -> io::Result<()> {
        std::future::poll_fn(|cx| {
            let mut state = self.shared.lock();
            if state.queue.is_open() && !state.queue.has_room() {
                state.crowd.push(cx.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(Ok(()))
        })
        .await
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if !self.shared.is_ours() {
            return;
        }
        self.retire();
        if self.shared.lock().queue.waiting() == 0 {
            // At once, even if no runtime polls the driver any more.
            self.shared.writer.shutdown();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Whether it is this process's, and not that of the one which it was forked from.
    fn is_ours(&self) -> bool {
        self.origin.process.is_current()
    }

    fn deadline_from(&self, now: Instant) -> Option<Instant> {
        now.checked_add(self.timeout?)
    }

    /// Gives those their deadline that came without one.
    fn stamp(&self, state: &mut State) {
        if state.queue.is_unstamped() {
            let deadline = self.deadline_from(Instant::now());
            state.queue.stamp(deadline);
            state.watch(deadline);
        }
    }
}

impl State {
    /// Writes a request right away; the driver, if it is needed.
    fn send(
        &mut self,
        writer: &rt::WriteHalf,
        run: &[u8],
        awaited: Awaited,
        deadline: Option<Instant>,
        waker: Option<Waker>,
    ) -> (Ticket, Option<Waker>) {
        let ticket = (self.queue).push_direct(run.len(), awaited, deadline, waker);
        // What can't be written will come out when the driver tries, or reads.
        let taken = writer.try_write(run).unwrap_or(0);
        self.queue.wrote(taken);
        self.watch(deadline);
        let rest = run.get(taken..).unwrap_or_default();
        if !rest.is_empty() {
            self.queue.keep_rest(rest);
            self.writing = true;
        }
        let driver = self.unwatched || self.writing;
        (ticket, self.driver.as_ref().filter(|_| driver).cloned())
    }

    /// Leaves a request to the driver, which is to be woken if it is not at it, or does not get on and its alarm
    /// would be too late.
    fn enqueue(
        &mut self,
        request: &Request<'_>,
        deadline: Option<Instant>,
        waker: Option<Waker>,
    ) -> (Ticket, Option<Waker>) {
        let awaited = request.replies.awaited();
        let ticket = self.queue.push(request.bytes, awaited, deadline, waker);
        self.watch(deadline);
        let is_at_it = self.writing && !(self.stuck && self.unwatched);
        let driver = self.driver.as_ref().filter(|_| !is_at_it).cloned();
        self.writing = true;
        (ticket, driver)
    }

    /// Notes a deadline that the alarm may be too late for.
    fn watch(&mut self, deadline: Option<Instant>) {
        let Some(deadline) = deadline else {
            return;
        };
        self.unwatched |= self.alarm.is_none_or(|alarm| deadline < alarm);
    }
}

/// What came of a request.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) result: Result<Frame>,
    /// When it had to be answered.
    pub(super) deadline: Option<Instant>,
    /// The generation of the connection.
    pub(super) generation: u64,
}

/// A request that was taken: its reply is to come. Dropping it gives it up.
pub(super) struct Reply {
    shared: Arc<Shared>,
    ticket: Option<Ticket>,
    /// It was the only request when it was sent.
    alone: bool,
}

impl Reply {
    /// The answer, once it is there. The one who polled last is woken.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Answer> {
        let Some(ticket) = &self.ticket else {
            return Poll::Pending;
        };
        let mut state = self.shared.lock();
        if self.alone && state.read_by_caller {
            // It is here, and need not be woken.
            state.queue.set_waker(ticket, None);
            state.read(&self.shared, cx);
            state.queue.set_waker(ticket, Some(cx.waker().clone()));
        }
        if let Some(result) = state.queue.take(ticket) {
            let deadline = state.queue.deadline(ticket);
            self.ticket = None;
            return Poll::Ready(self.answer(result, deadline));
        }
        if state
            .queue
            .waker(ticket)
            .is_some_and(|known| known.will_wake(cx.waker()))
        {
            return Poll::Pending;
        }
        // It was woken without an answer, or polled by somebody new.
        let deadline = state.queue.deadline(ticket);
        if deadline.is_none_or(|deadline| deadline > Instant::now()) {
            state.queue.set_waker(ticket, Some(cx.waker().clone()));
            return Poll::Pending;
        }
        drop(state);
        let result = Err(self.give_up());
        Poll::Ready(self.answer(result, deadline))
    }

    fn answer(&self, result: Result<Frame>, deadline: Option<Instant>) -> Answer {
        Answer {
            result,
            deadline,
            generation: self.shared.origin.generation,
        }
    }

    /// Gives the request up, as its time is over.
    fn give_up(&mut self) -> Error {
        let outcome = self.ticket.take().map(|ticket| {
            let mut state = self.shared.lock();
            state.wake_driver();
            state.queue.give_up(&ticket)
        });
        failure::given_up(match outcome {
            Some(Outcome::NotSent) => Outcome::NotSent,
            // An answer may have come at the last moment, and is not looked at any more.
            _ => Outcome::MaybeExecuted,
        })
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take() else {
            return;
        };
        let mut state = self.shared.lock();
        state.queue.give_up(&ticket);
        if state.read_by_caller || state.queue.is_done_with() {
            state.wake_driver();
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}

impl State {
    /// Lets the driver look at what has changed.
    fn wake_driver(&self) {
        if let Some(driver) = &self.driver {
            driver.wake_by_ref();
        }
    }

    /// From here on the driver reads.
    fn begin_driving(&mut self, cx: &Context<'_>) -> Option<Box<Reader>> {
        let known = self.driver.as_ref();
        if !known.is_some_and(|known| known.will_wake(cx.waker())) {
            self.driver = Some(cx.waker().clone());
        }
        self.read_by_caller = false;
        self.reader.take()
    }

    /// The lone caller reads.
    fn read(&mut self, shared: &Shared, cx: &mut Context<'_>) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        while let Poll::Ready(read) = reader.half.poll_read(cx, &mut reader.inbox) {
            let mut woken = Vec::new();
            let received =
                has_read(read).and_then(|()| self.queue.receive(&mut reader.inbox, &mut woken));
            let is_idle = self.queue.is_idle();
            if is_idle {
                self.upkeep.heard(Instant::now());
            }
            if let Err(error) = received {
                shared.origin.lost(&error);
                self.lose(error, &mut woken);
                shared.writer.shutdown();
                self.wake_driver();
                woken.into_iter().for_each(Waker::wake);
                return;
            }
            if is_idle {
                return;
            }
        }
    }

    /// Lets those in who wait for room, if there is some.
    fn let_in(&mut self, woken: &mut Vec<Waker>) {
        if !self.crowd.is_empty() && self.queue.has_room() {
            woken.append(&mut self.crowd);
        }
    }

    /// Ends the connection: everybody gets an error.
    fn lose(&mut self, cause: Error, woken: &mut Vec<Waker>) {
        self.queue.lose(cause, woken);
        woken.append(&mut self.crowd);
    }
}

/// What a read says about the connection.
fn has_read(read: io::Result<usize>) -> Result<()> {
    match read {
        Ok(0) => Err(failure::closed()),
        Ok(_) => Ok(()),
        Err(error) => Err(failure::failed(error, "while waiting for the reply")),
    }
}
