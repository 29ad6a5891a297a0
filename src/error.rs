//! [`Error`]: what went wrong, whether the server may have acted on it, and the server's own words.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// What every fallible call of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that can go wrong between a call and its typed reply.
///
/// [`kind`](Self::kind) says what it is (redis-py's exception classes),
/// [`code`](Self::code) is the server's own word (`WRONGTYPE`), and
/// [`outcome`](Self::outcome) says whether the server may have executed the command. It is one pointer wide.
///
/// Its texts name the command, the address and what was waited for, and never a password or a value.
///
/// ```no_run
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// let r = Redis::from_url("redis://localhost")?;
/// match r.incr("name") {
///     Ok(n) => println!("{n}"),
///     Err(e) if e.code() == Some("WRONGTYPE") => println!("not a number: {e}"),
///     Err(e) => return Err(e),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    outcome: Outcome,
    code: Option<Box<str>>,
    message: Cow<'static, str>,
    command: Option<Box<str>>,
    address: Option<Box<str>>,
    /// Shared, as the loss of one connection can be many callers' error.
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What kind of error it is ([`Error::kind`]): redis-py's exception classes, as a flat list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The server can't be reached or has too many clients, or the connection broke (redis-py: `ConnectionError`).
    Connection,
    /// The server's certificate was refused, or the two could not agree on how to encrypt (`ConnectionError`). Trying
    /// again would not help, and is not done.
    Tls,
    /// Something took longer than its deadline (`TimeoutError`).
    Timeout,
    /// The server refused the name or the password, or wants one (`AuthenticationError`: `WRONGPASS`, `NOAUTH`); or a
    /// credential provider had none to give. It is not tried again.
    Authentication,
    /// The user may not run this command, or not on these keys or channels (`NoPermissionError`: `NOPERM`).
    NoPermission,
    /// The server answered with an error that has no kind of its own (`ResponseError`).
    Response,
    /// The server sent bytes that make no sense as a reply (`InvalidResponse`); the connection is closed.
    InvalidResponse,
    /// The reply does not fit the type that was asked for.
    Decode,
    /// An argument that can't be sent (`DataError`); nothing was sent.
    Data,
    /// A URL or an option that can't be used (`ValueError`), or a client of `asyncio` where no tokio runtime runs;
    /// nothing was sent.
    Config,
    /// A watched key was changed, or the connection that watched it was lost (`WatchError`).
    Watch,
    /// Misuse of a subscriber, or a handler of it that panicked (`PubSubError`).
    PubSub,
    /// A lock could not be acquired in time, or can't be extended or renewed, as it has no timeout (`LockError`).
    Lock,
    /// The lock belongs to somebody else by now (`LockNotOwnedError`).
    LockNotOwned,
    /// Every connection of the pool is in use (`MaxConnectionsError`).
    MaxConnections,
    /// The server is loading its data set (`BusyLoadingError`: `LOADING`).
    BusyLoading,
    /// A write was sent to a read-only replica (`ReadOnlyError`: `READONLY`).
    ReadOnly,
    /// No script with this digest is cached on the server (`NoScriptError`: `NOSCRIPT`). `call_script` loads it by
    /// itself.
    NoScript,
    /// The transaction was discarded because a command in it was refused (`ExecAbortError`: `EXECABORT`).
    ExecAbort,
    /// The server is over its `maxmemory` (`OutOfMemoryError`: `OOM`).
    OutOfMemory,
    /// A module could not be loaded or unloaded (`ModuleError`).
    Module,
    /// The server's external authentication failed (`ExternalAuthProviderError`).
    ExternalAuth,
    /// The slot lives on another node of the cluster (`MovedError`: `MOVED`).
    Moved,
    /// The slot is being moved; ask the other node (`AskError`: `ASK`).
    Ask,
    /// Some of the keys are on their way to another node (`TryAgainError`: `TRYAGAIN`).
    TryAgain,
    /// The cluster does not serve requests (`ClusterDownError`: `CLUSTERDOWN`).
    ClusterDown,
    /// The replica has lost its master (`MasterDownError`: `MASTERDOWN`).
    MasterDown,
    /// The sentinels know no master of this name that can be used (`MasterNotFoundError`).
    MasterNotFound,
    /// There is neither a replica nor a master of this name that can be used (`SlaveNotFoundError`).
    ReplicaNotFound,
    /// The keys of one command live in different slots (`ClusterCrossSlotError`: `CROSSSLOT`).
    CrossSlot,
}

