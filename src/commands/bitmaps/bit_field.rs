//! [`BitField`] and [`BitFieldRo`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::{BitInt, Overflow};

/// What `BITFIELD` does ([`bitfield`](super::BitmapCommands::bitfield)), one step after the other.
///
/// An offset is a number of bits, or a [`BitOffset`](super::BitOffset).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct BitField {
    steps: Vec<Step>,
}

/// What `BITFIELD_RO` reads ([`bitfield_ro`](super::BitmapCommands::bitfield_ro)), one integer after the other. Offsets
/// are as in [`BitField`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct BitFieldRo {
    reads: BitField,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Get(BitInt, OwnedArg),
    Set(BitInt, OwnedArg, i64),
    IncrBy(BitInt, OwnedArg, i64),
    Overflow(Overflow),
}

impl BitField {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self { steps: Vec::new() }
    }

    /// Reads an integer (`GET`). What lies beyond the end of the string is 0.
    pub fn get(self, kind: BitInt, offset: impl ToArg) -> Self {
        self.with(Step::Get(kind, OwnedArg::new(offset)))
    }

    /// Writes an integer (`SET`); the result is what it was before.
    pub fn set(self, kind: BitInt, offset: impl ToArg, value: i64) -> Self {
        self.with(Step::Set(kind, OwnedArg::new(offset), value))
    }

    /// Adds to an integer (`INCRBY`); the result is what it has become.
    pub fn incrby(self, kind: BitInt, offset: impl ToArg, increment: i64) -> Self {
        self.with(Step::IncrBy(kind, OwnedArg::new(offset), increment))
    }

    /// Says what happens to numbers that do not fit, in the steps from here on (`OVERFLOW`). It has no result of its
    /// own.
    pub fn overflow(self, overflow: Overflow) -> Self {
        self.with(Step::Overflow(overflow))
    }

    fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.steps.iter().fold(command, |c, step| step.add_to(c))
    }
}

impl BitFieldRo {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            reads: BitField::new(),
        }
    }

    /// Reads an integer (`GET`). What lies beyond the end of the string is 0.
    pub fn get(mut self, kind: BitInt, offset: impl ToArg) -> Self {
        self.reads = self.reads.get(kind, offset);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        self.reads.add_to(command)
    }
}

impl Step {
    fn add_to(&self, command: Command) -> Command {
        match self {
            Self::Get(kind, offset) => command.arg("GET").arg(kind).arg(offset),
            Self::Set(kind, offset, value) => command.arg("SET").arg(kind).arg(offset).arg(*value),
            Self::IncrBy(kind, offset, increment) => {
                command.arg("INCRBY").arg(kind).arg(offset).arg(*increment)
            }
            Self::Overflow(overflow) => command.arg("OVERFLOW").arg(overflow.word()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::BitOffset;
    use super::*;

    #[test]
    fn the_steps_are_sent_in_their_order() {
        let field = BitField::new()
            .get(BitInt::U8, 0)
            .set(BitInt::i(5), "#1", -3)
            .overflow(Overflow::Sat)
            .incrby(BitInt::I64, BitOffset::nth(2), 7)
            .overflow(Overflow::Fail)
            .overflow(Overflow::Wrap);
        let command = field.add_to(Command::new("BITFIELD"));
        let words: Vec<&[u8]> = command.arguments().collect();
        let sent = "BITFIELD GET u8 0 SET i5 #1 -3 OVERFLOW SAT INCRBY i64 #2 7 \
            OVERFLOW FAIL OVERFLOW WRAP";
        assert_eq!(String::from_utf8(words.join(&b' ')).unwrap(), sent);
    }
}
