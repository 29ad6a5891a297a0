//! What is known of each command: the one source by which retries, pools and clients decide.
//!
//! The lists come from `COMMAND INFO` of Redis 6.2, 8.2 and Valkey 9.1.

use std::time::Duration;

/// Whether and how long a command makes its caller wait by design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Blocking {
    /// It is answered at once.
    No,
    /// The server may hold the answer back for this long.
    For(Duration),
    /// The server may hold the answer back for ever.
    Forever,
}

/// What is known of one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// It changes no data.
    pub(crate) read_only: bool,
    /// Executing it twice is as good as once.
    pub(crate) safe_twice: bool,
    /// It changes the state of the connection that it is sent on.
    pub(crate) changes_connection: bool,
    /// It has no reply of its own, or more than one: a connection that sent it is not for requests any more.
    pub(crate) breaks_request_reply: bool,
    /// It ends something that may keep the commands of its own connection waiting.
    pub(crate) ends_waiting: bool,
    pub(crate) blocking: Blocking,
}

impl Facts {
    /// The name of the command with these arguments, in upper case, for messages.
    pub(crate) fn name<'a>(arguments: impl Iterator<Item = &'a [u8]>) -> String {
        Name::of(arguments).as_str().to_owned()
    }

    /// What is known of the command with these arguments, name first.
    pub(crate) fn of<'a>(arguments: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let name = Name::of(arguments.clone());
        let name = name.as_str();
        let read_only = READ_ONLY.binary_search(&name).is_ok();
        let blocking = blocking(name, arguments);
        Self {
            read_only,
            safe_twice: read_only || HARMLESS.binary_search(&name).is_ok(),
            changes_connection: changes_connection(name),
            breaks_request_reply: breaks_request_reply(name),
            ends_waiting: ends_waiting(name),
            blocking,
        }
    }
}

/// The name of a command in upper case, with the sub-command where the first word is only a family's name.
struct Name {
    text: [u8; Self::LONGEST],
    len: usize,
}

impl Name {
    /// `CLUSTER COUNT-FAILURE-REPORTS` has 29.
    const LONGEST: usize = 32;

    fn of<'a>(mut arguments: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut name = Self {
            text: [0; Self::LONGEST],
            len: 0,
        };
        name.push(arguments.next().unwrap_or_default());
        if FAMILIES.binary_search(&name.as_str()).is_ok()
            && let Some(sub_command) = arguments.next()
        {
            name.push(b" ");
            name.push(sub_command);
        }
        name
    }

    /// Appends a word; one that does not fit is no known name and makes none.
    fn push(&mut self, word: &[u8]) {
        let end = self.len + word.len();
        match self.text.get_mut(self.len..end) {
            Some(place) => {
                place.copy_from_slice(word);
                place.make_ascii_uppercase();
                self.len = end;
            }
            None => self.len = 0,
        }
    }

    fn as_str(&self) -> &str {
        self.text
            .get(..self.len)
            .and_then(|text| std::str::from_utf8(text).ok())
            .unwrap_or_default()
    }
}

/// Where a blocking command has its timeout.
fn blocking<'a>(name: &str, mut arguments: impl Iterator<Item = &'a [u8]>) -> Blocking {
    match name {
        "BLPOP" | "BRPOP" | "BZPOPMIN" | "BZPOPMAX" | "BRPOPLPUSH" | "BLMOVE" => {
            seconds(arguments.last())
        }
        "BLMPOP" | "BZMPOP" => seconds(arguments.nth(1)),
        "WAIT" | "WAITAOF" => milliseconds(arguments.last()),
        // It is no blocking command, but may keep its caller waiting for as long; zero is a second.
        "MIGRATE" => match milliseconds(arguments.nth(5)) {
            Blocking::Forever => Blocking::For(Duration::from_secs(1)),
            time => time,
        },
        "XREAD" | "XREADGROUP" => {
            // The group and the consumer may be called anything, and so may the keys after STREAMS.
            let names = if name == "XREADGROUP" { 4 } else { 1 };
            let mut options = arguments
                .skip(names)
                .take_while(|word| !word.eq_ignore_ascii_case(b"STREAMS"));
            match options.find(|word| word.eq_ignore_ascii_case(b"BLOCK")) {
                Some(_) => milliseconds(options.next()),
                None => Blocking::No,
            }
        }
        _ => Blocking::No,
    }
}

