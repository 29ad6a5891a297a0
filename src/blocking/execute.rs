//! What a command gives in this face: its result.

use crate::command::{Command, Execute};
use crate::convert::FromReply;
use crate::error::Result;

use super::client::trial::Start;
use super::client::{Connection, Redis, Transaction};

/// Sends the command and waits for its reply.
impl Execute for &Redis {
    type Out<R: FromReply> = Result<R>;

    fn execute_command<R: FromReply>(self, command: Command) -> Result<R> {
        let frame = self.run(&command, Start::now())?;
        command.decode(frame)
    }
}

macro_rules! on_its_own_connection {
    ($($target:ty),+ $(,)?) => {$(
        /// Sends the command and waits for its reply.
        impl Execute for $target {
            type Out<R: FromReply> = Result<R>;

            fn execute_command<R: FromReply>(self, command: Command) -> Result<R> {
                let frame = self.run(&command, Start::now())?;
                command.decode(frame)
            }
        }
    )+};
}
on_its_own_connection!(&mut Connection, &mut Transaction);
