//! A TCP proxy that delays, cuts, stalls and refuses, as a network does.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::port;
use super::server::{over_tls, url};

/// How often a pump looks at the switches while nothing comes.
const TICK: Duration = Duration::from_millis(5);
/// How often the acceptor looks for connections and at the switches.
const ACCEPT_TICK: Duration = Duration::from_millis(1);

/// How much a narrow proxy takes from a client that it does not read from.
const NARROW: usize = 8 * 1024;
/// How much of it comes at a time.
const PACKET: u32 = 1024;

/// Which way bytes go through the proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client: commands.
    ToServer,
    /// From the server: replies.
    ToClient,
}

/// A proxy on 127.0.0.1. All switches work at once, on open connections too.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Proxy {
    /// A proxy to a port of 127.0.0.1, with all switches off.
    pub fn to(server_port: u16) -> Self {
        let listener = port::listen();
        listener.set_nonblocking(true).expect("a listener");
        let port = listener.local_addr().expect("own address").port();
        let shared = Arc::new(Shared {
            server: (Ipv4Addr::LOCALHOST, server_port).into(),
            listener: Mutex::new(Some(listener)),
            ..Shared::default()
        });
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&shared)
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
        url(self.port, over_tls())
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub fn open_connections(&self) -> usize {
        self.shared.links.lock().unwrap().len()
    }

    /// Delivers every reply this much later; zero ends it.
    pub fn delay_replies(&self, delay: Duration) {
        let micros = delay.as_micros() as u64;
        self.shared.delay_micros.store(micros, Ordering::SeqCst);
    }

    /// Closes all connections now, those that were just accepted too. New ones are served.
    pub fn cut(&self) {
        {
            let _listener = self.shared.listener.lock().unwrap();
            self.shared.cuts.fetch_add(1, Ordering::SeqCst);
        }
        for link in self.shared.links.lock().unwrap().iter() {
            link.close();
        }
    }

    /// Lets `count` more bytes through in a direction, over all connections together, and then
    /// closes the one that they went over. Happens once.
    pub fn cut_after(&self, direction: Direction, count: usize) {
        let way = self.shared.way(direction);
        *way.budget.lock().unwrap() = Some(count);
    }

    /// Stops reading in a direction, without closing anything, until it is set back: the client's
    /// writes block once the kernel's buffers are full, or replies do not come.
    pub fn stall(&self, direction: Direction, stalled: bool) {
        let way = self.shared.way(direction);
        *way.allowance.lock().unwrap() = None;
        way.stalled.store(stalled, Ordering::SeqCst);
    }

    /// Lets `count` more bytes through in a direction, over all connections together, and stalls it
    /// behind them. What is behind goes on when that is ended.
    pub fn stall_after(&self, direction: Direction, count: usize) {
        let way = self.shared.way(direction);
        *way.allowance.lock().unwrap() = Some(count);
    }

    /// Takes little at a time from the connections to come, in small packets, so that the kernels hold
    /// little of what a client writes when nobody reads on.
    pub fn narrow(&self) {
        let listener = self.shared.listener.lock().unwrap();
        let socket = SockRef::from(listener.as_ref().expect("it listens"));
        socket.set_recv_buffer_size(NARROW).expect("a buffer");
        #[cfg(target_os = "linux")]
        socket.set_tcp_mss(PACKET).expect("a size of packets");
    }

    /// Delivers one byte at a time, in both directions.
    pub fn deliver_bytewise(&self, bytewise: bool) {
        self.shared.bytewise.store(bytewise, Ordering::SeqCst);
    }

    /// Refuses new connections (nobody listens on the port) or listens again. Open connections
    /// stay.
    pub fn refuse_connections(&self, refuse: bool) {
        let mut listener = self.shared.listener.lock().unwrap();
        if refuse {
            if let Some(listener) = listener.take() {
                port::close(listener);
            }
        } else if listener.is_none() {
            let again = TcpListener::bind(("127.0.0.1", self.port)).expect("the port again");
            again.set_nonblocking(true).expect("a listener");
            *listener = Some(again);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

#[derive(Default)]
struct Way {
    stalled: AtomicBool,
    /// How many bytes may still go through before it stalls.
    allowance: Mutex<Option<usize>>,
    /// How many bytes may still go through before the cut.
    budget: Mutex<Option<usize>>,
}

impl Way {
    fn is_stalled(&self) -> bool {
        self.stalled.load(Ordering::SeqCst)
    }

    /// Takes off what has to wait, and stalls if that is anything.
    fn hold_back(&self, bytes: &mut Vec<u8>) -> Vec<u8> {
        let mut allowance = self.allowance.lock().unwrap();
        match *allowance {
            Some(left) if left < bytes.len() => {
                *allowance = None;
                self.stalled.store(true, Ordering::SeqCst);
                bytes.split_off(left)
            }
            Some(left) => {
                *allowance = Some(left - bytes.len());
                Vec::new()
            }
            None => Vec::new(),
        }
    }
}

struct Shared {
    server: SocketAddr,
    listener: Mutex<Option<TcpListener>>,
    stop: AtomicBool,
    connections: AtomicUsize,
    /// How often all were cut. It changes while nothing is accepted.
    cuts: AtomicUsize,
    links: Mutex<Vec<Link>>,
    delay_micros: AtomicU64,
    bytewise: AtomicBool,
    to_server: Way,
    to_client: Way,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            server: (Ipv4Addr::LOCALHOST, 0).into(),
            listener: Mutex::default(),
            stop: AtomicBool::default(),
            connections: AtomicUsize::default(),
            cuts: AtomicUsize::default(),
            links: Mutex::default(),
            delay_micros: AtomicU64::default(),
            bytewise: AtomicBool::default(),
            to_server: Way::default(),
            to_client: Way::default(),
        }
    }
}

