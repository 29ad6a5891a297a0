//! [`FunctionRestorePolicy`].

/// What `FUNCTION RESTORE` does about the libraries that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FunctionRestorePolicy {
    /// Keeps them; one of the same name is an error (`APPEND`). This is the default.
    Append,
    /// Deletes all of them first (`FLUSH`).
    Flush,
    /// Replaces those of the same name (`REPLACE`).
    Replace,
}

impl FunctionRestorePolicy {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Append => "APPEND",
            Self::Flush => "FLUSH",
            Self::Replace => "REPLACE",
        }
    }
}
