//! The commands on users and what they may do.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

mod acl_databases;
mod acl_dryrun;
mod acl_log_entry;
mod acl_log_reason;
mod acl_permissions;
mod acl_rules;
mod acl_user;

pub use acl_databases::AclDatabases;
pub use acl_dryrun::AclDryrun;
pub use acl_log_entry::AclLogEntry;
pub use acl_log_reason::AclLogReason;
pub use acl_permissions::AclPermissions;
pub use acl_rules::AclRules;
pub use acl_user::AclUser;

/// Commands on users, and on which commands, keys and channels they may use.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.acl_deluser("doc:ann")?;
/// let rules = AclRules::new().on().password("secret");
/// let rules = rules.key_pattern("visits:*").allow_category("read");
/// r.acl_setuser("doc:ann", rules.deny_command("keys"))?;
///
/// let ann = r.acl_getuser("doc:ann")?.expect("it was made just now");
/// assert!(ann.is_on());
/// assert_eq!(ann.permissions.keys, ["~visits:*"]);
/// # r.acl_deluser("doc:ann")?;
/// # Ok(())
/// # }
/// ```
pub trait AclCommands: Execute {
    /// The categories of commands.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-cat/)
    fn acl_cat(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("ACL CAT"))
    }

    /// The commands of a category, sub-commands as `config|get`.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-cat/)
    ///
    /// # Errors
    /// `ERR` if there is no such category.
    #[doc(alias = "ACL CAT")]
    fn acl_cat_of(self, category: impl ToArg) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("ACL CAT").arg(category))
    }

    /// Deletes users and closes their connections; how many there were.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-deluser/)
    ///
    /// # Errors
    /// `ERR` if one of them is `default`; then none is deleted.
    fn acl_deluser(self, usernames: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ACL DELUSER").args(usernames))
    }

    /// Whether a user might execute a command, which is given as its name and its arguments (`["get", "visits:1"]`);
    /// it is not executed.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-dryrun/)
    ///
    /// # Errors
    /// `ERR` if there is no such user or command, or the command does not take so many arguments.
    fn acl_dryrun(self, username: impl ToArg, command: impl ToArgs) -> Self::Out<AclDryrun> {
        self.execute_command(Command::new("ACL DRYRUN").arg(username).args(command))
    }

    /// A random password of 256 bits, as 64 hexadecimal digits. No user has it until it is given to one
    /// ([`AclRules::password`]).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-genpass/)
    fn acl_genpass(self) -> Self::Out<String> {
        self.execute_command(Command::new("ACL GENPASS"))
    }

    /// A random password of so many bits, 1 to 4096: a hexadecimal digit for every four of them.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-genpass/)
    ///
    /// # Errors
    /// `ERR` if `bits` is 0 or greater than 4096.
    #[doc(alias = "ACL GENPASS")]
    fn acl_genpass_of(self, bits: u32) -> Self::Out<String> {
        self.execute_command(Command::new("ACL GENPASS").arg(bits))
    }

    /// All about a user; `None` if there is none of that name.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-getuser/)
    fn acl_getuser(self, username: impl ToArg) -> Self::Out<Option<AclUser>> {
        self.execute_command(Command::new("ACL GETUSER").arg(username))
    }

    /// The lines of text that explain the sub-commands of `ACL`.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-help/)
    fn acl_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("ACL HELP"))
    }

    /// All users as lines of an ACL file, the hashes of their passwords included. A line is a `String`, or a `Vec<u8>`
    /// where patterns need not be UTF-8.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-list/)
    fn acl_list<T: FromReply>(self) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ACL LIST"))
    }

    /// Replaces all users by those in the server's ACL file (its setting `aclfile`). The connections of users that
    /// are gone, or were changed, are closed.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-load/)
    ///
    /// # Errors
    /// `ERR` if the server has no ACL file, or finds a mistake in it; then nothing is changed.
    fn acl_load(self) -> Self::Out<()> {
        self.execute_command(Command::new("ACL LOAD"))
    }

    /// What the server has refused lately (logins, commands, keys and channels): at most ten entries, the latest
    /// first.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-log/)
    fn acl_log(self) -> Self::Out<Vec<AclLogEntry>> {
        self.execute_command(Command::new("ACL LOG"))
    }

    /// What the server has refused lately: at most `count` entries of those that its setting `acllog-max-len` lets
    /// it keep, the latest first.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-log/)
    #[doc(alias = "ACL LOG")]
    fn acl_log_count(self, count: u32) -> Self::Out<Vec<AclLogEntry>> {
        self.execute_command(Command::new("ACL LOG").arg(count))
    }

    /// Empties the log of what was refused (`ACL LOG RESET`).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-log/)
    fn acl_log_reset(self) -> Self::Out<()> {
        self.execute_command(Command::new("ACL LOG").arg("RESET"))
    }

    /// Writes all users to the server's ACL file (its setting `aclfile`).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-save/)
    ///
    /// # Errors
    /// `ERR` if the server has no ACL file, or can't write it.
    fn acl_save(self) -> Self::Out<()> {
        self.execute_command(Command::new("ACL SAVE"))
    }

    /// Changes a user as `rules` say. If there was none it is made first, and can do nothing: it is off,
    /// without passwords, commands and keys, and since 7.0.0 without channels.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-setuser/)
    ///
    /// # Errors
    /// `ERR` if a rule is wrong; then nothing is changed. The server quotes the rule in its message, which may be
    /// a password, so the quotation is left out.
    fn acl_setuser(self, username: impl ToArg, rules: AclRules) -> Self::Out<()> {
        self.execute_command(rules.add_to(Command::new("ACL SETUSER").arg(username)))
    }

    /// The names of all users.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-users/)
    fn acl_users<T: FromReply>(self) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ACL USERS"))
    }

    /// The name of the user that the connection is logged in as.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/acl-whoami/)
    fn acl_whoami<T: FromReply>(self) -> Self::Out<T> {
        self.execute_command(Command::new("ACL WHOAMI"))
    }
}

impl<E: Execute> AclCommands for E {}
