//! [`LcsOptions`].

use crate::command::Command;

/// The options of `LCS … IDX` ([`lcs_idx_with`](super::StringCommands::lcs_idx_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct LcsOptions {
    min_match_len: Option<u64>,
    with_match_len: bool,
}

impl LcsOptions {
    /// None of them: all matches, without their lengths.
    pub const fn new() -> Self {
        Self {
            min_match_len: None,
            with_match_len: false,
        }
    }

    /// Only matches of at least this many bytes (`MINMATCHLEN`).
    pub const fn minmatchlen(mut self, bytes: u64) -> Self {
        self.min_match_len = Some(bytes);
        self
    }

    /// Each match with its length (`WITHMATCHLEN`).
    pub const fn withmatchlen(mut self) -> Self {
        self.with_match_len = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.min_match_len, |c, bytes| {
                c.arg("MINMATCHLEN").arg(bytes)
            })
            .flag(self.with_match_len, "WITHMATCHLEN")
    }
}
