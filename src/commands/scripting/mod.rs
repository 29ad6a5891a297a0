//! The scripting commands.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

use super::FlushMode;

mod script;

pub use script::Script;

/// Commands on Lua scripts.
///
/// What a script returns becomes a reply by [Redis' rules]: numbers lose their fraction (return
/// text to keep it), a table ends at its first `nil`, `false` is nil and `true` is 1; after
/// `redis.setresp(3)`, on a connection with RESP3, tables such as `{map = …}` and `{double = …}`
/// keep their types.
///
/// A [`Script`] knows its digest, and clients, connections, transactions and pipelines call it whether or not the
/// server has it already.
///
/// `SCRIPT DEBUG` has no method: it makes the connection a debugger's, and what follows is no
/// reply.
///
/// [Redis' rules]: https://redis.io/docs/latest/develop/programmability/lua-api/#data-type-conversion
pub trait ScriptingCommands: Execute {
    /// Runs a script, which finds `keys` in `KEYS` and `args` in `ARGV`, and returns what it
    /// returns. `()` stands for no keys, or no arguments; redis-py's `numkeys` is counted here.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/eval/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let script = "return redis.call('INCRBY', KEYS[1], ARGV[1] * ARGV[2])";
    /// let n: i64 = r.eval(script, "doc:eval", [6, 7])?;
    /// assert_eq!(n, 42);
    /// let greeting: String = r.eval("return 'hello ' .. ARGV[1]", (), "Ann")?;
    /// assert_eq!(greeting, "hello Ann");
    /// # r.delete("doc:eval")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The error that the script returns by `redis.error_reply`, or fails with.
    fn eval<T: FromReply>(
        self,
        script: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("EVAL")
                .arg(script)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Runs a script that only reads; on replicas, too, and while writes are paused.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/eval_ro/)
    ///
    /// # Errors
    /// As [`eval`](Self::eval), and `ERR` if the script does write.
    fn eval_ro<T: FromReply>(
        self,
        script: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("EVAL_RO")
                .arg(script)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Runs the cached script that has this SHA1 digest.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/evalsha/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let sha = r.script_load("return ARGV[1] + 1")?;
    /// let n: i64 = r.evalsha(&sha, (), 41)?;
    /// assert_eq!(n, 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`eval`](Self::eval), and [`NoScript`](crate::ErrorKind::NoScript) if the script is not
    /// cached.
    fn evalsha<T: FromReply>(
        self,
        sha: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("EVALSHA")
                .arg(sha)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Runs the cached script that has this SHA1 digest and only reads; on replicas, too.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/evalsha_ro/)
    ///
    /// # Errors
    /// As [`evalsha`](Self::evalsha), and `ERR` if the script does write.
    fn evalsha_ro<T: FromReply>(
        self,
        sha: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("EVALSHA_RO")
                .arg(sha)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Caches a script without running it, and returns its SHA1 digest.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/script-load/)
    ///
    /// # Errors
    /// `ERR` if it does not compile.
    fn script_load(self, script: impl ToArg) -> Self::Out<String> {
        self.execute_command(Command::new("SCRIPT LOAD").arg(script))
    }

    /// Whether scripts with these digests are cached, in the order asked for.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/script-exists/)
    fn script_exists(self, shas: impl ToArgs) -> Self::Out<Vec<bool>> {
        self.execute_command(Command::new("SCRIPT EXISTS").args(shas))
    }

    /// The text of the cached script that has this digest.
    ///
    /// Since Valkey 8.0.0. [valkey.io](https://valkey.io/commands/script-show/)
    ///
    /// # Errors
    /// [`NoScript`](crate::ErrorKind::NoScript) if it is not cached.
    fn script_show<T: FromReply>(self, sha: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("SCRIPT SHOW").arg(sha))
    }

    /// Empties the cache of scripts.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/script-flush/)
    fn script_flush(self) -> Self::Out<()> {
        self.execute_command(Command::new("SCRIPT FLUSH"))
    }

    /// Empties the cache of scripts, at once or in the background as `mode` says, whatever the server's
    /// setting `lazyfree-lazy-user-flush` is.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/script-flush/)
    fn script_flush_with(self, mode: FlushMode) -> Self::Out<()> {
        self.execute_command(Command::new("SCRIPT FLUSH").arg(mode.word()))
    }

    /// Ends the script that is running, whoever started it, unless it has written something.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/script-kill/)
    ///
    /// # Errors
    /// `NOTBUSY` if none is running, `UNKILLABLE` if it has written something.
    fn script_kill(self) -> Self::Out<()> {
        self.execute_command(Command::new("SCRIPT KILL"))
    }

    /// The lines of text that explain the sub-commands of `SCRIPT`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/script-help/)
    fn script_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("SCRIPT HELP"))
    }
}

impl<E: Execute> ScriptingCommands for E {}
