//! [`CfReserveOptions`].

use crate::command::Command;

/// The options of [`cf_reserve_with`](super::CuckooCommands::cf_reserve_with): how the filter is built, and how it
/// grows.
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

    /// How many items a bucket holds, from 1 to 255 (`BUCKETSIZE`, 2 by default). With more, the filter is filled
    /// better, and has more false positives.
    #[doc(alias = "BUCKETSIZE")]
    pub const fn bucket_size(mut self, items: u64) -> Self {
        self.bucket_size = Some(items);
        self
    }

    /// How many items are moved at most to make room for a new one, before the filter counts as full
    /// (`MAXITERATIONS`, 20 by default).
    #[doc(alias = "MAXITERATIONS")]
    pub const fn max_iterations(mut self, times: u64) -> Self {
        self.max_iterations = Some(times);
        self
    }

    /// How many times as large each next filter is, rounded up to a power of two (`EXPANSION`, 1 by default); 0 if
    /// it is not to grow.
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
