//! [`XpendingOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToArg};

/// The options of `XPENDING` ([`xpending_range_with`](super::StreamCommands::xpending_range_with)): which of the
/// pending entries it lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct XpendingOptions {
    idle: Option<Duration>,
    consumer: Option<OwnedArg>,
}

impl XpendingOptions {
    /// None of them: all pending entries, whoever has them, and for however long.
    pub const fn new() -> Self {
        Self {
            idle: None,
            consumer: None,
        }
    }

    /// Only entries that were delivered at least this long ago, to the millisecond (`IDLE`). Since
    /// 6.2.0.
    pub const fn idle(mut self, min_idle_time: Duration) -> Self {
        self.idle = Some(min_idle_time);
        self
    }

    /// Only entries that this consumer has.
    pub fn consumer(mut self, consumer: impl ToArg) -> Self {
        self.consumer = Some(OwnedArg::new(consumer));
        self
    }

    /// They stand on both sides of the range.
    pub(super) fn add_to(
        &self,
        command: Command,
        range: impl FnOnce(Command) -> Command,
    ) -> Command {
        let command = command.option(self.idle, |c, idle| c.arg("IDLE").arg(millis(idle)));
        range(command).option(self.consumer.as_ref(), Command::arg)
    }
}
