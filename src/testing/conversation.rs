//! [`Conversation`]: one connection of a test server, in a thread of its own.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

use crate::resp::{Decoder, Limits, Protocol, Reply};

use super::Answer;
use super::script::{Reaction, Received, line};
use super::test_server::Shared;

/// What servers say of themselves to `HELLO`, as keys and values.
const HELLO: [(&str, &str); 5] = [
    ("server", "$5\r\nredis\r\n"),
    ("version", "$5\r\n7.0.0\r\n"),
    ("mode", "$10\r\nstandalone\r\n"),
    ("role", "$6\r\nmaster\r\n"),
    ("modules", "*0\r\n"),
];

/// A connection, and what the server knows of it.
#[derive(Debug)]
pub(super) struct Conversation {
    /// Under which the server knows it.
    number: usize,
    stream: TcpStream,
    /// What has come and was not read yet.
    unread: Vec<u8>,
    protocol: Protocol,
    transaction: Option<Transaction>,
    shared: Arc<Shared>,
}

/// What was sent since `MULTI`.
#[derive(Debug, Default)]
struct Transaction {
    answers: Vec<u8>,
    commands: usize,
    /// One was not expected, so nothing is executed.
    is_broken: bool,
}

impl Conversation {
    pub(super) const fn new(number: usize, stream: TcpStream, shared: Arc<Shared>) -> Self {
        Self {
            number,
            stream,
            unread: Vec::new(),
            protocol: Protocol::Resp2,
            transaction: None,
            shared,
        }
    }

    /// Answers until the client or the server ends it.
    pub(super) fn run(mut self) {
        let _ = self.stream.set_nodelay(true);
        while let Ok(command) = self.read() {
            if self.react(command).is_err() {
                break;
            }
        }
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// The next command.
    fn read(&mut self) -> io::Result<Received> {
        loop {
            let complete = Decoder::new(Limits::default()).advance(&self.unread);
            if let Some(frame) = complete.map_err(io::Error::other)? {
                let rest = self.unread.split_off(frame.len);
                let whole = std::mem::replace(&mut self.unread, rest);
                return words(&whole);
            }
            let mut chunk = [0; 4096];
            let count = self.stream.read(&mut chunk)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.unread
                .extend_from_slice(chunk.get(..count).unwrap_or_default());
        }
    }

    /// Does what is planned for a command, or what servers do.
    fn react(&mut self, command: Received) -> io::Result<()> {
        let name = command.first().map(|name| name.to_ascii_uppercase());
        let name = name.unwrap_or_default();
        let reaction = {
            let mut script = self.shared.script();
            if !opens_connections(&name) {
                script.received.push(command.clone());
            }
            script.react(&command)
        };
        self.shared.ring();
        if let Some(reaction) = reaction {
            return self.perform(&name, &reaction);
        }
        if let Some(bytes) = self.usual(&name, &command) {
            return self.stream.write_all(&bytes);
        }
        if let Some(transaction) = &mut self.transaction {
            transaction.is_broken = true;
        }
        let text = format!("ERR the test does not expect this: {}", line(&command));
        self.shared.script().surprise(command);
        self.send(&Answer::error(&text))
    }

    /// Does what is planned.
    fn perform(&mut self, name: &[u8], reaction: &Reaction) -> io::Result<()> {
        if !self.shared.wait(reaction.delay) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        if matches!(name, b"EXEC" | b"DISCARD") {
            self.transaction = None;
        }
        match (&reaction.answer, &mut self.transaction) {
            (Some(answer), Some(transaction)) => {
                answer.write(self.protocol, &mut transaction.answers);
                transaction.commands += 1;
                self.send(&Answer::status("QUEUED"))?;
            }
            (Some(answer), None) => self.send(answer)?,
            (None, _) => {}
        }
        match reaction.closes {
            true => Err(io::ErrorKind::ConnectionAborted.into()),
            false => Ok(()),
        }
    }

    /// What servers answer to what is not of interest to a test.
    fn usual(&mut self, name: &[u8], command: &[Vec<u8>]) -> Option<Vec<u8>> {
        let ok = || Some(b"+OK\r\n".to_vec());
        match name {
            b"HELLO" => self.hello(command),
            b"AUTH" | b"CLIENT" | b"SELECT" | b"WATCH" | b"UNWATCH" => ok(),
            b"PING" if command.len() == 1 => Some(b"+PONG\r\n".to_vec()),
            b"MULTI" => {
                self.transaction = Some(Transaction::default());
                ok()
            }
            b"DISCARD" => self.transaction.take().and_then(|_| ok()),
            b"EXEC" => self.transaction.take().map(|transaction| {
                if transaction.is_broken {
                    let text = "-EXECABORT Transaction discarded because of previous errors.\r\n";
                    return text.as_bytes().to_vec();
                }
                let head = format!("*{}\r\n", transaction.commands);
                [head.into_bytes(), transaction.answers].concat()
            }),
            _ => None,
        }
    }

    fn hello(&mut self, command: &[Vec<u8>]) -> Option<Vec<u8>> {
        if self.shared.newest == Protocol::Resp2 {
            return Some(b"-ERR unknown command 'HELLO'\r\n".to_vec());
        }
        match command.get(1).map(Vec::as_slice) {
            Some(b"3") => self.protocol = Protocol::Resp3,
            Some(_) => self.protocol = Protocol::Resp2,
            None => {}
        }
        self.shared.speaks(self.number, self.protocol);
        let (mut answer, number) = match self.protocol {
            Protocol::Resp3 => (format!("%{}\r\n", HELLO.len() + 1), 3),
            Protocol::Resp2 => (format!("*{}\r\n", 2 * (HELLO.len() + 1)), 2),
        };
        answer.push_str(&format!("$5\r\nproto\r\n:{number}\r\n"));
        for (key, value) in HELLO {
            answer.push_str(&format!("${}\r\n{key}\r\n{value}", key.len()));
        }
        Some(answer.into_bytes())
    }

    fn send(&mut self, answer: &Answer) -> io::Result<()> {
        let mut bytes = Vec::new();
        answer.write(self.protocol, &mut bytes);
        self.stream.write_all(&bytes)
    }
}

fn opens_connections(name: &[u8]) -> bool {
    matches!(name, b"HELLO" | b"AUTH" | b"CLIENT" | b"SELECT")
}

/// A command is an array of strings.
fn words(whole: &[u8]) -> io::Result<Received> {
    let bad = || io::Error::other("it is no command");
    let Reply::Array(items) = Reply::parse(whole).map_err(io::Error::other)? else {
        return Err(bad());
    };
    let words = items.map(|item| match item {
        Reply::Bulk(word) => Ok(word.into_vec()),
        _ => Err(bad()),
    });
    words.collect()
}
