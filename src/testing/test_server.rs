//! [`TestServer`]: a server in the process, which does as it is told.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::SockRef;

use crate::command::Command;
use crate::config::Config;
use crate::error::Result;
use crate::mutex::lock;
use crate::resp::Protocol;
use crate::socket;

use super::conversation::Conversation;
use super::script::{Planned, Script, Wanted, line};
use super::{Answer, Expectation, Unmet};

/// A server in the process that answers what it is told to, on a port of 127.0.0.1.
///
/// ```
/// use redial::prelude::*;
/// use redial::testing::TestServer;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = TestServer::start()?;
/// server.expect(Command::new("GET").key("name")).reply("Ann");
/// server.expect(Command::new("INCR").key("name")).reply_error("ERR value is not an integer or out of range");
///
/// let r = Redis::from_url(server.url())?; // or redial::asyncio's
/// assert_eq!(r.get::<String>("name")?.as_deref(), Some("Ann"));
/// assert!(r.incr("name").is_err());
/// server.finish()?; // or an error that says which commands were not as expected
/// # Ok(())
/// # }
/// ```
///
/// By itself it answers what opens a connection (`HELLO`, `AUTH`, `CLIENT`, `SELECT`), a `PING` without a message, `WATCH`, `UNWATCH`, and
/// `MULTI` with `EXEC` and `DISCARD`: the commands of a transaction are expected one by one, and `EXEC` gives what they are answered.
/// Whatever is expected goes before that, so a handshake can be refused, or an `EXEC` be nil.
///
/// Expectations are met in any order, equal ones in the order in which they were made. A command that is not expected is answered
/// with an error. Dropping the server ends its connections and its threads, without a word about what was not met: that is
/// [`finish`](Self::finish)'s.
pub struct TestServer {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl TestServer {
    /// Starts a server that knows RESP2 and RESP3, as Redis does since 6.0.
    ///
    /// # Errors
    /// Those of listening, and of starting a thread.
    pub fn start() -> io::Result<Self> {
        Self::start_with(Protocol::Resp3)
    }

