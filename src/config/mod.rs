//! [`Config`]: what a client is told before it connects, from setters, a URL or the environment.
//!
//! Nothing here connects, waits or reads a clock. The options bear redis-py's names, and the defaults
//! are redis-py 8's but for [`Keepalive`], wherever they come from: a URL gives the same retries as the setters.

use std::env;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use crate::resp::{Limits, Protocol};
use crate::{Error, Result};

mod address;
mod attempts;
mod backoff;
mod credentials;
mod driver_info;
mod jitter;
mod keepalive;
mod pool_wait;
mod retry;
mod secret;
#[cfg(feature = "tls")]
mod tls;
mod url;

pub use address::Address;
pub(crate) use attempts::Attempts;
pub use backoff::Backoff;
#[cfg(feature = "async")]
pub use credentials::{AsyncCredentialProvider, CredentialFuture};
pub(crate) use credentials::{CredentialListener, Provider};
pub use credentials::{CredentialProvider, Credentials, EnvCredentials, StreamingCredentials};
pub use driver_info::DriverInfo;
pub use keepalive::Keepalive;
pub use pool_wait::PoolWait;
pub use retry::{Resend, Retry};
pub(crate) use secret::Secret;
#[cfg(feature = "tls")]
pub(crate) use tls::{Authorities, Identity};
#[cfg(feature = "tls")]
pub use tls::{Tls, TlsVersion};

/// The environment variable that [`Config::from_env`] reads.
const ENV_VARIABLE: &str = "REDIS_URL";

/// One is usually enough; more than this many are a mistake.
const MOST_SHARED: usize = 1024;

/// What a client is told before it connects: where the server is, who logs in, how long things may take.
///
/// Three ways to get one: setters, [`from_url`](Self::from_url) and [`from_env`](Self::from_env);
/// setters may follow the other two. Setters don't fail: a value that can't be used is an error of kind
/// [`Config`](crate::ErrorKind::Config) when a client is made of it, by [`Redis::new`](crate::Redis::new),
/// [`ConnectionPool::new`](crate::ConnectionPool::new) or [`Sentinel::config`](crate::Sentinel::config).
/// Its `Debug` shows everything but secrets.
///
/// ```
/// # use std::time::Duration;
/// # use redial::Config;
/// let config = Config::from_url("redis://localhost/3")?
///     .client_name("worker")
///     .socket_timeout(Duration::from_secs(2));
/// assert_eq!(config.address().to_string(), "localhost:6379");
/// # Ok::<(), redial::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Config {
    address: Address,
    db: u32,
    credentials: Credentials,
    provider: Option<Provider>,
    pub(crate) client_name: Option<String>,
    pub(crate) protocol: Protocol,
    pub(crate) socket_timeout: Option<Duration>,
    socket_connect_timeout: Option<Duration>,
    pub(crate) socket_keepalive: Option<Keepalive>,
    /// `None` if nothing was said of it.
    tcp_user_timeout: Option<Option<Duration>>,
    pub(crate) socket_read_size: usize,
    pub(crate) retry: Retry,
    pub(crate) health_check_interval: Option<Duration>,
    pub(crate) shared_connections: usize,
    pub(crate) max_connections: usize,
    pub(crate) pool_wait: PoolWait,
    pub(crate) max_idle_time: Option<Duration>,
    pub(crate) max_lifetime: Option<Duration>,
    pub(crate) limits: Limits,
    pub(crate) transaction_attempts: u32,
    pub(crate) driver_info: Option<DriverInfo>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<Tls>,
}

