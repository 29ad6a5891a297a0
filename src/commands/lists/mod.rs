//! The list commands.

use std::time::Duration;

use crate::command::{Command, Execute, blocking_seconds};
use crate::convert::{FromReply, ToArg, ToArgs};

mod insert_position;
mod list_end;
mod lmovem_options;
mod lmovem_order;
mod lpos_options;

pub use insert_position::InsertPosition;
pub use list_end::ListEnd;
pub use lmovem_options::LmovemOptions;
pub use lmovem_order::LmovemOrder;
pub use lpos_options::LposOptions;

/// Commands on lists, blocking ones included.
///
/// An index counts from the head, from 0 on; a negative one from the tail, from -1 on. A list that
/// loses its last element is gone, and a key that is missing is an empty list.
///
/// The blocking commands (`blpop`, `brpop`, `blmove`, `blmovem`, `blmpop`, `brpoplpush`) wait for
/// an element, no longer than their timeout; `Duration::ZERO` waits for ever. A client gives each
/// of them a connection of its own, so nobody else waits with them, and waits for the answer for as
/// long as the command may take, and the socket timeout on top. In a transaction they don't wait.
///
/// ```
/// # use redial::prelude::*;
/// # use std::time::Duration;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:jobs")?;
/// r.rpush("doc:jobs", ["wash", "dry"])?;
/// let jobs: Vec<String> = r.lrange("doc:jobs", 0, -1)?;
/// assert_eq!(jobs, ["wash", "dry"]);
/// let first: Option<String> = r.lpop("doc:jobs")?;
/// assert_eq!(first.as_deref(), Some("wash"));
/// let job: Option<(String, String)> = r.blpop("doc:jobs", Duration::from_secs(1))?;
/// assert_eq!(job, Some(("doc:jobs".into(), "dry".into())));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else.
pub trait ListCommands: Execute {
    /// Puts elements before the head of the list, one after the other, so that the last one is the
    /// new head; the new length.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lpush/)
    fn lpush(self, key: impl ToArg, elements: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("LPUSH").key(key).args(elements))
    }

    /// Appends elements to the list; the new length.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/rpush/)
    fn rpush(self, key: impl ToArg, elements: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("RPUSH").key(key).args(elements))
    }

    /// As [`lpush`](Self::lpush), but only if the list exists; the new length, 0 if it does not.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/lpushx/)
    fn lpushx(self, key: impl ToArg, elements: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("LPUSHX").key(key).args(elements))
    }

    /// As [`rpush`](Self::rpush), but only if the list exists; the new length, 0 if it does not.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/rpushx/)
    fn rpushx(self, key: impl ToArg, elements: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("RPUSHX").key(key).args(elements))
    }

    /// Takes the head off the list; `None` if the list is empty.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lpop/)
    fn lpop<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("LPOP").key(key))
    }

    /// Takes up to `count` elements off the head of the list, the head first; `None` if the list is
    /// empty.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/lpop/)
    #[doc(alias = "LPOP")]
    fn lpop_count<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Option<Vec<T>>> {
        self.execute_command(Command::new("LPOP").key(key).arg(count))
    }

    /// Takes the tail off the list; `None` if the list is empty.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/rpop/)
    fn rpop<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("RPOP").key(key))
    }

    /// Takes up to `count` elements off the tail of the list, the tail first; `None` if the list is
    /// empty.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/rpop/)
    #[doc(alias = "RPOP")]
    fn rpop_count<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Option<Vec<T>>> {
        self.execute_command(Command::new("RPOP").key(key).arg(count))
    }

    /// The elements from index `start` to index `end`, both included: 0 and -1 are all.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lrange/)
    fn lrange<T: FromReply>(self, key: impl ToArg, start: i64, end: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("LRANGE").key(key).arg(start).arg(end))
    }

    /// The length of the list.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/llen/)
    fn llen(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("LLEN").key(key))
    }

    /// The element at `index`; `None` if there is none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lindex/)
    fn lindex<T: FromReply>(self, key: impl ToArg, index: i64) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("LINDEX").key(key).arg(index))
    }

    /// Replaces the element at `index`.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lset/)
    ///
    /// # Errors
    /// `ERR` if there is no such list, or no such index in it.
    fn lset(self, key: impl ToArg, index: i64, element: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("LSET").key(key).arg(index).arg(element))
    }

    /// Puts `element` before or after the first element that equals `pivot`; the new length, -1 if
    /// no element equals the pivot, 0 if there is no list.
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/linsert/)
    fn linsert(
        self,
        key: impl ToArg,
        position: InsertPosition,
        pivot: impl ToArg,
        element: impl ToArg,
    ) -> Self::Out<i64> {
        self.execute_command(
            Command::new("LINSERT")
                .key(key)
                .arg(position.as_str())
                .arg(pivot)
                .arg(element),
        )
    }

    /// Removes elements that equal `element`: the first `count` of them, the last ones if `count`
    /// is negative, all of them if it is 0. How many were removed.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/lrem/)
    fn lrem(self, key: impl ToArg, count: i64, element: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("LREM").key(key).arg(count).arg(element))
    }

    /// Removes all elements but those from index `start` to index `end`, both included.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/ltrim/)
    fn ltrim(self, key: impl ToArg, start: i64, end: i64) -> Self::Out<()> {
        self.execute_command(Command::new("LTRIM").key(key).arg(start).arg(end))
    }

    /// The index of the first element that equals `element`; `None` if there is none.
    ///
    /// Since 6.0.6. [redis.io](https://redis.io/docs/latest/commands/lpos/)
    fn lpos(self, key: impl ToArg, element: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("LPOS").key(key).arg(element))
    }

    /// The index of an element that equals `element`, looked for as `options` say; `None` if there is none.
    ///
    /// Since 6.0.6. [redis.io](https://redis.io/docs/latest/commands/lpos/)
    ///
    /// # Errors
    /// `ERR` if the [rank](LposOptions::rank) is 0.
    #[doc(alias = "LPOS")]
    fn lpos_with(
        self,
        key: impl ToArg,
        element: impl ToArg,
        options: LposOptions,
    ) -> Self::Out<Option<i64>> {
        self.execute_command(options.add_to(Command::new("LPOS").key(key).arg(element)))
    }

    /// The indexes of up to `count` elements that equal `element`, of all if `count` is 0.
    ///
    /// Since 6.0.6. [redis.io](https://redis.io/docs/latest/commands/lpos/)
    #[doc(alias = "LPOS")]
    fn lpos_count(self, key: impl ToArg, element: impl ToArg, count: u64) -> Self::Out<Vec<i64>> {
        self.lpos_count_with(key, element, count, LposOptions::new())
    }

    /// The indexes of up to `count` elements that equal `element`, of all of them if `count` is 0, looked for
    /// as `options` say.
    ///
    /// Since 6.0.6. [redis.io](https://redis.io/docs/latest/commands/lpos/)
    ///
    /// # Errors
    /// `ERR` if the [rank](LposOptions::rank) is 0.
    #[doc(alias = "LPOS")]
    fn lpos_count_with(
        self,
        key: impl ToArg,
        element: impl ToArg,
        count: u64,
        options: LposOptions,
    ) -> Self::Out<Vec<i64>> {
        let command = Command::new("LPOS").key(key).arg(element);
        self.execute_command(options.add_to(command.arg("COUNT").arg(count)))
    }

    /// Takes an element off the end `from` of `source` and puts it at the end `to` of
    /// `destination`, in one step; the element, `None` if the source is empty. Both may be the same
    /// list.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/lmove/)
    fn lmove<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
    ) -> Self::Out<Option<T>> {
        self.execute_command(
            Command::new("LMOVE")
                .key(source)
                .key(destination)
                .arg(from.as_str())
                .arg(to.as_str()),
        )
    }

    /// As [`lmove`](Self::lmove), but the element comes in a `Vec`, as several do in
    /// [`lmovem_with`](Self::lmovem_with).
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/lmovem/)
    fn lmovem<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
    ) -> Self::Out<Option<Vec<T>>> {
        self.lmovem_with(source, destination, from, to, LmovemOptions::new())
    }

    /// Moves as many elements as `options` say from the end `from` of `source` to the end `to` of
    /// `destination`, in one step; the elements as they stand there now, `None` if none were moved.
    /// Both may be the same list.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/lmovem/)
    ///
    /// # Errors
    /// `ERR` if the number of elements is to be 0.
    fn lmovem_with<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
        options: LmovemOptions,
    ) -> Self::Out<Option<Vec<T>>> {
        let command = Command::new("LMOVEM").key(source).key(destination);
        let command = command.arg(from.as_str()).arg(to.as_str());
        self.execute_command(options.add_to(command))
    }

    /// Takes the tail off `source` and makes it the head of `destination`; the element, `None` if
    /// the source is empty. [`lmove`](Self::lmove) replaces it.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/rpoplpush/)
    fn rpoplpush<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
    ) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("RPOPLPUSH").key(source).key(destination))
    }

    /// Takes the element at the end `from` off the first of these lists that has one; the list's
    /// key and the element in a `Vec`. `None` if all are empty.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lmpop/)
    fn lmpop<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        from: ListEnd,
    ) -> Self::Out<Option<(K, Vec<T>)>> {
        self.execute_command(Command::new("LMPOP").counted_keys(keys).arg(from.as_str()))
    }

    /// Takes up to `count` elements off the end `from` of the first of these lists that has one; the list's
    /// key and the elements. `None` if all are empty.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/lmpop/)
    ///
    /// # Errors
    /// `ERR` if `count` is 0.
    #[doc(alias = "LMPOP")]
    fn lmpop_count<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        from: ListEnd,
        count: u64,
    ) -> Self::Out<Option<(K, Vec<T>)>> {
        let command = Command::new("LMPOP").counted_keys(keys).arg(from.as_str());
        self.execute_command(command.arg("COUNT").arg(count))
    }

    /// Takes the head off the first of these lists that has one, and waits for it as long as
    /// `timeout` (zero: for ever) if none has; the list's key and the element. `None` if none came.
    ///
    /// Since 2.0.0, with parts of a second since 6.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/blpop/)
    fn blpop<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        timeout: Duration,
    ) -> Self::Out<Option<(K, T)>> {
        self.execute_command(
            Command::new("BLPOP")
                .keys(keys)
                .arg(blocking_seconds(timeout)),
        )
    }

    /// Takes the tail off the first of these lists that has one, and waits as [`blpop`](Self::blpop) does if none has.
    ///
    /// Since 2.0.0, with parts of a second since 6.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/brpop/)
    fn brpop<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        timeout: Duration,
    ) -> Self::Out<Option<(K, T)>> {
        self.execute_command(
            Command::new("BRPOP")
                .keys(keys)
                .arg(blocking_seconds(timeout)),
        )
    }

    /// As [`lmove`](Self::lmove), but it waits for an element as long as `timeout` (zero: for ever)
    /// if the source is empty; `None` if none came.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/blmove/)
    fn blmove<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
        timeout: Duration,
    ) -> Self::Out<Option<T>> {
        self.execute_command(
            Command::new("BLMOVE")
                .key(source)
                .key(destination)
                .arg(from.as_str())
                .arg(to.as_str())
                .arg(blocking_seconds(timeout)),
        )
    }

    /// As [`lmovem`](Self::lmovem), but it waits for an element as long as `timeout` (zero: for
    /// ever) if the source is empty; `None` if none came.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/blmovem/)
    fn blmovem<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
        timeout: Duration,
    ) -> Self::Out<Option<Vec<T>>> {
        self.blmovem_with(source, destination, from, to, timeout, LmovemOptions::new())
    }

    /// As [`lmovem_with`](Self::lmovem_with), but it waits as long as `timeout` (zero: for ever)
    /// for one element, or for all of them where they have to be [exactly](LmovemOptions::exactly)
    /// so many; `None` if they did not come.
    ///
    /// Since 8.10.0. [redis.io](https://redis.io/docs/latest/commands/blmovem/)
    ///
    /// # Errors
    /// As [`lmovem_with`](Self::lmovem_with).
    fn blmovem_with<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        from: ListEnd,
        to: ListEnd,
        timeout: Duration,
        options: LmovemOptions,
    ) -> Self::Out<Option<Vec<T>>> {
        let command = Command::new("BLMOVEM").key(source).key(destination);
        let command = command.arg(from.as_str()).arg(to.as_str());
        self.execute_command(options.add_to(command.arg(blocking_seconds(timeout))))
    }

    /// As [`rpoplpush`](Self::rpoplpush), but it waits for an element as long as `timeout` (zero:
    /// for ever) if the source is empty; `None` if none came. [`blmove`](Self::blmove) replaces it.
    ///
    /// Since 2.2.0, with parts of a second since 6.0.0.
    /// [redis.io](https://redis.io/docs/latest/commands/brpoplpush/)
    fn brpoplpush<T: FromReply>(
        self,
        source: impl ToArg,
        destination: impl ToArg,
        timeout: Duration,
    ) -> Self::Out<Option<T>> {
        self.execute_command(
            Command::new("BRPOPLPUSH")
                .key(source)
                .key(destination)
                .arg(blocking_seconds(timeout)),
        )
    }

    /// As [`lmpop`](Self::lmpop), but it waits for an element as long as `timeout` (zero: for ever)
    /// if all lists are empty; `None` if none came.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/blmpop/)
    fn blmpop<K: FromReply, T: FromReply>(
        self,
        timeout: Duration,
        keys: impl ToArgs,
        from: ListEnd,
    ) -> Self::Out<Option<(K, Vec<T>)>> {
        self.execute_command(
            Command::new("BLMPOP")
                .arg(blocking_seconds(timeout))
                .counted_keys(keys)
                .arg(from.as_str()),
        )
    }

    /// As [`lmpop_count`](Self::lmpop_count), but it waits for an element as long as `timeout`
    /// (zero: for ever) if all lists are empty; `None` if none came. It does not wait for `count`
    /// of them.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/blmpop/)
    ///
    /// # Errors
    /// `ERR` if `count` is 0.
    #[doc(alias = "BLMPOP")]
    fn blmpop_count<K: FromReply, T: FromReply>(
        self,
        timeout: Duration,
        keys: impl ToArgs,
        from: ListEnd,
        count: u64,
    ) -> Self::Out<Option<(K, Vec<T>)>> {
        self.execute_command(
            Command::new("BLMPOP")
                .arg(blocking_seconds(timeout))
                .counted_keys(keys)
                .arg(from.as_str())
                .arg("COUNT")
                .arg(count),
        )
    }
}

