//! [`Script`].

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use sha1_smol::Sha1;

use crate::command::Command;
use crate::convert::ToArgs;

/// A Lua script with its SHA1 digest, by which the server runs it once it has it.
///
/// It is made without asking a server, and is cheap to clone. Clients, connections and transactions call it
/// with `call_script`, which loads it where it is missing; pipelines take it likewise.
/// [`register_script`](crate::Redis::register_script) makes one that knows its client.
///
/// ```
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// let script = Script::new("return redis.call('GET', KEYS[1]) * ARGV[1]");
/// assert_eq!(script.sha(), "62d38ddab5d72bf83d91cbab398b8bf73b2a1d16");
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// r.set("doc:script", 2)?;
/// let n: i64 = r.call_script(&script, "doc:script", 5)?;
/// assert_eq!(n, 10);
/// # r.delete("doc:script")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Script {
    text: Bytes,
    sha: Arc<str>,
    read_only: bool,
}

impl Script {
    /// The script with this text, which need not be UTF-8.
    #[must_use]
    pub fn new(text: impl Into<Vec<u8>>) -> Self {
        let text = Bytes::from(text.into());
        let sha = Sha1::from(&text).digest().to_string().into();
        Self {
            text,
            sha,
            read_only: false,
        }
    }

    /// Marks it as a script that only reads: it is called with `EVALSHA_RO`, so it runs on replicas too, may be
    /// sent again when its reply was lost, and is refused if it does write. Since 7.0.0.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// The SHA1 digest of its text, 40 hexadecimal digits.
    #[must_use]
    pub fn sha(&self) -> &str {
        &self.sha
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The command that runs it.
    pub(crate) fn run(&self, keys: impl ToArgs, args: impl ToArgs) -> Command {
        let name = if self.read_only {
            "EVALSHA_RO"
        } else {
            "EVALSHA"
        };
        let command = Command::new(name).arg(self.sha());
        command.counted_keys(keys).args(args)
    }

    /// The command that gives it to the server.
    pub(crate) fn load(&self) -> Command {
        Command::new("SCRIPT LOAD").arg(&self.text)
    }
}

impl AsRef<Self> for Script {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl From<&Self> for Script {
    fn from(script: &Self) -> Self {
        script.clone()
    }
}

macro_rules! from_text {
    ($($text:ty),+ $(,)?) => {$(
        impl From<$text> for Script {
            fn from(text: $text) -> Self {
                Self::new(text)
            }
        }
    )+};
}
from_text!(&str, String, &[u8], Vec<u8>, Bytes);

/// Shows the digest and not the text, which may be long.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("sha", &self.sha)
            .field("read_only", &self.read_only)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_digest_is_that_of_the_standard() {
        // The examples of FIPS 180: short, of no length, and longer than one block.
        for (text, sha) in [
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            ),
        ] {
            assert_eq!(Script::new(text).sha(), sha);
        }
    }

    #[test]
    fn a_script_may_be_any_bytes() {
        let script = Script::from(&b"return '\xff\0'"[..]);
        assert_eq!(script.text(), b"return '\xff\0'");
        assert!(
            script
                .load()
                .arguments()
                .eq([b"SCRIPT" as &[u8], b"LOAD", script.text()])
        );
    }

    #[test]
    fn only_one_that_says_so_is_run_for_reading() {
        let script = Script::new("return 1");
        let named = |script: &Script| script.run(["a", "b"], 5).name();
        assert_eq!(named(&script), "EVALSHA");
        assert_eq!(named(&script.clone().read_only()), "EVALSHA_RO");
        let command = script.run(["a", "b"], 5);
        assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
        assert_eq!(command.len(), 6);
    }

    #[test]
    fn debug_shows_no_text() {
        let shown = format!("{:?}", Script::new("return 'S3CR3T'"));
        assert!(
            shown.contains("sha") && !shown.contains("S3CR3T"),
            "{shown}"
        );
    }
}
