//! The sorted set commands.

use std::time::Duration;

use crate::command::{Command, Execute, blocking_seconds};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

use super::ScanOptions;

mod lex_bound;
mod limit;
mod score_aggregate;
mod score_bound;
mod score_end;
mod zadd_options;
mod zaggregate_options;
mod zrange_by_options;
mod zrange_options;

use limit::Limit;

pub use lex_bound::LexBound;
pub use score_aggregate::ScoreAggregate;
pub use score_bound::ScoreBound;
pub use score_end::ScoreEnd;
pub use zadd_options::ZaddOptions;
pub use zaggregate_options::ZaggregateOptions;
pub use zrange_by_options::ZrangeByOptions;
pub use zrange_options::ZrangeOptions;

/// The key that members were popped from, and them with their scores; `None` if all keys were
/// empty.
type PoppedFrom<K, T> = Option<(K, Vec<(T, f64)>)>;

/// Commands on sorted sets: members with scores, blocking ones included.
///
/// A sorted set that loses its last member is gone, and a key that is missing is an empty sorted set. Where members
/// come with their scores they come as pairs in a list, such as `Vec<(String, f64)>`, in the order of the server.
///
/// Both ends of a range belong to it, unless a bound is exclusive. What bounds a range of scores is a number, a
/// [`ScoreBound`] or one of Redis' words (`"(1.5"`, `"-inf"`); what bounds a range of members is a [`LexBound`] or a
/// word (`"[a"`).
///
/// The blocking commands (`bzpopmin`, `bzpopmax`, `bzmpop`) get a connection of their own from a client, as those on
/// [lists](super::ListCommands) do. In a transaction they don't wait.
///
/// # Errors
/// All of them: `WRONGTYPE` if a key holds something else; `ERR` if a bound is wrong, such as a member without `[` or
/// `(` before it.
pub trait SortedSetCommands: Execute {
    /// Adds members with their scores, or gives them new scores, and returns how many were added.
    /// A pair is the member and then its score, as in redis-py's mapping: one pair, many, or a map.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zadd/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.zadd("doc:zadd", ("ann", 7))?;
    /// let added = r.zadd("doc:zadd", [("ann", 9.5), ("bob", 3.0)])?;
    /// assert_eq!(added, 1);
    /// let best: Vec<(String, f64)> = r.zrevrange_withscores("doc:zadd", 0, 0)?;
    /// assert_eq!(best, [("ann".to_owned(), 9.5)]);
    /// # r.delete("doc:zadd")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there is no pair, or a score is no number.
    fn zadd(self, key: impl ToArg, members: impl ToPairs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZADD").key(key).swapped_pairs(members))
    }

    /// Adds or changes members as `options` say, and returns how many were added, or with
    /// [`ch`](ZaddOptions::ch) also changed.
    ///
    /// Since 1.2.0; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/zadd/)
    fn zadd_with(
        self,
        key: impl ToArg,
        members: impl ToPairs,
        options: ZaddOptions,
    ) -> Self::Out<i64> {
        self.execute_command(
            options
                .add_to(Command::new("ZADD").key(key))
                .swapped_pairs(members),
        )
    }

    /// Adds `amount` to a member's score, which is 0 if there is none, and returns the new score
    /// (`ZADD … INCR`). Here the amount comes last, in [`zincrby`](Self::zincrby) before the member.
    ///
    /// Since 3.0.2. [redis.io](https://redis.io/docs/latest/commands/zadd/)
    fn zadd_incr(self, key: impl ToArg, member: impl ToArg, amount: impl ToArg) -> Self::Out<f64> {
        self.execute_command(
            Command::new("ZADD")
                .key(key)
                .arg("INCR")
                .arg(amount)
                .arg(member),
        )
    }

    /// Adds `amount` to a member's score as `options` say, and returns the new score; `None` if a
    /// condition among them does not hold and nothing was changed.
    ///
    /// Since 3.0.2; each option says since when.
    /// [redis.io](https://redis.io/docs/latest/commands/zadd/)
    fn zadd_incr_with(
        self,
        key: impl ToArg,
        member: impl ToArg,
        amount: impl ToArg,
        options: ZaddOptions,
    ) -> Self::Out<Option<f64>> {
        self.execute_command(
            options
                .add_to(Command::new("ZADD").key(key))
                .arg("INCR")
                .arg(amount)
                .arg(member),
        )
    }

