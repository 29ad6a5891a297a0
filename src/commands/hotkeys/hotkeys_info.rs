//! [`HotkeysInfo`].

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::fields;

/// What a search for hot keys has found (`HOTKEYS GET`), the keys decoded to `T`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HotkeysInfo<T> {
    /// Whether the search is on.
    pub active: bool,
    /// About one command in this many is looked at; 1 is all.
    pub sample_ratio: u64,
    /// The slots that are looked at, as ranges from the first to the last of each.
    pub selected_slots: Vec<(u16, u16)>,
    /// When the search began, to the millisecond.
    pub start: SystemTime,
    /// How long the search has been on, or was on, to the millisecond.
    pub duration: Duration,
    /// How long the commands on all slots took, to the microsecond.
    pub all_slots_time: Duration,
    /// How many bytes the commands on all slots and their replies had.
    pub all_slots_bytes: u64,
    /// How long the commands on the selected slots took, to the microsecond; `None` if no slots were selected.
    pub selected_slots_time: Option<Duration>,
    /// How many bytes the commands on the selected slots and their replies had; `None` if no slots were selected.
    pub selected_slots_bytes: Option<u64>,
    /// How long the commands that were looked at took, to the microsecond; `None` if all were.
    pub sampled_time: Option<Duration>,
    /// How many bytes the commands that were looked at and their replies had; `None` if all were.
    pub sampled_bytes: Option<u64>,
    /// The CPU time that the server's process has used meanwhile in user mode, to the millisecond. Only with the metric
    /// [`Cpu`](super::HotkeysMetric::Cpu).
    pub cpu_time_user: Option<Duration>,
    /// The CPU time that the server's process has used meanwhile in kernel mode, to the millisecond. Only with the
    /// metric [`Cpu`](super::HotkeysMetric::Cpu).
    pub cpu_time_sys: Option<Duration>,
    /// How many bytes came and went because of the keys that were looked at. Only with the metric
    /// [`Net`](super::HotkeysMetric::Net).
    pub net_bytes: Option<u64>,
    /// The keys that took most time, to the microsecond, the hottest first; empty without the metric
    /// [`Cpu`](super::HotkeysMetric::Cpu).
    pub by_cpu_time: Vec<(T, Duration)>,
    /// The keys because of which most bytes came and went, the hottest first; empty without the metric
    /// [`Net`](super::HotkeysMetric::Net).
    pub by_net_bytes: Vec<(T, u64)>,
}

impl<T: FromReply> FromReply for HotkeysInfo<T> {
    /// It comes in a list, so that several nodes' can be joined to one.
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(mut items) if items.len() == Some(1) => match items.next() {
                Some(only) => Self::from_fields(only),
                None => Err(Error::decode("an empty list", WANTED)),
            },
            other => Self::from_fields(other),
        }
    }
}

const WANTED: &str = "`HotkeysInfo`";

impl<T: FromReply> HotkeysInfo<T> {
    const fn new() -> Self {
        Self {
            active: false,
            sample_ratio: 1,
            selected_slots: Vec::new(),
            start: UNIX_EPOCH,
            duration: Duration::ZERO,
            all_slots_time: Duration::ZERO,
            all_slots_bytes: 0,
            selected_slots_time: None,
            selected_slots_bytes: None,
            sampled_time: None,
            sampled_bytes: None,
            cpu_time_user: None,
            cpu_time_sys: None,
            net_bytes: None,
            by_cpu_time: Vec::new(),
            by_net_bytes: Vec::new(),
        }
    }

    fn from_fields(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::new();
        for (name, value) in fields(reply, WANTED)? {
            info.set(name, value)?;
        }
        Ok(info)
    }

