//! [`ScriptCall`]: a call of a script that the server may not have yet.

use crate::command::Command;
use crate::commands::Script;
use crate::convert::{FromReply, ToArgs};
use crate::error::{Error, ErrorKind, Result};
use crate::resp::Frame;

/// How often a script is loaded for one call. Once is enough, unless the server's cache is emptied in between.
const LOADS: u32 = 3;

/// A call of a script that the server may not have.
#[derive(Debug)]
pub(crate) struct ScriptCall {
    script: Script,
    command: Command,
    loads: u32,
}

impl ScriptCall {
    pub(crate) fn new(script: &Script, keys: impl ToArgs, args: impl ToArgs) -> Self {
        Self {
            script: script.clone(),
            command: script.run(keys, args),
            loads: LOADS,
        }
    }

    /// What runs the script.
    pub(crate) const fn command(&self) -> &Command {
        &self.command
    }

    /// What to send before the command is sent again.
    ///
    /// # Errors
    /// The one that the command ended with, unless it was that the script is missing.
    pub(crate) fn load_after(&mut self, error: Error) -> Result<Command> {
        if error.kind() != ErrorKind::NoScript || self.loads == 0 {
            return Err(error);
        }
        self.loads -= 1;
        Ok(self.script.load())
    }

    /// Decodes what the script returned.
    pub(crate) fn decode<T: FromReply>(&self, frame: Frame) -> Result<T> {
        self.command.decode(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_script_is_loaded_and_not_for_ever() {
        let script = Script::new("return 1");
        let mut call = ScriptCall::new(&script, "k", ());
        let other = call.load_after(Error::server("WRONGTYPE x")).unwrap_err();
        assert_eq!(other.code(), Some("WRONGTYPE"));
        for _ in 0..LOADS {
            let load = call.load_after(Error::server("NOSCRIPT x")).unwrap();
            assert_eq!(load.to_bytes(), script.load().to_bytes());
        }
        let end = call.load_after(Error::server("NOSCRIPT x")).unwrap_err();
        assert_eq!(end.kind(), ErrorKind::NoScript);
    }
}
