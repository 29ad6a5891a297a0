//! No password is seen in what the crate prints.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use redial::{
    Arg, Args, Credentials, EnvCredentials, Error, PairWriter, Retry, StreamingCredentials, Written,
};

use super::*;
use crate::face::test;
use crate::support::fake::{FakeServer, Speaks, handshake_reply};
use crate::support::port;

/// Stands for every password and key.
const SECRET: &str = "S3CR3T";

/// What was looked at, and what gave the secret away.
#[derive(Default)]
struct Sweep {
    values: u64,
    types: BTreeSet<String>,
    hits: Vec<String>,
}

impl Sweep {
    /// Looks at a value in both of its forms.
    fn shows<T: Debug + ?Sized>(&mut self, value: &T) {
        self.values += 1;
        self.types.insert(short_name(type_name::<T>()));
        self.text(type_name::<T>(), &format!("{value:?}"));
        self.text(type_name::<T>(), &format!("{value:#?}"));
    }

    /// Looks at an error, at what caused it, and at what a panic says of it.
    fn error(&mut self, error: &Error) {
        self.shows(error);
        self.text("an error", &error.to_string());
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            self.text("a cause", &format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }

    fn text(&mut self, of: &str, text: &str) {
        // In hexadecimal, too, as a list of numbers, or in base64.
        let forms = [SECRET, "533343523354", "83, 51, 67, 82, 51, 84", "UzNDUjNU"];
        if forms
            .iter()
            .any(|form| text.to_uppercase().contains(&form.to_uppercase()))
        {
            self.hits.push(format!("{of}: {text}"));
        }
    }

    fn report(self, what: &str) {
        assert!(self.hits.is_empty(), "{:#?}", self.hits);
        row(12, what).count(self.values).outcome("0 hits").write();
    }
}

/// `Scan` of `redial::blocking::scan::Scan<alloc::string::String>`.
fn short_name(name: &str) -> String {
    let name = name.split('<').next().unwrap_or_default();
    name.rsplit("::").next().unwrap_or_default().to_owned()
}

/// Everything that can be told a secret.
fn config_with_secrets(server: &Server) -> Config {
    config_of(server).username("ann").password(SECRET)
}

#[cfg(feature = "tls")]
fn show_tls(sweep: &mut Sweep) {
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----");
    let tls = redial::Tls::new().key_password(SECRET);
    let with_key = tls.clone().client_certificate_data("certificate", pem);
    let with_file = tls.clone().pkcs12_data(SECRET);
    for tls in [tls, with_key, with_file] {
        sweep.shows(&tls);
        let config = Config::new().tls(tls);
        sweep.shows(&config);
        match Redis::new(config) {
            Ok(r) => sweep.shows(&r),
            Err(error) => sweep.error(&error),
        }
    }
    let url = format!(
        "rediss://:{SECRET}@localhost?ssl_password={SECRET}&ssl_keyfile=/none&ssl_certfile=/none"
    );
    match Redis::from_url(url) {
        Ok(r) => sweep.shows(&r),
        Err(error) => sweep.error(&error),
    }
}

#[cfg(not(feature = "tls"))]
fn show_tls(_sweep: &mut Sweep) {}

#[cfg(feature = "testing")]
fn show_testing(sweep: &mut Sweep) {
    let server = redial::testing::TestServer::start().unwrap();
    let login = server.expect(Command::new("AUTH").arg(SECRET));
    sweep.shows(&login.reply(SECRET));
    sweep.shows(&server);
    let private = redial::testing::PrivateServer::start_with(["--requirepass", SECRET]).unwrap();
    sweep.shows(&private);
}

#[cfg(not(feature = "testing"))]
fn show_testing(_sweep: &mut Sweep) {}

/// A server whose user `ann` has the secret for a password.
fn guarded() -> Server {
    let password = format!(">{SECRET}");
    Server::builder()
        .args("user", &["default", "on", "nopass", "~*", "&*", "+@all"])
        .args("user", &["ann", "on", &password, "~*", "&*", "+@all"])
        .start()
}

#[maybe_async]
#[test]
async fn nothing_that_holds_a_password_shows_it() -> Result<()> {
    let mut sweep = Sweep::default();
    show_tls(&mut sweep);
    show_testing(&mut sweep);
    show_options(&mut sweep);
    show_writers(&mut sweep);
    let server = guarded();
    let config = config_with_secrets(&server);
    sweep.shows(&config);
    let r = Redis::new(config.clone())?;
    r.ping().await?;
    sweep.shows(&r);
    sweep.shows(r.connection_pool());
    sweep.shows(&r.connection_pool().stats());
    let conn = r.connection().await?;
    sweep.shows(&conn);
    let mut pipe = r.pipeline();
    pipe.set("k", SECRET)
        .execute_command::<()>(Command::new("AUTH").arg(SECRET));
    sweep.shows(&pipe);
    let tx = r.watch("k").await?;
    sweep.shows(&tx);
    sweep.shows(&r.monitor().await?);
    let pubsub = r.pubsub();
    pubsub.subscribe("c").await?;
    sweep.shows(&pubsub);
    sweep.shows(&pubsub.listen());
    // In one face this is the future of a command, which has not begun.
    sweep.shows(&r.set("k", SECRET));
    sweep.shows(&r.scan_iter::<String>(ScanOptions::new()));
    let script = r.register_script(format!("return '{SECRET}'"));
    sweep.shows(&script);
    sweep.shows(script.script());
    let lock = r.lock("lock").timeout(Duration::from_secs(10));
    sweep.shows(&lock);
    let guard = lock.acquire_with_token(SECRET).await?;
    sweep.shows(&guard);
    guard.release().await?;
    sweep.shows(&r.consumer::<String>("stream", "group", "me"));
    let sentinel = Sentinel::from_configs([config.clone()])?.config(config)?;
    sweep.shows(&sentinel);
    sweep.shows(&sentinel.master_for("mymaster"));
    sweep.shows(&sentinel.replica_for("mymaster"));
    // What the server itself shows of its users holds what the passwords hash to.
    sweep.shows(&r.acl_getuser("ann").await?);
    sweep.shows(&r.acl_list::<String>().await?);
    sweep.shows(&r.client_list().await?);

    let holders = holders_of_secrets();
    let unseen: Vec<_> = holders.difference(&sweep.types).collect();
    assert!(unseen.is_empty(), "not looked at: {unseen:?}");
    println!(
        "{} types hold what may be secret: {holders:?}",
        holders.len()
    );
    sweep.report("a password, a key or a token in every public type that can hold one, printed");
    Ok(())
}

/// Looks at the places where arguments are written, behind a secret that was written before.
struct Probe<'s>(Mutex<&'s mut Sweep>);

