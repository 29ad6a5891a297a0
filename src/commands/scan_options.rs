//! [`ScanOptions`]: what `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN` look for.

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::KeyType;

/// The options of `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN`: what they look for, and how much at a time.
///
/// The iterators, such as [`Redis::scan_iter`](crate::Redis::scan_iter), take them, and so do the methods for one page,
/// such as [`scan_with`](super::GenericCommands::scan_with).
///
/// ```
/// # use redial::prelude::*;
/// let sessions = ScanOptions::new().pattern("session:*").count(1000).of_type(KeyType::Hash);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ScanOptions {
    pattern: Option<OwnedArg>,
    count: Option<u64>,
    kind: Option<KeyType>,
}

impl ScanOptions {
    /// None of them: everything.
    pub const fn new() -> Self {
        Self {
            pattern: None,
            count: None,
            kind: None,
        }
    }

    /// Only what matches this glob-style pattern (`MATCH`). The server looks at everything all the
    /// same, so pages may be empty.
    #[doc(alias = "MATCH")]
    pub fn pattern(mut self, pattern: impl ToArg) -> Self {
        self.pattern = Some(OwnedArg::new(pattern));
        self
    }

    /// About how many elements the server looks at for each page (`COUNT`, 10 by default).
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Only keys of this type (`TYPE`): redis-py's `_type`. Only `SCAN` knows it; the others answer with `ERR`. Since
    /// 6.0.0.
    #[doc(alias = "TYPE")]
    pub fn of_type(mut self, kind: impl Into<KeyType>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.pattern.as_ref(), |c, pattern| {
                c.arg("MATCH").arg(pattern)
            })
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.kind.as_ref(), |c, kind| {
                c.arg("TYPE").arg(kind.as_str())
            })
    }
}
