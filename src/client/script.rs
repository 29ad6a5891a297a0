//! Calling scripts: by their digests, and loaded where the server has not got them.

use std::fmt;

use crate::commands::Script;
use crate::convert::{FromReply, ToArgs};
use crate::error::{Error, Outcome, Result};
use crate::session::ScriptCall;

use super::{Connection, Redis, Start, Transaction, maybe_async};

impl Redis {
    /// A script that is called on this client (redis-py's `register_script`). Nothing is sent.
    ///
    /// ```
    /// use redial::prelude::*;
    ///
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// let r = Redis::from_url(url)?;
    /// r.set("doc:multiply", 2)?;
    /// let multiply = r.register_script("return redis.call('GET', KEYS[1]) * ARGV[1]");
    /// let n: i64 = multiply.call(["doc:multiply"], [5])?;
    /// assert_eq!(n, 10);
    /// # r.delete("doc:multiply")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn register_script(&self, script: impl Into<Script>) -> RegisteredScript {
        RegisteredScript {
            redis: self.clone(),
            script: script.into(),
        }
    }

    /// Runs a script, which finds `keys` in `KEYS` and `args` in `ARGV` (`()` for none), and returns what it returns.
    ///
    /// It is called by its digest (`EVALSHA`), so that its text goes over the wire only when the server has not
    /// got it: then it is loaded (`SCRIPT LOAD`) and called again. What a script returns becomes a reply as
    /// [`ScriptingCommands`](crate::commands::ScriptingCommands) say.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/evalsha/)
    ///
    /// # Errors
    /// What the script returns by `redis.error_reply`, or fails with; `ERR` if it does not compile. `NoScript` if
    /// the server goes on saying so, whatever is loaded.
    #[maybe_async]
    pub async fn call_script<T: FromReply>(
        &self,
        script: impl AsRef<Script>,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Result<T> {
        self.run_script(ScriptCall::new(script.as_ref(), keys, args))
            .await
    }

    #[maybe_async]
    pub(super) async fn run_script<T: FromReply>(&self, mut call: ScriptCall) -> Result<T> {
        let start = Start::now();
        loop {
            match self.run(call.command(), start).await {
                Ok(frame) => return call.decode(frame),
                Err(error) => {
                    let load = call.load_after(error)?;
                    self.run(&load, start).await.map_err(not_run)?;
                }
            }
        }
    }
}

macro_rules! on_its_own_connection {
    ($($target:ty),+ $(,)?) => {$(
        impl $target {
            /// Runs a script at once, on this connection, as [`Redis::call_script`] does.
            ///
            /// # Errors
            /// As there, and those of the connection.
            #[maybe_async]
            pub async fn call_script<T: FromReply>(
                &mut self,
                script: impl AsRef<Script>,
                keys: impl ToArgs,
                args: impl ToArgs,
            ) -> Result<T> {
                let mut call = ScriptCall::new(script.as_ref(), keys, args);
                let start = Start::now();
                loop {
                    match self.run(call.command(), start).await {
                        Ok(frame) => return call.decode(frame),
                        Err(error) => {
                            let load = call.load_after(error)?;
                            self.run(&load, start).await.map_err(not_run)?;
                        }
                    }
                }
            }
        }
    )+};
}
on_its_own_connection!(Connection, Transaction);

/// A script could not be loaded, and was not run.
pub(super) fn not_run(error: Error) -> Error {
    error.with_outcome(Outcome::NotSent)
}

/// A script and the client that it is called on ([`Redis::register_script`]).
///
/// It is cheap to clone. Pipelines, connections and other clients take it as well: redis-py's
/// `script(keys, args, client=pipe)` is `pipe.call_script(&script, keys, args)`.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let add = r.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])");
/// let n: i64 = add.call("doc:add", 5)?;
/// let mut pipe = r.pipeline();
/// pipe.call_script(&add, "doc:add", 3).call_script(&add, "doc:add", -8);
/// let (more, none): (i64, i64) = pipe.execute()?;
/// assert_eq!((n, more, none), (5, 8, 0));
/// # r.delete("doc:add")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
#[derive(Clone)]
pub struct RegisteredScript {
    redis: Redis,
    script: Script,
}

impl RegisteredScript {
    /// Runs the script with these keys and arguments (`()` for none), as [`Redis::call_script`] does.
    ///
    /// # Errors
    /// As there.
    #[maybe_async]
    pub async fn call<T: FromReply>(&self, keys: impl ToArgs, args: impl ToArgs) -> Result<T> {
        self.redis.call_script(&self.script, keys, args).await
    }

    /// The SHA1 digest of its text, 40 hexadecimal digits.
    #[must_use]
    pub fn sha(&self) -> &str {
        self.script.sha()
    }

    /// The script itself, without the client.
    #[must_use]
    pub const fn script(&self) -> &Script {
        &self.script
    }
}

impl AsRef<Script> for RegisteredScript {
    fn as_ref(&self) -> &Script {
        &self.script
    }
}

impl fmt::Debug for RegisteredScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredScript")
            .field("script", &self.script)
            .finish_non_exhaustive()
    }
}
