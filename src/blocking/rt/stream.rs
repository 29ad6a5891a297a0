//! [`Stream`]: a connection, and its halves.

use std::io::{self, IoSlice, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
#[cfg(unix)]
use std::os::{fd::OwnedFd, unix::net::UnixStream};
#[cfg(unix)]
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use socket2::{Domain, SockAddr, SockRef, Type};

use crate::config::{Address, Config};
use crate::process::Process;
use crate::resp::{Encoded, SLICES};
use crate::session::Inbox;
use crate::socket::{self, Pending};
use crate::tls;

use super::left;

/// A socket, read and written until a deadline.
#[derive(Debug)]
pub(in super::super) struct Stream {
    reader: ReadHalf,
    writer: WriteHalf,
}

/// The side of a socket that is read.
#[derive(Debug)]
pub(in super::super) struct ReadHalf {
    socket: Arc<Socket>,
    limit: Limit,
    opener: Option<tls::Opener>,
}

/// The side of a socket that is written.
#[derive(Debug)]
pub(in super::super) struct WriteHalf {
    socket: Arc<Socket>,
    process: Process,
    limit: Limit,
    sealer: Option<tls::Sealer>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// The timeout that is set on one direction of a socket at present.
#[derive(Debug, Default)]
struct Limit(Option<Duration>);

impl Limit {
    /// Sets the timeout so that it ends somewhat before the deadline; whoever has waited in vain waits again for the
    /// rest. A round trip needs no system call for it, as long as most deadlines are about equally far away.
    ///
    /// With all of the time at once it would be too late: the kernel's timers for this are coarse, and an eighth over
    /// is nothing special.
    fn set(
        &mut self,
        deadline: Option<Instant>,
        set: impl FnOnce(Option<Duration>) -> io::Result<()>,
    ) -> io::Result<()> {
        let wanted = left(deadline)?;
        let good = match (wanted, self.0) {
            (None, None) => true,
            (Some(wanted), Some(is)) => is <= wanted && wanted - is <= wanted / 4,
            _ => false,
        };
        if !good {
            // Less than a microsecond would be none at all for the kernel, which is for ever.
            let time = wanted.map(|wanted| (wanted - wanted / 8).max(Duration::from_millis(1)));
            set(time)?;
            self.0 = time;
        }
        Ok(())
    }
}

impl Socket {
    fn sock_ref(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(socket) => SockRef::from(socket),
            #[cfg(unix)]
            Self::Unix(socket) => SockRef::from(socket),
        }
    }

    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match self {
            Self::Tcp(socket) => (&*socket).read(buffer),
            #[cfg(unix)]
            Self::Unix(socket) => (&*socket).read(buffer),
        };
        read.map_err(socket::told_apart)
    }

    fn write(&self, run: &[u8]) -> io::Result<usize> {
        let written = match self {
            Self::Tcp(socket) => (&*socket).write(run),
            #[cfg(unix)]
            Self::Unix(socket) => (&*socket).write(run),
        };
        written.map_err(socket::told_apart)
    }

    /// Writes some of what comes after the first `taken` bytes.
    fn write_encoded(&self, bytes: &Encoded, taken: usize) -> io::Result<usize> {
        if let Some(rest) = bytes.as_slice().and_then(|run| run.get(taken..)) {
            return self.write(rest);
        }
        let mut slices = [IoSlice::new(&[]); SLICES];
        let rest = bytes.rest(taken, &mut slices);
        let written = match self {
            Self::Tcp(socket) => (&*socket).write_vectored(rest),
            #[cfg(unix)]
            Self::Unix(socket) => (&*socket).write_vectored(rest),
        };
        written.map_err(socket::told_apart)
    }
}

