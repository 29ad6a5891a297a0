//! Holds that no command of a server lacks a method, and that the table of them in the documentation is right.
//!
//! What the methods send is read in the sources: the names that stand in `Command::new("…")` in a method of a trait
//! of `src/commands`, or in the functions and methods beside it that it calls. A method in which none is found fails
//! the test, so that no way of writing them goes unseen. What else sends commands is listed in [`OTHERS`].
//!
//! `REDIAL_WRITE_TABLE=1 cargo test --test coverage` writes the table anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use redial::prelude::*;
use support::server::Server;

/// Commands that have no method, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("BF.DEBUG", "shows a filter's inner numbers for its makers"),
    ("CF.COMPACT", "is not documented"),
    ("CF.DEBUG", "shows a filter's inner numbers for its makers"),
    ("CLUSTER SYNCSLOTS", "is between the nodes of a cluster"),
    (
        "CLIENT REPLY",
        "turns the replies off that everything here waits for",
    ),
    ("DISCARD", "a pipeline sends MULTI only together with EXEC"),
    ("JSON.FORGET", "another name of JSON.DEL, as is said there"),
    (
        "JSON.NUMPOWBY",
        "the module's own documentation does not have it any more",
    ),
    ("PFDEBUG", "for the server's own tests"),
    ("PFSELFTEST", "for the server's own tests"),
    (
        "PSYNC",
        "is between servers, and answered by a stream of data",
    ),
    ("REPLCONF", "is between servers"),
    ("RESTORE-ASKING", "is between the nodes of a cluster"),
    (
        "SCRIPT DEBUG",
        "begins a session that is no request and reply",
    ),
    (
        "STRALGO",
        "was LCS in Redis 6, before it had a name of its own",
    ),
    (
        "SYNC",
        "is between servers, and answered by a stream of data",
    ),
    (
        "FT.ADD",
        "is retired: an index finds what HSET and JSON.SET write",
    ),
    ("FT.DEL", "is retired: an index notices what is deleted"),
    ("FT.DROP", "is retired: FT.DROPINDEX took its place"),
    ("FT.GET", "is retired: HGETALL reads a document"),
    ("FT.MGET", "is retired: HGETALL reads a document"),
    (
        "FT.SAFEADD",
        "is retired: an index finds what HSET and JSON.SET write",
    ),
    ("FT.SYNADD", "is retired: FT.SYNUPDATE took its place"),
];

/// Commands that nobody may be able to see having been run, and why.
const UNCOUNTED: &[(&str, &str)] = &[(
    "SHUTDOWN",
    "ends the server that would have to be asked; what it does is tested",
)];

/// Beginnings of the names of commands that have no methods, and why.
const FAMILIES: &[(&str, &str)] = &[
    ("FT.DEBUG ", "is for the developers of the module"),
    ("FT._ALIAS", "is the module's own form of another command"),
    ("FT._ALTER", "is the module's own form of another command"),
    ("FT._CREATE", "is the module's own form of another command"),
    ("FT._DROP", "is the module's own form of another command"),
    ("TIMESERIES.", "is between the module's own nodes"),
    ("_FT.", "is between the module's own nodes"),
];

/// What sends a command and is no method of a trait.
struct Other {
    command: &'static str,
    since: &'static str,
    /// The methods, below `redial::`.
    methods: &'static [&'static str],
    /// The file that it is sent from, and a text that shows it there.
    seen: (&'static str, &'static str),
}

