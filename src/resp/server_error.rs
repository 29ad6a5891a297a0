//! [`ServerError`]: an error reply, as it was received.

use std::borrow::Cow;
use std::fmt;

use crate::error::Error;

/// An error that the server sent: the whole reply, or an element of one (such as of EXEC's).
/// Its `Debug` shows the length only.
#[derive(Clone, Copy)]
pub struct ServerError<'a> {
    text: &'a [u8],
}

impl<'a> ServerError<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text }
    }

    /// The whole text, its code first. What is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.text)
    }

    /// The error of this crate that it stands for.
    #[must_use]
    pub fn to_error(&self) -> Error {
        Error::server(&self.text())
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

impl fmt::Debug for ServerError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerError({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_becomes_the_error_of_its_code() {
        let received = ServerError::new(b"WRONGTYPE no \xff list");
        let error = received.to_error();
        assert_eq!(error.code(), Some("WRONGTYPE"));
        assert_eq!(error.message(), "WRONGTYPE no \u{fffd} list");
        assert_eq!(format!("{received:?}"), "ServerError(19 bytes)");
    }
}
