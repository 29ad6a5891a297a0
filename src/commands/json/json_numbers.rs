//! [`JsonNumbers`]: the numbers that a change left.

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::JsonMatches;

/// The numbers that `JSON.NUMINCRBY` and `JSON.NUMMULTBY` left at each of the values that a path
/// leads to; `None` where the value is no number.
///
/// The server sends them as a text of JSON in RESP2 and as numbers in RESP3; they are read alike.
/// [`matches`](Self::matches) has them, [`one`](Self::one) the only one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonNumbers<T> {
    /// All of them.
    pub matches: JsonMatches<T>,
}

impl<T> JsonNumbers<T> {
    /// The first of them, for a path that leads to one value.
    #[must_use]
    pub fn one(self) -> Option<T> {
        self.matches.one()
    }
}

impl<T: FromReply> FromReply for JsonNumbers<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let matches = match &reply {
            Reply::Bulk(data) => texts(&data.as_bytes())?,
            _ => JsonMatches::from_reply(reply)?,
        };
        Ok(Self { matches })
    }
}

/// The numbers of `[1,null,2.5]`, or the one of `2.5`.
fn texts<T: FromReply>(json: &[u8]) -> Result<JsonMatches<T>> {
    let json = str::from_utf8(json).map_err(|_| no_number())?.trim();
    let inside = json.strip_prefix('[').and_then(|j| j.strip_suffix(']'));
    let words = inside.unwrap_or(json).trim();
    if words.is_empty() {
        return Ok(JsonMatches::new(Vec::new()));
    }
    let numbers: Result<_> = words.split(',').map(|word| text(word.trim())).collect();
    numbers.map(JsonMatches::new)
}

/// A number as RESP3 sends it: `2.0` is an integer for who asks for one.
fn text<T: FromReply>(word: &str) -> Result<Option<T>> {
    let reply = match word.parse() {
        Ok(number) => Reply::Integer(number),
        Err(_) if word == "null" => return Ok(None),
        Err(_) => Reply::Double(word.parse().map_err(|_| no_number())?),
    };
    T::from_reply(reply).map(Some)
}

fn no_number() -> Error {
    Error::decode("a string that is no JSON of numbers", "`JsonNumbers`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded<T: FromReply>(reply: &str) -> Result<JsonMatches<T>> {
        let numbers = JsonNumbers::from_reply(Reply::parse(reply.as_bytes())?)?;
        Ok(numbers.matches)
    }

    #[test]
    fn a_text_and_numbers_say_the_same() {
        for reply in [
            "$12\r\n[1,null,2.0]\r\n",
            "*3\r\n:1\r\n$-1\r\n,2\r\n",
            "*3\r\n:1\r\n_\r\n:2\r\n",
        ] {
            let integers = decoded::<i64>(reply).unwrap();
            assert_eq!(integers, [Some(1), None, Some(2)]);
            let floats = decoded::<f64>(reply).unwrap();
            assert_eq!(floats, [Some(1.0), None, Some(2.0)]);
        }
        assert_eq!(decoded::<i64>("$1\r\n7\r\n").unwrap(), [Some(7)]);
        assert_eq!(decoded::<i64>("$2\r\n[]\r\n").unwrap(), []);
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        assert!(decoded::<f64>("$3\r\n[x]\r\n").is_err());
        assert!(decoded::<i64>("$5\r\n[1.5]\r\n").is_err());
        assert!(decoded::<i64>("-ERR x\r\n").is_err());
    }
}
