//! [`Lease`]: the right to one of a pool's connections, and the calls on it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};
use crate::process::Process;
use crate::resp::Frame;

use super::pool::Shared;
use super::wire::earlier;
use super::{Request, Start, Trial, Wire, failure, maybe_async, rt};

/// One of the pool's slots, with its connection once there is one. Dropping it gives both back.
pub(super) struct Lease {
    shared: Arc<Shared>,
    /// Whose slot it is.
    process: Process,
    /// The slot is somebody else's by now, and not to be given back.
    passed_on: bool,
    wire: Option<Box<Wire>>,
    /// How long the connection had been idle, until it has been looked at.
    rested: Option<Duration>,
}

/// Whether a call may be made on another connection than the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reconnect {
    Allowed,
    /// The connection holds state (watched keys, another database) that a new one would not have.
    Forbidden,
}

impl Lease {
    /// A slot that was just taken, with the idle connection that came with it.
    pub(super) fn new(shared: Arc<Shared>, idle: Option<(Box<Wire>, Duration)>) -> Self {
        let (wire, rested) = idle.unzip();
        let process = shared.latest_holdings().process.clone();
        Self {
            shared,
            process,
            passed_on: false,
            wire,
            rested,
        }
    }

    /// Sends a request and waits for its replies, in a span of its own. A single command's error reply is an error.
    #[maybe_async]
    pub(super) async fn call(
        &mut self,
        request: &Request<'_>,
        reconnect: Reconnect,
        start: Start,
    ) -> Result<Frame> {
        let span = self.shared.span(request);
        let answered = {
            let _inside = rt::enter(&span);
            rt::around(&span, self.send(request, reconnect, start)).await
        };
        span.end(request.sent(), &answered);
        answered
    }

    /// Does so again and again as far as the retry policy and the deadline allow.
    #[maybe_async]
    pub(super) async fn send(
        &mut self,
        request: &Request<'_>,
        reconnect: Reconnect,
        start: Start,
    ) -> Result<Frame> {
        rt::ready()?;
        let shared = Arc::clone(&self.shared);
        let mut trial = Trial::new(request, &shared, start);
        self.freshen(trial.sent_by()).await;
        if reconnect == Reconnect::Forbidden && self.wire.is_none() {
            return Err(lost(&shared, request));
        }
        loop {
            let error = match self.attempt(request, &trial).await {
                Ok(frame) => return Ok(frame),
                Err(error) => shared.react(error, self.generation()),
            };
            self.lose_if_owed(&error);
            if reconnect == Reconnect::Forbidden && self.wire.is_none() {
                return Err(trial.fail(error));
            }
            shared.pause(trial.again(error)?).await;
        }
    }

    #[maybe_async]
    async fn attempt(&mut self, request: &Request<'_>, trial: &Trial<'_>) -> Result<Frame> {
        let wire = self.wire(trial.sent_by()).await?;
        let frame = wire.call(request, trial.deadline()).await?;
        self.shared.inspect(&frame, self.generation());
        request.check(frame)
    }

    /// The connection; it is made if there is none.
    #[maybe_async]
    async fn wire(&mut self, deadline: Option<Instant>) -> Result<&mut Wire> {
        let wire = match self.wire.take() {
            Some(wire) => wire,
            None => self.shared.connect(deadline).await?,
        };
        Ok(self.wire.insert(wire))
    }

    /// Looks at the connection that was idle, and logs in again if there are new credentials. It is dropped if it is no
    /// good, or has not said that it is by then.
    #[maybe_async]
    pub(super) async fn freshen(&mut self, until: Option<Instant>) {
        let rested = self.rested.take();
        let Some(wire) = self.wire.as_mut() else {
            return;
        };
        let interval = self.shared.config.health_check_interval;
        // Whoever got it from the pool just now got one of this process's.
        let mut good = (rested.is_some() || wire.is_ours()) && wire.is_usable();
        let is_login_old = self.shared.is_login_old(wire.origin().login);
        if good && (is_login_old || (rested >= interval && interval.is_some())) {
            // An answer that does not come must leave the call some time.
            let time = self.shared.config.socket_timeout;
            let half = time.and_then(|time| Instant::now().checked_add(time / 2));
            let deadline = earlier(half, until);
            good = match is_login_old {
                true => renew(&self.shared, wire, deadline).await.is_ok(),
                false => wire.is_healthy(deadline).await,
            };
        }
        if !good {
            wire.origin().lost(&failure::closed());
            self.wire = None;
        }
    }