impl Stream {
    /// Connects to the first of the address's addresses that answers; the error is the last one's.
    pub(in super::super) fn connect(
        address: &Address,
        config: &Config,
        deadline: Option<Instant>,
    ) -> io::Result<Self> {
        let socket = match address {
            Address::Tcp { host, port } => Socket::Tcp(connect_tcp(host, *port, config, deadline)?),
            #[cfg(unix)]
            Address::Unix(path) => Socket::Unix(connect_unix(path, deadline)?),
            #[expect(unreachable_patterns, reason = "where there are no unix sockets")]
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        let socket = Arc::new(socket);
        Ok(Self {
            reader: ReadHalf {
                socket: Arc::clone(&socket),
                limit: Limit::default(),
                opener: None,
            },
            writer: WriteHalf {
                socket,
                process: Process::current(),
                limit: Limit::default(),
                sealer: None,
            },
        })
    }

    /// The same connection, encrypted from here on.
    pub(in super::super) fn encrypted(mut self, session: tls::Session) -> Self {
        let (opener, sealer) = session.into_split();
        self.reader.opener = Some(opener);
        self.writer.sealer = Some(sealer);
        self
    }

    /// Reads some bytes as they come; 0 at the end of the stream.
    pub(in super::super) fn read_raw(
        &mut self,
        space: &mut [u8],
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        let ReadHalf { socket, limit, .. } = &mut self.reader;
        read_some(socket, limit, space, deadline)
    }

    /// Writes bytes as they are.
    pub(in super::super) fn write_raw(
        &mut self,
        bytes: &[u8],
        deadline: Option<Instant>,
    ) -> io::Result<()> {
        let WriteHalf { socket, limit, .. } = &mut self.writer;
        let written = write_with(socket, limit, bytes.len(), deadline, |socket, taken| {
            socket.write(bytes.get(taken..).unwrap_or_default())
        });
        written.map_err(|(_, error)| error)
    }

    /// A way to end the connection from elsewhere. In this face it is always there.
    pub(in super::super) fn closer(&self) -> io::Result<Closer> {
        Ok(self.reader.closer())
    }

    /// Its two sides, for who reads and who writes.
    pub(in super::super) fn into_split(self) -> (ReadHalf, WriteHalf) {
        (self.reader, self.writer)
    }

    /// Reads some bytes; 0 at the end of the stream.
    pub(in super::super) fn read(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        self.reader.read(inbox, deadline)
    }

    /// Writes everything. An error says how many bytes had been taken.
    pub(in super::super) fn write_all(
        &mut self,
        bytes: &Encoded,
        deadline: Option<Instant>,
    ) -> Result<(), (usize, io::Error)> {
        self.writer.write_all(bytes, deadline)
    }

    /// Writes everything while `on_read` is given what arrives, until it returns what was awaited.
    ///
    /// A large batch must be read while it is written, or both sides can end up waiting for the
    /// other to read. An error says how many bytes had been taken.
    pub(in super::super) fn exchange<T, E: From<io::Error>>(
        &mut self,
        bytes: &Encoded,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
        mut on_read: impl FnMut(&mut Inbox) -> Result<Option<T>, E>,
    ) -> Result<T, (usize, E)> {
        let Self { reader, writer } = self;
        let socket = &*Arc::clone(&reader.socket);
        let writing_failed = &AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                let written = writer.write_all(bytes, deadline);
                if written.is_err() {
                    writing_failed.store(true, Ordering::SeqCst);
                    socket::shutdown(socket.sock_ref());
                }
                written
            });
            let mut read_all = || loop {
                if reader.read(inbox, deadline)? == 0 {
                    return Err(E::from(io::ErrorKind::UnexpectedEof.into()));
                }
                if let Some(all) = on_read(inbox)? {
                    return Ok(all);
                }
            };
            let read = read_all();
            // Each side ends the other; the error that counts is the one that came first.
            let failed_first = writing_failed.load(Ordering::SeqCst);
            if read.is_err() {
                socket::shutdown(socket.sock_ref());
            }
            let written = writer
                .join()
                .unwrap_or_else(|_panic| Err((0, io::ErrorKind::Other.into())));
            match (written, read) {
                (Err((taken, error)), Ok(_)) => Err((taken, error.into())),
                (Err((taken, error)), Err(_)) if failed_first => Err((taken, error.into())),
                (Err((taken, _)), Err(error)) => Err((taken, error)),
                (Ok(()), Err(error)) => Err((bytes.len(), error)),
                (Ok(()), Ok(all)) => Ok(all),
            }
        })
    }

    /// Whether the connection is there, and nothing but pushes has come that nobody asked for.
    pub(in super::super) fn is_quiet(&mut self, inbox: &mut Inbox) -> bool {
        self.reader.is_quiet(inbox)
    }
}

