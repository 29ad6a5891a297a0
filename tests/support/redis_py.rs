//! redis-py, to see what it makes of what this client does, and the other way round.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::server::{Server, servers_dir};

const MISSING: &str =
    "`bash tests/servers.sh` installs python3 and redis-py, which this test needs";

/// A Python that has a client of redis-py's called `r`. It ends when it is dropped.
pub struct RedisPy {
    python: Child,
    lines: Option<ChildStdin>,
    results: BufReader<ChildStdout>,
}

impl RedisPy {
    /// One with a client of this server.
    pub fn start(server: &Server) -> Self {
        let packages = servers_dir().join("redis-py");
        assert!(packages.join("redis").is_dir(), "{MISSING}");
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/redis_py.py");
        let mut python = Command::new("python3")
            .arg(program)
            .arg(server.port().to_string())
            .env("PYTHONPATH", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{MISSING}: {error}"));
        let output = python.stdout.take().expect("a piped stdout");
        Self {
            lines: python.stdin.take(),
            results: BufReader::new(output),
            python,
        }
    }

    /// Evaluates a line. What is assigned with `:=` is kept; an exception comes as `LockError: its text`.
    pub fn eval(&mut self, line: &str) -> String {
        let lines = self.lines.as_mut().expect("a piped stdin");
        writeln!(lines, "{line}").expect("python reads");
        let mut result = String::new();
        self.results.read_line(&mut result).expect("python writes");
        assert!(!result.is_empty(), "python has ended");
        result.trim_end().to_owned()
    }
}

impl Drop for RedisPy {
    fn drop(&mut self) {
        drop(self.lines.take());
        // A panic in a drop would hide the test's.
        let _ = self.python.wait();
    }
}
