//! [`Stream`]: a connection, and its halves.

use std::future::poll_fn;
use std::io::{self, IoSlice, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, tcp};
#[cfg(unix)]
use tokio::net::{UnixStream, unix};

use crate::config::{Address, Config};
use crate::mutex::lock;
use crate::process::Process;
use crate::resp::{Encoded, SLICES};
use crate::session::Inbox;
use crate::socket::{self, Pending};
use crate::tls;

use super::kept::Kept;
use super::{until, yield_now};

/// A socket, read and written until a deadline.
#[derive(Debug)]
pub(in super::super) struct Stream {
    socket: Kept<Socket>,
    tls: Option<(tls::Opener, tls::Sealer)>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Socket {
    fn sock_ref(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(socket) => SockRef::from(socket),
            #[cfg(unix)]
            Self::Unix(socket) => SockRef::from(socket),
        }
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, space: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut space = ReadBuf::new(space);
        let read = ready!(match self {
            Self::Tcp(socket) => Pin::new(socket).poll_read(cx, &mut space),
            #[cfg(unix)]
            Self::Unix(socket) => Pin::new(socket).poll_read(cx, &mut space),
        });
        read.map_err(socket::told_apart)?;
        Poll::Ready(Ok(space.filled().len()))
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, run: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(match self {
            Self::Tcp(socket) => Pin::new(socket).poll_write(cx, run),
            #[cfg(unix)]
            Self::Unix(socket) => Pin::new(socket).poll_write(cx, run),
        });
        let written = written.map_err(socket::told_apart)?;
        if written == 0 && !run.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        Poll::Ready(Ok(written))
    }

    /// Writes some of what comes after the first `taken` bytes.
    fn poll_write_encoded(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &Encoded,
        taken: usize,
    ) -> Poll<io::Result<usize>> {
        if let Some(rest) = bytes.as_slice().and_then(|run| run.get(taken..)) {
            return self.poll_write(cx, rest);
        }
        let mut slices = [IoSlice::new(&[]); SLICES];
        let rest = bytes.rest(taken, &mut slices);
        let written = ready!(match self {
            Self::Tcp(socket) => Pin::new(socket).poll_write_vectored(cx, rest),
            #[cfg(unix)]
            Self::Unix(socket) => Pin::new(socket).poll_write_vectored(cx, rest),
        });
        Poll::Ready(written.map_err(socket::told_apart))
    }

    /// Writes as much of the rest as goes; ready when all is written.
    fn poll_write_all(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &Encoded,
        taken: &mut usize,
    ) -> Poll<io::Result<()>> {
        let all = bytes.len();
        while *taken < all {
            match ready!(self.poll_write_encoded(cx, bytes, *taken))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => *taken += written,
            }
        }
        Poll::Ready(Ok(()))
    }

    /// The same, encrypted. What is encrypted counts as taken, and it is ready when that is written, too.
    fn poll_write_sealed(
        &mut self,
        cx: &mut Context<'_>,
        sealer: &mut tls::Sealer,
        bytes: &Encoded,
        taken: &mut usize,
    ) -> Poll<io::Result<()>> {
        loop {
            while *taken < bytes.len() && !sealer.is_full() {
                let mut slices = [IoSlice::new(&[]); SLICES];
                let rest = bytes.rest(*taken, &mut slices);
                let Some(run) = rest.first() else {
                    break;
                };
                *taken += sealer.seal(run)?;
            }
            if sealer.unsent().is_empty() {
                return Poll::Ready(Ok(()));
            }
            let written = ready!(self.poll_write(cx, sealer.unsent()))?;
            sealer.sent(written);
        }
    }
}

