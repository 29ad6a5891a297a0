//! [`Lanes`]: the connections that all callers share, made when they are needed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::error::{Error, Result};
use crate::mutex::lock;
use crate::resp::Frame;

use super::super::Lane;
use super::pool::Shared;
use super::{Request, Start, Trial, failure, maybe_async, rt};

/// The shared connections of a pool.
pub(in super::super) struct Lanes {
    places: Box<[Mutex<Place>]>,
    next: AtomicUsize,
}

/// Where one of them is, or will be.
enum Place {
    Empty,
    /// Somebody is connecting, and these wait for it.
    Connecting(Vec<rt::Giver<Result<Arc<Lane>>>>),
    Open(Arc<Lane>),
}

/// How an attempt ended that was made already.
pub(in super::super) struct First {
    pub(in super::super) error: Error,
    /// When the call has to be done.
    pub(in super::super) deadline: Option<Instant>,
    /// The generation of the connection that it was made on.
    pub(in super::super) generation: u64,
}

/// What came of a request on a shared connection.
pub(in super::super) enum Called {
    Answered(Frame),
    Failed(Error),
    /// Nothing was sent, as the connection can't be used any more.
    Unusable(Error),
}

/// What somebody who needs one gets.
enum Seat {
    Open(Arc<Lane>),
    Wait(rt::Taker<Result<Arc<Lane>>>),
    Connect,
}

impl Lanes {
    pub(super) fn new(count: usize) -> Self {
        Self {
            places: (0..count).map(|_| Mutex::new(Place::Empty)).collect(),
            next: AtomicUsize::new(0),
        }
    }

    /// One that is there, if it is its turn.
    pub(in super::super) fn ready(&self) -> Option<Arc<Lane>> {
        match &*lock(self.place()?) {
            Place::Open(lane) => {
                self.pass_on();
                Some(Arc::clone(lane))
            }
            Place::Empty | Place::Connecting(_) => None,
        }
    }

    /// How many are open, how many replies are awaited on them, and how many bytes wait to be written.
    pub(super) fn stats(&self) -> (usize, usize, usize) {
        let (mut open, mut waiting, mut queued) = (0, 0, 0);
        for place in &self.places {
            if let Place::Open(lane) = &*lock(place)
                && lane.is_open()
            {
                open += 1;
                let (replies, bytes) = lane.load();
                waiting += replies;
                queued += bytes;
            }
        }
        (open, waiting, queued)
    }

    /// Lets go of all: they are closed when what is under way on them is done.
    pub(super) fn retire(&self) {
        for place in &self.places {
            let mut place = lock(place);
            if let Place::Open(lane) = &*place {
                let lane = Arc::clone(lane);
                *place = Place::Empty;
                drop(place);
                lane.retire();
            }
        }
    }

    /// Closes this process's copies of its parent's connections, as far as nobody was at them.
    pub(super) fn leave(&self) {
        for place in &self.places {
            if let Ok(mut place) = place.try_lock()
                && matches!(&*place, Place::Open(_))
            {
                *place = Place::Empty;
            }
        }
    }

    /// Those that are open.
    pub(super) fn open(&self) -> Vec<Arc<Lane>> {
        let open = |place| match &*lock(place) {
            Place::Open(lane) => Some(Arc::clone(lane)),
            Place::Empty | Place::Connecting(_) => None,
        };
        self.places.iter().filter_map(open).collect()
    }

    /// Takes a connection that is of no use any more out of its place.
    pub(super) fn forget(&self, lane: &Arc<Lane>) {
        for place in &self.places {
            let mut place = lock(place);
            if matches!(&*place, Place::Open(other) if Arc::ptr_eq(other, lane)) {
                *place = Place::Empty;
            }
        }
        lane.retire();
    }

    /// The place whose turn it is.
    fn place(&self) -> Option<&Mutex<Place>> {
        match &*self.places {
            [] => None,
            [only] => Some(only),
            more => more.get(self.next.load(Ordering::Relaxed) % more.len()),
        }
    }

