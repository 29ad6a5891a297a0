//! [`Redis::transaction`]: its body is a closure that returns a future of a result.

use crate::command::Command;
use crate::convert::ToArgs;
use crate::error::Result;

use super::client::{Redis, Transaction};

impl Redis {
    /// Watches `keys` and awaits `body`, again and again as long as it ends with an error of kind
    /// [`Watch`](crate::ErrorKind::Watch) because one of the keys was changed meanwhile, up to
    /// [`transaction_attempts`](crate::Config::transaction_attempts) times. What `body` returns is returned (redis-py:
    /// `transaction(…, value_from_callable=True)`). It may be called more than once, so it should do nothing else that
    /// must not be done twice.
    ///
    /// ```
    /// use redial::asyncio::prelude::*;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// r.set("async-doc:stock", 1).await?;
    /// let transaction = r.transaction(["async-doc:stock"], |mut tx| async move {
    ///     let stock: i64 = tx.get("async-doc:stock").await?.unwrap_or(0);
    ///     let (left,): (i64,) = tx.multi().decrby("async-doc:stock", stock.min(1)).execute().await?;
    ///     Ok(left)
    /// });
    /// assert_eq!(transaction.await?, 0);
    /// # r.delete("async-doc:stock").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `Watch` if the keys were changed every time; whatever else `body` ends with.
    pub async fn transaction<T, F>(
        &self,
        keys: impl ToArgs,
        mut body: impl FnMut(Transaction) -> F,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let watch = Command::new("WATCH").keys(keys);
        let mut attempts = self.config().transaction_attempts;
        loop {
            attempts = attempts.saturating_sub(1);
            let done = match self.begin(&watch).await {
                Ok(transaction) => body(transaction).await,
                Err(error) => Err(error),
            };
            match done {
                Err(error) if error.is_watch() && attempts > 0 => {}
                done => return done,
            }
        }
    }
}
