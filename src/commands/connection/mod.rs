//! The connection commands.

use std::time::Duration;

use crate::command::{Command, Execute, millis};
use crate::convert::{FromReply, ToArg, ToArgs};
use crate::resp::Protocol;

mod client_attribute;
mod client_filter;
mod client_info;
mod client_kind;
mod client_pause;
mod client_unblock;
mod hello_info;
mod hello_options;
mod switch;
mod tracking_info;
mod tracking_options;

pub use client_attribute::ClientAttribute;
pub use client_filter::ClientFilter;
pub use client_info::ClientInfo;
pub use client_kind::ClientKind;
pub use client_pause::ClientPause;
pub use client_unblock::ClientUnblock;
pub use hello_info::{HelloInfo, HelloModule};
pub use hello_options::HelloOptions;
pub use switch::Switch;
pub use tracking_info::{TrackingInfo, TrackingRedirect};
pub use tracking_options::TrackingOptions;

/// Commands on the connection itself and the clients of the server.
///
/// A client has many connections and sends a command on any of them, so what a command says of "the
/// connection" is about the one that it happened to get. Those that *change* the connection are
/// refused by clients, pipelines and transactions with an error of kind
/// [`Data`](crate::ErrorKind::Data), and nothing is sent; each says so. They work on a
/// [`Connection`](crate::Connection), which is closed afterwards instead of being given back to the
/// pool. What all connections should have (a database, a user, a name) belongs in the
/// [`Config`](crate::Config).
///
/// `CLIENT REPLY` is missing: it turns the replies off that every command here waits for.
/// A pipeline saves the round trips that it would save.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// assert!(r.ping()?);
/// let refused = r.select(1).unwrap_err();
/// assert_eq!(refused.kind(), redial::ErrorKind::Data);
///
/// let mut conn = r.connection()?;
/// conn.select(1)?;
/// let me = conn.client_info()?;
/// assert_eq!(me.db(), 1);
/// # Ok(())
/// # }
/// ```
pub trait ConnectionCommands: Execute {
    /// Whether the server is there: `true`, or the error that says why not.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ping/)
    fn ping(self) -> Self::Out<bool> {
        self.execute_command(Command::new("PING"))
    }

