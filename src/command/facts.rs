//! [`Facts`]: what is known of a command, by which retries, pools and clients decide.

use std::time::Duration;

use crate::resp::Encoded;

use super::known::{Known, Waits};

/// Whether and how long a command makes its caller wait by design ([`Command::blocking`](crate::Command::blocking)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Blocking {
    /// It is answered at once.
    No,
    /// The server may hold the answer back for this long.
    For(Duration),
    /// The server may hold the answer back for ever.
    Forever,
}

/// What is known of one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// It changes no data.
    pub(crate) read_only: bool,
    /// Executing it twice is as good as once.
    pub(crate) safe_twice: bool,
    /// It changes the state of the connection that it is sent on.
    pub(crate) changes_connection: bool,
    /// It has no reply of its own, or more than one: a connection that sent it is not for requests any more.
    pub(crate) breaks_request_reply: bool,
    /// It ends something that may keep the commands of its own connection waiting, or tells of it.
    pub(crate) ends_waiting: bool,
    /// It ends the server, and the end of the connection is its reply.
    pub(crate) ends_server: bool,
    pub(crate) blocking: Blocking,
}

impl Facts {
    /// The name of the command with these arguments, in upper case, for messages.
    pub(crate) fn name<'a>(arguments: impl Iterator<Item = &'a [u8]>) -> String {
        Name::of(arguments).as_str().to_owned()
    }

    /// What is known of the command whose arguments these are, name first.
    #[inline]
    pub(crate) fn of(command: &Encoded) -> Self {
        let known = Known::of(command.arguments());
        let read_only = known.is(Known::READ_ONLY);
        let breaks_request_reply = known.is(Known::BREAKS_REQUEST_REPLY);
        Self {
            read_only,
            safe_twice: read_only || known.is(Known::HARMLESS),
            changes_connection: breaks_request_reply || known.is(Known::CHANGES_CONNECTION),
            breaks_request_reply,
            ends_waiting: known.is(Known::ENDS_WAITING),
            ends_server: known.is(Known::ENDS_SERVER),
            blocking: blocking(known.waits, command),
        }
    }
}

/// The name of a command in upper case, with the sub-command where the first word is only a family's name.
struct Name {
    text: [u8; Self::LONGEST],
    len: usize,
}

impl Name {
    /// `SENTINEL GET-PRIMARY-ADDR-BY-NAME` has 33.
    const LONGEST: usize = 36;

    fn of<'a>(mut arguments: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut name = Self {
            text: [0; Self::LONGEST],
            len: 0,
        };
        name.push(arguments.next().unwrap_or_default());
        if Known::of_words(name.as_str().as_bytes(), None).is(Known::FAMILY)
            && let Some(sub_command) = arguments.next()
        {
            name.push(b" ");
            name.push(sub_command);
        }
        name
    }

    /// Appends a word; one that does not fit is no known name and makes none.
    fn push(&mut self, word: &[u8]) {
        let end = self.len + word.len();
        match self.text.get_mut(self.len..end) {
            Some(place) => {
                place.copy_from_slice(word);
                place.make_ascii_uppercase();
                self.len = end;
            }
            None => self.len = 0,
        }
    }

    fn as_str(&self) -> &str {
        self.text
            .get(..self.len)
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default()
    }
}

/// How long the command blocks.
#[inline]
fn blocking(waits: Waits, command: &Encoded) -> Blocking {
    let arguments = || command.arguments();
    match waits {
        Waits::No => Blocking::No,
        Waits::Seconds { at } => seconds(arguments().nth(at)),
        Waits::SecondsLast => seconds(arguments().last()),
        Waits::MillisecondsLast => milliseconds(arguments().last()),
        Waits::Migration => match milliseconds(arguments().nth(5)) {
            Blocking::Forever => Blocking::For(Duration::from_secs(1)),
            time => time,
        },
        Waits::Shutdown => Blocking::For(Duration::from_secs(10)),
        Waits::Block { after } => {
            let mut options = arguments()
                .skip(after)
                .take_while(|word| !word.eq_ignore_ascii_case(b"STREAMS"));
            match options.find(|word| word.eq_ignore_ascii_case(b"BLOCK")) {
                Some(_) => milliseconds(options.next()),
                None => Blocking::No,
            }
        }
    }
}