impl Stream {
    /// Connects to the first of the address's addresses that answers; the error is the last one's.
    pub(in super::super) async fn connect(
        address: &Address,
        config: &Config,
        deadline: Option<Instant>,
    ) -> io::Result<Self> {
        let socket = match address {
            Address::Tcp { host, port } => {
                Socket::Tcp(until(deadline, connect_tcp(host, *port, config)).await?)
            }
            #[cfg(unix)]
            Address::Unix(path) => Socket::Unix(until(deadline, UnixStream::connect(path)).await?),
            #[expect(unreachable_patterns, reason = "where there are no unix sockets")]
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        Ok(Self {
            socket: Kept::new(socket),
            tls: None,
        })
    }

    /// The same connection, encrypted from here on.
    pub(in super::super) fn encrypted(mut self, session: tls::Session) -> Self {
        self.tls = Some(session.into_split());
        self
    }

    /// Reads some bytes as they come; 0 at the end of the stream.
    pub(in super::super) async fn read_raw(
        &mut self,
        space: &mut [u8],
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        let socket = self.socket.get_mut()?;
        until(deadline, poll_fn(|cx| socket.poll_read(cx, space))).await
    }

    /// Writes bytes as they are.
    pub(in super::super) async fn write_raw(
        &mut self,
        mut bytes: &[u8],
        deadline: Option<Instant>,
    ) -> io::Result<()> {
        while !bytes.is_empty() {
            let socket = self.socket.get_mut()?;
            let some = poll_fn(|cx| socket.poll_write(cx, bytes));
            let written = until(deadline, some).await?;
            bytes = bytes.get(written..).unwrap_or_default();
        }
        Ok(())
    }

    /// Reads some bytes; 0 at the end of the stream.
    pub(in super::super) async fn read(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        until(deadline, poll_fn(|cx| self.poll_read(cx, inbox))).await
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, inbox: &mut Inbox) -> Poll<io::Result<usize>> {
        let Self { socket, tls } = self;
        let socket = socket.get_mut()?;
        let opener = tls.as_mut().map(|(opener, _)| opener);
        poll_open(cx, inbox, opener, |cx, space| socket.poll_read(cx, space))
    }

    /// Writes as much of the rest as goes; ready when all is written.
    fn poll_write_all(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &Encoded,
        taken: &mut usize,
    ) -> Poll<io::Result<()>> {
        let socket = self.socket.get_mut()?;
        match &mut self.tls {
            None => socket.poll_write_all(cx, bytes, taken),
            Some((_, sealer)) => socket.poll_write_sealed(cx, sealer, bytes, taken),
        }
    }

    /// Writes everything. An error says how many bytes had been taken.
    pub(in super::super) async fn write_all(
        &mut self,
        bytes: &Encoded,
        deadline: Option<Instant>,
    ) -> Result<(), (usize, io::Error)> {
        let mut taken = 0;
        let written = until(
            deadline,
            poll_fn(|cx| self.poll_write_all(cx, bytes, &mut taken)),
        )
        .await;
        written.map_err(|error| (taken, error))
    }

    /// Writes everything while `on_read` is given what arrives, until it returns what was awaited.
    ///
    /// A large batch must be read while it is written, or both sides can end up waiting for the
    /// other to read. An error says how many bytes had been taken.
    pub(in super::super) async fn exchange<T, E: From<io::Error>>(
        &mut self,
        bytes: &Encoded,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
        mut on_read: impl FnMut(&mut Inbox) -> Result<Option<T>, E>,
    ) -> Result<T, (usize, E)> {
        let (mut taken, mut written) = (0, false);
        loop {
            let step = poll_fn(|cx| {
                if !written && let Poll::Ready(all) = self.poll_write_all(cx, bytes, &mut taken) {
                    all?;
                    written = true;
                }
                self.poll_read(cx, inbox)
            });
            match until(deadline, step).await {
                Err(error) => return Err((taken, error.into())),
                Ok(0) => return Err((taken, E::from(io::ErrorKind::UnexpectedEof.into()))),
                Ok(_) => {}
            }
            if let Some(awaited) = on_read(inbox).map_err(|error| (taken, error))? {
                return Ok(awaited);
            }
        }
    }

    /// A way to end the connection from elsewhere: it needs a file descriptor of its own.
    pub(in super::super) fn closer(&self) -> io::Result<Closer> {
        Ok(Closer {
            socket: self.socket.get()?.sock_ref().try_clone()?,
            process: self.socket.process().clone(),
        })
    }

    /// Its two sides, for who reads and who writes.
    pub(in super::super) fn into_split(self) -> (ReadHalf, WriteHalf) {
        let (reading, writing) = self.socket.split(|socket| match socket {
            Socket::Tcp(socket) => {
                let (reader, writer) = socket.into_split();
                (Reading::Tcp(reader), Writing::Tcp(writer))
            }
            #[cfg(unix)]
            Socket::Unix(socket) => {
                let (reader, writer) = socket.into_split();
                (Reading::Unix(reader), Writing::Unix(writer))
            }
        });
        let (opener, sealer) = self.tls.unzip();
        let reader = ReadHalf {
            socket: reading,
            opener,
        };
        let writer = WriteHalf {
            socket: writing,
            sealing: sealer.map(|sealer| std::sync::Mutex::new(Sealing::new(sealer))),
        };
        (reader, writer)
    }

    /// Whether the connection is there, and nothing but pushes has come that nobody asked for.
    pub(in super::super) fn is_quiet(&mut self, inbox: &mut Inbox) -> bool {
        let Self { socket, tls } = self;
        let Ok(socket) = socket.get() else {
            return false;
        };
        loop {
            let opener = tls.as_mut().map(|(opener, _)| opener);
            match take_pending(inbox, opener, socket.sock_ref()) {
                Ok(Taken::Nothing) => return inbox.is_quiet(),
                Ok(Taken::Bytes(1..) | Taken::Encryption) if inbox.is_quiet() => {}
                _ => return false,
            }
        }
    }
}

/// Reads some bytes for the inbox, encrypted or not; 0 at the end of the stream.
fn poll_open(
    cx: &mut Context<'_>,
    inbox: &mut Inbox,
    opener: Option<&mut tls::Opener>,
    mut read: impl FnMut(&mut Context<'_>, &mut [u8]) -> Poll<io::Result<usize>>,
) -> Poll<io::Result<usize>> {
    let Some(opener) = opener else {
        let count = ready!(read(cx, inbox.space()))?;
        inbox.received(count);
        return Poll::Ready(Ok(count));
    };
    loop {
        if let Some(count) = opener.open(inbox.space())? {
            inbox.received(count);
            return Poll::Ready(Ok(count));
        }
        match ready!(read(cx, opener.room(inbox.space().len())))? {
            0 => return Poll::Ready(Ok(0)),
            count => opener.received(count),
        }
    }
}

/// What there was to read without waiting.
enum Taken {
    Nothing,
    /// So many bytes for the inbox; 0 is the end of the stream.
    Bytes(usize),
    /// Something about the encryption.
    Encryption,
}

/// Reads what is there, past the runtime, which may not have heard of it yet.
fn take_pending(
    inbox: &mut Inbox,
    mut opener: Option<&mut tls::Opener>,
    socket: SockRef<'_>,
) -> io::Result<Taken> {
    if let Some(opener) = &mut opener
        && let Some(count) = opener.open(inbox.space())?
    {
        inbox.received(count);
        return Ok(Taken::Bytes(count));
    }
    if socket::pending(SockRef::from(&*socket)) == Pending::Nothing {
        return Ok(Taken::Nothing);
    }
    let space = match &mut opener {
        Some(opener) => opener.room(inbox.space().len()),
        None => inbox.space(),
    };
    let count = (&*socket).read(space)?;
    match opener {
        Some(opener) if count > 0 => {
            opener.received(count);
            Ok(Taken::Encryption)
        }
        _ => {
            inbox.received(count);
            Ok(Taken::Bytes(count))
        }
    }
}

/// The side of a socket that is read.
#[derive(Debug)]
pub(in super::super) struct ReadHalf {
    socket: Kept<Reading>,
    opener: Option<tls::Opener>,
}

#[derive(Debug)]
enum Reading {
    Tcp(tcp::OwnedReadHalf),
    #[cfg(unix)]
    Unix(unix::OwnedReadHalf),
}

impl ReadHalf {
    /// Reads some bytes; 0 at the end of the stream.
    pub(in super::super) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        inbox: &mut Inbox,
    ) -> Poll<io::Result<usize>> {
        let Self { socket, opener } = self;
        let socket = socket.get_mut()?;
        poll_open(cx, inbox, opener.as_mut(), |cx, space| {
            socket.poll_read(cx, space)
        })
    }

    /// Reads some bytes; 0 at the end of the stream. What is there already is read after the deadline, too.
    pub(in super::super) async fn receive(
        &mut self,
        inbox: &mut Inbox,
        deadline: Option<Instant>,
    ) -> io::Result<usize> {
        if deadline.is_none_or(|deadline| deadline > Instant::now()) {
            return until(deadline, poll_fn(|cx| self.poll_read(cx, inbox))).await;
        }
        loop {
            let Self { socket, opener } = self;
            match take_pending(inbox, opener.as_mut(), socket.get()?.sock_ref())? {
                Taken::Bytes(count) => return Ok(count),
                Taken::Encryption => {}
                // Whoever only looks, again and again, must not keep the others from running.
                Taken::Nothing => {
                    yield_now().await;
                    return Err(io::ErrorKind::TimedOut.into());
                }
            }
        }
    }
}

impl Reading {
    fn poll_read(&mut self, cx: &mut Context<'_>, space: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut space = ReadBuf::new(space);
        let read = ready!(match self {
            Self::Tcp(half) => Pin::new(half).poll_read(cx, &mut space),
            #[cfg(unix)]
            Self::Unix(half) => Pin::new(half).poll_read(cx, &mut space),
        });
        read.map_err(socket::told_apart)?;
        Poll::Ready(Ok(space.filled().len()))
    }