impl Shared {
    fn way(&self, direction: Direction) -> &Way {
        match direction {
            Direction::ToServer => &self.to_server,
            Direction::ToClient => &self.to_client,
        }
    }

    fn delay(&self, direction: Direction) -> Duration {
        match direction {
            Direction::ToServer => Duration::ZERO,
            Direction::ToClient => Duration::from_micros(self.delay_micros.load(Ordering::SeqCst)),
        }
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}

/// Which connection it is.
#[derive(Clone, Copy)]
struct Place {
    number: usize,
    /// How often all had been cut when it was accepted.
    cuts: usize,
}

/// The two sockets of one connection.
struct Link {
    number: usize,
    client: TcpStream,
    server: TcpStream,
}

impl Link {
    fn close(&self) {
        let _ = self.client.shutdown(Shutdown::Both);
        let _ = self.server.shutdown(Shutdown::Both);
    }

    fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            number: self.number,
            client: self.client.try_clone()?,
            server: self.server.try_clone()?,
        })
    }
}

fn accept(shared: &Arc<Shared>) {
    let mut threads = Vec::new();
    while !shared.stopping() {
        let accepted = match &*shared.listener.lock().unwrap() {
            Some(listener) => {
                let cuts = shared.cuts.load(Ordering::SeqCst);
                listener.accept().ok().map(|(client, _)| (client, cuts))
            }
            None => None,
        };
        match accepted {
            Some((client, cuts)) => {
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                let place = Place { number, cuts };
                let shared = Arc::clone(shared);
                threads.push(thread::spawn(move || serve(place, client, &shared)));
            }
            None => thread::sleep(ACCEPT_TICK),
        }
    }
    for link in shared.links.lock().unwrap().iter() {
        link.close();
    }
    for thread in threads {
        let _ = thread.join();
    }
}