    fn set(&mut self, name: Reply<'_>, value: Reply<'_>) -> Result<()> {
        match name.data().as_deref() {
            Some(b"tracking-active") => self.active = bool::from_reply(value)?,
            Some(b"sample-ratio") => self.sample_ratio = u64::from_reply(value)?,
            Some(b"selected-slots") => {
                let ranges = Vec::<SlotRange>::from_reply(value)?.into_iter();
                self.selected_slots = ranges.map(|SlotRange(range)| range).collect();
            }
            Some(b"collection-start-time-unix-ms") => {
                self.start = UNIX_EPOCH
                    .checked_add(millis(value)?)
                    .ok_or_else(|| Error::decode("a number out of range", WANTED))?;
            }
            Some(b"collection-duration-ms") => self.duration = millis(value)?,
            Some(b"all-commands-all-slots-us") => self.all_slots_time = micros(value)?,
            Some(b"net-bytes-all-commands-all-slots") => {
                self.all_slots_bytes = u64::from_reply(value)?;
            }
            Some(b"all-commands-selected-slots-us") => {
                self.selected_slots_time = Some(micros(value)?);
            }
            Some(b"net-bytes-all-commands-selected-slots") => {
                self.selected_slots_bytes = Some(u64::from_reply(value)?);
            }
            Some(b"sampled-commands-selected-slots-us") => {
                self.sampled_time = Some(micros(value)?);
            }
            Some(b"net-bytes-sampled-commands-selected-slots") => {
                self.sampled_bytes = Some(u64::from_reply(value)?);
            }
            Some(b"total-cpu-time-user-ms") => self.cpu_time_user = Some(millis(value)?),
            Some(b"total-cpu-time-sys-ms") => self.cpu_time_sys = Some(millis(value)?),
            Some(b"total-net-bytes") => self.net_bytes = Some(u64::from_reply(value)?),
            Some(b"by-cpu-time-us") => {
                let keys = Vec::<(T, u64)>::from_reply(value)?.into_iter();
                let keys = keys.map(|(key, usec)| (key, Duration::from_micros(usec)));
                self.by_cpu_time = keys.collect();
            }
            Some(b"by-net-bytes") => self.by_net_bytes = Vec::from_reply(value)?,
            _ => {}
        }
        Ok(())
    }
}

fn millis(reply: Reply<'_>) -> Result<Duration> {
    u64::from_reply(reply).map(Duration::from_millis)
}

fn micros(reply: Reply<'_>) -> Result<Duration> {
    u64::from_reply(reply).map(Duration::from_micros)
}

/// The first and the last slot; one number is a range of one.
struct SlotRange((u16, u16));

impl FromReply for SlotRange {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match Vec::<u16>::from_reply(reply)?.as_slice() {
            [only] => Ok(Self((*only, *only))),
            [first, last] => Ok(Self((*first, *last))),
            _ => Err(Error::decode(
                "a list of neither one nor two slots",
                "a range of slots",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESP3: &str = "*1\r\n%8\r\n$15\r\ntracking-active\r\n:1\r\n$12\r\nsample-ratio\r\n:5\r\n\
        $14\r\nselected-slots\r\n*2\r\n*1\r\n:3\r\n*2\r\n:5\r\n:9\r\n$22\r\ncollection-duration-ms\r\n:1500\r\n\
        $21\r\ntotal-cpu-time-sys-ms\r\n:11\r\n$34\r\nsampled-commands-selected-slots-us\r\n:7\r\n\
        $14\r\nby-cpu-time-us\r\n*4\r\n$1\r\na\r\n:104\r\n$1\r\nb\r\n:98\r\n$6\r\nfuture\r\n:1\r\n";

    fn decode(bytes: &str) -> Result<Option<HotkeysInfo<String>>> {
        Option::from_reply(Reply::parse(bytes.as_bytes()).unwrap())
    }

    #[test]
    fn what_was_found_is_read_in_both_protocols() {
        for reply in [RESP3.to_owned(), RESP3.replace("%8", "*16")] {
            let info = decode(&reply).unwrap().unwrap();
            assert!(info.active);
            assert_eq!(info.sample_ratio, 5);
            assert_eq!(info.selected_slots, [(3, 3), (5, 9)]);
            assert_eq!(info.duration, Duration::from_millis(1500));
            assert_eq!(info.cpu_time_sys, Some(Duration::from_millis(11)));
            assert_eq!(info.cpu_time_user, None);
            assert_eq!(info.sampled_time, Some(Duration::from_micros(7)));
            let keys = [("a".to_owned(), 104), ("b".to_owned(), 98)];
            let keys = keys.map(|(key, usec)| (key, Duration::from_micros(usec)));
            assert_eq!(info.by_cpu_time, keys);
            assert!(info.by_net_bytes.is_empty());
        }
    }

    #[test]
    fn nothing_was_searched_for_or_it_makes_no_sense() {
        assert_eq!(decode("_\r\n").unwrap(), None);
        assert_eq!(decode("*-1\r\n").unwrap(), None);
        assert!(decode(":1\r\n").is_err());
        assert!(decode("*1\r\n*2\r\n$14\r\nselected-slots\r\n*1\r\n*0\r\n").is_err());
        assert!(decode("*1\r\n*2\r\n$29\r\ncollection-start-time-unix-ms\r\n:-1\r\n").is_err());
    }
}
