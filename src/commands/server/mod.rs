//! The server commands.

use std::time::SystemTime;

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

use super::FlushMode;

mod bgsave_mode;
mod command_filter;
mod command_info;
mod info;
mod monitored_command;
mod role;
mod server_time;
mod shutdown_options;

pub use bgsave_mode::BgsaveMode;
pub use command_filter::CommandFilter;
pub use command_info::CommandInfo;
pub use info::{CommandStats, Info, KeyspaceInfo};
pub use monitored_command::{MonitoredClient, MonitoredCommand};
pub use role::{Role, RoleReplica};
pub use shutdown_options::ShutdownOptions;

/// Commands on the server as a whole.
///
/// Those on its [latency](super::LatencyCommands), [memory](super::MemoryCommands), [modules](super::ModuleCommands),
/// [replication](super::ReplicationCommands), [slow commands](super::SlowlogCommands) and
/// [hot keys](super::HotkeysCommands) have traits of their own.
pub trait ServerCommands: Execute {
    /// Rewrites the append-only file in the background, at once or after a save that is running; returns the server's
    /// text, which says which.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bgrewriteaof/)
    ///
    /// # Errors
    /// `ERR` if it is being rewritten already.
    fn bgrewriteaof(self) -> Self::Out<String> {
        self.execute_command(Command::new("BGREWRITEAOF"))
    }

    /// Saves the data to the disk in the background; returns the server's text. It has only begun when this returns:
    /// [`lastsave`](Self::lastsave) changes when it is done.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/bgsave/)
    ///
    /// # Errors
    /// `ERR` if another background job is running.
    fn bgsave(self) -> Self::Out<String> {
        self.execute_command(Command::new("BGSAVE"))
    }

    /// Schedules a save, or cancels one; returns the server's text.
    ///
    /// Since 3.2.2. [redis.io](https://redis.io/docs/latest/commands/bgsave/)
    ///
    /// # Errors
    /// `ERR` if there is nothing to cancel, or a save is running already.
    fn bgsave_with(self, mode: BgsaveMode) -> Self::Out<String> {
        self.execute_command(Command::new("BGSAVE").arg(mode.word()))
    }

    /// What the server knows of all its commands.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/command/)
    fn command(self) -> Self::Out<Vec<CommandInfo>> {
        self.execute_command(Command::new("COMMAND"))
    }

    /// How many commands the server has.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/command-count/)
    fn command_count(self) -> Self::Out<i64> {
        self.execute_command(Command::new("COMMAND COUNT"))
    }

