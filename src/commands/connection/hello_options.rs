//! [`HelloOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of `HELLO` ([`hello_with`](super::ConnectionCommands::hello_with)). Its `Debug` shows no password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HelloOptions {
    auth: Option<(OwnedArg, OwnedArg)>,
    name: Option<OwnedArg>,
}

impl HelloOptions {
    /// None of them.
    pub const fn new() -> Self {
        Self {
            auth: None,
            name: None,
        }
    }

    /// Logs in as well (`AUTH`); the user without a name is called `default`.
    pub fn auth(mut self, username: impl ToArg, password: impl ToArg) -> Self {
        self.auth = Some((OwnedArg::new(username), OwnedArg::new(password)));
        self
    }

    /// Names the connection as well (`SETNAME`).
    pub fn setname(mut self, name: impl ToArg) -> Self {
        self.name = Some(OwnedArg::new(name));
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.auth.as_ref(), |c, (username, password)| {
                c.arg("AUTH").arg(username).arg(password)
            })
            .option(self.name.as_ref(), |c, name| c.arg("SETNAME").arg(name))
    }
}