fn seconds(argument: Option<&[u8]>) -> Blocking {
    let seconds: Option<f64> = parse(argument);
    lasting(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

fn milliseconds(argument: Option<&[u8]>) -> Blocking {
    lasting(parse(argument).map(Duration::from_millis))
}

fn parse<T: std::str::FromStr>(argument: Option<&[u8]>) -> Option<T> {
    std::str::from_utf8(argument?).ok()?.parse().ok()
}

/// Zero is Redis' "for ever". What can't be read the server refuses at once.
fn lasting(time: Option<Duration>) -> Blocking {
    match time {
        None => Blocking::No,
        Some(Duration::ZERO) => Blocking::Forever,
        Some(time) => Blocking::For(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;

    #[test]
    fn a_name_in_any_case_and_however_it_was_split_is_known() {
        assert!(Command::new("get").key("k").is_read_only());
        assert!(Command::new("object encoding").key("k").is_read_only());
        assert!(
            Command::new("OBJECT")
                .arg("Encoding")
                .key("k")
                .is_read_only()
        );
        assert!(!Command::new("SET").key("k").is_safe_to_resend());
        assert!(Command::new("config get").arg("x").is_safe_to_resend());
        assert!(!Command::new("config set").arg("x").is_safe_to_resend());
        assert!(
            Command::new("CLIENT")
                .arg("setname")
                .arg("x")
                .changes_connection()
        );
        let longest = Command::new("SENTINEL").arg("get-primary-addr-by-name");
        assert_eq!(longest.name(), "SENTINEL GET-PRIMARY-ADDR-BY-NAME");
        assert!(longest.is_safe_to_resend());
        assert!(!Command::new("SENTINEL FAILOVER").is_safe_to_resend());
        assert!(!Command::new(&"X".repeat(100)).is_read_only());
        assert!(!Command::new("").is_read_only());
    }

    #[test]
    fn a_blocking_command_says_for_how_long() {
        let ten = Blocking::For(Duration::from_secs(10));
        let cases = [
            (Command::new("BLPOP").keys(["a", "b"]).arg(10), ten),
            (Command::new("BLPOP").key("a").arg(0), Blocking::Forever),
            (
                Command::new("BLPOP").key("a").arg(0.25),
                Blocking::For(Duration::from_millis(250)),
            ),
            (Command::new("BLPOP").key("a").arg("soon"), Blocking::No),
            (Command::new("BLPOP").key("a").arg(-1), Blocking::No),
            (
                Command::new("BLMPOP").arg(10).counted_keys("a").arg("LEFT"),
                ten,
            ),
            (
                Command::new("BLMOVEM")
                    .args(["a", "b", "LEFT", "LEFT", "10", "COUNT", "5", "BULK"]),
                ten,
            ),
            (Command::new("WAIT").arg(1).arg(10_000), ten),
            (
                Command::new("MIGRATE").args(["h", "6379", "", "0", "10000"]),
                ten,
            ),
            (
                Command::new("XREAD").args(["BLOCK", "10000", "STREAMS", "s", "$"]),
                ten,
            ),
            (
                Command::new("XREAD").args(["COUNT", "1", "STREAMS", "BLOCK", "0"]),
                Blocking::No,
            ),
            (
                Command::new("XREAD").args(["block", "0", "streams", "s", "$"]),
                Blocking::Forever,
            ),
            (Command::new("SHUTDOWN").arg("NOSAVE"), ten),
            (Command::new("LPOP").key("a"), Blocking::No),
            (
                Command::new("XREADGROUP").args(
                    "GROUP streams block BLOCK 10000 STREAMS s >"
                        .split(' ')
                        .collect::<Vec<_>>(),
                ),
                ten,
            ),
        ];
        for (command, blocking) in cases {
            assert_eq!(command.blocking(), blocking, "{command:?}");
        }
    }
}