/// Pumps both ways until both have ended. A server that cannot be reached closes the client.
fn serve(place: Place, client: TcpStream, shared: &Shared) {
    let Place { number, cuts } = place;
    let connect = || {
        client.set_nonblocking(false)?;
        let server = TcpStream::connect(shared.server)?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
        }
        let (client, server) = (client.try_clone()?, server);
        let link = Link {
            number,
            client,
            server,
        };
        Ok::<_, io::Error>((link.try_clone()?, link))
    };
    let Ok((registered, link)) = connect() else {
        return;
    };
    {
        let mut links = shared.links.lock().unwrap();
        if shared.cuts.load(Ordering::SeqCst) != cuts {
            return;
        }
        links.push(registered);
    }
    thread::scope(|scope| {
        scope.spawn(|| pump(&link, Direction::ToServer, shared));
        pump(&link, Direction::ToClient, shared);
    });
    let mut links = shared.links.lock().unwrap();
    links.retain(|link| link.number != number);
    link.close();
}

/// Carries bytes one way, and the end of them; an error ends both ways.
fn pump(link: &Link, direction: Direction, shared: &Shared) {
    let (from, to) = match direction {
        Direction::ToServer => (&link.client, &link.server),
        Direction::ToClient => (&link.server, &link.client),
    };
    match carry(from, to, direction, shared) {
        Ok(()) => {
            let _ = to.shutdown(Shutdown::Write);
        }
        Err(_) => link.close(),
    }
}

fn carry(
    mut from: &TcpStream,
    to: &TcpStream,
    direction: Direction,
    shared: &Shared,
) -> io::Result<()> {
    let way = shared.way(direction);
    let mut chunk = vec![0; 64 * 1024];
    // With the time at which each is due: a reply's delay does not hold up the ones behind it.
    let mut waiting: VecDeque<(Instant, Vec<u8>)> = VecDeque::new();
    let mut ended = false;
    loop {
        if shared.stopping() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        if way.is_stalled() {
            thread::sleep(TICK);
            continue;
        }
        let is_due = |(due, _): &(Instant, Vec<u8>)| *due <= Instant::now();
        while !way.is_stalled() && waiting.front().is_some_and(is_due) {
            if let Some((due, mut bytes)) = waiting.pop_front() {
                let rest = way.hold_back(&mut bytes);
                deliver(&bytes, to, way, shared)?;
                if !rest.is_empty() {
                    waiting.push_front((due, rest));
                }
            }
        }
        if way.is_stalled() {
            continue;
        }
        if ended && waiting.is_empty() {
            return Ok(());
        }
        let due = waiting
            .front()
            .map(|(due, _)| *due - Instant::now().min(*due));
        let patience = due.map_or(TICK, |due| due.clamp(Duration::from_micros(100), TICK));
        if ended {
            thread::sleep(patience);
            continue;
        }
        from.set_read_timeout(Some(patience))?;
        match from.read(&mut chunk) {
            Ok(0) => ended = true,
            Ok(length) => {
                let due = Instant::now() + shared.delay(direction);
                waiting.push_back((due, chunk[..length].to_vec()));
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock
                        | io::ErrorKind::TimedOut
                        | io::ErrorKind::Interrupted
                ) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Writes what may go through; an error when the connection is to be cut behind it.
fn deliver(bytes: &[u8], mut to: &TcpStream, way: &Way, shared: &Shared) -> io::Result<()> {
    let (bytes, cut) = {
        let mut budget = way.budget.lock().unwrap();
        match *budget {
            Some(left) if left <= bytes.len() => {
                *budget = None;
                (&bytes[..left], true)
            }
            Some(left) => {
                *budget = Some(left - bytes.len());
                (bytes, false)
            }
            None => (bytes, false),
        }
    };
    if shared.bytewise.load(Ordering::SeqCst) {
        for byte in bytes {
            to.write_all(&[*byte])?;
            // Without a pause the receiver would find many of them at once.
            thread::sleep(Duration::from_micros(200));
        }
    } else {
        to.write_all(bytes)?;
    }
    if cut {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(())
}
