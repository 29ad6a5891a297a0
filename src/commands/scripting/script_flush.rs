//! [`ScriptFlush`]: when the memory of scripts is freed.

use crate::convert::{Arg, ToArg, Written};

/// When `SCRIPT FLUSH` frees the memory of the scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScriptFlush {
    /// Later, in the background (`ASYNC`).
    Async,
    /// Before the server answers (`SYNC`).
    Sync,
}

impl ToArg for ScriptFlush {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        arg.bytes(match self {
            Self::Async => b"ASYNC",
            Self::Sync => b"SYNC",
        })
    }
}