    /// Starts a server that knows no newer protocol than this: with RESP2 it does not know `HELLO`, as Redis before 6.0.
    ///
    /// # Errors
    /// Those of [`start`](Self::start).
    pub fn start_with(newest: Protocol) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::new(newest));
        let acceptor = thread::Builder::new()
            .name("redial test server".to_owned())
            .spawn({
                let shared = Arc::clone(&shared);
                move || shared.accept(listener)
            })?;
        Ok(Self {
            port,
            shared,
            acceptor: Some(acceptor),
        })
    }

    /// The URL at which it listens, for [`Redis::from_url`](crate::Redis::from_url).
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its [`url`](Self::url) as a configuration, to which settings can be added: `server.config()?.retry(Retry::never())`.
    ///
    /// # Errors
    /// None in practice: the URL is good.
    pub fn config(&self) -> Result<Config> {
        Config::from_url(self.url())
    }

    /// Its port, on 127.0.0.1.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Expects just this command, with just these arguments; the case of its first word does not matter.
    pub fn expect(&self, command: Command) -> Expectation<'_> {
        let words = command.arguments().map(<[u8]>::to_vec);
        let planned = Planned::new(Wanted::Exactly(words.collect()));
        Expectation::new(&self.shared, planned)
    }

    /// Expects a command of this name, with whatever arguments: `"SET"`, `"CONFIG GET"`.
    pub fn expect_any(&self, name: &str) -> Expectation<'_> {
        let words = name.split_ascii_whitespace();
        let words = words.map(|word| word.as_bytes().to_vec());
        let planned = Planned::new(Wanted::Named(words.collect()));
        Expectation::new(&self.shared, planned)
    }

    /// The commands that have come so far, expected or not, each as one line of text, without what opens connections.
    #[must_use]
    pub fn received(&self) -> Vec<String> {
        let script = self.shared.script();
        script.received.iter().map(|it| line(it)).collect()
    }

    /// Waits until so many commands have come since the start, for `time` at most, and says whether they have. With
    /// `Duration::ZERO` it only looks. What opens connections does not count.
    ///
    /// It is no `async fn`: it stops its thread, so that other tasks of that thread do not go on meanwhile.
    #[must_use]
    pub fn wait_for(&self, commands: usize, time: Duration) -> bool {
        let script = self.shared.script();
        let is_short = |script: &mut Script| script.received.len() < commands;
        let waited = self.shared.news.wait_timeout_while(script, time, is_short);
        let (script, _) = waited.unwrap_or_else(PoisonError::into_inner);
        script.received.len() >= commands
    }

    /// How many connections have been made to it since the start, those included that are closed again.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections().count
    }

    /// Sends something unasked on all open connections: a push (a published message, say), or nonsense. Each gets it in
    /// the protocol that it speaks.
    pub fn send(&self, unasked: impl Into<Answer>) {
        let unasked = unasked.into();
        for connection in self.shared.connections().open.values_mut() {
            let mut bytes = Vec::new();
            unasked.write(connection.protocol, &mut bytes);
            // Who has gone need not have it.
            let _ = connection.stream.write_all(&bytes);
        }
    }

    /// Closes all connections, as a server that restarts; new ones are accepted.
    pub fn close_connections(&self) {
        self.shared.close_all();
    }

    /// Ends the server, and says whether all went as expected.
    ///
    /// # Errors
    /// [`Unmet`], with what was expected and did not come, and what came and was not expected.
    pub fn finish(self) -> Result<(), Unmet> {
        let unmet = self.shared.script().unmet();
        unmet.map_or(Ok(()), Err)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.shared.stop();
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

impl fmt::Debug for TestServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestServer")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// What the threads of a server share.
#[derive(Debug)]
pub(super) struct Shared {
    /// The newest protocol that it knows.
    pub(super) newest: Protocol,
    script: Mutex<Script>,
    /// Tells of commands that have come, and of the end.
    news: Condvar,
    connections: Mutex<Connections>,
}

#[derive(Debug, Default)]
struct Connections {
    count: usize,
    open: HashMap<usize, Open>,
    is_over: bool,
}

/// A connection that is open, as its own thread has it, too.
#[derive(Debug)]
struct Open {
    stream: TcpStream,
    protocol: Protocol,
}

impl Shared {
    fn new(newest: Protocol) -> Self {
        Self {
            newest,
            script: Mutex::default(),
            news: Condvar::new(),
            connections: Mutex::default(),
        }
    }

    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        lock(&self.script)
    }

    fn connections(&self) -> MutexGuard<'_, Connections> {
        lock(&self.connections)
    }

    /// Says that something has come.
    pub(super) fn ring(&self) {
        self.news.notify_all();
    }

    /// Waits, unless it is over before; whether it is not.
    pub(super) fn wait(&self, time: Duration) -> bool {
        if time > Duration::ZERO {
            let goes_on = |_: &mut Script| !self.connections().is_over;
            let waited = self.news.wait_timeout_while(self.script(), time, goes_on);
            drop(waited);
        }
        !self.connections().is_over
    }

    fn accept(self: &Arc<Self>, listener: TcpListener) {
        let mut threads = Vec::new();
        while let Ok((stream, _)) = listener.accept() {
            let Some((number, conversation)) = self.enter(stream) else {
                break;
            };
            let shared = Arc::clone(self);
            let spawned = thread::Builder::new().spawn(move || {
                conversation.run();
                shared.connections().open.remove(&number);
            });
            threads.extend(spawned);
        }
        // A process that is just being started may have a copy of it for a moment, and would keep it listening.
        socket::shutdown(SockRef::from(&listener));
        drop(listener);
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// Takes a connection; `None` if it is over.
    fn enter(self: &Arc<Self>, stream: TcpStream) -> Option<(usize, Conversation)> {
        let mut connections = self.connections();
        if connections.is_over {
            return None;
        }
        let number = connections.count;
        connections.count += 1;
        // Without a second handle, it is closed by its own thread alone.
        if let Ok(stream) = stream.try_clone() {
            let protocol = Protocol::Resp2;
            let open = Open { stream, protocol };
            connections.open.insert(number, open);
        }
        drop(connections);
        let conversation = Conversation::new(number, stream, Arc::clone(self));
        Some((number, conversation))
    }

    /// Notes which protocol a connection speaks from now on.
    pub(super) fn speaks(&self, number: usize, protocol: Protocol) {
        if let Some(open) = self.connections().open.get_mut(&number) {
            open.protocol = protocol;
        }
    }

    fn close_all(&self) {
        for connection in self.connections().open.values() {
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
    }

    fn stop(&self) {
        self.connections().is_over = true;
        self.close_all();
        // Whoever is about to wait has either seen that it is over, or waits by now.
        drop(self.script());
        self.news.notify_all();
    }
}
