//! [`TrackingOptions`].

use crate::command::Command;

/// Which keys the server remembers for a connection that tracks them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// Those that were read.
    #[default]
    Read,
    Broadcast(Vec<Vec<u8>>),
    OptIn,
    OptOut,
}

/// The options of `CLIENT TRACKING`
/// ([`client_tracking_on_with`](super::ConnectionCommands::client_tracking_on_with)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct TrackingOptions {
    redirect: Option<i64>,
    mode: Mode,
    noloop: bool,
}

impl TrackingOptions {
    /// None of them: the server remembers each key that the connection reads.
    pub const fn new() -> Self {
        Self {
            redirect: None,
            mode: Mode::Read,
            noloop: false,
        }
    }

    /// The messages go to the connection with this id (`REDIRECT`). With RESP2 there is no other way.
    pub const fn redirect(mut self, client_id: i64) -> Self {
        self.redirect = Some(client_id);
        self
    }

    /// Messages about all keys, read or not (`BCAST`). It replaces `optin` and `optout`.
    pub fn bcast(mut self) -> Self {
        if !matches!(self.mode, Mode::Broadcast(_)) {
            self.mode = Mode::Broadcast(Vec::new());
        }
        self
    }

    /// Messages about all keys that begin so (`BCAST` with `PREFIX`). Each call adds one.
    pub fn prefix(self, prefix: impl Into<Vec<u8>>) -> Self {
        let mut with = self.bcast();
        if let Mode::Broadcast(prefixes) = &mut with.mode {
            prefixes.push(prefix.into());
        }
        with
    }

    /// Only keys that are read right after `CLIENT CACHING YES` (`OPTIN`). It replaces `optout` and
    /// `bcast`.
    pub fn optin(mut self) -> Self {
        self.mode = Mode::OptIn;
        self
    }

    /// All keys but those that are read right after `CLIENT CACHING NO` (`OPTOUT`). It replaces
    /// `optin` and `bcast`.
    pub fn optout(mut self) -> Self {
        self.mode = Mode::OptOut;
        self
    }

    /// No messages about what the connection itself changes (`NOLOOP`).
    pub const fn noloop(mut self) -> Self {
        self.noloop = true;
        self
    }

    pub(crate) fn add_to(&self, command: Command) -> Command {
        let command = command.option(self.redirect, |c, id| c.arg("REDIRECT").arg(id));
        let command = match &self.mode {
            Mode::Read => command,
            Mode::OptIn => command.arg("OPTIN"),
            Mode::OptOut => command.arg("OPTOUT"),
            Mode::Broadcast(prefixes) => prefixes.iter().fold(command.arg("BCAST"), |c, prefix| {
                c.arg("PREFIX").arg(prefix)
            }),
        };
        command.flag(self.noloop, "NOLOOP")
    }
}
