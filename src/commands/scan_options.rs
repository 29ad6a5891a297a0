//! [`ScanOptions`]: what `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN` look for.

use crate::command::Command;

/// What a scan looks for, and how much at a time. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ScanOptions {
    pattern: Option<String>,
    count: Option<u64>,
    kind: Option<String>,
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

    /// Only what matches this glob-style pattern (`MATCH`).
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// About how many elements the server looks at for each page (`COUNT`, 10 by default).
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Only keys of this type: `string`, `hash`, … (`TYPE`, of `SCAN` only).
    pub fn of_type(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.pattern.as_ref(), |c, pattern| {
                c.arg("MATCH").arg(pattern)
            })
            .option(self.count, |c, count| c.arg("COUNT").arg(count))
            .option(self.kind.as_ref(), |c, kind| c.arg("TYPE").arg(kind))
    }
}
