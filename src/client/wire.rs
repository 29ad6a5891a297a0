//! [`Wire`]: one socket, what has been received from it, and whether it is owed replies.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::command::Command;
use crate::commands::Role;
use crate::config::{Address, Config, Credentials};
use crate::convert::FromReply;
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::process::Process;
use crate::resp::{Frame, Protocol, ProtocolError, Reply};
use crate::session::{Handshake, Inbox, Progress, auth, unasked};
use crate::tls;

use super::login::Login;
use super::origin::{Origin, Registry};
use super::pool::Shared;
use super::request::LARGE;
use super::{Replies, Request, failure, maybe_async, rt};

/// What a server that ends would say if it said something.
const OK: &[u8] = b"+OK\r\n";

const GREETING: &str = "during the TLS handshake, which a port without TLS may not answer";

/// A connection to a server, ready for commands.
#[derive(Debug)]
pub(super) struct Wire {
    stream: rt::Stream,
    inbox: Inbox,
    protocol: Protocol,
    origin: Origin,
    /// Something was sent whose replies have not all been received. It is set before the first
    /// byte is written: whatever happens then, a panic or a dropped future included, this
    /// connection is known not to be at the start of a reply, and is not used again.
    owed: bool,
    /// It was left watching keys: UNWATCH goes before whatever is sent next.
    watching: bool,
}

impl Wire {
    /// Connects to a server and shakes hands, in the pool's present generation.
    #[maybe_async]
    pub(super) async fn connect(
        shared: &Shared,
        address: &Address,
        generation: u64,
        deadline: Option<Instant>,
    ) -> Result<Self> {
        let config = &shared.config;
        // What it takes to read authorities is no fault of the server's.
        let greeting = shared.tls.greet(config, address)?;
        let own = config
            .connect_timeout()
            .and_then(|time| Instant::now().checked_add(time));
        let deadline = earlier(own, deadline);
        let login = shared.login(deadline).await?;
        let connected = rt::Stream::connect(address, config, deadline).await;
        let mut stream = connected.map_err(|error| connecting(error, config))?;
        if let Some(greeting) = greeting {
            let session = greet(&mut stream, greeting, deadline).await?;
            stream = stream.encrypted(session);
        }
        let mut wire = Self {
            stream,
            inbox: Inbox::new(config.limits, config.socket_read_size),
            protocol: config.protocol,
            origin: Origin {
                born: Instant::now(),
                process: Process::current(),
                generation,
                login: login.version,
                registered: None,
                tally: Arc::clone(&shared.tally),
            },
            owed: false,
            watching: false,
        };
        let shaken = wire.shake_hands(config, login.credentials, deadline).await;
        let ready = shaken.and_then(|()| wire.expect_silence());
        ready.map_err(|error| error.with_outcome(Outcome::NotSent))?;
        Ok(wire)
    }

    #[maybe_async]
    async fn shake_hands(
        &mut self,
        config: &Config,
        credentials: Credentials,
        deadline: Option<Instant>,
    ) -> Result<()> {
        let mut handshake = Handshake::new(config, credentials);
        if let Some(protocol) = handshake.protocol_if_silent() {
            self.protocol = protocol;
            return Ok(());
        }
        let mut heard = false;
        loop {
            self.owed = true;
            let written = self.stream.write_all(handshake.request(), deadline).await;
            written.map_err(|(_, error)| {
                let error = failed(error, "while writing the handshake", Outcome::NotSent);
                explained(error, heard, config)
            })?;
            loop {
                let received = self
                    .receive(
                        Replies::One,
                        deadline,
                        "while waiting for the handshake's answer",
                    )
                    .await;
                let frame = received.map_err(|error| explained(error, heard, config))?;
                heard = true;
                match handshake.on_reply(&frame.reply(), config)? {
                    Progress::More => {}
                    Progress::Again => break,
                    Progress::Done(protocol) => {
                        self.protocol = protocol;
                        self.owed = false;
                        return Ok(());
                    }
                }
            }
        }
    }

    /// What is there behind the handshake would be taken for the reply to the first command.
    fn expect_silence(&mut self) -> Result<()> {
        if self.stream.is_quiet(&mut self.inbox) {
            return Ok(());
        }
        match self.inbox.frame(Replies::One.awaited())? {
            // Where nothing has been said, this is how a server with too many clients says so.
            Some(frame) => frame.reply().into_result().and_then(|_| Err(unasked())),
            None if self.inbox.is_quiet() => Err(failure::closed()),
            None => Err(unasked()),
        }
    }

