//! A scripted server, for what a real one cannot be made to do.
//!
//! Each connection runs the script, or the closure, in a thread of its own. What a script expects
//! and does not get fails the test when the server is dropped.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::port;

/// How long a wait for something that should come takes until it fails the test.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a waiting thread looks whether it is to end.
const TICK: Duration = Duration::from_millis(10);

/// One command: its name and its arguments.
pub type Received = Vec<Vec<u8>>;

/// What a script does next.
#[derive(Debug, Clone)]
pub enum Step {
    /// Read exactly these bytes.
    Expect(Vec<u8>),
    /// Read this many commands.
    ExpectCommands(usize),
    /// Answer HELLO, AUTH, CLIENT and SELECT until some other command comes, which is left unread.
    Handshake(Speaks),
    /// Send these bytes at once.
    Send(Vec<u8>),
    /// Send these bytes one at a time.
    SendSlowly(Vec<u8>),
    Sleep(Duration),
    /// Close the connection; also what the end of a script does.
    Close,
    /// Keep the connection open and silent until the client closes it or the server is dropped.
    Hold,
}

impl Step {
    pub fn expect(bytes: impl AsRef<[u8]>) -> Self {
        Self::Expect(bytes.as_ref().to_vec())
    }

    pub fn send(bytes: impl AsRef<[u8]>) -> Self {
        Self::Send(bytes.as_ref().to_vec())
    }

    pub fn send_slowly(bytes: impl AsRef<[u8]>) -> Self {
        Self::SendSlowly(bytes.as_ref().to_vec())
    }
}

/// Which protocols a fake server knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// It does not know HELLO, as servers before 6.0.
    Resp2Only,
    Resp3,
}

/// The raw answer to the commands that open a connection (HELLO, AUTH, CLIENT, SELECT) and to PING;
/// `None` for all others.
pub fn handshake_reply(command: &[Vec<u8>], speaks: Speaks) -> Option<Vec<u8>> {
    let name = command.first()?.to_ascii_uppercase();
    let reply: &[u8] = match name.as_slice() {
        b"HELLO" if speaks == Speaks::Resp2Only => {
            b"-ERR unknown command `HELLO`, with args beginning with: \r\n"
        }
        b"HELLO" if command.get(1).is_some_and(|version| version == b"3") => {
            b"%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n\
              $5\r\nproto\r\n:3\r\n$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n\
              $4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n"
        }
        b"HELLO" => {
            b"*14\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n\
              $5\r\nproto\r\n:2\r\n$2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n\
              $4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n"
        }
        b"AUTH" | b"CLIENT" | b"SELECT" => b"+OK\r\n",
        b"PING" => b"+PONG\r\n",
        _ => return None,
    };
    Some(reply.to_vec())
}

/// A scripted server on 127.0.0.1.
pub struct FakeServer {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl FakeServer {
    /// Runs `script` on every connection.
    pub fn script(script: impl Into<Vec<Step>>) -> Self {
        Self::scripts([script.into()])
    }

    /// Closes the first connection at its first command, and answers `v` to that of every other.
    pub fn closing_once() -> Self {
        let cut = vec![
            Step::Handshake(Speaks::Resp3),
            Step::ExpectCommands(1),
            Step::Close,
        ];
        let answered = vec![
            Step::Handshake(Speaks::Resp3),
            Step::ExpectCommands(1),
            Step::send("$1\r\nv\r\n"),
            Step::Hold,
        ];
        Self::scripts([cut, answered])
    }

    /// Runs the first script on the first connection and so on; the last one on all that follow.
    pub fn scripts(scripts: impl IntoIterator<Item = Vec<Step>>) -> Self {
        let scripts: Vec<_> = scripts.into_iter().collect();
        let last = scripts.len().checked_sub(1).expect("at least one script");
        Self::run(move |peer| {
            let script = &scripts[peer.number().min(last)];
            script.iter().try_for_each(|step| peer.perform(step))
        })
    }

    /// Answers each command by `handler`, with raw bytes or (for `None`) not at all.
    pub fn with(handler: impl FnMut(&[Vec<u8>]) -> Option<Vec<u8>> + Send + 'static) -> Self {
        let handler = Mutex::new(handler);
        Self::run(move |peer| {
            loop {
                let command = peer.read_command()?;
                let reply = (handler.lock().unwrap())(&command);
                if let Some(reply) = reply {
                    peer.send(&reply)?;
                }
            }
        })
    }

    /// Runs `conversation` on every connection, which is closed when it returns.
    pub fn run(conversation: impl Fn(&mut Peer) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = port::listen();
        let port = listener.local_addr().expect("own address").port();
        let shared = Arc::new(Shared::default());
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(listener, &shared, &Arc::new(conversation))
        });
        Self {
            port,
            shared,
            acceptor: Some(acceptor),
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shared.seen.lock().unwrap().connections
    }

