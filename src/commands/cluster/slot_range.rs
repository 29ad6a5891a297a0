//! [`SlotRange`].

use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::command::Command;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::text::text;

/// Slots from one to another, both included. Where one is taken, `5`, `(0, 100)` and `0..=100` will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a range has two ends")]
pub struct SlotRange {
    /// The first slot.
    pub start: u16,
    /// The last slot.
    pub end: u16,
}

impl SlotRange {
    /// Whether a slot is one of them.
    #[must_use]
    pub const fn contains(self, slot: u16) -> bool {
        self.start <= slot && slot <= self.end
    }

    /// All of them.
    #[must_use]
    pub const fn slots(self) -> RangeInclusive<u16> {
        self.start..=self.end
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        command.arg(self.start).arg(self.end)
    }
}

impl From<u16> for SlotRange {
    fn from(slot: u16) -> Self {
        Self::from((slot, slot))
    }
}

impl From<(u16, u16)> for SlotRange {
    fn from((start, end): (u16, u16)) -> Self {
        Self { start, end }
    }
}

impl From<RangeInclusive<u16>> for SlotRange {
    fn from(slots: RangeInclusive<u16>) -> Self {
        Self::from(slots.into_inner())
    }
}

impl From<&Self> for SlotRange {
    fn from(range: &Self) -> Self {
        *range
    }
}

/// `5` and `0-100`, as servers write them.
impl FromStr for SlotRange {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (start, end) = text.split_once('-').unwrap_or((text, text));
        match (start.parse(), end.parse()) {
            (Ok(start), Ok(end)) => Ok(Self { start, end }),
            _ => Err(Error::data(format!(
                "`{text}` is no range of slots, such as `0-100` or `5`"
            ))),
        }
    }
}

/// Adds the ends of ranges, one after the other.
pub(super) fn add_all(
    ranges: impl IntoIterator<Item: Into<SlotRange>>,
    command: Command,
) -> Command {
    let ranges = ranges.into_iter().map(Into::into);
    ranges.fold(command, |c, range| range.add_to(c))
}

/// The ranges in a text, with spaces between them.
pub(super) fn list(reply: Reply<'_>, wanted: &str) -> Result<Vec<SlotRange>> {
    let text = text(reply, wanted)?;
    let ranges = text.split_ascii_whitespace().map(str::parse);
    let ranges: Result<_> = ranges.collect();
    ranges.map_err(|_| Error::decode("a text that is no range of slots", wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_made_from_what_is_at_hand() {
        let range = SlotRange { start: 3, end: 9 };
        assert_eq!(SlotRange::from((3, 9)), range);
        assert_eq!(SlotRange::from(3..=9), range);
        assert_eq!("3-9".parse::<SlotRange>().unwrap(), range);
        assert_eq!("3".parse::<SlotRange>().unwrap(), SlotRange::from(3));
        assert!(range.contains(3) && range.contains(9) && !range.contains(10));
        assert_eq!(range.slots().count(), 7);
        for broken in ["", "a", "3-", "3-b", "70000", "-1"] {
            assert!(broken.parse::<SlotRange>().is_err(), "{broken}");
        }
    }
}
