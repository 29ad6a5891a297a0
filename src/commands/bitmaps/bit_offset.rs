//! [`BitOffset`].

use crate::convert::{Arg, ToArg, Written};

/// Where an integer of `BITFIELD` begins: a number of bits, or of integers that lie before it.
///
/// Wherever an offset belongs, a number does as well (bits from the beginning), and so does Redis'
/// own spelling: `"#3"`, the fourth of integers that lie side by side.
///
/// ```
/// # use redial::prelude::*;
/// let typed = Command::new("X").arg(BitOffset::bits(8)).arg(BitOffset::nth(3));
/// let spelled = Command::new("X").arg(8).arg("#3");
/// assert_eq!(typed.to_bytes(), spelled.to_bytes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitOffset {
    unit: Unit,
    number: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Unit {
    Bits,
    Integers,
}

impl BitOffset {
    /// This many bits from the beginning.
    #[must_use]
    pub const fn bits(number: u64) -> Self {
        Self {
            unit: Unit::Bits,
            number,
        }
    }

    /// Behind this many integers of the same kind (`#`): `nth(0)` is the first.
    #[must_use]
    pub const fn nth(number: u64) -> Self {
        Self {
            unit: Unit::Integers,
            number,
        }
    }
}

impl ToArg for BitOffset {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        match self.unit {
            Unit::Bits => self.number.to_arg(arg),
            Unit::Integers => arg.text(format_args!("#{}", self.number)),
        }
    }
}
