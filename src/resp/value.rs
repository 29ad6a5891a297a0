//! [`Value`]: a reply that owns what it holds.

use bytes::Bytes;

use super::encode;
use super::reply::Reply;
use super::server_error::ServerError;

/// A reply of any kind, owned: for when the type is not known beforehand.
///
/// Long strings in it share the buffer that the reply was received in. Which variants come depends on the protocol:
/// what a RESP3 server sends as a map, a double or a boolean comes as an array, a string or an integer in RESP2.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// let reply: Value = r.execute_command(Command::new("ECHO").arg("hello"))?;
/// match &reply {
///     Value::Bulk(text) => assert_eq!(&text[..], b"hello"),
///     Value::Integer(number) => println!("{number}"),
///     other => println!("something else: {other:?}"),
/// }
/// assert_eq!(reply.as_str(), Some("hello"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    #[default]
    Nil,
    /// A short text such as `OK`.
    Status(String),
    /// A whole number.
    Integer(i64),
    /// A floating point number (RESP3).
    Double(f64),
    /// True or false (RESP3).
    Boolean(bool),
    /// A whole number of any size, in digits (RESP3).
    BigNumber(String),
    /// A string: any bytes.
    Bulk(Bytes),
    /// A text with its format (RESP3).
    Verbatim {
        /// Three characters, such as `txt` or `mkd`.
        format: String,
        /// The text.
        data: Bytes,
    },
    /// A sequence.
    Array(Vec<Self>),
    /// A sequence whose order means nothing (RESP3).
    Set(Vec<Self>),
    /// What the server sent unasked (RESP3).
    Push(Vec<Self>),
    /// Keys and values, in the order they were sent (RESP3; a flat [`Array`](Self::Array) in RESP2).
    Map(Vec<(Self, Self)>),
    /// An error inside an array.
    Error {
        /// The first word, such as `WRONGTYPE`; empty if the text does not start with a code.
        code: String,
        /// The rest of the text.
        message: String,
    },
}

/// Elements are many times as large here as the bytes they come from, so a long vector grows with
/// what is really in it.
const RESERVED_AT_ONCE: usize = 1024;

impl Value {
    /// Whether it is [`Nil`](Self::Nil).
    #[must_use]
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// The bytes of a status, a bulk or verbatim string or a big number.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Status(text) | Self::BigNumber(text) => Some(text.as_bytes()),
            Self::Bulk(data) | Self::Verbatim { data, .. } => Some(data),
            _ => None,
        }
    }

    /// As [`as_bytes`](Self::as_bytes), if they are UTF-8.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.as_bytes().and_then(|bytes| str::from_utf8(bytes).ok())
    }

    /// The number of an [`Integer`](Self::Integer).
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(*n),
            _ => None,
        }
    }

    /// Appends it to `out` as a server would send it in RESP3, for [`Reply::parse`] to read.
    ///
    /// What the protocol has no place for is sent as the nearest thing that it has: a text with line
    /// ends as a bulk string, a push inside something else as an array.
    pub fn write_resp(&self, out: &mut Vec<u8>) {
        match self {
            Self::Push(items) => write_items(out, b'>', items),
            other => other.write_nested(out),
        }
    }

    fn write_nested(&self, out: &mut Vec<u8>) {
        match self {
            Self::Nil => encode::line(out, b'_', b""),
            Self::Status(text) => write_text(out, b'+', text, is_one_line(text)),
            Self::Integer(n) => encode::line(out, b':', encode::Decimal::from(*n).as_bytes()),
            Self::Double(n) => write_double(out, *n),
            Self::Boolean(true) => encode::line(out, b'#', b"t"),
            Self::Boolean(false) => encode::line(out, b'#', b"f"),
            Self::BigNumber(text) => write_text(out, b'(', text, is_number(text)),
            Self::Bulk(data) => encode::bulk(out, data),
            Self::Verbatim { format, data } => write_verbatim(out, format, data),
            Self::Array(items) | Self::Push(items) => write_items(out, b'*', items),
            Self::Set(items) => write_items(out, b'~', items),
            Self::Map(pairs) => {
                encode::header(out, b'%', pairs.len());
                for (key, value) in pairs {
                    key.write_nested(out);
                    value.write_nested(out);
                }
            }
            Self::Error { code, message } => write_error(out, code, message),
        }
    }
}