impl ReadHalf {
    /// Reads some bytes; 0 at the end of the stream.
    pub(in super::super) fn read(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        loop {
            if let Some(count) = self.read_once(inbox, deadline)? {
                return Ok(count);
            }
        }
    }

    /// Reads what has come, if need be once from the socket; 0 at the end of the stream, `None` if it was nothing for
    /// the inbox, as it was about the encryption.
    fn read_once(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<Option<usize>> {
        if let Some(count) = self.open(inbox)? {
            return Ok(Some(count));
        }
        let Self {
            socket,
            limit,
            opener,
        } = self;
        let Some(opener) = opener else {
            let count = read_some(socket, limit, inbox.space(), deadline)?;
            inbox.received(count);
            return Ok(Some(count));
        };
        let room = opener.room(inbox.space().len());
        match read_some(socket, limit, room, deadline)? {
            0 => Ok(Some(0)),
            count => {
                opener.received(count);
                self.open(inbox)
            }
        }
    }

    /// Decrypts some of what was read before, if there is any.
    fn open(&mut self, inbox: &mut Inbox) -> io::Result<Option<usize>> {
        let Some(opener) = &mut self.opener else {
            return Ok(None);
        };
        let opened = opener.open(inbox.space())?;
        inbox.received(opened.unwrap_or(0));
        Ok(opened)
    }

    /// Reads some bytes; 0 at the end of the stream. What is there already is read after the deadline, too.
    pub(in super::super) fn receive(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        let Err(late) = left(deadline) else {
            return self.read(inbox, deadline);
        };
        loop {
            if let Some(count) = self.open(inbox)? {
                return Ok(count);
            }
            if socket::pending(self.socket.sock_ref()) == Pending::Nothing {
                return Err(late);
            }
            // It is there, so this does not wait.
            if let Some(count) = self.read_once(inbox, None)? {
                return Ok(count);
            }
        }
    }

    /// Whether the connection is there, and nothing but pushes has come that nobody asked for.
    pub(in super::super) fn is_quiet(&mut self, inbox: &mut Inbox) -> bool {
        loop {
            let read = match self.open(inbox) {
                Ok(None) => match socket::pending(self.socket.sock_ref()) {
                    Pending::Nothing => return inbox.is_quiet(),
                    Pending::Closed => return false,
                    // They are there, so this does not wait.
                    Pending::Bytes => self.read_once(inbox, None),
                },
                opened => opened,
            };
            if !matches!(read, Ok(None | Some(1..))) || !inbox.is_quiet() {
                return false;
            }
        }
    }

    /// A way to end the connection from elsewhere.
    pub(in super::super) fn closer(&self) -> Closer {
        Closer {
            socket: Arc::clone(&self.socket),
            process: Process::current(),
        }
    }
}

/// Ends a connection while others read and write. A child that was forked leaves that to its parent.
#[derive(Debug)]
pub(in super::super) struct Closer {
    socket: Arc<Socket>,
    process: Process,
}

impl Closer {
    pub(in super::super) fn close(&self) {
        if self.process.is_current() {
            socket::shutdown(self.socket.sock_ref());
        }
    }
}

impl WriteHalf {
    /// Writes everything. An error says how many bytes had been taken.
    pub(in super::super) fn write_all(
        &mut self,
        bytes: &Encoded,
        deadline: Option<Instant>,
    ) -> Result<(), (usize, io::Error)> {
        let Self {
            socket,
            limit,
            sealer,
            ..
        } = self;
        match sealer {
            None => write_with(socket, limit, bytes.len(), deadline, |socket, taken| {
                socket.write_encoded(bytes, taken)
            }),
            Some(sealer) => write_sealed(socket, limit, sealer, bytes.chunks(), deadline),
        }
    }

    /// The same, of one run of bytes.
    pub(in super::super) fn write_run(
        &mut self,
        run: &[u8],
        deadline: Option<Instant>,
    ) -> Result<(), (usize, io::Error)> {
        let Self {
            socket,
            limit,
            sealer,
            ..
        } = self;
        match sealer {
            None => write_with(socket, limit, run.len(), deadline, |socket, taken| {
                socket.write(run.get(taken..).unwrap_or_default())
            }),
            Some(sealer) => write_sealed(socket, limit, sealer, [run], deadline),
        }
    }

