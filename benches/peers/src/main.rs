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
mod measure;
mod options;
mod placement;
mod rows;
mod server;
mod shapes;
mod table;
mod units;
mod works;

use std::process::ExitCode;

use bench::Measured;
use client::Result;
use options::Options;
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
    for row in rows::all()
        .into_iter()
        .filter(|row| options.wants(&row.name))
    {
        eprintln!("{} …", row.name);
        let mut outcomes = bench::run(&row, &server, options)?;
        if options.counts && row.counted {
            counts::add(&row, server.address(), &mut outcomes)?;
        }
        let measured = Measured { row, outcomes };
        table::print(&measured);
        all.push(measured);
    }
    Ok(())
}
