//! [`Sent`]: what the methods of commands would send, for tests of what no server here knows.

use crate::command::{Command, Execute};
use crate::convert::FromReply;

/// Gives back the commands.
pub(super) struct Sent;

impl Execute for Sent {
    type Out<R: FromReply> = Command;

    fn execute_command<R: FromReply>(self, command: Command) -> Command {
        command
    }
}

/// The command's words, with blanks between them.
pub(super) fn text(command: &Command) -> String {
    let words: Vec<&[u8]> = command.arguments().collect();
    String::from_utf8(words.join(&b' ')).unwrap()
}