    fn sock_ref(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(half) => SockRef::from(AsRef::<TcpStream>::as_ref(half)),
            #[cfg(unix)]
            Self::Unix(half) => SockRef::from(AsRef::<UnixStream>::as_ref(half)),
        }
    }
}

/// Ends a connection while others read and write. A child that was forked leaves that to its parent.
#[derive(Debug)]
pub(in super::super) struct Closer {
    socket: socket2::Socket,
    process: Process,
}

impl Closer {
    pub(in super::super) fn close(&self) {
        if self.process.is_current() {
            socket::shutdown(SockRef::from(&self.socket));
        }
    }
}

/// The side of a socket that is written, by whoever has something to write.
#[derive(Debug)]
pub(in super::super) struct WriteHalf {
    socket: Kept<Writing>,
    sealing: Option<std::sync::Mutex<Sealing>>,
}

#[derive(Debug)]
enum Writing {
    Tcp(tcp::OwnedWriteHalf),
    #[cfg(unix)]
    Unix(unix::OwnedWriteHalf),
}

/// What encrypts, and how many bytes are encrypted that nobody has been told of: they count as written when all of
/// what they have become is.
#[derive(Debug)]
struct Sealing {
    sealer: tls::Sealer,
    owed: usize,
    /// Why nothing can be written any more.
    failed: Option<io::Error>,
}

