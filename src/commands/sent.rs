//! [`Sent`]: commands as they would be sent, for tests of those that no server at hand knows.

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

/// All words of a command.
pub(super) fn text(command: &Command) -> String {
    let words: Vec<&[u8]> = command.arguments().collect();
    String::from_utf8(words.join(&b' ')).unwrap()
}
