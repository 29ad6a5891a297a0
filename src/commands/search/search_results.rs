//! [`SearchResults`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Pairs, Reply};

use super::SearchDocument;
use super::search_document::{is_fields, is_score};

/// What `FT.SEARCH` has found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchResults<T, K = String> {
    /// How many documents there are, of which those below are a part; where they are neither scored nor sorted
    /// the server may have stopped counting.
    pub total: u64,
    /// The documents.
    pub documents: Vec<SearchDocument<T, K>>,
    /// What went wrong, such as a timeout that left something out (RESP3).
    pub warnings: Vec<String>,
}

impl<T: FromReply, K: FromReply> SearchResults<T, K> {
    fn from_fields(fields: Pairs<'_>) -> Result<Self> {
        let mut results = Self {
            total: 0,
            documents: Vec::new(),
            warnings: Vec::new(),
        };
        for (name, value) in fields {
            match name.data().as_deref() {
                Some(b"total_results") => results.total = u64::from_reply(value)?,
                Some(b"results") => results.documents = Vec::from_reply(value)?,
                Some(b"warning") => results.warnings = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(results)
    }

    /// How many there are, then the documents' parts, one after the other.
    fn from_items(mut items: Items<'_>) -> Result<Self> {
        let malformed = || Error::decode("a list that is not made of documents", "`SearchResults`");
        let total = u64::from_reply(items.next().ok_or_else(malformed)?)?;
        let parts = items
            .map(Reply::into_result)
            .collect::<Result<Vec<Reply<'_>>>>()?;
        let each = parts_of_each(&parts).ok_or_else(malformed)?;
        let documents = parts.chunks(each).map(SearchDocument::from_parts);
        Ok(Self {
            total,
            documents: documents.collect::<Result<_>>()?,
            warnings: Vec::new(),
        })
    }
}

impl<T: FromReply, K: FromReply> FromReply for SearchResults<T, K> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Map(fields) => Self::from_fields(fields),
            Reply::Array(items) => Self::from_items(items),
            other => Err(Error::decode(other.kind_name(), "`SearchResults`")),
        }
    }
}

/// How many parts each document has: its name alone, or its name, up to three [details](super::SearchOptions), and
/// its fields.
fn parts_of_each(parts: &[Reply<'_>]) -> Option<usize> {
    if parts.iter().all(is_string) {
        return Some(1);
    }
    (2..=5)
        .find(|&each| parts.len().is_multiple_of(each) && parts.chunks(each).all(are_of_a_document))
}

fn are_of_a_document(parts: &[Reply<'_>]) -> bool {
    let [name, details @ .., fields] = parts else {
        return false;
    };
    is_string(name) && is_fields(fields) && details.first().is_none_or(is_score)
}

fn is_string(part: &Reply<'_>) -> bool {
    part.data().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = SearchResults<Vec<(String, String)>>;

    /// The parts of a document, in RESP2.
    const NAME: &str = "$1\r\nd\r\n";
    const SCORE: &str = "$3\r\n0.5\r\n";
    const WHY: &str = "*2\r\n$1\r\n2\r\n*2\r\n+a\r\n*1\r\n+b\r\n";
    const NIL: &str = "$-1\r\n";
    const PAYLOAD: &str = "$1\r\n7\r\n";
    const SORTKEY: &str = "$2\r\n#7\r\n";
    const FIELDS: &str = "*2\r\n$1\r\nf\r\n$1\r\nv\r\n";

    fn decoded(total: u64, documents: &[&[&str]]) -> Found {
        let parts = documents.concat();
        let reply = format!("*{}\r\n:{total}\r\n{}", parts.len() + 1, parts.concat());
        Found::from_reply(Reply::parse(reply.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn the_parts_of_documents_are_told_apart_without_names() {
        for count in 0..7 {
            let many = |parts| decoded(9, &vec![parts; count]);
            for found in [
                many(&[NAME]),
                many(&[NAME, FIELDS]),
                many(&[NAME, NIL]),
                many(&[NAME, SCORE, FIELDS]),
                many(&[NAME, WHY, FIELDS]),
                many(&[NAME, SCORE, NIL, FIELDS]),
                many(&[NAME, SCORE, PAYLOAD, FIELDS]),
                many(&[NAME, SCORE, PAYLOAD, SORTKEY, FIELDS]),
                many(&[NAME, WHY, NIL, NIL, FIELDS]),
                many(&[NAME, SCORE, NIL, SORTKEY, FIELDS]),
            ] {
                assert_eq!((found.total, found.documents.len()), (9, count));
                assert!(found.documents.iter().all(|d| d.id == "d"));
            }
        }
    }

    #[test]
    fn what_has_gone_meanwhile_has_no_fields() {
        let found = decoded(
            2,
            &[
                &[NAME, SCORE, NIL, NIL, FIELDS],
                &[NAME, SCORE, PAYLOAD, SORTKEY, NIL],
            ],
        );
        let [there, gone] = &*found.documents else {
            panic!()
        };
        assert_eq!(there.fields, Some(vec![("f".to_owned(), "v".to_owned())]));
        assert_eq!(
            (there.score, &there.payload, &there.sortkey),
            (Some(0.5), &None, &None)
        );
        assert_eq!(gone.fields, None);
        assert_eq!(gone.payload.as_deref(), Some(b"7".as_slice()));
        assert_eq!(gone.sortkey.as_deref(), Some(b"#7".as_slice()));
    }

    #[test]
    fn what_is_no_result_is_refused() {
        for reply in [
            "+OK\r\n",
            "*0\r\n",
            "*1\r\n+x\r\n",
            "*2\r\n:1\r\n:2\r\n",
            "-ERR x\r\n",
        ] {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            assert!(Found::from_reply(reply).is_err());
        }
        let error = "*2\r\n:1\r\n-Timeout limit was reached\r\n";
        let error = Found::from_reply(Reply::parse(error.as_bytes()).unwrap()).unwrap_err();
        assert!(error.is_server());
    }
}
