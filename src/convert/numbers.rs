//! [`FromReply`] for numbers and `bool`: from RESP's numbers, and from digits.

use std::str::FromStr;

use crate::error::{Error, Result};
use crate::resp::Reply;

use super::FromReply;
use super::from_reply::mismatch;

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
            .ok_or_else(|| Error::decode("a double that is no such number", wanted)),
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
        }
    )+};
}
floats!(f32, f64);

/// A number from the digits of a string.
fn digits<T: FromStr>(reply: &Reply<'_>, wanted: &str) -> Result<T> {
    let parse = |bytes: &[u8]| {
        std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| text.parse().ok())
    };
    let number = match reply {
        Reply::Bulk(data) | Reply::Verbatim { data, .. } => parse(&data.as_bytes()),
        Reply::Status(text) => parse(text),
        Reply::BigNumber(text) => text.parse().ok(),
        other => return Err(mismatch(other, wanted)),
    };
    number.ok_or_else(|| Error::decode("a string that is no such number", wanted))
}

/// `+OK`, `+PONG` and 1 are `true`; 0 is `false`, and so is nil, which is how `SET … NX` says that it did nothing.
impl FromReply for bool {
    #[inline]
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match &reply {
            Reply::Boolean(value) => Ok(*value),
            Reply::Integer(0) | Reply::Nil => Ok(false),
            Reply::Integer(1) => Ok(true),
            Reply::Status(b"OK" | b"PONG") => Ok(true),
            Reply::Bulk(data) => match &*data.as_bytes() {
                b"0" => Ok(false),
                b"1" | b"OK" => Ok(true),
                _ => Err(mismatch(&reply, "bool")),
            },
            other => Err(mismatch(other, "bool")),
        }
    }
}
