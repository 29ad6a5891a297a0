//! The generic commands: keys, whatever they hold.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArgs};

use super::ScanOptions;

/// Commands on keys, whatever they hold.
pub trait GenericCommands: Execute {
    /// Deletes one key or many, and returns how many there were.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/del/)
    #[doc(alias = "DEL")]
    fn delete(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("DEL").keys(keys))
    }

    /// One page of the keys from `cursor` on, and the next cursor, which is 0 at the end.
    fn scan<T: FromReply>(self, cursor: u64, options: ScanOptions) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(options.add_to(Command::new("SCAN").arg(cursor)))
    }
}

impl<E: Execute> GenericCommands for E {}