    /// All commands received, in the order in which they came.
    pub fn commands(&self) -> Vec<Received> {
        let seen = self.shared.seen.lock().unwrap();
        seen.commands.iter().map(|(_, it)| it.clone()).collect()
    }

    /// The commands received on one connection, counted from 0.
    pub fn commands_of(&self, connection: usize) -> Vec<Received> {
        let seen = self.shared.seen.lock().unwrap();
        let own = seen.commands.iter().filter(|(on, _)| *on == connection);
        own.map(|(_, command)| command.clone()).collect()
    }

    /// All commands received, each as one line of text: `SET key value`.
    pub fn lines(&self) -> Vec<String> {
        self.commands().iter().map(|it| line(it)).collect()
    }

    /// Waits until at least `count` commands have come.
    pub fn wait_for_commands(&self, count: usize) {
        let (seen, timeout) = self
            .shared
            .news
            .wait_timeout_while(self.shared.seen.lock().unwrap(), PATIENCE, |seen| {
                seen.commands.len() < count
            })
            .unwrap();
        let came = seen.commands.len();
        drop(seen);
        assert!(!timeout.timed_out(), "{came} of {count} commands came");
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the acceptor, which waits for a connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        for stream in self.shared.streams.lock().unwrap().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        if !thread::panicking() {
            let failures = self.shared.failures.lock().unwrap();
            assert!(failures.is_empty(), "fake server: {}", failures.join("; "));
        }
    }
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    seen: Mutex<Seen>,
    /// Tells of changes to `seen`.
    news: Condvar,
    /// The open connections, for the drop to end them.
    streams: Mutex<HashMap<usize, TcpStream>>,
    failures: Mutex<Vec<String>>,
}