impl<E: Execute> ListCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::sent::{Sent, text};
    use super::*;
    use crate::command::Blocking;

    #[test]
    fn several_elements_are_moved_as_the_server_wants_it() {
        use ListEnd::{Left, Right};
        let o = LmovemOptions::new;
        let bulk = o().count(5, LmovemOrder::Bulk);
        let one_by_one = o().exactly(2, LmovemOrder::OneByOne);
        let two = Duration::from_secs(2);
        for (command, sent, blocking) in [
            (
                Sent.lmovem::<()>("a", "b", Left, Right),
                "LMOVEM a b LEFT RIGHT",
                Blocking::No,
            ),
            (
                Sent.lmovem_with::<()>("a", "b", Right, Left, bulk.clone()),
                "LMOVEM a b RIGHT LEFT COUNT 5 BULK",
                Blocking::No,
            ),
            (
                Sent.blmovem::<()>("a", "b", Left, Right, two),
                "BLMOVEM a b LEFT RIGHT 2",
                Blocking::For(two),
            ),
            (
                Sent.blmovem_with::<()>("a", "b", Left, Left, two, bulk),
                "BLMOVEM a b LEFT LEFT 2 COUNT 5 BULK",
                Blocking::For(two),
            ),
            (
                Sent.blmovem_with::<()>("a", "b", Left, Left, Duration::ZERO, one_by_one),
                "BLMOVEM a b LEFT LEFT 0 EXACTLY 2 OBO",
                Blocking::Forever,
            ),
        ] {
            assert_eq!(text(&command), sent);
            assert_eq!(command.key_arguments().collect::<Vec<_>>(), [b"a", b"b"]);
            assert_eq!(command.blocking(), blocking);
        }
    }
}
