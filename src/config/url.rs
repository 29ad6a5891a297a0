//! URLs: `redis://user:password@host:port/db?option=value` and `unix:///path?option=value`.
//!
//! Where redis-py guesses (`/abc` is database 0, `/1/2` is database 12, an unknown option fails when
//! it connects) this says no. No error quotes a part of the URL: with a `/` or `?` that is not
//! percent-encoded, any part may be the rest of a password. The one exception is the name of an
//! unknown option that can't be one.

use std::borrow::Cow;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::{Address, Config, Keepalive, PoolWait, Resend};
#[cfg(feature = "tls")]
use super::{Tls, TlsVersion};
use crate::resp::Protocol;
use crate::{Error, Result};

/// For errors that such a password may be behind.
const HINT: &str = "`@`, `/`, `?` and `#` in a username or password must be percent-encoded";

/// What a value may be that takes away a limit.
const SECONDS_OR_NONE: &str = "seconds such as 0.5, or None for no limit";
const YES_OR_NO: &str = "yes or no";
const TEXT: &str = "text";
#[cfg(feature = "tls")]
const PATH: &str = "a path";

pub(super) fn parse(text: &str) -> Result<Config> {
    let text = text.trim();
    let scheme = Scheme::of(text)?;
    let is_unix = scheme == Scheme::Unix;
    if text.contains(char::is_control) {
        return Err(Error::config("the URL contains a control character"));
    }
    let with_host = with_host(text);
    let url = Url::parse(with_host.as_deref().unwrap_or(text))
        .map_err(|error| Error::config(format!("the URL can't be read: {error} ({HINT})")))?;
    if url.fragment().is_some() {
        return Err(Error::config(format!(
            "the URL has a fragment, `#…` ({HINT})"
        )));
    }
    let mut config = scheme.config();
    if !is_unix {
        config = config.db(path_db(&url)?);
    }
    config = with_query(config, &url, scheme)?;
    config = with_userinfo(config, &url)?;
    if is_unix {
        return with_path(config, &url);
    }
    // The stand-in for a host that is not there must not replace the one in the query.
    if with_host.is_none() {
        config = config.host(host(&url)?);
    }
    Ok(match url.port() {
        Some(port) => config.port(port),
        None => config,
    })
}

/// What a URL begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Redis,
    Rediss,
    Unix,
}

impl Scheme {
    fn of(text: &str) -> Result<Self> {
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        match scheme.to_ascii_lowercase().as_str() {
            "redis" => Ok(Self::Redis),
            "rediss" if cfg!(feature = "tls") => Ok(Self::Rediss),
            "rediss" => Err(no_tls("rediss://")),
            "unix" => Ok(Self::Unix),
            _ => Err(Error::config(
                "the URL must begin with redis://, rediss:// or unix://",
            )),
        }
    }

    /// The defaults.
    fn config(self) -> Config {
        let config = Config::new();
        #[cfg(feature = "tls")]
        if self == Self::Rediss {
            return config.tls(Tls::new());
        }
        config
    }
}

fn no_tls(what: &str) -> Error {
    Error::config(format!(
        "{what} needs TLS, which is the feature `tls` of this crate"
    ))
}

/// A URL without a host but with a user or a port is a mistake by the standard that the `url` crate
/// keeps to, and usual for Redis (`redis://:password@/0`): this is the URL with the default put in.
/// `None` if it has a host.
fn with_host(text: &str) -> Option<String> {
    let start = text.find("://").map_or(0, |at| at + "://".len());
    let (scheme, rest) = text.split_at(start);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (userinfo, host) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
    let is_missing = host.is_empty() || host.starts_with(':');
    is_missing.then(|| format!("{scheme}{userinfo}{}{host}{tail}", Address::DEFAULT_HOST))
}

fn path_db(url: &Url) -> Result<u32> {
    let path = decoded(url.path(), "path")?;
    match path.strip_prefix('/').unwrap_or(&path) {
        "" => Ok(0),
        db => integer(db).ok_or_else(|| {
            Error::config(format!(
                "the path of the URL is no database number such as /0 or /3 ({HINT})"
            ))
        }),
    }
}

