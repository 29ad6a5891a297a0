//! [`Known`]: the lists of the commands that something is known of, the one source of it all.
//!
//! Every call asks them, and every command of a pipeline, so they are made into one hash table when
//! the crate is compiled: to know a SET takes 16 ns, where a binary search in each list took 210.
//!
//! The lists come from `COMMAND INFO` of Redis 6.2, 8.2, Redis Stack 7.4 and Valkey 9.1; what is newer, from redis.io.

/// What is known of a command by its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    name: &'static [u8],
    facts: u8,
    pub(super) waits: Waits,
}

/// Where a command says how long the server may keep its caller waiting.
#[derive(Clone, Copy, Debug)]
pub(super) enum Waits {
    No,
    /// Seconds in the argument at this place, the name being at 0.
    Seconds {
        at: usize,
    },
    /// Seconds in the last argument.
    SecondsLast,
    /// Milliseconds in the last argument.
    MillisecondsLast,
    /// In an option `BLOCK`, which is looked for after so many words: the group and the consumer may be
    /// called anything, and so may the keys after `STREAMS`.
    Block {
        after: usize,
    },
    /// `MIGRATE` is no blocking command, but may keep its caller waiting for as long; zero is a second.
    Migration,
    /// `SHUTDOWN` is none either, but waits for replicas, by default for ten seconds (`shutdown-timeout`).
    Shutdown,
}

impl Known {
    /// The second word belongs to the name.
    pub(super) const FAMILY: u8 = 1;
    pub(super) const READ_ONLY: u8 = 1 << 1;
    pub(super) const HARMLESS: u8 = 1 << 2;
    pub(super) const CHANGES_CONNECTION: u8 = 1 << 3;
    pub(super) const BREAKS_REQUEST_REPLY: u8 = 1 << 4;
    pub(super) const ENDS_WAITING: u8 = 1 << 5;
    pub(super) const ENDS_SERVER: u8 = 1 << 6;

    const NOTHING: Self = Self {
        name: b"",
        facts: 0,
        waits: Waits::No,
    };

    /// What is known of the command with these arguments, name first.
    #[inline]
    pub(super) fn of<'a>(mut arguments: impl Iterator<Item = &'a [u8]>) -> &'static Self {
        let name = arguments.next().unwrap_or_default();
        let known = Self::of_words(name, None);
        if known.is(Self::FAMILY)
            && let Some(sub_command) = arguments.next()
        {
            return Self::of_words(name, Some(sub_command));
        }
        known
    }

    /// What is known of a name of one word or two.
    pub(super) fn of_words(name: &[u8], sub_command: Option<&[u8]>) -> &'static Self {
        INDEX.find(name, sub_command).unwrap_or(&Self::NOTHING)
    }

    pub(super) const fn is(&self, fact: u8) -> bool {
        self.facts & fact != 0
    }

    /// Whether these words, in any case, are the name.
    fn is_called(&self, name: &[u8], sub_command: Option<&[u8]>) -> bool {
        let Some(sub_command) = sub_command else {
            // Commands are mostly written in upper case, which is compared at once.
            return self.name == name || self.name.eq_ignore_ascii_case(name);
        };
        let mut words = self.name.splitn(2, |&byte| byte == b' ');
        let mut is_next = |word| {
            words
                .next()
                .is_some_and(|next| next.eq_ignore_ascii_case(word))
        };
        is_next(name) && is_next(sub_command)
    }
}

/// All lists together. Places are found by the name's hash and are taken by what comes first; what
/// comes later goes to the next free place.
struct Index {
    /// Numbers of `known`, beginning with 1; 0 is a free place.
    places: [u16; Self::PLACES],
    known: [Known; Self::MOST],
    count: usize,
}

static INDEX: Index = Index::new()
    .with(FAMILIES, Known::FAMILY)
    .with(READ_ONLY, Known::READ_ONLY)
    .with(HARMLESS, Known::HARMLESS)
    .with(CHANGES_CONNECTION, Known::CHANGES_CONNECTION)
    .with(BREAKS_REQUEST_REPLY, Known::BREAKS_REQUEST_REPLY)
    .with(ENDS_WAITING, Known::ENDS_WAITING)
    .with(ENDS_SERVER, Known::ENDS_SERVER)
    .with_waits(BLOCKING);

