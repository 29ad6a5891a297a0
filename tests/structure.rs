//! Holds what the modules may use of each other, and what the public types promise.
//!
//! The first half reads the sources: comments, strings and `#[cfg(test)]` modules aside, every path that
//! begins with `crate::`, or climbs out of its folder with `super::`, must lead to a module that its own may use.
//! The second half is checked by the compiler.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop at the first surprise"
)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules without I/O, without a clock and without a runtime.
const CORE: [&str; 7] = [
    "error", "resp", "convert", "command", "commands", "config", "session",
];

/// What the modules may use beside themselves.
const MAY_USE: [(&str, &[&str]); 19] = [
    ("error", &[]),
    ("mutex", &[]),
    ("resp", &["error"]),
    ("convert", &["error", "resp"]),
    ("command", &["error", "resp", "convert"]),
    ("commands", &["error", "resp", "convert", "command"]),
    ("config", &["error", "mutex", "resp"]),
    (
        "session",
        &["error", "resp", "convert", "command", "commands", "config"],
    ),
    (
        "fuzzing",
        &[
            "error", "resp", "convert", "command", "commands", "config", "session",
        ],
    ),
    ("docs", &[]),
    ("process", &[]),
    ("socket", &["config"]),
    ("tls", &["config", "error", "mutex"]),
    ("trace", &["error", "resp", "command", "config"]),
    (
        "testing",
        &["error", "mutex", "resp", "command", "config", "socket"],
    ),
    (
        "client",
        &[
            "error", "mutex", "resp", "convert", "command", "commands", "config", "session",
            "process", "socket", "tls", "trace",
        ],
    ),
    (
        "blocking",
        &[
            "error", "mutex", "resp", "convert", "command", "commands", "config", "session",
            "process", "socket", "tls", "trace",
        ],
    ),
    (
        "asyncio",
        &[
            "error", "mutex", "resp", "convert", "command", "commands", "config", "session",
            "process", "socket", "tls", "trace",
            // The prelude's common half, and the other face's client, which converts into this one's.
            "prelude", "blocking",
        ],
    ),
    (
        "prelude",
        &[
            "error", "resp", "convert", "command", "commands", "config", "session", "blocking",
        ],
    ),
];

/// What the modules without I/O never name.
const NOT_IN_CORE: [&str; 7] = [
    "std::net",
    "std::os",
    "std::thread",
    "Instant::now",
    "SystemTime::now",
    "tokio",
    "socket2",
];

/// What the code that both faces load never names: it is in their `rt`.
const NOT_IN_CLIENT: [&str; 4] = ["std::net", "std::os", "std::thread", "tokio"];

#[test]
fn modules_use_only_what_is_below_them() {
    let roots = root_names();
    let mut broken = Vec::new();
    for source in sources(Path::new("src")) {
        let Some(module) = source.module() else {
            continue;
        };
        let allowed = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("`{module}` is new: say in MAY_USE what it may use"))
            .1;
        for (at, name) in source.names_at_root() {
            let used = roots.get(&name).unwrap_or(&name);
            if *used != module && !allowed.contains(&used.as_str()) {
                let rule = format!("`{module}` may not use `{used}`");
                broken.push(source.complaint(at, &rule));
            }
        }
    }
    assert_holds(&broken);
}

#[test]
fn the_core_has_no_sockets_threads_clock_or_runtime() {
    let mut broken = Vec::new();
    for source in sources(Path::new("src")) {
        let module = source.module().unwrap_or_default();
        let never: &[&str] = match module.as_str() {
            core if CORE.contains(&core) => &NOT_IN_CORE,
            "client" => &NOT_IN_CLIENT,
            "blocking" => &["tokio"],
            "asyncio" => &["std::net", "std::thread"],
            _ => &[],
        };
        for name in never {
            for at in words(&source.code, name) {
                broken.push(source.complaint(at, &format!("`{module}` never names `{name}`")));
            }
        }
    }
    assert_holds(&broken);
}

/// A switch for the whole crate would take one face away from programs that use both.
#[test]
fn no_switch_chooses_between_the_faces() {
    let mut broken = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        for source in sources(Path::new(folder)) {
            for at in words(&source.code, "maybe_async::") {
                let rest = &source.code[at + "maybe_async::".len()..];
                if !["must_be_sync", "must_be_async"].contains(&first_word(rest)) {
                    broken.push(source.complaint(
                        at,
                        "of maybe-async only `must_be_sync` and `must_be_async` are used",
                    ));
                }
            }
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    if manifest.contains("is_sync") {
        broken.push("Cargo.toml: `is_sync` is not used".to_owned());
    }
    assert_holds(&broken);
}

/// Whoever looks for an example looks there.
#[test]
fn the_index_of_the_examples_names_them_all() {
    let folder = root().join("examples");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut broken = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let both = name.strip_suffix("_async").unwrap_or(name);
        if path.is_dir() || path.extension().is_some_and(|kind| kind == "rs") {
            let link = format!("[`{both}`](");
            if !index.contains(&link) {
                broken.push(format!("examples/README.md: has no line for `{both}`"));
            }
            if both != name && !index.contains(&format!("]({name}.rs)")) {
                broken.push(format!("examples/README.md: does not link {name}.rs"));
            }
        }
    }
    assert_holds(&broken);
}