impl ToArg for Probe<'_> {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        self.0.lock().unwrap().shows(&arg);
        arg.bytes(SECRET.as_bytes())
    }
}

/// The same for lists.
struct Probes<'p, 's>(&'p Probe<'s>);

impl ToArgs for Probes<'_, '_> {
    fn to_args(&self, args: &mut Args<'_>) {
        args.arg(SECRET);
        self.0.0.lock().unwrap().shows(args);
    }
}

impl ToPairs for Probe<'_> {
    fn to_pairs(&self, pairs: &mut PairWriter<'_, '_>) {
        pairs.pair(SECRET, SECRET);
        self.0.lock().unwrap().shows(pairs);
    }
}

fn show_writers(sweep: &mut Sweep) {
    let probe = Probe(Mutex::new(sweep));
    let command = Command::new("AUTH")
        .arg(SECRET)
        .arg(&probe)
        .args(Probes(&probe))
        .pairs(&probe);
    probe.0.lock().unwrap().shows(&command);
}

/// What is given to commands, and the commands.
fn show_options(sweep: &mut Sweep) {
    let credentials = Credentials::new(SECRET, SECRET);
    sweep.shows(&credentials);
    sweep.shows(&StreamingCredentials::new(credentials.clone()));
    sweep.shows(&EnvCredentials::new("PASSWORD"));
    let provided = Config::new().credential_provider(credentials.clone());
    sweep.shows(&provided);
    sweep.shows(&Config::new().credential_provider(StreamingCredentials::new(credentials)));
    sweep.shows(&Config::from_url(format!("redis://{SECRET}:{SECRET}@localhost")).unwrap());
    sweep.shows(
        &Config::from_url(format!(
            "redis://localhost?username={SECRET}&password={SECRET}"
        ))
        .unwrap(),
    );
    sweep.shows(&Config::from_url(format!("unix://:{SECRET}@/run/redis.sock")).unwrap());
    sweep.shows(&AclRules::new().password(SECRET).remove_password(SECRET));
    sweep.shows(&HelloOptions::new().auth("ann", SECRET));
    sweep.shows(&MigrateOptions::new().auth(SECRET));
    sweep.shows(&MigrateOptions::new().auth2("ann", SECRET));
    sweep.shows(&SentinelSetOptions::new().auth_user("ann").auth_pass(SECRET));
    for command in [
        Command::new("AUTH").arg(SECRET),
        Command::new("AUTH").arg("ann").arg(SECRET),
        Command::new("HELLO")
            .arg(3)
            .arg("AUTH")
            .arg("ann")
            .arg(SECRET),
        Command::new("ACL SETUSER")
            .arg("ann")
            .arg(format!(">{SECRET}")),
        Command::new("CONFIG SET").arg("requirepass").arg(SECRET),
        Command::new("CONFIG SET").arg("masterauth").arg(SECRET),
        Command::new("MIGRATE")
            .arg("host")
            .arg(1)
            .arg("k")
            .arg(0)
            .arg(1)
            .arg("AUTH")
            .arg(SECRET),
        Command::new("SENTINEL SET")
            .arg("mymaster")
            .arg("auth-pass")
            .arg(SECRET),
        Command::new("SET").key(SECRET).arg(SECRET),
    ] {
        sweep.shows(&command);
    }
}

