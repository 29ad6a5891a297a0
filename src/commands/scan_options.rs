//! [`ScanOptions`]: what `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN` look for.

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

use super::KeyType;

/// What a scan looks for, and how much at a time. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ScanOptions {
    pattern: Option<OwnedArg>,
    count: Option<u64>,
    kind: Option<KeyType>,
}

impl ScanOptions {
    /// Everything.
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

    /// Only keys of this type (`TYPE`, of `SCAN` only). Since 6.0.0.
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