#[test]
fn the_reader_of_sources_sees_code_and_nothing_else() {
    let code = code_of(concat!(
        "//! crate::a\n/* crate::b /* nested */ crate::b */ use crate::c;\n",
        "const S: &str = \"crate::d \\\" crate::d\"; const R: &str = r#\"crate::e \"#;\n",
        "const C: char = '\"'; fn f<'a>(x: &'a str) { crate::g::h(x) }\n",
        "#[cfg(test)]\nmod tests { use crate::i; }\nuse crate::{j::{k, l}, m};\n",
    ));
    let source = Source {
        path: "src/x/y.rs".into(),
        code,
    };
    let found = source.names_at_root();
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["c", "g", "j", "m"]);
    assert_eq!(source.complaint(found[3].0, "no"), "src/x/y.rs:7: no");
    let climbing = |path: &str, code: &str| {
        let source = Source {
            path: path.into(),
            code: code.to_owned(),
        };
        let names = source.names_at_root().into_iter();
        names.map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(climbing("src/x/y.rs", "use super::super::z::Z;"), ["z"]);
    assert_eq!(
        climbing("src/x/mod.rs", "use super::{z, w::W};"),
        ["z", "w"]
    );
    assert!(climbing("src/x/y.rs", "use super::z;").is_empty());
    assert!(climbing("src/client/y.rs", "use super::super::z;").is_empty());
}

/// A file, and its code: what is no code in it is blanked, so that positions stay.
struct Source {
    path: PathBuf,
    code: String,
}

impl Source {
    /// The module at the crate's root that it belongs to; `None` for the root itself.
    fn module(&self) -> Option<String> {
        let first = self.path.components().nth(1)?.as_os_str().to_str()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (name != "lib").then(|| name.to_owned())
    }

    /// How many `super::` lead from here to the crate's root.
    fn depth(&self) -> usize {
        let is_mod = self.path.ends_with("mod.rs");
        let in_face = self.path.starts_with("src/client");
        self.path.components().count() - 1 - usize::from(is_mod) + usize::from(in_face)
    }

    /// The names that paths from the crate's root begin with, and where they stand.
    fn names_at_root(&self) -> Vec<(usize, String)> {
        let climb = "super::".repeat(self.depth());
        let mut found = Vec::new();
        for prefix in ["crate::", &climb] {
            for at in words(&self.code, prefix) {
                if self.code[..at].ends_with("::") {
                    continue;
                }
                let names = first_names(&self.code[at + prefix.len()..]);
                found.extend(names.into_iter().map(|name| (at, name)));
            }
        }
        found
    }

    fn complaint(&self, at: usize, rule: &str) -> String {
        let line = self.code[..at].matches('\n').count() + 1;
        format!("{}:{line}: {rule}", self.path.display())
    }
}

fn assert_holds(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The crate's sources below `folder`, without the files that are modules of tests.
fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(root().join(folder)) {
        Ok(entries) => entries,
        Err(error) => panic!("{}: {error}", folder.display()),
    };
    for entry in entries {
        let path = folder.join(entry.unwrap().file_name());
        if path.ends_with("target") {
            continue; // what a package of its own was built to
        }
        if root().join(&path).is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") && !is_tests_only(&path) {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            let code = code_of(&text);
            found.push(Source { path, code });
        }
    }
    found
}

/// Whether the module beside it that loads this file does so under `#[cfg(test)]`.
fn is_tests_only(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let parent = fs::read_to_string(root().join(path).with_file_name("mod.rs"));
    parent.is_ok_and(|text| text.contains(&format!("#[cfg(test)]\nmod {name};")))
}

/// What the crate's root re-exports, and from which module: `crate::Error` is `crate::error::Error`.
fn root_names() -> HashMap<String, String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let code = code_of(&text);
    let mut names = HashMap::new();
    for (start, _) in code.match_indices("pub use ") {
        let (path, _) = code[start + "pub use ".len()..].split_once(';').unwrap();
        let (module, items) = path.split_once("::").unwrap();
        for item in first_names(items) {
            names.insert(item, module.to_owned());
        }
    }
    assert!(names.contains_key("Error") && names.contains_key("Redis"));
    names
}

/// Where `name` stands as words of its own.
fn words<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |&at| {
            let (before, after) = (&code[..at], &code[at + name.len()..]);
            !before.ends_with(in_word) && (name.ends_with(':') || !after.starts_with(in_word))
        })
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// `a` of `a::b`, or `a`, `c` and `d` of `{a::b, c, d::{e, f}}`.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![first_word(path).to_owned()];
    };
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        if depth == 0 && (c == ',' || c == '}') {
            names.push(first_word(group[start..at].trim()).to_owned());
            start = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The text with comments, strings and modules of tests blanked; line ends stay.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = blank_length(rest, code.ends_with(|c: char| c.is_alphanumeric()));
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let (blank, after) = rest.split_at(length.min(rest.len()));
            code.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = after;
        }
    }
    without_test_modules(code)
}

