//! [`SearchAttribute`].

use std::collections::BTreeMap;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::search_index_info::{text, texts};

/// A field of an index (`FT.INFO`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SearchAttribute {
    /// Its name in the documents, or its path.
    pub identifier: String,
    /// Its name in queries.
    pub attribute: String,
    /// Its type: `TEXT`, `TAG`, `NUMERIC`, `GEO`, `GEOSHAPE` or `VECTOR`.
    pub kind: String,
    /// What it was made with and has no value: `SORTABLE`, `NOSTEM` and the like.
    pub flags: Vec<String>,
    /// What it was made with and has one: `WEIGHT`, `SEPARATOR`, `dim` and the like.
    pub details: BTreeMap<String, String>,
}

/// What stands without a value in RESP2.
const FLAGS: [&str; 8] = [
    "CASESENSITIVE",
    "INDEXEMPTY",
    "INDEXMISSING",
    "NOINDEX",
    "NOSTEM",
    "SORTABLE",
    "UNF",
    "WITHSUFFIXTRIE",
];

impl SearchAttribute {
    fn from_items(items: Items<'_>) -> Result<Self> {
        let mut attribute = Self::default();
        let mut items = items;
        while let Some(name) = items.next() {
            let name = text(name)?;
            if FLAGS.contains(&&*name) {
                attribute.flags.push(name);
            } else if let Some(value) = items.next() {
                attribute.set(name, value)?;
            }
        }
        Ok(attribute)
    }

    fn set(&mut self, name: String, value: Reply<'_>) -> Result<()> {
        match &*name {
            "identifier" => self.identifier = text(value)?,
            "attribute" => self.attribute = text(value)?,
            "type" => self.kind = text(value)?,
            "flags" => self.flags = texts(value)?,
            _ => drop(self.details.insert(name, text(value)?)),
        }
        Ok(())
    }
}

impl FromReply for SearchAttribute {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(items) => Self::from_items(items),
            Reply::Map(pairs) => Self::from_items(pairs.into_items()),
            other => Err(Error::decode(other.kind_name(), "`SearchAttribute`")),
        }
    }
}
