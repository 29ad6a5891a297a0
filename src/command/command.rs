//! [`Command`]: a name and its arguments, encoded once, in place, ready to send.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::convert::{Args, FromReply, PairWriter, ToArg, ToArgs, ToPairs};
use crate::error::Result;
use crate::resp::{Encoded, Frame};

use super::facts::{Blocking, Facts};
use super::keys::Keys;

/// A command with its arguments, encoded and ready to send.
///
/// The typed methods of [`commands`](crate::commands) make their own; this is for commands that
/// have no method (of a module, say). [`execute_command`](crate::Execute::execute_command) sends it. Keys are given by
/// methods of their own, so that clients can tell them from other arguments.
///
/// ```
/// use redial::Command;
///
/// let command = Command::new("SET").key("k").arg("v").arg("EX").arg(60);
/// assert_eq!(command.name(), "SET");
/// assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"k"]);
/// assert!(!command.is_read_only());
/// ```
#[derive(Clone)]
#[must_use = "a command does nothing until it is given to `execute_command`"]
pub struct Command {
    /// The header, which always knows how many arguments there are, and the arguments.
    encoded: Encoded,
    arguments: usize,
    /// How many of the arguments are the name: 2 for `CONFIG GET`.
    words: usize,
    keys: Keys,
}

impl Command {
    /// A command by its name, in any case: `"GET"`, `"CONFIG GET"`. Words become arguments of their own.
    pub fn new(name: &str) -> Self {
        let mut command = Self {
            encoded: Encoded::command(),
            arguments: 0,
            words: 0,
            keys: Keys::default(),
        };
        for word in name.split_ascii_whitespace() {
            command.encoded.bulk(word.as_bytes());
            command.arguments += 1;
        }
        command.words = command.arguments;
        command.seal()
    }

    /// One more argument, which is not a key.
    pub fn arg(mut self, value: impl ToArg) -> Self {
        self.write(|args| args.owned_arg(value));
        self.seal()
    }

    /// Any number of arguments that are not keys.
    pub fn args(mut self, values: impl ToArgs) -> Self {
        self.write(|args| values.into_args(args));
        self.seal()
    }

    /// One more argument, which is a key.
    pub fn key(mut self, key: impl ToArg) -> Self {
        let first = self.arguments;
        self.write(|args| args.owned_arg(key));
        self.keys.add(first, 1, 1);
        self.seal()
    }

    /// Any number of arguments that are keys.
    pub fn keys(mut self, keys: impl ToArgs) -> Self {
        let first = self.arguments;
        let count = self.write(|args| keys.into_args(args));
        self.keys.add(first, count, 1);
        self.seal()
    }

    /// The number of keys, then the keys: `ZUNION 2 a b`.
    pub fn counted_keys(mut self, keys: impl ToArgs) -> Self {
        let first = self.arguments + 1;
        let count = self.write_counted(|args| keys.into_args(args));
        self.keys.add(first, count, 1);
        self.seal()
    }

    /// The number of arguments, then the arguments: `FIELDS 2 f1 f2`.
    pub fn counted_args(mut self, values: impl ToArgs) -> Self {
        self.write_counted(|args| values.into_args(args));
        self.seal()
    }

    /// Pairs of arguments: `HSET`'s fields and values.
    pub fn pairs(mut self, pairs: impl ToPairs) -> Self {
        self.write(|args| pairs.into_pairs(&mut PairWriter::new(args)));
        self.seal()
    }

    /// Pairs whose second part goes first: `ZADD`'s scores and members from members and scores.
    pub fn swapped_pairs(mut self, pairs: impl ToPairs) -> Self {
        self.write(|args| pairs.into_pairs(&mut PairWriter::swapped(args)));
        self.seal()
    }

    /// The number of pairs, then the pairs: `FIELDS 1 f v`.
    pub fn counted_pairs(mut self, pairs: impl ToPairs) -> Self {
        let before = self.encoded.end();
        let written = self.write(|args| pairs.into_pairs(&mut PairWriter::new(args)));
        self.insert_count(before, written / 2);
        self.seal()
    }

    /// Pairs whose first part is a key: `MSET`'s keys and values.
    pub fn key_pairs(mut self, pairs: impl ToPairs) -> Self {
        let first = self.arguments;
        let written = self.write(|args| pairs.into_pairs(&mut PairWriter::new(args)));
        self.keys.add(first, written / 2, 2);
        self.seal()
    }