impl Config {
    /// `localhost:6379`, database 0, no username, no password, and the default that each setter names.
    pub fn new() -> Self {
        let timeout = Some(Duration::from_secs(5));
        Self {
            address: Address::default(),
            db: 0,
            credentials: Credentials::none(),
            provider: None,
            client_name: None,
            protocol: Protocol::Resp3,
            socket_timeout: timeout,
            socket_connect_timeout: timeout,
            socket_keepalive: Some(Keepalive::new()),
            tcp_user_timeout: None,
            socket_read_size: 32 * 1024,
            retry: Retry::default(),
            health_check_interval: None,
            shared_connections: 1,
            max_connections: 100,
            pool_wait: PoolWait::Error,
            max_idle_time: None,
            max_lifetime: None,
            limits: Limits::default(),
            transaction_attempts: 128,
            driver_info: Some(DriverInfo::new()),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Reads a URL. Nothing is connected.
    ///
    /// ```text
    /// redis://[[username]:[password]@][host][:port][/db][?option=value&…]
    /// rediss://…                                                              the same over TLS
    /// unix://[[username]:[password]@]/path/to/redis.sock[?option=value&…]
    /// ```
    ///
    /// What is left out has its default. Username, password, host and path are percent-decoded once,
    /// so `@`, `/`, `?`, `#` and `%` in a password are written `%40`, `%2F`, `%3F`, `%23` and `%25`;
    /// in the values of options a `+` is a space. An option without a value (`?db=`) counts as left out.
    ///
    /// | option | value |
    /// | --- | --- |
    /// | `db` | database number; takes precedence over the one in the path |
    /// | `username`, `password` | if they are not in front of the host |
    /// | `host`, `port` | if they are not in front of the path; not with `unix://` |
    /// | `protocol` | `2` or `3`, see [`protocol`](Self::protocol) |
    /// | `client_name` | see [`client_name`](Self::client_name) |
    /// | `socket_timeout` | seconds such as `0.5`, or `None`, see [`socket_timeout`](Self::socket_timeout) |
    /// | `socket_connect_timeout` | seconds or `None`, see [`socket_connect_timeout`](Self::socket_connect_timeout) |
    /// | `socket_keepalive` | `yes` or `no`, see [`socket_keepalive`](Self::socket_keepalive) |
    /// | `tcp_user_timeout` | seconds or `None`, see [`tcp_user_timeout`](Self::tcp_user_timeout) |
    /// | `socket_read_size` | bytes, see [`socket_read_size`](Self::socket_read_size) |
    /// | `health_check_interval` | seconds, `0` for never, see [`health_check_interval`](Self::health_check_interval) |
    /// | `shared_connections` | see [`shared_connections`](Self::shared_connections) |
    /// | `max_connections` | see [`max_connections`](Self::max_connections) |
    /// | `timeout` | seconds to wait for a free connection, `None` for [`PoolWait::Forever`]; left out: [`PoolWait::Error`] |
    /// | `max_idle_time` | seconds or `None`, see [`max_idle_time`](Self::max_idle_time) |
    /// | `max_lifetime` | seconds or `None`, see [`max_lifetime`](Self::max_lifetime) |
    /// | `retries` | number of further attempts, see [`Retry::retries`] |
    /// | `retry_on_timeout` | `yes` for [`Resend::AfterTimeout`] |
    /// | `lib_name`, `lib_version` | see [`DriverInfo`] |
    /// | `decode_responses`, `legacy_responses` | `yes` or `no`, without effect: here the type that is asked for decides |
    /// | `encoding`, `encoding_errors` | only `utf-8` and `strict`, which are redis-py's defaults |
    ///
    /// `rediss://` needs the feature `tls`, and so do its options. What each means is told at [`Tls`](https://docs.rs/redial/latest/redial/struct.Tls.html).
    ///
    /// | option | value |
    /// | --- | --- |
    /// | `ssl_ca_certs`, `ssl_ca_path` | a file of authorities in PEM, a folder of such files; beside the system's |
    /// | `ssl_ca_data` | authorities in PEM, percent-encoded |
    /// | `ssl_certfile`, `ssl_keyfile` | files in PEM: the client's certificate, and its key if it is in another file |
    /// | `ssl_password` | what the key is encrypted with |
    /// | `ssl_cert_reqs` | `required`, or `none` to take any certificate |
    /// | `ssl_check_hostname` | `yes`, or `no` to take a certificate for another host |
    /// | `ssl_min_version` | `TLSv1.2`, `TLSv1.3`, … |
    ///
    /// ```
    /// # use redial::Config;
    /// let config = Config::from_url("redis://ann:p%40ss@db.example:6380/3?socket_timeout=0.5")?;
    /// assert_eq!(config.address().to_string(), "db.example:6380");
    /// assert_eq!(config.database(), 3);
    /// assert!(!format!("{config:?}").contains("p@ss"));
    ///
    /// let local = Config::from_url("unix:///run/redis.sock?db=1")?;
    /// assert_eq!(local.address().to_string(), "/run/redis.sock");
    /// # Ok::<(), redial::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Kind [`Config`](crate::ErrorKind::Config) for a URL that can't be read as a whole: another
    /// scheme, a port or a database that is no number, an option that is unknown, given twice or has
    /// a value that can't be used; `rediss://` without the feature `tls`.
    /// The error never quotes the URL or a value.
    pub fn from_url(url: impl AsRef<str>) -> Result<Self> {
        let config = url::parse(url.as_ref())?;
        config.validate()?;
        Ok(config)
    }

    /// Reads the URL in the environment variable `REDIS_URL`, see [`from_url`](Self::from_url).
    ///
    /// # Errors
    ///
    /// Kind [`Config`](crate::ErrorKind::Config) if the variable is not set, is not UTF-8, or holds a
    /// URL that can't be used.
    pub fn from_env() -> Result<Self> {
        Self::from_variable(env::var(ENV_VARIABLE))
    }

    fn from_variable(value: Result<String, env::VarError>) -> Result<Self> {
        // The error of `env::var` would quote a value that is not UTF-8.
        let url = value.map_err(|error| {
            Error::config(match error {
                env::VarError::NotPresent => {
                    format!("the environment variable {ENV_VARIABLE} is not set")
                }
                env::VarError::NotUnicode(_) => {
                    format!("the environment variable {ENV_VARIABLE} is not UTF-8")
                }
            })
        })?;
        Self::from_url(&url)
    }

    /// The host's name or IP address, IPv6 without brackets (default: `localhost`).
    /// Takes the place of a Unix socket.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        let port = match self.address {
            Address::Tcp { port, .. } => port,
            Address::Unix(_) => Address::DEFAULT_PORT,
        };
        let host = host.into();
        self.address = Address::Tcp { host, port };
        self
    }

