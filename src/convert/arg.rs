//! [`ToArg`]: what can stand where one argument of a command belongs.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::resp::encode;

/// Exactly one argument of a command: a key, a value, a number.
///
/// Text and byte strings are sent as they are, numbers as decimal digits. `bool` and `None` are no
/// arguments (as in redis-py, Redis has no such values), and neither is a list: `u8` is none, so
/// that `Vec<u8>`, `[u8; N]` and `&[u8]` are one binary value, and never taken for a list.
///
/// ```compile_fail
/// # use redial::Command;
/// Command::new("SET").arg("key").arg(["a", "list"]); // a list where one value belongs
/// ```
/// ```compile_fail
/// # use redial::Command;
/// Command::new("SET").arg("key").arg(true);
/// ```
/// ```compile_fail
/// # use redial::Command;
/// Command::new("SET").arg("key").arg(None::<&str>);
/// ```
/// ```compile_fail
/// # use redial::Command;
/// Command::new("SET").arg("key").arg(1u8);
/// ```
///
/// A type of your own writes itself through the [`Arg`] that it is given; what
/// [`Arg`]'s methods return proves that it wrote one argument and not two:
///
/// ```
/// use redial::{Arg, Command, ToArg, Written};
///
/// struct UserId(u64);
/// impl ToArg for UserId {
///     fn to_arg(&self, arg: Arg<'_>) -> Written {
///         arg.text(format_args!("user:{}", self.0))
///     }
/// }
/// let get = Command::new("GET").key(UserId(7));
/// assert_eq!(get.as_bytes(), b"*2\r\n$3\r\nGET\r\n$6\r\nuser:7\r\n");
/// ```
pub trait ToArg {
    /// Writes this value as one argument.
    fn to_arg(&self, arg: Arg<'_>) -> Written;
}

/// The place where one argument is written. Every method uses it up.
#[derive(Debug)]
pub struct Arg<'a> {
    out: &'a mut Vec<u8>,
}

/// The proof that an argument was written; only [`Arg`]'s methods give it.
#[derive(Debug)]
#[must_use = "`ToArg::to_arg` returns it"]
pub struct Written(());

impl<'a> Arg<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    /// Writes bytes as they are.
    #[inline]
    pub fn bytes(self, bytes: &[u8]) -> Written {
        encode::bulk(self.out, bytes);
        Written(())
    }

    /// Writes an integer in decimal digits.
    #[inline]
    pub fn integer(self, number: i64) -> Written {
        encode::bulk(self.out, encode::Decimal::from(number).as_bytes());
        Written(())
    }

    /// Writes what `text` displays.
    pub fn text(self, text: impl Display) -> Written {
        let mut formatted = String::new();
        // Writing to a `String` fails only if `text` itself says so; what it wrote till then stands.
        let _ = write!(formatted, "{text}");
        self.bytes(formatted.as_bytes())
    }
}

macro_rules! bytes_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                arg.bytes(self.as_ref())
            }
        }
    )+};
}
bytes_arg!(str, String, [u8], Vec<u8>, Bytes, BytesMut, Cow<'_, [u8]>);

macro_rules! text_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                arg.bytes(self.as_bytes())
            }
        }
    )+};
}
text_arg!(Cow<'_, str>);

impl<const N: usize> ToArg for [u8; N] {
    #[inline]
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(self)
    }
}

macro_rules! integer_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                match i64::try_from(*self) {
                    Ok(number) => arg.integer(number),
                    Err(_) => arg.text(self),
                }
            }
        }
    )+};
}
integer_arg!(i8, i16, u16, i32, u32, i64, u64, isize, usize, i128, u128);

macro_rules! float_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                if self.is_nan() {
                    arg.bytes(b"nan")
                } else {
                    arg.text(self)
                }
            }
        }
    )+};
}
float_arg!(f32, f64);

impl ToArg for char {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(self.encode_utf8(&mut [0; 4]).as_bytes())
    }
}

macro_rules! pointer_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl<T: ToArg + ?Sized> ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                (**self).to_arg(arg)
            }
        }
    )+};
}
pointer_arg!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: impl ToArg) -> String {
        let mut out = Vec::new();
        let _ = value.to_arg(Arg::new(&mut out));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_bytes_and_numbers_are_written_as_redis_reads_them() {
        assert_eq!(written("é"), "$2\r\né\r\n");
        assert_eq!(written(String::new()), "$0\r\n\r\n");
        assert_eq!(written(b"ab"), "$2\r\nab\r\n");
        assert_eq!(written(vec![b'a'; 3]), "$3\r\naaa\r\n");
        assert_eq!(written(Bytes::from_static(b"x")), "$1\r\nx\r\n");
        assert_eq!(written(Cow::Borrowed("x")), "$1\r\nx\r\n");
        assert_eq!(written(i64::MIN), "$20\r\n-9223372036854775808\r\n");
        assert_eq!(written(u64::MAX), "$20\r\n18446744073709551615\r\n");
        assert_eq!(
            written(u128::MAX),
            "$39\r\n340282366920938463463374607431768211455\r\n"
        );
        assert_eq!(written(1.5), "$3\r\n1.5\r\n");
        assert_eq!(written(3.0), "$1\r\n3\r\n");
        assert_eq!(written(f64::INFINITY), "$3\r\ninf\r\n");
        assert_eq!(written(f64::NEG_INFINITY), "$4\r\n-inf\r\n");
        assert_eq!(written(f64::NAN), "$3\r\nnan\r\n");
        assert_eq!(written('é'), "$2\r\né\r\n");
        assert_eq!(written(Arc::<str>::from("x")), "$1\r\nx\r\n");
    }

    #[test]
    fn a_float_comes_back_as_it_was() {
        for number in [f64::MAX, f64::MIN_POSITIVE, 0.1 + 0.2, -1e-7, 1e16] {
            let text = written(number);
            let digits = text.split("\r\n").nth(1).unwrap();
            assert_eq!(digits.parse::<f64>().unwrap(), number);
        }
    }
}
