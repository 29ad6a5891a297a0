//! Real servers, private to a test or shared by the tests of one binary.
//!
//! A server runs under a small `sh`, its watchdog, whose standard input is a pipe that only this
//! process holds. When the pipe closes, be it by a drop, at the end of the process or because that
//! was killed, the watchdog kills the server, waits for it and removes its directory.
//!
//! The same binary is a sentinel, too: those of [`sentinel`](super::sentinel) are started here.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, io, process, thread};

use super::authority::{Authority, Certified};
use super::port;

/// Prints the server's process id; what follows `read` happens when the pipe closes. If a file for that is named, it
/// is asked before it is killed which commands it has run; one that is frozen, or that nobody may ask, is not
/// waited for.
const WATCHDOG: &str = r#"
dir=$1 count=$2; shift 2
"$@" </dev/null >"$dir/log" 2>&1 &
echo $!
exec >/dev/null
read -r _
if [ -n "$count" ]; then
    timeout 1 redis-cli -s "$dir/redis.sock" INFO commandstats >"$count.$$" 2>/dev/null
fi
kill -9 $!
wait
rm -rf "$dir"
"#;

const START_TIMEOUT: Duration = Duration::from_secs(10);
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);

/// A server of one's own on 127.0.0.1 and on a unix socket. Dropping it stops it.
pub struct Server {
    binary: &'static Binary,
    mode: Mode,
    args: Vec<String>,
    /// What its configuration file says, if it has one.
    config: Option<String>,
    password: Option<String>,
    tls: bool,
    port: u16,
    dir: PathBuf,
    socket: PathBuf,
    running: Option<Running>,
}

impl Server {
    /// Starts one with nothing set.
    pub fn start() -> Self {
        Self::builder().start()
    }

    pub fn builder() -> ServerBuilder {
        ServerBuilder {
            mode: Mode::Data,
            args: Vec::new(),
            config: None,
            password: None,
            tls: over_tls(),
            port: port::free,
        }
    }

