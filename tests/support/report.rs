//! What the tests of reliability saw, kept for the table in the documentation.
//!
//! With `REDIAL_RECORD_RELIABILITY` naming a folder, every [`Report`] is a line of a file in there;
//! `tests/reliability_table.rs` makes the table of them, or compares them with it. Without it nothing is written.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Duration;
use std::{env, process, thread};

/// One row of the table, from one test in one face and under one protocol.
///
/// What is written is only what holds: a test reports after its last assertion.
#[must_use]
pub struct Report {
    row: u8,
    place: String,
    injected: String,
    count: u64,
    outcome: String,
    measured: String,
}

impl Report {
    /// A report for a row of the scorecard. `place` is the face, or the face and the protocol.
    pub fn new(row: u8, place: impl Into<String>, injected: impl Into<String>) -> Self {
        Self {
            row,
            place: place.into(),
            injected: injected.into(),
            count: 1,
            outcome: String::new(),
            measured: String::new(),
        }
    }

    /// Says that this machine cannot show a row, and why; the table is then not held against it.
    pub fn lacking(row: u8, place: impl Into<String>, reason: impl Into<String>) {
        Self::new(row, place, "nothing")
            .count(0)
            .outcome(reason)
            .write();
    }

    /// How often it was injected.
    pub fn count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// What came out, in words that are the same at every run.
    pub fn outcome(mut self, outcome: impl Into<String>) -> Self {
        self.outcome = outcome.into();
        self
    }

    /// What was measured on the way; it differs from run to run.
    pub fn measured(mut self, measured: impl Into<String>) -> Self {
        self.measured = measured.into();
        self
    }

    /// Writes the line, if there is a folder for it. The name of the test is that of its thread.
    pub fn write(self) {
        let Some(folder) = env::var_os("REDIAL_RECORD_RELIABILITY") else {
            return;
        };
        let binary = env::args().next().unwrap_or_default();
        let binary = binary.rsplit('/').next().unwrap_or_default();
        let binary = binary.rsplit_once('-').map_or(binary, |(name, _)| name);
        let thread = thread::current();
        let line = [
            self.row.to_string(),
            self.injected,
            self.count.to_string(),
            self.outcome,
            self.place,
            self.measured,
            binary.to_owned(),
            thread.name().unwrap_or_default().to_owned(),
        ]
        .join("\t");
        assert!(!line.contains('\n') && !line.contains('|'), "{line}");
        let path = std::path::Path::new(&folder).join(format!("{}.tsv", process::id()));
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .expect("the folder of the records is there");
        file.write_all(format!("{line}\n").as_bytes())
            .expect("a record is written");
    }
}

/// How much of it a test does: so many in CI, and so many more if `REDIAL_RELIABILITY_SCALE` says by what factor.
pub fn scaled(count: u64) -> u64 {
    count * setting("REDIAL_RELIABILITY_SCALE").unwrap_or(1)
}

/// For how long a test goes on: as many seconds as the variable says, or else so many.
pub fn seconds(variable: &str, otherwise: u64) -> Duration {
    Duration::from_secs(setting(variable).unwrap_or(otherwise))
}

fn setting(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(text.parse().expect("a whole number"))
}
