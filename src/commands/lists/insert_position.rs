//! [`InsertPosition`].

/// Where `LINSERT` puts the new element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InsertPosition {
    /// Before the pivot, towards the head (`BEFORE`).
    Before,
    /// After the pivot, towards the tail (`AFTER`).
    After,
}

impl InsertPosition {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "BEFORE",
            Self::After => "AFTER",
        }
    }
}
