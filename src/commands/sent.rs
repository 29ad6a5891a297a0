//! [`Sent`]: what a method sends, for tests of commands that no server at hand knows.

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

/// The words of a command, with spaces between.
pub(super) fn text(command: &Command) -> String {
    let words: Vec<&[u8]> = command.arguments().collect();
    String::from_utf8(words.join(&b' ')).unwrap()
}
