//! [`Handshake`]: what is said on a new connection, and what is made of the answers.
//!
//! ```text
//!            ┌────────── all in one write, answered in one round trip ──────────┐
//! RESP3:     HELLO 3 [AUTH user pass] [SETNAME name] · SETINFO × 2 · [SELECT db] ──▶ done
//!                 │ the server does not know HELLO
//!                 ▼
//! RESP2:     [AUTH [user] pass] · [SETNAME name] · SETINFO × 2 · [SELECT db] ──────▶ done
//! ```

use crate::command::Command;
use crate::config::{Config, Credentials};
use crate::error::{Error, ErrorKind, Outcome, Result};
use crate::resp::{Encoded, Protocol, Reply};

/// One command of the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Hello,
    Auth,
    SetName,
    SetInfo,
    Select,
}

/// What comes after a reply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// More replies are to come.
    More,
    /// The server refused `HELLO`: send [`request`](Handshake::request) once more.
    Again,
    /// The connection is ready, and speaks this.
    Done(Protocol),
}

/// The state of a handshake.
#[derive(Debug)]
pub(crate) struct Handshake {
    protocol: Protocol,
    request: Encoded,
    steps: Vec<Step>,
    answered: usize,
    credentials: Credentials,
    hello_refused: bool,
}

impl Handshake {
    /// The handshake that `config` asks for, with these credentials.
    pub(crate) fn new(config: &Config, credentials: Credentials) -> Self {
        let mut handshake = Self {
            protocol: config.protocol,
            request: Encoded::new(),
            steps: Vec::new(),
            answered: 0,
            credentials,
            hello_refused: false,
        };
        handshake.plan(config);
        handshake
    }

    /// Writes the request for the protocol.
    fn plan(&mut self, config: &Config) {
        self.request = Encoded::new();
        self.steps.clear();
        self.answered = 0;
        self.hello_refused = false;
        let (username, password) = self.credentials.reveal();
        let logs_in = !self.credentials.is_none();
        let name = config.client_name.as_deref();
        if self.protocol == Protocol::Resp3 {
            let mut hello = Command::new("HELLO").arg(3);
            if logs_in {
                hello = hello
                    .arg("AUTH")
                    .arg(username.unwrap_or("default"))
                    .arg(password.unwrap_or_default());
            }
            self.add(
                Step::Hello,
                hello.option(name, |c, name| c.arg("SETNAME").arg(name)),
            );
        } else {
            if let Some(auth) = auth(&self.credentials) {
                self.add(Step::Auth, auth);
            }
            if let Some(name) = name {
                self.add(Step::SetName, Command::new("CLIENT SETNAME").arg(name));
            }
        }
        if let Some(driver) = &config.driver_info {
            self.add(
                Step::SetInfo,
                Command::new("CLIENT SETINFO LIB-NAME").arg(driver.formatted_name()),
            );
            self.add(
                Step::SetInfo,
                Command::new("CLIENT SETINFO LIB-VER").arg(driver.version()),
            );
        }
        if config.database() != 0 {
            self.add(Step::Select, Command::new("SELECT").arg(config.database()));
        }
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "the command is made for this call"
    )]
    fn add(&mut self, step: Step, command: Command) {
        self.request.append(command.encoded());
        self.steps.push(step);
    }

    /// What to send now; empty if there is nothing to say.
    pub(crate) const fn request(&self) -> &Encoded {
        &self.request
    }

    /// Whether nothing is said at all: RESP2 without a password, a name or a database.
    pub(crate) fn protocol_if_silent(&self) -> Option<Protocol> {
        self.steps.is_empty().then_some(self.protocol)
    }

    /// Takes the next reply.
    ///
    /// # Errors
    /// What the server refused. The connection is of no use then.
    pub(crate) fn on_reply(&mut self, reply: &Reply<'_>, config: &Config) -> Result<Progress> {
        let step = self.steps.get(self.answered).copied();
        self.answered += 1;
        if let Reply::Error(error) = reply {
            self.on_error(step, error.to_error())?;
        } else if step == Some(Step::Hello) {
            check_version(reply)?;
        }
        if self.answered < self.steps.len() {
            return Ok(Progress::More);
        }
        if !self.hello_refused {
            return Ok(Progress::Done(self.protocol));
        }
        self.protocol = Protocol::Resp2;
        self.plan(config);
        Ok(self
            .protocol_if_silent()
            .map_or(Progress::Again, Progress::Done))
    }

    /// Decides which errors end the handshake.
    fn on_error(&mut self, step: Option<Step>, error: Error) -> Result<()> {
        match step {
            Some(Step::Hello) if self.means_no_hello(&error) => {
                self.hello_refused = true;
                Ok(())
            }
            // Without HELLO's AUTH everything after it is refused too, and is said again anyway.
            _ if self.hello_refused => Ok(()),
            // Servers before 7.2 don't know it, and a user may not be allowed to use it.
            Some(Step::SetInfo) if error.kind() != ErrorKind::Authentication => Ok(()),
            _ => Err(error.with_outcome(Outcome::NotSent)),
        }
    }

    /// Whether the answer to HELLO means that this server, or this user, has to do without.
    fn means_no_hello(&self, error: &Error) -> bool {
        match error.code() {
            Some("NOPROTO" | "NOPERM") => true,
            Some("ERR") => error
                .message()
                .to_ascii_lowercase()
                .contains("unknown command"),
            // Valkey says this to commands that it does not know, too. HELLO that logs in can't be
            // asked to log in first.
            Some("NOAUTH") => !self.credentials.is_none(),
            _ => false,
        }
    }
}

