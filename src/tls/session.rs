//! [`Session`]: a TLS connection after its handshake, and its two sides.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use native_tls::TlsStream;

use crate::mutex::lock;

/// The most that is encrypted at once: four records.
const MOST_SEALED: usize = 64 * 1024;
/// What a read has room for: a record of full length and what encryption adds to it.
const ROOM: usize = 17 * 1024;
/// The same once something long has been read.
const MOST_ROOM: usize = 64 * 1024;

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
        lock(&self.0)
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
        if self.room.len() < size {
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

#[cfg(not(any(windows, target_vendor = "apple")))]
#[cfg(test)]
mod tests {
    use native_tls::{HandshakeError, Identity, TlsAcceptor, TlsConnector};
    use openssl::asn1::Asn1Time;
    use openssl::ec::{EcGroup, EcKey};
    use openssl::hash::MessageDigest;
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    use openssl::x509::X509;

    use super::super::Greeting;
    use super::*;

    /// A certificate that nobody trusts, and its key.
    fn identity() -> Identity {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let mut certificate = X509::builder().unwrap();
        certificate.set_pubkey(&key).unwrap();
        let (from, to) = (Asn1Time::days_from_now(0), Asn1Time::days_from_now(1));
        certificate.set_not_before(&from.unwrap()).unwrap();
        certificate.set_not_after(&to.unwrap()).unwrap();
        certificate.sign(&key, MessageDigest::sha256()).unwrap();
        let certificate = certificate.build().to_pem().unwrap();
        Identity::from_pkcs8(&certificate, &key.private_key_to_pem_pkcs8().unwrap()).unwrap()
    }

    /// The server's side of the handshake.
    fn accept(
        shaken: Result<TlsStream<Memory>, HandshakeError<Memory>>,
    ) -> Result<TlsStream<Memory>, native_tls::MidHandshakeTlsStream<Memory>> {
        match shaken {
            Ok(stream) => Ok(stream),
            Err(HandshakeError::WouldBlock(stream)) => Err(stream),
            Err(HandshakeError::Failure(error)) => panic!("{error}"),
        }
    }

    /// Both ends of a connection, whose bytes the test carries from one to the other.
    fn connected() -> (Opener, Sealer, TlsStream<Memory>) {
        let connector = TlsConnector::builder()
            .danger_accept_invalid_certs(true)
            .build()
            .unwrap();
        let acceptor = TlsAcceptor::new(identity()).unwrap();
        let mut client = Greeting::new(&connector, "x").unwrap();
        let mut server = accept(acceptor.accept(Memory::default()));
        loop {
            let sent = client.outgoing();
            if let Err(mut stream) = server {
                let count = sent.len();
                stream.get_mut().received(sent, count);
                server = accept(stream.handshake());
            }
            client = match client.into_session() {
                Ok(session) => {
                    let (opener, sealer) = session.into_split();
                    return (opener, sealer, server.ok().unwrap());
                }
                Err(client) => client,
            };
            let memory = match &mut server {
                Ok(stream) => stream.get_mut(),
                Err(stream) => stream.get_mut(),
            };
            let answer = std::mem::take(&mut memory.outgoing);
            client.room()[..answer.len()].copy_from_slice(&answer);
            client.received(answer.len()).unwrap();
        }
    }

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at % 251) as u8).collect()
    }

    /// All that comes out of these bytes when they arrive in pieces of this size.
    fn open_all(opener: &mut Opener, sent: &[u8], piece: usize) -> Vec<u8> {
        let mut all = Vec::new();
        let mut space = [0; 1000];
        for piece in sent.chunks(piece) {
            let room = opener.room(0);
            room[..piece.len()].copy_from_slice(piece);
            opener.received(piece.len());
            while let Some(count) = opener.open(&mut space).unwrap() {
                all.extend_from_slice(&space[..count]);
            }
        }
        all
    }

    #[test]
    fn what_arrives_cut_anywhere_comes_out_whole() {
        let (mut opener, _sealer, mut server) = connected();
        assert_eq!(opener.open(&mut [0; 10]).unwrap(), None);
        for piece in [1, 5, 6, 100, 1_000, 17_000] {
            let text = text(40_000);
            server.write_all(&text).unwrap();
            let sent = std::mem::take(&mut server.get_mut().outgoing);
            assert!(open_all(&mut opener, &sent, piece) == text, "{piece}");
            assert_eq!(opener.open(&mut [0; 10]).unwrap(), None);
        }
    }

    #[test]
    fn what_is_sealed_is_opened_in_its_order_however_it_is_sent() {
        let (_opener, mut sealer, mut server) = connected();
        let text = text(300_000);
        let mut rest = text.as_slice();
        let mut got = Vec::new();
        let mut space = vec![0; 20_000];
        while !rest.is_empty() || !sealer.unsent().is_empty() {
            while !rest.is_empty() && !sealer.is_full() {
                let count = sealer.seal(&rest[..rest.len().min(30_000)]).unwrap();
                rest = &rest[count..];
            }
            let some = sealer.unsent()[..sealer.unsent().len().min(7_000)].to_vec();
            sealer.sent(some.len());
            let count = some.len();
            server.get_mut().received(some, count);
            while let Ok(count) = server.read(&mut space) {
                got.extend_from_slice(&space[..count]);
            }
        }
        assert!(got == text);
    }

    #[test]
    fn bytes_that_make_no_sense_end_it() {
        let (mut opener, _sealer, mut server) = connected();
        server.write_all(b"+OK\r\n").unwrap();
        let mut sent = std::mem::take(&mut server.get_mut().outgoing);
        *sent.last_mut().unwrap() ^= 1;
        let room = opener.room(0);
        room[..sent.len()].copy_from_slice(&sent);
        opener.received(sent.len());
        let error = loop {
            match opener.open(&mut [0; 100]) {
                Ok(Some(count)) => assert_eq!(count, 0, "it was taken"),
                Ok(None) => panic!("it was waited for more"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn the_end_that_the_peer_tells_of_is_an_end() {
        let (mut opener, _sealer, mut server) = connected();
        server.write_all(b"+OK\r\n").unwrap();
        let _ = server.shutdown();
        let sent = std::mem::take(&mut server.get_mut().outgoing);
        let room = opener.room(0);
        room[..sent.len()].copy_from_slice(&sent);
        opener.received(sent.len());
        let mut space = [0; 100];
        assert_eq!(opener.open(&mut space).unwrap(), Some(5));
        assert_eq!(opener.open(&mut space).unwrap(), Some(0));
    }
}