/// What an error means for the command that it belongs to ([`Error::outcome`]): whether it may have been executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The server never got the command whole: it was not executed.
    NotSent,
    /// It was sent, and no answer came: it may have been executed, once.
    MaybeExecuted,
    /// The server answered; the answer is this error, or did not fit the type.
    Answered,
}

impl Error {
    /// An error that nothing was sent for.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            outcome: Outcome::NotSent,
            code: None,
            message: message.into(),
            command: None,
            address: None,
            source: None,
        }))
    }

    /// An argument that can't be sent (redis-py: `DataError`): for helpers of your own that check what they are given.
    pub fn data(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Data, message)
    }

    /// Credentials that can't be had: for [`CredentialProvider`](crate::CredentialProvider)s of your own.
    pub fn credentials(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Authentication, message)
    }

    /// A URL or an option that can't be used.
    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// A reply of kind `got` that does not fit `wanted`: for [`FromReply`](crate::FromReply)s of your own.
    ///
    /// ```
    /// # use redial::Error;
    /// let error = Error::decode("an integer", "a `Colour`"); // `Reply::kind_name` says what came
    /// assert_eq!(error.message(), "the reply is an integer, which does not fit a `Colour`");
    /// ```
    pub fn decode(got: &str, wanted: &str) -> Self {
        Self::new(
            ErrorKind::Decode,
            format!("the reply is {got}, which does not fit {wanted}"),
        )
        .with_outcome(Outcome::Answered)
    }

    /// The error that the server sent: `text` is the whole line, code first.
    pub(crate) fn server(text: &str) -> Self {
        let text = without_arguments(text);
        let (code, kind) = classify(text);
        let mut error = Self::new(kind, text.to_owned()).with_outcome(Outcome::Answered);
        error.0.code = code.map(Into::into);
        error
    }

    /// The same error for one more of those that it concerns.
    pub(crate) fn duplicate(&self) -> Self {
        let inner = &self.0;
        Self(Box::new(Inner {
            kind: inner.kind,
            outcome: inner.outcome,
            code: inner.code.clone(),
            message: inner.message.clone(),
            command: inner.command.clone(),
            address: inner.address.clone(),
            source: inner.source.clone(),
        }))
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// The same with what may be the reason.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.0.message.to_mut().push_str(hint);
        self
    }

    /// Names the command it happened to, unless one is named already.
    pub(crate) fn with_command(mut self, command: impl Into<Box<str>>) -> Self {
        let command = command.into();
        if !command.is_empty() {
            self.0.command.get_or_insert(command);
        }
        self
    }

    /// Names the server it happened at, unless one is named already.
    pub(crate) fn with_address(mut self, address: &str) -> Self {
        self.0.address.get_or_insert_with(|| address.into());
        self
    }

    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the command was not sent, may have been executed, or was answered.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// The server's own code, such as `WRONGTYPE`: the first word of its message, `ERR` if that is no code.
    /// `None` if the error did not come from the server.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The name of the command it happened to, if it is known; for a pipeline it says which of its commands, or how
    /// many there are.
    #[must_use]
    pub fn command(&self) -> Option<&str> {
        self.0.command.as_deref()
    }

    /// The text without command and address; for a server's error its whole text, code first.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the server can't be reached, can't be found or can't be trusted, or the connection broke.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Connection
                | ErrorKind::Tls
                | ErrorKind::MasterNotFound
                | ErrorKind::ReplicaNotFound
        )
    }

    /// Whether a deadline passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the name or the password was refused, was missing, or could not be had.
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        self.kind() == ErrorKind::Authentication
    }

    /// Whether a watched key was changed before `EXEC`, or the connection that watched it was lost: the transaction was
    /// not executed, and can begin again.
    #[must_use]
    pub fn is_watch(&self) -> bool {
        self.kind() == ErrorKind::Watch
    }

    /// Whether a lock could not be acquired, extended or released, `LockNotOwned` included.
    #[must_use]
    pub fn is_lock(&self) -> bool {
        matches!(self.kind(), ErrorKind::Lock | ErrorKind::LockNotOwned)
    }

    /// Whether the server itself sent this error.
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.code().is_some()
    }

    /// Whether the server certainly did not execute the command: it never got it whole, or it
    /// refused it before running it (`LOADING`, `READONLY`, `MOVED`, `NOAUTH`, `BUSY`, `OOM`, …). A script or
    /// function can be refused something (`NOPERM`, `READONLY`, `OOM`, …) when it has done something else
    /// already, so that says nothing of it.
    #[must_use]
    pub fn is_not_executed(&self) -> bool {
        match self.outcome() {
            Outcome::NotSent => true,
            Outcome::MaybeExecuted => false,
            Outcome::Answered => match self.refusal() {
                Some(Refusal::OfAnyCommand) => true,
                Some(Refusal::OfSomeCommands) => !self.is_of_a_script(),
                None => false,
            },
        }
    }

    /// Whether the server's answer means that it did not run the command.
    fn refusal(&self) -> Option<Refusal> {
        use ErrorKind as K;
        match (self.kind(), self.code()?) {
            (
                K::Connection
                | K::Authentication
                | K::BusyLoading
                | K::NoScript
                | K::ExecAbort
                | K::Moved
                | K::Ask
                | K::TryAgain
                | K::ClusterDown
                | K::MasterDown
                | K::CrossSlot,
                _,
            )
            | (K::Response, "BUSY") => Some(Refusal::OfAnyCommand),
            (K::NoPermission | K::ReadOnly | K::OutOfMemory, _)
            | (K::Response, "MISCONF" | "NOREPLICAS") => Some(Refusal::OfSomeCommands),
            _ => None,
        }
    }

    /// Whether it happened to a command that runs commands by itself, alone or in a pipeline.
    fn is_of_a_script(&self) -> bool {
        let name = self.command().and_then(|name| name.rsplit(' ').next());
        matches!(name, Some("EVAL" | "EVALSHA" | "FCALL"))
    }
}

