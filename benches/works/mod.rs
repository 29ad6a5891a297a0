//! What is measured, and how: every work is written once and done by both faces.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::panic,
    clippy::unwrap_used,
    clippy::duplicate_mod,
    reason = "each bench uses a part, may stop at the first surprise, and measures both faces"
)]

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use redial::prelude::*;

use crate::support::server::Server;

/// One thing that a client does over and over again.
pub struct Work {
    kind: Kind,
    size: usize,
    key: String,
    value: Vec<u8>,
}

enum Kind {
    Ping,
    Get,
    Set,
    /// `size` SETs in one batch.
    Pipeline,
    /// `LRANGE` of `size` elements into a `Vec<String>`.
    Range,
}

impl Work {
    fn new(kind: Kind, size: usize, value_size: usize) -> Self {
        let key = format!("bench:{size}");
        let value = vec![b'x'; value_size];
        Self {
            kind,
            size,
            key,
            value,
        }
    }

    pub fn ping() -> Self {
        Self::new(Kind::Ping, 0, 0)
    }

    /// Gets a value of so many bytes.
    pub fn get(size: usize) -> Self {
        Self::new(Kind::Get, size, size)
    }

    /// Sets a value of so many bytes.
    pub fn set(size: usize) -> Self {
        Self::new(Kind::Set, size, size)
    }

    /// Sets so many values of 64 bytes in one batch, without MULTI.
    pub fn pipeline(count: usize) -> Self {
        Self::new(Kind::Pipeline, count, 64)
    }

    /// Gets a list of so many elements of 64 bytes.
    pub fn range(count: usize) -> Self {
        Self::new(Kind::Range, count, 64)
    }

    pub fn name(&self) -> String {
        let size = match self.size {
            bytes if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
            bytes => format!("{bytes} B"),
        };
        match self.kind {
            Kind::Ping => "PING".to_owned(),
            Kind::Get => format!("GET {size}"),
            Kind::Set => format!("SET {size}"),
            Kind::Pipeline => format!("pipeline of {} SETs", self.size),
            Kind::Range => format!("LRANGE of {} elements", self.size),
        }
    }

    /// Puts onto the server what the work needs there.
    fn prepare(&self) {
        let r = blocking::client();
        r.delete(&self.key).unwrap();
        match self.kind {
            Kind::Get => drop(r.set(&self.key, &self.value).unwrap()),
            Kind::Range => {
                let push = Command::new("RPUSH").key(&self.key);
                let push = push.args(vec![self.value.as_slice(); self.size]);
                r.execute_command::<()>(push).unwrap();
            }
            Kind::Ping | Kind::Set | Kind::Pipeline => {}
        }
    }

    fn throughput(&self) -> Throughput {
        match self.kind {
            Kind::Ping => Throughput::Elements(1),
            Kind::Get | Kind::Set => Throughput::Bytes(self.size as u64),
            Kind::Pipeline | Kind::Range => Throughput::Elements(self.size as u64),
        }
    }
}

/// Times the works in both faces.
pub fn measure(group: &str, works: &[Work]) {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let mut group = criterion.benchmark_group(group);
    for work in works {
        work.prepare();
        group.throughput(work.throughput());
        let id = |face| BenchmarkId::new(face, work.name());
        let r = blocking::client();
        group.bench_function(id("blocking"), |b| {
            b.iter(|| blocking::done::once(&r, work));
        });
        #[cfg(feature = "async")]
        {
            let (runtime, r) = (asyncio::runtime(), asyncio::client());
            group.bench_function(id("asyncio"), |b| {
                b.to_async(&runtime).iter(|| asyncio::done::once(&r, work));
            });
        }
    }
    group.finish();
    criterion.final_summary();
}

/// Does the work `times` times in each face, and hands a run of each to `count`.
pub fn count(work: &Work, times: usize, count: impl Fn(&str, &mut dyn FnMut())) {
    work.prepare();
    let r = blocking::client();
    blocking::done::repeatedly(&r, work, times);
    count("blocking", &mut || {
        blocking::done::repeatedly(&r, work, times)
    });
    #[cfg(feature = "async")]
    {
        let (runtime, r) = (asyncio::runtime(), asyncio::client());
        runtime.block_on(asyncio::done::repeatedly(&r, work, times));
        count("asyncio", &mut || {
            runtime.block_on(asyncio::done::repeatedly(&r, work, times));
        });
    }
}

#[path = "."]
mod blocking {
    pub use maybe_async::must_be_sync as maybe_async;
    pub use redial::prelude::*;

    #[path = "done.rs"]
    pub mod done;

    pub fn client() -> Redis {
        Redis::from_url(super::Server::shared().url()).unwrap()
    }
}

#[cfg(feature = "async")]
#[path = "."]
mod asyncio {
    pub use maybe_async::must_be_async as maybe_async;
    pub use redial::asyncio::prelude::*;
    use tokio::runtime::{Builder, Runtime};

    #[path = "done.rs"]
    pub mod done;

    pub fn client() -> Redis {
        Redis::from_url(super::Server::shared().url()).unwrap()
    }

    /// One thread, as the blocking client has.
    pub fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }
}
