//! The commands on arrays.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

mod argrep_options;
mod array_info;
mod array_operation;
mod array_predicate;

pub use argrep_options::ArgrepOptions;
pub use array_info::ArrayInfo;
pub use array_operation::ArrayOperation;
pub use array_predicate::ArrayPredicate;

/// Commands on arrays, whose elements are found by their indexes.
///
/// An index goes from 0 to 2⁶⁴ - 2 and need not have an element: what is not there takes no room. Both ends of a range
/// belong to it, and where its start is behind its end it is gone through backwards. An array that loses its last
/// element is gone, and a key that is missing is an array without elements.
///
/// An array has a place for insertions besides: `arinsert` and `arring` put elements there, one index after the other,
/// and `arlastitems` reads them back.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:array")?;
/// # if r.arlen("doc:array").is_err() { return Ok(()) } // it has no such commands
/// r.arset("doc:array", 0, ["tea", "cake"])?;
/// r.arset("doc:array", 1_000_000, "beer")?;
/// let one: Option<String> = r.arget("doc:array", 1)?;
/// assert_eq!(one.as_deref(), Some("cake"));
/// let all: Vec<(u64, String)> = r.arscan("doc:array", 0, 2_000_000)?;
/// assert_eq!(all.last(), Some(&(1_000_000, "beer".into())));
/// let with_e = r.argrep("doc:array", "-", "+", [ArrayPredicate::contains("ee")])?;
/// assert_eq!(with_e, [1_000_000]);
/// # r.delete("doc:array")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else; `ERR` if an index is out of range, or if a list of indexes
/// or elements is empty. A server without arrays says `ERR` as well.
pub trait ArrayCommands: Execute {
    /// How many elements there are.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arcount/)
    fn arcount(self, key: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("ARCOUNT").key(key))
    }

    /// Deletes the elements at these indexes; how many there were.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/ardel/)
    fn ardel(self, key: impl ToArg, indexes: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARDEL").key(key).args(indexes))
    }

    /// Deletes the elements in one range, or in several; how many there were. A range is a pair of its first and
    /// its last index, in any order.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/ardelrange/)
    fn ardelrange(self, key: impl ToArg, ranges: impl ToPairs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARDELRANGE").key(key).pairs(ranges))
    }

    /// The element at an index; `None` if there is none.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arget/)
    fn arget<T: FromReply>(self, key: impl ToArg, index: u64) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("ARGET").key(key).arg(index))
    }

    /// What is at each index from `start` to `end`; `None` where there is no element.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/argetrange/)
    ///
    /// # Errors
    /// `ERR` if the range has more than a million indexes; [`arscan`](Self::arscan) has no such limit.
    fn argetrange<T: FromReply>(
        self,
        key: impl ToArg,
        start: u64,
        end: u64,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("ARGETRANGE").key(key).arg(start).arg(end))
    }

    /// The indexes of the elements from `start` to `end` for which one of the predicates holds, in the order of the
    /// range. For a start or an end, `"-"` is the first index, and `"+"` the last that has an element.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/argrep/)
    ///
    /// # Errors
    /// `ERR` if there is no predicate, or more than 250, or if a regular expression is wrong.
    fn argrep(
        self,
        key: impl ToArg,
        start: impl ToArg,
        end: impl ToArg,
        predicates: impl IntoIterator<Item = ArrayPredicate>,
    ) -> Self::Out<Vec<u64>> {
        self.argrep_with(key, start, end, predicates, ArgrepOptions::new())
    }

    /// As [`argrep`](Self::argrep), but as `options` say.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/argrep/)
    ///
    /// # Errors
    /// As [`argrep`](Self::argrep); also if the limit is 0.
    #[doc(alias = "ARGREP")]
    fn argrep_with(
        self,
        key: impl ToArg,
        start: impl ToArg,
        end: impl ToArg,
        predicates: impl IntoIterator<Item = ArrayPredicate>,
        options: ArgrepOptions,
    ) -> Self::Out<Vec<u64>> {
        let grep = Command::new("ARGREP").key(key).arg(start).arg(end);
        self.execute_command(grep_for(grep, predicates, &options))
    }

    /// As [`argrep_with`](Self::argrep_with), but the indexes and their elements (`WITHVALUES`).
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/argrep/)
    ///
    /// # Errors
    /// As [`argrep_with`](Self::argrep_with).
    #[doc(alias = "ARGREP")]
    fn argrep_withvalues<T: FromReply>(
        self,
        key: impl ToArg,
        start: impl ToArg,
        end: impl ToArg,
        predicates: impl IntoIterator<Item = ArrayPredicate>,
        options: ArgrepOptions,
    ) -> Self::Out<Vec<(u64, T)>> {
        let grep = Command::new("ARGREP").key(key).arg(start).arg(end);
        self.execute_command(grep_for(grep, predicates, &options).arg("WITHVALUES"))
    }

    /// How large the array is, and how it is kept.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arinfo/)
    ///
    /// # Errors
    /// `ERR` if there is no such key.
    fn arinfo(self, key: impl ToArg) -> Self::Out<ArrayInfo> {
        self.execute_command(Command::new("ARINFO").key(key))
    }

    /// As [`arinfo`](Self::arinfo), with numbers of its slices, for which the server looks at all of them (`FULL`).
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arinfo/)
    ///
    /// # Errors
    /// `ERR` if there is no such key.
    #[doc(alias = "ARINFO")]
    fn arinfo_full(self, key: impl ToArg) -> Self::Out<ArrayInfo> {
        self.execute_command(Command::new("ARINFO").key(key).arg("FULL"))
    }

    /// Puts elements behind the one that was inserted last, in place of what is there; the index of the last of them.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arinsert/)
    ///
    /// # Errors
    /// `ERR` if there are not so many indexes left; nothing is inserted then.
    fn arinsert(self, key: impl ToArg, values: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARINSERT").key(key).args(values))
    }

    /// What is at the last `count` indexes up to the one that was inserted last, that one at the end; `None` where
    /// there is no element. Before the first index comes the last one, as in a ring, and no index comes twice.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arlastitems/)
    ///
    /// # Errors
    /// `ERR` if `count` is more than a million, and more than the number of elements.
    fn arlastitems<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("ARLASTITEMS").key(key).arg(count))
    }

    /// As [`arlastitems`](Self::arlastitems), but what was inserted last comes first (`REV`).
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arlastitems/)
    ///
    /// # Errors
    /// As [`arlastitems`](Self::arlastitems).
    #[doc(alias = "ARLASTITEMS")]
    fn arlastitems_rev<T: FromReply>(
        self,
        key: impl ToArg,
        count: u64,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("ARLASTITEMS").key(key).arg(count).arg("REV"))
    }

    /// The length of the array: the highest index that has an element, plus one.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arlen/)
    fn arlen(self, key: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("ARLEN").key(key))
    }

    /// The elements at these indexes, in their order; `None` where there is none.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/armget/)
    fn armget<T: FromReply>(
        self,
        key: impl ToArg,
        indexes: impl ToArgs,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("ARMGET").key(key).args(indexes))
    }

    /// Sets the elements at indexes, which are the first parts of the pairs; at how many of the indexes there was none.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/armset/)
    fn armset(self, key: impl ToArg, elements: impl ToPairs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARMSET").key(key).pairs(elements))
    }

    /// The index that the next insertion uses; `None` if there is none left.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arnext/)
    fn arnext(self, key: impl ToArg) -> Self::Out<Option<u64>> {
        self.execute_command(Command::new("ARNEXT").key(key))
    }

    /// What `operation` makes of the elements from `start` to `end`; `None` if none of them is a number, except with
    /// [`Used`](ArrayOperation::Used). `T` is `f64` for sums and extremes, and `i64` for bits and counts.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arop/)
    fn arop<T: FromReply>(
        self,
        key: impl ToArg,
        start: u64,
        end: u64,
        operation: ArrayOperation,
    ) -> Self::Out<Option<T>> {
        let command = Command::new("AROP").key(key).arg(start).arg(end);
        self.execute_command(command.arg(operation.word()))
    }

    /// How many of the elements from `start` to `end` equal `value` (`AROP … MATCH`).
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arop/)
    #[doc(alias = "AROP")]
    fn arop_match(
        self,
        key: impl ToArg,
        start: u64,
        end: u64,
        value: impl ToArg,
    ) -> Self::Out<u64> {
        let command = Command::new("AROP").key(key).arg(start).arg(end);
        self.execute_command(command.arg("MATCH").arg(value))
    }

    /// As [`arinsert`](Self::arinsert), but behind index `size - 1` comes index 0 again, so that the last `size`
    /// elements are kept. An array of another size is made to have this one, and keeps what was inserted last.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arring/)
    ///
    /// # Errors
    /// `ERR` if `size` is 0, or beyond `i64`.
    fn arring(self, key: impl ToArg, size: u64, values: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARRING").key(key).arg(size).args(values))
    }

    /// The elements from `start` to `end` with their indexes.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arscan/)
    fn arscan<T: FromReply>(
        self,
        key: impl ToArg,
        start: u64,
        end: u64,
    ) -> Self::Out<Vec<(u64, T)>> {
        self.execute_command(Command::new("ARSCAN").key(key).arg(start).arg(end))
    }

    /// As [`arscan`](Self::arscan), but no more than the first `limit` of them (`LIMIT`).
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arscan/)
    ///
    /// # Errors
    /// `ERR` if `limit` is 0.
    #[doc(alias = "ARSCAN")]
    fn arscan_limit<T: FromReply>(
        self,
        key: impl ToArg,
        start: u64,
        end: u64,
        limit: u64,
    ) -> Self::Out<Vec<(u64, T)>> {
        let command = Command::new("ARSCAN").key(key).arg(start).arg(end);
        self.execute_command(command.arg("LIMIT").arg(limit))
    }

    /// Lets the next insertion use this index; `u64::MAX` leaves none for it. `false` if there is no such key.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arseek/)
    fn arseek(self, key: impl ToArg, index: u64) -> Self::Out<bool> {
        self.execute_command(Command::new("ARSEEK").key(key).arg(index))
    }

    /// Sets the elements at `index` and those that follow it; at how many of the indexes there was none.
    ///
    /// Since 8.8.0. [redis.io](https://redis.io/docs/latest/commands/arset/)
    fn arset(self, key: impl ToArg, index: u64, values: impl ToArgs) -> Self::Out<u64> {
        self.execute_command(Command::new("ARSET").key(key).arg(index).args(values))
    }
}

