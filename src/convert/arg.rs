//! [`ToArg`]: what can stand where one argument of a command belongs.

use std::borrow::Cow;
use std::fmt::Display;
use std::rc::Rc;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::resp::{Decimal, Encoded, SHARED_FROM};

/// Exactly one argument of a command: a key, a value, a number.
///
/// Text (`&str`, `String`, `Cow<str>`, `char`, …) and byte strings (`&[u8]`, `[u8; N]`, `Vec<u8>`, [`Bytes`], …) are
/// sent as they are, integers and floats as decimal digits; a reference, `Box`, `Rc` or `Arc` is what it points to.
///
/// `bool` and `None` are no arguments, as in redis-py: Redis has no such values, so a program says what it means by
/// them, such as 1 and 0, or an empty string. A list is none either, nor is `u8`, so that `Vec<u8>`, `[u8; N]` and
/// `&[u8]` are one binary value, and never taken for a list.
///
/// Arguments are copied once, to where the command is sent from, and not even that if they are large and given away: a
/// `Vec<u8>`, `String`, `Box<[u8]>`, `BytesMut` or [`Bytes`] (a reference to one will do) of 16 KiB or more is sent
/// from where it lies.
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
/// assert_eq!(&*get.to_bytes(), b"*2\r\n$3\r\nGET\r\n$6\r\nuser:7\r\n");
/// ```
pub trait ToArg {
    /// Writes this value as one argument.
    fn to_arg(&self, arg: Arg<'_>) -> Written;

    /// Writes this value as one argument, and gives it away. Types that own large data can hand it
    /// over to [`Arg::shared`] here; others need not define it.
    #[inline]
    fn into_arg(self, arg: Arg<'_>) -> Written
    where
        Self: Sized,
    {
        self.to_arg(arg)
    }

    /// [`into_arg`](Self::into_arg) for what has no size: `Box<[u8]>` and `Box<str>` own data too.
    #[doc(hidden)]
    fn boxed_into_arg(self: Box<Self>, arg: Arg<'_>) -> Written {
        (*self).to_arg(arg)
    }
}

/// The place where one argument is written. Every method uses it up.
#[derive(Debug)]
pub struct Arg<'a> {
    out: &'a mut Encoded,
}

/// The proof that an argument was written; only [`Arg`]'s methods give it.
#[derive(Debug)]
#[must_use = "`ToArg::to_arg` returns it"]
pub struct Written(());

impl<'a> Arg<'a> {
    pub(super) const fn new(out: &'a mut Encoded) -> Self {
        Self { out }
    }

    /// Writes bytes as they are.
    #[inline]
    pub fn bytes(self, bytes: &[u8]) -> Written {
        self.out.bulk(bytes);
        Written(())
    }

    /// Writes bytes as they are, and does not copy them if they are large (16 KiB or more): they are
    /// sent from where they lie, unless they lie so that the system is known to take them slowly.
    ///
    /// ```
    /// use redial::{Arg, Bytes, Command, ToArg, Written};
    ///
    /// struct Picture(Bytes);
    /// impl ToArg for Picture {
    ///     fn to_arg(&self, arg: Arg<'_>) -> Written {
    ///         arg.shared(self.0.clone())
    ///     }
    /// }
    /// let picture = Picture(Bytes::from(vec![0; 32 << 10]));
    /// let set = Command::new("SET").key("picture").arg(&picture);
    /// assert_eq!(set.arguments().last().unwrap().as_ptr(), picture.0.as_ptr());
    /// ```
    #[inline]
    pub fn shared(self, data: Bytes) -> Written {
        self.out.shared(data);
        Written(())
    }

    /// Writes what was given away. What is small is not worth making it [`Bytes`] first.
    #[inline]
    fn given<T: AsRef<[u8]> + Into<Bytes>>(self, data: T) -> Written {
        if data.as_ref().len() < SHARED_FROM {
            return self.bytes(data.as_ref());
        }
        self.shared(data.into())
    }

