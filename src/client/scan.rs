//! The scans that a client begins: `scan_iter` and the like, and `ft_aggregate_iter`.

use crate::command::Command;
use crate::commands::{
    AggregateCursorOptions, AggregateOptions, AggregateSteps, ScanOptions, aggregation,
};
use crate::convert::{FromReply, ToArg};
use crate::session::ScanState;

use super::super::Scan;
use super::Redis;

impl Redis {
    /// All keys, or those that fit the options, a page at a time. A key that is there all the while comes at least
    /// once, and may come twice.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/scan/)
    #[doc(alias = "SCAN")]
    pub fn scan_iter<T: FromReply>(&self, options: ScanOptions) -> Scan<T> {
        Scan::new(self, ScanState::new(Command::new("SCAN"), options))
    }

    /// All fields and values of the hash at `key`, a page at a time.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/hscan/)
    #[doc(alias = "HSCAN")]
    pub fn hscan_iter<F: FromReply, V: FromReply>(
        &self,
        key: impl ToArg,
        options: ScanOptions,
    ) -> Scan<(F, V)> {
        Scan::new(
            self,
            ScanState::new(Command::new("HSCAN").key(key), options),
        )
    }

    /// All fields of the hash at `key` without their values, a page at a time.
    ///
    /// Since 7.4.0. [redis.io](https://redis.io/docs/latest/commands/hscan/)
    #[doc(alias = "HSCAN")]
    pub fn hscan_no_values_iter<F: FromReply>(
        &self,
        key: impl ToArg,
        options: ScanOptions,
    ) -> Scan<F> {
        Scan::new(
            self,
            ScanState::new(Command::new("HSCAN").key(key), options).halved("NOVALUES"),
        )
    }

    /// All members of the set at `key`, a page at a time.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/sscan/)
    #[doc(alias = "SSCAN")]
    pub fn sscan_iter<T: FromReply>(&self, key: impl ToArg, options: ScanOptions) -> Scan<T> {
        Scan::new(
            self,
            ScanState::new(Command::new("SSCAN").key(key), options),
        )
    }

    /// All members of the sorted set at `key` with their scores, a page at a time.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/zscan/)
    #[doc(alias = "ZSCAN")]
    pub fn zscan_iter<T: FromReply>(
        &self,
        key: impl ToArg,
        options: ScanOptions,
    ) -> Scan<(T, f64)> {
        Scan::new(
            self,
            ScanState::new(Command::new("ZSCAN").key(key), options),
        )
    }

    /// All members of the sorted set at `key` without their scores, a page at a time.
    ///
    /// Since Valkey 8.0.0. [valkey.io](https://valkey.io/commands/zscan/)
    #[doc(alias = "ZSCAN")]
    pub fn zscan_no_scores_iter<T: FromReply>(
        &self,
        key: impl ToArg,
        options: ScanOptions,
    ) -> Scan<T> {
        Scan::new(
            self,
            ScanState::new(Command::new("ZSCAN").key(key), options).halved("NOSCORES"),
        )
    }

    /// All rows that `FT.AGGREGATE` makes of what a query finds, a page at a time. If it is dropped before the end the
    /// server keeps the cursor until it has been idle for as long as
    /// [`maxidle`](AggregateCursorOptions::maxidle) says.
    ///
    /// Since RediSearch 1.1.0. [redis.io](https://redis.io/docs/latest/commands/ft.aggregate/)
    #[doc(alias = "FT.AGGREGATE")]
    #[doc(alias = "FT.CURSOR")]
    pub fn ft_aggregate_iter<T: FromReply>(
        &self,
        index: impl ToArg,
        query: impl ToArg,
        steps: AggregateSteps,
        options: AggregateOptions,
        cursor: AggregateCursorOptions,
    ) -> Scan<T> {
        let read = Command::new("FT.CURSOR READ").arg(&index);
        let count = cursor.page();
        let first = aggregation(index, query, &steps, &options, &cursor);
        Scan::new(self, ScanState::cursor(first, read, count))
    }
}