    /// Triples whose first part is a key: `JSON.MSET`'s keys, paths and values.
    pub fn key_triples<K: ToArg, A: ToArg, B: ToArg>(
        mut self,
        triples: impl IntoIterator<Item = (K, A, B)>,
    ) -> Self {
        let first = self.arguments;
        let written = self.write(|args| {
            for (key, second, third) in triples {
                args.owned_arg(key);
                args.owned_arg(second);
                args.owned_arg(third);
            }
        });
        self.keys.add(first, written / 3, 3);
        self.seal()
    }

    /// The first parts of pairs, which are keys, then the second parts: `XREAD`'s keys and ids.
    pub fn split_key_pairs(mut self, pairs: impl ToPairs) -> Self {
        let first = self.arguments;
        let count = self.write(|args| pairs.to_pairs(&mut PairWriter::firsts(args)));
        self.write(|args| pairs.to_pairs(&mut PairWriter::seconds(args)));
        self.keys.add(first, count, 1);
        self.seal()
    }

    /// The number of pairs, then pairs whose first part is a key: `MSETEX`.
    pub fn counted_key_pairs(mut self, pairs: impl ToPairs) -> Self {
        let (before, first) = (self.encoded.end(), self.arguments + 1);
        let written = self.write(|args| pairs.into_pairs(&mut PairWriter::new(args)));
        self.insert_count(before, written / 2);
        self.keys.add(first, written / 2, 2);
        self.seal()
    }

    /// Hands the command to `add`, if there is something to add: for options that may be absent.
    pub(crate) fn option<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// A word that is sent only if `condition` holds.
    pub(crate) fn flag(self, condition: bool, word: &'static str) -> Self {
        if condition { self.arg(word) } else { self }
    }

    fn write(&mut self, write: impl FnOnce(&mut Args<'_>)) -> usize {
        let mut args = Args::new(&mut self.encoded);
        write(&mut args);
        let count = args.count();
        self.arguments += count;
        count
    }

    fn write_counted(&mut self, write: impl FnOnce(&mut Args<'_>)) -> usize {
        let before = self.encoded.end();
        let count = self.write(write);
        self.insert_count(before, count);
        count
    }

    /// Puts `count` in front of what was written from `position` on.
    fn insert_count(&mut self, position: usize, count: usize) {
        self.encoded.insert(position, count);
        self.arguments += 1;
    }

    #[inline]
    fn seal(mut self) -> Self {
        self.encoded.set_count(self.arguments);
        self
    }

    /// The bytes that go over the wire; copied only if it has large arguments, which it does not hold in
    /// one piece with the others.
    #[must_use]
    pub fn to_bytes(&self) -> Cow<'_, [u8]> {
        self.encoded.to_bytes()
    }

    /// What goes over the wire.
    pub(crate) const fn encoded(&self) -> &Encoded {
        &self.encoded
    }

    /// How many arguments it has, its name included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.arguments
    }

    /// Whether it has not even a name; to send it is an error of kind `Data`.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.arguments == 0
    }

    /// Its name in upper case, with the sub-command where there is one: `CONFIG GET`.
    #[must_use]
    pub fn name(&self) -> String {
        Facts::name(self.arguments())
    }

    /// All its arguments, the name first.
    pub fn arguments(&self) -> impl Iterator<Item = &[u8]> + Clone {
        self.encoded.arguments()
    }

    /// Its keys.
    pub fn key_arguments(&self) -> impl Iterator<Item = &[u8]> {
        self.arguments()
            .enumerate()
            .filter(|(index, _)| self.keys.contains(*index))
            .map(|(_, key)| key)
    }

    /// Whether it only reads data; `false` for commands that are not known here.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.facts().read_only
    }

    /// Whether it may be sent again when it is not known whether the server has executed it, since executing it twice
    /// leaves the same as once ([`Retry`](crate::Retry) goes by it); `false` for commands that are not known here.
    #[must_use]
    pub fn is_safe_to_resend(&self) -> bool {
        self.facts().safe_twice
    }

    /// Whether it changes the connection that it is sent on (`SELECT`, `CLIENT SETNAME`, …).
    #[must_use]
    pub fn changes_connection(&self) -> bool {
        self.facts().changes_connection
    }

    /// Whether and how long the server may keep the caller waiting by design (`BLPOP`).
    #[must_use]
    pub fn blocking(&self) -> Blocking {
        self.facts().blocking
    }

    /// Decodes its reply; an error names the command.
    pub(crate) fn decode<R: FromReply>(&self, frame: Frame) -> Result<R> {
        let decoded = match frame.into_bulk() {
            Ok(data) => R::from_bulk(data),
            Err(frame) => R::from_reply(frame.reply()),
        };
        decoded.map_err(|error| error.with_command(self.name()))
    }

    /// All that is known of it.
    pub(crate) fn facts(&self) -> Facts {
        Facts::of(&self.encoded)
    }
}

