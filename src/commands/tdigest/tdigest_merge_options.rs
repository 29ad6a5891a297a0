//! [`TdigestMergeOptions`].

use crate::command::Command;

/// The options of [`tdigest_merge_with`](super::TdigestCommands::tdigest_merge_with).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TdigestMergeOptions {
    compression: Option<u64>,
    replace: bool,
}

impl TdigestMergeOptions {
    /// None of them: what the destination has is kept, and so is its compression; a new one gets the highest
    /// compression of the sources.
    pub const fn new() -> Self {
        Self {
            compression: None,
            replace: false,
        }
    }

    /// How exact the destination is: more is more exact, and larger (`COMPRESSION`).
    pub const fn compression(mut self, compression: u64) -> Self {
        self.compression = Some(compression);
        self
    }

    /// What the destination has is dropped (`OVERRIDE`).
    #[doc(alias = "OVERRIDE")]
    pub const fn override_destination(mut self) -> Self {
        self.replace = true;
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.compression, |c, n| c.arg("COMPRESSION").arg(n))
            .flag(self.replace, "OVERRIDE")
    }
}
