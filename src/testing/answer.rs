//! [`Answer`]: what a test server sends.

use bytes::Bytes;

use crate::resp::{Protocol, Value};

/// What a [`TestServer`](super::TestServer) answers: a value, an error, or any bytes at all.
///
/// Texts and bytes become bulk strings, an `i64` an integer, an `f64` a double, a `bool` a boolean, `None` nil, and a `Vec` an array. All
/// else is a [`Value`]: maps, sets, pushes. What RESP2 does not know is sent as a server sends it there: a map as a flat array, a double as a string.
///
/// ```
/// use redial::Value;
/// use redial::testing::Answer;
///
/// let name: Answer = "Ann".into();
/// let list: Answer = vec!["a", "b"].into();
/// let nobody = Answer::nil();
/// let ages: Answer = Value::Map(vec![(Value::Bulk("Ann".into()), Value::Integer(33))]).into();
/// let refused = Answer::error("WRONGTYPE Operation against a key holding the wrong kind of value");
/// let garbage = Answer::raw("?what\r\n");
/// # let _ = (name, list, nobody, ages, refused, garbage);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Answer(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Value(Value),
    Raw(Bytes),
}

impl Answer {
    /// The status `OK`, which is also what an [`Expectation`](super::Expectation) answers if nothing else is said.
    #[must_use]
    pub fn ok() -> Self {
        Self::status("OK")
    }

    /// A status (a RESP simple string), such as `OK`, `PONG` or `QUEUED`.
    pub fn status(text: impl Into<String>) -> Self {
        Value::Status(text.into()).into()
    }

    /// Nil, as for a key that does not exist.
    #[must_use]
    pub fn nil() -> Self {
        Value::Nil.into()
    }

    /// An error: its code and what it says, as in `"WRONGTYPE Operation against …"`.
    #[must_use]
    pub fn error(text: &str) -> Self {
        let (code, message) = text.split_once(' ').unwrap_or((text, ""));
        let (code, message) = (code.to_owned(), message.to_owned());
        Value::Error { code, message }.into()
    }

    /// Just these bytes, whatever they are: half a reply, several, or nonsense.
    #[must_use]
    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self(Kind::Raw(Bytes::copy_from_slice(bytes.as_ref())))
    }

    /// Appends it as it goes over the wire.
    pub(super) fn write(&self, protocol: Protocol, out: &mut Vec<u8>) {
        match (&self.0, protocol) {
            (Kind::Raw(bytes), _) => out.extend_from_slice(bytes),
            (Kind::Value(value), Protocol::Resp3) => value.write_resp(out),
            (Kind::Value(value), Protocol::Resp2) => write_resp2(value, out),
        }
    }
}

/// Appends a value as a server sends it to a client that does not know RESP3.
fn write_resp2(value: &Value, out: &mut Vec<u8>) {
    let bulk = |text: String| Value::Bulk(text.into());
    match value {
        Value::Nil => out.extend_from_slice(b"$-1\r\n"),
        Value::Boolean(is_so) => Value::Integer((*is_so).into()).write_resp(out),
        Value::Double(number) => bulk(number.to_string()).write_resp(out),
        Value::BigNumber(digits) => bulk(digits.clone()).write_resp(out),
        Value::Verbatim { data, .. } => Value::Bulk(data.clone()).write_resp(out),
        Value::Array(items) | Value::Set(items) | Value::Push(items) => {
            out.extend_from_slice(format!("*{}\r\n", items.len()).as_bytes());
            for item in items {
                write_resp2(item, out);
            }
        }
        Value::Map(pairs) => {
            out.extend_from_slice(format!("*{}\r\n", pairs.len().saturating_mul(2)).as_bytes());
            for (key, value) in pairs {
                write_resp2(key, out);
                write_resp2(value, out);
            }
        }
        Value::Status(_) | Value::Integer(_) | Value::Bulk(_) | Value::Error { .. } => {
            value.write_resp(out);
        }
    }
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Self(Kind::Value(value))
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Value::Bulk(Bytes::copy_from_slice(text.as_bytes())).into()
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Value::Bulk(text.into()).into()
    }
}

impl From<&[u8]> for Answer {
    fn from(data: &[u8]) -> Self {
        Value::Bulk(Bytes::copy_from_slice(data)).into()
    }
}

impl From<Bytes> for Answer {
    fn from(data: Bytes) -> Self {
        Value::Bulk(data).into()
    }
}

impl From<i64> for Answer {
    fn from(number: i64) -> Self {
        Value::Integer(number).into()
    }
}

impl From<f64> for Answer {
    fn from(number: f64) -> Self {
        Value::Double(number).into()
    }
}

impl From<bool> for Answer {
    fn from(is_so: bool) -> Self {
        Value::Boolean(is_so).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Answer {
    fn from(answer: Option<T>) -> Self {
        answer.map_or_else(Self::nil, Into::into)
    }
}

/// An array. Raw bytes have no place in it, and are nil there.
impl<T: Into<Self>> From<Vec<T>> for Answer {
    fn from(items: Vec<T>) -> Self {
        let each = items.into_iter().map(|item| match item.into().0 {
            Kind::Value(value) => value,
            Kind::Raw(_) => Value::Nil,
        });
        Value::Array(each.collect()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(answer: impl Into<Answer>, protocol: Protocol) -> String {
        let mut out = Vec::new();
        answer.into().write(protocol, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_an_old_protocol_does_not_know_is_sent_as_servers_do() {
        let map = Value::Map(vec![(Value::Bulk("a".into()), Value::Double(1.5))]);
        assert_eq!(
            written(map.clone(), Protocol::Resp3),
            "%1\r\n$1\r\na\r\n,1.5\r\n"
        );
        assert_eq!(
            written(map, Protocol::Resp2),
            "*2\r\n$1\r\na\r\n$3\r\n1.5\r\n"
        );
        for (protocol, nil, boolean, double) in [
            (Protocol::Resp3, "_\r\n", "#t\r\n", ",0.5\r\n"),
            (Protocol::Resp2, "$-1\r\n", ":1\r\n", "$3\r\n0.5\r\n"),
        ] {
            assert_eq!(written(Answer::nil(), protocol), nil);
            assert_eq!(written(true, protocol), boolean);
            assert_eq!(written(0.5, protocol), double);
        }
    }

    #[test]
    fn plain_values_become_what_servers_answer() {
        for protocol in [Protocol::Resp2, Protocol::Resp3] {
            assert_eq!(written("a", protocol), "$1\r\na\r\n");
            assert_eq!(written(3, protocol), ":3\r\n");
            assert_eq!(written(vec![1, 2], protocol), "*2\r\n:1\r\n:2\r\n");
            assert_eq!(written(Answer::ok(), protocol), "+OK\r\n");
            assert_eq!(written(Answer::raw("?"), protocol), "?");
            let refused = Answer::error("ERR no");
            assert_eq!(written(refused, protocol), "-ERR no\r\n");
        }
    }
}
