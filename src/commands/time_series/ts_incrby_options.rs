//! [`TsIncrbyOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::TsCreateOptions;

/// The options of [`ts_incrby_with`](super::TimeSeriesCommands::ts_incrby_with) and
/// [`ts_decrby_with`](super::TimeSeriesCommands::ts_decrby_with): the sample's time, and how the series is made.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct TsIncrbyOptions {
    timestamp: Option<OwnedArg>,
    create: TsCreateOptions,
}

impl TsIncrbyOptions {
    /// None of them: the time is that of the server's clock.
    pub const fn new() -> Self {
        Self {
            timestamp: None,
            create: TsCreateOptions::new(),
        }
    }

    /// The sample's timestamp: no earlier than that of the last sample, which is changed if it is the same
    /// (`TIMESTAMP`).
    pub fn timestamp(mut self, timestamp: impl ToArg) -> Self {
        self.timestamp = Some(OwnedArg::new(timestamp));
        self
    }

    /// How the series is made, if there is none.
    pub fn create(mut self, options: TsCreateOptions) -> Self {
        self.create = options;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command.option(self.timestamp.as_ref(), |c, timestamp| {
            c.arg("TIMESTAMP").arg(timestamp)
        });
        self.create.add_to(command)
    }
}
