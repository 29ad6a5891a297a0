//! What only processes of their own can tell: starting, an idle client's size, the peak of a large value.

use std::time::Instant;

use crate::children::{self, Task};
use crate::client::{Address, Result};
use crate::contenders::raw::Raw;
use crate::contenders::{ALL, Contender};
use crate::measure::median;
use crate::options::Options;
use crate::units;
use crate::works::Work;

const LARGE: usize = 64 << 20;

/// Measures and prints all of it.
pub fn run(address: Address, options: &Options) -> Result<()> {
    if options.wants("start") {
        eprintln!("start to the first PONG, idle clients …");
        start(address, options.starts)?;
    }
    if options.wants("memory") {
        eprintln!("memory for 64 MiB …");
        memory(address)?;
    }
    Ok(())
}

fn contenders() -> impl Iterator<Item = &'static Contender> {
    ALL.iter()
}

fn start(address: Address, starts: usize) -> Result<()> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); ALL.len()];
    for _ in 0..starts {
        for (times, contender) in times.iter_mut().zip(contenders()) {
            let since = Instant::now();
            children::start(contender.name, address, &Task::Pong)?;
            times.push(since.elapsed().as_nanos() as f64);
        }
    }
    println!(
        "\nprocess start to first PONG and exit (median of {starts} processes, all of the same binary), and what an\n\
         idle client adds after one command: live allocations, and growth of its own resident pages (RssAnon)"
    );
    println!(
        "  {:<16} {:>9} {:>14} {:>14}",
        "", "start", "live", "resident"
    );
    for (times, contender) in times.into_iter().zip(contenders()) {
        let idle = children::start(contender.name, address, &Task::Idle)?;
        let (live, resident) = idle.trim().split_once(' ').ok_or("not two numbers")?;
        let live = units::bytes(live.parse()?);
        let start = units::time(median(times));
        println!(
            "  {:<16} {start:>9} {live:>14} {resident:>10} KiB",
            contender.name
        );
    }
    Ok(())
}

fn memory(address: Address) -> Result<()> {
    Work::get(LARGE).prepare(&mut Raw::connect(address)?)?;
    println!(
        "\nmemory for a value of 64 MiB, over the value itself: growth of the peak of resident pages, in a process of its\n\
         own that was connected and had got a PONG before (VmHWM, reset through clear_refs, less VmRSS before)"
    );
    println!("  {:<16} {:>14} {:>14}", "", "GET", "SET");
    for contender in contenders().filter(|contender| !contender.wraps) {
        let set = peak(contender, address, &Task::Set(LARGE))?;
        // What was got is one value; what is set was there before.
        let get = peak(contender, address, &Task::Get(LARGE))? - LARGE as f64;
        let (get, set) = (over(get), over(set));
        println!("  {:<16} {get:>14} {set:>14}", contender.name);
    }
    Ok(())
}

fn peak(contender: &Contender, address: Address, task: &Task) -> Result<f64> {
    let kib: f64 = children::start(contender.name, address, task)?
        .trim()
        .parse()?;
    Ok(kib * 1024.0)
}

fn over(bytes: f64) -> String {
    format!("{:.1} MiB", bytes / 1024.0 / 1024.0)
}