fn with_userinfo(mut config: Config, url: &Url) -> Result<Config> {
    if !url.username().is_empty() {
        config = config.username(decoded(url.username(), "username")?);
    }
    if let Some(password) = url.password().filter(|password| !password.is_empty()) {
        config = config.password(decoded(password, "password")?);
    }
    Ok(config)
}

fn host(url: &Url) -> Result<String> {
    match url.host() {
        Some(Host::Ipv6(ip)) => Ok(ip.to_string()),
        _ => decoded(url.host_str().unwrap_or_default(), "host"),
    }
}

fn with_path(config: Config, url: &Url) -> Result<Config> {
    let path = decoded(url.path(), "path")?;
    let is_local = url.host_str() == Some(Address::DEFAULT_HOST) && url.port().is_none();
    if !is_local || path.is_empty() || path == "/" {
        return Err(Error::config(format!(
            "a unix:// URL needs the socket's absolute path, as in unix:///run/redis.sock ({HINT})"
        )));
    }
    Ok(config.unix_socket_path(path))
}

/// Percent-decodes once.
fn decoded(text: &str, part: &str) -> Result<String> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Cow::into_owned)
        .map_err(|_| {
            Error::config(format!(
                "the {part} in the URL is not UTF-8 once it is percent-decoded"
            ))
        })
}

fn with_query(mut config: Config, url: &Url, scheme: Scheme) -> Result<Config> {
    let query = url.query().unwrap_or_default();
    let mut seen = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let option = find(name, query, scheme)?;
        let value = decoded(&value.replace('+', " "), option.name)?;
        if value.is_empty() {
            continue;
        }
        if seen.contains(&option.name) {
            return Err(Error::config(format!(
                "'{}' is given twice in the URL",
                option.name
            )));
        }
        if scheme == Scheme::Unix && matches!(option.name, "host" | "port") {
            return Err(Error::config(format!(
                "'{}' does not go with a unix:// URL",
                option.name
            )));
        }
        seen.push(option.name);
        config = (option.apply)(config, &value).ok_or_else(|| option.invalid())?;
    }
    Ok(config)
}

fn find(name: &str, query: &str, scheme: Scheme) -> Result<&'static UrlOption> {
    let all = || OPTIONS.iter().chain(TLS_OPTIONS);
    let of_tls = name.starts_with("ssl_") && is_name(name);
    if of_tls && scheme != Scheme::Rediss {
        return Err(match cfg!(feature = "tls") {
            true => Error::config("an option ssl_… goes only with a rediss:// URL"),
            false => no_tls("an option ssl_…"),
        });
    }
    all().find(|option| option.name == name).ok_or_else(|| {
        let known = all().filter(|option| option.name.starts_with("ssl_") == of_tls);
        let known: Vec<&str> = known.map(|option| option.name).collect();
        let known = known.join(", ");
        // An `@` means that this may be the rest of a password and the host after it.
        if is_name(name) && !query.contains('@') {
            Error::config(format!(
                "unknown option '{name}' in the URL; known are {known}"
            ))
        } else {
            Error::config(format!(
                "unknown option in the URL; known are {known} ({HINT})"
            ))
        }
    })
}

