//! [`StreamRefPolicy`].

/// What becomes of the references that groups hold to entries that are deleted. Since Redis 8.2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamRefPolicy {
    /// They stay: the groups go on listing the entries as pending (`KEEPREF`). This is the default.
    KeepRef,
    /// They are deleted, too (`DELREF`).
    DelRef,
    /// Only entries are deleted that every group has read and acknowledged (`ACKED`).
    Acked,
}

impl StreamRefPolicy {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::KeepRef => "KEEPREF",
            Self::DelRef => "DELREF",
            Self::Acked => "ACKED",
        }
    }
}
