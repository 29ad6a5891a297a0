//! [`HelloOptions`].

use crate::command::Command;
use crate::config::Secret;

/// The options of `HELLO`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct HelloOptions {
    auth: Option<(String, Secret)>,
    name: Option<String>,
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
    pub fn auth(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.auth = Some((username.into(), Secret::new(password.into())));
        self
    }

    /// Names the connection as well (`SETNAME`).
    pub fn setname(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .option(self.auth.as_ref(), |c, (username, password)| {
                c.arg("AUTH").arg(username).arg(password.reveal())
            })
            .option(self.name.as_ref(), |c, name| c.arg("SETNAME").arg(name))
    }
}