#[maybe_async]
#[test]
async fn no_error_shows_a_password() -> Result<()> {
    let mut sweep = Sweep::default();
    wrong_urls(&mut sweep);
    let server = guarded();
    let wrong = format!("{SECRET} and more");
    refused(
        &mut sweep,
        config_of(&server).username("ann").password(&wrong),
    )
    .await;
    refused(
        &mut sweep,
        config_of(&server).username(&wrong).password(&wrong),
    )
    .await;
    let provider = Credentials::new("ann", &wrong);
    refused(&mut sweep, config_of(&server).credential_provider(provider)).await;
    let nobody = Config::new()
        .port(port::free())
        .password(SECRET)
        .protocol(PROTOCOL);
    refused(&mut sweep, nobody).await;
    for answer in answers() {
        let fake = FakeServer::with(move |command| {
            let is_login = command.iter().any(|word| word == SECRET.as_bytes());
            match handshake_reply(command, Speaks::Resp3) {
                Some(_) if is_login => answer.map(str::to_owned).map(String::into_bytes),
                Some(reply) => Some(reply),
                None => Some(b"+OK\r\n".to_vec()),
            }
        });
        let config = Config::from_url(fake.url())?
            .protocol(PROTOCOL)
            .password(SECRET);
        refused(
            &mut sweep,
            config.socket_timeout(Duration::from_millis(100)),
        )
        .await;
    }

    let r = Redis::new(config_of(&server))?;
    for command in [
        Command::new("AUTH").arg("ann").arg(&wrong),
        Command::new("AUTH").arg(&wrong).arg(&wrong).arg(&wrong),
        Command::new("HELLO")
            .arg(3)
            .arg("AUTH")
            .arg("ann")
            .arg(&wrong),
        Command::new("HELLO").arg(SECRET).arg(SECRET),
        Command::new("ACL SETUSER")
            .arg("ann")
            .arg(format!(">>{SECRET}"))
            .arg(SECRET),
        Command::new("ACL SETUSER")
            .arg("ann")
            .arg(format!("<{SECRET}")),
        Command::new("ACL SETUSER")
            .arg("ann")
            .arg(format!("#{SECRET}")),
        Command::new("CONFIG SET")
            .arg("requirepass")
            .arg(SECRET)
            .arg(SECRET),
        Command::new("CONFIG SET")
            .arg("no-such-setting")
            .arg(SECRET),
        Command::new("CONFIG SET").arg("maxmemory").arg(SECRET),
        Command::new("MIGRATE")
            .arg("127.0.0.1")
            .arg(1)
            .arg("k")
            .arg(0)
            .arg(1)
            .arg("AUTH")
            .arg(SECRET)
            .arg(SECRET),
        Command::new("NOSUCHCOMMAND").arg(SECRET),
        Command::new("SET").key("k").arg(SECRET).arg(SECRET),
        Command::new("GET").key(SECRET).arg(SECRET),
    ] {
        let mut conn = r.connection().await?;
        let done: Result<Value> = conn.execute_command(command).await;
        if let Err(error) = done {
            sweep.error(&error);
        }
        conn.close();
    }
    r.set("k", SECRET).await?;
    sweep.error(&r.get::<i64>("k").await.unwrap_err());
    sweep.error(&r.incr("k").await.unwrap_err());
    sweep.error(&r.lpush("k", SECRET).await.unwrap_err());
    sweep.report("a password in URLs, handshakes, commands and replies that go wrong, and their errors printed");
    Ok(())
}