/// Shows the name and how many arguments there are, and no argument: it may be a password.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command")
            .field("name", &self.name())
            .field("arguments", &self.arguments.saturating_sub(self.words))
            .field("bytes", &self.encoded.len())
            .finish()
    }
}

/// How Redis takes times: whole seconds if it is some, else milliseconds.
pub(crate) fn whole_seconds(time: Duration) -> Option<u64> {
    (time.subsec_nanos() == 0).then_some(time.as_secs())
}

/// Milliseconds, rounded up: a time that is not zero never becomes zero, which means something else.
pub(crate) fn millis(time: Duration) -> u128 {
    time.as_nanos().div_ceil(1_000_000)
}

/// How long a blocking command waits: seconds, zero for ever. Redis before 7.0 cuts off what is
/// below a millisecond, so that 0.001 s, which is a little less in binary, becomes zero; that is
/// why it is never less than two.
pub(crate) fn blocking_seconds(timeout: Duration) -> f64 {
    if timeout.is_zero() {
        return 0.0;
    }
    timeout.max(Duration::from_millis(2)).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bytes::Bytes;

    use super::*;

    fn text(command: &Command) -> String {
        command
            .arguments()
            .map(|a| String::from_utf8_lossy(a).into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_command_is_encoded_as_an_array_of_bulk_strings() {
        let command = Command::new("SET").key("k").arg("v");
        assert_eq!(
            &*command.to_bytes(),
            b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"
        );
        let command = Command::new("DEL").keys((0..1000).collect::<Vec<i32>>());
        assert!(
            command
                .to_bytes()
                .starts_with(b"*1001\r\n$3\r\nDEL\r\n$1\r\n0\r\n")
        );
        assert_eq!(command.key_arguments().count(), 1000);
    }

    #[test]
    fn the_words_of_a_name_are_arguments() {
        let command = Command::new("config  get").arg("maxmemory");
        assert_eq!(command.name(), "CONFIG GET");
        assert_eq!(command.len(), 3);
    }

    #[test]
    fn counts_stand_before_what_they_count() {
        let command = Command::new("ZUNIONSTORE")
            .key("to")
            .counted_keys(["a", "b"])
            .arg("WEIGHTS");
        assert_eq!(text(&command), "ZUNIONSTORE to 2 a b WEIGHTS");
        assert_eq!(
            command.key_arguments().collect::<Vec<_>>(),
            [b"to" as &[u8], b"a", b"b"]
        );
        let command = Command::new("HSETEX")
            .key("h")
            .arg("FIELDS")
            .counted_pairs([("f", 1), ("g", 2)]);
        assert_eq!(text(&command), "HSETEX h FIELDS 2 f 1 g 2");
        let command = Command::new("MSETEX").counted_key_pairs([("a", 1), ("b", 2)]);
        assert_eq!(text(&command), "MSETEX 2 a 1 b 2");
        assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
    }

    #[test]
    fn pairs_know_their_keys() {
        let command = Command::new("MSET").key_pairs([("a", 1), ("b", 2)]);
        assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
        let command = Command::new("JSON.MSET");
        let command = command.key_triples((0..4).map(|n| (format!("k{n}"), "$", n)));
        assert_eq!(text(&command), "JSON.MSET k0 $ 0 k1 $ 1 k2 $ 2 k3 $ 3");
        assert_eq!(
            command.key_arguments().collect::<Vec<_>>(),
            [b"k0", b"k1", b"k2", b"k3"]
        );
        let command = Command::new("ZADD")
            .key("z")
            .swapped_pairs([("member", 1.5)]);
        assert_eq!(text(&command), "ZADD z 1.5 member");
        let command = Command::new("XREAD").arg("STREAMS");
        let command = command.split_key_pairs([("a", "0"), ("b", "$")]);
        assert_eq!(text(&command), "XREAD STREAMS a b 0 $");
        assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
    }

    #[test]
    fn large_arguments_are_not_copied_wherever_they_stand() {
        let value = |byte| Bytes::from(vec![byte; 1 << 16]);
        let (a, b) = (value(b'a'), value(b'b'));
        let commands = [
            (Command::new("X").arg(a.clone()).arg(b.clone()), 1, 2),
            (Command::new("X").args([&a, &b]), 1, 2),
            (Command::new("X").args(vec![a.clone(), b.clone()]), 1, 2),
            (Command::new("X").args((a.clone(), 1, b.clone())), 1, 3),
            (Command::new("X").keys(&[a.clone(), b.clone()][..]), 1, 2),
            (Command::new("X").counted_args([&a, &b]), 2, 3),
            (Command::new("X").pairs([("f", &a), ("g", &b)]), 2, 4),
            (
                Command::new("X").pairs(vec![("f", a.clone()), ("g", b.clone())]),
                2,
                4,
            ),
            (
                Command::new("X").key_pairs(BTreeMap::from([("f", a.clone()), ("g", b.clone())])),
                2,
                4,
            ),
            (
                Command::new("X").swapped_pairs([(a.clone(), 1), (b.clone(), 2)]),
                2,
                4,
            ),
            (
                Command::new("X").arg(a.clone()).counted_pairs([("g", &b)]),
                1,
                4,
            ),
            (
                Command::new("X").counted_key_pairs([("f", a.clone()), ("g", b.clone())]),
                3,
                5,
            ),
        ];
        for (number, (command, first, second)) in commands.iter().enumerate() {
            let arguments: Vec<&[u8]> = command.arguments().collect();
            assert_eq!(arguments[*first].as_ptr(), a.as_ptr(), "{number}");
            assert_eq!(arguments[*second].as_ptr(), b.as_ptr(), "{number}");
            let copied =
                arguments
                    .iter()
                    .fold(format!("*{}\r\n", command.len()), |copied, argument| {
                        let text = std::str::from_utf8(argument).unwrap();
                        copied + &format!("${}\r\n{text}\r\n", text.len())
                    });
            assert!(*command.to_bytes() == *copied.as_bytes(), "{number}");
        }
    }

    #[test]
    fn a_command_with_large_arguments_is_known_as_well() {
        let timeout = Command::new("BLPOP").key(vec![b'k'; 1 << 16]).arg(1);
        assert_eq!(timeout.blocking(), Blocking::For(Duration::from_secs(1)));
        assert_eq!(
            timeout.key_arguments().map(<[u8]>::len).sum::<usize>(),
            1 << 16
        );
        let command = Command::new("CONFIG").arg("GET").arg("x".repeat(1 << 16));
        assert_eq!(command.name(), "CONFIG GET");
        assert!(command.is_safe_to_resend());
        assert!(!format!("{command:?}").contains("xx"));
    }

    #[test]
    fn debug_shows_no_argument() {
        for command in [
            Command::new("AUTH").arg("S3CR3T"),
            Command::new("AUTH S3CR3T"),
        ] {
            assert!(!format!("{command:?}").to_uppercase().contains("S3CR3T"));
        }
    }

    #[test]
    fn times_are_never_rounded_to_nothing() {
        assert_eq!(whole_seconds(Duration::from_secs(2)), Some(2));
        assert_eq!(whole_seconds(Duration::from_millis(1500)), None);
        assert_eq!(millis(Duration::from_micros(1)), 1);
        assert_eq!(millis(Duration::from_millis(1500)), 1500);
    }

    #[test]
    fn only_zero_blocks_for_ever() {
        let sent = |timeout| text(&Command::new("BLPOP").arg(blocking_seconds(timeout)));
        assert_eq!(sent(Duration::ZERO), "BLPOP 0");
        assert_eq!(sent(Duration::from_nanos(1)), "BLPOP 0.002");
        assert_eq!(sent(Duration::from_millis(300)), "BLPOP 0.3");
        assert_eq!(sent(Duration::from_secs(5)), "BLPOP 5");
    }
}
