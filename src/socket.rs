//! What both faces set and ask on a socket: options, and whether an idle one is still good.

use std::io;
use std::net::Shutdown;

use socket2::{SockRef, TcpKeepalive};

use crate::config::Config;

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

/// Sets a TCP socket's options: no delay, and by what a peer that is gone is noticed.
pub(crate) fn configure_tcp(socket: SockRef<'_>, config: &Config) -> io::Result<()> {
    socket.set_tcp_nodelay(true)?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    socket.set_tcp_user_timeout(config.user_timeout())?;
    if let Some(keepalive) = &config.socket_keepalive {
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

/// TCP has given the connection up, as nobody answered: that is no deadline of ours, which is what the same kind of
/// error says elsewhere.
pub(crate) fn told_apart(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::TimedOut => io::Error::new(
            io::ErrorKind::ConnectionAborted,
            "the peer does not answer any more",
        ),
        _ => error,
    }
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
    use crate::config::Keepalive;

    fn connected() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    fn configured(config: &Config) -> TcpStream {
        let (client, _server) = connected();
        configure_tcp(SockRef::from(&client), config).unwrap();
        client
    }

    #[test]
    fn a_socket_has_the_options_that_are_asked_for() {
        let keepalive = Keepalive::new().idle(Duration::from_secs(7));
        for keepalive in [None, Some(keepalive)] {
            let client = configured(&Config::new().socket_keepalive(keepalive));
            let socket = SockRef::from(&client);
            assert!(socket.tcp_nodelay().unwrap());
            assert_eq!(socket.keepalive().unwrap(), keepalive.is_some());
            #[cfg(target_os = "linux")]
            if keepalive.is_some() {
                let second = Duration::from_secs(1);
                assert_eq!(socket.tcp_keepalive_time().unwrap(), 7 * second);
                assert_eq!(socket.tcp_keepalive_interval().unwrap(), second);
                assert_eq!(socket.tcp_keepalive_retries().unwrap(), 3);
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_sent_may_stay_unacknowledged_for_as_long_as_was_said() {
        let user_timeout = |config: Config| {
            let client = configured(&config);
            SockRef::from(&client).tcp_user_timeout().unwrap()
        };
        let second = Duration::from_secs(1);
        assert_eq!(user_timeout(Config::new()), Some(15 * second / 2));
        let config = Config::new().tcp_user_timeout(3 * second);
        assert_eq!(user_timeout(config), Some(3 * second));
        let none = user_timeout(Config::new().tcp_user_timeout(None));
        assert!(none.is_none_or(|time| time.is_zero()), "{none:?}");
    }
}
