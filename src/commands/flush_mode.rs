//! [`FlushMode`]: when a flushing command answers.

/// When `FLUSHALL`, `FLUSHDB`, `FUNCTION FLUSH` and `SCRIPT FLUSH` answer: before or after the memory is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FlushMode {
    /// At once: the memory is freed in the background (`ASYNC`). Since 4.0.0.
    Async,
    /// When all memory is free (`SYNC`). Since 6.2.0.
    Sync,
}

impl FlushMode {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Async => "ASYNC",
            Self::Sync => "SYNC",
        }
    }
}
