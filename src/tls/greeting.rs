//! [`Greeting`]: the handshake of TLS.

use native_tls::{HandshakeError, MidHandshakeTlsStream, TlsStream};

use crate::error::{Error, ErrorKind, Result};

use super::session::{Memory, Session};

/// A record of full length, which few handshakes fill.
const ROOM: usize = 17 * 1024;

/// A handshake under way: what it has to say is sent, and what is answered is received, until it is done.
#[derive(Debug)]
pub(crate) struct Greeting {
    stage: Stage,
    room: Vec<u8>,
}

#[derive(Debug)]
enum Stage {
    Talking(MidHandshakeTlsStream<Memory>),
    Done(TlsStream<Memory>),
    /// It has failed.
    Over,
}

impl Greeting {
    /// Begins to talk to a server whose certificate must bear this name.
    pub(super) fn new(connector: &native_tls::TlsConnector, name: &str) -> Result<Self> {
        let stage = stage(connector.connect(name, Memory::default()))?;
        let room = Vec::new();
        Ok(Self { stage, room })
    }

    /// What is to be sent now.
    pub(crate) fn outgoing(&mut self) -> Vec<u8> {
        let memory = match &mut self.stage {
            Stage::Talking(stream) => stream.get_mut(),
            Stage::Done(stream) => stream.get_mut(),
            Stage::Over => return Vec::new(),
        };
        std::mem::take(&mut memory.outgoing)
    }

    /// Room to receive bytes in.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        self.room.resize(ROOM, 0);
        &mut self.room
    }

    /// Goes on with so many bytes that were received there.
    ///
    /// # Errors
    /// The server's certificate does not do, or the two can't agree on how to talk.
    pub(crate) fn received(&mut self, count: usize) -> Result<()> {
        if let Stage::Talking(mut stream) = std::mem::replace(&mut self.stage, Stage::Over) {
            let room = std::mem::take(&mut self.room);
            stream.get_mut().received(room, count);
            self.stage = stage(stream.handshake())?;
        }
        Ok(())
    }

    /// The connection, if all has been said.
    pub(crate) fn into_session(self) -> Result<Session, Self> {
        match self.stage {
            Stage::Done(stream) => Ok(Session::new(stream)),
            stage => Err(Self { stage, ..self }),
        }
    }
}

fn stage(shaken: Result<TlsStream<Memory>, HandshakeError<Memory>>) -> Result<Stage> {
    match shaken {
        Ok(stream) => Ok(Stage::Done(stream)),
        Err(HandshakeError::WouldBlock(stream)) => Ok(Stage::Talking(stream)),
        Err(HandshakeError::Failure(error)) => Err(refused(error)),
    }
}

fn refused(error: native_tls::Error) -> Error {
    let text = error.to_string();
    // What a server says that does not speak TLS is taken for a record of a version that there is not.
    let hint = if text.contains("wrong version number") || text.contains("packet length too long") {
        ": the server does not speak TLS on this port, it seems"
    } else {
        ""
    };
    Error::new(
        ErrorKind::Tls,
        format!("the TLS handshake failed{hint}: {text}"),
    )
    .with_source(error)
}
