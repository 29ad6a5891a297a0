//! [`PubSub`]: a subscriber.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::command::Command;
use crate::commands::Message;
use crate::convert::ToArgs;
use crate::error::{Error, ErrorKind, Result};
use crate::resp::Frame;
use crate::session::{Awaited, Comeback, Heard, Inbox, Kind, Silence, Subscriptions, Vigil};

use super::super::pubsub::{Handler, Listen};
use super::{ConnectionPool, Lease, Redis, failure, maybe_async, rt};

/// A subscriber to channels, patterns and shard channels ([`Redis::pubsub`]).
///
/// It takes a connection of the pool for itself when it first subscribes, and keeps it. It can be subscribed and
/// listened with at any time, from any number of threads or tasks: it is cheap to clone, and all clones are the
/// same subscriber; each message goes to one of those who listen.
///
/// ```
/// use redial::prelude::*;
/// use std::time::Duration;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let pubsub = r.pubsub().ignore_subscribe_messages();
/// pubsub.subscribe(["doc:news", "doc:weather"])?;
/// r.publish("doc:news", "hello")?;
/// let message = pubsub.get_message(Duration::from_secs(5))?.expect("a message");
/// assert_eq!(message.channel(), "doc:news");
/// assert_eq!(message.payload::<String>()?, "hello");
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// # Lost connections
/// If the connection is lost, whoever listens connects again, with the client's backoff, and subscribes to
/// everything again. When the server has confirmed that, the listener gets a message of kind
/// [`Gap`](crate::commands::MessageKind::Gap): something may have been missed before it, and nothing is after it. As long as the
/// server can't be reached, listening ends with an error each time the attempts that
/// [`Config::retry`](crate::Config::retry) allows are used up; listening again goes on trying.
/// A server that does not confirm within the socket timeout counts as lost, and so does one that does not answer
/// the `PING` that [`Config::health_check_interval`](crate::Config::health_check_interval) asks for.
///
/// # Slow listeners
/// Nothing is read ahead: what has not been asked for waits in the socket, and then in the server, until that gives
/// up (its setting `client-output-buffer-limit pubsub`) and closes the connection, which is a gap. So a slow
/// listener costs no more memory here than one read takes.
///
/// # For users of redis-py
/// [`get_message`](Self::get_message) goes on waiting after a message that had a handler or was ignored: `None` only
/// says that the time is over. Closing, and dropping the last clone, closes the connection.
#[derive(Clone)]
pub struct PubSub {
    inner: Arc<Inner>,
    ignores_confirmations: bool,
}

struct Inner {
    pool: ConnectionPool,
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
}

/// What whoever listens has.
struct Reader {
    /// The right to a connection, from the first one until it is closed.
    lease: Option<Lease>,
    link: Option<Link>,
    comeback: Comeback,
}

struct Link {
    half: rt::ReadHalf,
    inbox: Inbox,
    /// Something has come: it is not one of those that are closed as soon as they are made.
    is_heard: bool,
}

/// What came of a step of listening.
enum Step {
    Message(Message),
    Handled(Arc<Handler>, Message),
    /// Nothing for the listener.
    Again,
    /// Nothing will come before the bell rings, or before the instant.
    Wait(Option<Instant>),
    TimeOver,
}

impl PubSub {
    pub(super) fn new(redis: &Redis) -> Self {
        let config = redis.config();
        Self {
            inner: Arc::new(Inner {
                pool: redis.connection_pool().clone(),
                state: Mutex::new(State {
                    subscriptions: Subscriptions::new(),
                    vigil: Vigil::new(config, Instant::now()),
                    closer: None,
                }),
                writer: rt::Gate::new(None),
                reader: rt::Gate::new(Reader {
                    lease: None,
                    link: None,
                    comeback: Comeback::new(&config.retry),
                }),
                news: rt::Bell::new(),
            }),
            ignores_confirmations: false,
        }
    }

    /// The same subscriber, whose [`get_message`](Self::get_message) and [`listen`](Self::listen) leave out the
    /// confirmations of subscribing and unsubscribing.
    #[must_use]
    pub const fn ignore_subscribe_messages(mut self) -> Self {
        self.ignores_confirmations = true;
        self
    }

