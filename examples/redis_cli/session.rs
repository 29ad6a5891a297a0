//! What is done with each line: a command on one connection, or one of the tool's own words.

use std::time::{Duration, UNIX_EPOCH};

use redial::commands::{Message, MessageKind, MonitoredClient, MonitoredCommand};
use redial::prelude::*;
use redial::{Error, Result, Retry};

use crate::input::Input;
use crate::parse::split;
use crate::print::{quoted, say, say_line, shown};

const HELP: &str = "\
COMMAND ARG...       sends a command; arguments with spaces are \"quoted\\n\" or 'quoted'
MONITOR              shows all commands that the server executes, until Enter is pressed
SUBSCRIBE CHANNEL... shows messages, likewise; and so do PSUBSCRIBE and SSUBSCRIBE
take N COMMAND...    the same, but ends after N commands or messages
history              what was sent, but for lines with secrets
quit                 ends, as the end of the input does
";

/// How long listening goes on before the input is looked at.
const PAUSE: Duration = Duration::from_millis(50);

pub(crate) struct Session {
    redis: Redis,
    /// One connection for all commands, so that `SELECT`, `MULTI` and `WATCH` work as one expects.
    connection: Option<Connection>,
    history: Vec<String>,
}

impl Session {
    pub(crate) fn new(url: &str) -> Result<Self> {
        // A person sees an error at once, tries again by hand, and waits for slow commands as long as they take.
        let config = Config::from_url(url)?.retry(Retry::never());
        Ok(Self {
            redis: Redis::new(config.socket_timeout(None))?,
            connection: None,
            history: Vec::new(),
        })
    }

    pub(crate) const fn redis(&self) -> &Redis {
        &self.redis
    }

    /// Does what a line says, and shows what comes of it; whether to go on after it.
    pub(crate) fn line(&mut self, line: &[u8], input: &mut Input) -> bool {
        let Some(words) = split(line) else {
            say_line("Invalid argument(s)");
            return true;
        };
        if words
            .first()
            .is_some_and(|word| is(word, &["quit", "exit"]))
        {
            return false;
        }
        if !words.is_empty() && !holds_secret(&words) {
            let line = String::from_utf8_lossy(line.trim_ascii());
            self.history.push(line.into_owned());
        }
        if let Err(error) = self.obey(&words, input) {
            complain(&error);
        }
        true
    }

    /// Does what the words say, and shows what comes of it.
    pub(crate) fn obey(&mut self, words: &[Vec<u8>], input: &mut Input) -> Result<()> {
        let Some((first, rest)) = words.split_first() else {
            return Ok(());
        };
        let first = String::from_utf8_lossy(first).to_ascii_uppercase();
        match &*first {
            "HELP" => say(HELP),
            "HISTORY" => {
                for (at, line) in self.history.iter().enumerate() {
                    say_line(format_args!("{:3}  {line}", at + 1));
                }
            }
            "AUTH" => self.log_in(rest)?,
            "TAKE" => return self.take(rest),
            "MONITOR" | "SUBSCRIBE" | "PSUBSCRIBE" | "SSUBSCRIBE" => {
                return self.listen(&first, rest, Until::Input(input));
            }
            _ => say(shown(&self.send(&first, rest)?)),
        }
        Ok(())
    }

    fn send(&mut self, name: &str, args: &[Vec<u8>]) -> Result<Value> {
        if name.contains(char::is_whitespace) {
            return Err(Error::data("the name of a command is one word"));
        }
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.redis.connection()?),
        };
        let reply = connection.execute_command(Command::new(name).args(args));
        // What the connection had been told, such as a database, went with it; the next command has a new one.
        reply.inspect_err(|error| {
            if error.is_connection() || error.is_timeout() {
                self.connection = None;
            }
        })
    }

    /// Logs in by a new client, so that every connection from then on is logged in.
    fn log_in(&mut self, args: &[Vec<u8>]) -> Result<()> {
        let args: Vec<_> = args
            .iter()
            .map(|arg| String::from_utf8_lossy(arg))
            .collect();
        let (user, password) = match &*args {
            [password] => ("default", &**password),
            [user, password] => (&**user, &**password),
            _ => return Err(Error::data("it is AUTH [USER] PASSWORD")),
        };
        let config = self.redis.config().clone();
        let redis = Redis::new(config.username(user).password(password))?;
        self.connection = Some(redis.connection()?);
        self.redis = redis;
        say_line("OK");
        Ok(())
    }

    /// `take 3 MONITOR`.
    fn take(&self, words: &[Vec<u8>]) -> Result<()> {
        let usage = || Error::data("it is take N MONITOR, or take N SUBSCRIBE CHANNEL...");
        let [count, name, rest @ ..] = words else {
            return Err(usage());
        };
        let count = str::from_utf8(count)
            .ok()
            .and_then(|text| text.parse().ok());
        let name = String::from_utf8_lossy(name).to_ascii_uppercase();
        match &*name {
            "MONITOR" | "SUBSCRIBE" | "PSUBSCRIBE" | "SSUBSCRIBE" => {
                let until = Until::Count(count.ok_or_else(usage)?);
                self.listen(&name, rest, until)
            }
            _ => Err(usage()),
        }
    }

    fn listen(&self, name: &str, args: &[Vec<u8>], until: Until<'_>) -> Result<()> {
        if name == "MONITOR" {
            return self.monitor(until);
        }
        if args.is_empty() {
            return Err(Error::data(format!("it is {name} CHANNEL...")));
        }
        let pubsub = self.redis.pubsub();
        match name {
            "PSUBSCRIBE" => pubsub.psubscribe(args)?,
            "SSUBSCRIBE" => pubsub.ssubscribe(args)?,
            _ => pubsub.subscribe(args)?,
        }
        show_messages(&pubsub, until)
    }

    fn monitor(&self, mut until: Until<'_>) -> Result<()> {
        let mut monitor = self.redis.monitor()?;
        say_line("OK");
        while !until.is_over() {
            if let Some(seen) = monitor.next_command_within(PAUSE)? {
                say_line(monitored(&seen));
                until.count();
            }
        }
        Ok(())
    }
}