    /// Writes an integer in decimal digits.
    #[inline]
    pub fn integer(self, number: i64) -> Written {
        self.bytes(Decimal::from(number).as_bytes())
    }

    /// Writes what `text` displays.
    pub fn text(self, text: impl Display) -> Written {
        self.out.text(text);
        Written(())
    }
}

macro_rules! unsized_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                arg.bytes(self.as_ref())
            }

            fn boxed_into_arg(self: Box<Self>, arg: Arg<'_>) -> Written {
                arg.given(Box::<[u8]>::from(self))
            }
        }
    )+};
}
unsized_arg!(str, [u8]);

macro_rules! owned_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for $type {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                arg.bytes(self.as_ref())
            }

            #[inline]
            fn into_arg(self, arg: Arg<'_>) -> Written {
                arg.given(self)
            }
        }
    )+};
}
owned_arg!(String, Vec<u8>, BytesMut);

/// Large ones are shared even if they are only borrowed.
impl ToArg for Bytes {
    #[inline]
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        if self.len() < SHARED_FROM {
            return arg.bytes(self);
        }
        arg.shared(self.clone())
    }

    #[inline]
    fn into_arg(self, arg: Arg<'_>) -> Written {
        arg.shared(self)
    }
}

macro_rules! cow_arg {
    ($($type:ty),+ $(,)?) => {$(
        impl ToArg for Cow<'_, $type> {
            #[inline]
            fn to_arg(&self, arg: Arg<'_>) -> Written {
                (**self).to_arg(arg)
            }

            #[inline]
            fn into_arg(self, arg: Arg<'_>) -> Written {
                match self {
                    Cow::Borrowed(data) => data.to_arg(arg),
                    Cow::Owned(data) => data.into_arg(arg),
                }
            }
        }
    )+};
}
cow_arg!(str, [u8]);

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
pointer_arg!(&T, &mut T, Rc<T>, Arc<T>);

impl<T: ToArg + ?Sized> ToArg for Box<T> {
    #[inline]
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        (**self).to_arg(arg)
    }

    #[inline]
    fn into_arg(self, arg: Arg<'_>) -> Written {
        self.boxed_into_arg(arg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: impl ToArg) -> String {
        let mut out = Encoded::new();
        let _ = value.to_arg(Arg::new(&mut out));
        String::from_utf8(out.to_bytes().into_owned()).unwrap()
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

    /// Where the one argument lies.
    fn place(value: impl ToArg) -> *const u8 {
        let mut out = Encoded::new();
        let _ = value.into_arg(Arg::new(&mut out));
        out.into_data().as_ptr()
    }

    #[test]
    fn what_is_large_and_given_away_is_sent_from_where_it_lies() {
        let data = || vec![b'a'; SHARED_FROM];
        let text = || "a".repeat(SHARED_FROM);
        let bytes = Bytes::from(data());
        assert_eq!(place(bytes.clone()), bytes.as_ptr());
        assert_eq!(place(&bytes), bytes.as_ptr());
        macro_rules! given {
            ($($value:expr),+ $(,)?) => {$(
                let value = $value;
                let at = value[..].as_ptr();
                assert_eq!(place(value), at, stringify!($value));
            )+};
        }
        given!(
            data(),
            text(),
            data().into_boxed_slice(),
            text().into_boxed_str(),
            BytesMut::from(&*data()),
            Cow::<'_, [u8]>::Owned(data()),
            Cow::<'_, str>::Owned(text()),
        );
        let borrowed = data();
        assert_ne!(place(&borrowed), borrowed.as_ptr());
        assert_ne!(place(&*borrowed), borrowed.as_ptr());
        assert_ne!(place(Cow::Borrowed(&*borrowed)), borrowed.as_ptr());
        let small = Bytes::from(data()).slice(1..);
        assert_ne!(place(small.clone()), small.as_ptr());
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
