//! What shape the servers' replies have, command by command, in both protocols: a record that a new version of a
//! server can't leave unnoticed.
//!
//! `tests/shapes/commands.txt` has the commands, `tests/shapes/SERVER.txt` what each server answers; `cluster.txt`,
//! `sentinel.txt` and `modules.txt` have those of nodes, sentinels and modules, and `SERVER-….txt` the answers. After a
//! change of either that is meant to be, `REDIAL_RECORD_SHAPES=1 cargo test --test reply_shapes` writes the record
//! of the server at hand anew, and the difference is there to be read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

use support::server::Server;

/// A reply, as far as its shape goes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    /// Something without parts.
    Plain(String),
    /// An array, a set or a push of items.
    List(char, Vec<Self>),
    Map(Vec<(Self, Self)>),
}

impl std::fmt::Display for Shape {
    /// `[bulk]` for any number of the same, `[bulk, int]` for a few that differ, and `{bulk: int or bulk}` for a map.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(kind) => f.write_str(kind),
            Self::List(_, items) if items.is_empty() => f.write_str("[]"),
            Self::List(kind, items) => {
                let kinds: BTreeSet<String> = items.iter().map(Self::to_string).collect();
                let open = match kind {
                    '*' => "[",
                    '~' => "set[",
                    _ => "push[",
                };
                if kinds.len() > 1 && items.len() <= 4 {
                    let items: Vec<String> = items.iter().map(Self::to_string).collect();
                    return write!(f, "{open}{}]", items.join(", "));
                }
                write!(f, "{open}{}]", either(kinds))
            }
            Self::Map(pairs) if pairs.is_empty() => f.write_str("{}"),
            Self::Map(pairs) => {
                let keys = pairs.iter().map(|(key, _)| key.to_string()).collect();
                let values = pairs.iter().map(|(_, value)| value.to_string()).collect();
                write!(f, "{{{}: {}}}", either(keys), either(values))
            }
        }
    }
}

fn either(kinds: BTreeSet<String>) -> String {
    kinds.into_iter().collect::<Vec<_>>().join(" or ")
}

/// A connection that looks at shapes.
struct Looker<'a> {
    server: &'a Server,
    stream: BufReader<TcpStream>,
}

impl<'a> Looker<'a> {
    fn connect(server: &'a Server, protocol: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        let patience = Some(Duration::from_secs(10));
        stream.set_read_timeout(patience).unwrap();
        let stream = BufReader::new(stream);
        let mut looker = Self { server, stream };
        looker.ask(&["HELLO".to_owned(), protocol.to_owned()]);
        looker
    }

    fn ask(&mut self, words: &[String]) -> Shape {
        self.server.record_own(words);
        let mut command = format!("*{}\r\n", words.len());
        for word in words {
            write!(command, "${}\r\n{word}\r\n", word.len()).unwrap();
        }
        self.stream.get_mut().write_all(command.as_bytes()).unwrap();
        self.read()
    }

    fn read(&mut self) -> Shape {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let line = line.trim_end();
        let (kind, rest) = line.split_at(1);
        let plain = |kind: &str| Shape::Plain(kind.to_owned());
        match kind {
            "+" => plain("status"),
            ":" => plain("int"),
            "," => plain("double"),
            "#" => plain("bool"),
            "(" => plain("big number"),
            "_" => plain("nil"),
            "-" => error(rest),
            "$" | "*" if rest == "-1" => plain("nil"),
            "$" | "=" | "!" => {
                let mut data = vec![0; rest.parse::<usize>().unwrap() + 2];
                self.stream.read_exact(&mut data).unwrap();
                match kind {
                    "$" => plain("bulk"),
                    "=" => plain("verbatim"),
                    _ => error(&String::from_utf8_lossy(&data)),
                }
            }
            "*" | "~" | ">" => {
                let items = (0..rest.parse().unwrap()).map(|_| self.read()).collect();
                Shape::List(kind.chars().next().unwrap(), items)
            }
            "%" => {
                let pairs = 0..rest.parse().unwrap();
                Shape::Map(pairs.map(|_| (self.read(), self.read())).collect())
            }
            _ => panic!("no reply: {line:?}"),
        }
    }
}

