//! [`Subscriber`]: a subscriber's connection, how it is listened on, and how it comes back.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use bytes::Bytes;

use crate::command::Command;
use crate::commands::Message;
use crate::convert::ToArgs;
use crate::error::{Error, ErrorKind, Result};
use crate::mutex::lock;
use crate::session::{Comeback, Heard, Kind, Silence, Subscriptions, Vigil};

use super::super::link::{Link, Received};
use super::super::wire::earlier;
use super::super::{ConnectionPool, Lease, Redis, Request, Trial, failure, maybe_async, rt};
use super::Handler;

/// A connection that is read by who listens and written by who subscribes, and what is subscribed to on it.
pub(super) struct Subscriber {
    pub(super) pool: ConnectionPool,
    state: Mutex<State>,
    /// Requests are noted in the state and written in the same order, so both happen in here.
    writer: rt::Gate<Option<rt::WriteHalf>>,
    reader: rt::Gate<Reader>,
    /// Rings when there is something new to wait for, or nothing any more.
    news: rt::Bell,
}

struct State {
    subscriptions: Subscriptions<Arc<Handler>>,
    vigil: Vigil,
    closer: Option<rt::Closer>,
    /// How often it was closed: whoever listened then waits no longer.
    closings: u64,
}

/// What whoever listens has.
struct Reader {
    /// The right to a connection, from the first one until it is closed.
    lease: Option<Lease>,
    link: Option<Link>,
    comeback: Comeback,
}

/// What listening comes to.
enum Step {
    Message(Message),
    Handled(Arc<Handler>, Message),
    /// Nothing will come before the bell rings, or before the instant.
    Wait(Option<Instant>),
    TimeOver,
}

/// What a part of it comes to.
enum Part {
    Step(Step),
    /// Nothing for the listener yet.
    Again,
    /// The connection is of no use any more.
    Broken(Error),
}

impl Subscriber {
    pub(super) fn new(redis: &Redis) -> Self {
        let config = redis.config();
        Self {
            pool: redis.connection_pool().clone(),
            state: Mutex::new(State {
                subscriptions: Subscriptions::new(),
                vigil: Vigil::new(config, Instant::now()),
                closer: None,
                closings: 0,
            }),
            writer: rt::Gate::new(None),
            reader: rt::Gate::new(Reader {
                lease: None,
                link: None,
                comeback: Comeback::new(&config.retry),
            }),
            news: rt::Bell::new(),
        }
    }

    pub(super) fn is_subscribed(&self) -> bool {
        self.state().subscriptions.is_subscribed()
    }

    /// Whether anything can still come.
    pub(super) fn expects(&self) -> bool {
        self.state().subscriptions.expects()
    }

    /// The names of a kind that are subscribed to, or being.
    pub(super) fn names(&self, kind: Kind) -> Vec<Bytes> {
        self.state().subscriptions.names(kind)
    }

    /// Notes that a name is wanted; whoever listens connects. There must be no connection yet.
    pub(super) fn want(&self, kind: Kind, name: Bytes) {
        self.state().subscriptions.want(kind, &[name], None);
    }

    /// Closes the connection and forgets all subscriptions.
    pub(super) fn close(&self) {
        let closer = {
            let mut state = self.state();
            state.subscriptions.clear();
            state.closings += 1;
            state.closer.take()
        };
        if let Some(closer) = closer {
            closer.close();
        }
        // Somebody who is in there notices that the connection is closed.
        if let Some(mut writer) = self.writer.try_enter() {
            *writer = None;
        }
        if let Some(mut reader) = self.reader.try_enter() {
            reader.close();
        }
        self.news.ring();
    }

    /// Sends a `PING`.
    #[maybe_async]
    pub(super) async fn ping(&self, ping: &Command) -> Result<()> {
        let deadline = self.deadline();
        if self.write(ping, deadline, Subscriptions::ping).await? {
            return Ok(());
        }
        self.connect(deadline).await?;
        match self.write(ping, deadline, Subscriptions::ping).await? {
            true => Ok(()),
            false => Err(failure::closed()),
        }
    }

