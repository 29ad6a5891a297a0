//! [`BitRange`].

use crate::command::Command;

/// Which part of a string `BITCOUNT` and `BITPOS` look at
/// ([`bitcount_range`](super::BitmapCommands::bitcount_range), [`bitpos_range`](super::BitmapCommands::bitpos_range)).
///
/// Positions count from the beginning, from
/// 0 on; negative ones from the end, from -1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BitRange {
    start: i64,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    Byte(i64),
    Bit(i64),
}

impl BitRange {
    /// From the byte at `start` to the byte at `end`, both included.
    #[must_use]
    pub const fn bytes(start: i64, end: i64) -> Self {
        Self {
            start,
            end: Some(End::Byte(end)),
        }
    }

    /// From the bit at `start` to the bit at `end`, both included (`BIT`). Since 7.0.0.
    #[must_use]
    pub const fn bits(start: i64, end: i64) -> Self {
        Self {
            start,
            end: Some(End::Bit(end)),
        }
    }

    /// From the byte at `start` on. For `BITPOS`, and since Valkey 8.0.0 for `BITCOUNT` as well.
    #[must_use]
    pub const fn from_byte(start: i64) -> Self {
        Self { start, end: None }
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        let command = command.arg(self.start);
        match self.end {
            None => command,
            // `BYTE` goes without saying, and servers before 7.0 do not know the word.
            Some(End::Byte(end)) => command.arg(end),
            Some(End::Bit(end)) => command.arg(end).arg("BIT"),
        }
    }
}
