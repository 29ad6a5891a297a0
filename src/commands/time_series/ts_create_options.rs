//! [`TsCreateOptions`].

use std::time::Duration;

use crate::command::{Command, millis};
use crate::convert::{OwnedArg, ToPairs};

use super::{TsDuplicatePolicy, TsEncoding};

/// The options of [`ts_create_with`](super::TimeSeriesCommands::ts_create_with) and
/// [`ts_alter`](super::TimeSeriesCommands::ts_alter): what a series keeps, and how. Durations assume that it
/// counts milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct TsCreateOptions {
    retention: Option<Duration>,
    encoding: Option<TsEncoding>,
    chunk_size: Option<u64>,
    duplicate_policy: Option<TsDuplicatePolicy>,
    ignore: Option<(Duration, f64)>,
    labels: Option<Vec<OwnedArg>>,
}

impl TsCreateOptions {
    /// None of them: for a new series what the server is configured to, and no labels; where a series is altered,
    /// nothing changes.
    pub const fn new() -> Self {
        Self {
            retention: None,
            encoding: None,
            chunk_size: None,
            duplicate_policy: None,
            ignore: None,
            labels: None,
        }
    }

    /// How old a sample may be, compared to the last, in milliseconds, rounded up; zero if they are kept for
    /// ever (`RETENTION`, zero by default).
    pub const fn retention(mut self, time: Duration) -> Self {
        self.retention = Some(time);
        self
    }

    /// How samples are kept (`ENCODING`, compressed by default). A series that exists does not change it.
    pub const fn encoding(mut self, encoding: TsEncoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// The size of a chunk in bytes: a multiple of 8 from 48 to 1048576 (`CHUNK_SIZE`, 4096 by default).
    #[doc(alias = "CHUNK_SIZE")]
    pub const fn chunk_size(mut self, bytes: u64) -> Self {
        self.chunk_size = Some(bytes);
        self
    }

    /// What becomes of a sample whose timestamp the series has already (`DUPLICATE_POLICY`, it is refused by default).
    #[doc(alias = "DUPLICATE_POLICY")]
    pub const fn duplicate_policy(mut self, policy: TsDuplicatePolicy) -> Self {
        self.duplicate_policy = Some(policy);
        self
    }

    /// Samples are ignored that are no more than `max_time_diff` later than the last one, in milliseconds, rounded up,
    /// and whose values differ by no more than `max_val_diff` (`IGNORE`). Only with the policy
    /// [`Last`](TsDuplicatePolicy::Last). Since 1.12.0.
    pub const fn ignore(mut self, max_time_diff: Duration, max_val_diff: f64) -> Self {
        self.ignore = Some((max_time_diff, max_val_diff));
        self
    }

    /// Labels and their values, neither of them empty (`LABELS`). They replace those that are there.
    pub fn labels(mut self, labels: impl ToPairs) -> Self {
        let words = Command::new("").pairs(labels);
        self.labels = Some(words.arguments().map(OwnedArg::new).collect());
        self
    }

    /// Labels go last: all that follows belongs to them.
    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.retention, |c, time| {
                c.arg("RETENTION").arg(millis(time))
            })
            .option(self.encoding, |c, encoding| {
                c.arg("ENCODING").arg(encoding.word())
            })
            .option(self.chunk_size, |c, size| c.arg("CHUNK_SIZE").arg(size))
            .option(self.duplicate_policy, |c, policy| {
                c.arg("DUPLICATE_POLICY").arg(policy.word())
            })
            .option(self.ignore, |c, (time, value)| {
                c.arg("IGNORE").arg(millis(time)).arg(value)
            })
            .option(self.labels.as_ref(), |c, words| c.arg("LABELS").args(words))
    }
}
