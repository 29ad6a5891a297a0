//! [`Scan`]: an iterator over the pages of a scan.

use std::fmt;

use crate::command::Execute;
use crate::convert::FromReply;
use crate::error::Result;
use crate::session::ScanState;

use super::client::Redis;

/// The items of a scan ([`Redis::scan_iter`] and the like): an iterator, which fetches a page when it needs one.
/// After an error it ends.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// for key in r.scan_iter::<String>(ScanOptions::new().pattern("user:*")) {
///     println!("{}", key?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a scan fetches nothing before it is iterated over"]
pub struct Scan<T> {
    redis: Redis,
    state: ScanState<T>,
}

impl<T: FromReply> Scan<T> {
    pub(super) fn new(redis: &Redis, state: ScanState<T>) -> Self {
        Self {
            redis: redis.clone(),
            state,
        }
    }
}

impl<T: FromReply> Iterator for Scan<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(item) = self.state.next_item() {
                return Some(Ok(item));
            }
            match self.redis.execute_command(self.state.next_command()?) {
                Ok(page) => self.state.on_page(page),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T> fmt::Debug for Scan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("redis", &self.redis)
            .finish_non_exhaustive()
    }
}
