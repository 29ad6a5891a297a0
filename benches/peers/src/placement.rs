//! Which cores the client and the server may use.

use std::process::{Command, Stdio};

use crate::client::Result;

/// Where a row is run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Placement {
    /// Client and server share the first core: nothing depends on where the scheduler puts them.
    OneCore,
    /// Both may use every core.
    AllCores,
}

impl Placement {
    /// As the tables say it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::OneCore => "client and server on one core",
            Self::AllCores => "client and server on all cores",
        }
    }

    /// Moves all threads of this process and of the server there.
    pub fn apply(self, server: u32) -> Result<()> {
        let last = match self {
            Self::OneCore => 0,
            Self::AllCores => cores() - 1,
        };
        for pid in [std::process::id(), server] {
            let mut taskset = Command::new("taskset");
            taskset.args(["-a", "-p", "-c", &format!("0-{last}"), &pid.to_string()]);
            let status = taskset.stdout(Stdio::null()).status()?;
            if !status.success() {
                return Err(format!("taskset of {pid}: {status}").into());
            }
        }
        Ok(())
    }
}

/// Counted afresh: once this process is pinned, it has but one left to ask for.
fn cores() -> usize {
    let online = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let count = online
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    count.max(1)
}
