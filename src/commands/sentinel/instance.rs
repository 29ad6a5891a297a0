//! [`Instance`] and [`instance`]: what the replies about masters, replicas and sentinels have in common.

use std::str::FromStr;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

use super::super::fields::fields;

/// What a sentinel knows of a server or of another sentinel, as it sent it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Instance {
    fields: Vec<(Box<str>, Box<str>)>,
    port: u16,
}

impl Instance {
    pub(super) fn from_reply(reply: Reply<'_>, wanted: &str) -> Result<Self> {
        let mut instance = Self {
            fields: Vec::new(),
            port: 0,
        };
        for (name, value) in fields(reply, wanted)? {
            instance.fields.push((text(name), text(value)));
        }
        match (instance.parse("port"), instance.get("flags")) {
            (Some(port), Some(_)) => Ok(Self { port, ..instance }),
            _ => Err(Error::decode("a map without a port or flags", wanted)),
        }
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn get(&self, field: &str) -> Option<&str> {
        self.fields()
            .find_map(|(name, value)| (name == field).then_some(value))
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (&**name, &**value))
    }

    pub(super) fn parse<T: FromStr>(&self, field: &str) -> Option<T> {
        self.get(field)?.parse().ok()
    }

    /// A field that is always there.
    pub(super) fn text(&self, field: &str) -> &str {
        self.get(field).unwrap_or_default()
    }

    /// A field that is empty, or a question mark, where there is nothing to say.
    pub(super) fn known(&self, field: &str) -> Option<&str> {
        self.get(field).filter(|value| !matches!(*value, "" | "?"))
    }

    pub(super) fn number<T: FromStr + Default>(&self, field: &str) -> T {
        self.parse(field).unwrap_or_default()
    }

    /// A time in milliseconds.
    pub(super) fn time(&self, field: &str) -> Duration {
        Duration::from_millis(self.number(field))
    }

    /// A time that is there only at times.
    pub(super) fn some_time(&self, field: &str) -> Option<Duration> {
        self.parse(field).map(Duration::from_millis)
    }

    pub(super) fn flags(&self) -> impl Iterator<Item = &str> {
        self.text("flags")
            .split(',')
            .filter(|flag| !flag.is_empty())
    }

    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.flags().any(|found| found == flag)
    }
}

fn text(reply: Reply<'_>) -> Box<str> {
    let bytes = Vec::from_reply(reply).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into()
}

