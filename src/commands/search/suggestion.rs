//! [`Suggestion`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Items, Reply};

/// A suggestion with its score and its payload, as [`ft_sugget_with`](super::SearchCommands::ft_sugget_with) returns
/// it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suggestion<T> {
    /// What is suggested.
    pub string: T,
    /// How well it fits.
    pub score: f64,
    /// Its payload, if it has one.
    pub payload: Option<T>,
}

impl<T: FromReply> FromReply for Suggestion<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        <(T, f64, Option<T>)>::from_reply(reply).map(Self::from_parts)
    }

    /// The parts of all suggestions come one after the other.
    fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
        let parts = <(T, f64, Option<T>)>::from_items(items)?;
        Some(parts.map(Self::from_parts))
    }
}

impl<T> Suggestion<T> {
    fn from_parts((string, score, payload): (T, f64, Option<T>)) -> Self {
        Self {
            string,
            score,
            payload,
        }
    }
}