/// How long the comment, string or character is that `text` begins with; 0 if it begins with code.
fn blank_length(text: &str, in_word: bool) -> usize {
    let bytes = text.as_bytes();
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment_length(text);
    }
    if bytes[0] == b'"' {
        return quoted_length(text, b'"');
    }
    let hashes = text[1..].bytes().take_while(|&byte| byte == b'#').count();
    if bytes[0] == b'r' && !in_word && bytes.get(1 + hashes) == Some(&b'"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let opened = 2 + hashes;
        let closed = text[opened..].find(&end).expect("a raw string ends");
        return opened + closed + end.len();
    }
    // A lifetime has no quote after its first letter.
    let mut chars = text.chars();
    if chars.next() == Some('\'') {
        let (second, third) = (chars.next(), chars.next());
        if second == Some('\\') || third == Some('\'') {
            return quoted_length(text, b'\'');
        }
    }
    0
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0;
    for at in 0..text.len() {
        match text.as_bytes().get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn quoted_length(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if !escaped && byte == quote {
            return at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
}

fn without_test_modules(mut code: String) -> String {
    while let Some(start) = code.find("#[cfg(test)]\nmod ") {
        let body = start + code[start..].find(['{', ';']).unwrap();
        let mut depth = 0;
        let mut end = body + 1;
        for (at, c) in code[body..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = body + at + 1;
                break;
            }
        }
        let blank: String = code[start..end]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        code.replace_range(start..end, &blank);
    }
    code
}

fn shared<T: Send + Sync + 'static>() {}
fn sendable<T: Send + 'static>() {}

#[test]
fn what_is_shared_can_be_shared_and_the_rest_can_be_sent() {
    shared::<redial::Redis>();
    shared::<redial::ConnectionPool>();
    shared::<redial::Config>();
    shared::<redial::Error>();
    shared::<redial::Value>();
    shared::<redial::Command>();
    shared::<redial::RegisteredScript>();
    shared::<redial::Lock>();
    shared::<redial::LockGuard>();
    sendable::<redial::Pipeline>();
    sendable::<redial::Connection>();
    sendable::<redial::Transaction>();
    sendable::<redial::Scan<String>>();
}

#[test]
fn a_client_is_two_pointers_wide_and_an_error_one() {
    assert!(size_of::<redial::Redis>() <= 16);
    assert_eq!(size_of::<redial::Error>(), size_of::<usize>());
    assert_eq!(size_of::<redial::Result<()>>(), size_of::<usize>());
}

#[cfg(feature = "async")]
mod asyncio {
    use std::time::Duration;

    use redial::asyncio::prelude::*;
    use redial::asyncio::{CommandFuture, Scan};

    use super::{sendable, shared};

    #[test]
    fn what_is_shared_can_be_shared_and_the_rest_can_be_sent() {
        shared::<Redis>();
        shared::<ConnectionPool>();
        shared::<RegisteredScript>();
        shared::<Lock>();
        shared::<LockGuard>();
        sendable::<Pipeline>();
        sendable::<Connection>();
        sendable::<Transaction>();
        sendable::<Scan<String>>();
        sendable::<CommandFuture<'static, String>>();
        assert!(size_of::<Redis>() <= 16);
    }

    /// What a task that is spawned does.
    async fn all_of_it(r: Redis) -> redial::Result<()> {
        r.set("k", 1).await?;
        let value: Option<i64> = r.get("k").await?;
        let mut pipe = r.pipeline();
        pipe.set("k", value.unwrap_or(0)).incr("k");
        pipe.execute::<()>().await?;
        pipe.incr("k").execute_each().await?;
        let left = r.transaction(["k"], |mut tx| async move {
            let n: Option<i64> = tx.get("k").await?;
            let (left,): (i64,) = tx.multi().decrby("k", n.unwrap_or(0)).execute().await?;
            Ok(left)
        });
        left.await?;
        let mut conn = r.connection().await?;
        conn.set("k", 1).await?;
        let script = r.register_script("return 1");
        script.call::<()>(["k"], [1]).await?;
        r.call_script::<()>(&script, "k", String::new()).await?;
        conn.call_script::<()>(script.script(), &["k"][..], 1)
            .await?;
        let lock = r.lock("lock").timeout(Duration::from_secs(1)).renew();
        lock.acquire_with_token("token").await?.release().await?;
        if let Some(guard) = lock.try_acquire().await? {
            guard.extend(Duration::from_secs(1)).await?;
            guard.reacquire().await?;
            guard.owned().await?;
        }
        r.pipeline()
            .call_script(&script, (), ())
            .execute::<()>()
            .await?;
        let mut keys = r.scan_iter::<String>(ScanOptions::new());
        while let Some(key) = keys.next().await {
            r.delete(key?).await?;
        }
        Ok(())
    }

    #[test]
    fn whatever_is_awaited_can_move_between_threads() {
        fn can_be_sent<T: Send + 'static>(_future: &T) {}
        // It is not polled, so nothing listens there.
        let r = Redis::from_url("redis://localhost:1").unwrap();
        can_be_sent(&all_of_it(r));
    }
}
