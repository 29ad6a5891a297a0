//! [`SearchDocument`] and [`ScoreExplanation`].

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::fields;

/// What the only field of a document is called that was asked for without its fields.
pub(super) const NO_CONTENT: &str = "__nocontent";

/// A document that was found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchDocument<T, K = String> {
    /// Its key.
    pub id: K,
    /// How well it fits, if that was asked for.
    pub score: Option<f64>,
    /// How the score came about, if that was asked for.
    pub explanation: Option<ScoreExplanation>,
    /// Its payload, if that was asked for and it has one.
    pub payload: Option<Bytes>,
    /// By what it was sorted, if that was asked for and they were sorted: a number after `#`, or a text after `$`.
    pub sortkey: Option<Bytes>,
    /// Its fields, unless they were not asked for or it was deleted meanwhile. Of a JSON document there is one
    /// field `$`, if no others were named.
    pub fields: Option<T>,
}

/// A step of how a score came about, and what it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScoreExplanation {
    /// What was done.
    pub text: String,
    /// The steps before.
    pub children: Vec<Self>,
}

impl<T: FromReply, K: FromReply> SearchDocument<T, K> {
    fn new(id: Reply<'_>) -> Result<Self> {
        Ok(Self {
            id: K::from_reply(id)?,
            score: None,
            explanation: None,
            payload: None,
            sortkey: None,
            fields: None,
        })
    }

    /// As they come in RESP2.
    pub(super) fn from_parts(parts: &[Reply<'_>]) -> Result<Self> {
        let Some((id, parts)) = parts.split_first() else {
            return Err(Error::decode("an empty list", "`SearchDocument`"));
        };
        let mut document = Self::new(id.clone())?;
        if let Some((fields, details)) = parts.split_last() {
            document.set_fields(fields.clone())?;
            let mut details = details.iter().cloned();
            details
                .next()
                .map_or(Ok(()), |score| document.set_score(score))?;
            document.payload = optional(details.next())?;
            document.sortkey = optional(details.next())?;
        }
        Ok(document)
    }

    fn set_score(&mut self, score: Reply<'_>) -> Result<()> {
        if matches!(score, Reply::Array(_)) {
            let (score, explanation) = <(f64, ScoreExplanation)>::from_reply(score)?;
            self.score = Some(score);
            self.explanation = Some(explanation);
        } else {
            self.score = Some(f64::from_reply(score)?);
        }
        Ok(())
    }

    fn set_fields(&mut self, reply: Reply<'_>) -> Result<()> {
        self.fields = match &reply {
            Reply::Nil => None,
            without if first_name(without).is_some_and(|name| &*name == NO_CONTENT.as_bytes()) => {
                None
            }
            _ => Some(T::from_reply(reply)?),
        };
        Ok(())
    }
}

impl<T: FromReply, K: FromReply> FromReply for SearchDocument<T, K> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let fields = fields(reply, "`SearchDocument`")?;
        let missing = || Error::decode("a document without its key", "`SearchDocument`");
        let is_id = |name: &Reply<'_>| name.data().as_deref() == Some(b"id");
        let id = fields.clone().find(|(name, _)| is_id(name));
        let mut document = Self::new(id.ok_or_else(missing)?.1)?;
        for (name, value) in fields {
            match name.data().as_deref() {
                Some(b"score") => document.set_score(value)?,
                Some(b"payload") => document.payload = Option::from_reply(value)?,
                Some(b"sortkey") => document.sortkey = Option::from_reply(value)?,
                Some(b"extra_attributes") => document.set_fields(value)?,
                _ => {}
            }
        }
        Ok(document)
    }
}

/// A text, and a list of what it was made of, which may be missing; or the text alone.
impl FromReply for ScoreExplanation {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut explanation = Self::default();
        match reply.into_result()? {
            Reply::Array(mut parts) => {
                if let Some(text) = parts.next() {
                    explanation.text = String::from_reply(text)?;
                }
                if let Some(children) = parts.next() {
                    explanation.children = Vec::from_reply(children)?;
                }
            }
            text => explanation.text = String::from_reply(text)?,
        }
        Ok(explanation)
    }
}

fn optional<T: FromReply>(reply: Option<Reply<'_>>) -> Result<Option<T>> {
    reply.map_or(Ok(None), Option::from_reply)
}

/// Whether it may be a document's fields: names and values, or nothing if it is gone.
pub(super) fn is_fields(reply: &Reply<'_>) -> bool {
    match reply {
        Reply::Nil | Reply::Map(_) => true,
        Reply::Array(items) => !matches!(items.clone().nth(1), Some(Reply::Array(_))),
        _ => false,
    }
}

/// Whether it may be a score: a number, or one with an explanation.
pub(super) fn is_score(reply: &Reply<'_>) -> bool {
    match reply {
        Reply::Array(_) => !is_fields(reply),
        number => f64::from_reply(number.clone()).is_ok(),
    }
}

fn first_name<'a>(fields: &Reply<'a>) -> Option<std::borrow::Cow<'a, [u8]>> {
    let name = match fields.clone() {
        Reply::Map(pairs) => pairs.into_items().next(),
        Reply::Array(mut items) => items.next(),
        _ => None,
    };
    name?.data()
}