fn is_name(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// An option in the query of a URL.
struct UrlOption {
    name: &'static str,
    wanted: &'static str,
    /// `None` if the value is not one that is wanted.
    apply: fn(Config, &str) -> Option<Config>,
}

impl UrlOption {
    const fn new(
        name: &'static str,
        wanted: &'static str,
        apply: fn(Config, &str) -> Option<Config>,
    ) -> Self {
        Self {
            name,
            wanted,
            apply,
        }
    }

    fn invalid(&self) -> Error {
        Error::config(format!(
            "invalid value for '{}' in the URL: wanted {}",
            self.name, self.wanted
        ))
    }
}

const OPTIONS: [UrlOption; 26] = [
    UrlOption::new("db", "a number from 0", |c, v| Some(c.db(integer(v)?))),
    UrlOption::new("username", TEXT, |c, v| Some(c.username(v))),
    UrlOption::new("password", TEXT, |c, v| Some(c.password(v))),
    UrlOption::new("host", TEXT, |c, v| Some(c.host(v))),
    UrlOption::new("port", "a number from 1 to 65535", |c, v| {
        Some(c.port(integer(v)?))
    }),
    UrlOption::new("protocol", "2 or 3", |c, v| Some(c.protocol(protocol(v)?))),
    UrlOption::new("client_name", TEXT, |c, v| Some(c.client_name(v))),
    UrlOption::new("socket_timeout", SECONDS_OR_NONE, |c, v| {
        Some(c.socket_timeout(seconds_or_none(v)?))
    }),
    UrlOption::new("socket_connect_timeout", SECONDS_OR_NONE, |c, v| {
        Some(c.socket_connect_timeout(seconds_or_none(v)?))
    }),
    UrlOption::new("socket_keepalive", YES_OR_NO, |c, v| {
        Some(c.socket_keepalive(yes(v)?.then(Keepalive::new)))
    }),
    UrlOption::new("tcp_user_timeout", SECONDS_OR_NONE, |c, v| {
        Some(c.tcp_user_timeout(seconds_or_none(v)?))
    }),
    UrlOption::new("socket_read_size", "a number of bytes from 1", |c, v| {
        Some(c.socket_read_size(integer(v)?))
    }),
    UrlOption::new("health_check_interval", "seconds, 0 for never", |c, v| {
        Some(c.health_check_interval(seconds_or_none(v)?))
    }),
    UrlOption::new("shared_connections", "a number up to 1024", |c, v| {
        Some(c.shared_connections(integer(v)?))
    }),
    UrlOption::new("max_connections", "a number from 1", |c, v| {
        Some(c.max_connections(integer(v)?))
    }),
    UrlOption::new("timeout", SECONDS_OR_NONE, |c, v| {
        Some(c.pool_wait(seconds_or_none(v)?.map_or(PoolWait::Forever, PoolWait::UpTo)))
    }),
    UrlOption::new("max_idle_time", SECONDS_OR_NONE, |c, v| {
        Some(c.max_idle_time(seconds_or_none(v)?))
    }),
    UrlOption::new("max_lifetime", SECONDS_OR_NONE, |c, v| {
        Some(c.max_lifetime(seconds_or_none(v)?))
    }),
    UrlOption::new("retries", "a number from 0", |mut c, v| {
        c.retry = c.retry.retries(integer(v)?);
        Some(c)
    }),
    UrlOption::new("retry_on_timeout", YES_OR_NO, |mut c, v| {
        if yes(v)? {
            c.retry = c.retry.resend(Resend::AfterTimeout);
        }
        Some(c)
    }),
    UrlOption::new("lib_name", TEXT, |mut c, v| {
        c.driver_info = c.driver_info.map(|info| info.name(v.to_owned()));
        Some(c)
    }),
    UrlOption::new("lib_version", TEXT, |mut c, v| {
        c.driver_info = c.driver_info.map(|info| info.lib_version(v.to_owned()));
        Some(c)
    }),
    UrlOption::new("decode_responses", YES_OR_NO, |c, v| yes(v).map(|_| c)),
    UrlOption::new("legacy_responses", YES_OR_NO, |c, v| yes(v).map(|_| c)),
    UrlOption::new("encoding", "utf-8, the only one there is", |c, v| {
        is_utf_8(v).then_some(c)
    }),
    UrlOption::new(
        "encoding_errors",
        "strict, the only one there is",
        |c, v| (v == "strict").then_some(c),
    ),
];

#[cfg(not(feature = "tls"))]
const TLS_OPTIONS: &[UrlOption] = &[];

#[cfg(feature = "tls")]
const TLS_OPTIONS: &[UrlOption] = &[
    UrlOption::new("ssl_ca_certs", PATH, |c, v| {
        with_tls(c, |tls| Some(tls.ca_certs(v)))
    }),
    UrlOption::new("ssl_ca_path", PATH, |c, v| {
        with_tls(c, |tls| Some(tls.ca_path(v)))
    }),
    UrlOption::new("ssl_ca_data", TEXT, |c, v| {
        with_tls(c, |tls| Some(tls.ca_data(v)))
    }),
    UrlOption::new("ssl_certfile", PATH, |c, v| {
        with_tls(c, |tls| Some(tls.certfile(v.into())))
    }),
    UrlOption::new("ssl_keyfile", PATH, |c, v| {
        with_tls(c, |tls| Some(tls.keyfile(v.into())))
    }),
    UrlOption::new("ssl_password", TEXT, |c, v| {
        with_tls(c, |tls| Some(tls.key_password(v)))
    }),
    UrlOption::new("ssl_cert_reqs", "required or none", |c, v| {
        with_tls(c, |tls| match v.to_ascii_lowercase().as_str() {
            "required" | "optional" => Some(tls),
            "none" => Some(tls.danger_accept_invalid_certs()),
            _ => None,
        })
    }),
    UrlOption::new("ssl_check_hostname", YES_OR_NO, |c, v| {
        with_tls(c, |tls| match yes(v)? {
            true => Some(tls),
            false => Some(tls.danger_accept_invalid_hostnames()),
        })
    }),
    UrlOption::new("ssl_min_version", "a version such as TLSv1.2", |c, v| {
        let version = TlsVersion::parse(v)?;
        with_tls(c, |tls| Some(tls.min_version(version)))
    }),
];

/// Changes the settings of TLS; `None` if the value is not one that is wanted.
#[cfg(feature = "tls")]
fn with_tls(mut config: Config, change: impl FnOnce(Tls) -> Option<Tls>) -> Option<Config> {
    config.tls = Some(change(config.tls.take().unwrap_or_default())?);
    Some(config)
}

/// Digits only: Rust's `parse` would take a sign as well.
fn integer<T: std::str::FromStr>(text: &str) -> Option<T> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// The outer `None` is a value that can't be used, the inner one is no limit.
fn seconds_or_none(text: &str) -> Option<Option<Duration>> {
    if text.eq_ignore_ascii_case("none") {
        return Some(None);
    }
    let seconds = text.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok().map(Some)
}

/// redis-py takes everything that is not a no for a yes, `off` too.
fn yes(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "t" | "true" | "y" | "yes" | "on" => Some(true),
        "0" | "f" | "false" | "n" | "no" | "off" => Some(false),
        _ => None,
    }
}