    /// Subscribes to names of a kind, with a handler or without.
    #[maybe_async]
    pub(super) async fn add(
        &self,
        kind: Kind,
        names: impl ToArgs,
        handler: Option<Handler>,
    ) -> Result<()> {
        let names = names_of(names);
        if names.is_empty() {
            return Err(Error::data("no name to subscribe to was given"));
        }
        let handler = handler.map(Arc::new);
        let deadline = self.deadline();
        let mut writer = self.writer(deadline).await?;
        let (new, command) = {
            let mut state = self.state();
            let new = state.subscriptions.want(kind, &names, handler.as_ref());
            // Without a connection they are subscribed to when there is one.
            let is_connected = writer.is_some();
            let command = is_connected.then(|| state.ask(|asked| asked.subscribe(kind, names)));
            (new, command)
        };
        let sent = match command {
            Some(command) => write(&mut writer, &command, deadline).await,
            None => false,
        };
        drop(writer);
        self.news.ring();
        if sent {
            return Ok(());
        }
        let connected = self.connect(deadline).await;
        if connected.is_err() {
            self.state().subscriptions.forget(kind, &new);
        }
        connected
    }

    #[maybe_async]
    pub(super) async fn remove(&self, kind: Kind, names: impl ToArgs) -> Result<()> {
        let names = names_of(names);
        let names = (!names.is_empty()).then_some(names);
        let deadline = self.deadline();
        let mut writer = self.writer(deadline).await?;
        let command = {
            let mut state = self.state();
            match *writer {
                Some(_) => state.ask(|asked| asked.unsubscribe(kind, names)),
                None => {
                    // The server knows of nothing, and so there is nothing to wait for either.
                    let names = names.unwrap_or_else(|| state.subscriptions.names(kind));
                    state.subscriptions.forget(kind, &names);
                    None
                }
            }
        };
        if let Some(command) = command {
            // If it can't be sent the connection is lost, and with it what was to end.
            write(&mut writer, &command, deadline).await;
        }
        drop(writer);
        self.news.ring();
        Ok(())
    }

    /// Sends a command that `note` notes, if there is a connection; whether it was sent.
    #[maybe_async]
    async fn write(
        &self,
        command: &Command,
        deadline: Option<Instant>,
        note: impl FnOnce(&mut Subscriptions<Arc<Handler>>) + Send,
    ) -> Result<bool> {
        let mut writer = self.writer(deadline).await?;
        if writer.is_none() {
            return Ok(false);
        }
        self.state().ask(note);
        let written = write(&mut writer, command, deadline).await;
        drop(writer);
        self.news.ring();
        Ok(written)
    }

    /// Sees to it that there is a connection, unless somebody is at it already.
    #[maybe_async]
    async fn connect(&self, deadline: Option<Instant>) -> Result<()> {
        let Some(mut reader) = self.reader.try_enter() else {
            return Ok(());
        };
        if reader.link.is_some() {
            let writer = self.writer(deadline).await?;
            let is_connected = writer.is_some();
            drop(writer);
            if is_connected {
                return Ok(());
            }
            self.lose(&mut reader, &failure::closed()).await;
        }
        self.connect_at_once(&mut reader, deadline).await
    }