    /// The lines of text that explain the sub-commands of `COMMAND`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/command-help/)
    fn command_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("COMMAND HELP"))
    }

    /// The documentation of these commands, or of all if there are no names (`()`), as a map by names.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/command-docs/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::collections::BTreeMap;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let docs: BTreeMap<String, BTreeMap<String, Value>> = r.command_docs(["get", "set"])?;
    /// assert_eq!(docs["get"]["since"].as_str(), Some("1.0.0"));
    /// # Ok(())
    /// # }
    /// ```
    fn command_docs<T: FromReply>(self, names: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("COMMAND DOCS").args(names))
    }

    /// The keys that the server finds among the arguments of a command, which is not executed.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/command-getkeys/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let command = Command::new("MSET").pairs([("a", 1), ("b", 2)]);
    /// let keys: Vec<String> = r.command_getkeys(&command)?;
    /// assert_eq!(keys, ["a", "b"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if the command has no keys, or the server does not know it.
    fn command_getkeys<T: FromReply>(self, command: &Command) -> Self::Out<Vec<T>> {
        let arguments: Vec<&[u8]> = command.arguments().collect();
        self.execute_command(Command::new("COMMAND GETKEYS").args(arguments))
    }

    /// The keys among the arguments of a command, each with what the command does to it: `RO`, `RW`, `access`, ….
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/command-getkeysandflags/)
    ///
    /// # Errors
    /// As [`command_getkeys`](Self::command_getkeys).
    fn command_getkeysandflags<T: FromReply>(
        self,
        command: &Command,
    ) -> Self::Out<Vec<(T, Vec<String>)>> {
        let arguments: Vec<&[u8]> = command.arguments().collect();
        self.execute_command(Command::new("COMMAND GETKEYSANDFLAGS").args(arguments))
    }

    /// What the server knows of these commands; `None` for those that it does not have.
    ///
    /// Since 2.8.13. [redis.io](https://redis.io/docs/latest/commands/command-info/)
    fn command_info(self, names: impl ToArgs) -> Self::Out<Vec<Option<CommandInfo>>> {
        self.execute_command(Command::new("COMMAND INFO").args(names))
    }

    /// The names of all commands.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/command-list/)
    fn command_list(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("COMMAND LIST"))
    }

    /// The names of those commands that a filter lets through.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/command-list/)
    fn command_list_with(self, filter: CommandFilter) -> Self::Out<Vec<String>> {
        self.execute_command(filter.add_to(Command::new("COMMAND LIST")))
    }

    /// The settings whose names match one of these glob-style patterns, as a map; an empty one if none does.
    ///
    /// Since 2.0.0; more than one pattern since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/config-get/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::collections::HashMap;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let limits: HashMap<String, String> = r.config_get("maxmemory*")?;
    /// assert!(limits.contains_key("maxmemory-policy"));
    /// # Ok(())
    /// # }
    /// ```
    fn config_get<T: FromReply>(self, patterns: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("CONFIG GET").args(patterns))
    }

    /// The lines of text that explain the sub-commands of `CONFIG`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/config-help/)
    fn config_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("CONFIG HELP"))
    }

    /// Sets the counters of `INFO` to zero.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/config-resetstat/)
    fn config_resetstat(self) -> Self::Out<()> {
        self.execute_command(Command::new("CONFIG RESETSTAT"))
    }

    /// Writes the settings as they are now to the server's configuration file.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/config-rewrite/)
    ///
    /// # Errors
    /// `ERR` if the server was started without a configuration file, or can't write it.
    fn config_rewrite(self) -> Self::Out<()> {
        self.execute_command(Command::new("CONFIG REWRITE"))
    }

    /// Changes settings: one pair of name and value, or many, of which all are set or none.
    ///
    /// Since 2.0.0; more than one pair since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/config-set/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost")?;
    /// r.config_set(("maxmemory", "100mb"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there is no such setting, or it can't have this value, or can't be changed.
    fn config_set(self, settings: impl ToPairs) -> Self::Out<()> {
        self.execute_command(Command::new("CONFIG SET").pairs(settings))
    }

    /// Sends `DEBUG` with a sub-command and its arguments, as one list, such as `["SLEEP", "0.1"]`. It is made for the
    /// server's own tests, differs from version to version, and may end the server or block it.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/debug/)
    ///
    /// # Errors
    /// `ERR` where the setting `enable-debug-command` does not allow it, which is the default since 7.0.0.
    fn debug<T: FromReply>(self, args: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("DEBUG").args(args))
    }

    /// How the value of a key is stored, in words for people.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/debug-object/)
    ///
    /// # Errors
    /// `ERR` if there is no such key; also as [`debug`](Self::debug).
    fn debug_object(self, key: impl ToArg) -> Self::Out<String> {
        self.execute_command(Command::new("DEBUG").arg("OBJECT").key(key))
    }

    /// How many keys the database holds.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/dbsize/)
    fn dbsize(self) -> Self::Out<i64> {
        self.execute_command(Command::new("DBSIZE"))
    }

    /// Deletes all keys of all databases.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/flushall/)
    fn flushall(self) -> Self::Out<()> {
        self.execute_command(Command::new("FLUSHALL"))
    }

    /// Deletes all keys of all databases, in the background or before it answers.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/flushall/)
    fn flushall_with(self, mode: FlushMode) -> Self::Out<()> {
        self.execute_command(Command::new("FLUSHALL").arg(mode.word()))
    }

    /// Deletes all keys of the database.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/flushdb/)
    fn flushdb(self) -> Self::Out<()> {
        self.execute_command(Command::new("FLUSHDB"))
    }

    /// Deletes all keys of the database, in the background or before it answers.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/flushdb/)
    fn flushdb_with(self, mode: FlushMode) -> Self::Out<()> {
        self.execute_command(Command::new("FLUSHDB").arg(mode.word()))
    }

    /// What the server tells of itself: its default sections.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/info/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let info = r.info()?;
    /// println!("{:?} {:?}", info.server_name(), info.version());
    /// for (db, keyspace) in info.keyspace() {
    ///     println!("{} keys in database {db}", keyspace.keys);
    /// }
    /// assert!(info.parse::<f64>("mem_fragmentation_ratio").is_some());
    /// # Ok(())
    /// # }
    /// ```
    fn info(self) -> Self::Out<Info> {
        self.execute_command(Command::new("INFO"))
    }

    /// What the server tells of itself in these sections: `"memory"`, `["server", "commandstats"]`,
    /// `"everything"`.
    ///
    /// Since 1.0.0; more than one section since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/info/)
    fn info_of(self, sections: impl ToArgs) -> Self::Out<Info> {
        self.execute_command(Command::new("INFO").args(sections))
    }

    /// When the data was last saved, to the second.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lastsave/)
    fn lastsave(self) -> Self::Out<SystemTime> {
        self.execute_command(Command::new("LASTSAVE"))
    }

    /// A picture in characters, or a poem; most versions also tell which one it is.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/lolwut/)
    fn lolwut(self) -> Self::Out<String> {
        self.execute_command(Command::new("LOLWUT"))
    }

    /// The picture of a certain version, which takes numbers, such as its width. If that version has no picture, the
    /// server shows another one, or only its own version.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/lolwut/)
    fn lolwut_with(self, version: i64, numbers: impl ToArgs) -> Self::Out<String> {
        let lolwut = Command::new("LOLWUT").arg("VERSION").arg(version);
        self.execute_command(lolwut.args(numbers))
    }

    /// Which part the server plays in replication.
    ///
    /// Since 2.8.12. [redis.io](https://redis.io/docs/latest/commands/role/)
    fn role(self) -> Self::Out<Role> {
        self.execute_command(Command::new("ROLE"))
    }

    /// Saves the data to the disk; meanwhile the server answers nobody. [`bgsave`](Self::bgsave) does it in the
    /// background.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/save/)
    fn save(self) -> Self::Out<()> {
        self.execute_command(Command::new("SAVE"))
    }

    /// Ends the server. It saves its data if it is set up to, and waits some seconds for its replicas, since 7.0.0.
    ///
    /// A server that ends does not answer: it closes the connection, and that is the `Ok`. It goes to the server
    /// on a connection of its own, is sent once whatever the retry policy is, and has ten seconds beside the socket
    /// timeout; a server that saves for longer ends all the same. The client goes on: it connects to whatever
    /// runs there next. Pipelines refuse it.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/shutdown/)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost")?;
    /// r.shutdown_with(ShutdownOptions::new().nosave())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if the data can't be saved, or somebody [cancels](Self::shutdown_abort) it; the server goes on then, but
    /// the connection is closed. Those of connecting.
    fn shutdown(self) -> Self::Out<()> {
        self.execute_command(Command::new("SHUTDOWN"))
    }

    /// Ends the server as [`shutdown`](Self::shutdown) does, with options.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/shutdown/)
    ///
    /// # Errors
    /// As [`shutdown`](Self::shutdown).
    fn shutdown_with(self, options: ShutdownOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("SHUTDOWN")))
    }

    /// Cancels a shutdown that waits for replicas: the server goes on.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/shutdown/)
    ///
    /// # Errors
    /// `ERR` if none waits.
    fn shutdown_abort(self) -> Self::Out<()> {
        self.execute_command(Command::new("SHUTDOWN").arg("ABORT"))
    }

    /// Exchanges two databases, given by their numbers: the clients of each find the other's keys.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/swapdb/)
    ///
    /// # Errors
    /// `ERR` if there are not so many databases.
    fn swapdb(self, first: u32, second: u32) -> Self::Out<()> {
        self.execute_command(Command::new("SWAPDB").arg(first).arg(second))
    }

    /// What time it is on the server, to the microsecond.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/time/)
    fn time(self) -> Self::Out<SystemTime> {
        self.execute_command(Command::new("TIME"))
    }
}

impl<E: Execute> ServerCommands for E {}
