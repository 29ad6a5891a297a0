//! Spans and events, with the feature `tracing`.

use std::cell::LazyCell;
use std::time::Duration;

use tracing::field::Empty;
#[cfg(feature = "async")]
use tracing::instrument::{Instrument, Instrumented};

use crate::command::Facts;
use crate::config::Address;
use crate::error::{Error, ErrorKind, Result};
use crate::resp::{Frame, Reply};

use super::{Sent, Server};

/// What all of them are of, for filters.
const TARGET: &str = "redial";

/// The name of a command that has none that is known.
const OTHER: &str = "_OTHER";

/// The span of a call.
#[derive(Debug)]
pub(crate) struct Span(tracing::Span);

/// Being in it; it ends with this.
#[derive(Debug)]
pub(crate) struct Entered<'a>(
    #[expect(dead_code, reason = "it is dropped")] tracing::span::Entered<'a>,
);

impl Span {
    /// No span: one around it is there already.
    #[cfg(feature = "async")]
    pub(crate) const fn none() -> Self {
        Self(tracing::Span::none())
    }

    /// The span of a call that begins now.
    pub(crate) fn of_call(sent: Sent<'_>, server: &Server, db: u32) -> Self {
        let operation = LazyCell::new(|| sent.operation());
        Self(tracing::info_span!(
            target: TARGET,
            "redis",
            otel.kind = "client",
            otel.name = operation.as_str(),
            otel.status_code = Empty,
            db.system.name = "redis",
            db.operation.name = operation.as_str(),
            db.operation.batch.size = sent.batch_size(),
            db.namespace = %db,
            db.response.status_code = Empty,
            server.address = server.name(),
            server.port = server.port(),
            "error.type" = Empty,
        ))
    }

    /// Enters it. What is awaited while it is entered would be in it as well, and so would be all others: that is
    /// what [`around`](Self::around) is for.
    pub(crate) fn enter(&self) -> Entered<'_> {
        Entered(self.0.enter())
    }

    /// A future that is in it whenever it is polled.
    #[cfg(feature = "async")]
    pub(crate) fn around<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    /// Ends it with what the call came to. A batch has failed if one of its replies is an error.
    pub(crate) fn end(self, sent: Sent<'_>, answered: &Result<Frame>) {
        if self.0.is_disabled() {
            return;
        }
        match (answered, sent) {
            (Err(error), _) => self.fail(error),
            (Ok(frame), Sent::Batch { atomic, .. }) => {
                if let Some(error) = fault_in(frame, atomic) {
                    self.fail(&error);
                }
            }
            (Ok(_), Sent::Command(_)) => {}
        }
    }

    /// Ends the span of a single command.
    #[cfg(feature = "async")]
    pub(crate) fn end_with(self, failure: Option<&Error>) {
        if let Some(error) = failure {
            self.fail(error);
        }
    }

    fn fail(&self, error: &Error) {
        if self.0.is_disabled() {
            return;
        }
        self.0.record("otel.status_code", "ERROR");
        self.0.record("error.type", type_of(error).as_str());
        if let Some(code) = error.code() {
            self.0.record("db.response.status_code", code);
        }
    }
}

impl Sent<'_> {
    /// `GET`, `MULTI`, or `PIPELINE GET` if a batch is of one command only.
    fn operation(self) -> String {
        let (bytes, commands, atomic) = match self {
            Self::Command(bytes) => return named(Facts::name(bytes.arguments())),
            Self::Batch {
                bytes,
                commands,
                atomic,
            } => (bytes, commands, atomic),
        };
        let kind = if atomic { "MULTI" } else { "PIPELINE" };
        let mut names = bytes
            .commands()
            .skip(usize::from(atomic))
            .take(commands)
            .map(Facts::name);
        match names.next() {
            Some(first) if !first.is_empty() && names.all(|name| name == first) => {
                format!("{kind} {first}")
            }
            _ => kind.to_owned(),
        }
    }

    /// A batch of one is none.
    fn batch_size(self) -> Option<u64> {
        match self {
            Self::Command(_) | Self::Batch { commands: 1, .. } => None,
            Self::Batch { commands, .. } => u64::try_from(commands).ok(),
        }
    }
}

