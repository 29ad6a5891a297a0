//! [`TsSeries`] and [`TsLatest`]: what is read of several series at once.

use std::collections::HashMap;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::super::fields::fields;
use super::TsSample;

/// What was read of one series, or of a group of them.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsSeries<S = TsSample> {
    /// Its key; of a group, `label=value`.
    pub key: String,
    /// Its labels, as far as they were asked for and are there.
    pub labels: HashMap<String, String>,
    /// Of a group: what its series were reduced by. Under RESP2 the server only says so where all
    /// labels are asked for.
    pub reducer: Option<String>,
    /// Of a group: the keys of its series. Under RESP2 the server only says so where all labels are
    /// asked for, and as one text, in which a comma parts the keys.
    pub sources: Vec<String>,
    /// The samples, in the order that was asked for.
    pub samples: Vec<S>,
}

/// The last sample of one series.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TsLatest {
    /// Its key.
    pub key: String,
    /// Its labels, as far as they were asked for and are there.
    pub labels: HashMap<String, String>,
    /// The sample, if it has any.
    pub sample: Option<TsSample>,
}

/// Labels and values, as pairs in RESP2 and as a map in RESP3. A label that was asked for and is not
/// there has nil for a value, and no label's value is empty.
pub(super) fn labels(reply: Reply<'_>) -> Result<HashMap<String, String>> {
    let labels = Vec::<(String, Option<String>)>::from_reply(reply)?;
    let present = |(name, value): (String, Option<String>)| Some((name, value?));
    Ok(labels.into_iter().filter_map(present).collect())
}

impl<S: FromReply> TsSeries<S> {
    /// RESP2 has labels and samples, RESP3 has maps about aggregation and groups between the two.
    fn new(key: Reply<'_>, mut parts: Items<'_>) -> Result<Self> {
        let mut labels = labels(next(&mut parts)?)?;
        let mut reducer = labels.remove("__reducer__");
        let mut sources: Vec<String> = labels
            .remove("__source__")
            .map(|keys| keys.split(',').map(str::to_owned).collect())
            .unwrap_or_default();
        let samples = loop {
            match next(&mut parts)? {
                Reply::Map(about) => {
                    for (name, value) in about {
                        match name.data().as_deref() {
                            Some(b"reducers") => reducer = Vec::from_reply(value)?.pop(),
                            Some(b"sources") => sources = Vec::from_reply(value)?,
                            _ => {}
                        }
                    }
                }
                samples => break Vec::from_reply(samples)?,
            }
        };
        Ok(Self {
            key: String::from_reply(key)?,
            labels,
            reducer,
            sources,
            samples,
        })
    }
}

impl TsLatest {
    fn new(key: Reply<'_>, mut parts: Items<'_>) -> Result<Self> {
        Ok(Self {
            key: String::from_reply(key)?,
            labels: labels(next(&mut parts)?)?,
            sample: Option::from_reply(next(&mut parts)?)?,
        })
    }
}

fn next<'a>(parts: &mut Items<'a>) -> Result<Reply<'a>> {
    parts.next().ok_or_else(too_short)
}

fn too_short() -> Error {
    Error::decode("a list that is too short", "a time series")
}

fn parts(reply: Reply<'_>) -> Result<Items<'_>> {
    match reply.into_result()? {
        Reply::Array(parts) => Ok(parts),
        other => Err(Error::decode(other.kind_name(), "a time series")),
    }
}

/// One of RESP2's list: the key, and what belongs to it.
fn one<T>(reply: Reply<'_>, new: fn(Reply<'_>, Items<'_>) -> Result<T>) -> Result<T> {
    let mut parts = parts(reply)?;
    let key = next(&mut parts)?;
    new(key, parts)
}

/// All of them: a map by their keys in RESP3, and a list in RESP2.
fn all<T>(reply: Reply<'_>, new: fn(Reply<'_>, Items<'_>) -> Result<T>) -> Result<Vec<T>> {
    match reply {
        Reply::Array(list) => list.map(|reply| one(reply, new)).collect(),
        other => fields(other, "a list of time series")?
            .map(|(key, rest)| new(key, parts(rest)?))
            .collect(),
    }
}

impl<S: FromReply> FromReply for TsSeries<S> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        one(reply, Self::new)
    }

    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        all(reply, Self::new)
    }
}

impl FromReply for TsLatest {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        one(reply, Self::new)
    }

    fn list_from_reply(reply: Reply<'_>) -> Result<Vec<Self>> {
        all(reply, Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::TsRow;

    fn decode<T: FromReply>(reply: &str) -> Result<Vec<T>> {
        Vec::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn both_protocols_groups_are_the_same() {
        let samples = "*1\r\n*2\r\n:1\r\n+2\r\n";
        let resp2 = format!(
            "*1\r\n*3\r\n+k=t\r\n*3\r\n*2\r\n+k\r\n+t\r\n*2\r\n+__reducer__\r\n+max\r\n*2\r\n+__source__\r\n+a,b\r\n{samples}"
        );
        let resp3 = format!(
            "%1\r\n+k=t\r\n*4\r\n%1\r\n+k\r\n+t\r\n%1\r\n+reducers\r\n*1\r\n+max\r\n%1\r\n+sources\r\n*2\r\n+a\r\n+b\r\n{samples}"
        );
        let expected = TsSeries {
            key: "k=t".into(),
            labels: HashMap::from([("k".into(), "t".into())]),
            reducer: Some("max".into()),
            sources: vec!["a".into(), "b".into()],
            samples: vec![TsSample::new(1, 2.0)],
        };
        for reply in [resp2, resp3] {
            assert_eq!(decode::<TsSeries>(&reply).unwrap()[0], expected);
        }
    }

    #[test]
    fn several_aggregators_values_are_rows() {
        let reply = "%1\r\n+a\r\n*3\r\n%0\r\n%1\r\n+aggregators\r\n*2\r\n+min\r\n+max\r\n*1\r\n*3\r\n:1\r\n,2\r\n,3\r\n";
        let series = decode::<TsSeries<TsRow>>(reply).unwrap();
        assert_eq!(series[0].samples, [TsRow::new(1, [2.0, 3.0])]);
        assert!(decode::<TsSeries>(reply).is_err());
    }

    #[test]
    fn what_is_no_series_is_refused() {
        for wrong in [
            ":1\r\n",
            "*1\r\n:1\r\n",
            "*1\r\n*2\r\n+a\r\n*0\r\n",
            "-ERR x\r\n",
        ] {
            assert!(decode::<TsSeries>(wrong).is_err(), "{wrong:?}");
            assert!(decode::<TsLatest>(wrong).is_err(), "{wrong:?}");
        }
    }
}