impl<E: Execute> ArrayCommands for E {}

/// What is looked for, and how.
fn grep_for(
    command: Command,
    predicates: impl IntoIterator<Item = ArrayPredicate>,
    options: &ArgrepOptions,
) -> Command {
    let predicates = predicates.into_iter();
    options.add_to(predicates.fold(command, |command, one| one.add_to(command)))
}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;
    use crate::resp::Reply;

    fn assert_sent(cases: impl IntoIterator<Item = (Command, &'static str)>) {
        for (command, sent) in cases {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a"]);
        }
    }

    #[test]
    fn what_is_read_is_sent_as_the_server_wants_it() {
        let read = [
            (Sent.arcount("a"), "ARCOUNT a"),
            (Sent.arlen("a"), "ARLEN a"),
            (Sent.arnext("a"), "ARNEXT a"),
            (Sent.arinfo("a"), "ARINFO a"),
            (Sent.arinfo_full("a"), "ARINFO a FULL"),
            (Sent.arget::<()>("a", 7), "ARGET a 7"),
            (Sent.armget::<()>("a", [7, 0]), "ARMGET a 7 0"),
            (Sent.argetrange::<()>("a", 9, 2), "ARGETRANGE a 9 2"),
            (Sent.arscan::<()>("a", 9, 2), "ARSCAN a 9 2"),
            (
                Sent.arscan_limit::<()>("a", 0, u64::MAX - 1, 5),
                "ARSCAN a 0 18446744073709551614 LIMIT 5",
            ),
            (Sent.arlastitems::<()>("a", 5), "ARLASTITEMS a 5"),
            (Sent.arlastitems_rev::<()>("a", 5), "ARLASTITEMS a 5 REV"),
            (
                Sent.arop_match("a", 0, 9, "MATCH"),
                "AROP a 0 9 MATCH MATCH",
            ),
        ];
        assert!(read.iter().all(|(command, _)| command.is_read_only()));
        assert_sent(read);
    }

    #[test]
    fn what_is_written_is_sent_as_the_server_wants_it() {
        let written = [
            (Sent.arset("a", 5, "x"), "ARSET a 5 x"),
            (Sent.arset("a", 5, ["x", "y"]), "ARSET a 5 x y"),
            (Sent.armset("a", [(5, "x"), (0, "y")]), "ARMSET a 5 x 0 y"),
            (Sent.ardel("a", 5), "ARDEL a 5"),
            (
                Sent.ardel("a", [5, u64::MAX - 1]),
                "ARDEL a 5 18446744073709551614",
            ),
            (Sent.ardelrange("a", (0, 9)), "ARDELRANGE a 0 9"),
            (
                Sent.ardelrange("a", [(0, 9), (30, 20)]),
                "ARDELRANGE a 0 9 30 20",
            ),
            (Sent.arinsert("a", ["x", "y"]), "ARINSERT a x y"),
            (Sent.arring("a", 3, ["x", "y"]), "ARRING a 3 x y"),
            (Sent.arseek("a", u64::MAX), "ARSEEK a 18446744073709551615"),
        ];
        assert!(!written.iter().any(|(command, _)| command.is_read_only()));
        assert_sent(written);
    }

    #[test]
    fn every_operation_has_its_word() {
        use ArrayOperation as O;
        assert_sent([
            (Sent.arop::<()>("a", 0, 9, O::Sum), "AROP a 0 9 SUM"),
            (Sent.arop::<()>("a", 0, 9, O::Min), "AROP a 0 9 MIN"),
            (Sent.arop::<()>("a", 0, 9, O::Max), "AROP a 0 9 MAX"),
            (Sent.arop::<()>("a", 0, 9, O::And), "AROP a 0 9 AND"),
            (Sent.arop::<()>("a", 0, 9, O::Or), "AROP a 0 9 OR"),
            (Sent.arop::<()>("a", 0, 9, O::Xor), "AROP a 0 9 XOR"),
            (Sent.arop::<()>("a", 0, 9, O::Used), "AROP a 0 9 USED"),
        ]);
    }

    #[test]
    fn what_is_looked_for_stands_before_how() {
        let all = || {
            [
                ArrayPredicate::exact("LIMIT"),
                ArrayPredicate::contains("x"),
                ArrayPredicate::glob("*y"),
                ArrayPredicate::re("^z+$"),
            ]
        };
        let o = ArgrepOptions::new;
        let one = || [ArrayPredicate::exact(1.5)];
        assert_sent([
            (
                Sent.argrep("a", "-", "+", all()),
                "ARGREP a - + EXACT LIMIT MATCH x GLOB *y RE ^z+$",
            ),
            (
                Sent.argrep_with("a", 0, 9, all(), o().nocase().limit(2).and()),
                "ARGREP a 0 9 EXACT LIMIT MATCH x GLOB *y RE ^z+$ AND LIMIT 2 NOCASE",
            ),
            (
                Sent.argrep_with("a", 0, 9, one(), o().and().or()),
                "ARGREP a 0 9 EXACT 1.5 OR",
            ),
            (
                Sent.argrep_withvalues::<()>("a", 0, 9, one(), o().limit(1)),
                "ARGREP a 0 9 EXACT 1.5 LIMIT 1 WITHVALUES",
            ),
            (Sent.argrep("a", "-", "+", []), "ARGREP a - +"),
        ]);
        assert!(Sent.argrep("a", "-", "+", one()).is_read_only());
    }

    #[test]
    fn elements_come_with_their_indexes_however_large() {
        let reply = "*3\r\n*2\r\n:0\r\n$1\r\nx\r\n*2\r\n:9223372036854775807\r\n$1\r\ny\r\n\
            *2\r\n$20\r\n18446744073709551614\r\n$1\r\nz\r\n";
        let resp3 = reply.replace("$20\r\n", "(");
        for reply in [reply, resp3.as_str()] {
            let found = Reply::parse(reply.as_bytes()).unwrap();
            let found: Vec<(u64, String)> = FromReply::from_reply(found).unwrap();
            let indexes: Vec<u64> = found.iter().map(|(index, _)| *index).collect();
            assert_eq!(indexes, [0, i64::MAX.unsigned_abs(), u64::MAX - 1]);
            assert_eq!(found[2].1, "z");
        }
    }
}