const OTHERS: &[Other] = &[
    Other {
        command: "EVALSHA",
        since: "2.6.0",
        methods: &["RegisteredScript::call", "Redis::call_script"],
        seen: ("src/commands/scripting/script.rs", "\"EVALSHA\""),
    },
    Other {
        command: "EXEC",
        since: "1.2.0",
        methods: &["Pipeline::execute", "Pipeline::execute_each"],
        seen: ("src/command/batch.rs", "\\r\\nEXEC\\r\\n"),
    },
    Other {
        command: "HSCAN",
        since: "2.8.0",
        methods: &["Redis::hscan_iter", "Redis::hscan_no_values_iter"],
        seen: ("src/client/scan.rs", "Command::new(\"HSCAN\")"),
    },
    Other {
        command: "MONITOR",
        since: "1.0.0",
        methods: &["Redis::monitor"],
        seen: ("src/client/wire.rs", "\"MONITOR\""),
    },
    Other {
        command: "MULTI",
        since: "1.2.0",
        methods: &["Redis::pipeline", "Transaction::multi"],
        seen: ("src/command/batch.rs", "\\r\\nMULTI\\r\\n"),
    },
    Other {
        command: "PSUBSCRIBE",
        since: "2.0.0",
        methods: &["PubSub::psubscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"PSUBSCRIBE\""),
    },
    Other {
        command: "PUNSUBSCRIBE",
        since: "2.0.0",
        methods: &["PubSub::punsubscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"PUNSUBSCRIBE\""),
    },
    Other {
        command: "SCAN",
        since: "2.8.0",
        methods: &["Redis::scan_iter"],
        seen: ("src/client/scan.rs", "Command::new(\"SCAN\")"),
    },
    Other {
        command: "SSCAN",
        since: "2.8.0",
        methods: &["Redis::sscan_iter"],
        seen: ("src/client/scan.rs", "Command::new(\"SSCAN\")"),
    },
    Other {
        command: "SSUBSCRIBE",
        since: "7.0.0",
        methods: &["PubSub::ssubscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"SSUBSCRIBE\""),
    },
    Other {
        command: "SUBSCRIBE",
        since: "2.0.0",
        methods: &["PubSub::subscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"SUBSCRIBE\""),
    },
    Other {
        command: "SUNSUBSCRIBE",
        since: "7.0.0",
        methods: &["PubSub::sunsubscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"SUNSUBSCRIBE\""),
    },
    Other {
        command: "UNSUBSCRIBE",
        since: "2.0.0",
        methods: &["PubSub::unsubscribe"],
        seen: ("src/session/subscriptions/kind.rs", "\"UNSUBSCRIBE\""),
    },
    Other {
        command: "UNWATCH",
        since: "2.2.0",
        methods: &["Transaction::unwatch"],
        seen: ("src/client/transaction.rs", "Command::new(\"UNWATCH\")"),
    },
    Other {
        command: "WATCH",
        since: "2.2.0",
        methods: &["Redis::watch", "Redis::transaction", "Transaction::watch"],
        seen: ("src/client/redis.rs", "Command::new(\"WATCH\")"),
    },
    Other {
        command: "ZSCAN",
        since: "2.8.0",
        methods: &["Redis::zscan_iter", "Redis::zscan_no_scores_iter"],
        seen: ("src/client/scan.rs", "Command::new(\"ZSCAN\")"),
    },
];

/// What it may take until the last servers have said what they ran.
const PATIENCE: Duration = Duration::from_secs(15);

const TABLE: &str = "src/docs/commands.md";

#[test]
fn every_command_of_the_server_has_a_method() {
    let server = Server::shared();
    let r = Redis::from_url(server.url()).unwrap();
    let known = known(&r.command().unwrap());
    let typed: BTreeSet<String> = rows().into_keys().collect();
    let families: BTreeSet<&str> = typed
        .iter()
        .filter_map(|name| Some(name.split_once(' ')?.0))
        .collect();
    let mut wrong = Vec::new();
    for name in &known {
        let has_method = typed.contains(name) || families.contains(name.as_str());
        match (has_method, exception(name)) {
            (false, None) => wrong.push(format!("{name} has no method")),
            (true, Some(_)) => wrong.push(format!("{name} has a method, and is no exception")),
            _ => {}
        }
    }
    assert!(known.len() > 200, "{}", known.len());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// What the suites ran on servers like this one is counted by the servers themselves: `tests/run.sh` has them put it
/// into a folder, and runs this when they are done.
#[test]
fn every_command_was_run() {
    let server = Server::shared();
    let Some(path) = server.count_path() else {
        return;
    };
    let r = Redis::from_url(server.url()).unwrap();
    let mut known = known(&r.command().unwrap());
    // On a server with modules only their suites are run.
    if known.iter().any(|name| name.starts_with("FT.")) {
        known.retain(|name| name.contains('.'));
    }
    let is_counted = |name: &str| {
        exception(name).is_none() && UNCOUNTED.iter().all(|(uncounted, _)| *uncounted != name)
    };
    known.retain(|name| is_counted(name));
    // The last servers may still be at it.
    let begun = Instant::now();
    loop {
        let run = run_by_the_client(&path);
        if known.is_subset(&run) {
            return;
        }
        let missing: Vec<&String> = known.difference(&run).collect();
        assert!(begun.elapsed() < PATIENCE, "nothing has run {missing:?}");
        thread::sleep(Duration::from_millis(200));
    }
}

/// The names of the commands that servers have run more often than the tests themselves have sent them.
fn run_by_the_client(path: &str) -> BTreeSet<String> {
    let path = Path::new(path);
    let prefix = format!("{}.", path.file_name().unwrap().to_str().unwrap());
    let mut run = BTreeSet::new();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with(&prefix) || name.ends_with(".own") {
            continue;
        }
        // A server that was killed, or may not be asked, has said nothing.
        let mut counts = counts(&fs::read_to_string(&path).unwrap());
        let own = path.with_file_name(format!("{name}.own"));
        for own in fs::read_to_string(own).unwrap_or_default().lines() {
            // Whether its second word is part of the name is known to the server's counts.
            let first = own.split('|').next().unwrap();
            for name in BTreeSet::from([own, first]) {
                if let Some(count) = counts.get_mut(name) {
                    *count -= 1;
                }
            }
        }
        let names = counts.into_iter().filter(|(_, count)| *count > 0);
        run.extend(names.map(|(name, _)| name.to_uppercase().replace('|', " ")));
    }
    run
}

