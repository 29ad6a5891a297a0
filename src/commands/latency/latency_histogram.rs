//! [`LatencyHistogram`].

use std::collections::BTreeMap;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// How long the calls of one command took (`LATENCY HISTOGRAM`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LatencyHistogram {
    /// How many calls there were.
    pub calls: u64,
    /// How many calls took no longer than each of these times, the shorter ones included. Each time is about twice the
    /// one before, to the microsecond; a time that adds no calls to the one before is left out.
    pub within: BTreeMap<Duration, u64>,
}

impl FromReply for LatencyHistogram {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut histogram = Self::default();
        for (name, value) in fields(reply, "`LatencyHistogram`")? {
            match name.data().as_deref() {
                Some(b"calls") => histogram.calls = u64::from_reply(value)?,
                Some(b"histogram_usec") => {
                    let within = BTreeMap::<u64, u64>::from_reply(value)?.into_iter();
                    let within = within.map(|(usec, calls)| (Duration::from_micros(usec), calls));
                    histogram.within = within.collect();
                }
                _ => {}
            }
        }
        Ok(histogram)
    }
}