    /// Sends a request and waits for its replies: one as it is, several as a sequence. A server that was told to
    /// end does so by way of a reply, and leaves the connection owed.
    #[maybe_async]
    pub(super) async fn call(
        &mut self,
        request: &Request<'_>,
        deadline: Option<Instant>,
    ) -> Result<Frame> {
        if self.watching {
            self.unwatch(deadline).await?;
        }
        self.owed = true;
        let frame = if request.replies != Replies::One && request.bytes.len() > LARGE {
            self.exchange(request, deadline).await?
        } else {
            let written = self.stream.write_all(request.bytes, deadline).await;
            written.map_err(|(taken, error)| {
                failed(error, "while writing", half_written(request, taken))
            })?;
            let phase = "while waiting for the reply";
            match self.next(request.replies, deadline, phase).await? {
                Some(frame) => frame,
                None if request.ends_server && self.inbox.is_quiet() => {
                    return Ok(Frame::copied(OK, OK.len()));
                }
                None => return Err(ended()),
            }
        };
        // Valkey 9.1 never answers a client again whose SHUTDOWN was cancelled.
        self.owed = request.ends_server && matches!(frame.reply(), Reply::Error(_));
        Ok(frame)
    }

    /// Reads until that many replies are there.
    #[maybe_async]
    async fn receive(
        &mut self,
        replies: Replies,
        deadline: Option<Instant>,
        phase: &str,
    ) -> Result<Frame> {
        let next = self.next(replies, deadline, phase).await?;
        next.ok_or_else(ended)
    }

    /// Reads until that many replies are there; `None` if the server closes the connection before.
    #[maybe_async]
    async fn next(
        &mut self,
        replies: Replies,
        deadline: Option<Instant>,
        phase: &str,
    ) -> Result<Option<Frame>> {
        loop {
            if let Some(frame) = self.inbox.frame(replies.awaited())? {
                return Ok(Some(frame));
            }
            let read = self.stream.read(&mut self.inbox, deadline).await;
            if read.map_err(|error| failed(error, phase, Outcome::MaybeExecuted))? == 0 {
                return Ok(None);
            }
        }
    }

    /// Writes a large request and reads its replies at the same time.
    #[maybe_async]
    async fn exchange(
        &mut self,
        request: &Request<'_>,
        deadline: Option<Instant>,
    ) -> Result<Frame> {
        let take = |inbox: &mut Inbox| {
            inbox
                .frame(request.replies.awaited())
                .map_err(ReadError::Protocol)
        };
        let exchanged = self
            .stream
            .exchange(request.bytes, &mut self.inbox, deadline, take)
            .await;
        exchanged.map_err(|(taken, error)| match error {
            ReadError::Protocol(error) => error.into(),
            ReadError::Io(error) if taken < request.bytes.len() => {
                failed(error, "while writing", half_written(request, taken))
            }
            ReadError::Io(error) => failed(
                error,
                "while waiting for the replies",
                Outcome::MaybeExecuted,
            ),
        })
    }

    #[maybe_async]
    async fn unwatch(&mut self, deadline: Option<Instant>) -> Result<()> {
        self.watching = false;
        let answered = self.ask("UNWATCH", deadline).await;
        let frame = answered.map_err(|error| error.with_outcome(Outcome::NotSent))?;
        if matches!(frame.reply(), Reply::Status(b"OK")) {
            return Ok(());
        }
        // It goes on watching, and is of no use to anybody.
        self.owed = true;
        Err(Error::new(
            ErrorKind::Connection,
            "the server refused UNWATCH",
        ))
    }

    /// Sends a command of the connection's own, one word.
    #[maybe_async]
    async fn ask(&mut self, word: &str, deadline: Option<Instant>) -> Result<Frame> {
        self.tell(&Command::new(word), deadline).await
    }

    /// Sends a command of the connection's own.
    #[maybe_async]
    async fn tell(&mut self, command: &Command, deadline: Option<Instant>) -> Result<Frame> {
        self.owed = true;
        let written = self.stream.write_all(command.encoded(), deadline).await;
        written.map_err(|(_, error)| failed(error, "while writing", Outcome::NotSent))?;
        let frame = self
            .receive(Replies::One, deadline, "while waiting for the reply")
            .await?;
        self.owed = false;
        Ok(frame)
    }

    /// Logs in again, with other credentials than before.
    #[maybe_async]
    pub(super) async fn log_in(&mut self, login: &Login, deadline: Option<Instant>) -> Result<()> {
        if let Some(auth) = auth(&login.credentials) {
            let frame = self.tell(&auth, deadline).await?;
            frame.reply().into_result()?;
        }
        self.origin.login = login.version;
        Ok(())
    }

    /// Asks the server whether it is there.
    #[maybe_async]
    pub(super) async fn is_healthy(&mut self, deadline: Option<Instant>) -> bool {
        match self.ask("PING", deadline).await {
            Ok(frame) => matches!(frame.reply(), Reply::Status(b"PONG")),
            Err(_) => false,
        }
    }

