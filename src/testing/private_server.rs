//! [`PrivateServer`]: a real server that nobody else uses.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use crate::config::{Config, Secret};
use crate::error::Result;

/// Names the server's program, if it is none of those below.
const VARIABLE: &str = "REDIAL_SERVER";

/// What is looked for in `PATH`.
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];

/// So long may it take to start.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often another port is tried.
const PORTS: usize = 10;

/// Prints the server's process id; what follows `read` happens when the pipe closes, be it by a drop or because the
/// process that held it has ended.
const WATCHDOG: &str = r#"
dir=$1; shift
"$@" </dev/null >"$dir/log" 2>&1 &
echo $!
exec >/dev/null
read -r _
kill -9 $!
wait
rm -rf "$dir"
"#;

/// A real server that nobody else uses, on a port of 127.0.0.1 and on a Unix socket, without data and without persistence.
///
/// The program is the one that the environment variable `REDIAL_SERVER` names, or else a `redis-server` in `PATH`, or else a
/// `valkey-server`. Dropping this value ends the server and removes what it has written; so does the end of the process, however it
/// ends. On Unix only.
///
/// ```no_run
/// use redial::prelude::*;
/// use redial::testing::PrivateServer;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = PrivateServer::start()?;
/// let r = Redis::from_url(server.url())?;
/// r.flushall()?; // it is one's own
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PrivateServer {
    port: u16,
    password: Option<Secret>,
    pid: u32,
    dir: PathBuf,
    watchdog: Child,
}

impl PrivateServer {
    /// Starts a server with its own defaults, but for persistence, which is off. Waits until it answers, for 10 s at most.
    ///
    /// # Errors
    /// Kind `NotFound` if there is no program; whatever keeps it from starting, with the end of its log.
    pub fn start() -> io::Result<Self> {
        Self::start_with::<&str>([])
    }

    /// Starts a server with arguments as on its command line: `["--maxmemory", "10mb", "--requirepass", "secret"]`.
    ///
    /// A password (`--requirepass`) is then in the URLs. Port, address, socket and folder are chosen here.
    ///
    /// # Errors
    /// Those of [`start`](Self::start).
    pub fn start_with<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> io::Result<Self> {
        let program = program()?;
        let args: Vec<A> = args.into_iter().collect();
        let mut tried = 0;
        loop {
            tried += 1;
            let started = Self::launch(&program, &args);
            match started {
                // Somebody else may have taken the port since it was looked for.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && tried < PORTS => {}
                started => return started,
            }
        }
    }

    /// The URL of its port, for [`Redis::from_url`](crate::Redis::from_url).
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://{}127.0.0.1:{}", self.login(), self.port)
    }

    /// The URL of its Unix socket.
    #[must_use]
    pub fn unix_url(&self) -> String {
        format!("unix://{}{}", self.login(), self.socket().display())
    }

    /// The beginning of a URL, as far as it is about who logs in.
    fn login(&self) -> String {
        let password = self.password.as_ref();
        password.map_or_else(String::new, |password| {
            let encoded: String =
                url::form_urlencoded::byte_serialize(password.reveal().as_bytes()).collect();
            format!(":{}@", encoded.replace('+', "%20"))
        })
    }

    /// Its [`url`](Self::url) as a configuration, to which settings can be added.
    ///
    /// # Errors
    /// None in practice: the URL is good.
    pub fn config(&self) -> Result<Config> {
        Config::from_url(self.url())
    }

    /// Its port, on 127.0.0.1.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its process id, for tests that stop it (`SIGSTOP`) or kill it.
    #[must_use]
    pub const fn pid(&self) -> u32 {
        self.pid
    }

    /// What the server has written to its log so far.
    ///
    /// # Errors
    /// Those of reading a file.
    pub fn log(&self) -> io::Result<String> {
        fs::read_to_string(self.dir.join("log"))
    }

    fn launch(program: &Path, args: &[impl AsRef<OsStr>]) -> io::Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let dir = make_dir()?;
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&dir)
            .arg(program)
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .arg("--unixsocket")
            .arg(dir.join("socket"))
            .arg("--dir")
            .arg(&dir)
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // What ends the tests at the terminal is not for it: it has cleaning up to do.
            .process_group(0)
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = watchdog.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let server = Self {
            port,
            password: password(args),
            pid: line.trim().parse().map_err(|_no_number| {
                io::Error::other(format!("sh did not start {}", program.display()))
            })?,
            dir,
            watchdog,
        };
        server.wait_until_ready(program)?;
        Ok(server)
    }

    /// Waits for an answer on the Unix socket, which is made after the port was taken.
    fn wait_until_ready(&self, program: &Path) -> io::Result<()> {
        let deadline = Instant::now().checked_add(PATIENCE);
        while !self.answers() {
            let log = self.log().unwrap_or_default();
            if log.contains("Address already in use") {
                return Err(io::ErrorKind::AddrInUse.into());
            }
            let has_ended = self.has_ended();
            if has_ended || deadline.is_none_or(|deadline| deadline < Instant::now()) {
                let lines: Vec<&str> = log.lines().rev().take(10).collect();
                let end: Vec<&str> = lines.into_iter().rev().collect();
                let program = program.display();
                let what = match has_ended {
                    true => format!("{program} ended at once"),
                    false => format!("{program} did not answer within {PATIENCE:?}"),
                };
                let text = format!("{what}; its log ends in\n{}", end.join("\n"));
                return Err(io::Error::other(text));
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn answers(&self) -> bool {
        let ask = || {
            let mut stream = UnixStream::connect(self.socket())?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.write_all(b"*1\r\n$4\r\nPING\r\n")?;
            let mut answer = [0; 3];
            stream.read_exact(&mut answer)?;
            io::Result::Ok(answer)
        };
        // It may want a password first.
        matches!(ask().as_ref(), Ok(b"+PO" | b"-NO"))
    }

    /// Whether the server has ended; its watchdog has not waited for it yet.
    fn has_ended(&self) -> bool {
        match fs::read_to_string(format!("/proc/{}/stat", self.pid)) {
            Ok(stat) => stat
                .rsplit_once(") ")
                .is_some_and(|(_, rest)| rest.starts_with('Z')),
            // Elsewhere than on Linux only time tells.
            Err(_) => false,
        }
    }

    fn socket(&self) -> PathBuf {
        self.dir.join("socket")
    }
}

impl Drop for PrivateServer {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

/// The password that a server's command line sets.
fn password(args: &[impl AsRef<OsStr>]) -> Option<Secret> {
    let mut args = args.iter().map(AsRef::as_ref);
    args.find(|arg| arg.eq_ignore_ascii_case("--requirepass"))?;
    Some(Secret::new(args.next()?.to_str()?.to_owned()))
}

/// The program of a server.
fn program() -> io::Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Ok(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let candidates = PROGRAMS.iter().flat_map(|name| {
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        folders.into_iter().map(move |folder| folder.join(name))
    });
    let found = { candidates }.find(|candidate| candidate.is_file());
    found.ok_or_else(|| {
        let text = format!(
            "neither redis-server nor valkey-server is in PATH, and {VARIABLE} names no other"
        );
        io::Error::new(io::ErrorKind::NotFound, text)
    })
}

/// A folder of one's own; its name is short, as a Unix socket's path ends at some 100 bytes.
fn make_dir() -> io::Result<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = env::temp_dir().join(format!("redial-{}-{count}", process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| dir),
        }
    }
}
