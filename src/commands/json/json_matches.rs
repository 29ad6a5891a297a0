//! [`JsonMatches`]: what a command did at each value that a path leads to.

use std::ops::Deref;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::{Blob, Reply};

/// What a command found or did at each of the values that a path leads to, in the order of the
/// document; `None` where the value is of another type than the command is for.
///
/// A `$` path may lead to any number of values. A path of the old kind (`.a.b`) leads to one, for
/// which the server sends no list; it is a list of one here, so that both can be read alike. It is a slice
/// (`len`, `iter`, an index) of `Option<T>`; [`one`](Self::one) takes the only one.
///
/// ```
/// # use redial::prelude::*;
/// # use redial::Reply;
/// let of = |reply| JsonMatches::<i64>::from_reply(Reply::parse(reply)?);
/// assert_eq!(of(b"*2\r\n:3\r\n$-1\r\n")?, [Some(3), None]);
/// assert_eq!(of(b":3\r\n")?.one(), Some(3));
/// # Ok::<(), redial::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonMatches<T>(Vec<Option<T>>);

impl<T> JsonMatches<T> {
    pub(super) const fn new(matches: Vec<Option<T>>) -> Self {
        Self(matches)
    }

    /// All of them.
    #[must_use]
    pub fn into_vec(self) -> Vec<Option<T>> {
        self.0
    }

    /// The first of them, for a path that leads to one value; `None` if it leads to none, or to a
    /// value of another type.
    #[must_use]
    pub fn one(self) -> Option<T> {
        self.0.into_iter().next().flatten()
    }
}

impl<T> Deref for JsonMatches<T> {
    type Target = [Option<T>];

    fn deref(&self) -> &[Option<T>] {
        &self.0
    }
}

impl<T> IntoIterator for JsonMatches<T> {
    type Item = Option<T>;
    type IntoIter = std::vec::IntoIter<Option<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: PartialEq, const N: usize> PartialEq<[Option<T>; N]> for JsonMatches<T> {
    fn eq(&self, other: &[Option<T>; N]) -> bool {
        self.0 == other
    }
}

/// A list whose items do not fit is one value that is a list: the keys at an old path.
impl<T: FromReply> FromReply for JsonMatches<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        if !matches!(reply, Reply::Array(_)) {
            return Option::from_reply(reply).map(|one| Self(vec![one]));
        }
        match Vec::from_reply(reply.clone()) {
            Ok(matches) => Ok(Self(matches)),
            Err(error) => match T::from_reply(reply) {
                Ok(one) => Ok(Self(vec![Some(one)])),
                Err(_) => Err(error),
            },
        }
    }

    fn from_blob(data: Blob<'_>) -> Result<Self> {
        T::from_blob(data).map(|one| Self(vec![Some(one)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded<T: FromReply>(reply: &[u8]) -> Result<JsonMatches<T>> {
        JsonMatches::from_reply(Reply::parse(reply).unwrap())
    }

    #[test]
    fn old_paths_and_new_ones_are_read_alike() {
        assert_eq!(decoded(b":1\r\n").unwrap(), [Some(1)]);
        assert_eq!(decoded(b"*1\r\n:1\r\n").unwrap(), [Some(1)]);
        assert_eq!(decoded::<i64>(b"$-1\r\n").unwrap(), [None]);
        assert_eq!(decoded::<i64>(b"*0\r\n").unwrap(), []);
        assert_eq!(decoded::<i64>(b"*0\r\n").unwrap().one(), None);
        let text = decoded::<String>(b"$3\r\n[1]\r\n").unwrap();
        assert_eq!(text.one().as_deref(), Some("[1]"));
    }

    #[test]
    fn one_list_is_no_list_of_lists() {
        let keys = || vec!["a".to_owned(), "b".to_owned()];
        let old = b"*2\r\n$1\r\na\r\n$1\r\nb\r\n";
        let new = b"*2\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n$-1\r\n";
        assert_eq!(decoded(old).unwrap(), [Some(keys())]);
        assert_eq!(decoded(new).unwrap(), [Some(keys()), None]);
    }

    #[test]
    fn what_fits_neither_is_an_error_that_names_the_item() {
        let error = decoded::<i64>(b"*1\r\n$1\r\nx\r\n").unwrap_err();
        assert!(error.message().contains("not a valid number"), "{error}");
        let error = decoded::<i64>(b"-ERR x\r\n").unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
}
