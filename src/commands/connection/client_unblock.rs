//! [`ClientUnblock`].

/// How a blocked command ends that `CLIENT UNBLOCK` ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientUnblock {
    /// As if its time were up.
    Timeout,
    /// With the error `UNBLOCKED`.
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
