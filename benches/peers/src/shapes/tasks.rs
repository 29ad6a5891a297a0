//! Many tasks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Runtime;
use tokio::sync::Barrier;

use super::{Round, runtime, share};
use crate::client::{Address, Client, Result};
use crate::measure::{Cost, Meter};
use crate::works::Work;

/// Not a number of times: every reply is to be checked once.
const CHECK: usize = 0;

/// Tasks that live as long as their runtime, so that spawning them is in no round.
pub struct Tasks {
    runtime: Runtime,
    orders: Arc<Orders>,
    count: usize,
}

struct Orders {
    start: Barrier,
    end: Barrier,
    times: AtomicUsize,
    failure: Mutex<Option<String>>,
}

impl Tasks {
    pub fn open<C: Client>(
        address: Address,
        work: &Work,
        count: usize,
        workers: usize,
    ) -> Result<Self> {
        let runtime = runtime(workers)?;
        let orders = Arc::new(Orders {
            start: Barrier::new(count + 1),
            end: Barrier::new(count + 1),
            times: AtomicUsize::new(CHECK),
            failure: Mutex::new(None),
        });
        runtime.block_on(async {
            let first = C::open(address).await?;
            for _ in 0..count {
                let client = first.another().await?;
                let (orders, work) = (Arc::clone(&orders), work.clone());
                tokio::spawn(async move { orders.obey(client, &work).await });
            }
            Result::Ok(())
        })?;
        Ok(Self {
            runtime,
            orders,
            count,
        })
    }

    fn order(&self, times: usize) -> Result<()> {
        self.orders.times.store(times, Ordering::Relaxed);
        self.runtime.block_on(async {
            self.orders.start.wait().await;
            self.orders.end.wait().await;
        });
        let mut failure = self
            .orders
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        failure.take().map_or(Ok(()), |failure| Err(failure.into()))
    }
}

impl Orders {
    async fn obey<C: Client>(&self, mut client: C, work: &Work) {
        loop {
            self.start.wait().await;
            let done = match self.times.load(Ordering::Relaxed) {
                CHECK => work.check(&mut client).await,
                times => work.repeat(&mut client, times).await,
            };
            if let Err(error) = done {
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                *failure = Some(error.to_string());
            }
            self.end.wait().await;
        }
    }
}

impl Round for Tasks {
    fn check(&mut self) -> Result<()> {
        self.order(CHECK)
    }

    fn run(&mut self, times: usize) -> Result<Cost> {
        let each = share(times, self.count);
        let meter = Meter::start()?;
        self.order(each)?;
        meter.stop(each * self.count)
    }
}
