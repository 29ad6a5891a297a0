//! [`LockClaim`]: what makes a lock somebody's, and the commands that the server is to believe it by.

use std::fmt;
use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use crate::command::{Command, millis};
use crate::commands::Script;
use crate::convert::OwnedArg;
use crate::error::{Error, ErrorKind, Outcome, Result};

use super::ScriptCall;

/// Deletes the lock if it is the token's; 1 if it was.
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0",
    )
});

/// Lets the lock live for so many milliseconds more, or from now on, if it is the token's and mortal; 1 if it was.
static EXTEND: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local left = redis.call('PTTL', KEYS[1])
if left < 0 or redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return 0
end
if ARGV[3] == 'FROM NOW' then
    left = 0
end
return redis.call('PEXPIRE', KEYS[1], left + ARGV[2])",
    )
});

/// Lets the lock live for so many milliseconds from now on, if it is the token's; 1 if it was.
static REACQUIRE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0",
    )
});

/// A claim to a lock: its name, the token of who wants it or has it, and how long it lives by itself.
#[derive(Clone)]
pub(crate) struct LockClaim {
    name: OwnedArg,
    token: OwnedArg,
    timeout: Option<Duration>,
}

impl LockClaim {
    pub(crate) const fn new(name: OwnedArg, token: OwnedArg, timeout: Option<Duration>) -> Self {
        Self {
            name,
            token,
            timeout,
        }
    }

    pub(crate) fn name(&self) -> &[u8] {
        self.name.as_bytes()
    }

    pub(crate) fn token(&self) -> &[u8] {
        self.token.as_bytes()
    }

    pub(crate) const fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Takes the lock if nobody has it.
    pub(crate) fn acquire(&self) -> Command {
        Command::new("SET")
            .key(&self.name)
            .arg(&self.token)
            .arg("NX")
            .option(self.timeout, |c, timeout| c.arg("PX").arg(millis(timeout)))
    }

    /// Asks for the token of who has it.
    pub(crate) fn holder(&self) -> Command {
        Command::new("GET").key(&self.name)
    }

    pub(crate) fn release(&self) -> ScriptCall {
        ScriptCall::new(&RELEASE, &self.name, &self.token)
    }

    /// The same in one command that needs nothing of the server: what follows a `SET` on the same connection is
    /// executed after it.
    pub(crate) fn release_at_once(&self) -> Command {
        Command::new("EVAL")
            .arg(RELEASE.text())
            .counted_keys(&self.name)
            .arg(&self.token)
    }

    /// # Errors
    /// `Lock` if it lives for ever.
    pub(crate) fn extend(&self, additional: Duration) -> Result<ScriptCall> {
        self.mortal()?;
        let args = (&self.token, millis(additional), "FROM ITS END");
        Ok(ScriptCall::new(&EXTEND, &self.name, args))
    }

    /// # Errors
    /// `Lock` if it lives for ever.
    pub(crate) fn extend_to(&self, ttl: Duration) -> Result<ScriptCall> {
        self.mortal()?;
        let args = (&self.token, millis(ttl), "FROM NOW");
        Ok(ScriptCall::new(&EXTEND, &self.name, args))
    }

    /// # Errors
    /// `Lock` if it lives for ever.
    pub(crate) fn reacquire(&self) -> Result<ScriptCall> {
        let args = (&self.token, millis(self.mortal()?));
        Ok(ScriptCall::new(&REACQUIRE, &self.name, args))
    }

    /// How long it lives by itself.
    ///
    /// # Errors
    /// `Lock` if it lives for ever.
    pub(crate) fn mortal(&self) -> Result<Duration> {
        let message = || format!("{self} can't be extended or renewed: it has no timeout");
        self.timeout
            .ok_or_else(|| Error::new(ErrorKind::Lock, message()))
    }

    /// It is somebody else's, and was for as long as we could wait.
    pub(crate) fn not_acquired(&self, waited: Duration) -> Error {
        let message = format!("{self} could not be acquired within {waited:?}: it is taken");
        Error::new(ErrorKind::Lock, message).with_outcome(Outcome::Answered)
    }

    /// Nobody can be had to renew it.
    pub(crate) fn not_renewed(&self, error: io::Error) -> Error {
        let message = format!("{self} can't be renewed: {error}");
        Error::new(ErrorKind::Lock, message).with_source(error)
    }

    /// It is not ours any more.
    pub(crate) fn not_owned(&self) -> Error {
        let message = format!("{self} has expired, or is somebody else's by now");
        Error::new(ErrorKind::LockNotOwned, message).with_outcome(Outcome::Answered)
    }
}

/// How messages speak of it: never by its token.
impl fmt::Display for LockClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the lock {:?}", String::from_utf8_lossy(self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(timeout: Option<Duration>) -> LockClaim {
        LockClaim::new(OwnedArg::new("job"), OwnedArg::new("T0KEN"), timeout)
    }

    fn text(command: &Command) -> String {
        let words: Vec<_> = command.arguments().map(String::from_utf8_lossy).collect();
        words.join(" ")
    }

    #[test]
    fn a_lock_is_a_key_that_is_set_once() {
        assert_eq!(text(&claim(None).acquire()), "SET job T0KEN NX");
        let mortal = claim(Some(Duration::from_micros(1500)));
        assert_eq!(text(&mortal.acquire()), "SET job T0KEN NX PX 2");
        assert_eq!(mortal.acquire().key_arguments().count(), 1);
    }

    #[test]
    fn only_a_mortal_lock_is_extended() {
        let second = Duration::from_secs(1);
        for error in [
            claim(None).extend(second).unwrap_err(),
            claim(None).extend_to(second).unwrap_err(),
            claim(None).reacquire().unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Lock);
        }
        let sent = |call: ScriptCall| {
            let all = text(call.command());
            all.split_once(" 1 ").unwrap().1.to_owned()
        };
        let mortal = claim(Some(3 * second));
        assert_eq!(sent(mortal.reacquire().unwrap()), "job T0KEN 3000");
        let extend = sent(mortal.extend(second).unwrap());
        assert_eq!(extend, "job T0KEN 1000 FROM ITS END");
        let extend_to = sent(mortal.extend_to(second).unwrap());
        assert_eq!(extend_to, "job T0KEN 1000 FROM NOW");
        assert_eq!(sent(mortal.release()), "job T0KEN");
        let at_once = mortal.release_at_once();
        assert_eq!((at_once.name(), at_once.len()), ("EVAL".into(), 5));
    }

    #[test]
    fn errors_name_the_lock_and_not_the_token() {
        let claim = claim(None);
        for error in [claim.not_owned(), claim.not_acquired(Duration::ZERO)] {
            let text = format!("{error} {error:?}");
            assert!(
                text.contains("\"job\"") && !text.contains("T0KEN"),
                "{text}"
            );
        }
    }
}
