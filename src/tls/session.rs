//! [`Session`]: a TLS connection after its handshake, and its two sides.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use native_tls::TlsStream;

/// The most that is encrypted at once: four records.
const MOST_SEALED: usize = 64 * 1024;
/// What a read has room for: a record of full length and what encryption adds to it.
const ROOM: usize = 17 * 1024;
/// The same while something long is read.
const MOST_ROOM: usize = 128 * 1024;

/// What the TLS library takes for a socket.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// What was received and is not decrypted yet, is between these two.
    incoming: Vec<u8>,
    at: usize,
    end: usize,
    /// What is to be sent.
    pub(super) outgoing: Vec<u8>,
}

impl Memory {
    /// Takes over what was received: `count` bytes at the start of the buffer.
    pub(super) fn received(&mut self, buffer: Vec<u8>, count: usize) {
        if self.at == self.end {
            self.incoming = buffer;
            self.at = 0;
            self.end = count;
        } else {
            self.incoming.drain(..self.at);
            self.incoming.truncate(self.end - self.at);
            let new = buffer.get(..count).unwrap_or_default();
            self.incoming.extend_from_slice(new);
            self.at = 0;
            self.end = self.incoming.len();
        }
    }

    const fn is_empty(&self) -> bool {
        self.at == self.end
    }
}

impl Read for Memory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.incoming.get(self.at..self.end).unwrap_or_default();
        if rest.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.outgoing.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A TLS connection. Its sides share it.
#[derive(Debug)]
pub(crate) struct Session(Shared);

#[derive(Clone)]
struct Shared(Arc<Mutex<TlsStream<Memory>>>);

impl Shared {
    /// The state is the library's own, which is not entered again after a panic: the connection goes with it.
    fn lock(&self) -> MutexGuard<'_, TlsStream<Memory>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    pub(super) fn new(stream: TlsStream<Memory>) -> Self {
        Self(Shared(Arc::new(Mutex::new(stream))))
    }

    /// Its two sides.
    pub(crate) fn into_split(self) -> (Opener, Sealer) {
        let opener = Opener {
            session: self.0.clone(),
            room: Vec::new(),
            drained: false,
        };
        let sealer = Sealer {
            session: self.0,
            sealed: Vec::new(),
            sent: 0,
        };
        (opener, sealer)
    }
}

/// The side that is read: it decrypts.
#[derive(Debug)]
pub(crate) struct Opener {
    session: Shared,
    /// Where bytes are received.
    room: Vec<u8>,
    /// Everything that was received is decrypted.
    drained: bool,
}

impl Opener {
    /// Decrypts some of what was received; 0 if the peer has ended the connection, `None` if more must be received.
    pub(crate) fn open(&mut self, space: &mut [u8]) -> io::Result<Option<usize>> {
        if self.drained {
            return Ok(None);
        }
        let mut stream = self.session.lock();
        let opened = match stream.read(space) {
            Ok(count) => Some(count),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(error) => return Err(broken(error)),
        };
        self.drained = opened.is_none() || is_drained(&stream);
        if self.drained {
            self.room = std::mem::take(&mut stream.get_mut().incoming);
        }
        Ok(opened)
    }

    /// Room to receive bytes in, if that many are wanted in the end.
    pub(crate) fn room(&mut self, wanted: usize) -> &mut [u8] {
        let size = wanted.clamp(ROOM, MOST_ROOM);
        if self.room.len() < size || (self.room.len() > ROOM && size == ROOM) {
            self.room = vec![0; size];
        }
        &mut self.room
    }

    /// Says that so many bytes were received there.
    pub(crate) fn received(&mut self, count: usize) {
        let room = std::mem::take(&mut self.room);
        self.session.lock().get_mut().received(room, count);
        self.drained = false;
    }
}

/// The side that is written: it encrypts.
#[derive(Debug)]
pub(crate) struct Sealer {
    session: Shared,
    sealed: Vec<u8>,
    /// How much of it has been sent.
    sent: usize,
}

impl Sealer {
    /// Encrypts some of what is to be sent, all of it if it is short, and returns how much. Only when everything
    /// before it has been sent, or is still small.
    pub(crate) fn seal(&mut self, run: &[u8]) -> io::Result<usize> {
        let run = run.get(..MOST_SEALED).unwrap_or(run);
        let mut stream = self.session.lock();
        stream.write_all(run).map_err(broken)?;
        let outgoing = &mut stream.get_mut().outgoing;
        if self.unsent().is_empty() {
            self.sealed.clear();
            self.sent = 0;
            std::mem::swap(&mut self.sealed, outgoing);
        } else {
            self.sealed.append(outgoing);
        }
        Ok(run.len())
    }

    /// What is encrypted and not sent yet.
    pub(crate) fn unsent(&self) -> &[u8] {
        self.sealed.get(self.sent..).unwrap_or_default()
    }

    /// Whether so much is encrypted that it should be sent first.
    pub(crate) fn is_full(&self) -> bool {
        self.unsent().len() >= MOST_SEALED
    }

    /// Says that so many bytes of it were sent.
    pub(crate) const fn sent(&mut self, count: usize) {
        self.sent += count;
    }

    /// Whether everything that was received has been read.
    #[cfg(feature = "async")]
    pub(crate) fn is_drained(&self) -> bool {
        is_drained(&self.session.lock())
    }
}

fn is_drained(stream: &TlsStream<Memory>) -> bool {
    stream.get_ref().is_empty() && matches!(stream.buffered_read_size(), Ok(0))
}

/// What the library says of bytes that it can't make sense of, or of what the peer complains about.
fn broken(error: io::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
