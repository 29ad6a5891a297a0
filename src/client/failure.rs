//! What I/O errors are to a caller: by when they happened.

use std::io;

use crate::error::{Error, ErrorKind, Outcome};

/// The server has ended the connection.
pub(in super::super) fn closed() -> Error {
    Error::new(ErrorKind::Connection, "the server closed the connection")
}

/// The server has ended the connection in the middle of something.
pub(super) fn closed_while(phase: &str) -> Error {
    Error::new(
        ErrorKind::Connection,
        format!("the server closed the connection {phase}"),
    )
}

/// A deadline passed.
pub(in super::super) fn timed_out(phase: &str) -> Error {
    Error::new(ErrorKind::Timeout, format!("timed out {phase}"))
}

/// A request was given up because its deadline passed: before it was sent, or when it may have been executed.
pub(in super::super) fn given_up(outcome: Outcome) -> Error {
    let phase = match outcome {
        Outcome::NotSent => "while writing",
        _ => "while waiting for the reply",
    };
    timed_out(phase).with_outcome(outcome)
}

/// A deadline passed before there was room in the queue of a shared connection.
pub(in super::super) fn no_room() -> Error {
    timed_out("while waiting for a place in the queue")
}

/// Why a shared connection takes no more requests, if it was not lost.
pub(in super::super) fn retired() -> Error {
    Error::new(ErrorKind::Connection, "the shared connection was given up")
}

/// A connection that was made before the process forked.
pub(in super::super) fn inherited() -> Error {
    Error::new(
        ErrorKind::Connection,
        "the connection belongs to the process that this one was forked from",
    )
}

/// A connection that was made to a server that is no longer the one that is wanted.
pub(super) fn outdated() -> Error {
    Error::new(
        ErrorKind::Connection,
        "the master was replaced while the client was connecting to it",
    )
}

/// A master has become a replica, and refused the command for that.
pub(super) fn deposed(error: Error) -> Error {
    Error::new(ErrorKind::Connection, "the master has become a replica").with_source(error)
}

/// An I/O error, by when it happened.
pub(in super::super) fn failed(error: io::Error, phase: &str) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => closed(),
        io::ErrorKind::TimedOut => timed_out(phase),
        // Of the bytes of TLS.
        io::ErrorKind::InvalidData => Error::new(
            ErrorKind::Tls,
            format!("the encrypted connection broke {phase}: {error}"),
        )
        .with_source(error),
        _ => Error::new(
            ErrorKind::Connection,
            format!("the connection broke {phase}: {error}"),
        )
        .with_source(error),
    }
}
