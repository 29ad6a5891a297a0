//! The server's limit: what `redis-benchmark`, which hardly does anything itself, gets out of it.

use std::process::Command;

use crate::client::{Address, Result};

/// Prints its figures for `GET`, one caller and 50, alone and in pipelines of 100.
pub fn print(address: Address) -> Result<()> {
    println!("\nthe server's limit: redis-benchmark, GET, on one core with the server");
    for (callers, depth, requests) in [
        (1, 1, 50_000),
        (50, 1, 100_000),
        (1, 100, 500_000),
        (50, 100, 1_000_000),
    ] {
        let rate = rate(address, callers, depth, requests)?;
        println!("  {callers:>2} connections, -P {depth:<3} {rate:>12} requests/s");
    }
    Ok(())
}

fn rate(address: Address, callers: usize, depth: usize, requests: usize) -> Result<String> {
    let mut command = Command::new("redis-benchmark");
    command.args(["-t", "get", "-d", "64", "--csv"]);
    for (option, value) in [
        ("-c", callers),
        ("-P", depth),
        ("-n", requests),
        ("-p", address.port.into()),
    ] {
        command.args([option, &value.to_string()]);
    }
    let output = String::from_utf8(command.output()?.stdout)?;
    let line = output.lines().find(|line| line.starts_with("\"GET\""));
    let rate = line.and_then(|line| line.split(',').nth(1));
    Ok(rate.ok_or("redis-benchmark says nothing")?.replace('"', ""))
}
