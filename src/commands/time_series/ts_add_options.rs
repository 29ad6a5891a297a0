//! [`TsAddOptions`].

use crate::command::Command;

use super::{TsCreateOptions, TsDuplicatePolicy};

/// The options of [`ts_add_with`](super::TimeSeriesCommands::ts_add_with): what becomes of a second
/// sample of the same time, and how the series is made.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct TsAddOptions {
    on_duplicate: Option<TsDuplicatePolicy>,
    create: TsCreateOptions,
}

impl TsAddOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            on_duplicate: None,
            create: TsCreateOptions::new(),
        }
    }

    /// What becomes of this sample if there is one with its timestamp, whatever the series' policy is
    /// (`ON_DUPLICATE`).
    #[doc(alias = "ON_DUPLICATE")]
    pub const fn on_duplicate(mut self, policy: TsDuplicatePolicy) -> Self {
        self.on_duplicate = Some(policy);
        self
    }

    /// How the series is made, if there is none.
    pub fn create(mut self, options: TsCreateOptions) -> Self {
        self.create = options;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        let command = command.option(self.on_duplicate, |c, policy| {
            c.arg("ON_DUPLICATE").arg(policy.word())
        });
        self.create.add_to(command)
    }
}
