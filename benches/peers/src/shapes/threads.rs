//! Many threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Round, ready, share};
use crate::client::{Address, Client, Result};
use crate::measure::{Cost, Meter};
use crate::works::Work;

/// Not a number of times: every reply is to be checked once.
const CHECK: usize = usize::MAX;
/// Not a number of times either: it is over.
const END: usize = 0;

/// Threads that live as long as this does, so that starting them is in no round.
pub struct Threads {
    orders: Arc<Orders>,
    threads: Vec<JoinHandle<()>>,
}

struct Orders {
    start: Barrier,
    end: Barrier,
    times: AtomicUsize,
    failure: Mutex<Option<String>>,
}

impl Threads {
    pub fn open<C: Client>(address: Address, work: &Work, count: usize) -> Result<Self> {
        let orders = Arc::new(Orders {
            start: Barrier::new(count + 1),
            end: Barrier::new(count + 1),
            times: AtomicUsize::new(END),
            failure: Mutex::new(None),
        });
        let first = ready(C::open(address))?;
        let clients: Result<Vec<C>> = (0..count).map(|_| ready(first.another())).collect();
        let start = |client| {
            let (orders, work) = (Arc::clone(&orders), work.clone());
            thread::spawn(move || orders.obey(client, &work))
        };
        let threads = clients?.into_iter().map(start).collect();
        Ok(Self { orders, threads })
    }

    fn order(&self, times: usize) -> Result<()> {
        self.orders.times.store(times, Ordering::Relaxed);
        self.orders.start.wait();
        self.orders.end.wait();
        let mut failure = self
            .orders
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        failure.take().map_or(Ok(()), |failure| Err(failure.into()))
    }
}

impl Orders {
    fn obey<C: Client>(&self, mut client: C, work: &Work) {
        loop {
            self.start.wait();
            let done = match self.times.load(Ordering::Relaxed) {
                END => return,
                CHECK => ready(work.check(&mut client)),
                times => ready(work.repeat(&mut client, times)),
            };
            if let Err(error) = done {
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                *failure = Some(error.to_string());
            }
            self.end.wait();
        }
    }
}

impl Round for Threads {
    fn check(&mut self) -> Result<()> {
        self.order(CHECK)
    }

    fn run(&mut self, times: usize) -> Result<Cost> {
        let callers = self.threads.len();
        let each = share(times, callers);
        let meter = Meter::start()?;
        self.order(each)?;
        meter.stop(each * callers)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.orders.times.store(END, Ordering::Relaxed);
        self.orders.start.wait();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }
}