    /// Ends the connection for both sides, whoever still has the other half.
    pub(in super::super) fn shutdown(&self) {
        if self.is_ours() {
            socket::shutdown(self.socket.sock_ref());
        }
    }

    /// Whether it is this process's, and not that of the one which it was forked from.
    pub(in super::super) fn is_ours(&self) -> bool {
        self.process.is_current()
    }
}

/// Whether nothing happened, and there may be time left.
fn is_to_be_repeated(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock
    )
}

/// Reads some bytes; 0 at the end of the stream.
fn read_some(
    socket: &Socket,
    limit: &mut Limit,
    space: &mut [u8],
    deadline: Option<Instant>,
) -> io::Result<usize> {
    loop {
        limit.set(deadline, |time| socket.sock_ref().set_read_timeout(time))?;
        match socket.read(space) {
            Err(error) if is_to_be_repeated(&error) => {}
            read => return read,
        }
    }
}

/// Calls `write` with what has been taken until all is. An error says how much had been.
fn write_with(
    socket: &Socket,
    limit: &mut Limit,
    all: usize,
    deadline: Option<Instant>,
    write: impl Fn(&Socket, usize) -> io::Result<usize>,
) -> Result<(), (usize, io::Error)> {
    let mut taken = 0;
    while taken < all {
        let written = limit
            .set(deadline, |time| socket.sock_ref().set_write_timeout(time))
            .and_then(|()| write(socket, taken));
        match written {
            Ok(0) => return Err((taken, io::ErrorKind::WriteZero.into())),
            Ok(written) => taken += written,
            Err(error) if is_to_be_repeated(&error) => {}
            Err(error) => return Err((taken, error)),
        }
    }
    Ok(())
}

/// Encrypts the runs, as many at a time as make a good write, and writes them. An error says how much may have been taken.
fn write_sealed<'a>(
    socket: &Socket,
    limit: &mut Limit,
    sealer: &mut tls::Sealer,
    runs: impl IntoIterator<Item = &'a [u8]>,
    deadline: Option<Instant>,
) -> Result<(), (usize, io::Error)> {
    let (mut taken, mut sealed) = (0, 0);
    let mut send = |sealer: &mut tls::Sealer, sealed: usize| {
        let unsent = sealer.unsent();
        let written = write_with(socket, limit, unsent.len(), deadline, |socket, sent| {
            socket.write(unsent.get(sent..).unwrap_or_default())
        });
        match written {
            Ok(()) => {
                sealer.sent(unsent.len());
                taken = sealed;
                Ok(())
            }
            Err((0, error)) => Err((taken, error)),
            // Some of it may have been decrypted.
            Err((_, error)) => Err((sealed, error)),
        }
    };
    for mut run in runs {
        while !run.is_empty() {
            let count = sealer.seal(run).map_err(|error| (sealed, error))?;
            sealed += count;
            run = run.get(count..).unwrap_or_default();
            if sealer.is_full() {
                send(sealer, sealed)?;
            }
        }
    }
    send(sealer, sealed)
}

/// The standard library's way to connect to a unix socket has no timeout.
#[cfg(unix)]
fn connect_unix(path: &Path, deadline: Option<Instant>) -> io::Result<UnixStream> {
    let socket = socket2::Socket::new(Domain::UNIX, Type::STREAM, None)?;
    let address = SockAddr::unix(path)?;
    match left(deadline)? {
        Some(left) => socket.connect_timeout(&address, left)?,
        None => socket.connect(&address)?,
    }
    Ok(OwnedFd::from(socket).into())
}

fn connect_tcp(
    host: &str,
    port: u16,
    config: &Config,
    deadline: Option<Instant>,
) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in (host, port).to_socket_addrs()? {
        let connected = match left(deadline)? {
            Some(left) => TcpStream::connect_timeout(&address, left),
            None => TcpStream::connect(address),
        };
        match connected {
            Ok(socket) => {
                socket::configure_tcp(SockRef::from(&socket), config)?;
                return Ok(socket);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}
