//! [`Json`]: values of one's own as texts of JSON.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Blob, Reply};

mod json_text;

pub use json_text::JsonText;

/// A value that is kept as a text of JSON: in a string, in a field, in a document. With the feature
/// `json`.
///
/// [`Json::of`] makes what is sent, and a reply that is a text of JSON decodes to it:
///
/// ```
/// # use redial::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, PartialEq, Debug)]
/// struct User {
///     name: String,
///     languages: Vec<String>,
/// }
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// let ann = User { name: "Ann".into(), languages: vec!["no".into(), "en".into()] };
/// r.set("doc:json", Json::of(&ann)?)?;
/// let user: Option<Json<User>> = r.get("doc:json")?;
/// assert_eq!(user, Some(Json(ann)));
/// # r.delete("doc:json")?;
/// # Ok(())
/// # }
/// ```
///
/// `JSON.GET` and `JSON.MGET` answer a path that begins with `$` with an array of all that it leads to, so the type
/// that is asked for is a list, too. Without a path (`()`) `JSON.GET` answers with the document itself:
///
/// ```no_run
/// # use redial::prelude::*;
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, PartialEq, Debug)]
/// # struct User { name: String }
/// # fn main() -> redial::Result<()> {
/// # let r = Redis::from_url("redis://localhost")?;
/// # let ann = User { name: "Ann".into() };
/// r.json_set("user:1", "$", Json::of(&ann)?)?;
/// let whole: Option<Json<User>> = r.json_get("user:1", ())?;
/// let names: Option<Json<Vec<String>>> = r.json_get("user:1", "$.name")?;
/// let one: Option<Json<[User; 1]>> = r.json_get("user:1", "$")?;
/// let many: Vec<Option<Json<[User; 1]>>> = r.json_mget(["user:1", "user:2"], "$")?;
/// # Ok(())
/// # }
/// ```
///
/// In a struct that is kept in a hash ([`Fields`](crate::Fields)) it makes one field of a part that would
/// be many: `address: Json<Address>`. Anywhere else it is to serde what is in it.
///
/// Errors say where in the text something is wrong, and nothing of what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "it is its value and nothing else, and is taken apart by a pattern"
)]
pub struct Json<T>(pub T);

impl<T: Serialize + ?Sized> Json<&T> {
    /// The text of `value`, ready to be sent.
    ///
    /// # Errors
    /// `Data` if JSON has nothing for it, such as a map whose keys can't be strings.
    pub fn of(value: &T) -> Result<JsonText> {
        match serde_json::to_vec(value) {
            Ok(text) => Ok(JsonText::new(text)),
            Err(_) => Err(Error::data(format!(
                "`{}` can't be written as JSON",
                type_name::<T>()
            ))),
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> FromReply for Json<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply {
            Reply::Bulk(data) | Reply::Verbatim { data, .. } => Self::from_blob(data),
            other => parsed(&Vec::from_reply(other)?),
        }
    }

    fn from_blob(data: Blob<'_>) -> Result<Self> {
        parsed(&data.as_bytes())
    }
}

fn parsed<T: DeserializeOwned>(text: &[u8]) -> Result<Json<T>> {
    serde_json::from_slice(text).map(Json).map_err(|error| {
        let wanted = format!("`{}`", type_name::<T>());
        Error::decode(&problem(&error), &wanted)
    })
}

/// What is wrong with a text, without what it says: serde's messages repeat the data.
pub(super) fn problem(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Io | Category::Syntax => return format!("no JSON (at {})", place(error)),
        Category::Eof => return "JSON that ends too early".to_owned(),
        Category::Data => error.to_string(),
    };
    // The field's name is the type's own.
    if what.starts_with("missing field `") {
        return format!("JSON ({what})");
    }
    // "invalid type: string "the data", expected u32 at line 1 column 7"
    let found = what.split(['"', '`']).next().unwrap_or_default().trim();
    match what.rsplit_once(", expected ") {
        Some((_, expected)) if found.starts_with("invalid type: ") => {
            let found = found.split(", expected").next().unwrap_or_default();
            format!("JSON ({found}, expected {expected})")
        }
        _ => format!("JSON (refused by its type at {})", place(error)),
    }
}

fn place(error: &serde_json::Error) -> String {
    format!("line {} column {}", error.line(), error.column())
}

/// What serde knows it as; by this name `Fields` tells it from other newtypes.
pub(super) const NEWTYPE: &str = "$redial::Json";

/// As what is in it, or as one text where it is a field.
impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(NEWTYPE, &self.0)
    }
}

/// From what is in it, or from one text where it is a field.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NEWTYPE, JsonVisitor(PhantomData))
    }
}

struct JsonVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for JsonVisitor<T> {
    type Value = Json<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Json<T>, D::Error> {
        T::deserialize(deserializer).map(Json)
    }
}

#[cfg(test)]
mod tests;