    /// The message again.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/ping/)
    fn ping_with<T: FromReply>(self, message: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("PING").arg(message))
    }

    /// The message again.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/echo/)
    fn echo<T: FromReply>(self, message: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("ECHO").arg(message))
    }

    /// Logs the user called `default` in. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/auth/)
    ///
    /// # Errors
    /// `Authentication` if the password is wrong, or none is set.
    fn auth(self, password: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("AUTH").arg(password))
    }

    /// Logs a user in. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/auth/)
    ///
    /// # Errors
    /// `Authentication` if name or password are wrong.
    fn auth_as(self, username: impl ToArg, password: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("AUTH").arg(username).arg(password))
    }

    /// Goes to another database. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/select/)
    ///
    /// # Errors
    /// `ERR` if there are not so many databases.
    fn select(self, db: u32) -> Self::Out<()> {
        self.execute_command(Command::new("SELECT").arg(db))
    }

    /// What the server says of itself and of the connection. Only on a
    /// [`Connection`](crate::Connection).
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/hello/)
    fn hello(self) -> Self::Out<HelloInfo> {
        self.execute_command(Command::new("HELLO"))
    }

    /// Changes the protocol, logs in and sets the name as `options` say. Only on a
    /// [`Connection`](crate::Connection), which understands both protocols at any time.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/hello/)
    ///
    /// # Errors
    /// `Authentication` if name or password are wrong; then nothing is changed.
    fn hello_with(self, protocol: Protocol, options: HelloOptions) -> Self::Out<HelloInfo> {
        let version = match protocol {
            Protocol::Resp2 => 2,
            Protocol::Resp3 => 3,
        };
        self.execute_command(options.add_to(Command::new("HELLO").arg(version)))
    }

    /// Has the server close the connection. Only on a [`Connection`](crate::Connection), where
    /// every command fails afterwards; dropping it does the same without a round trip.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/quit/)
    fn quit(self) -> Self::Out<()> {
        self.execute_command(Command::new("QUIT"))
    }

    /// Undoes whatever was set on the connection; it is logged out as well, speaks RESP2, and is on
    /// database 0. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/reset/)
    fn reset(self) -> Self::Out<()> {
        self.execute_command(Command::new("RESET"))
    }

    /// Tells the server what the connection can cope with: `"redirect"`, for one, the error
    /// `REDIRECT` during a failover. Only on a [`Connection`](crate::Connection).
    ///
    /// Since Valkey 8.0.0. [valkey.io](https://valkey.io/commands/client-capa/)
    fn client_capa(self, capabilities: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT CAPA").args(capabilities))
    }

    /// Says whether what the next command reads is tracked: [`On`](Switch::On) (`YES`) with
    /// `OPTIN`, [`Off`](Switch::Off) (`NO`) with `OPTOUT`. Only on a
    /// [`Connection`](crate::Connection).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/client-caching/)
    ///
    /// # Errors
    /// `ERR` if the connection does not track keys in that way.
    fn client_caching(self, caching: Switch) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT CACHING").arg(match caching {
            Switch::On => "YES",
            Switch::Off => "NO",
        }))
    }

    /// The connection's name; `None` if it has none.
    ///
    /// Since 2.6.9. [redis.io](https://redis.io/docs/latest/commands/client-getname/)
    fn client_getname(self) -> Self::Out<Option<String>> {
        self.execute_command(Command::new("CLIENT GETNAME"))
    }

    /// Which connection gets the messages about the keys that this one tracks.
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/client-getredir/)
    fn client_getredir(self) -> Self::Out<TrackingRedirect> {
        self.execute_command(Command::new("CLIENT GETREDIR"))
    }

    /// The lines of text that explain the sub-commands of `CLIENT`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/client-help/)
    fn client_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("CLIENT HELP"))
    }

    /// The connection's id. A later connection has a greater one.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/client-id/)
    fn client_id(self) -> Self::Out<i64> {
        self.execute_command(Command::new("CLIENT ID"))
    }

    /// Says whether the connection is copying data into a server that is filled from another one:
    /// nothing expires for it then. Only on a [`Connection`](crate::Connection).
    ///
    /// Since Valkey 8.1.0. [valkey.io](https://valkey.io/commands/client-import-source/)
    ///
    /// # Errors
    /// `ERR` if the server's `import-mode` is off.
    fn client_import_source(self, importing: Switch) -> Self::Out<()> {
        self.execute_command(importing.add_to(Command::new("CLIENT IMPORT-SOURCE")))
    }

    /// What the server knows of the connection.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/client-info/)
    fn client_info(self) -> Self::Out<ClientInfo> {
        self.execute_command(Command::new("CLIENT INFO"))
    }

    /// Closes the connection that comes from this address, `ip:port`.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/client-kill/)
    ///
    /// # Errors
    /// `ERR` if there is no such connection.
    fn client_kill(self, addr: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT KILL").arg(addr))
    }

    /// Closes the connections that match the filter, and returns how many there were. The one that
    /// asks is left alone, unless the filter [includes it](ClientFilter::include_me).
    ///
    /// Since 2.8.12; each filter says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/client-kill/)
    ///
    /// # Errors
    /// `ERR` if the filter is empty, or the server does not know it.
    fn client_kill_filter(self, filter: ClientFilter) -> Self::Out<i64> {
        self.execute_command(filter.add_to(Command::new("CLIENT KILL")))
    }

    /// All connections to the server.
    ///
    /// Since 2.4.0. [redis.io](https://redis.io/docs/latest/commands/client-list/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// for client in r.client_list()? {
    ///     println!("{} from {} on database {}", client.id(), client.addr(), client.db());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn client_list(self) -> Self::Out<Vec<ClientInfo>> {
        self.execute_command(Command::new("CLIENT LIST"))
    }

    /// The connections that match the filter.
    ///
    /// Since 5.0.0; each filter says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/client-list/)
    ///
    /// # Errors
    /// `ERR` if the server does not know a filter for this command, or, with Redis, if there is more than one.
    fn client_list_with(self, filter: ClientFilter) -> Self::Out<Vec<ClientInfo>> {
        self.execute_command(filter.add_to(Command::new("CLIENT LIST")))
    }

    /// Says whether the connection is safe from being closed when the clients use too much memory.
    /// Only on a [`Connection`](crate::Connection).
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/client-no-evict/)
    fn client_no_evict(self, safe: Switch) -> Self::Out<()> {
        self.execute_command(safe.add_to(Command::new("CLIENT NO-EVICT")))
    }

    /// Says whether what the connection does leaves the keys' idle times and counters alone. Only
    /// on a [`Connection`](crate::Connection).
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/client-no-touch/)
    fn client_no_touch(self, untouched: Switch) -> Self::Out<()> {
        self.execute_command(untouched.add_to(Command::new("CLIENT NO-TOUCH")))
    }

    /// Holds up all clients' commands for this long, in milliseconds, rounded up; replicas are
    /// served.
    ///
    /// Since 3.0.0. [redis.io](https://redis.io/docs/latest/commands/client-pause/)
    fn client_pause(self, time: Duration) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT PAUSE").arg(millis(time)))
    }

    /// Holds up all commands, or those that may write, for this long, in milliseconds, rounded up.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/client-pause/)
    fn client_pause_with(self, time: Duration, what: ClientPause) -> Self::Out<()> {
        let pause = Command::new("CLIENT PAUSE").arg(millis(time));
        self.execute_command(pause.arg(what.word()))
    }

    /// Tells the server the name or the version of the client library. Only on a
    /// [`Connection`](crate::Connection); for all of them there is
    /// [`Config::driver_info`](crate::Config::driver_info).
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/client-setinfo/)
    ///
    /// # Errors
    /// `ERR` if the text holds spaces, line ends or other special characters.
    fn client_setinfo(self, attribute: ClientAttribute, text: impl ToArg) -> Self::Out<()> {
        let setinfo = Command::new("CLIENT SETINFO").arg(attribute.word());
        self.execute_command(setinfo.arg(text))
    }

    /// Names the connection; an empty name takes it away. Only on a
    /// [`Connection`](crate::Connection); for all of them there is
    /// [`Config::client_name`](crate::Config::client_name).
    ///
    /// Since 2.6.9. [redis.io](https://redis.io/docs/latest/commands/client-setname/)
    ///
    /// # Errors
    /// `ERR` if the name holds spaces, line ends or other special characters.
    fn client_setname(self, name: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT SETNAME").arg(name))
    }

    /// Has the server remember which keys the connection reads, and send a message when one
    /// changes. Only on a [`Connection`](crate::Connection), which drops such messages: let them go
    /// to a connection that listens ([`redirect`](TrackingOptions::redirect)).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/client-tracking/)
    fn client_tracking_on(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT TRACKING").arg("ON"))
    }

    /// As [`client_tracking_on`](Self::client_tracking_on), but which keys are tracked, and where messages go, is as
    /// `options` say. Only on a [`Connection`](crate::Connection).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/client-tracking/)
    ///
    /// # Errors
    /// `ERR` if there is no connection to redirect to, or keys are tracked in another way already.
    fn client_tracking_on_with(self, options: TrackingOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("CLIENT TRACKING").arg("ON")))
    }

    /// Ends the tracking of keys that [`client_tracking_on`](Self::client_tracking_on) began. Only on a
    /// [`Connection`](crate::Connection).
    ///
    /// Since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/client-tracking/)
    fn client_tracking_off(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT TRACKING").arg("OFF"))
    }

    /// What the server tracks for the connection.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/client-trackinginfo/)
    fn client_trackinginfo(self) -> Self::Out<TrackingInfo> {
        self.execute_command(Command::new("CLIENT TRACKINGINFO"))
    }

    /// Ends the blocking command that the connection with this id waits for, as if its time were
    /// up; `false` if it waits for none.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/client-unblock/)
    fn client_unblock(self, client_id: i64) -> Self::Out<bool> {
        self.execute_command(Command::new("CLIENT UNBLOCK").arg(client_id))
    }

    /// Ends the blocking command that the connection with this id waits for, in the way that `ending`
    /// says; `false` if it waits for none.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/client-unblock/)
    fn client_unblock_with(self, client_id: i64, ending: ClientUnblock) -> Self::Out<bool> {
        let unblock = Command::new("CLIENT UNBLOCK").arg(client_id);
        self.execute_command(unblock.arg(ending.word()))
    }

    /// Lets commands go on that [`client_pause`](Self::client_pause) holds up.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/client-unpause/)
    fn client_unpause(self) -> Self::Out<()> {
        self.execute_command(Command::new("CLIENT UNPAUSE"))
    }
}

impl<E: Execute> ConnectionCommands for E {}
