//! [`Credentials`], and where they come from: [`CredentialProvider`]s.

use std::env;
use std::fmt;
#[cfg(feature = "async")]
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::mutex::lock;
use crate::{Error, Result};

use super::Secret;

/// A user's name and password, as a [`CredentialProvider`] returns them. `Debug` shows neither.
///
/// For a name and a password that never change [`Config::username`](crate::Config::username) and
/// [`Config::password`](crate::Config::password) will do.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    username: Option<Secret>,
    password: Option<Secret>,
}

impl Credentials {
    /// The name and password of an ACL user. An empty name is the server's user `default`. Since 6.0.0.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: Some(username.into())
                .filter(|name| !name.is_empty())
                .map(Secret::new),
            ..Self::password(password)
        }
    }

    /// Only a password: that of the server's user `default`.
    pub fn password(password: impl Into<String>) -> Self {
        Self {
            username: None,
            password: Some(password.into())
                .filter(|password| !password.is_empty())
                .map(Secret::new),
        }
    }

    /// Nobody in particular.
    pub(crate) const fn none() -> Self {
        Self {
            username: None,
            password: None,
        }
    }

    pub(super) fn set_username(&mut self, username: String) {
        self.username = Some(username)
            .filter(|name| !name.is_empty())
            .map(Secret::new);
    }

    pub(super) fn set_password(&mut self, password: String) {
        self.password = Self::password(password).password;
    }

    /// Username and password. A username alone is sent with an empty password.
    pub(crate) fn reveal(&self) -> (Option<&str>, Option<&str>) {
        (text(&self.username), text(&self.password))
    }

    /// Whether nobody logs in.
    pub(crate) const fn is_none(&self) -> bool {
        self.username.is_none() && self.password.is_none()
    }
}

fn text(secret: &Option<Secret>) -> Option<&str> {
    secret.as_ref().map(|secret| secret.reveal().as_str())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(<redacted>)")
    }
}

/// Where a client gets its name and password from, whenever it connects (redis-py: `CredentialProvider`). A function
/// that returns a `Result` of [`Credentials`] is one.
///
/// For [`Config::credential_provider`](crate::Config::credential_provider). It is asked once for each connection, and
/// must be quick: whoever wants to connect waits for it. Where tokens expire while connections are open, use
/// [`StreamingCredentials`].
///
/// ```
/// use redial::{Config, Credentials};
///
/// fn secret() -> redial::Result<String> {
///     std::fs::read_to_string("/run/secrets/redis").map_err(|error| redial::Error::credentials(error.to_string()))
/// }
/// let config = Config::new().credential_provider(|| Ok(Credentials::new("worker", secret()?)));
/// # let _ = config;
/// ```
pub trait CredentialProvider: Send + Sync {
    /// The current name and password.
    ///
    /// # Errors
    /// Why there are none: [`Error::credentials`] makes such an error. No connection is made then, and none is tried
    /// again for this call.
    fn credentials(&self) -> Result<Credentials>;

    /// Where new credentials are pushed (default: `None`, they are only asked for). A provider of your own that gets
    /// new ones by itself keeps a [`StreamingCredentials`], pushes them to it, and returns it here.
    fn streaming(&self) -> Option<&StreamingCredentials> {
        None
    }
}

impl<F: Fn() -> Result<Credentials> + Send + Sync> CredentialProvider for F {
    fn credentials(&self) -> Result<Credentials> {
        self()
    }
}

impl CredentialProvider for Credentials {
    fn credentials(&self) -> Result<Credentials> {
        Ok(self.clone())
    }
}

/// What an asynchronous provider of credentials returns: a boxed future.
#[cfg(feature = "async")]
pub type CredentialFuture<'a> = Pin<Box<dyn Future<Output = Result<Credentials>> + Send + 'a>>;

/// Where a client gets its name and password from, whenever it connects, if that has to be awaited. A function that
/// returns a future of a `Result` of [`Credentials`] is one.
///
/// For [`Config::async_credential_provider`](crate::Config::async_credential_provider). Its future is given up when
/// connecting has taken too long.
///
/// ```
/// use redial::{Config, Credentials};
///
/// async fn token() -> redial::Result<Credentials> {
///     // from a vault, a cloud's identity service, …
///     Ok(Credentials::new("worker", "token"))
/// }
/// let config = Config::new().async_credential_provider(token);
/// # let _ = config;
/// ```
#[cfg(feature = "async")]
pub trait AsyncCredentialProvider: Send + Sync {
    /// The current name and password.
    ///
    /// # Errors
    /// Why there are none: [`Error::credentials`] makes such an error. No connection is made then, and none is tried
    /// again for this call.
    fn credentials(&self) -> CredentialFuture<'_>;
}

#[cfg(feature = "async")]
impl<F, T> AsyncCredentialProvider for F
where
    F: Fn() -> T + Send + Sync,
    T: Future<Output = Result<Credentials>> + Send + 'static,
{
    fn credentials(&self) -> CredentialFuture<'_> {
        Box::pin(self())
    }
}