    /// Lets the next place have its turn.
    fn pass_on(&self) {
        if self.places.len() > 1 {
            self.next.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Sends a request on a shared connection and waits for its replies, again and again as far as the retry
/// policy and the deadline allow. `first`: how an attempt that was made already ended, whose deadline goes on.
#[maybe_async]
pub(super) async fn call(
    shared: &Shared,
    request: &Request<'_>,
    start: Start,
    first: Option<First>,
) -> Result<Frame> {
    let (mut failed, mut trial) = match first {
        None => (None, Trial::new(request, shared, start)),
        Some(first) => {
            // One without a deadline was lost before the driver had seen it, just now.
            let trial = match first.deadline {
                Some(_) => Trial::with_deadline(request, shared, first.deadline),
                None => Trial::new(request, shared, start),
            };
            let error = shared.react(first.error, Some(first.generation));
            (Some(error), trial)
        }
    };
    loop {
        if let Some(error) = failed {
            shared.pause(trial.again(error)?).await;
        }
        match attempt(shared, request, trial.deadline()).await {
            Ok(frame) => return Ok(frame),
            Err(error) => failed = Some(error),
        }
    }
}

#[maybe_async]
async fn attempt(
    shared: &Shared,
    request: &Request<'_>,
    deadline: Option<Instant>,
) -> Result<Frame> {
    loop {
        let (lane, is_new) = match shared.lanes().ready() {
            Some(lane) => (lane, false),
            None => take_seat(shared, deadline).await?,
        };
        let called = lane.call(request, deadline).await;
        match called {
            Called::Answered(frame) => {
                let generation = Some(lane.generation());
                shared.inspect(&frame, generation);
                let checked = request.check(frame);
                return checked.map_err(|error| shared.react(error, generation));
            }
            Called::Failed(error) => return Err(error),
            Called::Unusable(error) => {
                shared.lanes().forget(&lane);
                if is_new {
                    return Err(error);
                }
            }
        }
    }
}

/// An open shared connection; whether it has been made for this call.
#[maybe_async]
async fn take_seat(shared: &Shared, deadline: Option<Instant>) -> Result<(Arc<Lane>, bool)> {
    let lanes = shared.lanes();
    let Some(place) = lanes.place() else {
        return Err(Error::config("there are no shared connections"));
    };
    lanes.pass_on();
    loop {
        match seat(place) {
            Seat::Open(lane) => return Ok((lane, false)),
            Seat::Connect => {
                let connecting = Connecting { place };
                let connected = connect(shared, deadline).await;
                let lane = connecting.done(shared, connected)?;
                if shared.is_login_old(lane.login()) {
                    // They changed before it was in its place, where it would have been found.
                    shared.renew_lane(&lane).await;
                }
                return Ok((lane, true));
            }
            Seat::Wait(mut taker) => match taker.take(deadline).await {
                Some(connected) => return connected.map(|lane| (lane, true)),
                None if deadline.is_some_and(|deadline| deadline <= Instant::now()) => {
                    return Err(failure::timed_out("while waiting for a shared connection"));
                }
                // Whoever was connecting has gone.
                None => {}
            },
        }
    }
}

#[maybe_async]
async fn connect(shared: &Shared, deadline: Option<Instant>) -> Result<Arc<Lane>> {
    let wire = shared.connect(deadline).await?;
    let (stream, inbox, origin) = wire.into_parts();
    Ok(Arc::new(Lane::new(stream, inbox, origin, &shared.config)))
}

fn seat(place: &Mutex<Place>) -> Seat {
    let mut place = lock(place);
    match &mut *place {
        Place::Open(lane) => Seat::Open(Arc::clone(lane)),
        Place::Connecting(waiters) => {
            let (giver, taker) = rt::handover();
            waiters.push(giver);
            Seat::Wait(taker)
        }
        Place::Empty => {
            *place = Place::Connecting(Vec::new());
            Seat::Connect
        }
    }
}

/// The duty to connect for all who wait. If it is dropped, one of them takes it over.
struct Connecting<'a> {
    place: &'a Mutex<Place>,
}

impl Connecting<'_> {
    /// Hands what came of it to all who wait.
    fn done(self, shared: &Shared, connected: Result<Arc<Lane>>) -> Result<Arc<Lane>> {
        // One made before `disconnect()` serves those who asked for it then, and is not kept.
        let kept = match &connected {
            Ok(lane) if lane.generation() == shared.generation() => Place::Open(Arc::clone(lane)),
            _ => Place::Empty,
        };
        for giver in replace(self.place, kept) {
            let for_one_more = match &connected {
                Ok(lane) => Ok(Arc::clone(lane)),
                Err(error) => Err(error.duplicate()),
            };
            // Who does not wait any more needs none.
            let _ = giver.give(for_one_more);
        }
        std::mem::forget(self);
        connected
    }
}

impl Drop for Connecting<'_> {
    fn drop(&mut self) {
        drop(replace(self.place, Place::Empty));
    }
}

/// Ends the connecting; who waits for it.
fn replace(place: &Mutex<Place>, by: Place) -> Vec<rt::Giver<Result<Arc<Lane>>>> {
    match std::mem::replace(&mut *lock(place), by) {
        Place::Connecting(waiters) => waiters,
        Place::Empty | Place::Open(_) => Vec::new(),
    }
}
