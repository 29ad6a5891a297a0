//! What both faces set and ask on a socket: options, and whether an idle one is still good.

use std::io;
use std::net::Shutdown;

use socket2::{SockRef, TcpKeepalive};

use crate::config::Keepalive;

/// What an idle connection's socket holds, seen without waiting and without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    /// Nothing: as it should be.
    Nothing,
    /// Bytes that nobody asked for.
    Bytes,
    /// The peer has closed it, or it is broken.
    Closed,
}

/// Sets a TCP socket's options: no delay, and keepalive if it is wanted.
pub(crate) fn configure_tcp(socket: SockRef<'_>, keepalive: Option<&Keepalive>) -> io::Result<()> {
    socket.set_tcp_nodelay(true)?;
    if let Some(keepalive) = keepalive {
        let settings = TcpKeepalive::new().with_time(keepalive.idle);
        #[cfg(any(
            target_os = "linux",
            target_os = "macos",
            target_os = "freebsd",
            windows
        ))]
        let settings = settings.with_interval(keepalive.interval);
        #[cfg(any(target_os = "linux", target_os = "macos", target_os = "freebsd"))]
        let settings = settings.with_retries(keepalive.count);
        socket.set_tcp_keepalive(&settings)?;
    }
    Ok(())
}

/// Ends the connection at once, whoever else has the socket.
pub(crate) fn shutdown(socket: SockRef<'_>) {
    // It may be closed already; then there is nothing left to shut.
    let _ = socket.shutdown(Shutdown::Both);
}

/// Looks at what an idle socket holds: one system call.
#[cfg(unix)]
pub(crate) fn pending(socket: SockRef<'_>) -> Pending {
    let mut byte = [std::mem::MaybeUninit::uninit()];
    answer(socket.recv_with_flags(&mut byte, libc::MSG_PEEK | libc::MSG_DONTWAIT))
}

/// Looks at what an idle socket holds.
#[cfg(not(unix))]
pub(crate) fn pending(socket: SockRef<'_>) -> Pending {
    let mut byte = [std::mem::MaybeUninit::uninit()];
    if socket.set_nonblocking(true).is_err() {
        return Pending::Closed;
    }
    let seen = socket.peek(&mut byte);
    // The other face's sockets are always non-blocking; there this is put right by its runtime.
    match socket.set_nonblocking(false) {
        Ok(()) => answer(seen),
        Err(_) => Pending::Closed,
    }
}

fn answer(seen: io::Result<usize>) -> Pending {
    match seen {
        Ok(0) => Pending::Closed,
        Ok(_) => Pending::Bytes,
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Pending::Nothing,
        Err(_) => Pending::Closed,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use super::*;

    fn connected() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    #[test]
    fn a_socket_has_the_options_that_are_asked_for() {
        let keepalive = Keepalive::new().idle(Duration::from_secs(7));
        for keepalive in [None, Some(keepalive)] {
            let (client, _server) = connected();
            configure_tcp(SockRef::from(&client), keepalive.as_ref()).unwrap();
            let socket = SockRef::from(&client);
            assert!(socket.tcp_nodelay().unwrap());
            assert_eq!(socket.keepalive().unwrap(), keepalive.is_some());
            #[cfg(target_os = "linux")]
            if keepalive.is_some() {
                assert_eq!(socket.tcp_keepalive_time().unwrap(), Duration::from_secs(7));
                assert_eq!(
                    socket.tcp_keepalive_interval().unwrap(),
                    Duration::from_secs(5)
                );
                assert_eq!(socket.tcp_keepalive_retries().unwrap(), 3);
            }
        }
    }
}