    /// Asks the server for its part in replication; `None` if it does not say.
    #[maybe_async]
    pub(super) async fn role(&mut self, deadline: Option<Instant>) -> Result<Option<Role>> {
        let frame = self.ask("ROLE", deadline).await?;
        Ok(Role::from_reply(frame.reply()).ok())
    }

    /// Asks the server to show what it executes. Its lines can be as long as commands are.
    #[maybe_async]
    pub(super) async fn monitor(&mut self, deadline: Option<Instant>) -> Result<()> {
        let frame = self.ask("MONITOR", deadline).await?;
        self.inbox.allow_long_lines();
        frame.reply().into_result().map(|_ok| ())
    }

    /// Whether it is this process's, and not that of the one which it was forked from.
    pub(super) fn is_ours(&self) -> bool {
        self.origin.process.is_current()
    }

    /// Whether it can be used: nothing is owed, and nothing has come that nobody asked for.
    pub(super) fn is_usable(&mut self) -> bool {
        !self.owed && self.stream.is_quiet(&mut self.inbox)
    }

    /// Whether replies are owed on it, so that it must not be used again.
    pub(super) const fn is_owed(&self) -> bool {
        self.owed
    }

    /// Says whether it is watching keys.
    pub(super) const fn set_watching(&mut self, watching: bool) {
        self.watching = watching;
    }

    /// Lets the pool end the connection at once.
    pub(super) fn register(&mut self, registry: &Arc<Registry>) -> Result<()> {
        let closer = self.stream.closer();
        let closer = closer.map_err(|error| failed(error, "while connecting", Outcome::NotSent))?;
        self.origin.registered = Some(registry.enter(closer));
        Ok(())
    }

    /// What lanes and subscribers are made of: the socket, what has been received from it, and its origin.
    pub(super) fn into_parts(self) -> (rt::Stream, Inbox, Origin) {
        (self.stream, self.inbox, self.origin)
    }

    pub(super) const fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(super) const fn protocol(&self) -> Protocol {
        self.protocol
    }
}

/// The error of the handshake. If the server has not said anything that makes sense, what that may come from.
fn explained(error: Error, heard: bool, config: &Config) -> Error {
    match (error.kind(), config.is_encrypted()) {
        _ if heard => error,
        (ErrorKind::Connection | ErrorKind::InvalidResponse, false) => {
            error.with_hint(" (if it speaks TLS, its URL begins with rediss://)")
        }
        (ErrorKind::Connection | ErrorKind::Tls, true) => {
            error.with_hint(" (it may demand a client certificate)")
        }
        _ => error,
    }
}

/// Agrees with the server on how to encrypt.
#[maybe_async]
async fn greet(
    stream: &mut rt::Stream,
    mut greeting: tls::Greeting,
    deadline: Option<Instant>,
) -> Result<tls::Session> {
    loop {
        let written = stream.write_raw(&greeting.outgoing(), deadline).await;
        written.map_err(|error| failed(error, GREETING, Outcome::NotSent))?;
        greeting = match greeting.into_session() {
            Ok(session) => return Ok(session),
            Err(greeting) => greeting,
        };
        let read = stream.read_raw(greeting.room(), deadline).await;
        match read.map_err(|error| failed(error, GREETING, Outcome::NotSent))? {
            0 => return Err(failure::closed_while(GREETING)),
            count => greeting.received(count)?,
        }
    }
}

/// The server has ended the connection instead of answering.
fn ended() -> Error {
    failure::closed().with_outcome(Outcome::MaybeExecuted)
}

/// What can go wrong with reading while a batch is written.
enum ReadError {
    Protocol(ProtocolError),
    Io(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A single command that was not written to its end was not executed; of a batch, some may have been.
fn half_written(request: &Request<'_>, taken: usize) -> Outcome {
    if request.replies == Replies::One || taken == 0 {
        Outcome::NotSent
    } else {
        Outcome::MaybeExecuted
    }
}

/// The earlier of two deadlines.
pub(super) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// An I/O error, and whether the server may have what was being sent.
fn failed(error: io::Error, phase: &str, outcome: Outcome) -> Error {
    failure::failed(error, phase).with_outcome(outcome)
}

/// An error of connecting.
fn connecting(error: io::Error, config: &Config) -> Error {
    if error.kind() == io::ErrorKind::TimedOut {
        let timeout = config.connect_timeout().unwrap_or(Duration::ZERO);
        return Error::new(
            ErrorKind::Timeout,
            format!("timed out while connecting, which may take {timeout:?} at most"),
        );
    }
    Error::new(ErrorKind::Connection, format!("can't connect: {error}")).with_source(error)
}