/// A server's reason not to run a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// It runs nothing at present, or nothing of this caller's.
    OfAnyCommand,
    /// It does not run commands like this one. A script that calls one has begun already.
    OfSomeCommands,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(command) = &inner.command {
            write!(f, "{command}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(address) = &inner.address {
            write!(f, " ({address})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind)
            .field("outcome", &self.0.outcome);
        if let Some(code) = &self.0.code {
            out.field("code", code);
        }
        out.field("message", &self.0.message);
        if let Some(command) = &self.0.command {
            out.field("command", command);
        }
        if let Some(address) = &self.0.address {
            out.field("address", address);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|s| s as _)
    }
}

/// The server repeats the arguments of a command that it does not know; they may be secret.
fn without_arguments(text: &str) -> &str {
    let text = text
        .split_once(", with args beginning with")
        .map_or(text, |(before, _)| before);
    // `Error in ACL SETUSER modifier '>password'`
    text.split_once("SETUSER modifier '")
        .map_or(text, |(before, _)| before)
}

/// The code of a server's error text and the kind it stands for.
fn classify(text: &str) -> (Option<&str>, ErrorKind) {
    let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_code = code
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if !is_code || code.is_empty() {
        return (Some("ERR"), ErrorKind::Response);
    }
    let kind = match code {
        "ERR" => classify_err(rest),
        "WRONGPASS" | "NOAUTH" => ErrorKind::Authentication,
        "NOPERM" => ErrorKind::NoPermission,
        "LOADING" => ErrorKind::BusyLoading,
        "READONLY" => ErrorKind::ReadOnly,
        "OOM" => ErrorKind::OutOfMemory,
        "NOSCRIPT" => ErrorKind::NoScript,
        "EXECABORT" => ErrorKind::ExecAbort,
        "MOVED" => ErrorKind::Moved,
        "ASK" => ErrorKind::Ask,
        "TRYAGAIN" => ErrorKind::TryAgain,
        "CLUSTERDOWN" => ErrorKind::ClusterDown,
        "MASTERDOWN" => ErrorKind::MasterDown,
        "CROSSSLOT" => ErrorKind::CrossSlot,
        _ => ErrorKind::Response,
    };
    (Some(code), kind)
}

/// `ERR` covers everything; a few of its texts are known.
fn classify_err(rest: &str) -> ErrorKind {
    const MODULE: [&str; 4] = [
        "Error loading the extension. Please check the server logs.",
        "Error unloading module: no such module with that name",
        "Error unloading module: operation not possible.",
        "Error unloading module: the module exports one or more module-side data types, can't unload",
    ];
    if rest == "max number of clients reached" {
        ErrorKind::Connection
    } else if rest == "invalid password"
        || rest.starts_with("Client sent AUTH, but no password is set")
        || rest.starts_with("AUTH <password> called without any password configured")
        || rest == "wrong number of arguments for 'auth' command"
        || rest == "wrong number of arguments for 'AUTH' command"
    {
        ErrorKind::Authentication
    } else if MODULE.contains(&rest) {
        ErrorKind::Module
    } else if rest == "problem with LDAP service" {
        ErrorKind::ExternalAuth
    } else {
        ErrorKind::Response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_decides_the_kind() {
        for (text, code, kind) in [
            ("ERR syntax error", "ERR", ErrorKind::Response),
            (
                "WRONGTYPE Operation against",
                "WRONGTYPE",
                ErrorKind::Response,
            ),
            (
                "NOAUTH Authentication required.",
                "NOAUTH",
                ErrorKind::Authentication,
            ),
            (
                "ERR max number of clients reached",
                "ERR",
                ErrorKind::Connection,
            ),
            ("MOVED 3999 127.0.0.1:6381", "MOVED", ErrorKind::Moved),
            ("ERR invalid password", "ERR", ErrorKind::Authentication),
            ("LOADING", "LOADING", ErrorKind::BusyLoading),
            ("something odd", "ERR", ErrorKind::Response),
            ("", "ERR", ErrorKind::Response),
        ] {
            let error = Error::server(text);
            assert_eq!(error.kind(), kind, "{text}");
            assert_eq!(error.code(), Some(code), "{text}");
            assert_eq!(error.outcome(), Outcome::Answered);
        }
    }

    #[test]
    fn a_server_that_repeats_the_arguments_is_not_quoted() {
        let error = Error::server("ERR unknown command 'FOO', with args beginning with: 'S3CR3T' ");
        assert!(!format!("{error} {error:?}").contains("S3CR3T"));
        assert!(error.to_string().contains("unknown command 'FOO'"));
    }

    #[test]
    fn an_error_is_one_pointer_wide_and_can_be_sent() {
        fn sendable<T: Send + Sync + 'static>() {}
        sendable::<Error>();
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }

    #[test]
    fn only_what_never_ran_counts_as_not_executed() {
        assert!(Error::data("x").is_not_executed());
        assert!(Error::server("LOADING Redis is loading").is_not_executed());
        assert!(!Error::server("WRONGTYPE x").is_not_executed());
        assert!(!Error::decode("an array", "i64").is_not_executed());
        let lost = Error::new(ErrorKind::Connection, "x").with_outcome(Outcome::MaybeExecuted);
        assert!(!lost.is_not_executed());
    }

    #[test]
    fn what_a_script_is_refused_is_no_proof_that_it_did_not_run() {
        for text in [
            "NOPERM x",
            "READONLY x",
            "OOM x",
            "MISCONF x",
            "NOREPLICAS x",
        ] {
            let refused = |name: &str| Error::server(text).with_command(name).is_not_executed();
            assert!(refused("INCR") && refused("EVAL_RO"), "{text}");
            assert!(
                !refused("EVAL") && !refused("EVALSHA") && !refused("FCALL"),
                "{text}"
            );
            assert!(!refused("command 2 of 3 in the pipeline, EVAL"), "{text}");
        }
        for text in ["LOADING x", "BUSY x", "MOVED x", "NOSCRIPT x"] {
            assert!(Error::server(text).with_command("EVAL").is_not_executed());
        }
    }
}