fn named(name: String) -> String {
    match name.is_empty() {
        true => OTHER.to_owned(),
        false => name,
    }
}

impl Server {
    fn name(&self) -> String {
        match self {
            Self::Address(Address::Tcp { host, .. }) => host.clone(),
            Self::Address(Address::Unix(path)) => path.display().to_string(),
            Self::Service(name) => name.clone(),
        }
    }

    const fn port(&self) -> Option<u16> {
        match self {
            Self::Address(Address::Tcp { port, .. }) => Some(*port),
            Self::Address(Address::Unix(_)) | Self::Service(_) => None,
        }
    }
}

/// The server's code, or else the kind.
fn type_of(error: &Error) -> String {
    match error.code() {
        Some(code) => code.to_owned(),
        None => format!("{:?}", error.kind()),
    }
}

/// What is known of the cause, if it is not in words of the server's or of a program's own.
fn message_of(error: &Error) -> Option<&str> {
    let own = matches!(
        error.kind(),
        ErrorKind::Connection | ErrorKind::Tls | ErrorKind::Timeout
    );
    (own && error.code().is_none()).then(|| error.message())
}

/// The first error among the replies to a batch.
fn fault_in(frame: &Frame, atomic: bool) -> Option<Error> {
    let Reply::Array(replies) = frame.reply() else {
        return None;
    };
    let mut last = None;
    for reply in replies {
        if let Reply::Error(error) = reply {
            return Some(error.to_error());
        }
        last = Some(reply);
    }
    match last {
        Some(Reply::Array(mut results)) if atomic => results.find_map(|result| match result {
            Reply::Error(error) => Some(error.to_error()),
            _ => None,
        }),
        Some(Reply::Nil) if atomic => {
            Some(Error::new(ErrorKind::Watch, "a watched key was changed"))
        }
        _ => None,
    }
}

/// A connection was made, in the place of one that was lost or beside the others.
pub(crate) fn connected(server: &Server, again: bool) {
    if again {
        tracing::info!(
            target: TARGET,
            {
                server.address = server.name(),
                server.port = server.port(),
            },
            "reconnected"
        );
    } else {
        tracing::debug!(
            target: TARGET,
            {
                server.address = server.name(),
                server.port = server.port(),
            },
            "connected"
        );
    }
}

/// No connection could be made.
pub(crate) fn connect_failed(server: &Server, error: &Error) {
    tracing::warn!(
        target: TARGET,
        {
            server.address = server.name(),
            server.port = server.port(),
            "error.type" = type_of(error),
            error.message = message_of(error),
        },
        "connecting failed"
    );
}

/// A connection is of no use any more.
pub(crate) fn lost(server: &Server, error: &Error) {
    tracing::warn!(
        target: TARGET,
        {
            server.address = server.name(),
            server.port = server.port(),
            "error.type" = type_of(error),
            error.message = message_of(error),
        },
        "connection lost"
    );
}

/// A call is tried again after the delay.
pub(crate) fn retrying(server: &Server, error: &Error, attempt: u32, delay: Duration) {
    tracing::info!(
        target: TARGET,
        {
            server.address = server.name(),
            server.port = server.port(),
            "error.type" = type_of(error),
            attempt,
            delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX),
        },
        "retrying"
    );
}

/// The sentinels have named another master.
pub(crate) fn failover(server: &Server, to: &Address) {
    let to = || Server::Address(to.clone());
    tracing::warn!(
        target: TARGET,
        {
            server.address = server.name(),
            network.peer.address = to().name(),
            network.peer.port = to().port(),
        },
        "failover"
    );
}

/// A subscriber that had lost its connection is subscribed to everything again.
pub(crate) fn resumed(server: &Server) {
    tracing::info!(
        target: TARGET,
        {
            server.address = server.name(),
            server.port = server.port(),
        },
        "subscriptions resumed"
    );
}
