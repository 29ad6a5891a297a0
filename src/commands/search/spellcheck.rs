//! [`Spellcheck`], and what is in it: [`Misspelling`] and [`SpellingSuggestion`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

/// The words of a query that are not known, and those that may have been meant (`FT.SPELLCHECK`).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Spellcheck {
    /// The words, in the order of the query.
    pub misspellings: Vec<Misspelling>,
}

/// A word that is not known.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Misspelling {
    /// The word.
    pub term: String,
    /// What may have been meant, the likeliest first.
    pub suggestions: Vec<SpellingSuggestion>,
}

/// A word that may have been meant.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SpellingSuggestion {
    /// The word.
    pub suggestion: String,
    /// The share of all documents that have it, from 0 to 1; 0 for a word that is only in a dictionary.
    pub score: f64,
}

/// In RESP2 a list of lists, `TERM`, a word and its suggestions; in RESP3 a map of them.
impl FromReply for Spellcheck {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut misspellings = Vec::new();
        match reply.into_result()? {
            Reply::Array(lists) => {
                for list in lists {
                    let (_, term, suggestions) = <(String, String, Vec<_>)>::from_reply(list)?;
                    misspellings.push(Misspelling { term, suggestions });
                }
            }
            Reply::Map(mut fields) => {
                let is_results = |name: &Reply<'_>| name.data().as_deref() == Some(b"results");
                if let Some((_, results)) = fields.find(|(name, _)| is_results(name)) {
                    for (term, suggestions) in Vec::<(String, Vec<_>)>::from_reply(results)? {
                        misspellings.push(Misspelling { term, suggestions });
                    }
                }
            }
            other => return Err(Error::decode(other.kind_name(), "`Spellcheck`")),
        }
        Ok(Self { misspellings })
    }
}

/// In RESP2 the score, then the word; in RESP3 a map with the score of one word.
impl FromReply for SpellingSuggestion {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let reply = reply.into_result()?;
        if let Reply::Map(pairs) = reply {
            let (suggestion, score) = two(pairs.into_items())?;
            return Ok(Self { suggestion, score });
        }
        let (score, suggestion) = <(f64, String)>::from_reply(reply)?;
        Ok(Self { suggestion, score })
    }
}

fn two<A: FromReply, B: FromReply>(mut items: Items<'_>) -> Result<(A, B)> {
    match (items.next(), items.next()) {
        (Some(first), Some(second)) => Ok((A::from_reply(first)?, B::from_reply(second)?)),
        _ => Err(Error::decode("an empty map", "`SpellingSuggestion`")),
    }
}