/// What makes the index is executed by the compiler, and a place that is not there does not compile.
impl Index {
    /// A power of two, some four times as many as there are names: most lookups end at the first place.
    const PLACES: usize = 2048;
    /// Room for so many names; with too little it does not compile.
    const MOST: usize = 512;
    const MASK: usize = Self::PLACES - 1;

    const fn new() -> Self {
        Self {
            places: [0; Self::PLACES],
            known: [Known::NOTHING; Self::MOST],
            count: 0,
        }
    }

    /// Adds a fact to what is known of each of the names.
    const fn with(mut self, mut names: &[&'static str], fact: u8) -> Self {
        while let [name, rest @ ..] = names {
            let number = self.number_of(name.as_bytes());
            self.known[number].facts |= fact;
            names = rest;
        }
        self
    }

    const fn with_waits(mut self, mut names: &[(&'static str, Waits)]) -> Self {
        while let [(name, waits), rest @ ..] = names {
            let number = self.number_of(name.as_bytes());
            self.known[number].waits = *waits;
            names = rest;
        }
        self
    }

    /// The number of the name, which gets one if it has none.
    const fn number_of(&mut self, name: &'static [u8]) -> usize {
        let mut place = hash(SEED, name) as usize & Self::MASK;
        while self.places[place] != 0 {
            let number = self.places[place] as usize - 1;
            if is_same(self.known[number].name, name) {
                return number;
            }
            place = (place + 1) & Self::MASK;
        }
        let number = self.count;
        self.known[number].name = name;
        self.count += 1;
        self.places[place] = self.count as u16;
        number
    }

    /// There is always a free place, where the search ends.
    fn find(&self, name: &[u8], sub_command: Option<&[u8]>) -> Option<&Known> {
        let mut hash = hash(SEED, name);
        if let Some(sub_command) = sub_command {
            hash = self::hash(self::hash(hash, b" "), sub_command);
        }
        let mut place = hash as usize;
        loop {
            let number = *self.places.get(place & Self::MASK)?;
            let known = self.known.get(usize::from(number).checked_sub(1)?)?;
            if known.is_called(name, sub_command) {
                return Some(known);
            }
            place = place.wrapping_add(1);
        }
    }
}

const SEED: u32 = 0x811c_9dc5;

/// FNV-1a, without regard to case. It is short where the names are.
const fn hash(mut hash: u32, mut word: &[u8]) -> u32 {
    while let [first, rest @ ..] = word {
        hash = (hash ^ (*first | 0x20) as u32).wrapping_mul(0x0100_0193);
        word = rest;
    }
    hash
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if *first_a != *first_b {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    a.is_empty() && b.is_empty()
}

/// Families of commands: the second word is part of the name.
const FAMILIES: &[&str] = &[
    "ACL",
    "CLIENT",
    "CLUSTER",
    "COMMAND",
    "COMMANDLOG",
    "CONFIG",
    "FT.CONFIG",
    "FT.CURSOR",
    "FUNCTION",
    "HIMPORT",
    "HOTKEYS",
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

/// Flagged `readonly` by every server that knows them. So are `FT.CURSOR READ`, `FT.ALIASADD` and `FT.DICTADD`, which
/// change what the next one finds all the same, and are left out.
const READ_ONLY: &[&str] = &[
    "ARCOUNT",
    "ARGET",
    "ARGETRANGE",
    "ARGREP",
    "ARINFO",
    "ARLASTITEMS",
    "ARLEN",
    "ARMGET",
    "ARNEXT",
    "AROP",
    "ARSCAN",
    "BF.CARD",
    "BF.DEBUG",
    "BF.EXISTS",
    "BF.INFO",
    "BF.MEXISTS",
    "BF.SCANDUMP",
    "BITCOUNT",
    "BITFIELD_RO",
    "BITPOS",
    "CF.COUNT",
    "CF.DEBUG",
    "CF.EXISTS",
    "CF.INFO",
    "CF.MEXISTS",
    "CF.SCANDUMP",
    "CLUSTERSCAN",
    "CMS.INFO",
    "CMS.QUERY",
    "DBSIZE",
    "DIGEST",
    "DUMP",
    "EVALSHA_RO",
    "EVAL_RO",
    "EXISTS",
    "EXPIRETIME",
    "FCALL_RO",
    "FT.AGGREGATE",
    "FT.ALIASLIST",
    "FT.CONFIG GET",
    "FT.CONFIG HELP",
    "FT.DICTDUMP",
    "FT.EXPLAIN",
    "FT.EXPLAINCLI",
    "FT.GET",
    "FT.HYBRID",
    "FT.INFO",
    "FT.MGET",
    "FT.PROFILE",
    "FT.SEARCH",
    "FT.SPELLCHECK",
    "FT.SUGGET",
    "FT.SUGLEN",
    "FT.SYNDUMP",
    "FT.TAGVALS",
    "FT._LIST",
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
    "JSON.ARRINDEX",
    "JSON.ARRLEN",
    "JSON.DEBUG",
    "JSON.GET",
    "JSON.MGET",
    "JSON.OBJKEYS",
    "JSON.OBJLEN",
    "JSON.RESP",
    "JSON.STRLEN",
    "JSON.TYPE",
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
    "SDIFFCARD",
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
    "SUNIONCARD",
    "TDIGEST.BYRANK",
    "TDIGEST.BYREVRANK",
    "TDIGEST.CDF",
    "TDIGEST.INFO",
    "TDIGEST.MAX",
    "TDIGEST.MIN",
    "TDIGEST.QUANTILE",
    "TDIGEST.RANK",
    "TDIGEST.REVRANK",
    "TDIGEST.TRIMMED_MEAN",
    "TOPK.INFO",
    "TOPK.LIST",
    "TOPK.QUERY",
    "TOUCH",
    "TS.GET",
    "TS.INFO",
    "TS.MGET",
    "TS.MRANGE",
    "TS.MREVRANGE",
    "TS.NRANGE",
    "TS.NREVRANGE",
    "TS.QUERYINDEX",
    "TS.QUERYLABELS",
    "TS.RANGE",
    "TS.READ",
    "TS.REVRANGE",
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
    "VRANGE",
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

/// Not about keys, so not flagged, but sending them twice changes nothing either.
const HARMLESS: &[&str] = &[
    "ACL CAT",
    "ACL DRYRUN",
    "ACL GENPASS",
    "ACL GETUSER",
    "ACL HELP",
    "ACL LIST",
    "ACL USERS",
    "ACL WHOAMI",
    "CLIENT GETNAME",
    "CLIENT GETREDIR",
    "CLIENT HELP",
    "CLIENT ID",
    "CLIENT INFO",
    "CLIENT LIST",
    "CLIENT TRACKINGINFO",
    "CLUSTER COUNT-FAILURE-REPORTS",
    "CLUSTER COUNTKEYSINSLOT",
    "CLUSTER GETKEYSINSLOT",
    "CLUSTER GETSLOTMIGRATIONS",
    "CLUSTER HELP",
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
    "COMMAND HELP",
    "COMMAND INFO",
    "COMMAND LIST",
    "COMMANDLOG GET",
    "COMMANDLOG HELP",
    "COMMANDLOG LEN",
    "CONFIG GET",
    "CONFIG HELP",
    "ECHO",
    "FUNCTION DUMP",
    "FUNCTION LIST",
    "FUNCTION STATS",
    "HOTKEYS GET",
    "HOTKEYS HELP",
    "INFO",
    "LASTSAVE",
    "LATENCY DOCTOR",
    "LATENCY GRAPH",
    "LATENCY HELP",
    "LATENCY HISTOGRAM",
    "LATENCY HISTORY",
    "LATENCY LATEST",
    "MEMORY DOCTOR",
    "MEMORY HELP",
    "MEMORY MALLOC-STATS",
    "MEMORY PURGE",
    "MEMORY STATS",
    "MODULE HELP",
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
    "SENTINEL CKQUORUM",
    "SENTINEL GET-MASTER-ADDR-BY-NAME",
    "SENTINEL GET-PRIMARY-ADDR-BY-NAME",
    "SENTINEL HELP",
    "SENTINEL INFO-CACHE",
    "SENTINEL IS-MASTER-DOWN-BY-ADDR",
    "SENTINEL IS-PRIMARY-DOWN-BY-ADDR",
    "SENTINEL MASTER",
    "SENTINEL MASTERS",
    "SENTINEL MYID",
    "SENTINEL PENDING-SCRIPTS",
    "SENTINEL PRIMARIES",
    "SENTINEL PRIMARY",
    "SENTINEL REPLICAS",
    "SENTINEL SENTINELS",
    "SENTINEL SLAVES",
    "SLOWLOG GET",
    "SLOWLOG HELP",
    "SLOWLOG LEN",
    "TIME",
    "XGROUP HELP",
    "XINFO HELP",
];

/// They change the state of the connection that they are sent on. `HIMPORT SET` needs it changed, but does not change it.
const CHANGES_CONNECTION: &[&str] = &[
    "ASKING",
    "AUTH",
    "CLIENT CACHING",
    "CLIENT CAPA",
    "CLIENT IMPORT-SOURCE",
    "CLIENT NO-EVICT",
    "CLIENT NO-TOUCH",
    "CLIENT SETINFO",
    "CLIENT SETNAME",
    "CLIENT TRACKING",
    "DISCARD",
    "EXEC",
    "HELLO",
    "HIMPORT DISCARD",
    "HIMPORT DISCARDALL",
    "HIMPORT PREPARE",
    "MULTI",
    "QUIT",
    "READONLY",
    "READWRITE",
    "RESET",
    "SCRIPT DEBUG",
    "SELECT",
    "UNWATCH",
    "WATCH",
];

/// They have no reply of their own, or more than one. They change the connection as well.
const BREAKS_REQUEST_REPLY: &[&str] = &[
    "CLIENT REPLY",
    "MONITOR",
    "PSUBSCRIBE",
    "PSYNC",
    "PUNSUBSCRIBE",
    "SSUBSCRIBE",
    "SUBSCRIBE",
    "SUNSUBSCRIBE",
    "SYNC",
    "UNSUBSCRIBE",
];

/// They end what may stand in front of them on a connection of others, a script that never ends or a pause,
/// or tell of it.
const ENDS_WAITING: &[&str] = &[
    "CLIENT UNPAUSE",
    "FUNCTION KILL",
    "FUNCTION STATS",
    "SCRIPT KILL",
    "SHUTDOWN",
];

/// Their reply is that the connection ends, as the server does; only if it does not they have one.
const ENDS_SERVER: &[&str] = &["SHUTDOWN"];

/// They make their caller wait by design.
const BLOCKING: &[(&str, Waits)] = &[
    ("BLMOVE", Waits::SecondsLast),
    ("BLMOVEM", Waits::Seconds { at: 5 }),
    ("BLMPOP", Waits::Seconds { at: 1 }),
    ("BLPOP", Waits::SecondsLast),
    ("BRPOP", Waits::SecondsLast),
    ("BRPOPLPUSH", Waits::SecondsLast),
    ("BZMPOP", Waits::Seconds { at: 1 }),
    ("BZPOPMAX", Waits::SecondsLast),
    ("BZPOPMIN", Waits::SecondsLast),
    ("MIGRATE", Waits::Migration),
    ("SHUTDOWN", Waits::Shutdown),
    ("TS.READ", Waits::Block { after: 3 }),
    ("WAIT", Waits::MillisecondsLast),
    ("WAITAOF", Waits::MillisecondsLast),
    ("XREAD", Waits::Block { after: 1 }),
    ("XREADGROUP", Waits::Block { after: 4 }),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> impl Iterator<Item = &'static [&'static str]> {
        let blocking: Vec<&str> = BLOCKING.iter().map(|(name, _)| *name).collect();
        [
            FAMILIES,
            READ_ONLY,
            HARMLESS,
            CHANGES_CONNECTION,
            BREAKS_REQUEST_REPLY,
            ENDS_WAITING,
            ENDS_SERVER,
            blocking.leak(),
        ]
        .into_iter()
    }

    #[test]
    fn the_lists_are_sorted() {
        for list in lists() {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
    }

    #[test]
    fn every_name_is_found_in_any_case_and_no_other() {
        for name in lists().flatten() {
            let lower = name.to_ascii_lowercase();
            let (word, sub_command) = match lower.split_once(' ') {
                Some((word, sub_command)) => (word, Some(sub_command.as_bytes())),
                None => (lower.as_str(), None),
            };
            let known = Known::of_words(word.as_bytes(), sub_command);
            assert_eq!(known.name, name.as_bytes());
            let longer = [word, "X"].concat();
            assert_eq!(Known::of_words(longer.as_bytes(), sub_command).facts, 0);
        }
        assert_eq!(Known::of_words(b"", None).facts, 0);
        assert_eq!(Known::of_words(b"SET", None).facts, 0);
    }

    #[test]
    fn a_name_is_found_soon() {
        let in_a_row = INDEX.places.split(|&number| number == 0).map(<[u16]>::len);
        assert!(in_a_row.max() < Some(8));
    }
}
