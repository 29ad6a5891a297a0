//! [`MigrateSlots`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::slot_range::{self, SlotRange};

/// What [`cluster_migrateslots`](super::ClusterCommands::cluster_migrateslots) moves, and where to.
///
/// ```
/// # use redial::prelude::*;
/// # let (one, other) = ("a", "b");
/// let moves = MigrateSlots::new().to(one, [0..=99, 200..=299]).to(other, [100..=199]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct MigrateSlots {
    moves: Vec<(OwnedArg, Vec<SlotRange>)>,
}

impl MigrateSlots {
    /// Nothing yet, which the server refuses.
    pub const fn new() -> Self {
        Self { moves: Vec::new() }
    }

    /// Ranges of slots to a node, by its id.
    pub fn to(
        mut self,
        node_id: impl ToArg,
        ranges: impl IntoIterator<Item: Into<SlotRange>>,
    ) -> Self {
        let ranges = ranges.into_iter().map(Into::into).collect();
        self.moves.push((OwnedArg::new(node_id), ranges));
        self
    }

    pub(super) fn add_to(self, command: Command) -> Command {
        self.moves
            .into_iter()
            .fold(command, |c, (node_id, ranges)| {
                let c = slot_range::add_all(ranges, c.arg("SLOTSRANGE"));
                c.arg("NODE").arg(node_id)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sent::text;
    use super::*;

    #[test]
    fn every_node_gets_its_ranges() {
        let moves = MigrateSlots::new().to("a", [0..=9, 20..=29]);
        let moves = moves.to("b", [(10, 19)]);
        assert_eq!(
            text(&moves.add_to(Command::new("X"))),
            "X SLOTSRANGE 0 9 20 29 NODE a SLOTSRANGE 10 19 NODE b"
        );
    }
}