fn seconds(argument: Option<&[u8]>) -> Blocking {
    let seconds: Option<f64> = parse(argument);
    lasting(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

fn milliseconds(argument: Option<&[u8]>) -> Blocking {
    lasting(parse(argument).map(Duration::from_millis))
}

fn parse<T: std::str::FromStr>(argument: Option<&[u8]>) -> Option<T> {
    std::str::from_utf8(argument?).ok()?.parse().ok()
}

/// Zero is Redis' "for ever". What can't be read the server refuses at once.
fn lasting(time: Option<Duration>) -> Blocking {
    match time {
        None => Blocking::No,
        Some(Duration::ZERO) => Blocking::Forever,
        Some(time) => Blocking::For(time),
    }
}

fn changes_connection(name: &str) -> bool {
    breaks_request_reply(name)
        || matches!(
            name,
            "ASKING"
                | "AUTH"
                | "CLIENT CACHING"
                | "CLIENT CAPA"
                | "CLIENT IMPORT-SOURCE"
                | "CLIENT NO-EVICT"
                | "CLIENT NO-TOUCH"
                | "CLIENT SETINFO"
                | "CLIENT SETNAME"
                | "CLIENT TRACKING"
                | "DISCARD"
                | "EXEC"
                | "HELLO"
                | "MULTI"
                | "QUIT"
                | "READONLY"
                | "READWRITE"
                | "RESET"
                | "SCRIPT DEBUG"
                | "SELECT"
                | "UNWATCH"
                | "WATCH"
        )
}

/// Behind a script that never ends, or on a paused server, these must not stand in the same queue.
fn ends_waiting(name: &str) -> bool {
    matches!(
        name,
        "CLIENT UNPAUSE" | "FUNCTION KILL" | "SCRIPT KILL" | "SHUTDOWN"
    )
}

fn breaks_request_reply(name: &str) -> bool {
    matches!(
        name,
        "CLIENT REPLY"
            | "MONITOR"
            | "PSUBSCRIBE"
            | "PSYNC"
            | "PUNSUBSCRIBE"
            | "SSUBSCRIBE"
            | "SUBSCRIBE"
            | "SUNSUBSCRIBE"
            | "SYNC"
            | "UNSUBSCRIBE"
    )
}

/// Commands whose second word is part of the name. Sorted.
const FAMILIES: [&str; 17] = [
    "ACL",
    "CLIENT",
    "CLUSTER",
    "COMMAND",
    "COMMANDLOG",
    "CONFIG",
    "FUNCTION",
    "LATENCY",
    "MEMORY",
    "MODULE",
    "OBJECT",
    "PUBSUB",
    "SCRIPT",
    "SENTINEL",
    "SLOWLOG",
    "XGROUP",
    "XINFO",
];

/// Flagged `readonly` by every server that knows them. Sorted.
const READ_ONLY: [&str; 106] = [
    "BITCOUNT",
    "BITFIELD_RO",
    "BITPOS",
    "CLUSTERSCAN",
    "DBSIZE",
    "DIGEST",
    "DUMP",
    "EVALSHA_RO",
    "EVAL_RO",
    "EXISTS",
    "EXPIRETIME",
    "FCALL_RO",
    "GEODIST",
    "GEOHASH",
    "GEOPOS",
    "GEORADIUSBYMEMBER_RO",
    "GEORADIUS_RO",
    "GEOSEARCH",
    "GET",
    "GETBIT",
    "GETRANGE",
    "HEXISTS",
    "HEXPIRETIME",
    "HGET",
    "HGETALL",
    "HKEYS",
    "HLEN",
    "HMGET",
    "HPEXPIRETIME",
    "HPTTL",
    "HRANDFIELD",
    "HSCAN",
    "HSTRLEN",
    "HTTL",
    "HVALS",
    "KEYS",
    "LCS",
    "LINDEX",
    "LLEN",
    "LOLWUT",
    "LPOS",
    "LRANGE",
    "MEMORY USAGE",
    "MGET",
    "OBJECT ENCODING",
    "OBJECT FREQ",
    "OBJECT IDLETIME",
    "OBJECT REFCOUNT",
    "PEXPIRETIME",
    "PFCOUNT",
    "PTTL",
    "RANDOMKEY",
    "SCAN",
    "SCARD",
    "SDIFF",
    "SINTER",
    "SINTERCARD",
    "SISMEMBER",
    "SMEMBERS",
    "SMISMEMBER",
    "SORT_RO",
    "SRANDMEMBER",
    "SSCAN",
    "STRALGO",
    "STRLEN",
    "SUBSTR",
    "SUNION",
    "TOUCH",
    "TTL",
    "TYPE",
    "VCARD",
    "VDIM",
    "VEMB",
    "VGETATTR",
    "VINFO",
    "VISMEMBER",
    "VLINKS",
    "VRANDMEMBER",
    "VSIM",
    "XINFO CONSUMERS",
    "XINFO GROUPS",
    "XINFO STREAM",
    "XLEN",
    "XPENDING",
    "XRANGE",
    "XREAD",
    "XREVRANGE",
    "ZCARD",
    "ZCOUNT",
    "ZDIFF",
    "ZINTER",
    "ZINTERCARD",
    "ZLEXCOUNT",
    "ZMSCORE",
    "ZRANDMEMBER",
    "ZRANGE",
    "ZRANGEBYLEX",
    "ZRANGEBYSCORE",
    "ZRANK",
    "ZREVRANGE",
    "ZREVRANGEBYLEX",
    "ZREVRANGEBYSCORE",
    "ZREVRANK",
    "ZSCAN",
    "ZSCORE",
    "ZUNION",
];

/// Not about keys, so not flagged, but sending them twice changes nothing either. Sorted.
const HARMLESS: [&str; 65] = [
    "ACL CAT",
    "ACL DRYRUN",
    "ACL GENPASS",
    "ACL GETUSER",
    "ACL LIST",
    "ACL USERS",
    "ACL WHOAMI",
    "CLIENT GETNAME",
    "CLIENT GETREDIR",
    "CLIENT ID",
    "CLIENT INFO",
    "CLIENT LIST",
    "CLIENT TRACKINGINFO",
    "CLUSTER COUNT-FAILURE-REPORTS",
    "CLUSTER COUNTKEYSINSLOT",
    "CLUSTER GETKEYSINSLOT",
    "CLUSTER INFO",
    "CLUSTER KEYSLOT",
    "CLUSTER LINKS",
    "CLUSTER MYID",
    "CLUSTER MYSHARDID",
    "CLUSTER NODES",
    "CLUSTER REPLICAS",
    "CLUSTER SHARDS",
    "CLUSTER SLAVES",
    "CLUSTER SLOT-STATS",
    "CLUSTER SLOTS",
    "COMMAND",
    "COMMAND COUNT",
    "COMMAND DOCS",
    "COMMAND GETKEYS",
    "COMMAND GETKEYSANDFLAGS",
    "COMMAND INFO",
    "COMMAND LIST",
    "COMMANDLOG GET",
    "COMMANDLOG LEN",
    "CONFIG GET",
    "ECHO",
    "FUNCTION DUMP",
    "FUNCTION LIST",
    "FUNCTION STATS",
    "INFO",
    "LASTSAVE",
    "LATENCY DOCTOR",
    "LATENCY GRAPH",
    "LATENCY HISTOGRAM",
    "LATENCY HISTORY",
    "LATENCY LATEST",
    "MEMORY DOCTOR",
    "MEMORY MALLOC-STATS",
    "MEMORY STATS",
    "MODULE LIST",
    "PING",
    "PUBSUB CHANNELS",
    "PUBSUB NUMPAT",
    "PUBSUB NUMSUB",
    "PUBSUB SHARDCHANNELS",
    "PUBSUB SHARDNUMSUB",
    "ROLE",
    "SCRIPT EXISTS",
    "SCRIPT LOAD",
    "SCRIPT SHOW",
    "SLOWLOG GET",
    "SLOWLOG LEN",
    "TIME",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;

    #[test]
    fn the_lists_are_sorted() {
        assert!(READ_ONLY.is_sorted() && HARMLESS.is_sorted() && FAMILIES.is_sorted());
    }

    #[test]
    fn a_name_in_any_case_and_however_it_was_split_is_known() {
        assert!(Command::new("get").key("k").is_read_only());
        assert!(Command::new("object encoding").key("k").is_read_only());
        assert!(
            Command::new("OBJECT")
                .arg("Encoding")
                .key("k")
                .is_read_only()
        );
        assert!(!Command::new("SET").key("k").is_safe_to_resend());
        assert!(Command::new("config get").arg("x").is_safe_to_resend());
        assert!(!Command::new("config set").arg("x").is_safe_to_resend());
        assert!(
            Command::new("CLIENT")
                .arg("setname")
                .arg("x")
                .changes_connection()
        );
        assert!(!Command::new(&"X".repeat(100)).is_read_only());
        assert!(!Command::new("").is_read_only());
    }

    #[test]
    fn a_blocking_command_says_for_how_long() {
        let ten = Blocking::For(Duration::from_secs(10));
        let cases = [
            (Command::new("BLPOP").keys(["a", "b"]).arg(10), ten),
            (Command::new("BLPOP").key("a").arg(0), Blocking::Forever),
            (
                Command::new("BLPOP").key("a").arg(0.25),
                Blocking::For(Duration::from_millis(250)),
            ),
            (Command::new("BLPOP").key("a").arg("soon"), Blocking::No),
            (Command::new("BLPOP").key("a").arg(-1), Blocking::No),
            (
                Command::new("BLMPOP").arg(10).counted_keys("a").arg("LEFT"),
                ten,
            ),
            (Command::new("WAIT").arg(1).arg(10_000), ten),
            (
                Command::new("MIGRATE").args(["h", "6379", "", "0", "10000"]),
                ten,
            ),
            (
                Command::new("XREAD").args(["BLOCK", "10000", "STREAMS", "s", "$"]),
                ten,
            ),
            (
                Command::new("XREAD").args(["COUNT", "1", "STREAMS", "BLOCK", "0"]),
                Blocking::No,
            ),
            (
                Command::new("XREAD").args(["block", "0", "streams", "s", "$"]),
                Blocking::Forever,
            ),
            (Command::new("LPOP").key("a"), Blocking::No),
            (
                Command::new("XREADGROUP").args(
                    "GROUP streams block BLOCK 10000 STREAMS s >"
                        .split(' ')
                        .collect::<Vec<_>>(),
                ),
                ten,
            ),
        ];
        for (command, blocking) in cases {
            assert_eq!(command.blocking(), blocking, "{command:?}");
        }
    }
}
