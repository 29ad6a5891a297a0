//! [`BitInt`].

use crate::convert::{Arg, ToArg, Written};

/// What kind of integer `BITFIELD` reads or writes: how many bits, with a sign or without.
///
/// The server has `i1` to `i64` and `u1` to `u63`, and refuses others with `ERR`.
///
/// ```
/// # use redial::prelude::*;
/// let fields = Command::new("BITFIELD_RO").key("k").arg("GET").arg(BitInt::u(4)).arg(0);
/// assert_eq!(fields.arguments().nth(3), Some(b"u4".as_slice()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitInt {
    sign: Sign,
    bits: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sign {
    Signed,
    Unsigned,
}

impl BitInt {
    /// `i8`.
    pub const I8: Self = Self::i(8);
    /// `i16`.
    pub const I16: Self = Self::i(16);
    /// `i32`.
    pub const I32: Self = Self::i(32);
    /// `i64`.
    pub const I64: Self = Self::i(64);
    /// `u8`.
    pub const U8: Self = Self::u(8);
    /// `u16`.
    pub const U16: Self = Self::u(16);
    /// `u32`.
    pub const U32: Self = Self::u(32);

    /// A signed integer of this many bits, 1 to 64.
    #[must_use]
    pub const fn i(bits: u8) -> Self {
        Self {
            sign: Sign::Signed,
            bits,
        }
    }

    /// An unsigned integer of this many bits, 1 to 63.
    #[must_use]
    pub const fn u(bits: u8) -> Self {
        Self {
            sign: Sign::Unsigned,
            bits,
        }
    }
}

impl ToArg for BitInt {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        let sign = match self.sign {
            Sign::Signed => 'i',
            Sign::Unsigned => 'u',
        };
        arg.text(format_args!("{sign}{}", self.bits))
    }
}
