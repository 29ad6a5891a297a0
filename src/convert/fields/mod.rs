//! [`Fields`]: structs of one's own as the fields and values of hashes and stream entries.

use std::any::type_name;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::FromReply;
use super::from_reply::mismatch;
use crate::error::{Error, Result};
use crate::resp::Reply;

mod field_pairs;
mod fields_deserializer;
mod fields_error;
mod fields_serializer;
#[cfg_attr(not(feature = "json"), path = "no_json.rs")]
mod nested_json;
mod refused;
mod value_deserializer;
mod value_serializer;

pub use field_pairs::FieldPairs;

use fields_deserializer::FieldsDeserializer;
use fields_serializer::FieldsSerializer;

/// A struct or a map whose parts are fields and values: of a hash, or of a stream's entry. With the
/// feature `serde`.
///
/// [`Fields::of`] makes what is sent, and a reply of fields and values decodes to it:
///
/// ```
/// # use redial::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, PartialEq, Debug)]
/// struct User {
///     name: String,
///     age: u32,
///     email: Option<String>,
/// }
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete(["doc:user", "doc:users"])?;
/// let ann = User { name: "Ann".into(), age: 37, email: None };
/// r.hset("doc:user", Fields::of(&ann)?)?;
/// let Fields(user) = r.hgetall::<Fields<User>>("doc:user")?;
/// assert_eq!(user, ann);
/// let nobody: Option<Fields<User>> = r.hgetall("doc:nobody")?;
/// assert_eq!(nobody, None);
///
/// r.xadd("doc:users", Fields::of(&ann)?)?;
/// let all: Vec<StreamEntry<Fields<User>>> = r.xrange("doc:users", "-", "+")?;
/// assert_eq!(all[0].fields.0, ann);
/// # r.delete(["doc:user", "doc:users"])?;
/// # Ok(())
/// # }
/// ```
///
/// # What becomes of each part
/// * Text and byte strings are kept as they are, numbers in decimal digits, `true` and `false` as 1 and
///   0 (the words are read as well), a unit variant as its name, and a newtype as what is in it.
/// * `None` is no field: it is left out, and a field that is missing is `None`. A hash that has the
///   field already keeps it, unless it is deleted.
/// * What is made of parts itself (a struct, a list, a map, another variant) has no place in one field:
///   it is an error that names the field. `Json<T>` around it (feature `json`) makes it one text.
/// * A `Vec<u8>` is a list to serde; the type [`Bytes`](crate::Bytes) or the crate `serde_bytes` says
///   that it is not.
/// * With serde's `flatten` and tagged enums nothing but text can be read: the parts of such a type can't be numbers.
///
/// A key that does not exist has no fields at all, so that `Option<Fields<T>>` is `None` for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "it is its value and nothing else, and is taken apart by a pattern"
)]
pub struct Fields<T>(pub T);

impl<T: Serialize + ?Sized> Fields<&T> {
    /// The fields and values of `value`, ready to be sent.
    ///
    /// # Errors
    /// `Data` if it is neither a struct nor a map, or a part of it is not a single value.
    pub fn of(value: &T) -> Result<FieldPairs> {
        let pairs = value.serialize(FieldsSerializer).map_err(|error| {
            let name = type_name::<T>();
            Error::data(format!("`{name}` can't be written as fields: {error}"))
        })?;
        Ok(FieldPairs::new(pairs))
    }
}

impl<T: DeserializeOwned + Send + 'static> FromReply for Fields<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let pairs = match reply {
            Reply::Map(pairs) => pairs,
            Reply::Array(items) => items.into_pairs(),
            other => return Err(mismatch(&other, &wanted::<T>())),
        };
        T::deserialize(FieldsDeserializer::new(pairs))
            .map(Self)
            .map_err(|error| Error::decode(&format!("a map ({error})"), &wanted::<T>()))
    }

    fn is_missing(reply: &Reply<'_>) -> bool {
        match reply {
            Reply::Nil => true,
            Reply::Array(items) => items.len() == Some(0),
            Reply::Map(pairs) => pairs.len() == Some(0),
            _ => false,
        }
    }
}

#[cold]
fn wanted<T>() -> String {
    format!("the fields of `{}`", type_name::<T>())
}

#[cfg(test)]
mod tests;