/// How often a server has run each command, by its own count: `cmdstat_get:calls=3,usec=…`.
fn counts(stats: &str) -> BTreeMap<String, i64> {
    let count = |line: &str| {
        let (name, rest) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
        let count = rest.split(',').next()?.parse().ok()?;
        Some((name.to_owned(), count))
    };
    stats.lines().filter_map(count).collect()
}

/// The names of all commands, upper case, with those of sub-commands in the place of a family's.
fn known(commands: &[CommandInfo]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for command in commands {
        let is_family = !command.subcommands.is_empty();
        let subcommands = command.subcommands.iter().map(|sub| &sub.name);
        let own = (!is_family).then_some(&command.name);
        names.extend(
            own.into_iter()
                .chain(subcommands)
                .map(|name| name.to_uppercase().replace('|', " ")),
        );
    }
    // Once Redis took anything that began with one of these for an attack by way of HTTP.
    names.retain(|name| !["POST", "HOST:"].contains(&name.as_str()));
    names
}

/// Why the command has no method, if that is known.
fn exception(name: &str) -> Option<&'static str> {
    let own = EXCEPTIONS.iter().find(|(exception, _)| *exception == name);
    let family = || {
        FAMILIES.iter().find(|(start, _)| {
            // Without sub-commands, before 7.0, there is only the family's name.
            name.starts_with(start) || start.strip_suffix(' ') == Some(name)
        })
    };
    own.or_else(family).map(|(_, why)| *why)
}

#[test]
fn the_table_in_the_documentation_is_right() {
    let path = root().join(TABLE);
    let table = table();
    if env::var_os("REDIAL_WRITE_TABLE").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    let differs = table
        .lines()
        .zip(written.lines())
        .find(|(is, was)| is != was);
    assert!(
        table == written,
        "{TABLE} is not what the sources say: `REDIAL_WRITE_TABLE=1 cargo test --test coverage` writes it anew\n{differs:?}"
    );
}

#[test]
fn what_else_sends_commands_is_where_it_is_said_to_be() {
    for Other {
        command,
        seen: (path, text),
        ..
    } in OTHERS
    {
        let source = fs::read_to_string(root().join(path)).unwrap();
        assert!(source.contains(text), "{command} is not sent from {path}");
    }
}

