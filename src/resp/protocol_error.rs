//! [`ProtocolError`]: where and why received bytes make no sense.

use crate::error::{Error, ErrorKind, Outcome};

/// How much of the offending bytes is quoted.
const EXCERPT: usize = 32;

/// Bytes that are no reply, or a reply beyond the [`Limits`](super::Limits).
///
/// The [`source`](std::error::Error::source) of errors of kind
/// [`InvalidResponse`](ErrorKind::InvalidResponse). Its text quotes at most 32 received bytes; the text of
/// the [`Error`] around it quotes none, since they may be somebody's data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid reply at byte {offset}: {what}: \"{excerpt}\"")]
pub struct ProtocolError {
    offset: usize,
    what: &'static str,
    excerpt: String,
}

impl ProtocolError {
    /// `at` is the rest of `buf` from the offending byte on.
    #[cold]
    pub(super) fn new(buf: &[u8], at: &[u8], what: &'static str) -> Self {
        Self::at(buf.len().saturating_sub(at.len()), at, what)
    }

    /// `at` is what is received from the offending byte on, which is the `offset`th.
    #[cold]
    pub(super) fn at(offset: usize, at: &[u8], what: &'static str) -> Self {
        let excerpt = at.get(..EXCERPT).unwrap_or(at);
        Self {
            offset,
            what,
            excerpt: excerpt.escape_ascii().to_string(),
        }
    }

    /// How many bytes into the reply the first bad one is.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl From<ProtocolError> for Error {
    fn from(error: ProtocolError) -> Self {
        let message = format!("invalid reply at byte {}: {}", error.offset, error.what);
        Self::new(ErrorKind::InvalidResponse, message)
            .with_outcome(Outcome::MaybeExecuted)
            .with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn it_names_the_place_and_quotes_a_little() {
        let buf = [b"+OK\r\n".as_slice(), b"\x00".repeat(100).as_slice()].concat();
        let error = ProtocolError::new(&buf, &buf[5..], "unknown type");
        let text = error.to_string();
        assert!(text.starts_with("invalid reply at byte 5: unknown type: \"\\x00"));
        assert_eq!(text.matches("\\x00").count(), EXCERPT);
    }

    #[test]
    fn as_an_error_it_keeps_its_source_and_quotes_nothing() {
        let error = Error::from(ProtocolError::new(b"S3CR3T", b"S3CR3T", "unknown type"));
        assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        assert_eq!(error.outcome(), Outcome::MaybeExecuted);
        assert!(!error.to_string().contains("S3CR3T"));
        assert!(error.source().unwrap().is::<ProtocolError>());
    }
}
