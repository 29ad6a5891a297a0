//! [`Redis::transaction`]: its body is a closure that returns a result.

use crate::command::Command;
use crate::convert::ToArgs;
use crate::error::Result;

use super::client::{Redis, Transaction};

impl Redis {
    /// Watches `keys` and calls `body`, again and again as long as it ends with an error of kind
    /// [`Watch`](crate::ErrorKind::Watch) because one of the keys was changed meanwhile, up to
    /// [`transaction_attempts`](crate::Config::transaction_attempts) times. What `body` returns is returned (redis-py:
    /// `transaction(…, value_from_callable=True)`). It may be called more than once, so it should do nothing else that
    /// must not be done twice.
    ///
    /// ```
    /// use redial::prelude::*;
    ///
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// r.set("doc:stock", 1)?;
    /// let left: i64 = r.transaction(["doc:stock"], |mut tx| {
    ///     let stock: i64 = tx.get("doc:stock")?.unwrap_or(0);
    ///     let (left,): (i64,) = tx.multi().decrby("doc:stock", stock.min(1)).execute()?;
    ///     Ok(left)
    /// })?;
    /// assert_eq!(left, 0);
    /// # r.delete("doc:stock")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `Watch` if the keys were changed every time; whatever else `body` ends with.
    pub fn transaction<T>(
        &self,
        keys: impl ToArgs,
        mut body: impl FnMut(Transaction) -> Result<T>,
    ) -> Result<T> {
        let watch = Command::new("WATCH").keys(keys);
        let mut attempts = self.config().transaction_attempts;
        loop {
            attempts = attempts.saturating_sub(1);
            match self.begin(&watch).and_then(&mut body) {
                Err(error) if error.is_watch() && attempts > 0 => {}
                done => return done,
            }
        }
    }
}