#[test]
fn the_reader_finds_names_however_they_are_written() {
    let source = concat!(
        "pub trait XCommands: Execute {\n",
        "    /// Plain: `Command::new(\"NOT\")`.\n    ///\n    /// Since 1.2.3; more\n    /// since 4.0.0. [redis.io](https://a/b/)\n",
        "    #[doc(alias = \"A B\")]\n    #[expect(\n        x\n    )]\n    fn a(self) -> Self::Out<()> {\n        let c = Command::new(\"A B\");\n",
        "        self.execute_command(c)\n    }\n\n    /// Since Valkey 8.0.0.\n    fn b(self) -> Self::Out<()> {\n",
        "        self.a()\n    }\n\n    /// Since 2.0.0.\n    fn c(self, key: impl ToArg) -> Self::Out<()> {\n",
        "        self.execute_command(named(\n            \"C.D\",\n            key,\n        ))\n    }\n\n",
        "    fn d(self) {\n        fixed()\n    }\n\n    fn e(self) {}\n}\n\n",
        "fn named(name: &str, key: impl ToArg) -> Command {\n    Command::new(name).key(key)\n}\n\n",
        "fn fixed() -> Command {\n    named(\"E\", 1)\n}\n",
        "#[cfg(test)]\nmod tests {\n    fn named() { Command::new(\"NOT\"); }\n}\n",
    );
    let source = Source::parse(source);
    let found: Vec<(&str, Vec<String>)> = source
        .methods
        .iter()
        .map(|method| {
            (
                method.name.as_str(),
                source.sent_by(&method.body).into_iter().collect(),
            )
        })
        .collect();
    let found: Vec<(&str, String)> = found
        .into_iter()
        .map(|(name, sent)| (name, sent.join(",")))
        .collect();
    let wanted = [
        ("a", "A B"),
        ("b", "A B"),
        ("c", "C.D"),
        ("d", "E"),
        ("e", ""),
    ];
    assert_eq!(found, wanted.map(|(name, sent)| (name, sent.to_owned())));
    let a = &source.methods[0];
    assert_eq!(a.group, "XCommands");
    assert_eq!(a.since().as_deref(), Some("1.2.3"));
    assert_eq!(a.url(), Some("https://a/b/"));
    assert_eq!(source.methods[1].since().as_deref(), Some("Valkey 8.0.0"));
    assert_eq!(version("Valkey 8.10.0"), Some([8, 10, 0]));
}

/// The table, as it stands in the documentation.
fn table() -> String {
    let mut table = String::from("| command | methods | since |\n| --- | --- | --- |\n");
    for (command, row) in rows() {
        let command = match &row.url {
            Some(url) => format!("[{command}]({url})"),
            None => command,
        };
        let methods: Vec<String> = row.methods.iter().map(|path| link(path)).collect();
        let since = row.since.unwrap_or_default();
        writeln!(table, "| {command} | {} | {since} |", methods.join(", ")).unwrap();
    }
    table
}

/// A link to a method, `Type::method`, below `crate::`.
fn link(path: &str) -> String {
    let (owner, method) = path.rsplit_once("::").unwrap();
    // Methods of types are called by their owners' names, those of traits by their own.
    let text = match owner.starts_with("commands::") {
        true => method,
        false => path,
    };
    format!("[`{text}`](crate::{path})")
}

/// What is told of one command.
#[derive(Default)]
struct Row {
    url: Option<String>,
    methods: Vec<String>,
    since: Option<String>,
}

/// All commands that something sends.
fn rows() -> BTreeMap<String, Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut silent = Vec::new();
    for path in rust_files(&root().join("src/commands")) {
        let source = Source::parse(&fs::read_to_string(path).unwrap());
        for method in &source.methods {
            let sent = source.sent_by(&method.body);
            if sent.is_empty() || method.since().is_none() {
                silent.push(format!("{}::{}", method.group, method.name));
            }
            for command in sent {
                let row = rows.entry(command).or_default();
                row.methods
                    .push(format!("commands::{}::{}", method.group, method.name));
                row.add_since(method.since());
                row.url = row.url.take().or_else(|| method.url().map(str::to_owned));
            }
        }
    }
    assert!(
        silent.is_empty(),
        "what do these send, and since when? {silent:?}"
    );
    for other in OTHERS {
        let row = rows.entry(other.command.to_owned()).or_default();
        row.methods
            .extend(other.methods.iter().map(|&method| method.to_owned()));
        row.add_since(Some(other.since.to_owned()));
        let url = || {
            let name = other.command.to_lowercase();
            format!("https://redis.io/docs/latest/commands/{name}/")
        };
        row.url.get_or_insert_with(url);
    }
    rows
}

impl Row {
    /// A command is as old as the oldest of its methods.
    fn add_since(&mut self, since: Option<String>) {
        let version = |since: &Option<String>| since.as_deref().and_then(version);
        if self.since.is_none() || version(&since) < version(&self.since) {
            self.since = since;
        }
    }
}

/// The first version in a text, in numbers.
fn version(text: &str) -> Option<[u32; 3]> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let numbers = text[start..].split(|c: char| !c.is_ascii_digit()).take(3);
    let numbers: Vec<u32> = numbers.map_while(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}

/// A file of `src/commands`.
struct Source {
    methods: Vec<Method>,
    /// The functions that belong to no type, by their names.
    functions: BTreeMap<String, String>,
}

