//! Ports at which connecting never ends, or is refused.

use std::net::SocketAddr;

use socket2::{Domain, SockAddr, Socket, Type};

/// A listener whose queue is full, and from which nobody accepts.
pub struct FullBacklog {
    listener: Socket,
    _waiting: Vec<Socket>,
}

impl FullBacklog {
    /// On a free port of 127.0.0.1.
    pub fn tcp() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        Self::fill(listener, &SocketAddr::from(([127, 0, 0, 1], 0)).into())
    }

    /// On a unix socket.
    pub fn unix(path: &std::path::Path) -> Self {
        let listener = Socket::new(Domain::UNIX, Type::STREAM, None).unwrap();
        Self::fill(listener, &SockAddr::unix(path).unwrap())
    }

    fn fill(listener: Socket, address: &SockAddr) -> Self {
        listener.bind(address).unwrap();
        listener.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let connect = || {
            let socket = Socket::new(address.domain(), Type::STREAM, None).unwrap();
            socket.set_nonblocking(true).unwrap();
            // It may well be under way for ever.
            let _ = socket.connect(&address);
            socket
        };
        let waiting = (0..8).map(|_| connect()).collect();
        Self {
            listener,
            _waiting: waiting,
        }
    }

    /// Its port, if it has one.
    pub fn port(&self) -> u16 {
        let address = self.listener.local_addr().unwrap().as_socket();
        address.expect("an address of TCP").port()
    }
}

/// A port on which nobody listens, and which nobody else is given.
pub struct Refusing(Socket);

impl Refusing {
    pub fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(&address.into()).unwrap();
        Self(socket)
    }

    pub fn port(&self) -> u16 {
        let address = self.0.local_addr().unwrap().as_socket();
        address.expect("an address of TCP").port()
    }
}