/// An error by its code; a command or an option that the server does not know is what a later version may have.
fn error(text: &str) -> Shape {
    let code = text.split_whitespace().next().unwrap_or_default();
    let is_unknown = [
        "unknown command",
        "unknown subcommand",
        "Unknown subcommand",
    ]
    .iter()
    .any(|words| text.contains(words));
    Shape::Plain(match is_unknown {
        true => "unknown".to_owned(),
        false => format!("-{code}"),
    })
}

/// The words of a line; quotes hold together what has spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let quote = rest
            .chars()
            .next()
            .filter(|first| ['"', '\''].contains(first));
        let (word, after) = match quote {
            Some(quote) => rest[1..].split_once(quote).expect("a closing quote"),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.replace("\\r\\n", "\r\n"));
        rest = after.trim_start();
    }
    words
}

/// One line for each command: what it is answered in RESP2, and in RESP3 if that differs.
fn record(commands: &str, started_as: StartedAs) -> String {
    let answers = ["2", "3"].map(|protocol| {
        let (server, _watched) = started_as.start();
        let mut looker = Looker::connect(&server, protocol);
        let lines = commands.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut answers = Vec::new();
        for line in lines {
            match line.strip_prefix('!') {
                Some(setup) => drop(looker.ask(&words(setup))),
                None => answers.push((line, looker.ask(&words(line)).to_string())),
            }
        }
        answers
    });
    let [resp2, resp3] = answers;
    let mut record = String::new();
    for ((command, two), (_, three)) in resp2.into_iter().zip(resp3) {
        match two == three {
            true => writeln!(record, "{command} => {two}").unwrap(),
            false => writeln!(record, "{command} => {two} | {three}").unwrap(),
        }
    }
    record
}

/// What a server is when it answers.
#[derive(Clone, Copy)]
enum StartedAs {
    /// One that holds data, with the modules that it has.
    Data,
    /// A node of a cluster.
    Node,
    /// A sentinel, of a server that is returned beside it.
    Sentinel,
}

impl StartedAs {
    fn start(self) -> (Server, Option<Server>) {
        match self {
            Self::Data => (Server::start(), None),
            Self::Node => (
                Server::builder().arg("cluster-enabled", "yes").start(),
                None,
            ),
            Self::Sentinel => {
                let master = Server::start();
                let config = format!("sentinel monitor mymaster 127.0.0.1 {} 1\n", master.port());
                let sentinel = Server::builder().sentinel(&config).start();
                (sentinel, Some(master))
            }
        }
    }
}

/// Compares what the commands in a file are answered with what is on record for the server at hand.
fn compare(commands: &str, started_as: StartedAs) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/shapes");
    let list = fs::read_to_string(folder.join(format!("{commands}.txt"))).unwrap();
    let server = Server::shared();
    let brand = match server.is_valkey() {
        true => "valkey",
        false => "redis",
    };
    let (major, minor) = server.version();
    let kind = match commands {
        "commands" => String::new(),
        kind => format!("-{kind}"),
    };
    let path = folder.join(format!("{brand}-{major}.{minor}{kind}.txt"));
    let is = record(&list, started_as);
    if std::env::var_os("REDIAL_RECORD_SHAPES").is_some() {
        fs::write(&path, &is).unwrap();
    }
    let was = fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!(
            "there is no record at {}; REDIAL_RECORD_SHAPES=1 makes one",
            path.display()
        )
    });
    let differs = is.lines().zip(was.lines()).find(|(is, was)| is != was);
    assert_eq!(differs, None, "what is, and what was on record");
    assert_eq!(is.lines().count(), was.lines().count());
}

/// Whether the server has modules, whose replies are another list.
fn has_modules() -> bool {
    let known = Server::shared().command(&["COMMAND", "INFO", "FT.SEARCH"]);
    !matches!(known.as_str(), "(nil)" | "")
}

#[test]
fn the_shapes_of_replies_are_those_on_record() {
    if !has_modules() {
        compare("commands", StartedAs::Data);
    }
}

#[test]
fn those_of_a_cluster_s_node_are_as_well() {
    if !has_modules() {
        compare("cluster", StartedAs::Node);
    }
}

#[test]
fn those_of_a_sentinel_are_as_well() {
    if !has_modules() {
        compare("sentinel", StartedAs::Sentinel);
    }
}

#[test]
fn those_of_modules_are_as_well() {
    if has_modules() {
        compare("modules", StartedAs::Data);
    }
}
