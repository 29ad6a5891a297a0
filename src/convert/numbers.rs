//! [`FromReply`] for numbers and `bool`: from RESP's numbers, and from digits.

use std::str::FromStr;

use crate::error::{Error, Result};
use crate::resp::{Blob, Items, Reply};

use super::FromReply;
use super::from_reply::{mismatch, strings_first};

macro_rules! integers {
    ($($type:ty),+ $(,)?) => {$(
        impl FromReply for $type {
            #[inline]
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                match reply {
                    Reply::Integer(number) => Self::try_from(number)
                        .map_err(|_| Error::decode("an integer out of range", stringify!($type))),
                    other => integer(&other, stringify!($type)),
                }
            }

            #[inline]
            fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
                match items.next_integer() {
                    Some(number) => Some(Self::from_reply(Reply::Integer(number))),
                    None => strings_first(items),
                }
            }

            #[inline]
            fn from_blob(data: Blob<'_>) -> Result<Self> {
                parsed(&data.as_bytes(), stringify!($type))
            }
        }
    )+};
}
// No `u8`: `Vec<u8>` is a string, so a list of `u8`s can't be told from it.
integers!(i8, i16, u16, i32, u32, i64, u64, isize, usize, i128, u128);

/// An integer from whatever is not RESP's integer.
fn integer<T: FromStr + TryFrom<i128>>(reply: &Reply<'_>, wanted: &str) -> Result<T> {
    match reply {
        Reply::Boolean(value) => {
            T::try_from(i128::from(*value)).map_err(|_| Error::decode("a boolean", wanted))
        }
        Reply::Double(number) => whole(*number)
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| Error::decode("a double that is not a whole number in range", wanted)),
        other => digits(other, wanted),
    }
}

/// The integer that a float is, if it is one.
fn whole(number: f64) -> Option<i128> {
    let exact = number.fract() == 0.0 && number.abs() < 1e18;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and fits, as just seen"
    )]
    exact.then_some(number as i128)
}

macro_rules! floats {
    ($($type:ty),+ $(,)?) => {$(
        impl FromReply for $type {
            #[inline]
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                #[expect(clippy::cast_precision_loss, reason = "floats are asked for")]
                #[allow(clippy::cast_possible_truncation, reason = "the narrower float is asked for")]
                match reply {
                    Reply::Double(number) => Ok(number as Self),
                    Reply::Integer(number) => Ok(number as Self),
                    other => digits(&other, stringify!($type)),
                }
            }

            #[inline]
            fn from_blob(data: Blob<'_>) -> Result<Self> {
                parsed(&data.as_bytes(), stringify!($type))
            }
        }
    )+};
}
floats!(f32, f64);

/// A number from the digits of a string.
fn digits<T: FromStr>(reply: &Reply<'_>, wanted: &str) -> Result<T> {
    match reply {
        Reply::Bulk(data) | Reply::Verbatim { data, .. } => parsed(&data.as_bytes(), wanted),
        Reply::Status(text) => parsed(text, wanted),
        Reply::BigNumber(text) => parsed(text.as_bytes(), wanted),
        other => Err(mismatch(other, wanted)),
    }
}

fn parsed<T: FromStr>(text: &[u8], wanted: &str) -> Result<T> {
    let number = str::from_utf8(text).ok().and_then(|text| text.parse().ok());
    number.ok_or_else(|| Error::decode("a string that is not a valid number", wanted))
}

/// `+OK`, `+PONG`, 1 and the word `true` are `true`; 0 and the word `false` are `false`, and so is nil, which is how
/// `SET … NX` says that it did nothing.
impl FromReply for bool {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match &reply {
            Reply::Boolean(value) => Ok(*value),
            Reply::Integer(0) | Reply::Nil => Ok(false),
            Reply::Integer(1) => Ok(true),
            Reply::Status(b"OK" | b"PONG") => Ok(true),
            Reply::Bulk(data) => match &*data.as_bytes() {
                b"0" | b"false" => Ok(false),
                b"1" | b"OK" | b"true" => Ok(true),
                _ => Err(mismatch(&reply, "bool")),
            },
            other => Err(mismatch(other, "bool")),
        }
    }

    #[inline]
    fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
        match items.next_status() {
            Some(b"OK") => Some(Ok(true)),
            Some(other) => Some(Self::from_reply(Reply::Status(other))),
            None => items.next().map(Self::from_reply),
        }
    }
}