impl From<Reply<'_>> for Value {
    fn from(reply: Reply<'_>) -> Self {
        match reply {
            Reply::Nil => Self::Nil,
            Reply::Status(text) => Self::Status(String::from_utf8_lossy(text).into_owned()),
            Reply::Error(error) => error.into(),
            Reply::Integer(n) => Self::Integer(n),
            Reply::Double(n) => Self::Double(n),
            Reply::Boolean(b) => Self::Boolean(b),
            Reply::BigNumber(digits) => Self::BigNumber(digits.to_owned()),
            Reply::Bulk(data) => Self::Bulk(data.to_bytes()),
            Reply::Verbatim { format, data } => Self::Verbatim {
                format: format.to_owned(),
                data: data.to_bytes(),
            },
            Reply::Array(items) => Self::Array(collect(items, Self::from)),
            Reply::Set(items) => Self::Set(collect(items, Self::from)),
            Reply::Push(items) => Self::Push(collect(items, Self::from)),
            Reply::Map(pairs) => Self::Map(collect(pairs, |(k, v)| (k.into(), v.into()))),
        }
    }
}

impl From<ServerError<'_>> for Value {
    fn from(error: ServerError<'_>) -> Self {
        let text = error.text();
        let (code, message) = match text.split_once(' ').unwrap_or((&text, "")) {
            (code, message) if is_code(code) => (code, message),
            _ => ("", &*text),
        };
        Self::Error {
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }
}

fn collect<I: Iterator, T>(items: I, convert: impl Fn(I::Item) -> T) -> Vec<T> {
    let most = items.size_hint().0.min(RESERVED_AT_ONCE);
    let mut out = Vec::with_capacity(most);
    for item in items {
        out.push(convert(item));
    }
    out
}

fn is_code(word: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    !word.is_empty() && word.bytes().all(is_part)
}

fn is_one_line(text: &str) -> bool {
    !text.contains(['\r', '\n'])
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn write_text(out: &mut Vec<u8>, kind: u8, text: &str, fits: bool) {
    if fits {
        encode::line(out, kind, text.as_bytes());
    } else {
        encode::bulk(out, text.as_bytes());
    }
}

fn write_double(out: &mut Vec<u8>, n: f64) {
    let text = if n.is_nan() {
        "nan".to_owned()
    } else {
        n.to_string()
    };
    encode::line(out, b',', text.as_bytes());
}

fn write_verbatim(out: &mut Vec<u8>, format: &str, data: &[u8]) {
    if format.len() == 3 && format.bytes().all(|b| b.is_ascii_graphic()) {
        encode::blob(out, b'=', &[format.as_bytes(), b":", data].concat());
    } else {
        encode::bulk(out, data);
    }
}

fn write_error(out: &mut Vec<u8>, code: &str, message: &str) {
    let between = if code.is_empty() || message.is_empty() {
        ""
    } else {
        " "
    };
    let text = [code, between, message].concat();
    if is_one_line(&text) {
        encode::line(out, b'-', text.as_bytes());
    } else {
        encode::blob(out, b'!', text.as_bytes());
    }
}

fn write_items(out: &mut Vec<u8>, kind: u8, items: &[Value]) {
    encode::header(out, kind, items.len());
    for item in items {
        item.write_nested(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(bytes: &[u8]) -> Value {
        Reply::parse(bytes).unwrap().into()
    }

    #[test]
    fn what_cannot_be_sent_as_it_is_becomes_the_nearest_thing() {
        let written = |value: Value| {
            let mut out = Vec::new();
            value.write_resp(&mut out);
            Reply::parse(&out).unwrap();
            out
        };
        assert_eq!(written(Value::Status("a\r\nb".into())), b"$4\r\na\r\nb\r\n");
        assert_eq!(written(Value::BigNumber("x".into())), b"$1\r\nx\r\n");
        let push = Value::Array(vec![Value::Push(vec![])]);
        assert_eq!(written(push), b"*1\r\n*0\r\n");
        let error = Value::Error {
            code: "ERR".into(),
            message: "a\nb".into(),
        };
        assert_eq!(written(error), b"!7\r\nERR a\nb\r\n");
        let verbatim = Value::Verbatim {
            format: "text".into(),
            data: Bytes::from_static(b"x"),
        };
        assert_eq!(written(verbatim), b"$1\r\nx\r\n");
    }

    #[test]
    fn an_error_is_split_into_code_and_message() {
        let error = |code: &str, message: &str| Value::Error {
            code: code.into(),
            message: message.into(),
        };
        assert_eq!(value(b"-ERR no such key\r\n"), error("ERR", "no such key"));
        assert_eq!(value(b"-LOADING\r\n"), error("LOADING", ""));
        assert_eq!(value(b"-oh no\r\n"), error("", "oh no"));
    }

    #[test]
    fn strings_and_numbers_are_at_hand() {
        assert_eq!(value(b"+OK\r\n").as_str(), Some("OK"));
        assert_eq!(value(b"$1\r\n\xff\r\n").as_str(), None);
        assert_eq!(
            value(b"$1\r\n\xff\r\n").as_bytes(),
            Some(b"\xff".as_slice())
        );
        assert_eq!(value(b":-7\r\n").as_i64(), Some(-7));
        assert!(value(b"*-1\r\n").is_nil());
    }
}