/// The command that logs in, if anybody does.
pub(crate) fn auth(credentials: &Credentials) -> Option<Command> {
    let auth = Command::new("AUTH");
    match credentials.reveal() {
        (None, None) => None,
        (None, Some(password)) => Some(auth.arg(password)),
        (Some(username), password) => Some(auth.arg(username).arg(password.unwrap_or_default())),
    }
}

/// HELLO's answer names the protocol from here on.
fn check_version(reply: &Reply<'_>) -> Result<()> {
    let mut pairs = match reply {
        Reply::Map(pairs) => pairs.clone(),
        other => return Err(no_hello(&format!("it is {}", other.kind_name()))),
    };
    let proto =
        pairs.find(|(key, _)| matches!(key, Reply::Bulk(key) if *key.as_bytes() == *b"proto"));
    match proto {
        Some((_, Reply::Integer(3))) => Ok(()),
        _ => Err(no_hello("it does not say `proto` 3")),
    }
}

fn no_hello(why: &str) -> Error {
    Error::new(
        ErrorKind::InvalidResponse,
        format!("the answer to HELLO makes no sense: {why}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &[u8] = b"%1\r\n$5\r\nproto\r\n:3\r\n";
    const OK: &[u8] = b"+OK\r\n";

    fn said(handshake: &Handshake) -> Vec<String> {
        handshake
            .request()
            .commands_from(0)
            .map(|command| {
                command
                    .map(|a| String::from_utf8_lossy(a).into_owned())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    fn answer(handshake: &mut Handshake, config: &Config, replies: &[&[u8]]) -> Result<Progress> {
        let mut last = Progress::More;
        for reply in replies {
            last = handshake.on_reply(&Reply::parse(reply)?, config)?;
        }
        Ok(last)
    }

    fn handshake(config: &Config) -> Handshake {
        Handshake::new(config, config.credentials().clone())
    }

    fn config() -> Config {
        Config::new().password("pw").client_name("me").db(2)
    }

    #[test]
    fn everything_is_said_at_once() {
        let config = config();
        let mut handshake = handshake(&config);
        let said = said(&handshake);
        assert_eq!(said[0], "HELLO 3 AUTH default pw SETNAME me");
        assert_eq!(said[1], "CLIENT SETINFO LIB-NAME redial");
        assert!(said[2].starts_with("CLIENT SETINFO LIB-VER "));
        assert_eq!(said[3], "SELECT 2");
        let refused = b"-ERR unknown subcommand 'SETINFO'.\r\n";
        let progress = answer(&mut handshake, &config, &[HELLO, refused, refused, OK]).unwrap();
        assert_eq!(progress, Progress::Done(Protocol::Resp3));
    }

    #[test]
    fn a_server_without_hello_is_spoken_to_in_resp2() {
        let config = config().username("ann");
        let mut handshake = handshake(&config);
        let noauth = b"-NOAUTH Authentication required.\r\n";
        let unknown = b"-ERR unknown command `HELLO`, with args beginning with: `3`, \r\n";
        let progress = answer(&mut handshake, &config, &[unknown, noauth, noauth, noauth]).unwrap();
        assert_eq!(progress, Progress::Again);
        let said = said(&handshake);
        assert_eq!(said[0], "AUTH ann pw");
        assert_eq!(said[1], "CLIENT SETNAME me");
        assert_eq!(said.len(), 5);
        let progress = answer(&mut handshake, &config, &[OK; 5]).unwrap();
        assert_eq!(progress, Progress::Done(Protocol::Resp2));
    }

    #[test]
    fn noauth_means_that_hello_is_not_known_only_to_who_logs_in_with_it() {
        let noauth = b"-NOAUTH Authentication required.\r\n";
        let config = Config::new().password("pw").driver_info(None);
        let progress = answer(&mut handshake(&config), &config, &[noauth]).unwrap();
        assert_eq!(progress, Progress::Again);
        let config = Config::new().driver_info(None);
        let error = answer(&mut handshake(&config), &config, &[noauth]).unwrap_err();
        assert!(error.is_authentication());
    }

    #[test]
    fn a_refused_password_ends_it_and_counts_as_nothing_sent() {
        let config = config();
        let mut handshake = handshake(&config);
        let error = answer(&mut handshake, &config, &[b"-WRONGPASS invalid\r\n"]).unwrap_err();
        assert!(error.is_authentication());
        assert_eq!(error.outcome(), Outcome::NotSent);
    }

    #[test]
    fn a_database_that_is_not_there_ends_it() {
        let config = Config::new().db(99).driver_info(None);
        let mut handshake = handshake(&config);
        let error = answer(
            &mut handshake,
            &config,
            &[HELLO, b"-ERR DB index is out of range\r\n"],
        )
        .unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }

    #[test]
    fn an_answer_to_hello_that_is_none_is_refused() {
        for reply in [OK, b":3\r\n", b"%1\r\n$5\r\nproto\r\n:2\r\n", b"%0\r\n"] {
            let config = Config::new();
            let error = answer(&mut handshake(&config), &config, &[reply]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        }
    }

    #[test]
    fn resp2_without_anything_to_say_is_silent() {
        let config = Config::new().protocol(Protocol::Resp2).driver_info(None);
        assert_eq!(
            handshake(&config).protocol_if_silent(),
            Some(Protocol::Resp2)
        );
    }
}