    /// Subscribes to channels: one name or many. The confirmation of each comes as a message. A name that has a
    /// handler loses it.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/subscribe/)
    ///
    /// # Errors
    /// `MaxConnections` if the pool has no connection to give; errors of connecting. What was subscribed to before
    /// still is. What the server refuses is an error of whoever listens.
    #[maybe_async]
    pub async fn subscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.add(Kind::Channel, channels, None).await
    }

    /// Subscribes to all channels that fit a pattern: one pattern or many.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/psubscribe/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn psubscribe(&self, patterns: impl ToArgs) -> Result<()> {
        self.add(Kind::Pattern, patterns, None).await
    }

    /// Subscribes to shard channels: one name or many.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/ssubscribe/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn ssubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.add(Kind::ShardChannel, channels, None).await
    }

    /// Ends the subscription to these channels; to all, if none is given (`()`). The confirmation of each comes as
    /// a message.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/unsubscribe/)
    ///
    /// # Errors
    /// `Data` if a name can't be sent.
    #[maybe_async]
    pub async fn unsubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.remove(Kind::Channel, channels).await
    }

    /// Ends the subscription to these patterns; to all, if none is given (`()`).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/punsubscribe/)
    ///
    /// # Errors
    /// As for [`unsubscribe`](Self::unsubscribe).
    #[maybe_async]
    pub async fn punsubscribe(&self, patterns: impl ToArgs) -> Result<()> {
        self.remove(Kind::Pattern, patterns).await
    }

    /// Ends the subscription to these shard channels; to all, if none is given (`()`).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/sunsubscribe/)
    ///
    /// # Errors
    /// As for [`unsubscribe`](Self::unsubscribe).
    #[maybe_async]
    pub async fn sunsubscribe(&self, channels: impl ToArgs) -> Result<()> {
        self.remove(Kind::ShardChannel, channels).await
    }

    /// Sends a `PING` with something to come back, or nothing (`()`). The answer comes as a message of kind
    /// [`Pong`](crate::commands::MessageKind::Pong).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ping/)
    ///
    /// # Errors
    /// As for [`subscribe`](Self::subscribe).
    #[maybe_async]
    pub async fn ping(&self, message: impl ToArgs) -> Result<()> {
        let ping = Command::new("PING").args(message);
        if self.write(&ping, Subscriptions::ping).await? {
            return Ok(());
        }
        self.connect().await?;
        match self.write(&ping, Subscriptions::ping).await? {
            true => Ok(()),
            false => Err(failure::closed()),
        }
    }

    /// Whether anything is subscribed to: from when it is asked for until the message that confirms the end
    /// of the last one has been read.
    #[must_use]
    pub fn subscribed(&self) -> bool {
        self.inner.state().subscriptions.is_subscribed()
    }

    /// The channels that are subscribed to, or being.
    #[must_use]
    pub fn channels(&self) -> Vec<Bytes> {
        self.inner.state().subscriptions.names(Kind::Channel)
    }

    /// The patterns that are subscribed to, or being.
    #[must_use]
    pub fn patterns(&self) -> Vec<Bytes> {
        self.inner.state().subscriptions.names(Kind::Pattern)
    }

    /// The shard channels that are subscribed to, or being.
    #[must_use]
    pub fn shard_channels(&self) -> Vec<Bytes> {
        self.inner.state().subscriptions.names(Kind::ShardChannel)
    }

    /// The next message that has no handler; `None` if none comes within the time. Messages with a handler are
    /// given to it meanwhile. A timeout of zero only looks; `None` waits as long as anything is subscribed to.
    ///
    /// If the connection has to be made again, this may take as long as connecting does.
    ///
    /// # Errors
    /// `PubSub` if nothing is subscribed to and there is no timeout; what the server refuses to subscribe to;
    /// errors of connecting, after as many attempts as the client's [`Config::retry`](crate::Config::retry) says.
    /// Listening can go on after all of them.
    #[maybe_async]
    pub async fn get_message(
        &self,
        timeout: impl Into<Option<Duration>>,
    ) -> Result<Option<Message>> {
        let timeout = timeout.into();
        if timeout.is_none() && !self.inner.state().subscriptions.expects() {
            return Err(Error::new(
                ErrorKind::PubSub,
                "nothing is subscribed to, so no message can come",
            ));
        }
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        self.next(deadline, self.ignores_confirmations).await
    }

    /// The messages as they come, for as long as anything is subscribed to: an iterator, in `asyncio` a stream. An
    /// error is an item, and what comes after it is the next attempt. Messages with a handler are given to it.
    pub fn listen(&self) -> Listen {
        Listen::new(self.clone())
    }

    /// Listens, and gives every message to its handler, until nothing is subscribed to any more or
    /// [`close`](Self::close) is called.
    ///
    /// # Errors
    /// `PubSub` if something has no handler; else the first error of listening:
    /// [`run_with`](Self::run_with) goes on after them.
    #[maybe_async]
    pub async fn run(&self) -> Result<()> {
        self.all_handled()?;
        // What has been subscribed to without a handler since then is nobody's.
        while self.next(None, true).await?.is_some() {}
        Ok(())
    }

    /// The same, and goes on after errors, which are given to `on_error`. It may call [`close`](Self::close).
    ///
    /// # Errors
    /// `PubSub` if something has no handler.
    #[maybe_async]
    pub async fn run_with(&self, mut on_error: impl FnMut(Error) + Send) -> Result<()> {
        self.all_handled()?;
        loop {
            match self.next(None, true).await {
                Err(error) => on_error(error),
                Ok(Some(_unhandled)) => {}
                Ok(None) => return Ok(()),
            }
        }
    }

    /// Closes the connection and forgets all subscriptions. Whoever listens is told that nothing will come. It can
    /// be subscribed with again.
    pub fn close(&self) {
        let inner = &self.inner;
        let closer = {
            let mut state = inner.state();
            state.subscriptions.clear();
            state.closer.take()
        };
        if let Some(closer) = closer {
            closer.close();
        }
        // Somebody who is in there notices that the connection is closed.
        if let Some(mut writer) = inner.writer.try_enter() {
            *writer = None;
        }
        if let Some(mut reader) = inner.reader.try_enter() {
            reader.close();
        }
        inner.news.ring();
    }

    /// Subscribes to names of a kind, with a handler or without.
    #[maybe_async]
    pub(in super::super) async fn add(
        &self,
        kind: Kind,
        names: impl ToArgs,
        handler: Option<Handler>,
    ) -> Result<()> {
        let names = names_of(names);
        if names.is_empty() {
            return Err(Error::data("there is no name to subscribe to"));
        }
        let handler = handler.map(Arc::new);
        let deadline = self.inner.deadline();
        let mut writer = self.inner.writer(deadline).await?;
        let (new, command) = {
            let mut state = self.inner.state();
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
        self.inner.news.ring();
        if sent {
            return Ok(());
        }
        let connected = self.connect().await;
        if connected.is_err() {
            self.inner.state().subscriptions.forget(kind, &new);
        }
        connected
    }

    #[maybe_async]
    async fn remove(&self, kind: Kind, names: impl ToArgs) -> Result<()> {
        let names = names_of(names);
        let names = (!names.is_empty()).then_some(names);
        let deadline = self.inner.deadline();
        let mut writer = self.inner.writer(deadline).await?;
        let command = {
            let mut state = self.inner.state();
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
        self.inner.news.ring();
        Ok(())
    }

    /// Sends a command that `note` notes, if there is a connection; whether it was sent.
    #[maybe_async]
    async fn write(
        &self,
        command: &Command,
        note: impl FnOnce(&mut Subscriptions<Arc<Handler>>) + Send,
    ) -> Result<bool> {
        let deadline = self.inner.deadline();
        let mut writer = self.inner.writer(deadline).await?;
        if writer.is_none() {
            return Ok(false);
        }
        self.inner.state().ask(note);
        let written = write(&mut writer, command, deadline).await;
        drop(writer);
        self.inner.news.ring();
        Ok(written)
    }

    /// Sees to it that there is a connection, unless somebody is at it already.
    #[maybe_async]
    async fn connect(&self) -> Result<()> {
        let Some(mut reader) = self.inner.reader.try_enter() else {
            return Ok(());
        };
        let inner = &self.inner;
        if reader.link.is_some() {
            let writer = inner.writer(inner.deadline()).await?;
            let is_connected = writer.is_some();
            drop(writer);
            if is_connected {
                return Ok(());
            }
            inner.lose(&mut reader).await;
        }
        inner.connect_at_once(&mut reader).await
    }

    pub(in super::super) fn all_handled(&self) -> Result<()> {
        let state = self.inner.state();
        match state.subscriptions.without_handler() {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::PubSub,
                format!("`{}` has no handler", String::from_utf8_lossy(&name)),
            )),
        }
    }

    /// The next message that is not handled or left out; `None` when the time is over, or nothing can come.
    #[maybe_async]
    async fn next(
        &self,
        deadline: Option<Instant>,
        ignores_confirmations: bool,
    ) -> Result<Option<Message>> {
        loop {
            let rung = self.inner.news.rung();
            let Some(mut reader) = self.inner.reader.enter(deadline).await else {
                return Ok(None);
            };
            let step = self.inner.step(&mut reader, deadline).await?;
            // Handlers may listen and subscribe themselves.
            drop(reader);
            match step {
                Step::Message(message) => {
                    if !(ignores_confirmations && message.kind().is_confirmation()) {
                        return Ok(Some(message));
                    }
                }
                Step::Handled(handler, message) => handler.call(message).await,
                Step::Again => {}
                Step::TimeOver => return Ok(None),
                Step::Wait(until) => {
                    let is_over = deadline.is_some_and(|deadline| deadline <= Instant::now());
                    if is_over || (deadline.is_none() && until.is_none()) {
                        return Ok(None);
                    }
                    let until = earliest(deadline, until);
                    self.inner.news.wait(rung, until).await;
                }
            }
        }
    }

    /// The next message; `None` when nothing is subscribed to.
    #[maybe_async]
    pub(in super::super) async fn next_heard(&self) -> Result<Option<Message>> {
        self.next(None, self.ignores_confirmations).await
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When what is begun now has to be done.
    fn deadline(&self) -> Option<Instant> {
        let time = self.pool.config().socket_timeout?;
        Instant::now().checked_add(time)
    }

    #[maybe_async]
    async fn writer(
        &self,
        deadline: Option<Instant>,
    ) -> Result<rt::Inside<'_, Option<rt::WriteHalf>>> {
        let entered = self.writer.enter(deadline).await;
        entered.ok_or_else(|| failure::timed_out("while waiting to write"))
    }

    /// One step of listening.
    #[maybe_async]
    async fn step(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<Step> {
        if reader.link.is_none() {
            return self.come_back(reader).await;
        }
        let until = {
            let mut state = self.state();
            if let Some(gap) = state.subscriptions.take_gap() {
                return Ok(Step::Message(gap));
            }
            if !state.subscriptions.expects() {
                return Ok(Step::Wait(None));
            }
            let awaiting = state.subscriptions.is_awaiting();
            state.vigil.until(awaiting, Instant::now())
        };
        let Some(link) = &mut reader.link else {
            return Ok(Step::Again);
        };
        let received = link.receive(earliest(deadline, until)).await;
        match received {
            Ok(Received::Frame(frame)) => {
                if !std::mem::replace(&mut link.is_heard, true) {
                    reader.comeback = Comeback::new(&self.pool.config().retry);
                }
                let heard = self.state().subscriptions.hear(frame);
                Ok(match heard {
                    Heard::Message(message) => Step::Message(message),
                    Heard::Handled(handler, message) => Step::Handled(handler, message),
                    Heard::Refused(error) => return Err(self.blame(error)),
                    Heard::Nothing => Step::Again,
                })
            }
            Ok(Received::Bytes) => {
                self.state().vigil.wake(Instant::now());
                Ok(Step::Again)
            }
            Ok(Received::TimeOver) => self.after_silence(reader, deadline).await,
            Err(error) => {
                let is_heard = link.is_heard;
                self.lose(reader).await;
                match is_heard {
                    true => Ok(Step::Again),
                    // It is as if connecting had failed.
                    false => self.after_failure(reader, error),
                }
            }
        }
    }

    /// Nothing came for a while.
    #[maybe_async]
    async fn after_silence(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<Step> {
        let silence = {
            let state = self.state();
            let awaiting = state.subscriptions.is_awaiting();
            state.vigil.silence(awaiting, Instant::now())
        };
        match silence {
            Silence::Dead => self.lose(reader).await,
            Silence::Long => self.check().await,
            Silence::Normal => {
                if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                    return Ok(Step::TimeOver);
                }
            }
        }
        Ok(Step::Again)
    }

    /// Asks the server whether it is there.
    #[maybe_async]
    async fn check(&self) {
        let deadline = self.deadline();
        if let Some(mut writer) = self.writer.enter(deadline).await
            && writer.is_some()
        {
            self.state().ask(Subscriptions::check);
            write(&mut writer, &Command::new("PING"), deadline).await;
        }
    }

    /// Gives up the connection, if there is one; the subscriptions stay.
    #[maybe_async]
    async fn lose(&self, reader: &mut Reader) {
        if reader.link.take().is_none() {
            return;
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
    async fn come_back(&self, reader: &mut Reader) -> Result<Step> {
        if !self.state().subscriptions.is_subscribed() {
            reader.close();
            return Ok(Step::Wait(None));
        }
        let due = reader.comeback.due();
        if due.is_some_and(|due| due > Instant::now()) {
            return Ok(Step::Wait(due));
        }
        let opened = self.open(reader, self.deadline()).await;
        match opened {
            Ok(()) => Ok(Step::Again),
            Err(error) => self.after_failure(reader, error),
        }
    }

    /// Connecting failed; it is tried again later.
    fn after_failure(&self, reader: &mut Reader, error: Error) -> Result<Step> {
        match reader.comeback.failed(error, Instant::now()) {
            Ok(()) => Ok(Step::Again),
            Err(error) => Err(self.blame(error)),
        }
    }

    /// Connects for somebody who subscribes, within the time that a command has.
    #[maybe_async]
    async fn connect_at_once(&self, reader: &mut Reader) -> Result<()> {
        let deadline = self.deadline();
        let mut attempts = self.pool.config().retry.attempts();
        loop {
            let Err(error) = self.open(reader, deadline).await else {
                return Ok(());
            };
            let pause = attempts.again(&error, true);
            let in_time = |pause: &Duration| {
                let then = Instant::now().checked_add(*pause);
                deadline.is_none_or(|deadline| then.is_some_and(|then| then < deadline))
            };
            match pause.filter(in_time) {
                Some(pause) => rt::sleep(pause).await,
                None => return Err(self.blame(error)),
            }
        }
    }

    /// Connects, and subscribes to everything.
    #[maybe_async]
    async fn open(&self, reader: &mut Reader, deadline: Option<Instant>) -> Result<()> {
        let lease = match reader.lease.take() {
            Some(lease) => lease,
            None => self.pool.acquire().await?,
        };
        let lease = reader.lease.insert(lease);
        let wire = lease.take_wire(deadline).await?;
        let (stream, inbox) = wire.into_parts();
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
        reader.link = Some(Link {
            half,
            inbox,
            is_heard: false,
        });
        let deadline = self.deadline();
        for command in &commands {
            if !write(&mut writer, command, deadline).await {
                break;
            }
        }
        Ok(())
    }

    fn blame(&self, error: Error) -> Error {
        let address = self.pool.config().address().to_string();
        error.with_command("SUBSCRIBE").with_address(&address)
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

/// What was received.
enum Received {
    Frame(Frame),
    Bytes,
    TimeOver,
}

impl Link {
    /// A whole message if there is one, or some more bytes.
    #[maybe_async]
    async fn receive(&mut self, deadline: Option<Instant>) -> Result<Received> {
        if let Some(frame) = self.inbox.frame(Awaited::Anything)? {
            return Ok(Received::Frame(frame));
        }
        let received = self.half.receive(&mut self.inbox, deadline).await;
        match received {
            Ok(0) => Err(failure::closed()),
            Ok(_) => Ok(Received::Bytes),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Ok(Received::TimeOver),
            Err(error) => Err(failure::failed(error, "while listening")),
        }
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
    let Some(mut half) = writer.take() else {
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

fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    [a, b].into_iter().flatten().min()
}

impl fmt::Debug for PubSub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PubSub")
            .field("pool", &self.inner.pool)
            .field("subscribed", &self.subscribed())
            .finish_non_exhaustive()
    }
}
