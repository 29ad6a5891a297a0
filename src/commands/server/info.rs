//! [`Info`] and what is in it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::Reply;

/// What a server tells of itself (`INFO`): sections of fields.
///
/// The main fields have methods; [`get`](Self::get) and [`parse`](Self::parse) know the rest by the
/// names that [the server](https://redis.io/docs/latest/commands/info/) gives them. All are `None`,
/// or empty, if the section was not asked for or the server has no such field.
#[derive(Clone, PartialEq, Eq)]
pub struct Info {
    text: Box<str>,
}

/// What a database holds (`INFO keyspace`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyspaceInfo {
    /// How many keys.
    pub keys: u64,
    /// How many of them have a time to live.
    pub expires: u64,
    /// How long those live on average, estimated from a sample, to the millisecond; zero if there are none.
    pub avg_ttl: Duration,
}

/// What a command has been up to since the server started, or since `CONFIG RESETSTAT` (`INFO
/// commandstats`).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CommandStats {
    /// How often it was called.
    pub calls: u64,
    /// How many microseconds it took altogether.
    pub usec: u64,
    /// How many microseconds it took on average.
    pub usec_per_call: f64,
    /// How often it was refused before it began. Since 6.2.0.
    pub rejected_calls: u64,
    /// How often it ended with an error. Since 6.2.0.
    pub failed_calls: u64,
}

impl Info {
    /// Any field as the server wrote it.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields()
            .find_map(|(name, value)| (name == field).then_some(value))
    }

    /// Any field as a number, or as any other type that a text is parsed as; `None` also if it can't be parsed.
    #[must_use]
    pub fn parse<T: FromStr>(&self, field: &str) -> Option<T> {
        self.get(field)?.parse().ok()
    }

    /// The parts of a field that is `a=1,b=2`, such as `slave0` or `errorstat_ERR`.
    pub fn parts(&self, field: &str) -> impl Iterator<Item = (&str, &str)> {
        parts(self.get(field).unwrap_or_default())
    }

    /// All fields of all sections, in the order of the server.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines().filter_map(field)
    }

    /// The names of the sections, as the server writes them: `Server`, `Clients`, ….
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.lines().filter_map(heading)
    }

    /// The fields of one section, in any case: `"server"`, `"Server"`.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        self.lines()
            .skip_while(move |line| {
                !heading(line).is_some_and(|found| found.eq_ignore_ascii_case(name))
            })
            .skip(1)
            .take_while(|line| heading(line).is_none())
            .filter_map(field)
    }

    /// What the server is: `valkey` if it says so, else `redis`.
    #[must_use]
    pub fn server_name(&self) -> Option<&str> {
        let redis = || self.get("redis_version").map(|_| "redis");
        self.get("server_name").or_else(redis)
    }

    /// The server's own version. (`redis_version` is the one that Valkey is compatible with.)
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.get("valkey_version")
            .or_else(|| self.get("redis_version"))
    }

    /// `standalone`, `sentinel` or `cluster`.
    #[must_use]
    pub fn mode(&self) -> Option<&str> {
        self.get("redis_mode").or_else(|| self.get("server_mode"))
    }

    /// The id of the server's process.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.parse("process_id")
    }

    /// The name that the server gave itself when it started, at random.
    #[must_use]
    pub fn run_id(&self) -> Option<&str> {
        self.get("run_id")
    }

    /// How long the server has been running, in whole seconds.
    #[must_use]
    pub fn uptime(&self) -> Option<Duration> {
        self.parse("uptime_in_seconds").map(Duration::from_secs)
    }

    /// How many clients are connected.
    #[must_use]
    pub fn connected_clients(&self) -> Option<u64> {
        self.parse("connected_clients")
    }

    /// How many clients wait for a blocking command.
    #[must_use]
    pub fn blocked_clients(&self) -> Option<u64> {
        self.parse("blocked_clients")
    }

    /// How many bytes the server has allocated.
    #[must_use]
    pub fn used_memory(&self) -> Option<u64> {
        self.parse("used_memory")
    }

    /// How many bytes it may allocate for data; zero if there is no limit.
    #[must_use]
    pub fn maxmemory(&self) -> Option<u64> {
        self.parse("maxmemory")
    }

    /// How many commands the server has executed.
    #[must_use]
    pub fn total_commands_processed(&self) -> Option<u64> {
        self.parse("total_commands_processed")
    }

    /// How many lookups found a key.
    #[must_use]
    pub fn keyspace_hits(&self) -> Option<u64> {
        self.parse("keyspace_hits")
    }

    /// How many lookups found none.
    #[must_use]
    pub fn keyspace_misses(&self) -> Option<u64> {
        self.parse("keyspace_misses")
    }

    /// `master`, or `slave` if it is a replica.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.get("role")
    }

    /// How many replicas are connected.
    #[must_use]
    pub fn connected_replicas(&self) -> Option<u64> {
        self.parse("connected_slaves")
    }

    /// The databases that hold keys, by their numbers.
    #[must_use]
    pub fn keyspace(&self) -> BTreeMap<u32, KeyspaceInfo> {
        self.numbered("db", KeyspaceInfo::from_parts)
    }

    /// The commands that have been called, by their names in lower case: `get`, and `config|get`
    /// since 7.0.0. Ask for the section `commandstats`.
    #[must_use]
    pub fn commandstats(&self) -> BTreeMap<&str, CommandStats> {
        self.numbered("cmdstat_", CommandStats::from_parts)
    }

    /// How often each error was answered, by its code. Ask for the section `errorstats`, since
    /// 6.2.0.
    #[must_use]
    pub fn errorstats(&self) -> BTreeMap<&str, u64> {
        self.numbered("errorstat_", |text| number(text, "count"))
    }

    /// The text as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The fields whose names begin with `prefix`, by the rest of their names.
    fn numbered<'a, K: Key<'a>, V>(&'a self, prefix: &str, value: fn(&str) -> V) -> BTreeMap<K, V> {
        let named = |(name, text): (&'a str, &str)| {
            let key = K::from_name(name.strip_prefix(prefix)?)?;
            Some((key, value(text)))
        };
        self.fields().filter_map(named).collect()
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }
}

