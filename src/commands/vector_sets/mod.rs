//! The commands on vector sets.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg};

mod raw_vector;
mod vadd_options;
mod vector_input;
mod vector_quantization;
mod vector_set_info;
mod vsim_match;
mod vsim_query;

pub use raw_vector::RawVector;
pub use vadd_options::VaddOptions;
pub use vector_input::VectorInput;
pub use vector_quantization::VectorQuantization;
pub use vector_set_info::VectorSetInfo;
pub use vsim_match::VsimMatch;
pub use vsim_query::VsimQuery;

/// Commands on vector sets: elements with a vector each, which are found by how similar their vectors are. They
/// come with Redis 8; Valkey has none.
///
/// Vectors are slices, arrays or `Vec`s of `f32`, and other [inputs](VectorInput). All of a set have as many
/// dimensions as the first. What counts is their direction: a score of 1 is the same, 0 the opposite.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # if r.vcard("doc:vectors").is_err() { return Ok(()) } // it has no vector sets
/// # r.delete("doc:vectors")?;
/// r.vadd("doc:vectors", [1.0, 0.1], "apple")?;
/// r.vadd("doc:vectors", [0.9, 0.2], "pear")?;
/// let fast = VaddOptions::new().attributes(r#"{"wheels": 4}"#);
/// r.vadd_with("doc:vectors", [-0.2, 1.0], "car", fast)?;
///
/// let query = VsimQuery::vector([1.0, 0.0]).count(2);
/// let fruit: Vec<String> = r.vsim("doc:vectors", query)?;
/// assert_eq!(fruit, ["apple", "pear"]);
/// let query = VsimQuery::element("pear").filter(".wheels > 2");
/// let others: Vec<(String, f64)> = r.vsim_withscores("doc:vectors", query)?;
/// assert_eq!(others[0].0, "car");
/// # r.delete("doc:vectors")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: a server without them says `ERR`; `WRONGTYPE` if the key holds something else.
pub trait VectorSetCommands: Execute {
    /// Adds an element, or gives it another vector; whether it is new.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vadd/)
    ///
    /// # Errors
    /// `ERR` if the vector has not as many dimensions as those in the set, or none.
    fn vadd(
        self,
        key: impl ToArg,
        vector: impl Into<VectorInput>,
        element: impl ToArg,
    ) -> Self::Out<bool> {
        let command = vector.into().add_to(Command::new("VADD").key(key));
        self.execute_command(command.arg(element))
    }

    /// Adds an element, or gives it another vector, as `options` say; whether it is new.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vadd/)
    ///
    /// # Errors
    /// `ERR` if the vector has not as many dimensions as those in the set, or none, or the set was made with
    /// other options.
    #[doc(alias = "VADD")]
    fn vadd_with(
        self,
        key: impl ToArg,
        vector: impl Into<VectorInput>,
        element: impl ToArg,
        options: VaddOptions,
    ) -> Self::Out<bool> {
        let command = options.add_before_vector(Command::new("VADD").key(key));
        let command = vector.into().add_to(command).arg(element);
        self.execute_command(options.add_to(command))
    }

