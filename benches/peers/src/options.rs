//! The command line of a whole run.

use std::time::Duration;

use crate::client::Result;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Only the rows whose names contain one of these; all, if there is none.
    pub only: Vec<String>,
    /// How often every contender has its turn.
    pub rounds: usize,
    /// How long a turn should take.
    pub turn: Duration,
    /// How often child processes are started for what only they can tell.
    pub starts: usize,
    /// Whether system calls and instructions are counted.
    pub counts: bool,
    /// Where `peers.svg` and `peers.md` are written.
    pub out: Option<std::path::PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            rounds: 31,
            turn: Duration::from_millis(30),
            starts: 21,
            counts: true,
            out: None,
        }
    }
}

impl Options {
    /// Out of the arguments.
    pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self::default();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value"));
            match arg.as_str() {
                "--quick" => {
                    (options.rounds, options.starts) = (7, 7);
                    options.turn = Duration::from_millis(10);
                }
                "--only" => options.only.push(value()?),
                "--rounds" => options.rounds = value()?.parse()?,
                "--no-counts" => options.counts = false,
                "--out" => options.out = Some(value()?.into()),
                _ => return Err(format!("unknown option {arg}").into()),
            }
        }
        Ok(options)
    }

    /// Whether something called so was asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| name.contains(part.as_str()))
    }
}