    pub(super) fn all_handled(&self) -> Result<()> {
        let state = self.state();
        match state.subscriptions.without_handler() {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::PubSub,
                format!(
                    "`{}` has no handler: subscribe with one, or read messages with `listen`",
                    String::from_utf8_lossy(&name)
                ),
            )),
        }
    }

    /// The next message that is not handled or left out; `None` when the time is over, nothing can come, or it is closed
    /// meanwhile.
    #[maybe_async]
    pub(super) async fn next(
        &self,
        deadline: Option<Instant>,
        ignores_confirmations: bool,
    ) -> Result<Option<Message>> {
        rt::ready()?;
        let closings = self.state().closings;
        loop {
            let rung = self.news.rung();
            let Some(mut reader) = self.reader.enter(deadline).await else {
                return Ok(None);
            };
            let step = self.listen(&mut reader, deadline).await?;
            // Handlers may listen and subscribe themselves.
            drop(reader);
            match step {
                Step::Message(message) => {
                    if !(ignores_confirmations && message.kind().is_confirmation()) {
                        return Ok(Some(message));
                    }
                }
                Step::Handled(handler, message) => handler.call(message).await,
                Step::TimeOver => return Ok(None),
                Step::Wait(until) => {
                    let is_over = deadline.is_some_and(|deadline| deadline <= Instant::now());
                    let is_closed = self.state().closings != closings;
                    if is_over || is_closed || (deadline.is_none() && until.is_none()) {
                        return Ok(None);
                    }
                    let until = earlier(deadline, until);
                    self.news.wait(rung, until).await;
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// When what is begun now has to be done.
    fn deadline(&self) -> Option<Instant> {
        Request::nothing().deadline(self.pool.config().socket_timeout)
    }

    #[maybe_async]
    async fn writer(
        &self,
        deadline: Option<Instant>,
    ) -> Result<rt::Inside<'_, Option<rt::WriteHalf>>> {
        rt::ready()?;
        let entered = self.writer.enter(deadline).await;
        entered.ok_or_else(|| failure::timed_out("while waiting to write"))
    }

    /// Listens until there is something for the listener, or to wait for.
    #[maybe_async]
    async fn listen(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<Step> {
        loop {
            let part = match self.heard(reader)? {
                Some(part) => part,
                None => self.read(reader, deadline).await?,
            };
            match part {
                Part::Step(step) => return Ok(step),
                Part::Again => {}
                Part::Broken(error) => self.after_loss(reader, error).await?,
            }
        }
    }

    /// What has been received and not been taken yet. A gap comes before what is behind it.
    fn heard(&self, reader: &mut Reader) -> Result<Option<Part>> {
        let Some(link) = &mut reader.link else {
            return Ok(None);
        };
        let mut state = self.state();
        if let Some(gap) = state.subscriptions.take_gap() {
            self.pool.shared().tally.resumed();
            return Ok(Some(Part::Step(Step::Message(gap))));
        }
        let frame = match link.frame() {
            Ok(Some(frame)) => frame,
            Ok(None) => return Ok(None),
            Err(error) => return Ok(Some(Part::Broken(error))),
        };
        reader.comeback.succeeded();
        let part = match state.subscriptions.hear(frame) {
            Heard::Message(message) => Part::Step(Step::Message(message)),
            Heard::Handled(handler, message) => Part::Step(Step::Handled(handler, message)),
            Heard::Nothing => Part::Again,
            Heard::Refused(error) => return Err(self.blame(error)),
        };
        Ok(Some(part))
    }

    /// Reads on, or does what has to be done instead.
    #[maybe_async]
    async fn read(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<Part> {
        let Some(link) = &mut reader.link else {
            return self.come_back(reader).await;
        };
        let until = {
            let state = self.state();
            if !state.subscriptions.expects() {
                return Ok(Part::Step(Step::Wait(None)));
            }
            let awaiting = state.subscriptions.is_awaiting();
            state.vigil.until(awaiting, Instant::now())
        };
        let received = link.receive(earlier(deadline, until)).await;
        match received {
            Ok(Received::Bytes) => {
                self.state().vigil.wake(Instant::now());
                Ok(Part::Again)
            }
            Ok(Received::TimeOver) => self.after_silence(reader, deadline).await,
            Err(error) => Ok(Part::Broken(error)),
        }
    }

    /// The connection is lost.
    #[maybe_async]
    async fn after_loss(&self, reader: &mut Reader, error: Error) -> Result<()> {
        let was_heard = reader.link.as_ref().is_some_and(|link| link.is_heard);
        self.lose(reader, &error).await;
        if was_heard || !self.is_subscribed() {
            return Ok(());
        }
        // It is as if connecting had failed.
        self.after_failure(reader, error)
    }

    /// Nothing came for a while.
    #[maybe_async]
    async fn after_silence(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<Part> {
        let silence = {
            let state = self.state();
            let awaiting = state.subscriptions.is_awaiting();
            state.vigil.silence(awaiting, Instant::now())
        };
        match silence {
            Silence::Dead => {
                self.lose(reader, &failure::timed_out("while listening"))
                    .await
            }
            Silence::Long => {
                if !self.check().await {
                    self.lose(reader, &failure::closed()).await;
                }
            }
            Silence::Normal => {
                if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                    return Ok(Part::Step(Step::TimeOver));
                }
            }
        }
        Ok(Part::Again)
    }

    /// Asks the server whether it is there; whether that can be asked.
    #[maybe_async]
    async fn check(&self) -> bool {
        let ping = Command::new("PING");
        let asked = self
            .write(&ping, self.deadline(), Subscriptions::check)
            .await;
        asked.unwrap_or(false)
    }

    /// Gives up the connection, if there is one; the subscriptions stay.
    #[maybe_async]
    async fn lose(&self, reader: &mut Reader, cause: &Error) {
        let Some(mut link) = reader.link.take() else {
            return;
        };
        if self.is_subscribed() {
            // Else it was closed here, or is not needed any more.
            link.lost(cause);
        }
        let closer = {
            let mut state = self.state();
            state.subscriptions.lost();
            state.closer.take()
        };
        // Whoever is writing is not to wait for a peer that is gone.
        if let Some(closer) = closer {
            closer.close();
        }
        if let Some(mut writer) = self.writer.enter(None).await {
            *writer = None;
        }
    }

    /// Connects again when it is time to, if anything is subscribed to.
    #[maybe_async]
    async fn come_back(&self, reader: &mut Reader) -> Result<Part> {
        if !self.state().subscriptions.is_subscribed() {
            reader.close();
            return Ok(Part::Step(Step::Wait(None)));
        }
        let due = reader.comeback.due();
        if due.is_some_and(|due| due > Instant::now()) {
            return Ok(Part::Step(Step::Wait(due)));
        }
        let opened = self.open(reader, self.deadline()).await;
        match opened {
            Ok(()) => Ok(Part::Again),
            Err(error) => self.after_failure(reader, error).map(|()| Part::Again),
        }
    }

    /// Connecting failed; it is tried again later.
    fn after_failure(&self, reader: &mut Reader, error: Error) -> Result<()> {
        let failed = reader.comeback.failed(error, Instant::now());
        failed.map_err(|error| self.blame(error))
    }

    /// Connects for somebody who subscribes, within the time that a command has.
    #[maybe_async]
    async fn connect_at_once(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<()> {
        let nothing = Request::nothing();
        let shared = self.pool.shared();
        let mut trial = Trial::with_deadline(&nothing, shared, deadline);
        loop {
            let Err(error) = self.open(reader, trial.deadline()).await else {
                return Ok(());
            };
            shared.pause(trial.again(self.blame(error))?).await;
        }
    }

    /// Connects, and subscribes to everything.
    #[maybe_async]
    async fn open(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<()> {
        let lease = match reader.lease.take() {
            Some(lease) => lease,
            None => self.pool.acquire(deadline).await?,
        };
        let lease = reader.lease.insert(lease);
        let wire = lease.take_wire(deadline).await?;
        let (stream, inbox, origin) = wire.into_parts();
        let closer = stream
            .closer()
            .map_err(|error| failure::failed(error, "while connecting"))?;
        let (half, write_half) = stream.into_split();
        let mut writer = self.writer(deadline).await?;
        *writer = Some(write_half);
        let commands = {
            let mut state = self.state();
            state.closer = Some(closer);
            state.vigil.wake(Instant::now());
            state.subscriptions.begin()
        };
        reader.link = Some(Link::new(half, inbox, origin));
        for command in &commands {
            if !write(&mut writer, command, deadline).await {
                break;
            }
        }
        Ok(())
    }

    fn blame(&self, error: Error) -> Error {
        error
            .with_command("SUBSCRIBE")
            .with_address(&self.pool.shared().address())
    }
}

impl State {
    /// Notes a request, which is about to be sent.
    fn ask<T>(&mut self, note: impl FnOnce(&mut Subscriptions<Arc<Handler>>) -> T) -> T {
        if !self.subscriptions.is_awaiting() {
            self.vigil.wake(Instant::now());
        }
        note(&mut self.subscriptions)
    }
}

impl Reader {
    /// Gives up everything.
    fn close(&mut self) {
        self.link = None;
        self.lease = None;
    }
}

/// Writes a command; whether it went. If not, or if the future is dropped meanwhile, the connection is of no use
/// any more: it ends when its half is dropped, and whoever listens notices.
#[maybe_async]
async fn write(
    writer: &mut Option<rt::WriteHalf>,
    command: &Command,
    deadline: Option<Instant>,
) -> bool {
    let Some(mut half) = writer.take().filter(|half| half.is_ours()) else {
        return false;
    };
    let written = half.write_all(command.encoded(), deadline).await;
    if written.is_err() {
        half.shutdown();
        return false;
    }
    *writer = Some(half);
    true
}

fn names_of(names: impl ToArgs) -> Vec<Bytes> {
    let command = Command::new("SUBSCRIBE").args(names);
    let names = command.arguments().skip(1);
    names.map(Bytes::copy_from_slice).collect()
}