    /// How many elements there are.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vcard/)
    fn vcard(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("VCARD").key(key))
    }

    /// How many dimensions the vectors have.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vdim/)
    ///
    /// # Errors
    /// `ERR` if there is no such key.
    fn vdim(self, key: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("VDIM").key(key))
    }

    /// The vector that an element was given, as exactly as its [quantization](VaddOptions::quantization) has kept it;
    /// `None` if there is no such element. In a set that [reduces](VaddOptions::reduce) vectors it is the reduced one.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vemb/)
    fn vemb(self, key: impl ToArg, element: impl ToArg) -> Self::Out<Option<Vec<f32>>> {
        self.execute_command(Command::new("VEMB").key(key).arg(element))
    }

    /// The vector of an element as the set has it (`RAW`); `None` if there is no such element.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vemb/)
    #[doc(alias = "VEMB")]
    fn vemb_raw(self, key: impl ToArg, element: impl ToArg) -> Self::Out<Option<RawVector>> {
        self.execute_command(Command::new("VEMB").key(key).arg(element).arg("RAW"))
    }

    /// The attributes of an element, as a text of JSON; `None` if it has none, or there is no such element.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vgetattr/)
    fn vgetattr<T: FromReply>(self, key: impl ToArg, element: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("VGETATTR").key(key).arg(element))
    }

    /// What the server says of a set; `None` if there is no such key.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vinfo/)
    fn vinfo(self, key: impl ToArg) -> Self::Out<Option<VectorSetInfo>> {
        self.execute_command(Command::new("VINFO").key(key))
    }

    /// Whether there is such an element.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vismember/)
    fn vismember(self, key: impl ToArg, element: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("VISMEMBER").key(key).arg(element))
    }

    /// The elements that an element is linked to, layer by layer, the sparsest first; `None` if there is no
    /// such element.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vlinks/)
    fn vlinks<T: FromReply>(
        self,
        key: impl ToArg,
        element: impl ToArg,
    ) -> Self::Out<Option<Vec<Vec<T>>>> {
        self.execute_command(Command::new("VLINKS").key(key).arg(element))
    }

    /// The elements that an element is linked to, with their scores (`WITHSCORES`), layer by layer, the sparsest
    /// first; `None` if there is no such element.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vlinks/)
    #[doc(alias = "VLINKS")]
    #[expect(
        clippy::type_complexity,
        reason = "layers of elements and scores, each of which may be looked at by itself"
    )]
    fn vlinks_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        element: impl ToArg,
    ) -> Self::Out<Option<Vec<Vec<(T, f64)>>>> {
        let command = Command::new("VLINKS").key(key).arg(element);
        self.execute_command(command.arg("WITHSCORES"))
    }

    /// An element at random; `None` if there is no such key.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vrandmember/)
    fn vrandmember<T: FromReply>(self, key: impl ToArg) -> Self::Out<Option<T>> {
        self.execute_command(Command::new("VRANDMEMBER").key(key))
    }

    /// Up to `count` different elements at random, or if `count` is negative that many (without the sign) of
    /// which some may be the same.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vrandmember/)
    #[doc(alias = "VRANDMEMBER")]
    fn vrandmember_count<T: FromReply>(self, key: impl ToArg, count: i64) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("VRANDMEMBER").key(key).arg(count))
    }

    /// The elements between two [bounds](super::LexBound), in the order of their bytes.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/vrange/)
    fn vrange<T: FromReply>(
        self,
        key: impl ToArg,
        start: impl ToArg,
        end: impl ToArg,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("VRANGE").key(key).arg(start).arg(end))
    }

    /// The first `count` elements between two [bounds](super::LexBound), in the order of their bytes; all if `count` is
    /// negative. The next ones begin after the last that came, [exclusive](super::LexBound::exclusive): so a large set
    /// is gone through piece by piece.
    ///
    /// Since 8.4.0. [redis.io](https://redis.io/docs/latest/commands/vrange/)
    #[doc(alias = "VRANGE")]
    fn vrange_count<T: FromReply>(
        self,
        key: impl ToArg,
        start: impl ToArg,
        end: impl ToArg,
        count: i64,
    ) -> Self::Out<Vec<T>> {
        let command = Command::new("VRANGE").key(key).arg(start).arg(end);
        self.execute_command(command.arg(count))
    }

    /// Removes an element; whether there was one. The last one takes the key with it.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vrem/)
    fn vrem(self, key: impl ToArg, element: impl ToArg) -> Self::Out<bool> {
        self.execute_command(Command::new("VREM").key(key).arg(element))
    }

    /// Gives an element attributes, a JSON object as a text, in place of those that it has, or none if the text is
    /// empty; whether there is such an element. The server does not check the text: filters do not match where it is
    /// no object.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vsetattr/)
    fn vsetattr(
        self,
        key: impl ToArg,
        element: impl ToArg,
        attributes: impl ToArg,
    ) -> Self::Out<bool> {
        let command = Command::new("VSETATTR").key(key).arg(element);
        self.execute_command(command.arg(attributes))
    }

    /// The elements that are most similar to a vector or to an element, the most similar first: ten, unless
    /// the query says how many; none if there is no such key.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vsim/)
    ///
    /// # Errors
    /// `ERR` if there is no such element in the set, the vector has not as many dimensions as those in the set,
    /// or the filter can't be read.
    fn vsim<T: FromReply>(self, key: impl ToArg, query: VsimQuery) -> Self::Out<Vec<T>> {
        self.execute_command(query.add_to(Command::new("VSIM").key(key)))
    }

    /// The elements that [`vsim`](Self::vsim) finds, each with its score (`WITHSCORES`): how similar it is, from 0, the
    /// opposite, to 1, the same.
    ///
    /// Since 8.0.0. [redis.io](https://redis.io/docs/latest/commands/vsim/)
    ///
    /// # Errors
    /// Those of [`vsim`](Self::vsim).
    #[doc(alias = "VSIM")]
    fn vsim_withscores<T: FromReply>(
        self,
        key: impl ToArg,
        query: VsimQuery,
    ) -> Self::Out<Vec<(T, f64)>> {
        let command = query.add_to(Command::new("VSIM").key(key));
        self.execute_command(command.arg("WITHSCORES"))
    }

    /// The elements that [`vsim`](Self::vsim) finds, each with its attributes, if it has some (`WITHATTRIBS`).
    ///
    /// Since 8.2.0. [redis.io](https://redis.io/docs/latest/commands/vsim/)
    ///
    /// # Errors
    /// Those of [`vsim`](Self::vsim).
    #[doc(alias = "VSIM")]
    fn vsim_withattribs<T: FromReply, A: FromReply>(
        self,
        key: impl ToArg,
        query: VsimQuery,
    ) -> Self::Out<Vec<(T, Option<A>)>> {
        let command = query.add_to(Command::new("VSIM").key(key));
        self.execute_command(command.arg("WITHATTRIBS"))
    }

    /// The elements that [`vsim`](Self::vsim) finds, each with its score and its attributes (`WITHSCORES`,
    /// `WITHATTRIBS`).
    ///
    /// Since 8.2.0. [redis.io](https://redis.io/docs/latest/commands/vsim/)
    ///
    /// # Errors
    /// Those of [`vsim`](Self::vsim).
    #[doc(alias = "VSIM")]
    fn vsim_withscores_withattribs<T: FromReply, A: FromReply>(
        self,
        key: impl ToArg,
        query: VsimQuery,
    ) -> Self::Out<Vec<VsimMatch<T, A>>> {
        let command = query.add_to(Command::new("VSIM").key(key));
        self.execute_command(command.arg("WITHSCORES").arg("WITHATTRIBS"))
    }
}

impl<E: Execute> VectorSetCommands for E {}

#[cfg(test)]
mod tests {
    use super::super::LexBound;
    use super::super::sent::{Sent, text};
    use super::*;

    #[test]
    fn ranges_are_sent_as_later_servers_know_them() {
        let all = Sent.vrange::<String>("k", LexBound::MIN, LexBound::MAX);
        let some = Sent.vrange_count::<String>("k", LexBound::exclusive("a"), "[b", 10);
        for (command, sent) in [(all, "VRANGE k - +"), (some, "VRANGE k (a [b 10")] {
            assert_eq!(text(&command), sent);
            assert!(command.key_arguments().eq([b"k"]) && command.is_read_only());
        }
    }
}
