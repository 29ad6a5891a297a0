//! [`SugaddOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of [`ft_sugadd_with`](super::SearchCommands::ft_sugadd_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SugaddOptions {
    incr: bool,
    payload: Option<OwnedArg>,
}

impl SugaddOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            incr: false,
            payload: None,
        }
    }

    /// The score is added to what it was, instead of in its place (`INCR`).
    pub const fn incr(mut self) -> Self {
        self.incr = true;
        self
    }

    /// Bytes that come with the suggestion (`PAYLOAD`).
    pub fn payload(mut self, payload: impl ToArg) -> Self {
        self.payload = Some(OwnedArg::new(payload));
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.incr, "INCR")
            .option(self.payload.as_ref(), |c, payload| {
                c.arg("PAYLOAD").arg(payload)
            })
    }
}