/// When listening ends.
enum Until<'a> {
    /// When so many more have come.
    Count(u64),
    /// When something is typed, or the input has ended.
    Input(&'a mut Input),
}

impl Until<'_> {
    fn is_over(&mut self) -> bool {
        match self {
            Self::Count(left) => *left == 0,
            Self::Input(input) => input.has_come(),
        }
    }

    fn count(&mut self) {
        if let Self::Count(left) = self {
            *left = left.saturating_sub(1);
        }
    }
}

fn show_messages(pubsub: &PubSub, mut until: Until<'_>) -> Result<()> {
    while !until.is_over() {
        let Some(message) = pubsub.get_message(PAUSE)? else {
            continue;
        };
        match message.kind() {
            MessageKind::Gap => say_line("(the connection was lost: messages may be missing here)"),
            _ => say(shown(&push(&message)?)),
        }
        if message.kind().is_published() {
            until.count();
        }
    }
    Ok(())
}

/// The message as the server has sent it.
fn push(message: &Message) -> Result<Value> {
    let name = format!("{:?}", message.kind()).to_ascii_lowercase();
    let mut parts = vec![Value::Bulk(name.into())];
    parts.extend(
        message
            .pattern_bytes()
            .map(|name| Value::Bulk(name.into_owned().into())),
    );
    parts.push(Value::Bulk(message.channel_bytes().into_owned().into()));
    parts.push(message.payload()?);
    Ok(Value::Push(parts))
}

/// `1339518083.107412 [0 127.0.0.1:60866] "keys" "*"`.
fn monitored(seen: &MonitoredCommand) -> String {
    let time = seen.time().duration_since(UNIX_EPOCH).unwrap_or_default();
    let client = match seen.client() {
        MonitoredClient::Tcp(address) => address.clone(),
        MonitoredClient::Unix(path) => format!("unix:{path}"),
        MonitoredClient::Lua => "lua".to_owned(),
        _ => "?".to_owned(),
    };
    let words: Vec<String> = seen.arguments().iter().map(|word| quoted(word)).collect();
    format!(
        "{}.{:06} [{} {client}] {}",
        time.as_secs(),
        time.subsec_micros(),
        seen.database(),
        words.join(" ")
    )
}

/// What the server says goes where replies go; what else went wrong, beside it.
pub(crate) fn complain(error: &Error) {
    match error.code() {
        Some("NOAUTH") => say_line("(error) NOAUTH Authentication required: AUTH [USER] PASSWORD"),
        Some(_) => say_line(format_args!("(error) {}", error.message())),
        None => eprintln!("{error}"),
    }
}

/// Whether the line is not to be remembered: it may hold a password.
fn holds_secret(words: &[Vec<u8>]) -> bool {
    match words {
        [name, ..] if is(name, &["auth"]) => true,
        [name, sub, ..] if is(name, &["acl"]) => is(sub, &["setuser"]),
        [name, sub, ..] if is(name, &["config"]) => is(sub, &["set"]),
        [name, sub, ..] if is(name, &["sentinel"]) => is(sub, &["set", "config"]),
        [name, rest @ ..] if is(name, &["hello", "migrate"]) => {
            rest.iter().any(|word| is(word, &["auth", "auth2"]))
        }
        _ => false,
    }
}

fn is(word: &[u8], names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_passwords_are_not_remembered() {
        for (line, is_secret) in [
            ("AUTH s", true),
            ("auth ann s", true),
            ("HELLO 3 AUTH ann s", true),
            ("HELLO 3", false),
            ("ACL SETUSER ann >s", true),
            ("ACL WHOAMI", false),
            ("CONFIG SET requirepass s", true),
            ("CONFIG GET requirepass", false),
            ("MIGRATE h 1 k 0 9 AUTH s", true),
            ("SET auth s", false),
        ] {
            let words = split(line.as_bytes()).unwrap();
            assert_eq!(holds_secret(&words), is_secret, "{line}");
        }
    }
}
