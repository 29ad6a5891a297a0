//! A test that runs in a process of its own: what it measures there is its own, and it may fork.
//!
//! The test at hand is started once more, alone, with a variable in its environment that tells it so. What it
//! [says](say) there comes back to who started it.

use std::collections::HashMap;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, process, thread};

const VARIABLE: &str = "REDIAL_TEST_APART";

/// What a line begins with that is said.
const SAYS: &str = "apart says: ";

/// Whether this process was started to run one test apart.
pub fn is_apart() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// What was said in the other process, by its names.
#[derive(Debug)]
pub struct Said(HashMap<String, String>);

impl Said {
    pub fn text(&self, name: &str) -> &str {
        let text = self.0.get(name);
        text.unwrap_or_else(|| panic!("nothing is said of `{name}`: {self:?}"))
    }

    pub fn number(&self, name: &str) -> u64 {
        self.text(name).parse().expect("a whole number")
    }
}

/// Says something to the process that started this one.
pub fn say(name: &str, what: impl ToString) {
    println!("\n{SAYS}{name}={}", what.to_string());
}

/// Runs the test of this thread in a process of its own, and fails if it fails there, or does not end in time.
pub fn run(limit: Duration) -> Said {
    run_with(&[], limit)
}

/// The same, with more in its environment.
pub fn run_with(variables: &[(&str, &str)], limit: Duration) -> Said {
    let name = thread::current().name().expect("a test's name").to_owned();
    let mut child = Command::new(env::current_exe().expect("its own path"))
        .args([&*name, "--exact", "--nocapture", "--test-threads", "1"])
        .envs(variables.iter().copied())
        .env(VARIABLE, "yes")
        .env_remove("REDIAL_RECORD_RELIABILITY")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("the test starts again");
    let mut output = child.stdout.take().expect("a piped stdout");
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = output.read_to_string(&mut text);
        let _ = sender.send(read.map(|_| text));
    });
    let text = receiver.recv_timeout(limit);
    if text.is_err() {
        let group = format!("-{}", child.id());
        let _ = Command::new("sh")
            .args(["-c", r#"kill -s KILL -- "$1""#, "kill", &group])
            .status();
    }
    let status = child.wait().expect("its end");
    let text = text
        .unwrap_or_else(|_| panic!("{name} did not end within {limit:?}"))
        .expect("text");
    assert!(status.success(), "{name}, apart: {status}\n{text}");
    let said = text.lines().filter_map(|line| line.strip_prefix(SAYS));
    let pairs = said.filter_map(|line| line.split_once('='));
    Said(
        pairs
            .map(|(name, what)| (name.to_owned(), what.to_owned()))
            .collect(),
    )
}

/// What this process holds in memory, in KiB.
pub fn resident() -> u64 {
    status("VmRSS:")
}

/// The most that this process ever held in memory, in KiB.
pub fn most_resident() -> u64 {
    status("VmHWM:")
}

fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the memory of this process");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.expect("a number").parse().expect("a whole number")
}

/// How many descriptors this process has open.
pub fn descriptors() -> usize {
    let open = fs::read_dir(format!("/proc/{}/fd", process::id()));
    // The one that the list is read by is in it.
    open.expect("the descriptors of this process").count() - 1
}
