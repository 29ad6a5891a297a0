//! [`MonitoredCommand`]: one command that a server was seen to execute.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// A command that the server has executed, as a [`Monitor`](crate::Monitor) sees it: when, in which database, for whom,
/// and with which arguments.
///
/// Its `Debug` shows the name of the command and how many arguments it had, not what they were.
#[derive(Clone, PartialEq, Eq)]
pub struct MonitoredCommand {
    time: Duration,
    database: u32,
    client: MonitoredClient,
    arguments: Vec<Bytes>,
}

/// Who gave a command.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MonitoredClient {
    /// Somebody at `host:port`.
    Tcp(String),
    /// Somebody on a Unix socket with this path.
    Unix(String),
    /// A script or a function.
    Lua,
    /// The server does not say.
    Unknown,
}

impl MonitoredCommand {
    /// When the server executed it, by its clock, to the microsecond.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        UNIX_EPOCH + self.time
    }

    /// The number of the database.
    #[must_use]
    pub const fn database(&self) -> u32 {
        self.database
    }

    /// Who gave it.
    #[must_use]
    pub const fn client(&self) -> &MonitoredClient {
        &self.client
    }

    /// The name of the command, as it was written.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.arguments.first().map(|name| &**name);
        String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
    }

    /// The command with its arguments, each as it was before the server wrote it in quotes. A few say
    /// `(redacted)`, such as passwords.
    #[must_use]
    pub fn arguments(&self) -> &[Bytes] {
        &self.arguments
    }

    /// The command and its arguments with spaces between them, as redis-py has it. What is not UTF-8 is replaced.
    #[must_use]
    pub fn command(&self) -> String {
        let words: Vec<_> = self.arguments.iter().map(|word| &**word).collect();
        String::from_utf8_lossy(&words.join(b" ".as_slice())).into_owned()
    }

    /// Reads `1339518083.107412 [0 127.0.0.1:60866] "keys" "*"`.
    fn read(line: &[u8]) -> Option<Self> {
        let (time, rest) = split(line, b" [")?;
        let (place, rest) = split(rest, b"] \"")?;
        let (database, client) = split(place, b" ")?;
        Some(Self {
            time: seconds(time)?,
            database: number(database)?,
            client: MonitoredClient::read(client),
            arguments: arguments(rest)?,
        })
    }
}

impl MonitoredClient {
    fn read(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        match text.strip_prefix("unix:") {
            Some(path) => Self::Unix(path.to_owned()),
            None if text == "lua" => Self::Lua,
            None if text.contains(':') => Self::Tcp(text.into_owned()),
            None => Self::Unknown,
        }
    }
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let begin = bytes.windows(at.len()).position(|window| window == at)?;
    Some((bytes.get(..begin)?, bytes.get(begin + at.len()..)?))
}

fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// `1339518083.107412`, in which there are six digits after the point.
fn seconds(text: &[u8]) -> Option<Duration> {
    let (seconds, micros) = split(text, b".")?;
    let micros: u32 = number(micros).filter(|_| micros.len() == 6)?;
    Some(Duration::new(number(seconds)?, micros * 1000))
}

/// The arguments in quotes, the first of which has been opened already.
fn arguments(mut rest: &[u8]) -> Option<Vec<Bytes>> {
    let mut all = Vec::new();
    loop {
        let (argument, after) = argument(rest)?;
        all.push(argument.into());
        rest = match after {
            [] => return Some(all),
            [b' ', b'"', rest @ ..] => rest,
            _ => return None,
        };
    }
}

/// What is in quotes, up to their end, and what is behind them.
fn argument(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut argument = Vec::new();
    loop {
        match rest {
            [b'"', after @ ..] => return Some((argument, after)),
            [b'\\', b'x', high, low, after @ ..] => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).ok()?;
                argument.push(u8::from_str_radix(digits, 16).ok()?);
                rest = after;
            }
            [b'\\', escaped, after @ ..] => {
                argument.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'a' => 0x07,
                    b'b' => 0x08,
                    other => *other,
                });
                rest = after;
            }
            [byte, after @ ..] => {
                argument.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}

impl FromReply for MonitoredCommand {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let wanted = "a monitored command";
        let reply = reply.into_result()?;
        let Reply::Status(line) = reply else {
            return Err(Error::decode(reply.kind_name(), wanted));
        };
        Self::read(line).ok_or_else(|| Error::decode("a status line of another form", wanted))
    }
}

impl fmt::Debug for MonitoredCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MonitoredCommand")
            .field("time", &self.time)
            .field("database", &self.database)
            .field("client", &self.client)
            .field("name", &self.name())
            .field("arguments", &self.arguments.len().saturating_sub(1))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<MonitoredCommand> {
        MonitoredCommand::read(line.as_bytes())
    }

    #[test]
    fn a_line_is_taken_apart() {
        let seen = read(r#"1339518083.000412 [5 127.0.0.1:60866] "set" "a b" "1""#).unwrap();
        assert_eq!(
            seen.time(),
            UNIX_EPOCH + Duration::from_micros(1_339_518_083_000_412)
        );
        assert_eq!(seen.database(), 5);
        let tcp = MonitoredClient::Tcp("127.0.0.1:60866".to_owned());
        assert_eq!(*seen.client(), tcp);
        assert_eq!(seen.name(), "set");
        assert_eq!(seen.arguments(), ["set", "a b", "1"]);
        assert_eq!(seen.command(), "set a b 1");
    }

    #[test]
    fn clients_are_told_apart() {
        for (text, client) in [
            ("[::1]:5000", MonitoredClient::Tcp("[::1]:5000".to_owned())),
            ("unix:/a b", MonitoredClient::Unix("/a b".to_owned())),
            ("lua", MonitoredClient::Lua),
            ("?", MonitoredClient::Unknown),
            ("", MonitoredClient::Unknown),
        ] {
            let seen = read(&format!(r#"1.000000 [0 {text}] "ping""#)).unwrap();
            assert_eq!(*seen.client(), client);
        }
    }

    #[test]
    fn quotes_are_undone() {
        let seen = read(r#"1.000000 [0 lua] "a\"b\\" "\n\r\t\a\b" "\x00\xff" "" "] \"""#).unwrap();
        let expected: [&[u8]; 5] = [b"a\"b\\", b"\n\r\t\x07\x08", b"\x00\xff", b"", b"] \""];
        assert_eq!(seen.arguments(), expected);
    }

    #[test]
    fn what_is_no_such_line_is_none() {
        for line in [
            "OK",
            r#"1.0 [0 lua] "ping""#,
            r#"x.000000 [0 lua] "ping""#,
            r#"1.000000 [x lua] "ping""#,
            r#"1.000000 [0 lua] "ping"#,
            r#"1.000000 [0 lua] "ping"x"#,
            r#"1.000000 [0 lua] "\xzz""#,
            r#"1.000000 [0 lua] "\"#,
            r#"1.000000 [0 lua]"#,
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn debug_shows_no_argument() {
        let seen = read(r#"1.000000 [0 lua] "set" "k" "secret""#).unwrap();
        let shown = format!("{seen:?}");
        assert!(
            shown.contains("set") && !shown.contains("secret"),
            "{shown}"
        );
    }
}
