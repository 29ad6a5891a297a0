//! The commands on functions.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

use super::FlushMode;

mod function_library;
mod function_list_options;
mod function_load_options;
mod function_restore_policy;
mod function_stats;

pub use function_library::{FunctionInfo, FunctionLibrary};
pub use function_list_options::FunctionListOptions;
pub use function_load_options::FunctionLoadOptions;
pub use function_restore_policy::FunctionRestorePolicy;
pub use function_stats::{FunctionEngine, FunctionStats, RunningFunction};

/// Commands on functions: scripts that the server keeps, in libraries, as part of its data.
///
/// They are saved and replicated with it, and called by name. What a function returns becomes a reply as with
/// [scripts](super::ScriptingCommands).
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// let code = "#!lua name=doc_library
///     redis.register_function('add', function(keys, args)
///         return redis.call('INCRBY', keys[1], args[1])
///     end)";
/// let library = r.function_load_with(code, FunctionLoadOptions::new().replace())?;
/// assert_eq!(library, "doc_library");
/// let n: i64 = r.fcall("add", "doc:fcall", 42)?;
/// assert_eq!(n, 42);
/// r.function_delete(library)?;
/// # r.delete("doc:fcall")?;
/// # Ok(())
/// # }
/// ```
pub trait FunctionCommands: Execute {
    /// Calls a function, which gets `keys` and `args` as its two arguments, and returns what it returns. `()` stands
    /// for no keys, or no arguments.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/fcall/)
    ///
    /// # Errors
    /// `ERR` if there is no such function; else the error that the function returns by `redis.error_reply`, or fails
    /// with.
    fn fcall<T: FromReply>(
        self,
        function: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("FCALL")
                .arg(function)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Calls a function that only reads, which it says by its flag `no-writes`; on replicas, too.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/fcall_ro/)
    ///
    /// # Errors
    /// As [`fcall`](Self::fcall), and `ERR` if the function has no such flag.
    fn fcall_ro<T: FromReply>(
        self,
        function: impl ToArg,
        keys: impl ToArgs,
        args: impl ToArgs,
    ) -> Self::Out<T> {
        self.execute_command(
            Command::new("FCALL_RO")
                .arg(function)
                .counted_keys(keys)
                .args(args),
        )
    }

    /// Makes a library out of its code, which begins with `#!lua name=…`, and returns its name.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-load/)
    ///
    /// # Errors
    /// `ERR` if there is a library of that name, another one has a function of the same name, or it does not
    /// compile.
    fn function_load(self, code: impl ToArg) -> Self::Out<String> {
        self.function_load_with(code, FunctionLoadOptions::new())
    }

    /// Makes a library out of its code, as `options` say, and returns its name.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-load/)
    ///
    /// # Errors
    /// `ERR` if there is a library of that name that is not to be replaced, another one has a function of the
    /// same name, or it does not compile.
    fn function_load_with(
        self,
        code: impl ToArg,
        options: FunctionLoadOptions,
    ) -> Self::Out<String> {
        self.execute_command(options.add_to(Command::new("FUNCTION LOAD")).arg(code))
    }

    /// All libraries with their functions.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-list/)
    fn function_list(self) -> Self::Out<Vec<FunctionLibrary>> {
        self.function_list_with(FunctionListOptions::new())
    }

    /// The libraries that `options` ask for, with their functions.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-list/)
    fn function_list_with(self, options: FunctionListOptions) -> Self::Out<Vec<FunctionLibrary>> {
        self.execute_command(options.add_to(Command::new("FUNCTION LIST")))
    }

    /// Which function runs, and how many libraries and functions there are. It is answered while a function runs.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-stats/)
    ///
    /// # Errors
    /// `BUSY` while a script runs that is no function.
    fn function_stats(self) -> Self::Out<FunctionStats> {
        self.execute_command(Command::new("FUNCTION STATS"))
    }

    /// All libraries, in a form for [`function_restore`](Self::function_restore).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-dump/)
    fn function_dump(self) -> Self::Out<Vec<u8>> {
        self.execute_command(Command::new("FUNCTION DUMP"))
    }

    /// Adds the libraries that [`function_dump`](Self::function_dump) gave, all of them or none.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-restore/)
    ///
    /// # Errors
    /// `ERR` if one of them is there already, or `payload` is damaged.
    fn function_restore(self, payload: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FUNCTION RESTORE").arg(payload))
    }

    /// Restores the libraries that [`function_dump`](Self::function_dump) gave; `policy` says what becomes of
    /// those that are there.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-restore/)
    ///
    /// # Errors
    /// `ERR` if a library or a function has the name of one that stays, or `payload` is damaged.
    fn function_restore_with(
        self,
        payload: impl ToArg,
        policy: FunctionRestorePolicy,
    ) -> Self::Out<()> {
        self.execute_command(
            Command::new("FUNCTION RESTORE")
                .arg(payload)
                .arg(policy.word()),
        )
    }

    /// Deletes a library and its functions.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-delete/)
    ///
    /// # Errors
    /// `ERR` if there is no such library.
    fn function_delete(self, library: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("FUNCTION DELETE").arg(library))
    }

    /// Deletes all libraries.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-flush/)
    fn function_flush(self) -> Self::Out<()> {
        self.execute_command(Command::new("FUNCTION FLUSH"))
    }

    /// Deletes all libraries, at once or in the background as `mode` says, whatever the server's setting
    /// `lazyfree-lazy-user-flush` is.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-flush/)
    fn function_flush_with(self, mode: FlushMode) -> Self::Out<()> {
        self.execute_command(Command::new("FUNCTION FLUSH").arg(mode.word()))
    }

    /// Ends the function that is running, whoever called it, unless it has written something.
    ///
    /// A client of another database than 0 needs a connection that it has made before: while a function runs,
    /// Redis (not Valkey) lets nobody choose a database.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-kill/)
    ///
    /// # Errors
    /// `NOTBUSY` if none is running, `UNKILLABLE` if it has written something, `BUSY` while a script runs that
    /// is no function.
    fn function_kill(self) -> Self::Out<()> {
        self.execute_command(Command::new("FUNCTION KILL"))
    }

    /// The lines of text that explain the sub-commands of `FUNCTION`.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/function-help/)
    fn function_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("FUNCTION HELP"))
    }
}

impl<E: Execute> FunctionCommands for E {}
