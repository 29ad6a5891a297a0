//! The string commands.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg};

mod set_options;

pub use set_options::SetOptions;

/// Commands on strings: text, bytes and numbers.
pub trait StringCommands: Execute {
    /// The value of `key`; `None` if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/get/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.set("doc:get", 42)?;
    /// assert_eq!(r.get("doc:get")?, Some(42));
    /// assert_eq!(r.get::<String>("doc:get:missing")?, None);
    /// # r.delete("doc:get")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `WRONGTYPE` if the key holds something else.
    fn get<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("GET").key(key))
    }

    /// Sets `key` to `value`, whatever it held before, without a time to live. Always `true`.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/set/)
    fn set(self, key: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("SET").key(key).arg(value))
    }

    /// Sets `key` to `value` as `options` say; `false` if a condition among them does not hold and nothing was set.
    ///
    /// Since 1.0.0; each option says since when. [redis.io](https://redis.io/docs/latest/commands/set/)
    fn set_with(self, key: impl ToArg, value: impl ToArg, options: SetOptions) -> Self::Out<bool> {
        self.execute_command(options.add_to(Command::new("SET").key(key).arg(value)))
    }

    /// Adds one to the number at `key`, which is 0 if there is none, and returns the sum.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/incr/)
    ///
    /// # Errors
    /// `ERR` if the value is no integer, or would leave the range of `i64`.
    fn incr(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("INCR").key(key))
    }

    /// Takes `decrement` from the number at `key`.
    fn decrby(self, key: impl ToArg, decrement: i64) -> Self::Out<i64> {
        self.execute_command(Command::new("DECRBY").key(key).arg(decrement))
    }
}

impl<E: Execute> StringCommands for E {}