    /// Connects if there is no connection yet.
    #[maybe_async]
    pub(super) async fn ready(&mut self, start: Start) -> Result<()> {
        let nothing = Request::nothing();
        let shared = Arc::clone(&self.shared);
        let mut trial = Trial::new(&nothing, &shared, start);
        self.freshen(trial.sent_by()).await;
        loop {
            match self.wire(trial.sent_by()).await {
                Ok(_wire) => return Ok(()),
                Err(error) => shared.pause(trial.again(error)?).await,
            }
        }
    }

    /// A connection to keep: one that was idle, or a new one. The slot stays taken for it.
    #[maybe_async]
    pub(super) async fn take_wire(&mut self, deadline: Option<Instant>) -> Result<Box<Wire>> {
        self.freshen(deadline).await;
        match self.wire.take() {
            Some(wire) => Ok(wire),
            None => self.shared.connect(deadline).await,
        }
    }

    /// The generation of the connection, if there is one.
    fn generation(&self) -> Option<u64> {
        self.wire.as_ref().map(|wire| wire.origin().generation)
    }

    /// The connection, if there is one.
    pub(super) fn current(&mut self) -> Option<&mut Wire> {
        self.wire.as_deref_mut()
    }

    /// Closes the connection and keeps the slot.
    pub(super) fn close(&mut self) {
        self.wire = None;
    }

    /// Closes the connection if it can't be used again after a call that failed.
    fn lose_if_owed(&mut self, error: &Error) {
        if let Some(wire) = self.wire.take_if(|wire| wire.is_owed()) {
            wire.origin().lost(error);
        }
    }

    /// Closes the connection if it can't be used again.
    fn close_if_owed(&mut self) {
        if self.wire.as_ref().is_some_and(|wire| wire.is_owed()) {
            self.wire = None;
        }
    }
}

/// Logs in with the credentials of now.
#[maybe_async]
async fn renew(shared: &Shared, wire: &mut Wire, deadline: Option<Instant>) -> Result<()> {
    let login = shared.login(deadline).await?;
    wire.log_in(&login, deadline).await
}

/// A connection that held state is gone, and the state with it.
fn lost(shared: &Shared, request: &Request<'_>) -> Error {
    let error = Error::new(
        ErrorKind::Connection,
        "the connection was lost, and with it what had been set on it",
    );
    request.blame(error, &shared.address())
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.passed_on {
            return;
        }
        if !self.process.is_current() {
            // A child has it by the fork, and its parent still has it.
            return;
        }
        let shared = Arc::clone(&self.shared);
        let holdings = shared.holdings();
        self.close_if_owed();
        if self.generation() != Some(self.shared.generation()) {
            self.wire = None;
        }
        let now = Instant::now();
        loop {
            let mut slots = holdings.slots();
            let Some(giver) = slots.next_waiter() else {
                let connection = self.wire.take().map(|wire| {
                    let born = wire.origin().born;
                    (wire, born)
                });
                slots.put_back(connection, now);
                return;
            };
            drop(slots);
            let idle = self.wire.take().map(|wire| (wire, Duration::ZERO));
            match giver.give(Self::new(Arc::clone(&self.shared), idle)) {
                Ok(()) => return,
                // Whoever waited has gone. The next one gets it from here, and not from the refused
                // lease's drop: many of them must not become as many nested calls.
                Err(mut refused) => {
                    self.wire = refused.wire.take();
                    refused.passed_on = true;
                }
            }
        }
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("connected", &self.wire.is_some())
            .finish_non_exhaustive()
    }
}
