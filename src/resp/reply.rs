//! [`Reply`]: one reply of the server, borrowed from the bytes it came in.

use std::borrow::Cow;
use std::fmt;

use super::blob::Blob;
use super::cursor::Cursor;
use super::decoder::Decoder;
use super::items::{Items, Pairs};
use super::limits::Limits;
use super::protocol_error::ProtocolError;
use super::server_error::ServerError;
use crate::error::Result;

/// One reply, or one element of a reply: what every type that can be asked for is decoded from.
///
/// It borrows the received bytes. Nothing inside an aggregate is read before it is asked for, and
/// RESP3's attributes are left out everywhere. Its `Debug` shows kinds and lengths, never data.
///
/// See the [RESP specification](https://redis.io/docs/latest/develop/reference/protocol-spec/).
///
/// ```
/// use redial::Reply;
///
/// let Reply::Array(mut items) = Reply::parse(b"*2\r\n$1\r\na\r\n:1\r\n")? else { unreachable!() };
/// assert!(matches!(items.next(), Some(Reply::Bulk(blob)) if &*blob.as_bytes() == b"a"));
/// assert!(matches!(items.next(), Some(Reply::Integer(1))));
/// # Ok::<(), redial::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Reply<'a> {
    /// Nothing: RESP3's null, and RESP2's null string and null array.
    Nil,
    /// A short text such as `OK`.
    Status(&'a [u8]),
    /// An error; inside an array it is a value like any other.
    Error(ServerError<'a>),
    /// A whole number.
    Integer(i64),
    /// A floating point number (RESP3).
    Double(f64),
    /// True or false (RESP3).
    Boolean(bool),
    /// A whole number of any size, in digits (RESP3).
    BigNumber(&'a str),
    /// A string: any bytes.
    Bulk(Blob<'a>),
    /// A text with its format, such as `txt` or `mkd` (RESP3).
    #[non_exhaustive]
    Verbatim {
        /// Three characters.
        format: &'a str,
        /// The text.
        data: Blob<'a>,
    },
    /// A sequence.
    Array(Items<'a>),
    /// A sequence whose order means nothing (RESP3).
    Set(Items<'a>),
    /// What the server sent unasked (RESP3).
    Push(Items<'a>),
    /// Keys and values (RESP3; a flat [`Array`](Self::Array) in RESP2).
    Map(Pairs<'a>),
}

impl<'a> Reply<'a> {
    /// Reads `bytes`, which must be exactly one complete reply within the default [`Limits`].
    ///
    /// # Errors
    ///
    /// [`InvalidResponse`](crate::ErrorKind::InvalidResponse) if they are anything else.
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let invalid = |at, what| ProtocolError::new(bytes, at, what);
        let Some(frame) = Decoder::new(Limits::default()).advance(bytes)? else {
            return Err(invalid(&[], "the end is missing").into());
        };
        match bytes.get(frame.len..) {
            None | Some([]) => {}
            Some(more) => return Err(invalid(more, "more than one reply").into()),
        }
        match Cursor::new(bytes, None).next_reply(true) {
            Some(reply) => Ok(reply),
            None => Err(invalid(bytes, "no reply").into()),
        }
    }

    /// What kind of reply it is, with its article, for messages: `an integer`, `a bulk string`.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Nil => "nil",
            Self::Status(_) => "a status",
            Self::Error(_) => "an error",
            Self::Integer(_) => "an integer",
            Self::Double(_) => "a double",
            Self::Boolean(_) => "a boolean",
            Self::BigNumber(_) => "a big number",
            Self::Bulk(_) => "a bulk string",
            Self::Verbatim { .. } => "a verbatim string",
            Self::Array(_) => "an array",
            Self::Set(_) => "a set",
            Self::Push(_) => "a push",
            Self::Map(_) => "a map",
        }
    }

    /// Whether it is [`Nil`](Self::Nil).
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// The bytes of whatever is a string of some kind: a status, a bulk or verbatim string, the digits
    /// of a big number.
    #[must_use]
    pub fn data(&self) -> Option<Cow<'a, [u8]>> {
        match self {
            Self::Status(text) => Some(Cow::Borrowed(text)),
            Self::BigNumber(digits) => Some(Cow::Borrowed(digits.as_bytes())),
            Self::Bulk(data) | Self::Verbatim { data, .. } => Some(data.as_bytes()),
            _ => None,
        }
    }

    /// Itself, or the [`Error`](crate::Error) that it is.
    ///
    /// # Errors
    ///
    /// What the server sent, if this is an error; errors inside an aggregate are not looked for.
    pub fn into_result(self) -> Result<Self> {
        match self {
            Self::Error(error) => Err(error.to_error()),
            reply => Ok(reply),
        }
    }
}

impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nil => f.write_str("Nil"),
            Self::Status(text) => write!(f, "Status({} bytes)", text.len()),
            Self::Error(error) => write!(f, "Error({error:?})"),
            Self::Integer(_) => f.write_str("Integer"),
            Self::Double(_) => f.write_str("Double"),
            Self::Boolean(_) => f.write_str("Boolean"),
            Self::BigNumber(digits) => write!(f, "BigNumber({} bytes)", digits.len()),
            Self::Bulk(data) => write!(f, "Bulk({data:?})"),
            Self::Verbatim { data, .. } => write!(f, "Verbatim({data:?})"),
            Self::Array(items) => write!(f, "Array({items:?})"),
            Self::Set(items) => write!(f, "Set({items:?})"),
            Self::Push(items) => write!(f, "Push({items:?})"),
            Self::Map(pairs) => write!(f, "Map({pairs:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn every_scalar_is_read() {
        use Reply as R;
        assert!(matches!(R::parse(b"_\r\n").unwrap(), R::Nil));
        assert!(matches!(R::parse(b"$-1\r\n").unwrap(), R::Nil));
        assert!(matches!(R::parse(b"*-1\r\n").unwrap(), R::Nil));
        assert!(matches!(R::parse(b"+OK\r\n").unwrap(), R::Status(b"OK")));
        assert!(matches!(R::parse(b":+5\r\n").unwrap(), R::Integer(5)));
        assert!(matches!(
            R::parse(b":-9223372036854775808\r\n").unwrap(),
            R::Integer(i64::MIN)
        ));
        assert!(matches!(R::parse(b"#t\r\n").unwrap(), R::Boolean(true)));
        assert!(matches!(R::parse(b"#f\r\n").unwrap(), R::Boolean(false)));
        assert!(matches!(
            R::parse(b",1.5e3\r\n").unwrap(),
            R::Double(1500.0)
        ));
        assert!(matches!(R::parse(b",-inf\r\n").unwrap(), R::Double(n) if n == f64::NEG_INFINITY));
        assert!(matches!(R::parse(b",nan\r\n").unwrap(), R::Double(n) if n.is_nan()));
        assert!(matches!(
            R::parse(b"(-12\r\n").unwrap(),
            R::BigNumber("-12")
        ));
        assert!(
            matches!(R::parse(b"!5\r\nERR x\r\n").unwrap(), R::Error(e) if e.text() == "ERR x")
        );
        assert!(matches!(
            R::parse(b"=6\r\ntxt:hi\r\n").unwrap(),
            R::Verbatim { format: "txt", data } if &*data.as_bytes() == b"hi"
        ));
    }

    #[test]
    fn attributes_are_left_out_everywhere() {
        let bytes = b"|1\r\n+ttl\r\n:5\r\n*2\r\n|1\r\n+a\r\n*1\r\n:0\r\n:1\r\n|0\r\n:2\r\n";
        let Reply::Array(items) = Reply::parse(bytes).unwrap() else {
            panic!()
        };
        let numbers: Vec<_> = items
            .map(|item| match item {
                Reply::Integer(n) => n,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn it_must_be_one_whole_reply() {
        for bytes in [b"".as_slice(), b"+OK", b"+OK\r\n+", b"hello\r\n"] {
            let error = Reply::parse(bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{error}");
        }
    }

    #[test]
    fn debug_shows_no_data() {
        let bytes = b"%1\r\n$3\r\nabc\r\n,1.5\r\n";
        assert_eq!(
            format!("{:?}", Reply::parse(bytes).unwrap()),
            "Map(Pairs(1))"
        );
        assert_eq!(
            format!("{:?}", Reply::parse(b":42\r\n").unwrap()),
            "Integer"
        );
    }

    #[test]
    fn an_error_becomes_an_err() {
        let error = Reply::parse(b"-NOAUTH x\r\n").unwrap().into_result();
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Authentication);
    }

    #[test]
    fn a_reply_can_be_sent_and_stays_small() {
        fn sendable<T: Send + Sync>() {}
        sendable::<Reply<'_>>();
        assert!(size_of::<Reply<'_>>() <= 56);
    }
}
