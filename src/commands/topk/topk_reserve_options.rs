//! [`TopkReserveOptions`].

use crate::command::Command;

/// The options of [`topk_reserve_with`](super::TopkCommands::topk_reserve_with): how exact the counts are. All of them
/// are sent.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct TopkReserveOptions {
    width: u64,
    depth: u64,
    decay: f64,
}

impl TopkReserveOptions {
    /// The server's defaults: a width of 8, a depth of 7 and a decay of 0.9.
    pub const fn new() -> Self {
        Self {
            width: 8,
            depth: 7,
            decay: 0.9,
        }
    }

    /// How many counters each row has.
    pub const fn width(mut self, width: u64) -> Self {
        self.width = width;
        self
    }

    /// How many rows there are.
    pub const fn depth(mut self, depth: u64) -> Self {
        self.depth = depth;
        self
    }

    /// The probability with which a counter goes down when another item takes it, between 0 and 1.
    pub const fn decay(mut self, decay: f64) -> Self {
        self.decay = decay;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command.arg(self.width).arg(self.depth).arg(self.decay)
    }
}

impl Default for TopkReserveOptions {
    fn default() -> Self {
        Self::new()
    }
}