    /// Adds `amount` to a member's score, which is 0 if there is none, and returns the new score. As in redis-py the
    /// amount comes before the member.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zincrby/)
    ///
    /// # Errors
    /// `ERR` if the sum is no number: infinity minus infinity.
    fn zincrby(self, key: impl ToArg, amount: impl ToArg, member: impl ToArg) -> Self::Out<f64> {
        self.execute_command(Command::new("ZINCRBY").key(key).arg(amount).arg(member))
    }

    /// Removes one member or many, and returns how many there were.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zrem/)
    fn zrem(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZREM").key(key).args(members))
    }

    /// Removes the members with these indexes, lowest score first, and returns how many there were.
    /// Negative indexes count from the end.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zremrangebyrank/)
    fn zremrangebyrank(self, key: impl ToArg, start: i64, stop: i64) -> Self::Out<i64> {
        self.execute_command(
            Command::new("ZREMRANGEBYRANK")
                .key(key)
                .arg(start)
                .arg(stop),
        )
    }

    /// Removes the members with scores from `min` to `max`, and returns how many there were.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zremrangebyscore/)
    fn zremrangebyscore(self, key: impl ToArg, min: impl ToArg, max: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("ZREMRANGEBYSCORE").key(key).arg(min).arg(max))
    }

    /// Removes the members from `min` to `max`, all having the same score, and returns how many
    /// there were.
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zremrangebylex/)
    fn zremrangebylex(self, key: impl ToArg, min: impl ToArg, max: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("ZREMRANGEBYLEX").key(key).arg(min).arg(max))
    }

    /// How many members there are.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zcard/)
    fn zcard(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("ZCARD").key(key))
    }

    /// How many members have scores from `min` to `max`.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zcount/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.zadd("doc:zcount", [("a", 1), ("b", 2), ("c", 3)])?;
    /// assert_eq!(r.zcount("doc:zcount", 1, 2)?, 2);
    /// assert_eq!(r.zcount("doc:zcount", ScoreBound::exclusive(1.0), ScoreBound::MAX)?, 2);
    /// assert_eq!(r.zcount("doc:zcount", "(1", "+inf")?, 2);
    /// # r.delete("doc:zcount")?;
    /// # Ok(())
    /// # }
    /// ```
    fn zcount(self, key: impl ToArg, min: impl ToArg, max: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("ZCOUNT").key(key).arg(min).arg(max))
    }

    /// How many members there are from `min` to `max`, all having the same score.
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zlexcount/)
    fn zlexcount(self, key: impl ToArg, min: impl ToArg, max: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("ZLEXCOUNT").key(key).arg(min).arg(max))
    }

    /// A member's score; `None` if it is no member.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zscore/)
    fn zscore(self, key: impl ToArg, member: impl ToArg) -> Self::Out<Option<f64>> {
        self.execute_command(Command::new("ZSCORE").key(key).arg(member))
    }

    /// The members' scores in the order asked for; `None` for what is no member.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zmscore/)
    fn zmscore(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<Vec<Option<f64>>> {
        self.execute_command(Command::new("ZMSCORE").key(key).args(members))
    }

    /// A member's index, the lowest score being 0; `None` if it is no member.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zrank/)
    fn zrank(self, key: impl ToArg, member: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("ZRANK").key(key).arg(member))
    }

    /// A member's index, the lowest score being 0, and its score; `None` if it is no member.
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/zrank/)
    fn zrank_withscore(self, key: impl ToArg, member: impl ToArg) -> Self::Out<Option<(i64, f64)>> {
        self.execute_command(Command::new("ZRANK").key(key).arg(member).arg("WITHSCORE"))
    }

    /// A member's index, the highest score being 0; `None` if it is no member.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zrevrank/)
    fn zrevrank(self, key: impl ToArg, member: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("ZREVRANK").key(key).arg(member))
    }

    /// A member's index, the highest score being 0, and its score; `None` if it is no member.
    ///
    /// Since 7.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrank/)
    fn zrevrank_withscore(
        self,
        key: impl ToArg,
        member: impl ToArg,
    ) -> Self::Out<Option<(i64, f64)>> {
        self.execute_command(
            Command::new("ZREVRANK")
                .key(key)
                .arg(member)
                .arg("WITHSCORE"),
        )
    }

    /// A random member; `None` if there is none.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrandmember/)
    fn zrandmember<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("ZRANDMEMBER").key(key))
    }

    /// Up to `count` random members. If `count` is negative, exactly that many (without the sign), and
    /// a member may come several times.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrandmember/)
    fn zrandmember_count<T: FromReply>(self, key: impl ToArg, count: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZRANDMEMBER").key(key).arg(count))
    }

    /// Up to `count` random members and their scores. If `count` is negative, exactly that many (without
    /// the sign), and a member may come several times.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrandmember/)
    fn zrandmember_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        count: i64,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            Command::new("ZRANDMEMBER")
                .key(key)
                .arg(count)
                .arg("WITHSCORES"),
        )
    }

    /// The members with the indexes from `start` to `stop`, lowest score first. Negative indexes
    /// count from the end.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zrange/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.zadd("doc:zrange", [("a", 1), ("b", 2), ("c", 3)])?;
    /// let all: Vec<String> = r.zrange("doc:zrange", 0, -1)?;
    /// assert_eq!(all, ["a", "b", "c"]);
    /// let high = ZrangeOptions::new().byscore().desc();
    /// let high: Vec<(String, f64)> = r.zrange_withscores_with("doc:zrange", "inf", "(1", high)?;
    /// assert_eq!(high, [("c".to_owned(), 3.0), ("b".to_owned(), 2.0)]);
    /// # r.delete("doc:zrange")?;
    /// # Ok(())
    /// # }
    /// ```
    fn zrange<T: FromReply>(self, key: impl ToArg, start: i64, stop: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZRANGE").key(key).arg(start).arg(stop))
    }

    /// The members from `start` to `stop`, which are indexes, scores or members, as `options` say.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrange/)
    fn zrange_with<T: FromReply>(
        self,
        key: impl ToArg,
        start: impl ToArg,
        stop: impl ToArg,
        options: ZrangeOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("ZRANGE").key(key).arg(start).arg(stop)))
    }

    /// The members with the indexes from `start` to `stop` and their scores, lowest score first.
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zrange/)
    fn zrange_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        start: i64,
        stop: i64,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            Command::new("ZRANGE")
                .key(key)
                .arg(start)
                .arg(stop)
                .arg("WITHSCORES"),
        )
    }

    /// The members from `start` to `stop` and their scores, as `options` say.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrange/)
    ///
    /// # Errors
    /// `ERR` with [`bylex`](ZrangeOptions::bylex), which does not go with scores.
    fn zrange_withscores_with<T: FromReply>(
        self,
        key: impl ToArg,
        start: impl ToArg,
        stop: impl ToArg,
        options: ZrangeOptions,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            options
                .add_to(Command::new("ZRANGE").key(key).arg(start).arg(stop))
                .arg("WITHSCORES"),
        )
    }

    /// Stores the members with the indexes from `start` to `stop` and their scores at `dest`, in
    /// place of what was there, and returns how many they are.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrangestore/)
    fn zrangestore(
        self,
        dest: impl ToArg,
        key: impl ToArg,
        start: i64,
        stop: i64,
    ) -> Self::Out<i64> {
        self.execute_command(
            Command::new("ZRANGESTORE")
                .key(dest)
                .key(key)
                .arg(start)
                .arg(stop),
        )
    }

    /// Stores the members from `start` to `stop`, which are indexes, scores or members, as `options` say, and
    /// their scores at `dest`, in place of what was there, and returns how many they are.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zrangestore/)
    fn zrangestore_with(
        self,
        dest: impl ToArg,
        key: impl ToArg,
        start: impl ToArg,
        stop: impl ToArg,
        options: ZrangeOptions,
    ) -> Self::Out<i64> {
        self.execute_command(
            options.add_to(
                Command::new("ZRANGESTORE")
                    .key(dest)
                    .key(key)
                    .arg(start)
                    .arg(stop),
            ),
        )
    }

    /// The members with the indexes from `start` to `stop`, highest score first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`desc`](ZrangeOptions::desc).
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrange/)
    fn zrevrange<T: FromReply>(self, key: impl ToArg, start: i64, stop: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZREVRANGE").key(key).arg(start).arg(stop))
    }

    /// The members with the indexes from `start` to `stop` and their scores, highest score first.
    ///
    /// Replaced by [`zrange_withscores_with`](Self::zrange_withscores_with) with
    /// [`desc`](ZrangeOptions::desc).
    ///
    /// Since 1.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrange/)
    fn zrevrange_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        start: i64,
        stop: i64,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            Command::new("ZREVRANGE")
                .key(key)
                .arg(start)
                .arg(stop)
                .arg("WITHSCORES"),
        )
    }

    /// The members with scores from `min` to `max`, lowest score first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`byscore`](ZrangeOptions::byscore).
    ///
    /// Since 1.0.5. [redis.io](https://redis.io/docs/latest/commands/zrangebyscore/)
    fn zrangebyscore<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZRANGEBYSCORE").key(key).arg(min).arg(max))
    }

    /// As much as `options` say of the members with scores from `min` to `max`, lowest score first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`byscore`](ZrangeOptions::byscore).
    ///
    /// Since 1.0.5. [redis.io](https://redis.io/docs/latest/commands/zrangebyscore/)
    fn zrangebyscore_with<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(
            options.add_to(Command::new("ZRANGEBYSCORE").key(key).arg(min).arg(max)),
        )
    }

    /// The members with scores from `min` to `max`, and their scores, lowest score first.
    ///
    /// Replaced by [`zrange_withscores_with`](Self::zrange_withscores_with) with
    /// [`byscore`](ZrangeOptions::byscore).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zrangebyscore/)
    fn zrangebyscore_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            Command::new("ZRANGEBYSCORE")
                .key(key)
                .arg(min)
                .arg(max)
                .arg("WITHSCORES"),
        )
    }

    /// As much as `options` say of the members with scores from `min` to `max`, and their scores,
    /// lowest score first.
    ///
    /// Replaced by [`zrange_withscores_with`](Self::zrange_withscores_with) with
    /// [`byscore`](ZrangeOptions::byscore).
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zrangebyscore/)
    fn zrangebyscore_withscores_with<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            options
                .add_to(Command::new("ZRANGEBYSCORE").key(key).arg(min).arg(max))
                .arg("WITHSCORES"),
        )
    }

    /// The members with scores from `max` to `min`, highest score first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`byscore`](ZrangeOptions::byscore) and
    /// [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrangebyscore/)
    fn zrevrangebyscore<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZREVRANGEBYSCORE").key(key).arg(max).arg(min))
    }

    /// As much as `options` say of the members with scores from `max` to `min`, highest score
    /// first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`byscore`](ZrangeOptions::byscore) and
    /// [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrangebyscore/)
    fn zrevrangebyscore_with<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(
            options.add_to(Command::new("ZREVRANGEBYSCORE").key(key).arg(max).arg(min)),
        )
    }

    /// The members with scores from `max` to `min`, and their scores, highest score first.
    ///
    /// Replaced by [`zrange_withscores_with`](Self::zrange_withscores_with) with
    /// [`byscore`](ZrangeOptions::byscore) and [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrangebyscore/)
    fn zrevrangebyscore_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            Command::new("ZREVRANGEBYSCORE")
                .key(key)
                .arg(max)
                .arg(min)
                .arg("WITHSCORES"),
        )
    }

    /// As much as `options` say of the members with scores from `max` to `min`, and their scores,
    /// highest score first.
    ///
    /// Replaced by [`zrange_withscores_with`](Self::zrange_withscores_with) with
    /// [`byscore`](ZrangeOptions::byscore) and [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.2.0. [redis.io](https://redis.io/docs/latest/commands/zrevrangebyscore/)
    fn zrevrangebyscore_withscores_with<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            options
                .add_to(Command::new("ZREVRANGEBYSCORE").key(key).arg(max).arg(min))
                .arg("WITHSCORES"),
        )
    }

    /// The members from `min` to `max`, all having the same score.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`bylex`](ZrangeOptions::bylex).
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zrangebylex/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.zadd("doc:zrangebylex", [("ann", 0), ("bea", 0), ("bob", 0)])?;
    /// let from = LexBound::inclusive("b");
    /// let b: Vec<String> = r.zrangebylex("doc:zrangebylex", from, LexBound::MAX)?;
    /// assert_eq!(b, ["bea", "bob"]);
    /// # r.delete("doc:zrangebylex")?;
    /// # Ok(())
    /// # }
    /// ```
    fn zrangebylex<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZRANGEBYLEX").key(key).arg(min).arg(max))
    }

    /// As much as `options` say of the members from `min` to `max`, all having the same score.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`bylex`](ZrangeOptions::bylex).
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zrangebylex/)
    fn zrangebylex_with<T: FromReply>(
        self,
        key: impl ToArg,
        min: impl ToArg,
        max: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("ZRANGEBYLEX").key(key).arg(min).arg(max)))
    }

    /// The members from `max` to `min`, all having the same score, the last one first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`bylex`](ZrangeOptions::bylex) and
    /// [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zrevrangebylex/)
    fn zrevrangebylex<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZREVRANGEBYLEX").key(key).arg(max).arg(min))
    }

    /// As much as `options` say of the members from `max` to `min`, all having the same score, the
    /// last one first.
    ///
    /// Replaced by [`zrange_with`](Self::zrange_with) with [`bylex`](ZrangeOptions::bylex) and
    /// [`desc`](ZrangeOptions::desc).
    ///
    /// Since 2.8.9. [redis.io](https://redis.io/docs/latest/commands/zrevrangebylex/)
    fn zrevrangebylex_with<T: FromReply>(
        self,
        key: impl ToArg,
        max: impl ToArg,
        min: impl ToArg,
        options: ZrangeByOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(
            options.add_to(Command::new("ZREVRANGEBYLEX").key(key).arg(max).arg(min)),
        )
    }

    /// Removes the member with the lowest score, and returns it with its score; `None` if there is
    /// none.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/zpopmin/)
    fn zpopmin<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<(T, f64)>> {
        self.execute_command(Command::new("ZPOPMIN").key(key))
    }

    /// Removes up to `count` members with the lowest scores, and returns them with their scores,
    /// lowest first.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/zpopmin/)
    fn zpopmin_count<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(Command::new("ZPOPMIN").key(key).arg(count))
    }

    /// Removes the member with the highest score, and returns it with its score; `None` if there is
    /// none.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/zpopmax/)
    fn zpopmax<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<(T, f64)>> {
        self.execute_command(Command::new("ZPOPMAX").key(key))
    }

    /// Removes up to `count` members with the highest scores, and returns them with their scores,
    /// highest first.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/zpopmax/)
    fn zpopmax_count<T: FromReply>(self, key: impl ToArg, count: u64) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(Command::new("ZPOPMAX").key(key).arg(count))
    }

    /// Removes the member with the lowest score of the first key that has members, and returns the
    /// key, the member and its score. Waits for a member if there is none, but no longer than
    /// `timeout`: then it is `None`. A timeout of zero waits for ever.
    ///
    /// Since 5.0.0, with parts of a second since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/bzpopmin/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// use std::time::Duration;
    ///
    /// r.zadd("doc:bzpopmin", [("job", 1), ("later", 2)])?;
    /// let next: Option<(String, String, f64)> =
    ///     r.bzpopmin(["doc:bzpopmin", "doc:bzpopmin:2"], Duration::from_secs(1))?;
    /// assert_eq!(next, Some(("doc:bzpopmin".into(), "job".into(), 1.0)));
    /// # r.delete("doc:bzpopmin")?;
    /// # Ok(())
    /// # }
    /// ```
    fn bzpopmin<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        timeout: Duration,
    ) -> Self::Out<Option<(K, T, f64)>> {
        self.execute_command(
            Command::new("BZPOPMIN")
                .keys(keys)
                .arg(blocking_seconds(timeout)),
        )
    }

    /// Removes the member with the highest score of the first key that has members, and returns the
    /// key, the member and its score. Waits for a member if there is none, but no longer than
    /// `timeout`: then it is `None`. A timeout of zero waits for ever.
    ///
    /// Since 5.0.0, with parts of a second since 6.0.0. [redis.io](https://redis.io/docs/latest/commands/bzpopmax/)
    fn bzpopmax<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        timeout: Duration,
    ) -> Self::Out<Option<(K, T, f64)>> {
        self.execute_command(
            Command::new("BZPOPMAX")
                .keys(keys)
                .arg(blocking_seconds(timeout)),
        )
    }

    /// Removes the member with the lowest or the highest score, as `end` says, from the first key that has members,
    /// and returns the key, and the member with its score; `None` if all keys are empty.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/zmpop/)
    fn zmpop<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        end: ScoreEnd,
    ) -> Self::Out<PoppedFrom<K, T>> {
        self.execute_command(Command::new("ZMPOP").counted_keys(keys).arg(end))
    }

    /// Removes up to `count` members with the lowest or the highest scores, as `end` says, from the first key that has
    /// members, and returns the key, and the members with their scores; `None` if all keys are empty.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/zmpop/)
    ///
    /// # Errors
    /// `ERR` if `count` is 0.
    fn zmpop_count<K: FromReply, T: FromReply>(
        self,
        keys: impl ToArgs,
        end: ScoreEnd,
        count: u64,
    ) -> Self::Out<PoppedFrom<K, T>> {
        self.execute_command(
            Command::new("ZMPOP")
                .counted_keys(keys)
                .arg(end)
                .arg("COUNT")
                .arg(count),
        )
    }

    /// As [`zmpop`](Self::zmpop), but it waits for a member if there is none, no longer than
    /// `timeout`: then it is `None`. A timeout of zero waits for ever.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/bzmpop/)
    fn bzmpop<K: FromReply, T: FromReply>(
        self,
        timeout: Duration,
        keys: impl ToArgs,
        end: ScoreEnd,
    ) -> Self::Out<PoppedFrom<K, T>> {
        self.execute_command(
            Command::new("BZMPOP")
                .arg(blocking_seconds(timeout))
                .counted_keys(keys)
                .arg(end),
        )
    }

    /// As [`zmpop_count`](Self::zmpop_count), but it waits for a member if there is none, no longer than
    /// `timeout`: then it is `None`. A timeout of zero waits for ever. It does not wait for `count` of them.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/bzmpop/)
    ///
    /// # Errors
    /// `ERR` if `count` is 0.
    fn bzmpop_count<K: FromReply, T: FromReply>(
        self,
        timeout: Duration,
        keys: impl ToArgs,
        end: ScoreEnd,
        count: u64,
    ) -> Self::Out<PoppedFrom<K, T>> {
        self.execute_command(
            Command::new("BZMPOP")
                .arg(blocking_seconds(timeout))
                .counted_keys(keys)
                .arg(end)
                .arg("COUNT")
                .arg(count),
        )
    }

    /// The members of the first key that are in none of the others, lowest score first.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zdiff/)
    fn zdiff<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZDIFF").counted_keys(keys))
    }

    /// The members of the first key that are in none of the others, and their scores.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zdiff/)
    fn zdiff_withscores<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(Command::new("ZDIFF").counted_keys(keys).arg("WITHSCORES"))
    }

    /// Stores the members of the first key that are in none of the others,
    /// at `dest`, in place of what was there, and returns how many they are.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zdiffstore/)
    fn zdiffstore(self, dest: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZDIFFSTORE").key(dest).counted_keys(keys))
    }

    /// The members that are in all keys, lowest score first.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zinter/)
    fn zinter<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZINTER").counted_keys(keys))
    }

    /// The members that are in all keys, in the order of the scores that `options` make of theirs, lowest first.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zinter/)
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zinter_with<T: FromReply>(
        self,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("ZINTER").counted_keys(keys)))
    }

    /// The members that are in all keys, and their scores, which are added up.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zinter/)
    fn zinter_withscores<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(Command::new("ZINTER").counted_keys(keys).arg("WITHSCORES"))
    }

    /// The members that are in all keys, and their scores, which are combined as `options` say.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zinter/)
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zinter_withscores_with<T: FromReply>(
        self,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            options
                .add_to(Command::new("ZINTER").counted_keys(keys))
                .arg("WITHSCORES"),
        )
    }

    /// Stores the members that are in all keys, their scores added up,
    /// at `dest`, in place of what was there, and returns how many they are.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zinterstore/)
    fn zinterstore(self, dest: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZINTERSTORE").key(dest).counted_keys(keys))
    }

    /// Stores the members that are in all keys at `dest`, their scores combined as `options` say, in
    /// place of what was there, and returns how many they are.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zinterstore/)
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zinterstore_with(
        self,
        dest: impl ToArg,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<i64> {
        self.execute_command(
            options.add_to(Command::new("ZINTERSTORE").key(dest).counted_keys(keys)),
        )
    }

    /// How many members are in all keys.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/zintercard/)
    fn zintercard(self, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZINTERCARD").counted_keys(keys))
    }

    /// How many members are in all keys, counted only up to `limit`; zero is no limit.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/zintercard/)
    fn zintercard_limit(self, keys: impl ToArgs, limit: u64) -> Self::Out<i64> {
        self.execute_command(
            Command::new("ZINTERCARD")
                .counted_keys(keys)
                .arg("LIMIT")
                .arg(limit),
        )
    }

    /// The members that are in any of the keys, lowest score first.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zunion/)
    fn zunion<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("ZUNION").counted_keys(keys))
    }

    /// The members that are in any of the keys, in the order of the scores that `options` make of theirs, lowest
    /// first.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zunion/)
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zunion_with<T: FromReply>(
        self,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(options.add_to(Command::new("ZUNION").counted_keys(keys)))
    }

    /// The members that are in any of the keys, and their scores, which are added up.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zunion/)
    fn zunion_withscores<T: FromReply>(self, keys: impl ToArgs) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(Command::new("ZUNION").counted_keys(keys).arg("WITHSCORES"))
    }

    /// The members that are in any of the keys, and their scores, which are combined as `options` say.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/zunion/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// r.zadd("doc:zunion:a", [("ann", 1), ("bob", 2)])?;
    /// r.zadd("doc:zunion:b", ("bob", 5))?;
    /// let options = ZaggregateOptions::new().weights([10, 1]).aggregate(ScoreAggregate::Max);
    /// let both: Vec<(String, f64)> =
    ///     r.zunion_withscores_with(["doc:zunion:a", "doc:zunion:b"], options)?;
    /// assert_eq!(both, [("ann".to_owned(), 10.0), ("bob".to_owned(), 20.0)]);
    /// # r.delete(["doc:zunion:a", "doc:zunion:b"])?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zunion_withscores_with<T: FromReply>(
        self,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<Vec<(T, f64)>> {
        self.execute_command(
            options
                .add_to(Command::new("ZUNION").counted_keys(keys))
                .arg("WITHSCORES"),
        )
    }

    /// Stores the members that are in any of the keys, their scores added up,
    /// at `dest`, in place of what was there, and returns how many they are.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zunionstore/)
    fn zunionstore(self, dest: impl ToArg, keys: impl ToArgs) -> Self::Out<i64> {
        self.execute_command(Command::new("ZUNIONSTORE").key(dest).counted_keys(keys))
    }

    /// Stores the members that are in any of the keys at `dest`, their scores combined as `options` say, in
    /// place of what was there, and returns how many they are.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/zunionstore/)
    ///
    /// # Errors
    /// `ERR` if there are weights, but not one for each key.
    fn zunionstore_with(
        self,
        dest: impl ToArg,
        keys: impl ToArgs,
        options: ZaggregateOptions,
    ) -> Self::Out<i64> {
        self.execute_command(
            options.add_to(Command::new("ZUNIONSTORE").key(dest).counted_keys(keys)),
        )
    }

    /// One page of the members and scores, from `cursor` on, which is 0 for the first; the cursor of the next
    /// page, 0 after the last, and the pairs. A client's [`zscan_iter`](crate::Redis::zscan_iter) goes through all
    /// pages.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/zscan/)
    fn zscan<T: FromReply>(self, key: impl ToArg, cursor: u64) -> Self::Out<(u64, Vec<(T, f64)>)> {
        self.execute_command(Command::new("ZSCAN").key(key).arg(cursor))
    }

    /// One page of the members and scores that `options` ask for.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/zscan/)
    #[doc(alias = "ZSCAN")]
    fn zscan_with<T: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<(T, f64)>)> {
        self.execute_command(options.add_to(Command::new("ZSCAN").key(key).arg(cursor)))
    }

    /// One page of the members that `options` ask for, without their scores; cursors are as in
    /// [`zscan`](Self::zscan). A client's [`zscan_no_scores_iter`](crate::Redis::zscan_no_scores_iter) goes through all
    /// pages.
    ///
    /// Since Valkey 8.0.0. [valkey.io](https://valkey.io/commands/zscan/)
    #[doc(alias = "NOSCORES")]
    fn zscan_no_scores<T: FromReply>(
        self,
        key: impl ToArg,
        cursor: u64,
        options: ScanOptions,
    ) -> Self::Out<(u64, Vec<T>)> {
        self.execute_command(
            options
                .add_to(Command::new("ZSCAN").key(key).arg(cursor))
                .arg("NOSCORES"),
        )
    }
}

impl<E: Execute> SortedSetCommands for E {}