    /// The one server of this test process, for tests that prefix their keys with their name.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    pub fn url(&self) -> String {
        url(self.port, self.tls)
    }

    pub fn unix_url(&self) -> String {
        format!("unix://{}", self.socket.display())
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn unix_path(&self) -> &Path {
        &self.socket
    }

    /// The server's own process id, not the watchdog's.
    pub fn pid(&self) -> u32 {
        self.running.as_ref().expect("the server was killed").pid
    }

    /// The program that is started.
    pub fn binary() -> &'static Path {
        &Binary::find().path
    }

    /// What the server calls itself, as in `Redis 7.0.15`.
    pub fn name(&self) -> &str {
        &self.binary.name
    }

    /// Its version's major and minor number. Valkey counts on from Redis 7.2.
    pub fn version(&self) -> (u32, u32) {
        self.binary.version
    }

    pub fn is_valkey(&self) -> bool {
        self.binary.name.starts_with("Valkey")
    }

    /// Whether it runs, and is not frozen and has not ended by itself.
    pub fn is_up(&self) -> bool {
        let is_up = |running: &Running| !matches!(process_state(running.pid), Some('T' | 'Z'));
        self.running.as_ref().is_some_and(is_up)
    }

    /// What it has written to its log since it was last started.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// Kills it with SIGKILL and waits until it is gone. Its data goes with it.
    pub fn kill(&mut self) {
        if let Ok(rewritten) = fs::read_to_string(self.config_path()) {
            self.config = Some(rewritten);
        }
        self.running = None;
    }

    /// Kills it if it runs, and starts it again on the same port and socket, with the same
    /// configuration (as it has rewritten it, if it has a file) and no data.
    pub fn restart(&mut self) {
        self.kill();
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            match self.launch() {
                Ok(()) => return,
                Err(Failed::PortTaken) if Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(100));
                }
                Err(failed) => panic!("{} did not start again: {failed}", self.binary.name),
            }
        }
    }

    /// Stops the process (SIGSTOP): the kernel still accepts and receives, and nothing answers.
    pub fn freeze(&self) {
        signal(self.pid(), "STOP");
        let deadline = Instant::now() + START_TIMEOUT;
        while process_state(self.pid()).is_some_and(|state| state != 'T') {
            assert!(Instant::now() < deadline, "the server does not stop");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Lets a frozen server go on (SIGCONT).
    pub fn thaw(&self) {
        signal(self.pid(), "CONT");
    }

    /// Sends one command on a connection of its own, in RESP2, and renders the reply as text:
    /// errors as `-ERR …`, null as `(nil)`, an array's items one a line.
    pub fn command(&self, args: &[&str]) -> String {
        self.try_command(args)
            .unwrap_or_else(|error| panic!("{args:?} on {}: {error}", self.binary.name))
    }

    /// Whether the server at hand was built without TLS. If so, the test may return early: that is on record.
    pub fn lacks_tls(test: &str) -> bool {
        static SPEAKS_TLS: OnceLock<bool> = OnceLock::new();
        let lacks = !SPEAKS_TLS.get_or_init(|| Self::builder().tls().try_start().is_ok());
        if lacks {
            Self::shared().record_lack("TLS", test);
        }
        lacks
    }

    /// Whether the server lacks `command`. If so, the test may return early: the lack is on
    /// record, in the file that `REDIAL_TEST_LACKS` names and on standard error.
    pub fn lacks(&self, command: &str, test: &str) -> bool {
        let known = self.command(&["COMMAND", "INFO", command]);
        let lacks = matches!(known.as_str(), "(nil)" | "");
        if lacks {
            self.record_lack(command, test);
        }
        lacks
    }

    /// Puts on record that `test` cannot run on this server, for want of `command`.
    pub fn record_lack(&self, command: &str, test: &str) {
        let line = format!("{}\t{command}\t{test}\n", self.binary.name);
        eprint!("not run for lack of a command: {line}");
        if let Some(path) = env::var_os("REDIAL_TEST_LACKS") {
            let mut options = fs::OpenOptions::new();
            let file = options.create(true).append(true).open(path);
            file.and_then(|mut file| file.write_all(line.as_bytes()))
                .expect("the file that REDIAL_TEST_LACKS names");
        }
    }

    /// Puts on record that the test itself sent a command, so that it does not count as one of the client's.
    pub fn record_own(&self, args: &[impl AsRef<str>]) {
        if let (Some(path), Some(running)) = (self.count_path(), &self.running) {
            let path = format!("{path}.{}.own", running.watchdog.id());
            let words: Vec<&str> = args.iter().take(2).map(AsRef::as_ref).collect();
            let mut options = fs::OpenOptions::new();
            let file = options.create(true).append(true).open(path);
            file.and_then(|mut file| writeln!(file, "{}", words.join("|").to_lowercase()))
                .expect("a file in the folder that REDIAL_TEST_COMMANDS names");
        }
    }

    /// Where is counted which commands servers of its kind have run: what the names of the files begin with.
    pub fn count_path(&self) -> Option<String> {
        let folder = env::var_os("REDIAL_TEST_COMMANDS")?;
        let name = self.binary.name.replace(' ', "-");
        Some(Path::new(&folder).join(name).display().to_string())
    }

    fn try_command(&self, args: &[&str]) -> io::Result<String> {
        self.record_own(args);
        let stream = UnixStream::connect(&self.socket)?;
        stream.set_read_timeout(Some(COMMAND_TIMEOUT))?;
        stream.set_write_timeout(Some(COMMAND_TIMEOUT))?;
        let mut stream = BufReader::new(stream);
        if let Some(password) = &self.password {
            stream.get_mut().write_all(&encode(&["AUTH", password]))?;
            read_reply(&mut stream)?;
        }
        stream.get_mut().write_all(&encode(args))?;
        read_reply(&mut stream)
    }

    fn launch(&mut self) -> Result<(), Failed> {
        let mut builder = fs::DirBuilder::new();
        builder.mode(0o700).create(&self.dir)?;
        if let Some(config) = &self.config {
            fs::write(self.config_path(), config)?;
        }
        let running = Running::spawn(self)?;
        let started = self.wait_until_ready(running.pid);
        if started.is_ok() {
            self.running = Some(running);
        }
        started
    }

    fn command_line(&self) -> Vec<String> {
        let mut line = Vec::new();
        if self.config.is_some() {
            line.push(self.config_path().display().to_string());
        }
        let port = self.port.to_string();
        let dir = self.dir.display().to_string();
        let socket = self.socket.display().to_string();
        line.extend(self.mode.command_line(self.binary.version));
        if self.tls {
            let authority = Authority::shared();
            let Certified { certificate, key } = authority.server();
            for (name, value) in [
                ("--port", Path::new("0")),
                ("--tls-port", Path::new(&port)),
                ("--tls-cert-file", &certificate),
                ("--tls-key-file", &key),
                ("--tls-ca-cert-file", &authority.certificate()),
                ("--tls-auth-clients", Path::new("no")),
                ("--tls-replication", Path::new("yes")),
            ] {
                line.extend([name.to_owned(), value.display().to_string()]);
            }
        } else {
            line.extend(["--port".to_owned(), port]);
        }
        for (name, value) in [
            ("--bind", "127.0.0.1"),
            ("--unixsocket", &socket),
            ("--dir", &dir),
            ("--daemonize", "no"),
        ] {
            line.extend([name.to_owned(), value.to_owned()]);
        }
        line.extend_from_slice(&self.args);
        line
    }

    fn config_path(&self) -> PathBuf {
        self.dir.join("server.conf")
    }

    /// Waits for an answer on the unix socket, which nobody but this server has. It is made after
    /// the TCP port, so a server that answers there has its port, too.
    fn wait_until_ready(&self, pid: u32) -> Result<(), Failed> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            if let Ok(reply) = self.try_command(&["PING"])
                && (reply == "PONG" || reply.starts_with("-NO"))
            {
                return Ok(());
            }
            let ended = process_state(pid) == Some('Z');
            if ended || Instant::now() > deadline {
                let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
                return Err(if log.contains("Address already in use") {
                    Failed::PortTaken
                } else {
                    Failed::Other(format!("its log ends in\n{}", tail(&log)))
                });
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// What the binary is started as.
#[derive(Clone, Copy)]
enum Mode {
    Data,
    Sentinel,
}

impl Mode {
    fn command_line(self, version: (u32, u32)) -> Vec<String> {
        let words: &[&str] = match self {
            Self::Sentinel => &["--sentinel"],
            Self::Data if version >= (7, 0) => &[
                "--save",
                "",
                "--appendonly",
                "no",
                "--enable-debug-command",
                "local",
            ],
            Self::Data => &["--save", "", "--appendonly", "no"],
        };
        words.iter().map(|&word| word.to_owned()).collect()
    }
}

/// What a server is started with beyond a port, a socket and no persistence.
#[must_use]
pub struct ServerBuilder {
    mode: Mode,
    args: Vec<String>,
    config: Option<String>,
    password: Option<String>,
    tls: bool,
    port: fn() -> u16,
}

impl ServerBuilder {
    /// Gives it a port of those for servers that know each other.
    pub fn in_group(mut self) -> Self {
        self.port = port::free_for_groups;
        self
    }

    /// Makes it speak TLS, as the shared authority's server.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Makes it speak no TLS, whatever the others do.
    pub fn plain(mut self) -> Self {
        self.tls = false;
        self
    }

    /// Starts it on a configuration file that says this, for a server that has to rewrite it.
    pub fn config(mut self, text: &str) -> Self {
        self.config = Some(text.to_owned());
        self
    }

    /// Starts it as a sentinel, on a configuration file that says this.
    pub fn sentinel(mut self, config: &str) -> Self {
        self.mode = Mode::Sentinel;
        self.config(config)
    }

    /// One directive of redis.conf with one value: `arg("requirepass", "x")`.
    pub fn arg(self, name: &str, value: &str) -> Self {
        self.args(name, &[value])
    }

    /// One directive with several values: `args("user", &["ann", "on", ">secret", "~*", "+@all"])`.
    pub fn args(mut self, name: &str, values: &[&str]) -> Self {
        if name == "requirepass" {
            self.password = values.first().map(|&password| password.to_owned());
        }
        self.args.push(format!("--{name}"));
        self.args
            .extend(values.iter().map(|&value| value.to_owned()));
        self
    }

    pub fn start(self) -> Server {
        let binary = Binary::find();
        self.try_start()
            .unwrap_or_else(|failed| panic!("{} did not start: {failed}", binary.path.display()))
    }

    fn try_start(self) -> Result<Server, Failed> {
        let binary = Binary::find();
        for _ in 0..20 {
            let dir = fresh_dir();
            let mut server = Server {
                binary,
                mode: self.mode,
                args: self.args.clone(),
                config: self.config.clone(),
                password: self.password.clone(),
                tls: self.tls,
                port: (self.port)(),
                socket: dir.join("redis.sock"),
                dir,
                running: None,
            };
            match server.launch() {
                Ok(()) => return Ok(server),
                Err(Failed::PortTaken) => {}
                Err(failed) => return Err(failed),
            }
        }
        Err(Failed::PortTaken)
    }
}

/// The watchdog and the server under it, which end together.
struct Running {
    watchdog: Child,
    pid: u32,
}

impl Running {
    fn spawn(server: &Server) -> io::Result<Self> {
        let count = server.count_path().unwrap_or_default();
        let password = server.password.as_deref().unwrap_or_default();
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&server.dir)
            .arg(count)
            .arg(&server.binary.path)
            .args(server.command_line())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env("REDISCLI_AUTH", password)
            // Ctrl-C at the terminal is for the tests; the watchdog has cleaning up to do then.
            .process_group(0)
            .spawn()?;
        let mut line = String::new();
        let output = watchdog.stdout.take().expect("a piped stdout");
        BufReader::new(output).read_line(&mut line)?;
        let pid = line.trim().parse().map_err(io::Error::other)?;
        Ok(Self { watchdog, pid })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        // Nothing is left to do about an error here, and a panic in a drop would hide the test's.
        let _ = self.watchdog.wait();
    }
}

/// The server binary that this test run is for.
struct Binary {
    path: PathBuf,
    name: String,
    version: (u32, u32),
}

impl Binary {
    fn find() -> &'static Self {
        static BINARY: OnceLock<Binary> = OnceLock::new();
        BINARY.get_or_init(|| {
            let path = Self::path().expect(
                "no redis-server found: `bash tests/run.sh` installs what the tests need and runs \
                 them, `bash tests/servers.sh` only installs",
            );
            Self::identify(path)
        })
    }

    fn path() -> Option<PathBuf> {
        if let Some(path) = env::var_os("REDIAL_TEST_SERVER") {
            return Some(path.into());
        }
        let on_path = env::var_os("PATH").and_then(|path| {
            env::split_paths(&path)
                .map(|dir| dir.join("redis-server"))
                .find(|candidate| candidate.is_file())
        });
        on_path.or_else(|| {
            ["redis-7.0", "redis-8.2", "redis-6.2", "valkey-9.1"]
                .iter()
                .map(|name| servers_dir().join(name).join("server"))
                .find(|candidate| candidate.is_file())
        })
    }

    /// Reads `Redis server v=7.0.15 sha=…`.
    fn identify(path: PathBuf) -> Self {
        let output = Command::new(&path)
            .arg("--version")
            .output()
            .unwrap_or_else(|error| panic!("{} does not run: {error}", path.display()));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (brand, rest) = text
            .split_once(" server v=")
            .unwrap_or_else(|| panic!("{} is no server: {text:?}", path.display()));
        let number = rest.split_whitespace().next().unwrap_or_default();
        let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
        let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        Self {
            name: format!("{brand} {number}"),
            path,
            version,
        }
    }
}

/// Where `tests/servers.sh` keeps what it installs.
pub fn servers_dir() -> PathBuf {
    let set = |name| env::var_os(name).map(PathBuf::from);
    let cache = || {
        set("XDG_CACHE_HOME")
            .unwrap_or_else(|| set("HOME").unwrap_or_default().join(".cache"))
            .join("redial/servers")
    };
    set("REDIAL_SERVERS_DIR").unwrap_or_else(cache)
}

/// Whether the servers of this run speak TLS, so that whatever is tested is tested over it. They must be able to.
pub fn over_tls() -> bool {
    env::var_os("REDIAL_TEST_TLS").is_some()
}

/// The URL of a server of the shared authority on this port, or of one without TLS.
pub fn url(port: u16, tls: bool) -> String {
    match tls {
        false => format!("redis://127.0.0.1:{port}"),
        true => {
            let ca = Authority::shared().certificate();
            format!("rediss://127.0.0.1:{port}?ssl_ca_certs={}", ca.display())
        }
    }
}

/// Why a server did not come up.
enum Failed {
    PortTaken,
    Other(String),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Other(error.to_string())
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PortTaken => f.write_str("its port is taken"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// A path that does not exist yet; short, as a unix socket's path ends at some 100 bytes.
fn fresh_dir() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = env::temp_dir().join(format!("redial-test-{}-{count}", process::id()));
        if !dir.exists() {
            return dir;
        }
    }
}

fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// Sends a signal by the shell's own `kill`: the program of that name is not installed everywhere.
fn signal(pid: u32, name: &str) {
    let status = Command::new("sh")
        .args(["-c", r#"kill -s "$1" "$2""#, "kill", name, &pid.to_string()])
        .status()
        .expect("sh");
    assert!(status.success(), "kill -s {name} {pid}: {status}");
}

/// `R`, `S`, `T` (stopped), `Z` (ended), … as `/proc` has it; `None` where there is no `/proc`.
fn process_state(pid: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before it is in parentheses, and may itself hold anything.
    stat.rsplit_once(')')?.1.trim_start().chars().next()
}

fn encode(args: &[&str]) -> Vec<u8> {
    let mut text = format!("*{}\r\n", args.len());
    for arg in args {
        write!(text, "${}\r\n{arg}\r\n", arg.len()).expect("writing to a string");
    }
    text.into_bytes()
}

fn read_reply(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = line.trim_end();
    let bad = || io::Error::other(format!("no RESP2 reply: {line:?}"));
    let (kind, rest) = line.split_at_checked(1).ok_or_else(bad)?;
    match kind {
        "+" | ":" => Ok(rest.to_owned()),
        "-" => Ok(line.to_owned()),
        "$" | "*" if rest == "-1" => Ok("(nil)".to_owned()),
        "$" => {
            let mut data = vec![0; rest.parse::<usize>().map_err(|_| bad())? + 2];
            stream.read_exact(&mut data)?;
            data.truncate(data.len() - 2);
            Ok(String::from_utf8_lossy(&data).into_owned())
        }
        "*" => {
            let items = 0..rest.parse::<usize>().map_err(|_| bad())?;
            let items: io::Result<Vec<String>> = items.map(|_| read_reply(stream)).collect();
            Ok(items?.join("\n"))
        }
        _ => Err(bad()),
    }
}
