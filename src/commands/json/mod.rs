//! The JSON commands.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

mod json_arrindex_options;
mod json_float;
mod json_get_options;
mod json_matches;
mod json_numbers;
mod json_set_options;
mod json_type;

pub use json_arrindex_options::JsonArrindexOptions;
pub use json_float::JsonFloat;
pub use json_get_options::JsonGetOptions;
pub use json_matches::JsonMatches;
pub use json_numbers::JsonNumbers;
pub use json_set_options::JsonSetOptions;
pub use json_type::JsonType;

/// Commands on JSON documents, of which any part is read and changed by its path. They come with
/// Redis 8, and with the module RedisJSON before that, whose versions are those named here.
///
/// A path begins with `$` (the document itself) and may lead to any number of values: `$.name`,
/// `$.tags[0]`, `$..price`. Replies are lists then, of what was found or done at each of them
/// ([`JsonMatches`]), and a value that is read is an array of JSON. A path of the old kind (a legacy
/// path) begins with `.`, or with a name, and leads to the first value that matches: there is one reply, which
/// is a list of one here, and a value that is read is that value. If it leads nowhere, or to a value
/// of another type, commands fail where those of a `$` path leave a gap. Unlike in redis-py a path is
/// always given; `$` is the whole document.
///
/// Values are texts of JSON, sent and received as they are: a string is `r#""text""#`, with its quotes.
/// With the feature `json`, [`Json`](https://docs.rs/redial/latest/redial/struct.Json.html) makes such texts of values
/// of your own and reads them, as redis-py does.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # if r.json_type("doc:json", "$").is_err() { return Ok(()) } // it has no JSON
/// # r.delete("doc:json")?;
/// r.json_set("doc:json", "$", r#"{"name": "Ann", "visits": 1, "tags": ["a"]}"#)?;
/// let visits: JsonNumbers<i64> = r.json_numincrby("doc:json", "$.visits", 2)?;
/// assert_eq!(visits.one(), Some(3));
/// assert_eq!(r.json_arrappend("doc:json", "$.tags", [r#""b""#, r#""c""#])?, [Some(3)]);
///
/// let found: Option<String> = r.json_get("doc:json", "$.name")?;
/// assert_eq!(found.as_deref(), Some(r#"["Ann"]"#));
/// let name: Option<String> = r.json_get("doc:json", ".name")?;
/// assert_eq!(name.as_deref(), Some(r#""Ann""#));
/// # r.delete("doc:json")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`, and so does one that finds no JSON at the key, or
/// a path or a value that can't be parsed. Those that change a part, or return something of each match of a
/// `$` path: `ERR` if there is no such key, unless they say what comes then. All with a path of the old kind:
/// `ERR` if it leads to no value of the type that they are for.
pub trait JsonCommands: Execute {
    /// Appends values to the arrays; the new length of each.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrappend/)
    #[doc(alias = "JSON.ARRAPPEND")]
    fn json_arrappend(
        self,
        key: impl ToArg,
        path: impl ToArg,
        values: impl ToArgs,
    ) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(
            Command::new("JSON.ARRAPPEND")
                .key(key)
                .arg(path)
                .args(values),
        )
    }

    /// Where in the arrays a value stands first; -1 where it does not.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrindex/)
    #[doc(alias = "JSON.ARRINDEX")]
    fn json_arrindex(
        self,
        key: impl ToArg,
        path: impl ToArg,
        value: impl ToArg,
    ) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(Command::new("JSON.ARRINDEX").key(key).arg(path).arg(value))
    }

    /// Where in a part of the arrays, between the indices in `options`, a value stands first; -1 where it does not.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrindex/)
    #[doc(alias = "JSON.ARRINDEX")]
    fn json_arrindex_with(
        self,
        key: impl ToArg,
        path: impl ToArg,
        value: impl ToArg,
        options: JsonArrindexOptions,
    ) -> Self::Out<JsonMatches<i64>> {
        let command = Command::new("JSON.ARRINDEX").key(key).arg(path).arg(value);
        self.execute_command(options.add_to(command))
    }

    /// Inserts values into the arrays before an index; the new length of each. Negative indices count
    /// from the end.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrinsert/)
    ///
    /// # Errors
    /// `ERR` if an array has no such index.
    #[doc(alias = "JSON.ARRINSERT")]
    fn json_arrinsert(
        self,
        key: impl ToArg,
        path: impl ToArg,
        index: i64,
        values: impl ToArgs,
    ) -> Self::Out<JsonMatches<i64>> {
        let command = Command::new("JSON.ARRINSERT").key(key).arg(path).arg(index);
        self.execute_command(command.args(values))
    }

    /// The length of the arrays. With a path of the old kind, a key that does not exist has none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrlen/)
    #[doc(alias = "JSON.ARRLEN")]
    fn json_arrlen(self, key: impl ToArg, path: impl ToArg) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(Command::new("JSON.ARRLEN").key(key).arg(path))
    }

    /// Takes the last value off the arrays; `None` for an empty one.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrpop/)
    #[doc(alias = "JSON.ARRPOP")]
    fn json_arrpop<T: FromReply>(
        self,
        key: impl ToArg,
        path: impl ToArg,
    ) -> Self::Out<JsonMatches<T>> {
        self.execute_command(Command::new("JSON.ARRPOP").key(key).arg(path))
    }

    /// Takes a value out of the arrays; `None` for an empty one. Negative indices count from the end,
    /// and those that are out of range are the end.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrpop/)
    #[doc(alias = "JSON.ARRPOP")]
    fn json_arrpop_at<T: FromReply>(
        self,
        key: impl ToArg,
        path: impl ToArg,
        index: i64,
    ) -> Self::Out<JsonMatches<T>> {
        self.execute_command(Command::new("JSON.ARRPOP").key(key).arg(path).arg(index))
    }

    /// Keeps those of the arrays' values that stand between two indices, both included; the new length
    /// of each.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.arrtrim/)
    #[doc(alias = "JSON.ARRTRIM")]
    fn json_arrtrim(
        self,
        key: impl ToArg,
        path: impl ToArg,
        start: i64,
        stop: i64,
    ) -> Self::Out<JsonMatches<i64>> {
        let command = Command::new("JSON.ARRTRIM").key(key).arg(path);
        self.execute_command(command.arg(start).arg(stop))
    }

    /// Empties arrays and objects, and makes numbers 0; how many were changed.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/json.clear/)
    #[doc(alias = "JSON.CLEAR")]
    fn json_clear(self, key: impl ToArg, path: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("JSON.CLEAR").key(key).arg(path))
    }

    /// How many bytes of memory the values take; none, or 0 with a path of the old kind, if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.debug-memory/)
    #[doc(alias = "JSON.DEBUG MEMORY")]
    fn json_debug_memory(self, key: impl ToArg, path: impl ToArg) -> Self::Out<JsonMatches<i64>> {
        let command = Command::new("JSON.DEBUG").arg("MEMORY");
        self.execute_command(command.key(key).arg(path))
    }

    /// The server's help on `JSON.DEBUG`, line by line.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.debug/)
    #[doc(alias = "JSON.DEBUG HELP")]
    fn json_debug_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("JSON.DEBUG").arg("HELP"))
    }

    /// Deletes the values, and the key if the path is the document; how many were deleted: 0 if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.del/)
    #[doc(alias = "JSON.DEL")]
    #[doc(alias = "JSON.FORGET")]
    #[doc(alias = "json_forget")]
    fn json_delete(self, key: impl ToArg, path: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("JSON.DEL").key(key).arg(path))
    }

    /// The values as a text of JSON: a `String`, bytes, or anything else that is read from one; `None` if there is no
    /// such key.
    ///
    /// A `$` path makes an array of all that it leads to, an old one the value itself. Of several paths
    /// there is an object with a member for each, and of none (`()`) the document.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.get/)
    #[doc(alias = "JSON.GET")]
    fn json_get<T: FromReply>(self, key: impl ToArg, paths: impl ToArgs) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("JSON.GET").key(key).args(paths))
    }

    /// The values as [`json_get`](Self::json_get) has them, in a text that is formatted as `options` say.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.get/)
    #[doc(alias = "JSON.GET")]
    fn json_get_with<T: FromReply>(
        self,
        key: impl ToArg,
        paths: impl ToArgs,
        options: JsonGetOptions,
    ) -> Self::Out<Option<T>> {
        let command = options.add_to(Command::new("JSON.GET").key(key));
        self.execute_command(command.args(paths))
    }

    /// Merges a value into those that are there: members of objects are added or replaced, deleted where
    /// the value says `null`, and anything else is replaced ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)).
    /// A key that does not exist is made if the path is the document. `false` if the path leads nowhere
    /// and there is nothing that it could be a member of.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/json.merge/)
    ///
    /// # Errors
    /// `ERR` if there is no such key, and the path is not the document.
    #[doc(alias = "JSON.MERGE")]
    fn json_merge(self, key: impl ToArg, path: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("JSON.MERGE").key(key).arg(path).arg(value))
    }

    /// The values in several documents, each as [`json_get`](Self::json_get) has it; `None` for a key that
    /// does not exist or holds something else.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.mget/)
    #[doc(alias = "JSON.MGET")]
    fn json_mget<T: FromReply>(
        self,
        keys: impl ToArgs,
        path: impl ToArg,
    ) -> Self::Out<Vec<Option<T>>> {
        self.execute_command(Command::new("JSON.MGET").keys(keys).arg(path))
    }

    /// Sets values in several documents, given as triples of key, path and value: all of them or none.
    ///
    /// Since 2.6.0. [redis.io](https://redis.io/docs/latest/commands/json.mset/)
    ///
    /// # Errors
    /// As [`json_set`](Self::json_set).
    #[doc(alias = "JSON.MSET")]
    fn json_mset<K: ToArg, P: ToArg, V: ToArg>(
        self,
        values: impl IntoIterator<Item = (K, P, V)>,
    ) -> Self::Out<()> {
        self.execute_command(Command::new("JSON.MSET").key_triples(values))
    }

    /// Adds to the numbers, or subtracts if `by` is negative; what they are now.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.numincrby/)
    #[doc(alias = "JSON.NUMINCRBY")]
    fn json_numincrby<T: FromReply>(
        self,
        key: impl ToArg,
        path: impl ToArg,
        by: impl ToArg,
    ) -> Self::Out<JsonNumbers<T>> {
        self.execute_command(Command::new("JSON.NUMINCRBY").key(key).arg(path).arg(by))
    }

    /// Multiplies the numbers; what they are now. Deprecated in the server, without a replacement.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.nummultby/)
    #[doc(alias = "JSON.NUMMULTBY")]
    fn json_nummultby<T: FromReply>(
        self,
        key: impl ToArg,
        path: impl ToArg,
        by: impl ToArg,
    ) -> Self::Out<JsonNumbers<T>> {
        self.execute_command(Command::new("JSON.NUMMULTBY").key(key).arg(path).arg(by))
    }

    /// The names of the objects' members. An empty object at a path of the old kind can't be told from
    /// one that is not there, and gives no list.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.objkeys/)
    #[doc(alias = "JSON.OBJKEYS")]
    fn json_objkeys<T: FromReply>(
        self,
        key: impl ToArg,
        path: impl ToArg,
    ) -> Self::Out<JsonMatches<Vec<T>>> {
        self.execute_command(Command::new("JSON.OBJKEYS").key(key).arg(path))
    }

    /// How many members the objects have. With a path of the old kind, a key that does not exist has none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.objlen/)
    #[doc(alias = "JSON.OBJLEN")]
    fn json_objlen(self, key: impl ToArg, path: impl ToArg) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(Command::new("JSON.OBJLEN").key(key).arg(path))
    }

    /// The values as RESP replies: an object is a list of `{`, names and values, an array a list of `[` and
    /// values. A `$` path makes a list of them. Nil if there is no such key: take an `Option`. Deprecated in the
    /// server; [`json_get`](Self::json_get) has the values as JSON.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.resp/)
    #[doc(alias = "JSON.RESP")]
    fn json_resp<T: FromReply>(self, key: impl ToArg, path: impl ToArg) -> Self::Out<T> {
        self.execute_command(Command::new("JSON.RESP").key(key).arg(path))
    }

    /// Sets the values to a value, or makes a new member of an object; `false` if the path leads nowhere
    /// and there is nothing that it could be a member of. A new document is made by the path `$`.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.set/)
    ///
    /// # Errors
    /// `ERR` if there is no such key, and the path is not the document.
    #[doc(alias = "JSON.SET")]
    fn json_set(self, key: impl ToArg, path: impl ToArg, value: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("JSON.SET").key(key).arg(path).arg(value))
    }

    /// Sets the values to a value, with options; `false` also if a condition does not hold.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.set/)
    ///
    /// # Errors
    /// As [`json_set`](Self::json_set).
    #[doc(alias = "JSON.SET")]
    fn json_set_with(
        self,
        key: impl ToArg,
        path: impl ToArg,
        value: impl ToArg,
        options: JsonSetOptions,
    ) -> Self::Out<bool> {
        let command = Command::new("JSON.SET").key(key).arg(path).arg(value);
        self.execute_command(options.add_to(command))
    }

    /// Appends to the strings; the new length of each, in bytes. The value is a string of JSON, too, with
    /// its quotes.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.strappend/)
    #[doc(alias = "JSON.STRAPPEND")]
    fn json_strappend(
        self,
        key: impl ToArg,
        path: impl ToArg,
        value: impl ToArg,
    ) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(Command::new("JSON.STRAPPEND").key(key).arg(path).arg(value))
    }

    /// The length of the strings, in bytes. With a path of the old kind, a key that does not exist has
    /// none.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.strlen/)
    #[doc(alias = "JSON.STRLEN")]
    fn json_strlen(self, key: impl ToArg, path: impl ToArg) -> Self::Out<JsonMatches<i64>> {
        self.execute_command(Command::new("JSON.STRLEN").key(key).arg(path))
    }

    /// Turns `true` into `false` and the reverse; what they are now.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/json.toggle/)
    #[doc(alias = "JSON.TOGGLE")]
    fn json_toggle(self, key: impl ToArg, path: impl ToArg) -> Self::Out<JsonMatches<bool>> {
        self.execute_command(Command::new("JSON.TOGGLE").key(key).arg(path))
    }

    /// The types of the values; none if there is no such key.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/json.type/)
    #[doc(alias = "JSON.TYPE")]
    fn json_type(self, key: impl ToArg, path: impl ToArg) -> Self::Out<Vec<JsonType>> {
        self.execute_command(Command::new("JSON.TYPE").key(key).arg(path))
    }
}

impl<E: Execute> JsonCommands for E {}
