//! The bitmap commands.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod bit;
mod bit_field;
mod bit_int;
mod bit_offset;
mod bit_operation;
mod bit_range;
mod overflow;

pub use bit::Bit;
pub use bit_field::{BitField, BitFieldRo};
pub use bit_int::BitInt;
pub use bit_offset::BitOffset;
pub use bit_operation::BitOperation;
pub use bit_range::BitRange;
pub use overflow::Overflow;

/// Commands on the bits of strings, and on integers of any width in them.
///
/// Bit 0 is the most significant bit of the first byte. A key that is missing is an empty string,
/// bits beyond a string's end are clear, and writing one makes the string as long as it must be.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:seen")?;
/// let before = r.setbit("doc:seen", 7, Bit::One)?;
/// assert!(!before && r.getbit("doc:seen", 7)?);
/// assert_eq!(r.bitcount("doc:seen")?, 1);
/// assert_eq!(r.bitpos("doc:seen", Bit::One)?, 7);
/// # r.delete("doc:seen")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else than a string.
pub trait BitmapCommands: Execute {
    /// Sets or clears the bit at `offset`; what it was before.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/setbit/)
    ///
    /// # Errors
    /// `ERR` if the string would be longer than the server allows (512 MB by default).
    fn setbit(self, key: impl ToArg, offset: u64, bit: Bit) -> Self::Out<bool> {
        self.execute_command(Command::new("SETBIT").key(key).arg(offset).arg(bit.digit()))
    }

    /// Whether the bit at `offset` is set.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/getbit/)
    fn getbit(self, key: impl ToArg, offset: u64) -> Self::Out<bool> {
        self.execute_command(Command::new("GETBIT").key(key).arg(offset))
    }

    /// How many bits are set.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/bitcount/)
    fn bitcount(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("BITCOUNT").key(key))
    }

    /// How many bits are set in this part of the string.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/bitcount/)
    #[doc(alias = "BITCOUNT")]
    fn bitcount_range(self, key: impl ToArg, range: BitRange) -> Self::Out<i64> {
        self.execute_command(range.add_to(Command::new("BITCOUNT").key(key)))
    }

    /// Where the first bit is that is set, or clear; -1 if there is none. In a string of set bits
    /// only, the first clear one is right behind the end.
    ///
    /// Since 2.8.7. [redis.io](https://redis.io/docs/latest/commands/bitpos/)
    fn bitpos(self, key: impl ToArg, bit: Bit) -> Self::Out<i64> {
        self.execute_command(Command::new("BITPOS").key(key).arg(bit.digit()))
    }

    /// Where in this part of the string the first bit is that is set, or clear, counted from the
    /// beginning of the string; -1 if there is none. Behind the end of a range there is none,
    /// unless the range has no end.
    ///
    /// Since 2.8.7. [redis.io](https://redis.io/docs/latest/commands/bitpos/)
    #[doc(alias = "BITPOS")]
    fn bitpos_range(self, key: impl ToArg, bit: Bit, range: BitRange) -> Self::Out<i64> {
        self.execute_command(range.add_to(Command::new("BITPOS").key(key).arg(bit.digit())))
    }

    /// Combines the strings at `keys` bit by bit, stores the result at `dest` in place of what was there, and
    /// returns how many bytes it has. Shorter strings count as if they went on with clear bits.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/bitop/)
    ///
    /// # Errors
    /// `ERR` if there is more than one key with [`BitOperation::Not`], or fewer than two with
    /// [`BitOperation::Diff`], [`Diff1`](BitOperation::Diff1) or [`AndOr`](BitOperation::AndOr).
    fn bitop(self, operation: BitOperation, dest: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(
            Command::new("BITOP")
                .arg(operation.word())
                .key(dest)
                .keys(keys),
        )
    }

    /// Reads, writes and increments integers of any width in the string, all at once. Each step but
    /// [`overflow`](BitField::overflow) has a result; it is `None` where a number did not fit and
    /// the overflow was [`Fail`](Overflow::Fail).
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/bitfield/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// # r.delete("doc:player")?;
    /// let (level, gold) = (BitInt::u(4), BitInt::U32);
    /// let field = BitField::new()
    ///     .set(level, 0, 14)
    ///     .overflow(Overflow::Sat)
    ///     .incrby(level, 0, 5)
    ///     .incrby(gold, 4, 100)
    ///     .get(BitInt::U8, BitOffset::nth(4));
    /// assert_eq!(r.bitfield("doc:player", field)?, [Some(0), Some(15), Some(100), Some(64)]);
    /// # r.delete("doc:player")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if the server has no such integers: see [`BitInt`].
    fn bitfield(self, key: impl ToArg, field: BitField) -> Self::Out<Vec<Option<i64>>> {
        self.execute_command(field.add_to(Command::new("BITFIELD").key(key)))
    }

    /// Reads integers of any width in the string. Replicas answer it as well, which they do not do for
    /// [`bitfield`](Self::bitfield).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/bitfield_ro/)
    ///
    /// # Errors
    /// `ERR` if the server has no such integers: see [`BitInt`].
    fn bitfield_ro(self, key: impl ToArg, field: BitFieldRo) -> Self::Out<Vec<i64>> {
        self.execute_command(field.add_to(Command::new("BITFIELD_RO").key(key)))
    }
}

impl<E: Execute> BitmapCommands for E {}
