//! What a contender does in a process of its own, where nothing else is in the figures.

use std::process::Command;
use std::time::Duration;

use bytes::Bytes;

use crate::alloc;
use crate::client::{Address, Client, Face, Result};
use crate::contenders;
use crate::rows;
use crate::shapes::Executor;
use crate::works::Work;

/// What a child is started for.
#[derive(Clone, Debug)]
pub enum Task {
    /// Connects and gets a `PONG`; its parent times it, from starting it to its end.
    Pong,
    /// Tells how many bytes a client holds after one command, in live allocations and in resident pages.
    Idle,
    /// Gets a value of so many bytes; tells how many KiB the process' peak grew by.
    Get(usize),
    /// Sets it.
    Set(usize),
    /// Does a row's work so many times, for whoever counts from outside.
    Row(String, usize),
}

impl Task {
    fn args(&self) -> [String; 2] {
        match self {
            Self::Pong => ["pong".into(), String::new()],
            Self::Idle => ["idle".into(), String::new()],
            Self::Get(size) => ["get".into(), size.to_string()],
            Self::Set(size) => ["set".into(), size.to_string()],
            Self::Row(name, times) => [format!("row:{name}"), times.to_string()],
        }
    }

    fn parse(kind: &str, number: &str) -> Result<Self> {
        Ok(match kind {
            "pong" => Self::Pong,
            "idle" => Self::Idle,
            "get" => Self::Get(number.parse()?),
            "set" => Self::Set(number.parse()?),
            _ => {
                let name = kind.strip_prefix("row:").ok_or("unknown task")?;
                Self::Row(name.to_owned(), number.parse()?)
            }
        })
    }
}

/// The arguments that start a child.
pub fn args(contender: &str, address: Address, task: &Task) -> Vec<String> {
    let [kind, number] = task.args();
    let port = address.port.to_string();
    vec!["child".into(), contender.into(), port, kind, number]
}

/// Starts a child and returns what it prints.
pub fn start(contender: &str, address: Address, task: &Task) -> Result<String> {
    let mut child = Command::new(std::env::current_exe()?);
    let output = child.args(args(contender, address, task)).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{contender}, {task:?}: {said}").into())
    }
}

/// Is a child: `args` are those that it was started with.
pub fn main(args: &[String]) -> Result<()> {
    let [contender, port, kind, number] = args else {
        return Err("a child wants a contender, a port, a task and a number".into());
    };
    let address = Address {
        encrypted: false,
        port: port.parse()?,
    };
    let contender = contenders::named(contender)?;
    match Task::parse(kind, number)? {
        Task::Row(name, times) => {
            let row = rows::all().into_iter().find(|row| row.name == name);
            let row = row.ok_or("no such row")?;
            (contender.open)(address, row.shape, &row.work)?.run(times)?;
        }
        task => println!("{}", (contender.child)(address, &task)?),
    }
    Ok(())
}

/// Does what is not a row's work.
pub fn run<C: Client>(address: Address, task: &Task) -> Result<String> {
    let executor = Executor::new(C::FACE)?;
    match task {
        Task::Pong => pong::<C>(&executor, address).map(|_client| String::new()),
        Task::Idle => idle::<C>(&executor, address),
        Task::Get(size) => peak::<C>(&executor, address, Work::get(*size)),
        Task::Set(size) => peak::<C>(&executor, address, Work::set(*size)),
        Task::Row(..) => Err("not a task of its own".into()),
    }
}

fn pong<C: Client>(executor: &Executor, address: Address) -> Result<C> {
    executor.wait(async {
        let mut client = C::open(address).await?;
        match client.ping().await? {
            true => Ok(client),
            false => Err("no PONG".into()),
        }
    })
}

fn idle<C: Client>(executor: &Executor, address: Address) -> Result<String> {
    // The program's own pages, which are read as its code is first needed, are not the client's.
    let resident = resident("RssAnon:")?;
    alloc::counting(true);
    let client = executor.wait(async {
        let mut client = C::open(address).await?;
        client.set("peers:idle", &Bytes::from_static(b"x")).await?;
        // What runs in the background is to come to rest.
        if C::FACE == Face::Asyncio {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(client)
    })?;
    let live = alloc::count().live;
    let grown = self::resident("RssAnon:")?.saturating_sub(resident);
    drop(client);
    Ok(format!("{live} {grown}"))
}

/// Connected and warm before; the kernel's record of the peak is reset then.
fn peak<C: Client>(executor: &Executor, address: Address, work: Work) -> Result<String> {
    let mut client = pong::<C>(executor, address)?;
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before = resident("VmRSS:")?;
    executor.wait(work.repeat(&mut client, 1))?;
    let grown = resident("VmHWM:")?.saturating_sub(before);
    Ok(grown.to_string())
}

/// A line of `/proc/self/status`, in KiB.
fn resident(name: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let size = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(size
        .ok_or("no such line in /proc/self/status")?
        .trim()
        .parse()?)
}