/// What a field's name ends in.
trait Key<'a>: Ord + Sized {
    fn from_name(name: &'a str) -> Option<Self>;
}

impl<'a> Key<'a> for &'a str {
    fn from_name(name: &'a str) -> Option<Self> {
        Some(name)
    }
}

impl Key<'_> for u32 {
    fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

impl KeyspaceInfo {
    fn from_parts(text: &str) -> Self {
        Self {
            keys: number(text, "keys"),
            expires: number(text, "expires"),
            avg_ttl: Duration::from_millis(number(text, "avg_ttl")),
        }
    }
}

impl CommandStats {
    fn from_parts(text: &str) -> Self {
        Self {
            calls: number(text, "calls"),
            usec: number(text, "usec"),
            usec_per_call: number(text, "usec_per_call"),
            rejected_calls: number(text, "rejected_calls"),
            failed_calls: number(text, "failed_calls"),
        }
    }
}

/// `# Server` is the heading of a section.
fn heading(line: &str) -> Option<&str> {
    line.strip_prefix('#').map(str::trim)
}

fn field(line: &str) -> Option<(&str, &str)> {
    match heading(line) {
        Some(_) => None,
        None => line.split_once(':'),
    }
}

fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter_map(|part| part.split_once('='))
}

/// A number out of `a=1,b=2`; zero if there is none.
fn number<T: FromStr + Default>(text: &str, name: &str) -> T {
    parts(text)
        .find(|(found, _)| *found == name)
        .and_then(|(_, digits)| digits.parse().ok())
        .unwrap_or_default()
}

impl FromReply for Info {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let reply = reply.into_result()?;
        match reply.data() {
            Some(data) => Ok(Self {
                text: String::from_utf8_lossy(&data).into(),
            }),
            None => Err(Error::decode(reply.kind_name(), "`Info`")),
        }
    }
}

impl fmt::Debug for Info {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.fields()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_belong_to_sections_and_structures_are_taken_apart() {
        let text = "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\nos:a:b\r\n\r\n\
            # Keyspace\r\ndb0:keys=3,expires=1,avg_ttl=1500,subexpiry=0\r\ndb12:keys=1,expires=0,avg_ttl=0\r\n\
            # Commandstats\r\ncmdstat_config|get:calls=2,usec=3,usec_per_call=1.50,rejected_calls=4,failed_calls=5\r\n\
            # Errorstats\r\nerrorstat_ERR:count=6\r\n";
        let info = Info { text: text.into() };
        assert_eq!(info.sections().count(), 4);
        assert_eq!(info.section("SERVER").count(), 4);
        assert_eq!(info.section("clients").count(), 0);
        assert_eq!(info.get("os"), Some("a:b"));
        assert_eq!(
            (info.server_name(), info.version()),
            (Some("valkey"), Some("9.1.2"))
        );
        let keyspace = info.keyspace();
        assert_eq!(keyspace.keys().copied().collect::<Vec<_>>(), [0, 12]);
        assert_eq!(keyspace[&0].keys, 3);
        assert_eq!(keyspace[&0].avg_ttl, Duration::from_millis(1500));
        let stats = info.commandstats();
        let wanted = CommandStats {
            calls: 2,
            usec: 3,
            usec_per_call: 1.5,
            rejected_calls: 4,
            failed_calls: 5,
        };
        assert_eq!(stats["config|get"], wanted);
        assert_eq!(info.errorstats()["ERR"], 6);
        assert_eq!(info.parts("db12").count(), 3);
        assert_eq!(info.used_memory(), None);
    }
}
