//! The commands on the server's memory.

use crate::command::{Command, Execute};
use crate::convert::ToArg;

mod memory_stats;

pub use memory_stats::{MemoryDatabase, MemoryStats};

/// Commands on the memory that the server and its keys take.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// r.set("doc:memory", "x".repeat(1000))?;
/// assert!(r.memory_usage("doc:memory")? > Some(1000));
/// let stats = r.memory_stats()?;
/// assert!(stats.total_allocated >= stats.startup_allocated);
/// # r.delete("doc:memory")?;
/// # Ok(())
/// # }
/// ```
pub trait MemoryCommands: Execute {
    /// A report for people on what is wrong with the server's memory.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-doctor/)
    fn memory_doctor(self) -> Self::Out<String> {
        self.execute_command(Command::new("MEMORY DOCTOR"))
    }

    /// The lines of text that explain the sub-commands of `MEMORY`.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-help/)
    fn memory_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("MEMORY HELP"))
    }

    /// What the server's allocator tells of itself, if it is jemalloc; else a text that says that it is not.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-malloc-stats/)
    fn memory_malloc_stats(self) -> Self::Out<String> {
        self.execute_command(Command::new("MEMORY MALLOC-STATS"))
    }

    /// Gives memory back to the system that the allocator has freed but kept. Only jemalloc does; others do
    /// nothing.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-purge/)
    fn memory_purge(self) -> Self::Out<()> {
        self.execute_command(Command::new("MEMORY PURGE"))
    }

    /// What the server's memory is used for.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-stats/)
    fn memory_stats(self) -> Self::Out<MemoryStats> {
        self.execute_command(Command::new("MEMORY STATS"))
    }

    /// About how many bytes the key and its value take: where the value has more than five elements, by a sample of
    /// five; `None` if there is no such key.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-usage/)
    fn memory_usage(self, key: impl ToArg) -> Self::Out<Option<i64>> {
        self.execute_command(Command::new("MEMORY USAGE").key(key))
    }

    /// How many bytes the key and its value take, by a sample of this many elements, of all of them if it is 0; `None`
    /// if there is no such key.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/memory-usage/)
    fn memory_usage_samples(self, key: impl ToArg, samples: u64) -> Self::Out<Option<i64>> {
        let usage = Command::new("MEMORY USAGE").key(key);
        self.execute_command(usage.arg("SAMPLES").arg(samples))
    }
}

impl<E: Execute> MemoryCommands for E {}