impl Sealing {
    const fn new(sealer: tls::Sealer) -> Self {
        Self {
            sealer,
            owed: 0,
            failed: None,
        }
    }

    /// Writes what goes without waiting; the bytes come again from where they were not taken.
    fn try_write(&mut self, socket: &Writing, bytes: &[u8]) -> io::Result<usize> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut all = 0;
        while let Some(rest) = bytes.get(all..).filter(|rest| !rest.is_empty()) {
            if self.owed == 0 {
                self.owed = self.sealer.seal(rest)?;
            }
            while !self.sealer.unsent().is_empty() {
                match socket.try_write(self.sealer.unsent()) {
                    Ok(0) => return Ok(all),
                    Ok(count) => self.sealer.sent(count),
                    Err(error) => {
                        // Some of what was encrypted last may be there, so it counts as written.
                        self.failed = Some(error);
                        return Ok(all + std::mem::take(&mut self.owed));
                    }
                }
            }
            all += std::mem::take(&mut self.owed);
        }
        Ok(all)
    }
}

impl WriteHalf {
    /// Writes what goes without waiting: perhaps nothing.
    pub(in super::super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match &self.sealing {
            None => self.socket.get()?.try_write(bytes),
            Some(sealing) => lock(sealing).try_write(self.socket.get()?, bytes),
        }
    }

