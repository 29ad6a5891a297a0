//! What is counted from outside: system calls and instructions.
//!
//! A child does a row's work twice over, with few and with many repetitions; the difference is the work
//! alone, without starting and connecting.

use std::process::{Command, Output};

use crate::bench::Outcome;
use crate::children::{self, Task};
use crate::client::{Address, Result};
use crate::rows::Row;

/// For doing the work once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// System calls, of all threads.
    pub syscalls: Option<f64>,
    /// Instructions in user space, of all threads.
    pub instructions: Option<f64>,
}

/// Adds them to a row's outcomes.
pub fn add(row: &Row, address: Address, outcomes: &mut [Outcome]) -> Result<()> {
    for outcome in outcomes {
        let name = outcome.contender.name;
        let of = |count: fn(&[String]) -> Result<f64>, times| {
            per_work(count, times, |times| {
                children::args(name, address, &Task::Row(row.name.clone(), times))
            })
        };
        outcome.counts = Counts {
            syscalls: Some(of(syscalls, 5_000)?),
            instructions: Some(of(instructions, 1_500)?),
        };
    }
    Ok(())
}

fn per_work(
    count: fn(&[String]) -> Result<f64>,
    times: usize,
    args: impl Fn(usize) -> Vec<String>,
) -> Result<f64> {
    let few = times / 5;
    let difference = count(&args(times))? - count(&args(few))?;
    Ok(difference / (times - few) as f64)
}

/// By the kernel's own tracepoint, which slows the child down less than `strace` does.
fn syscalls(args: &[String]) -> Result<f64> {
    let perf = ["perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "--"];
    let output = under(&perf, args)?;
    let said = String::from_utf8(output.stderr)?;
    let count = said.lines().find(|line| line.contains("sys_enter"));
    let count = count.and_then(|line| line.split(',').next());
    Ok(count.ok_or("perf says nothing")?.parse()?)
}

/// Under valgrind, for a virtual machine's processor may have no counters. It runs one thread at a time.
fn instructions(args: &[String]) -> Result<f64> {
    let valgrind = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ];
    let output = under(&valgrind, args)?;
    let said = String::from_utf8(output.stderr)?;
    let count = said.lines().find_map(|line| line.split_once("I   refs:"));
    let count = count.ok_or("valgrind says nothing")?.1.trim();
    Ok(count.replace(',', "").parse()?)
}

fn under(tool: &[&str], args: &[String]) -> Result<Output> {
    let mut command = Command::new(tool[0]);
    command.args(&tool[1..]).arg(std::env::current_exe()?);
    let output = command.args(args).output()?;
    if output.status.success() {
        Ok(output)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{}: {said}", tool[0]).into())
    }
}
