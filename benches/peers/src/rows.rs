//! The rows of the table: which work, by how many, where, and who takes part.

use crate::client::Face;
use crate::contenders::{ALL, Contender};
use crate::placement::Placement;
use crate::shapes::Shape;
use crate::works::Work;

const MIB: usize = 1 << 20;

/// A row.
pub struct Row {
    /// What the tables call it, and `--only` looks for.
    pub name: String,
    /// What is done.
    pub work: Work,
    /// By whom.
    pub shape: Shape,
    /// Where.
    pub placement: Placement,
    /// Whether system calls and instructions are counted as well.
    pub counted: bool,
    /// Whether it is encrypted.
    pub over_tls: bool,
    /// Whether pools and managers take part; elsewhere they would only repeat what they wrap.
    wrappers: bool,
}

impl Row {
    fn new(name: impl Into<String>, work: Work, shape: Shape) -> Self {
        let placement = match shape {
            Shape::Tasks(_, workers) if workers > 1 => Placement::AllCores,
            _ => Placement::OneCore,
        };
        Self {
            name: name.into(),
            work,
            shape,
            placement,
            counted: false,
            over_tls: false,
            wrappers: false,
        }
    }

    /// The same over TLS.
    fn over_tls(mut self) -> Self {
        self.name += ", over TLS";
        self.over_tls = true;
        self
    }

    const fn counted(mut self) -> Self {
        self.counted = true;
        self
    }

    /// Without the counts and the wrappers.
    const fn plain(mut self) -> Self {
        self.counted = false;
        self.wrappers = false;
        self
    }

    const fn with_wrappers(mut self) -> Self {
        self.wrappers = true;
        self
    }

    /// Who takes part.
    pub fn contenders(&self) -> impl Iterator<Item = &'static Contender> {
        ALL.iter().filter(|contender| {
            let fits = match self.shape {
                Shape::Caller => true,
                Shape::Threads(_) => contender.face == Face::Blocking,
                Shape::Tasks(..) => contender.face == Face::Asyncio,
            };
            fits && (self.wrappers || !contender.wraps)
        })
    }
}

/// All rows.
pub fn all() -> Vec<Row> {
    let mut rows = vec![
        Row::new("GET 64 B, one caller", Work::get(64), Shape::Caller)
            .with_wrappers()
            .counted(),
        Row::new("SET 64 B, one caller", Work::set(64), Shape::Caller)
            .with_wrappers()
            .counted(),
    ];
    rows.extend([8, 32, 128].map(threads));
    for workers in [1, 2] {
        rows.extend([1, 16, 128, 1024].map(|count| tasks(count, workers)));
    }
    let lone = |name: &str, work| Row::new(name, work, Shape::Caller);
    rows.extend([
        lone("pipeline of 100 SETs", Work::pipeline(100)).counted(),
        lone("pipeline of 10,000 SETs", Work::pipeline(10_000)),
        lone("LRANGE of 10,000", Work::range(10_000)),
        lone("HGETALL of 1,000", Work::hash(1_000)),
        lone("GET 1 MiB", Work::get(MIB)),
        lone("SET 1 MiB", Work::set(MIB)),
        lone("GET 64 MiB", Work::get(64 * MIB)),
        lone("SET 64 MiB", Work::set(64 * MIB)),
        lone("PUBLISH 64 B, one subscriber", Work::publish()),
        lone("GET 64 B, one caller", Work::get(64)).over_tls(),
        threads(32).plain().over_tls(),
        tasks(128, 1).plain().over_tls(),
        lone("pipeline of 100 SETs", Work::pipeline(100)).over_tls(),
        lone("GET 1 MiB", Work::get(MIB)).over_tls(),
        lone("SET 1 MiB", Work::set(MIB)).over_tls(),
    ]);
    rows
}

fn threads(count: usize) -> Row {
    let row = Row::new(
        format!("GET 64 B, {count} threads"),
        Work::get(64),
        Shape::Threads(count),
    );
    let row = row.with_wrappers();
    if count == 32 { row.counted() } else { row }
}

fn tasks(count: usize, workers: usize) -> Row {
    let what = if count == 1 { "task" } else { "tasks" };
    let on = if workers == 1 { "" } else { ", two workers" };
    let row = Row::new(
        format!("GET 64 B, {count} {what}{on}"),
        Work::get(64),
        Shape::Tasks(count, workers),
    );
    let row = row.with_wrappers();
    if (count, workers) == (128, 1) {
        row.counted()
    } else {
        row
    }
}
