//! [`AggregateResults`] and [`AggregatePage`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Pairs, Reply};

use super::super::fields::fields;

/// What `FT.AGGREGATE` has made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AggregateResults<T> {
    /// How many rows there are, as the server says: right only if a step needed all rows, such as a group or a sort.
    /// Else it is of no use.
    pub total: u64,
    /// The rows.
    pub rows: Vec<T>,
    /// What went wrong, such as a timeout that left something out (RESP3).
    pub warnings: Vec<String>,
}

/// A part of what `FT.AGGREGATE` has made, and where the next one is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AggregatePage<T> {
    /// The rows of this page.
    pub results: AggregateResults<T>,
    /// The cursor, for [`ft_cursor_read`](super::SearchCommands::ft_cursor_read); 0 after the last page.
    pub cursor: u64,
}

impl<T> AggregateResults<T> {
    const EMPTY: Self = Self {
        total: 0,
        rows: Vec::new(),
        warnings: Vec::new(),
    };
}

impl<T: FromReply> AggregateResults<T> {
    fn from_fields(pairs: Pairs<'_>) -> Result<Self> {
        let mut results = Self::EMPTY;
        for (name, value) in pairs {
            match name.data().as_deref() {
                Some(b"total_results") => results.total = u64::from_reply(value)?,
                Some(b"results") => results.rows = rows(value)?,
                Some(b"warning") => results.warnings = Vec::from_reply(value)?,
                _ => {}
            }
        }
        Ok(results)
    }

    /// A number, then the rows.
    fn from_items(mut items: Items<'_>) -> Result<Self> {
        let total = items.next().map_or(Ok(0), u64::from_reply)?;
        Ok(Self {
            total,
            rows: items.map(T::from_reply).collect::<Result<_>>()?,
            ..Self::EMPTY
        })
    }
}

impl<T: FromReply> FromReply for AggregateResults<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Map(pairs) => Self::from_fields(pairs),
            Reply::Array(items) => Self::from_items(items),
            other => Err(Error::decode(other.kind_name(), "`AggregateResults`")),
        }
    }
}

impl<T: FromReply> FromReply for AggregatePage<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (results, cursor) = <(AggregateResults<T>, u64)>::from_reply(reply)?;
        Ok(Self { results, cursor })
    }
}

/// In RESP3 the fields of a row are one of several things that are told of it.
fn rows<T: FromReply>(reply: Reply<'_>) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    for Row(row) in Vec::<Row<T>>::from_reply(reply)? {
        rows.extend(row);
    }
    Ok(rows)
}

struct Row<T>(Option<T>);

impl<T: FromReply> FromReply for Row<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut row = None;
        for (name, value) in fields(reply, "a row")? {
            if name.data().as_deref() == Some(b"extra_attributes") {
                row = Some(T::from_reply(value)?);
            }
        }
        Ok(Self(row))
    }
}
