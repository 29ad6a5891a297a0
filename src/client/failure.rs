//! What I/O errors are to a caller: by when they happened.

use std::io;

use crate::error::{Error, ErrorKind};

/// The server has ended the connection.
pub(in super::super) fn closed() -> Error {
    Error::new(ErrorKind::Connection, "the server closed the connection")
}

/// A deadline passed.
pub(in super::super) fn timed_out(phase: &str) -> Error {
    Error::new(ErrorKind::Timeout, format!("timed out {phase}"))
}

/// An I/O error, by when it happened.
pub(in super::super) fn failed(error: io::Error, phase: &str) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => closed(),
        io::ErrorKind::TimedOut => timed_out(phase),
        _ => Error::new(
            ErrorKind::Connection,
            format!("the connection broke {phase}: {error}"),
        )
        .with_source(error),
    }
}