/// A method of a trait of commands.
struct Method {
    group: String,
    name: String,
    /// Its documentation, in one line.
    docs: String,
    body: String,
}

impl Source {
    fn parse(text: &str) -> Self {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let mut source = Self {
            methods: Vec::new(),
            functions: BTreeMap::new(),
        };
        let mut group = None;
        let mut docs = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.trim_start().starts_with("#[") {
                let mut last = line;
                while !last.ends_with(']') {
                    last = lines.next().unwrap_or("]");
                }
                continue;
            }
            if let Some(doc) = line.trim_start().strip_prefix("///") {
                docs += doc;
            } else if let Some((name, _)) = line
                .strip_prefix("pub trait ")
                .and_then(|rest| rest.split_once(": Execute"))
            {
                group = Some(name.to_owned());
            } else if line == "}" {
                group = None;
            } else if let Some(name) = function_name(line, "    ").filter(|_| group.is_some()) {
                let body = body(line, "    }", &mut lines);
                let group = group.clone().unwrap_or_default();
                source.methods.push(Method {
                    group,
                    name,
                    docs: std::mem::take(&mut docs),
                    body,
                });
            } else if let Some(name) = function_name(line, "") {
                source.functions.insert(name, body(line, "}", &mut lines));
            }
            if !line.trim_start().starts_with('/') {
                docs.clear();
            }
        }
        source
    }

    /// The names of the commands that this code makes.
    fn sent_by(&self, code: &str) -> BTreeSet<String> {
        let mut sent = BTreeSet::new();
        self.add_sent_by(code, &mut sent, &mut BTreeSet::new());
        sent
    }

    /// `called`: the functions that have been looked at, as some may call themselves.
    fn add_sent_by<'a>(
        &'a self,
        code: &'a str,
        sent: &mut BTreeSet<String>,
        called: &mut BTreeSet<&'a str>,
    ) {
        sent.extend(arguments(code, "Command::new").filter_map(quoted));
        for method in &self.methods {
            if code.contains(&format!("self.{}(", method.name)) && called.insert(&method.body) {
                self.add_sent_by(&method.body, sent, called);
            }
        }
        for (name, body) in &self.functions {
            for argument in arguments(code, name) {
                if called.insert(body) {
                    self.add_sent_by(body, sent, called);
                }
                // One that is given the name as its first argument.
                if body.contains("Command::new(name)") {
                    sent.extend(quoted(argument));
                }
            }
        }
    }
}

impl Method {
    /// The text behind "Since".
    fn since(&self) -> Option<String> {
        let (_, since) = self.docs.split_once("Since ")?;
        let end = since.find([';', ',', '[']).unwrap_or(since.len());
        let since = &since[..end];
        let end = since.find(". ").unwrap_or(since.len());
        let since = since[..end].trim().trim_end_matches('.');
        version(since).map(|_| since.to_owned())
    }

    /// Where the command is documented.
    fn url(&self) -> Option<&str> {
        let (_, url) = self.docs.split_once(".io](")?;
        url.split(')').next()
    }
}

/// The name of the function that the line begins, at this indentation.
fn function_name(line: &str, indentation: &str) -> Option<String> {
    let line = line.strip_prefix(indentation)?;
    let line = line.strip_prefix("pub(super) ").unwrap_or(line);
    let rest = line
        .strip_prefix("fn ")
        .or_else(|| line.strip_prefix("pub(crate) fn "))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(rest[..end].to_owned())
}

/// The function that began with `first`, to the line that is its end, without its comments and its name.
fn body<'a>(first: &str, end: &str, lines: &mut impl Iterator<Item = &'a str>) -> String {
    let (_, parameters) = first.split_once('(').unwrap_or_default();
    let mut body = parameters.to_owned();
    if first.ends_with("{}") {
        return body;
    }
    for line in lines.take_while(|line| *line != end) {
        if !line.trim_start().starts_with("//") {
            body += "\n";
            body += line;
        }
    }
    body
}

/// What stands behind each call of `function`.
fn arguments<'a>(code: &'a str, function: &'a str) -> impl Iterator<Item = &'a str> {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
    code.match_indices(function).filter_map(move |(at, _)| {
        let arguments = code[at + function.len()..].strip_prefix('(')?;
        (!code[..at].ends_with(in_word)).then_some(arguments)
    })
}

/// The string that the arguments begin with, as a command's name.
fn quoted(arguments: &str) -> Option<String> {
    let (name, _) = arguments.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(name.to_uppercase())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
