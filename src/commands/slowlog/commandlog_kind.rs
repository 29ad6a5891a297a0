//! [`CommandlogKind`].

/// Which of the logs of commands that Valkey keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CommandlogKind {
    /// Commands that took long: what `SLOWLOG` shows (`SLOW`).
    Slow,
    /// Commands that were large (`LARGE-REQUEST`).
    LargeRequest,
    /// Commands whose replies were large (`LARGE-REPLY`).
    LargeReply,
}

impl CommandlogKind {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Slow => "SLOW",
            Self::LargeRequest => "LARGE-REQUEST",
            Self::LargeReply => "LARGE-REPLY",
        }
    }
}
