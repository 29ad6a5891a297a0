//! [`SearchIndexSource`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::search_index_info::{text, texts};

/// What an index is made of, as it was [defined](super::IndexDefinition).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SearchIndexSource {
    /// `HASH` or `JSON`.
    pub key_type: String,
    /// How keys begin.
    pub prefixes: Vec<String>,
    /// What is true of the documents.
    pub filter: Option<String>,
    /// The language, if it is not English.
    pub default_language: Option<String>,
    /// The field with the language.
    pub language_field: Option<String>,
    /// How much the documents count.
    pub default_score: f64,
    /// The field with how much one counts.
    pub score_field: Option<String>,
    /// The field with the payload.
    pub payload_field: Option<String>,
    /// Whether there is a list of all documents. Since Redis 8.0.0.
    pub indexes_all: Option<bool>,
}

impl FromReply for SearchIndexSource {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut source = Self::default();
        for (name, value) in fields(reply, "`SearchIndexSource`")? {
            match name.data().as_deref() {
                Some(b"key_type") => source.key_type = text(value)?,
                Some(b"prefixes") => source.prefixes = texts(value)?,
                Some(b"filter") => source.filter = Some(text(value)?),
                Some(b"default_language") => source.default_language = Some(text(value)?),
                Some(b"language_field") => source.language_field = Some(text(value)?),
                Some(b"default_score") => source.default_score = f64::from_reply(value)?,
                Some(b"score_field") => source.score_field = Some(text(value)?),
                Some(b"payload_field") => source.payload_field = Some(text(value)?),
                Some(b"indexes_all") => source.indexes_all = Some(text(value)? == "true"),
                _ => {}
            }
        }
        Ok(source)
    }
}