/// What a server may say to who logs in; `None` is nothing at all.
fn answers() -> [Option<&'static str>; 5] {
    [
        None,
        Some("-ERR no\r\n"),
        Some("-WRONGPASS invalid\r\n"),
        Some("nonsense\r\n"),
        Some(":1\r\n"),
    ]
}

/// URLs in which a password makes something wrong, or stands where none belongs.
fn wrong_urls(sweep: &mut Sweep) {
    for url in [
        "redis://:S3CR3T",
        "redis://ann:S3CR3T@",
        "redis://ann:S3CR3T@host:port",
        "redis://ann:S3CR3T@host:99999",
        "redis://ann:S3CR3T/x@host",
        "redis://ann:S3CR3T?x@host",
        "redis://ann:S3CR3T#x@host",
        "redis://ann:x/S3CR3T@host",
        "redis://ann:x?S3CR3T@host",
        "redis://ann:x#S3CR3T@host",
        "redis://ann:%ff@host/S3CR3T",
        "redis://ann:S3CR3T@host/db",
        "redis://ann:S3CR3T@host?db=S3CR3T",
        "redis://ann:S3CR3T@host?port=S3CR3T",
        "redis://ann:S3CR3T@host?no_such_option=S3CR3T",
        "redis://ann:S3CR3T@host?passwrd=S3CR3T",
        "redis://host?password=S3CR3T&password=S3CR3T",
        "http://ann:S3CR3T@host",
        "S3CR3T",
        "redis//:S3CR3T@host",
        "redis://ann:S3CR3T@ho st",
        "redis://ann:S3CR3T@[::1",
        "unix://:S3CR3T@",
        "unix://:S3CR3T@host/path",
        "rediss://:S3CR3T@host?ssl_password=S3CR3T&ssl_min_version=S3CR3T",
    ] {
        match Redis::from_url(url) {
            Ok(r) => sweep.shows(&r),
            Err(error) => sweep.error(&error),
        }
    }
}

/// Tries to connect, and looks at what comes of it.
#[maybe_async]
async fn refused(sweep: &mut Sweep, config: Config) {
    let r = match Redis::new(config.retry(Retry::never())) {
        Ok(r) => r,
        Err(error) => return sweep.error(&error),
    };
    if let Err(error) = r.ping().await {
        sweep.error(&error);
    }
    if let Err(error) = r.connection().await {
        sweep.error(&error);
    }
    let pubsub = r.pubsub();
    if let Err(error) = pubsub.subscribe("c").await {
        sweep.error(&error);
    }
    sweep.shows(&pubsub);
    sweep.shows(&r);
}

