//! [`LmovemOrder`].

/// In which order `LMOVEM` puts several elements into the list that they go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LmovemOrder {
    /// As if they were moved one by one: from one end to the same end they are reversed (`OBO`).
    OneByOne,
    /// As they stand in the list that they come from (`BULK`).
    Bulk,
}

impl LmovemOrder {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::OneByOne => "OBO",
            Self::Bulk => "BULK",
        }
    }
}