/// Gives a type that is made of one [`Instance`] what all of them have.
macro_rules! instance {
    ($type:ident, $name:literal) => {
        impl $type {
            #[doc = $name]
            #[must_use]
            pub fn name(&self) -> &str {
                self.0.text("name")
            }

            /// Its address: a host's name only if the sentinel is told to announce those.
            #[must_use]
            pub fn ip(&self) -> &str {
                self.0.text("ip")
            }

            /// Its port.
            #[must_use]
            pub const fn port(&self) -> u16 {
                self.0.port()
            }

            /// The id that it gave itself when it started; `None` if the sentinel has not heard it yet.
            #[must_use]
            pub fn run_id(&self) -> Option<&str> {
                self.0.known("runid")
            }

            /// What it is and how it is: `master`, `slave` or `sentinel`; `s_down`, `o_down`, `disconnected`,
            /// `failover_in_progress`, `promoted`, ….
            pub fn flags(&self) -> impl Iterator<Item = &str> {
                self.0.flags()
            }

            /// Whether this is one of its flags.
            #[must_use]
            pub fn has_flag(&self, flag: &str) -> bool {
                self.0.has_flag(flag)
            }

            /// Whether it is subjectively down: this sentinel has had no valid answer from it for
            /// [`down_after`](Self::down_after).
            #[must_use]
            pub fn is_sdown(&self) -> bool {
                self.has_flag("s_down")
            }

            /// Whether the sentinel has no connection to it.
            #[must_use]
            pub fn is_disconnected(&self) -> bool {
                self.has_flag("disconnected")
            }

            /// For how long it has been subjectively down; `None` if it is not.
            #[must_use]
            pub fn s_down_time(&self) -> Option<Duration> {
                self.0.some_time("s-down-time")
            }

            /// After how long without an answer it is down (`down-after-milliseconds`).
            #[must_use]
            pub fn down_after(&self) -> Duration {
                self.0.time("down-after-milliseconds")
            }

            /// For how long a `PING` has been waiting for its answer; `None` if none does.
            #[must_use]
            pub fn last_ping_sent(&self) -> Option<Duration> {
                Some(self.0.time("last-ping-sent")).filter(|time| !time.is_zero())
            }

            /// How long ago it answered a `PING` as it should.
            #[must_use]
            pub fn last_ok_ping_reply(&self) -> Duration {
                self.0.time("last-ok-ping-reply")
            }

            /// How long ago it answered a `PING`, with whatever.
            #[must_use]
            pub fn last_ping_reply(&self) -> Duration {
                self.0.time("last-ping-reply")
            }

            /// How many commands of the sentinel wait for its answer.
            #[must_use]
            pub fn link_pending_commands(&self) -> u64 {
                self.0.number("link-pending-commands")
            }

            /// How many masters share the sentinel's connection to it.
            #[must_use]
            pub fn link_refcount(&self) -> u64 {
                self.0.number("link-refcount")
            }

            /// Any field as the sentinel sent it; `None` if there is none.
            #[must_use]
            pub fn get(&self, field: &str) -> Option<&str> {
                self.0.get(field)
            }

            /// Any field as a number, or as any other type that a text is parsed as; `None` if there is none, or it
            /// can't be parsed.
            #[must_use]
            pub fn parse<T: std::str::FromStr>(&self, field: &str) -> Option<T> {
                self.0.parse(field)
            }

            /// All fields, in the order of the sentinel.
            pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
                self.0.fields()
            }
        }

        impl FromReply for $type {
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                Instance::from_reply(reply, concat!("`", stringify!($type), "`")).map(Self)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.fields()).finish()
            }
        }
    };
}

/// Gives a type what is known from the `INFO` of a server.
macro_rules! informed {
    ($type:ident) => {
        impl $type {
            /// How old the sentinel's knowledge of its `INFO` is, which it asks for every 10 s, and every
            /// second when something is wrong; zero if it has none yet.
            #[must_use]
            pub fn info_refresh(&self) -> Duration {
                self.0.time("info-refresh")
            }

            /// What it says of itself: `master` or `slave`.
            #[must_use]
            pub fn role_reported(&self) -> &str {
                self.0.text("role-reported")
            }

            /// For how long it has been saying so.
            #[must_use]
            pub fn role_reported_time(&self) -> Duration {
                self.0.time("role-reported-time")
            }
        }
    };
}

pub(super) use {informed, instance};

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(reply: &[u8]) -> Result<Instance> {
        Instance::from_reply(Reply::parse(reply).unwrap(), "an instance")
    }

    #[test]
    fn a_flat_list_and_a_map_say_the_same() {
        let flat = b"*8\r\n+flags\r\n+master,s_down\r\n+port\r\n$2\r\n80\r\n+runid\r\n$0\r\n\r\n+a\r\n+7\r\n";
        let map = b"%4\r\n+flags\r\n+master,s_down\r\n+port\r\n$2\r\n80\r\n+runid\r\n$0\r\n\r\n+a\r\n:7\r\n";
        let (flat, map) = (decode(flat).unwrap(), decode(map).unwrap());
        assert!(flat == map);
        assert_eq!(flat.port(), 80);
        assert_eq!(flat.flags().collect::<Vec<_>>(), ["master", "s_down"]);
        assert_eq!(flat.known("runid"), None);
        assert_eq!(flat.time("a"), Duration::from_millis(7));
        assert_eq!(
            (flat.some_time("b"), flat.time("b")),
            (None, Duration::ZERO)
        );
    }

    #[test]
    fn what_is_no_instance_is_refused() {
        for reply in [
            b"*2\r\n+port\r\n+1\r\n".as_slice(),
            b"*4\r\n+flags\r\n+master\r\n+port\r\n+99999\r\n",
            b"*0\r\n",
            b"+OK\r\n",
            b"-ERR No such master with that name\r\n",
        ] {
            assert!(decode(reply).is_err());
        }
    }
}
