//! [`FromReply`]: what a reply can be decoded to.

use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::resp::{Blob, Items, Reply, Value};

/// A type that replies can be decoded to, straight from the received bytes.
///
/// There are implementations for integers (but not `u8`) and floats (from numbers and from digits), `bool`,
/// `String` (of UTF-8), `Vec<u8>`, `Bytes`, `Box<str>`, `Arc<str>`, `Option` (nil is `None`), the standard library's
/// sequences, sets and maps, arrays, tuples of up to 12, `()` (whatever came is dropped), [`Value`] (whatever
/// came is kept) and `Result<T>` (a server's error inside a reply becomes a value).
///
/// RESP2's flat lists and RESP3's maps both become maps and lists of pairs. What does not fit is an
/// error of kind [`Decode`](crate::ErrorKind::Decode) that names what came and what was wanted, and
/// never the data.
///
/// A type of your own picks what it needs out of the [`Reply`]:
///
/// ```
/// use redial::{FromReply, Reply, Result};
///
/// struct Upper(String);
/// impl FromReply for Upper {
///     fn from_reply(reply: Reply<'_>) -> Result<Self> {
///         Ok(Self(String::from_reply(reply)?.to_uppercase()))
///     }
/// }
/// let reply = Reply::parse(b"$3\r\nabc\r\n")?;
/// assert_eq!(Upper::from_reply(reply)?.0, "ABC");
/// # Ok::<_, redial::Error>(())
/// ```
pub trait FromReply: Sized + Send + 'static {
    /// Decodes one reply.
    ///
    /// # Errors
    /// `Decode` if the reply does not fit, or the error that the server sent in its place.
    fn from_reply(reply: Reply<'_>) -> Result<Self>;

    /// Whether the reply says that there is no such value, and `Option` is `None`. A tuple is also
    /// missing where an empty list came: that is how `ZPOPMIN` says so.
    #[doc(hidden)]
    fn is_missing(reply: &Reply<'_>) -> bool {
        reply.is_nil()
    }

    /// Decodes the next item of a list; `None` at its end. A tuple takes as many items as it has
    /// parts, so that a flat list of pairs is a list of pairs.
    #[doc(hidden)]
    #[inline]
    fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
        strings_first(items)
    }

    /// Decodes a string, to the same as [`from_reply`](Self::from_reply) does.
    #[doc(hidden)]
    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        Self::from_reply(Reply::Bulk(data))
    }

    /// Decodes a string that is its own, to the same again: what owns its bytes need not copy them.
    #[doc(hidden)]
    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        let data = Bytes::from(data);
        Self::from_blob(Blob::shared(&data))
    }

    /// Decodes what a `Vec` of them is asked from: a list, unless the server sends many of them as
    /// one text (`CLIENT LIST`).
    #[doc(hidden)]
    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        super::sequences::list(reply)
    }
}

/// Decodes the next item, which is most likely a string.
#[inline]
pub(super) fn strings_first<T: FromReply>(items: &mut Items<'_>) -> Option<Result<T>> {
    match items.next_blob() {
        Some(data) => Some(T::from_blob(data)),
        None => items.next().map(T::from_reply),
    }
}

/// What is wrong with `reply`: the server's own error, or that it is not `wanted`.
pub(super) fn mismatch(reply: &Reply<'_>, wanted: &str) -> Error {
    match reply {
        Reply::Error(error) => error.to_error(),
        other => Error::decode(other.kind_name(), wanted),
    }
}

impl FromReply for Value {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Error(error) => Err(error.to_error()),
            other => Ok(Self::from(other)),
        }
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        Ok(Self::Bulk(Bytes::from(data)))
    }

    /// Inside a list a server's error is a value like others.
    fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
        items.next().map(|item| Ok(Self::from(item)))
    }
}

impl FromReply for () {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Error(error) => Err(error.to_error()),
            _ => Ok(()),
        }
    }
}

impl<T: FromReply> FromReply for Option<T> {
    #[inline]
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        if T::is_missing(&reply) {
            return Ok(None);
        }
        T::from_reply(reply).map(Some)
    }

    /// No string is missing.
    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        T::from_blob(data).map(Some)
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        T::from_bulk(data).map(Some)
    }
}

/// A server's error becomes `Err` inside, instead of ending the whole decoding.
impl<T: FromReply> FromReply for Result<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Error(error) => Ok(Err(error.to_error())),
            other => T::from_reply(other).map(Ok),
        }
    }

    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        T::from_blob(data).map(Ok)
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        T::from_bulk(data).map(Ok)
    }
}

impl FromReply for String {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        text(Vec::from_reply(reply)?)
    }

    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        // Checked where it lies: nothing is allocated for what is refused.
        match data.as_slice().map(str::from_utf8) {
            Some(Ok(text)) => Ok(text.to_owned()),
            Some(Err(_)) => Err(not_utf8()),
            None => text(data.into_vec()),
        }
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        text(data)
    }
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| not_utf8())
}

#[cold]
fn not_utf8() -> Error {
    Error::decode(
        "a string that is not UTF-8",
        "a `String`; take it as `Vec<u8>` or `Bytes`",
    )
}

impl FromReply for Vec<u8> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Bulk(data) | Reply::Verbatim { data, .. } => Ok(data.into_vec()),
            other => small_text(&other).ok_or_else(|| mismatch(&other, "a string")),
        }
    }

    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        Ok(data.into_vec())
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        Ok(data)
    }
}

impl FromReply for Bytes {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Bulk(data) | Reply::Verbatim { data, .. } => Ok(data.to_bytes()),
            other => Vec::from_reply(other).map(Self::from),
        }
    }

    #[inline]
    fn from_blob(data: Blob<'_>) -> Result<Self> {
        Ok(data.to_bytes())
    }

    fn from_bulk(data: Vec<u8>) -> Result<Self> {
        Ok(Self::from(data))
    }
}

macro_rules! boxed {
    ($($type:ty: $from:ty),+ $(,)?) => {$(
        impl FromReply for $type {
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                <$from>::from_reply(reply).map(Self::from)
            }

            #[inline]
            fn from_blob(data: Blob<'_>) -> Result<Self> {
                <$from>::from_blob(data).map(Self::from)
            }

            fn from_bulk(data: Vec<u8>) -> Result<Self> {
                <$from>::from_bulk(data).map(Self::from)
            }
        }
    )+};
}
boxed!(Box<str>: String, Arc<str>: String, Box<[u8]>: Vec<u8>, Arc<[u8]>: Vec<u8>);

/// The text of a reply that is not a string but has an obvious spelling.
fn small_text(reply: &Reply<'_>) -> Option<Vec<u8>> {
    match reply {
        Reply::Status(text) => Some(text.to_vec()),
        Reply::BigNumber(digits) => Some(digits.as_bytes().to_vec()),
        Reply::Integer(number) => Some(number.to_string().into_bytes()),
        Reply::Double(number) => Some(number.to_string().into_bytes()),
        _ => None,
    }
}