fn protocol(text: &str) -> Option<Protocol> {
    match text {
        "2" => Some(Protocol::Resp2),
        "3" => Some(Protocol::Resp3),
        _ => None,
    }
}

fn is_utf_8(text: &str) -> bool {
    ["utf-8", "utf8", "utf_8"].contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::config::{DriverInfo, Retry};

    fn good(url: &str) -> Config {
        Config::from_url(url).unwrap_or_else(|error| panic!("{url}: {error}"))
    }

    fn bad(url: &str) -> Error {
        let error = Config::from_url(url)
            .map(|config| panic!("{url}: {config:?}"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
        error
    }

    #[test]
    fn where_and_who_are_read_from_the_url() {
        for (url, address, db, username, password) in [
            ("redis://", "localhost:6379", 0, None, None),
            ("redis:///", "localhost:6379", 0, None, None),
            ("redis:///7", "localhost:6379", 7, None, None),
            ("redis://h", "h:6379", 0, None, None),
            ("redis://h/", "h:6379", 0, None, None),
            ("redis://h/3", "h:6379", 3, None, None),
            ("redis://h/%33", "h:6379", 3, None, None),
            ("redis://h/4294967295", "h:6379", u32::MAX, None, None),
            ("REDIS://h:7000", "h:7000", 0, None, None),
            (" redis://h:7000\n", "h:7000", 0, None, None),
            ("redis://h:", "h:6379", 0, None, None),
            ("redis://:7000", "localhost:7000", 0, None, None),
            ("redis://:7000/2", "localhost:7000", 2, None, None),
            ("redis://10.0.0.1:7000", "10.0.0.1:7000", 0, None, None),
            ("redis://[::1]:7000/1", "[::1]:7000", 1, None, None),
            ("redis://[2001:DB8::1]", "[2001:db8::1]:6379", 0, None, None),
            ("redis://u:p@[::1]", "[::1]:6379", 0, Some("u"), Some("p")),
            ("redis://my%20%2F%20host", "my / host:6379", 0, None, None),
            ("redis://u@h", "h:6379", 0, Some("u"), None),
            ("redis://u:@h", "h:6379", 0, Some("u"), None),
            ("redis://:@h", "h:6379", 0, None, None),
            ("redis://@h", "h:6379", 0, None, None),
            ("redis://:p%40ss@h", "h:6379", 0, None, Some("p@ss")),
            ("redis://:p%2540@h", "h:6379", 0, None, Some("p%40")),
            ("redis://:p+p@h", "h:6379", 0, None, Some("p+p")),
            ("redis://:p%zz@h", "h:6379", 0, None, Some("p%zz")),
            ("redis://:é @h", "h:6379", 0, None, Some("é ")),
            (
                "redis://user%3A:pw@h",
                "h:6379",
                0,
                Some("user:"),
                Some("pw"),
            ),
            ("redis://u:p:q@h", "h:6379", 0, Some("u"), Some("p:q")),
            ("redis://:pw@/5", "localhost:6379", 5, None, Some("pw")),
            ("redis://u:pw@", "localhost:6379", 0, Some("u"), Some("pw")),
            (
                "redis://u:pw@:7000",
                "localhost:7000",
                0,
                Some("u"),
                Some("pw"),
            ),
            ("redis://h?db=4", "h:6379", 4, None, None),
            ("redis://h/3?db=4", "h:6379", 4, None, None),
            ("redis://h/3?db=", "h:6379", 3, None, None),
            ("redis://h/3?db", "h:6379", 3, None, None),
            ("redis://h?", "h:6379", 0, None, None),
            ("redis://h?&db=1&", "h:6379", 1, None, None),
            ("redis://?host=q&port=7", "q:7", 0, None, None),
            ("redis://?host=::1", "[::1]:6379", 0, None, None),
            ("redis://h:1?host=q&port=7", "h:1", 0, None, None),
            ("redis://localhost?host=q", "localhost:6379", 0, None, None),
            (
                "redis://h?username=u&password=p%2540+%2B",
                "h:6379",
                0,
                Some("u"),
                Some("p%40 +"),
            ),
            (
                "redis://a:b@h?username=u&password=p",
                "h:6379",
                0,
                Some("a"),
                Some("b"),
            ),
            ("unix:///run/redis.sock", "/run/redis.sock", 0, None, None),
            ("UNIX:///run/redis.sock", "/run/redis.sock", 0, None, None),
            (
                "unix:///run/my%20redis%3F.sock?db=2",
                "/run/my redis?.sock",
                2,
                None,
                None,
            ),
            ("unix:///3", "/3", 0, None, None),
            ("unix://localhost/run/r", "/run/r", 0, None, None),
            ("unix://u:p%40@/run/r", "/run/r", 0, Some("u"), Some("p@")),
            ("unix://:pw@/run/r?db=1", "/run/r", 1, None, Some("pw")),
        ] {
            let config = good(url);
            assert_eq!(config.address().to_string(), address, "{url}");
            assert_eq!(config.database(), db, "{url}");
            assert_eq!(config.credentials().reveal(), (username, password), "{url}");
        }
    }

    #[test]
    fn a_url_that_is_wrong_says_what_is() {
        for (url, text) in [
            ("", "must begin with redis://"),
            ("localhost:6379", "must begin with redis://"),
            ("redis:h", "must begin with redis://"),
            ("http://h", "must begin with redis://"),
            ("redis://h:abc", "port"),
            ("redis://h:65536", "port"),
            ("redis://h:-1", "port"),
            ("redis://h:0", "port"),
            ("redis://h?port=0", "port"),
            ("redis://h?port=65536", "'port'"),
            ("redis://[::1", "IPv6"),
            ("redis://[nonsense]", "IPv6"),
            ("redis://a b", "domain character"),
            ("redis://h/abc", "database number"),
            ("redis://h/1/2", "database number"),
            ("redis://h/1/", "database number"),
            ("redis://h//1", "database number"),
            ("redis://h/-1", "database number"),
            ("redis://h/+1", "database number"),
            ("redis://h/4294967296", "database number"),
            ("redis://h/%ff", "not UTF-8"),
            ("redis://%ff@h", "not UTF-8"),
            ("redis://:%ff@h", "not UTF-8"),
            ("redis://%ff", "not UTF-8"),
            ("redis://h?client_name=%ff", "not UTF-8"),
            ("redis://h#x", "fragment"),
            ("redis://h\n/1", "control character"),
            ("redis://h?db=abc", "'db'"),
            ("redis://h?db=-1", "'db'"),
            ("redis://h?db=%2B1", "'db'"),
            ("redis://h?db=1&db=1", "'db' is given twice"),
            ("redis://h?foo=bar", "'foo'"),
            ("redis://h?foo=", "'foo'"),
            ("redis://h?DB=1", "unknown option"),
            ("redis://h?foo=bar", "socket_connect_timeout"),
            ("redis://h?=1", "unknown option"),
            ("redis://h?protocol=4", "'protocol'"),
            ("redis://h?client_name=a+b", "client_name"),
            ("redis://h?lib_name=a+b", "lib_name"),
            ("redis://h?socket_timeout=soon", "'socket_timeout'"),
            ("redis://h?socket_timeout=-1", "'socket_timeout'"),
            ("redis://h?socket_timeout=nan", "'socket_timeout'"),
            ("redis://h?socket_timeout=inf", "'socket_timeout'"),
            ("redis://h?socket_timeout=1e30", "'socket_timeout'"),
            ("redis://h?socket_timeout=0", "use None"),
            ("redis://h?tcp_user_timeout=0", "use None"),
            ("redis://h?tcp_user_timeout=long", "'tcp_user_timeout'"),
            ("redis://h?socket_connect_timeout=0.0", "use None"),
            ("redis://h?max_lifetime=0", "use None"),
            ("redis://h?socket_keepalive=maybe", "'socket_keepalive'"),
            ("redis://h?shared_connections=1025", "shared_connections"),
            ("redis://h?shared_connections=many", "'shared_connections'"),
            ("redis://h?max_connections=0", "max_connections"),
            ("redis://h?max_connections=-1", "'max_connections'"),
            ("redis://h?timeout=x", "'timeout'"),
            ("redis://h?retries=-1", "'retries'"),
            ("redis://h?retry_on_timeout=2", "'retry_on_timeout'"),
            ("redis://h?decode_responses=2", "'decode_responses'"),
            ("redis://h?encoding_errors=ignore", "'encoding_errors'"),
            ("redis://h?socket_read_size=0", "socket_read_size"),
            ("redis://h?encoding=latin-1", "'encoding'"),
            ("unix://", "absolute path"),
            ("unix:///", "absolute path"),
            ("unix://run/redis.sock", "absolute path"),
            ("unix://localhost:1/run/redis.sock", "absolute path"),
            ("unix:///r?host=h", "'host'"),
            ("unix:///r?port=1", "'port'"),
            ("unix:///%ff", "not UTF-8"),
        ] {
            let error = bad(url).to_string();
            assert!(error.contains(text), "{url}: {error}");
        }
    }

    #[cfg(not(feature = "tls"))]
    #[test]
    fn without_the_feature_it_is_named() {
        for url in [
            "rediss://h",
            "RedisS://h",
            "redis://h?ssl_cert_reqs=none",
            "unix:///r?ssl_ca_certs=ca.pem",
        ] {
            let error = bad(url).to_string();
            assert!(error.contains("feature `tls`"), "{url}: {error}");
        }
    }

    #[cfg(feature = "tls")]
    #[test]
    fn options_of_tls_reach_their_setting() {
        let plain = good("redis://h");
        assert!(plain.tls.is_none());
        let tls = Tls::new;
        for (query, expected) in [
            ("", tls()),
            ("?ssl_ca_certs=a/b.pem", tls().ca_certs("a/b.pem")),
            ("?ssl_ca_path=/certs", tls().ca_path("/certs")),
            ("?ssl_ca_data=a%0Ab%2Bc", tls().ca_data("a\nb+c")),
            (
                "?ssl_keyfile=k&ssl_certfile=c&ssl_password=p%26",
                tls().client_certificate("c", "k").key_password("p&"),
            ),
            ("?ssl_cert_reqs=required", tls()),
            ("?ssl_cert_reqs=Optional", tls()),
            ("?ssl_cert_reqs=none", tls().danger_accept_invalid_certs()),
            ("?ssl_check_hostname=True", tls()),
            (
                "?ssl_check_hostname=no",
                tls().danger_accept_invalid_hostnames(),
            ),
            (
                "?ssl_min_version=TLSv1_3",
                tls().min_version(TlsVersion::Tls13),
            ),
            ("?ssl_min_version=771", tls().min_version(TlsVersion::Tls12)),
        ] {
            for scheme in ["rediss", "REDISS"] {
                let config = good(&format!("{scheme}://h:1{query}"));
                assert_eq!(config.address.to_string(), "h:1");
                let (got, expected) = (&config.tls, Some(expected.clone()));
                assert_eq!(format!("{got:?}"), format!("{expected:?}"), "{query}");
                let fields = |tls: &Option<Tls>| tls.clone().map(|tls| tls.key_password);
                assert!(fields(got) == fields(&expected), "{query}");
            }
        }
        for (url, text) in [
            ("redis://h?ssl_cert_reqs=none", "rediss://"),
            ("unix:///r?ssl_ca_certs=ca.pem", "rediss://"),
            ("rediss://h?ssl_cert_reqs=maybe", "'ssl_cert_reqs'"),
            ("rediss://h?ssl_check_hostname=2", "'ssl_check_hostname'"),
            ("rediss://h?ssl_min_version=SSLv3", "'ssl_min_version'"),
            ("rediss://h?ssl_ciphers=x", "ssl_ca_certs, ssl_ca_path"),
            ("rediss://h?ssl_certfile=a&ssl_certfile=b", "twice"),
        ] {
            let error = bad(url).to_string();
            assert!(error.contains(text), "{url}: {error}");
        }
    }

    #[test]
    fn options_reach_their_setting() {
        let seconds = |n| Some(Duration::from_secs_f64(n));
        let config = good(
            "redis://h?protocol=2&client_name=me&socket_timeout=0.5&socket_connect_timeout=1.5\
             &socket_keepalive=no&health_check_interval=30&shared_connections=3&max_connections=7&timeout=2&max_idle_time=60\
             &max_lifetime=3600&retries=2&retry_on_timeout=Yes&lib_name=mine&lib_version=9\
             &decode_responses=True&encoding=UTF-8&legacy_responses=no&encoding_errors=strict\
             &socket_read_size=65536&tcp_user_timeout=2.5",
        );
        assert_eq!(config.protocol, Protocol::Resp2);
        assert_eq!(config.client_name.as_deref(), Some("me"));
        assert_eq!(config.socket_timeout, seconds(0.5));
        assert_eq!(config.connect_timeout(), seconds(1.5));
        assert_eq!(config.socket_keepalive, None);
        assert_eq!(config.user_timeout(), seconds(2.5));
        assert_eq!(config.health_check_interval, seconds(30.0));
        assert_eq!(config.shared_connections, 3);
        assert_eq!(config.max_connections, 7);
        assert_eq!(config.socket_read_size, 65536);
        assert_eq!(config.pool_wait, PoolWait::UpTo(Duration::from_secs(2)));
        assert_eq!(config.max_idle_time, seconds(60.0));
        assert_eq!(config.max_lifetime, seconds(3600.0));
        let retry = Retry::default().retries(2).resend(Resend::AfterTimeout);
        assert_eq!(config.retry, retry);
        let info = DriverInfo::new().name("mine").lib_version("9");
        assert_eq!(config.driver_info, Some(info));
    }

    #[test]
    fn none_takes_a_limit_away_and_nothing_leaves_the_default() {
        let config = good(
            "redis://h?socket_timeout=None&socket_connect_timeout=none&health_check_interval=0\
             &timeout=None&max_idle_time=None&max_lifetime=NONE&socket_keepalive=on&tcp_user_timeout=None&protocol=3",
        );
        assert_eq!(config.user_timeout(), None);
        assert_eq!(config.socket_timeout, None);
        assert_eq!(config.connect_timeout(), None);
        assert_eq!(config.health_check_interval, None);
        assert_eq!(config.pool_wait, PoolWait::Forever);
        assert_eq!((config.max_idle_time, config.max_lifetime), (None, None));
        assert_eq!(config.socket_keepalive, Some(Keepalive::new()));

        let blank: Vec<String> = OPTIONS
            .iter()
            .map(|option| format!("{}=", option.name))
            .collect();
        let config = good(&format!("redis://?{}", blank.join("&")));
        assert_eq!(format!("{config:?}"), format!("{:?}", Config::new()));
        assert_eq!(
            good("redis://h?retry_on_timeout=no").retry,
            Retry::default()
        );
    }

    #[test]
    fn a_url_is_read_by_every_door() {
        let url = "redis://h/1";
        for config in [url.parse::<Config>(), Config::try_from(url)] {
            assert_eq!(config.unwrap().database(), 1);
        }
    }

    #[test]
    fn no_text_ever_holds_a_part_of_the_password() {
        let texts = |config: Result<Config>| match config {
            Ok(config) => format!("{config:?} {config:#?} {}", config.address()),
            Err(error) => format!("{error} {error:?} {error:#?}"),
        };
        for url in [
            "redis://:S3CR3T@h",
            "redis://u:S3CR3T@h:0",
            "redis://u:S3CR3T@h:99999",
            "redis://u:S3CR3T@h/abc",
            "redis://u:S3CR3T@h?db=x",
            "redis://u:S3CR3T@h?nope=1",
            "redis://u:S3CR3T@h?password=S3CR3T&password=S3CR3T",
            "redis://h?password=S3CR3T",
            "redis://h?password=S3CR3T%ff",
            "redis://h?db=S3CR3T",
            "redis://:S3CR3T%ff@h",
            "redis://:a/S3CR3T@h",
            "redis://:1/S3CR3T@h",
            "redis://:1/2?S3CR3T@h",
            "redis://:1?S3CR3T@h",
            "redis://u:1?s3cr3t=S3CR3T@h",
            "redis://u:1?ssl_s3cr3t@h",
            "redis://u:1#S3CR3T@h",
            "redis://u:S3CR3T#@h",
            "redis://u:S3CR3T/@h",
            "redis://u:S3CR3T?@h",
            "redis://u:@S3CR3T@h",
            "redis://u:S3\nCR3T@h",
            "rediss://u:S3CR3T@h:x",
            "rediss://u:1?ssl_s3cr3t@h",
            "rediss://u:1?ssl_password=S3CR3T&ssl_cert_reqs=S3CR3T@h",
            "u:S3CR3T@h",
            "S3CR3T",
            "S3CR3T://h",
            "unix://u:S3CR3T@/run/r",
            "unix://u:S3CR3T@h/run/r",
            "unix://u:S3CR3T@",
            "unix://u:1/S3CR3T@h?host=h",
        ] {
            let text = texts(Config::from_url(url)).to_ascii_uppercase();
            assert!(!text.contains("S3CR3T"), "{url}: {text}");
        }
    }

    #[test]
    fn every_option_is_in_the_table_of_the_docs() {
        let docs = include_str!("mod.rs");
        for option in OPTIONS.iter().chain(TLS_OPTIONS) {
            let row = docs.lines().any(|line| {
                line.trim_start().starts_with("/// | `")
                    && line.contains(&format!("`{}`", option.name))
            });
            assert!(row, "{}", option.name);
        }
    }
}