/// What holds secrets by itself.
const SECRETS: [&str; 6] = [
    "Secret",
    "Credentials",
    "Config",
    "Provider",
    "Encoded",
    "Command",
];
/// What is given to commands that log in; the arguments of all others are told of by their number alone.
const OPTIONS: [&str; 4] = [
    "AclRules",
    "HelloOptions",
    "MigrateOptions",
    "SentinelSetOptions",
];

/// Only one face has it: `tests/pubsub_worker.rs` looks at it.
const ELSEWHERE: &str = "PubSubWorkerThread";

/// The public types of this face that hold a secret, or something that holds one: found in the sources.
fn holders_of_secrets() -> BTreeSet<String> {
    let mut structs = BTreeMap::new();
    collect_structs(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut structs,
    );
    let mut holders: BTreeSet<String> = SECRETS
        .iter()
        .chain(&OPTIONS)
        .map(|&it| it.to_owned())
        .collect();
    loop {
        let more: Vec<String> = structs
            .iter()
            .filter(|(name, it)| {
                !holders.contains(*name) && it.names.iter().any(|held| holders.contains(held))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        holders.extend(more);
    }
    holders.remove(ELSEWHERE);
    holders.retain(|name| structs.get(name).is_some_and(|it| it.is_public));
    holders
}

/// A struct as the sources have it.
struct Struct {
    is_public: bool,
    /// The types in its fields.
    names: BTreeSet<String>,
}

fn collect_structs(folder: &Path, into: &mut BTreeMap<String, Struct>) {
    let other_face = if NAME == "asyncio" {
        "blocking"
    } else {
        "asyncio"
    };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_left_out = name == other_face
            || name == "fuzzing"
            || (path.ends_with("src/testing") && cfg!(not(feature = "testing")))
            || (name == "tls.rs" && cfg!(not(feature = "tls")))
            || (path.ends_with("src/tls") && cfg!(not(feature = "tls")));
        if is_left_out {
            continue;
        }
        if path.is_dir() {
            collect_structs(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            structs_of(&text, into);
        }
    }
}

fn structs_of(text: &str, into: &mut BTreeMap<String, Struct>) {
    let code: Vec<&str> = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    for (at, _) in code.match_indices("struct ") {
        let before = code[..at].rsplit('\n').next().unwrap_or_default();
        let rest = &code[at + "struct ".len()..];
        let name = rest
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        // The fields end where a line begins with the brace, or with the line.
        let end = match rest.find(['{', ';']) {
            Some(open) if rest[open..].starts_with('{') => rest.find("\n}"),
            other => other,
        };
        let fields = &rest[name.len()..end.unwrap_or(rest.len())];
        let words = fields.split(|c: char| !c.is_alphanumeric());
        let names = words
            .filter(|word| word.starts_with(char::is_uppercase))
            .map(str::to_owned);
        let found = into.entry(name.to_owned()).or_insert(Struct {
            is_public: false,
            names: BTreeSet::new(),
        });
        found.is_public |= before.trim() == "pub";
        found.names.extend(names);
    }
}

#[maybe_async]
#[test]
async fn the_reader_of_sources_finds_what_holds_what() {
    let mut structs = BTreeMap::new();
    structs_of(
        "pub struct A<T> {\n    b: Option<B>,\n    // C\n}\nstruct B(Secret);\n#[cfg(test)]\nstruct D;",
        &mut structs,
    );
    let names = |name: &str| structs[name].names.iter().cloned().collect::<Vec<_>>();
    assert_eq!(names("A"), ["B", "Option", "T"]);
    assert_eq!(names("B"), ["Secret"]);
    assert!(structs["A"].is_public && !structs["B"].is_public);
    assert!(!structs.contains_key("D"));
}