    /// The port (default: 6379). Takes the place of a Unix socket.
    pub fn port(mut self, port: u16) -> Self {
        let host = match self.address {
            Address::Tcp { host, .. } => host,
            Address::Unix(_) => Address::DEFAULT_HOST.to_owned(),
        };
        self.address = Address::Tcp { host, port };
        self
    }

    /// The path of the server's Unix domain socket (default: none). Takes the place of host and port.
    pub fn unix_socket_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.address = Address::Unix(path.into());
        self
    }

    /// The database that every connection selects (default: 0).
    pub fn db(mut self, db: u32) -> Self {
        self.db = db;
        self
    }

    /// The user to authenticate as (default, and if empty: the server's user `default`). Since 6.0.0.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.credentials.set_username(username.into());
        self
    }

    /// The password (default, and if empty: none).
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.credentials.set_password(password.into());
        self
    }

    /// Where name and password come from whenever a connection is made (default: from [`username`](Self::username) and
    /// [`password`](Self::password), which can't be set as well): [`Credentials`], [`EnvCredentials`],
    /// [`StreamingCredentials`], or a function. In `asyncio` it is called like any other function, so it must not
    /// block.
    pub fn credential_provider(mut self, provider: impl CredentialProvider + 'static) -> Self {
        self.provider = Some(Provider::Sync(Arc::new(provider)));
        self
    }

    /// A [`credential_provider`](Self::credential_provider) that is awaited, for the clients of `asyncio` only. A
    /// blocking client with this configuration fails to connect, with an error of kind
    /// [`Config`](crate::ErrorKind::Config).
    #[cfg(feature = "async")]
    #[cfg_attr(docsrs, doc(cfg(feature = "async")))]
    pub fn async_credential_provider(
        mut self,
        provider: impl AsyncCredentialProvider + 'static,
    ) -> Self {
        self.provider = Some(Provider::Async(Arc::new(provider)));
        self
    }

    /// The name of each connection that `CLIENT LIST` shows (default: none): printable ASCII without spaces.
    pub fn client_name(mut self, name: impl Into<String>) -> Self {
        self.client_name = Some(name.into());
        self
    }

    /// The version of the protocol (default: [`Protocol::Resp3`]). Replies decode to the same types in both.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// How long a call may take (default: 5 s); `None` for no limit. Zero is an error.
    ///
    /// Unlike in redis-py it is one time for the whole call: waiting for a connection, making one, asking sentinels,
    /// sending, waiting for the answer, and trying again. (With [`Resend::AfterTimeout`] and [`Resend::Always`] each
    /// attempt has this time.) A blocking command's own time comes on top.
    pub fn socket_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.socket_timeout = timeout.into();
        self
    }

    /// How long connecting may take, with the TLS handshake and logging in (default: 5 s); `None` for as long as
    /// [`socket_timeout`](Self::socket_timeout). Zero is an error.
    ///
    /// A call that connects ends with its own time all the same, if that is shorter. The blocking client can't cut
    /// short how long the system takes to look up a host's name.
    pub fn socket_connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.socket_connect_timeout = timeout.into();
        self
    }

    /// When TCP probes a silent connection (default: after 5 s, every 1 s, 3 times); `None` for never.
    pub fn socket_keepalive(mut self, keepalive: impl Into<Option<Keepalive>>) -> Self {
        self.socket_keepalive = keepalive.into();
        self
    }

    /// How long what was sent may stay unacknowledged by the peer's kernel before TCP gives the connection up
    /// (`TCP_USER_TIMEOUT`; default: about as long as [`socket_keepalive`](Self::socket_keepalive) takes to notice that
    /// the peer is gone, 7.5 s); `None` for the system's own time, which is some 15 minutes. Whole milliseconds, one at least.
    ///
    /// It is for calls without a deadline: with a [`socket_timeout`](Self::socket_timeout) of `None`, and for blocking
    /// commands without an end. A server that is there and does not answer acknowledges all the same; but one
    /// that takes nothing for so long, as it is at something long and its buffers are full, counts as gone. If it is
    /// shorter than what keepalive takes, a silent connection is given up at the first probe after that time.
    ///
    /// Only Linux and Android have it, and only TCP; elsewhere it has no effect.
    pub fn tcp_user_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.tcp_user_timeout = Some(timeout.into());
        self
    }

    /// How many bytes a connection makes room for before it reads (default: 32 KiB). What is longer
    /// is read in larger pieces as it arrives.
    pub fn socket_read_size(mut self, bytes: usize) -> Self {
        self.socket_read_size = bytes;
        self
    }

    /// How often, how fast and after which failures something is tried again
    /// (default: [`Retry::default`]).
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long a connection may be idle before it is checked with `PING` on its next use
    /// (default: `None`, and zero too: never). A subscriber that has heard nothing for so long sends a `PING` as well.
    pub fn health_check_interval(mut self, interval: impl Into<Option<Duration>>) -> Self {
        self.health_check_interval = interval.into().filter(|interval| !interval.is_zero());
        self
    }

    /// How many connections are shared by all callers (default: 1, at most 1024): ordinary commands of threads,
    /// or tasks, that run at the same time are sent on them as they come, pipelined. With zero each call has one of the
    /// pool's connections to itself, as in redis-py.
    ///
    /// What would hold others up has one of the pool's connections to itself all the same: blocking commands, what
    /// watches keys, and, as long as the pool has one to give, requests of more than 64 KiB. A large reply still holds
    /// up those behind it: a program that fetches many of them sets more than one, or uses a client of its own for
    /// them.
    pub fn shared_connections(mut self, connections: usize) -> Self {
        self.shared_connections = connections;
        self
    }

    /// How many connections the pool may have open, the shared ones aside (default: 100, at least 1).
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// What happens to a caller when all of the pool's connections are in use (default: [`PoolWait::Error`], an error
    /// at once).
    pub fn pool_wait(mut self, wait: PoolWait) -> Self {
        self.pool_wait = wait;
        self
    }

    /// How long a connection may lie unused in the pool before it is closed instead of used
    /// (default: `None`, no limit). Nothing runs in the background: it is closed when a connection is needed next.
    pub fn max_idle_time(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.max_idle_time = time.into();
        self
    }

    /// How old a connection may get before it is replaced (default: `None`, no limit).
    pub fn max_lifetime(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.max_lifetime = time.into();
        self
    }

    /// How much the server may send in one reply (default: [`Limits::default`]).
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How often [`Redis::transaction`](crate::Redis::transaction) runs its body at most while others keep changing the
    /// watched keys (default: 128, at least 1; redis-py: without limit).
    pub fn transaction_attempts(mut self, attempts: u32) -> Self {
        self.transaction_attempts = attempts;
        self
    }

    /// How the client names itself to the server (default: [`DriverInfo::new`]); `None` for not at all.
    pub fn driver_info(mut self, info: impl Into<Option<DriverInfo>>) -> Self {
        self.driver_info = info.into();
        self
    }

    /// Whether connections are encrypted, and how (default: `None`, they are not).
    ///
    /// A `rediss://` URL sets [`Tls::new`] with what its options `ssl_…` say.
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn tls(mut self, tls: impl Into<Option<Tls>>) -> Self {
        self.tls = tls.into();
        self
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The database that every connection selects.
    #[must_use]
    pub fn database(&self) -> u32 {
        self.db
    }

    /// Whether connections are encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        #[cfg(feature = "tls")]
        return self.tls.is_some();
        #[cfg(not(feature = "tls"))]
        false
    }

    /// Username and password, unless a provider is asked for them.
    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What is asked for credentials.
    pub(crate) const fn provider(&self) -> Option<&Provider> {
        self.provider.as_ref()
    }

    /// How long connecting may take.
    pub(crate) fn connect_timeout(&self) -> Option<Duration> {
        self.socket_connect_timeout.or(self.socket_timeout)
    }

    /// How long what was sent may stay unacknowledged.
    pub(crate) fn user_timeout(&self) -> Option<Duration> {
        self.tcp_user_timeout.unwrap_or_else(|| {
            let keepalive = self.socket_keepalive.unwrap_or_default();
            Some(keepalive.user_timeout())
        })
    }

    /// Whether a client can be made of it. Setters don't fail, so that they chain; this does.
    pub(crate) fn validate(&self) -> Result<()> {
        self.validate_address()?;
        self.validate_times()?;
        self.validate_names()?;
        if self.provider.is_some() && !self.credentials.is_none() {
            return Err(Error::config(
                "set a username and a password, or a credential provider, but not both",
            ));
        }
        if let Some(keepalive) = &self.socket_keepalive {
            keepalive.validate()?;
        }
        if self.shared_connections > MOST_SHARED {
            return Err(Error::config(format!(
                "shared_connections must be at most {MOST_SHARED}"
            )));
        }
        for (name, is_zero) in [
            ("max_connections", self.max_connections == 0),
            ("socket_read_size", self.socket_read_size == 0),
            ("transaction_attempts", self.transaction_attempts == 0),
        ] {
            if is_zero {
                return Err(Error::config(format!("{name} must be at least 1")));
            }
        }
        Ok(())
    }

    fn validate_address(&self) -> Result<()> {
        match &self.address {
            Address::Tcp { host, .. } if host.is_empty() => Err(Error::config("host is empty")),
            Address::Tcp { port: 0, .. } => Err(Error::config("port 0 can't be connected to")),
            Address::Unix(path) if path.as_os_str().is_empty() => {
                Err(Error::config("unix_socket_path is empty"))
            }
            _ => Ok(()),
        }
    }

    fn validate_times(&self) -> Result<()> {
        for (name, time) in [
            ("socket_timeout", self.socket_timeout),
            ("socket_connect_timeout", self.socket_connect_timeout),
            ("max_idle_time", self.max_idle_time),
            ("max_lifetime", self.max_lifetime),
        ] {
            if time.is_some_and(|time| time.is_zero()) {
                return Err(Error::config(format!(
                    "{name} is zero, which nothing can keep: use None for no limit"
                )));
            }
        }
        let user_timeout = self.tcp_user_timeout.flatten();
        if user_timeout.is_some_and(|time| time < Duration::from_millis(1)) {
            return Err(Error::config(
                "tcp_user_timeout must be at least 1 ms: use None for the system's own time",
            ));
        }
        Ok(())
    }

    fn validate_names(&self) -> Result<()> {
        if let Some(name) = &self.client_name
            && !driver_info::is_sendable(name)
        {
            return Err(Error::config(
                "client_name must be printable ASCII without spaces: the server takes no others",
            ));
        }
        self.driver_info
            .as_ref()
            .map_or(Ok(()), DriverInfo::validate)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl FromStr for Config {
    type Err = Error;

    /// As [`Config::from_url`].
    fn from_str(url: &str) -> Result<Self> {
        Self::from_url(url)
    }
}

impl TryFrom<&str> for Config {
    type Error = Error;

    /// As [`Config::from_url`].
    fn try_from(url: &str) -> Result<Self> {
        Self::from_url(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn the_defaults_are_those_of_redis_py_8() {
        let config = Config::default();
        let five = Some(Duration::from_secs(5));
        assert_eq!(config.address, Address::default());
        assert_eq!(config.database(), 0);
        assert_eq!(config.credentials().reveal(), (None, None));
        assert_eq!(config.protocol, Protocol::Resp3);
        assert_eq!(
            (config.socket_timeout, config.connect_timeout()),
            (five, five)
        );
        assert_eq!(config.retry, Retry::default());
        assert_eq!(config.health_check_interval, None);
        assert_eq!(config.shared_connections, 1);
        assert_eq!(config.max_connections, 100);
        assert_eq!(config.pool_wait, PoolWait::Error);
        assert_eq!(config.driver_info, Some(DriverInfo::new()));
        config.validate().unwrap();
    }

    #[test]
    fn the_last_of_host_port_and_path_decides_where() {
        let at = |config: Config| config.address().to_string();
        assert_eq!(at(Config::new().port(1).host("h")), "h:1");
        assert_eq!(at(Config::new().host("h").unix_socket_path("/s")), "/s");
        assert_eq!(at(Config::new().unix_socket_path("/s").host("h")), "h:6379");
        assert_eq!(
            at(Config::new().unix_socket_path("/s").port(1)),
            "localhost:1"
        );
    }

    #[test]
    fn connecting_has_its_own_limit_or_that_of_the_socket() {
        let (one, two) = (Duration::from_secs(1), Duration::from_secs(2));
        let config = Config::new()
            .socket_timeout(one)
            .socket_connect_timeout(two);
        assert_eq!(config.connect_timeout(), Some(two));
        let config = config.socket_connect_timeout(None);
        assert_eq!(config.connect_timeout(), Some(one));
        assert_eq!(config.socket_timeout(None).connect_timeout(), None);
    }

    #[test]
    fn a_peer_that_is_gone_is_noticed_within_ten_seconds_or_as_was_said() {
        let seconds = Duration::from_secs;
        let config = Config::new();
        let keepalive = config.socket_keepalive.unwrap();
        let default = Duration::from_millis(7_500);
        assert_eq!(keepalive.user_timeout(), default);
        assert_eq!(config.user_timeout(), Some(default));
        let none = Config::new().socket_keepalive(None);
        assert_eq!(none.user_timeout(), Some(default));
        let slow = Keepalive::new().idle(seconds(30)).interval(seconds(5));
        let config = config.socket_keepalive(slow);
        assert_eq!(config.user_timeout(), Some(Duration::from_millis(42_500)));
        let config = config.tcp_user_timeout(seconds(3));
        assert_eq!(config.user_timeout(), Some(seconds(3)));
        assert_eq!(config.tcp_user_timeout(None).user_timeout(), None);
        let endless = Keepalive::new().idle(Duration::MAX);
        assert_eq!(endless.user_timeout(), Duration::MAX);
    }

    #[test]
    fn empty_credentials_are_none_and_a_zero_health_check_is_off() {
        let config = Config::new()
            .username("")
            .password("")
            .health_check_interval(Duration::ZERO);
        assert_eq!(config.credentials().reveal(), (None, None));
        assert_eq!(config.health_check_interval, None);
    }

    #[test]
    fn what_no_client_can_be_made_of_is_named() {
        let new = Config::new;
        let keepalive = Keepalive::new();
        for (name, config) in [
            ("host", new().host("")),
            ("port", new().port(0)),
            ("unix_socket_path", new().unix_socket_path("")),
            ("shared_connections", new().shared_connections(usize::MAX)),
            ("max_connections", new().max_connections(0)),
            ("transaction_attempts", new().transaction_attempts(0)),
            ("socket_timeout", new().socket_timeout(Duration::ZERO)),
            (
                "socket_connect_timeout",
                new().socket_connect_timeout(Duration::ZERO),
            ),
            ("tcp_user_timeout", new().tcp_user_timeout(Duration::ZERO)),
            (
                "tcp_user_timeout",
                new().tcp_user_timeout(Duration::from_micros(999)),
            ),
            ("max_idle_time", new().max_idle_time(Duration::ZERO)),
            ("max_lifetime", new().max_lifetime(Duration::ZERO)),
            ("client_name", new().client_name("")),
            ("client_name", new().client_name("a b")),
            ("client_name", new().client_name("a\n")),
            ("client_name", new().client_name("é")),
            ("lib_name", new().driver_info(DriverInfo::new().name("a b"))),
            (
                "lib_version",
                new().driver_info(DriverInfo::new().lib_version("")),
            ),
            (
                "socket_keepalive",
                new().socket_keepalive(keepalive.count(0)),
            ),
            (
                "socket_keepalive",
                new().socket_keepalive(keepalive.idle(Duration::ZERO)),
            ),
            (
                "socket_keepalive",
                new().socket_keepalive(keepalive.interval(Duration::from_millis(999))),
            ),
        ] {
            let error = config.validate().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains(name), "{name}: {error}");
        }
    }

    #[test]
    fn the_environment_is_the_same_as_a_url_and_names_its_variable() {
        let config = Config::from_variable(Ok("redis://h/2".to_owned())).unwrap();
        assert_eq!(
            (config.address().to_string().as_str(), config.db),
            ("h:6379", 2)
        );
        for value in [
            env::VarError::NotPresent,
            env::VarError::NotUnicode("S3CR3T".into()),
        ] {
            let error = Config::from_variable(Err(value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            let text = format!("{error} {error:?}");
            assert!(
                text.contains("REDIS_URL") && !text.contains("S3CR3T"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_config_shows_everything_but_the_password() {
        let config = Config::new().username("ann").password("S3CR3T");
        for text in [format!("{config:?}"), format!("{config:#?}")] {
            assert!(
                text.contains("<redacted>") && text.contains("ann"),
                "{text}"
            );
            assert!(!text.contains("S3CR3T"), "{text}");
        }
        assert_eq!(config.credentials().reveal(), (Some("ann"), Some("S3CR3T")));
    }

    #[test]
    fn a_config_can_be_shared() {
        fn shared<T: Send + Sync + Clone + 'static>() {}
        shared::<Config>();
    }
}
