//! How many do a work at the same time, and on what: written once for all contenders.

mod audience;
mod lone;
mod tasks;
mod threads;

use std::future::Future;

use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};

use crate::client::{Address, Client, Face, Result};
use crate::measure::Cost;
use crate::works::Work;

/// Who calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// One caller; of the tokio face on a current-thread runtime.
    Caller,
    /// So many threads.
    Threads(usize),
    /// So many tasks on so many workers; one worker is a current-thread runtime.
    Tasks(usize, usize),
}

/// A contender's callers of one work, connected and ready to do it again and again.
pub trait Round {
    /// Every caller does it once, and every byte of the replies is looked at.
    fn check(&mut self) -> Result<()>;

    /// The callers do it at least so many times altogether.
    fn run(&mut self, times: usize) -> Result<Cost>;
}

/// Connects a contender's callers.
pub fn open<C: Client>(address: Address, shape: Shape, work: &Work) -> Result<Box<dyn Round>> {
    let work = work.clone();
    Ok(match (C::FACE, shape) {
        (_, Shape::Caller) => Box::new(lone::Lone::<C>::open(address, work)?),
        (Face::Blocking, Shape::Threads(count)) => {
            Box::new(threads::Threads::open::<C>(address, &work, count)?)
        }
        (Face::Asyncio, Shape::Tasks(count, workers)) => {
            Box::new(tasks::Tasks::open::<C>(address, &work, count, workers)?)
        }
        (face, shape) => return Err(format!("{face:?} has no {shape:?}").into()),
    })
}

/// What runs a contender's futures.
pub enum Executor {
    /// Those of the blocking face are ready at the first poll.
    None,
    /// Those of the other one need tokio.
    Tokio(Runtime),
}

impl Executor {
    /// For one caller of that face.
    pub fn new(face: Face) -> Result<Self> {
        Ok(match face {
            Face::Blocking => Self::None,
            Face::Asyncio => Self::Tokio(runtime(1)?),
        })
    }

    /// The future's result.
    pub fn wait<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        match self {
            Self::None => ready(future),
            Self::Tokio(runtime) => runtime.block_on(future),
        }
    }
}

fn runtime(workers: usize) -> Result<Runtime> {
    let mut builder = match workers {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    Ok(builder.worker_threads(workers).enable_all().build()?)
}

/// The result of a future that blocks instead of waiting.
fn ready<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let result = future.now_or_never();
    result.unwrap_or_else(|| Err("a blocking contender waits".into()))
}

/// So many times each, for at least so many altogether.
const fn share(times: usize, callers: usize) -> usize {
    let each = times.div_ceil(callers);
    if each == 0 { 1 } else { each }
}
