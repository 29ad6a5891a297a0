//! [`SearchErrors`] and [`SearchFieldErrors`].

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::search_index_info::text;

/// What went wrong when documents were taken up (`FT.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchErrors {
    /// How often.
    pub failures: u64,
    /// What it was the last time.
    pub last_error: Option<String>,
    /// The key of the document where it was the last time.
    pub last_error_key: Option<Bytes>,
}

/// What went wrong with a field (`FT.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchFieldErrors {
    /// Its name in the documents, or its path.
    pub identifier: String,
    /// Its name in queries.
    pub attribute: String,
    /// What went wrong.
    pub errors: SearchErrors,
}

/// Where nothing went wrong the server says `N/A`.
impl FromReply for SearchErrors {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut errors = Self::default();
        for (name, value) in fields(reply, "`SearchErrors`")? {
            match name.data().as_deref() {
                Some(b"indexing failures") => errors.failures = u64::from_reply(value)?,
                Some(b"last indexing error") => errors.last_error = Some(text(value)?),
                Some(b"last indexing error key") => {
                    errors.last_error_key = Some(Bytes::from_reply(value)?);
                }
                _ => {}
            }
        }
        if errors.failures == 0 {
            return Ok(Self::default());
        }
        Ok(errors)
    }
}

impl FromReply for SearchFieldErrors {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut field = Self::default();
        for (name, value) in fields(reply, "`SearchFieldErrors`")? {
            match name.data().as_deref() {
                Some(b"identifier") => field.identifier = text(value)?,
                Some(b"attribute") => field.attribute = text(value)?,
                Some(b"Index Errors") => field.errors = SearchErrors::from_reply(value)?,
                _ => {}
            }
        }
        Ok(field)
    }
}