impl Shared {
    fn stopping(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

#[derive(Default)]
struct Seen {
    connections: usize,
    commands: Vec<(usize, Received)>,
}

fn accept<C>(listener: TcpListener, shared: &Arc<Shared>, conversation: &Arc<C>)
where
    C: Fn(&mut Peer) -> io::Result<()> + Send + Sync + 'static,
{
    let mut threads = Vec::new();
    for number in 0.. {
        let Ok((stream, _)) = listener.accept() else {
            break;
        };
        // Registered before the look at `stop`: either the drop finds it here, or it is seen.
        let mut peer = Peer::new(number, stream, Arc::clone(shared));
        if shared.stopping() {
            break;
        }
        shared.seen.lock().unwrap().connections += 1;
        shared.news.notify_all();
        let conversation = Arc::clone(conversation);
        threads.push(thread::spawn(move || {
            if let Err(error) = conversation(&mut peer) {
                peer.report(&error);
            }
        }));
    }
    port::close(listener);
    for thread in threads {
        if thread.join().is_err() {
            let failure = "a conversation panicked".to_owned();
            shared.failures.lock().unwrap().push(failure);
        }
    }
}

/// The server's end of one connection.
pub struct Peer {
    number: usize,
    stream: TcpStream,
    /// What has come and was not read yet.
    unread: Vec<u8>,
    shared: Arc<Shared>,
}

impl Peer {
    fn new(number: usize, stream: TcpStream, shared: Arc<Shared>) -> Self {
        stream.set_read_timeout(Some(TICK)).expect("a timeout");
        stream.set_nodelay(true).expect("nodelay");
        let copy = stream.try_clone().expect("a second handle");
        shared.streams.lock().unwrap().insert(number, copy);
        Self {
            number,
            stream,
            unread: Vec::new(),
            shared,
        }
    }

    /// Which connection this is, counted from 0.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The next command. An error of kind `UnexpectedEof` when the client has closed.
    pub fn read_command(&mut self) -> io::Result<Received> {
        let (command, length) = self.peek_command()?;
        self.unread.drain(..length);
        self.record(command.clone());
        Ok(command)
    }

    pub fn expect_commands(&mut self, count: usize) -> io::Result<Vec<Received>> {
        (0..count).map(|_| self.read_command()).collect()
    }

    /// Reads exactly these bytes. Others fail the test.
    pub fn expect(&mut self, bytes: &[u8]) -> io::Result<()> {
        while self.unread.len() < bytes.len() && bytes.starts_with(&self.unread) {
            self.receive()?;
        }
        let length = bytes.len().min(self.unread.len());
        let got: Vec<u8> = self.unread.drain(..length).collect();
        let mut rest = got.as_slice();
        while let Ok(Some((command, length))) = parse(rest) {
            self.record(command);
            rest = &rest[length..];
        }
        if got == bytes {
            return Ok(());
        }
        let (wanted, got) = (bytes.escape_ascii(), got.escape_ascii());
        Err(mismatch(format!("expected {wanted}, got {got}")))
    }

    /// Answers what opens a connection until some other command comes, which is left unread.
    pub fn handshake(&mut self, speaks: Speaks) -> io::Result<()> {
        loop {
            let (command, _) = self.peek_command()?;
            let ping = command.first().is_some_and(|it| it == b"PING");
            let Some(reply) = handshake_reply(&command, speaks).filter(|_| !ping) else {
                return Ok(());
            };
            self.read_command()?;
            self.send(&reply)?;
        }
    }

    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Sends byte by byte, each in a packet of its own.
    pub fn send_slowly(&mut self, bytes: &[u8]) -> io::Result<()> {
        for byte in bytes {
            self.stream.write_all(&[*byte])?;
            self.sleep(Duration::from_millis(1))?;
        }
        Ok(())
    }

    /// Waits, and ends early with an error when the server is dropped.
    pub fn sleep(&mut self, duration: Duration) -> io::Result<()> {
        let until = Instant::now() + duration;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if self.shared.stopping() {
                return Err(ended());
            }
            thread::sleep(left.min(TICK));
        }
        Ok(())
    }

    /// Says nothing more. Commands that come are still recorded.
    pub fn hold(&mut self) -> io::Result<()> {
        loop {
            self.read_command()?;
        }
    }

    pub fn close(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn perform(&mut self, step: &Step) -> io::Result<()> {
        match step {
            Step::Expect(bytes) => self.expect(bytes),
            Step::ExpectCommands(count) => self.expect_commands(*count).map(drop),
            Step::Handshake(speaks) => self.handshake(*speaks),
            Step::Send(bytes) => self.send(bytes),
            Step::SendSlowly(bytes) => self.send_slowly(bytes),
            Step::Sleep(duration) => self.sleep(*duration),
            Step::Close => {
                self.close();
                Err(ended())
            }
            Step::Hold => self.hold(),
        }
    }

    fn peek_command(&mut self) -> io::Result<(Received, usize)> {
        loop {
            if let Some(found) = parse(&self.unread)? {
                return Ok(found);
            }
            self.receive()?;
        }
    }

    fn receive(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        loop {
            if self.shared.stopping() {
                return Err(ended());
            }
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(ended()),
                Ok(length) => {
                    self.unread.extend_from_slice(&chunk[..length]);
                    return Ok(());
                }
                Err(error) if is_timeout(&error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn record(&self, command: Received) {
        let mut seen = self.shared.seen.lock().unwrap();
        seen.commands.push((self.number, command));
        self.shared.news.notify_all();
    }

    /// Clients that go away are part of many tests; only what was said wrongly is a failure.
    fn report(&self, error: &io::Error) {
        if error.kind() == io::ErrorKind::InvalidData {
            let failure = format!("connection {}: {error}", self.number);
            self.shared.failures.lock().unwrap().push(failure);
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.close();
        self.shared.streams.lock().unwrap().remove(&self.number);
    }
}

/// Takes one command, an array of bulk strings, from the front; also says how long it was.
fn parse(input: &[u8]) -> io::Result<Option<(Received, usize)>> {
    let Some((count, mut at)) = length_line(input, 0, b'*')? else {
        return Ok(None);
    };
    let mut command = Vec::new();
    for _ in 0..count {
        let Some((length, start)) = length_line(input, at, b'$')? else {
            return Ok(None);
        };
        let Some(data) = input.get(start..start + length + 2) else {
            return Ok(None);
        };
        if &data[length..] != b"\r\n" {
            return Err(mismatch("a bulk string is longer than it says".to_owned()));
        }
        command.push(data[..length].to_vec());
        at = start + length + 2;
    }
    Ok(Some((command, at)))
}

/// Reads `*3\r\n` at `at`: the number, and where the line ends.
fn length_line(input: &[u8], at: usize, kind: u8) -> io::Result<Option<(usize, usize)>> {
    let rest = &input[at..];
    let bad = || mismatch(format!("no command: {}", rest.escape_ascii()));
    if rest.first().is_some_and(|first| *first != kind) {
        return Err(bad());
    }
    let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") else {
        return Ok(None);
    };
    let digits = std::str::from_utf8(&rest[1..end]).map_err(|_| bad())?;
    let number = digits.parse().map_err(|_| bad())?;
    Ok(Some((number, at + end + 2)))
}

fn line(command: &[Vec<u8>]) -> String {
    let words: Vec<_> = command
        .iter()
        .map(|it| String::from_utf8_lossy(it))
        .collect();
    words.join(" ")
}

fn mismatch(text: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

fn ended() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}
