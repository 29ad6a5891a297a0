//! Measures redial beside its peers and raw sockets: the same works, in one run, in turns.
//!
//! `benches/peers/run.sh` installs what it needs, builds it and runs it; `--quick` is short, `--only NAME`
//! takes only the rows whose names contain that. The tables are on stdout, and where it is on stderr.

mod alloc;
mod bench;
mod children;
mod client;
mod contenders;
mod counts;
mod limit;
mod measure;
mod options;
mod placement;
mod processes;
mod report;
mod rows;
mod server;
mod shapes;
mod units;
mod works;

use std::fs;
use std::process::ExitCode;

use bench::Measured;
use client::Result;
use options::Options;
use placement::Placement;
use report::{markdown, plot, table};
use rows::Row;
use server::Server;

#[global_allocator]
static ALLOCATOR: alloc::Counting = alloc::Counting;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.split_first() {
        Some((first, rest)) if first == "child" => children::main(rest),
        _ => Options::parse(args.into_iter()).and_then(|options| run(&options)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let server = Server::start()?;
    let mut all = Vec::new();
    for row in rows::all() {
        if options.wants(&row.name) {
            all.push(measure_row(row, &server, options)?);
        }
    }
    Placement::OneCore.apply(server.pid())?;
    processes::run(server.address(), options)?;
    if options.wants("redis-benchmark") {
        eprintln!("redis-benchmark …");
        limit::print(server.address())?;
    }
    if options.only.is_empty() {
        write_files(&all, options)?;
    }
    Ok(())
}

fn measure_row(row: Row, server: &Server, options: &Options) -> Result<Measured> {
    eprintln!("{} …", row.name);
    let mut outcomes = bench::run(&row, server, options)?;
    if options.counts && row.counted {
        eprintln!("{}: system calls and instructions …", row.name);
        counts::add(&row, server.address(), &mut outcomes)?;
    }
    let measured = Measured { row, outcomes };
    table::print(&measured);
    Ok(measured)
}

/// Those of a run of everything, for that of a part would lack rows.
fn write_files(all: &[Measured], options: &Options) -> Result<()> {
    let markdown = markdown::render(all);
    println!("\n{markdown}");
    if let Some(folder) = &options.out {
        fs::write(folder.join("peers.md"), markdown)?;
        fs::write(folder.join("peers.svg"), plot::render(all))?;
    }
    Ok(())
}