/// Credentials in environment variables, which are read whenever a connection is made: a [`CredentialProvider`].
///
/// A variable that is not set is an error of kind [`Authentication`](crate::ErrorKind::Authentication) of the call that
/// connects.
///
/// ```
/// use redial::{Config, EnvCredentials};
///
/// let credentials = EnvCredentials::new("REDIS_PASSWORD").username("REDIS_USERNAME");
/// let config = Config::new().credential_provider(credentials);
/// # let _ = config;
/// ```
#[derive(Clone, Debug)]
pub struct EnvCredentials {
    username: Option<String>,
    password: String,
}

impl EnvCredentials {
    /// The name of the variable that holds the password.
    pub fn new(password: impl Into<String>) -> Self {
        Self {
            username: None,
            password: password.into(),
        }
    }

    /// The name of the variable that holds the user's name (default: none, it is the server's user `default`).
    #[must_use]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }
}

impl CredentialProvider for EnvCredentials {
    fn credentials(&self) -> Result<Credentials> {
        let username = self.username.as_deref().map(variable).transpose()?;
        Ok(Credentials::new(
            username.unwrap_or_default(),
            variable(&self.password)?,
        ))
    }
}

fn variable(name: &str) -> Result<String> {
    // The error of `env::var` would quote a value that is not UTF-8.
    env::var(name).map_err(|error| {
        Error::credentials(match error {
            env::VarError::NotPresent => format!("the environment variable {name} is not set"),
            env::VarError::NotUnicode(_) => format!("the environment variable {name} is not UTF-8"),
        })
    })
}

/// Credentials that change while connections are open, as tokens do that expire (redis-py:
/// `StreamingCredentialProvider`). All clones hold the same credentials: whoever gets new ones
/// [pushes](Self::push) them to one.
///
/// Connections that are made from then on log in with the new ones. Open connections log in again: idle ones and the
/// shared ones at once, those in use before they are used next. A connection on which that fails is closed. A
/// subscriber's connection goes on as it is, and logs in with the new ones when it has to be made again.
///
/// ```
/// # use redial::prelude::*;
/// use redial::{Credentials, StreamingCredentials};
///
/// # fn main() -> redial::Result<()> {
/// let tokens = StreamingCredentials::new(Credentials::new("worker", "first token"));
/// let r = Redis::new(Config::new().credential_provider(tokens.clone()))?;
/// // in a thread that knows when they expire:
/// tokens.push(Credentials::new("worker", "second token"));
/// # drop(r);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct StreamingCredentials(Arc<Stream>);

struct Stream {
    current: Mutex<Credentials>,
    /// How often new ones were pushed.
    version: AtomicU64,
    listeners: Mutex<Vec<Weak<dyn CredentialListener>>>,
}

/// Who wants to know of new credentials.
pub(crate) trait CredentialListener: Send + Sync {
    fn credentials_changed(self: Arc<Self>);
}

impl StreamingCredentials {
    /// A stream of credentials that begins with these.
    pub fn new(credentials: Credentials) -> Self {
        Self(Arc::new(Stream {
            current: Mutex::new(credentials),
            version: AtomicU64::new(1),
            listeners: Mutex::new(Vec::new()),
        }))
    }

    /// Replaces the credentials, and has open connections log in again. In blocking clients those that are not in use
    /// have done so when it returns; in clients of `asyncio` they do as soon as their runtime gets to it.
    pub fn push(&self, credentials: Credentials) {
        *lock(&self.0.current) = credentials;
        self.0.version.fetch_add(1, Ordering::AcqRel);
        let listeners: Vec<_> = {
            let mut listeners = lock(&self.0.listeners);
            listeners.retain(|listener| listener.strong_count() > 0);
            listeners.iter().filter_map(Weak::upgrade).collect()
        };
        for listener in listeners {
            listener.credentials_changed();
        }
    }
}

impl CredentialProvider for StreamingCredentials {
    fn credentials(&self) -> Result<Credentials> {
        Ok(lock(&self.0.current).clone())
    }

    fn streaming(&self) -> Option<&StreamingCredentials> {
        Some(self)
    }
}

impl fmt::Debug for StreamingCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamingCredentials(<redacted>)")
    }
}

/// What is asked for credentials.
#[derive(Clone)]
pub(crate) enum Provider {
    Sync(Arc<dyn CredentialProvider>),
    #[cfg(feature = "async")]
    Async(Arc<dyn AsyncCredentialProvider>),
}

impl Provider {
    /// Tells the listener whenever there are new ones.
    pub(crate) fn tell(&self, listener: Weak<dyn CredentialListener>) {
        if let Some(stream) = self.streaming() {
            lock(&stream.0.listeners).push(listener);
        }
    }

    /// How often new ones were pushed; 0 if that never happens.
    pub(crate) fn version(&self) -> u64 {
        self.streaming()
            .map_or(0, |stream| stream.0.version.load(Ordering::Acquire))
    }

    /// Whether new ones may be pushed.
    pub(crate) fn streams(&self) -> bool {
        self.streaming().is_some()
    }

    fn streaming(&self) -> Option<&StreamingCredentials> {
        match self {
            Self::Sync(provider) => provider.streaming(),
            #[cfg(feature = "async")]
            Self::Async(_) => None,
        }
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialProvider")
    }
}
