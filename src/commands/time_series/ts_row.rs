//! [`TsRow`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::ts_sample::timestamp;

/// What several aggregators, or several series, have at one time.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsRow {
    /// When it was, in whatever the series counts.
    pub timestamp: u64,
    /// The values, in the order of the keys, and of each key's aggregators. NaN where there is none.
    pub values: Vec<f64>,
}

impl TsRow {
    /// A row.
    #[must_use]
    pub fn new(timestamp: u64, values: impl Into<Vec<f64>>) -> Self {
        let values = values.into();
        Self { timestamp, values }
    }
}

impl FromReply for TsRow {
    /// `TS.NRANGE` has the values in a list of their own, `TS.RANGE` behind the timestamp.
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut parts = match reply.into_result()? {
            Reply::Array(parts) => parts,
            other => return Err(Error::decode(other.kind_name(), "`TsRow`")),
        };
        let timestamp = timestamp(&mut parts, "`TsRow`")?;
        let values = match parts.clone().next() {
            Some(Reply::Array(values)) => values,
            _ => parts,
        };
        let values = Vec::from_reply(Reply::Array(values))?;
        Ok(Self { timestamp, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_may_be_a_list_or_not() {
        let row = TsRow::new(7, [1.5, 2.0]);
        for reply in [
            "*3\r\n:7\r\n+1.5\r\n+2\r\n",
            "*3\r\n:7\r\n,1.5\r\n,2\r\n",
            "*2\r\n:7\r\n*2\r\n+1.5\r\n+2\r\n",
            "*2\r\n:7\r\n*2\r\n,1.5\r\n,2\r\n",
        ] {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            assert_eq!(TsRow::from_reply(reply).unwrap(), row);
        }
        for wrong in [":1\r\n", "*0\r\n", "*2\r\n:1\r\n+x\r\n"] {
            let reply = Reply::parse(wrong.as_bytes()).unwrap();
            assert!(TsRow::from_reply(reply).is_err(), "{wrong:?}");
        }
    }
}
