//! [`VsimMatch`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

/// An element that was found, with its score and its attributes (`VSIM … WITHSCORES WITHATTRIBS`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct VsimMatch<T, A> {
    /// The element.
    pub element: T,
    /// How similar it is, from 0, the opposite, to 1, the same.
    pub score: f64,
    /// Its attributes, if it has some.
    pub attributes: Option<A>,
}

const WANTED: &str = "`VsimMatch`";

impl<T: FromReply, A: FromReply> FromReply for VsimMatch<T, A> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(mut items) => {
                Self::from_items(&mut items).unwrap_or_else(|| Err(too_short()))
            }
            other => Err(Error::decode(other.kind_name(), WANTED)),
        }
    }

    /// In RESP2 the three follow each other; in RESP3 the element is the key of a map, and its value is a list
    /// of the other two.
    fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
        let element = T::from_items(items)?;
        Some(element.and_then(|element| {
            let (score, attributes) = details(items)?;
            Ok(Self {
                element,
                score,
                attributes,
            })
        }))
    }
}

fn details<A: FromReply>(items: &mut Items<'_>) -> Result<(f64, Option<A>)> {
    match items.next().ok_or_else(too_short)? {
        nested @ Reply::Array(_) => FromReply::from_reply(nested),
        score => {
            let score = f64::from_reply(score)?;
            let attributes = items.next().ok_or_else(too_short)?;
            Ok((score, Option::from_reply(attributes)?))
        }
    }
}

fn too_short() -> Error {
    Error::decode("a list that is too short", WANTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_say_the_same() {
        let decode = |reply: &[u8]| {
            let reply = Reply::parse(reply).unwrap();
            Vec::<VsimMatch<String, String>>::from_reply(reply)
        };
        let flat = b"*6\r\n$1\r\na\r\n$1\r\n1\r\n$2\r\n{}\r\n$1\r\nb\r\n$3\r\n0.5\r\n$-1\r\n";
        let map = b"%2\r\n$1\r\na\r\n*2\r\n,1\r\n$2\r\n{}\r\n$1\r\nb\r\n*2\r\n,0.5\r\n_\r\n";
        let found = decode(flat).unwrap();
        assert_eq!(found, decode(map).unwrap());
        assert_eq!(
            (found[0].score, found[0].attributes.as_deref()),
            (1.0, Some("{}"))
        );
        assert_eq!(
            (found[1].element.as_str(), &found[1].attributes),
            ("b", &None)
        );
        for broken in [
            &b"*1\r\n$1\r\na\r\n"[..],
            b"*2\r\n$1\r\na\r\n$1\r\n1\r\n",
            b":1\r\n",
        ] {
            assert!(decode(broken).is_err());
        }
    }
}
