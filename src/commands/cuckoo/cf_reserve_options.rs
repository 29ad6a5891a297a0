//! [`CfReserveOptions`].

use crate::command::Command;

/// The options of `CF.RESERVE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CfReserveOptions {
    bucket_size: Option<u64>,
    max_iterations: Option<u64>,
    expansion: Option<u64>,
}

impl CfReserveOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            bucket_size: None,
            max_iterations: None,
            expansion: None,
        }
    }

    /// How many items a bucket holds (`BUCKETSIZE`, 2 by default): more fill the filter better, and
    /// take more items for others.
    #[doc(alias = "BUCKETSIZE")]
    pub const fn bucket_size(mut self, items: u64) -> Self {
        self.bucket_size = Some(items);
        self
    }

    /// How often items are moved to make room before the filter counts as full (`MAXITERATIONS`, 20 by
    /// default).
    #[doc(alias = "MAXITERATIONS")]
    pub const fn max_iterations(mut self, times: u64) -> Self {
        self.max_iterations = Some(times);
        self
    }

    /// How many times as large each next filter is (`EXPANSION`, 1 by default); 0 if there is to be
    /// none.
    pub const fn expansion(mut self, expansion: u64) -> Self {
        self.expansion = Some(expansion);
        self
    }

    pub(super) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.bucket_size, |c, items| c.arg("BUCKETSIZE").arg(items))
            .option(self.max_iterations, |c, times| {
                c.arg("MAXITERATIONS").arg(times)
            })
            .option(self.expansion, |c, times| c.arg("EXPANSION").arg(times))
    }
}
