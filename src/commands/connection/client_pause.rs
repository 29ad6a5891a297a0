//! [`ClientPause`].

/// What `CLIENT PAUSE` holds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientPause {
    /// All commands (`ALL`).
    All,
    /// Only commands that may write (`WRITE`). Since 6.2.0.
    Write,
}

impl ClientPause {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Write => "WRITE",
        }
    }
}
