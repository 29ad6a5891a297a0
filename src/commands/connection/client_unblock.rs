//! [`ClientUnblock`].

/// In which way `CLIENT UNBLOCK` ends a blocked command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientUnblock {
    /// As if its time were up (`TIMEOUT`).
    Timeout,
    /// With the error `UNBLOCKED` (`ERROR`).
    Error,
}

impl ClientUnblock {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Timeout => "TIMEOUT",
            Self::Error => "ERROR",
        }
    }
}