    /// Writes some bytes, at least one.
    pub(in super::super) fn poll_write(
        &self,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            let written = self.try_write(bytes)?;
            if written > 0 {
                return Poll::Ready(Ok(written));
            }
            ready!(self.socket.get()?.poll_ready(cx))?;
        }
    }

    /// Writes everything. An error says how many bytes had been taken.
    pub(in super::super) async fn write_all(
        &mut self,
        bytes: &Encoded,
        deadline: Option<Instant>,
    ) -> Result<(), (usize, io::Error)> {
        let (mut taken, all) = (0, bytes.len());
        while taken < all {
            let mut slices = [IoSlice::new(&[]); SLICES];
            let rest = bytes.rest(taken, &mut slices);
            let run = rest.first().map(|slice| &**slice).unwrap_or_default();
            match until(deadline, poll_fn(|cx| self.poll_write(cx, run))).await {
                Ok(written) => taken += written,
                Err(error) => return Err((taken, error)),
            }
        }
        Ok(())
    }

    /// Whether the connection is there, and nothing has come that has not been read.
    pub(in super::super) fn is_quiet(&self) -> bool {
        let socket = self.socket.get();
        socket.is_ok_and(|socket| socket::pending(socket.sock_ref()) == Pending::Nothing)
            && (self.sealing.as_ref()).is_none_or(|sealing| lock(sealing).sealer.is_drained())
    }

    /// Ends the connection for both sides, whoever still has the other half.
    pub(in super::super) fn shutdown(&self) {
        if let Ok(socket) = self.socket.get()
            && self.is_ours()
        {
            socket::shutdown(socket.sock_ref());
        }
    }

    /// Whether it is this process's, and not that of the one which it was forked from.
    pub(in super::super) fn is_ours(&self) -> bool {
        self.socket.process().is_current()
    }
}

impl Writing {
    /// Writes what goes without waiting: perhaps nothing.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self {
            Self::Tcp(half) => half.try_write(bytes),
            #[cfg(unix)]
            Self::Unix(half) => half.try_write(bytes),
        };
        match written {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            Ok(0) if !bytes.is_empty() => Err(io::ErrorKind::WriteZero.into()),
            other => other.map_err(socket::told_apart),
        }
    }

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(half) => half.as_ref().poll_write_ready(cx),
            #[cfg(unix)]
            Self::Unix(half) => half.as_ref().poll_write_ready(cx),
        }
    }

    fn sock_ref(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(half) => SockRef::from(AsRef::<TcpStream>::as_ref(half)),
            #[cfg(unix)]
            Self::Unix(half) => SockRef::from(AsRef::<UnixStream>::as_ref(half)),
        }
    }
}

async fn connect_tcp(host: &str, port: u16, config: &Config) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in tokio::net::lookup_host((host, port)).await? {
        match TcpStream::connect(address).await {
            Ok(socket) => {
                socket::configure_tcp(SockRef::from(&socket), config)?;
                return Ok(socket);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}
