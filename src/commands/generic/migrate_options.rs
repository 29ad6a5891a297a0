//! [`MigrateOptions`].

use crate::command::Command;
use crate::convert::{OwnedArg, ToArg};

/// The options of `MIGRATE` ([`migrate_with`](super::GenericCommands::migrate_with)). Its `Debug` shows no password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct MigrateOptions {
    copy: bool,
    replace: bool,
    auth: Option<Auth>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Auth {
    Password(OwnedArg),
    User(OwnedArg, OwnedArg),
}

impl MigrateOptions {
    /// None of them: the keys are moved, to where they do not exist, without a password.
    pub const fn new() -> Self {
        Self {
            copy: false,
            replace: false,
            auth: None,
        }
    }

    /// The keys stay here as well (`COPY`). Since 3.0.0.
    pub const fn copy(mut self) -> Self {
        self.copy = true;
        self
    }

    /// Keys that exist there are replaced (`REPLACE`). Since 3.0.0.
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// The other server wants this password (`AUTH`). Since 4.0.7.
    pub fn auth(mut self, password: impl ToArg) -> Self {
        self.auth = Some(Auth::Password(OwnedArg::new(password)));
        self
    }

    /// The other server wants this user and password (`AUTH2`). Since 6.0.0.
    pub fn auth2(mut self, username: impl ToArg, password: impl ToArg) -> Self {
        self.auth = Some(Auth::User(OwnedArg::new(username), OwnedArg::new(password)));
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        command
            .flag(self.copy, "COPY")
            .flag(self.replace, "REPLACE")
            .option(self.auth.as_ref(), |c, auth| match auth {
                Auth::Password(password) => c.arg("AUTH").arg(password),
                Auth::User(username, password) => c.arg("AUTH2").arg(username).arg(password),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_password() {
        let options = MigrateOptions::new().auth2("ann", "S3CR3T");
        assert!(!format!("{options:?}").contains("S3CR3T"));
    }
}
