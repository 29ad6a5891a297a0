//! The commands on the logs of commands.

use crate::command::{Command, Execute};

mod commandlog_entry;
mod commandlog_kind;
mod slowlog_entry;

pub use commandlog_entry::CommandlogEntry;
pub use commandlog_kind::CommandlogKind;
pub use slowlog_entry::SlowlogEntry;

/// Commands on the server's logs of commands: those that took long, and with Valkey also those that were large.
///
/// The settings `slowlog-log-slower-than` (in microseconds) and `slowlog-max-len` say what is kept. Valkey calls
/// them `commandlog-…`, and has such pairs for large requests and replies.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// for entry in r.slowlog_get()? {
///     println!("{:?} took {:?}", entry.command.first(), entry.duration);
/// }
/// # Ok(())
/// # }
/// ```
pub trait SlowlogCommands: Execute {
    /// The last ten entries of the log of slow commands, the latest first.
    ///
    /// Since 2.2.12. [redis.io](https://redis.io/docs/latest/commands/slowlog-get/)
    fn slowlog_get(self) -> Self::Out<Vec<SlowlogEntry>> {
        self.execute_command(Command::new("SLOWLOG GET"))
    }

    /// The last `count` entries of the log of slow commands, the latest first; -1 means all, since 7.0.0.
    ///
    /// Since 2.2.12. [redis.io](https://redis.io/docs/latest/commands/slowlog-get/)
    ///
    /// # Errors
    /// `ERR` if `count` is less than -1, since 7.0.0.
    fn slowlog_get_count(self, count: i64) -> Self::Out<Vec<SlowlogEntry>> {
        self.execute_command(Command::new("SLOWLOG GET").arg(count))
    }

    /// The lines of text that explain the sub-commands of `SLOWLOG`.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/slowlog-help/)
    fn slowlog_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("SLOWLOG HELP"))
    }

    /// How many entries the log of slow commands has.
    ///
    /// Since 2.2.12. [redis.io](https://redis.io/docs/latest/commands/slowlog-len/)
    fn slowlog_len(self) -> Self::Out<i64> {
        self.execute_command(Command::new("SLOWLOG LEN"))
    }

    /// Empties the log of slow commands.
    ///
    /// Since 2.2.12. [redis.io](https://redis.io/docs/latest/commands/slowlog-reset/)
    fn slowlog_reset(self) -> Self::Out<()> {
        self.execute_command(Command::new("SLOWLOG RESET"))
    }

    /// The last `count` entries of a log, the latest first; -1 means all.
    ///
    /// Since Valkey 8.1.0. [valkey.io](https://valkey.io/commands/commandlog-get/)
    ///
    /// # Errors
    /// `ERR` if `count` is less than -1.
    fn commandlog_get(self, count: i64, log: CommandlogKind) -> Self::Out<Vec<CommandlogEntry>> {
        self.execute_command(Command::new("COMMANDLOG GET").arg(count).arg(log.word()))
    }

    /// The lines of text that explain the sub-commands of `COMMANDLOG`.
    ///
    /// Since Valkey 8.1.0. [valkey.io](https://valkey.io/commands/commandlog-help/)
    fn commandlog_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("COMMANDLOG HELP"))
    }

    /// How many entries a log has.
    ///
    /// Since Valkey 8.1.0. [valkey.io](https://valkey.io/commands/commandlog-len/)
    fn commandlog_len(self, log: CommandlogKind) -> Self::Out<i64> {
        self.execute_command(Command::new("COMMANDLOG LEN").arg(log.word()))
    }

    /// Empties a log.
    ///
    /// Since Valkey 8.1.0. [valkey.io](https://valkey.io/commands/commandlog-reset/)
    fn commandlog_reset(self, log: CommandlogKind) -> Self::Out<()> {
        self.execute_command(Command::new("COMMANDLOG RESET").arg(log.word()))
    }
}

impl<E: Execute> SlowlogCommands for E {}
