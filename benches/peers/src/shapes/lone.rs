//! One caller.

use super::audience::Audience;
use super::{Executor, Round};
use crate::client::{Address, Client, Result};
use crate::measure::{Cost, Meter};
use crate::works::Work;

/// One caller, on this thread.
pub struct Lone<C> {
    client: C,
    audience: Option<Audience>,
    work: Work,
    /// Last, for a client may need its runtime to be dropped.
    executor: Executor,
}

impl<C: Client> Lone<C> {
    pub fn open(address: Address, mut work: Work) -> Result<Self> {
        let executor = Executor::new(C::FACE)?;
        let audience = executor.wait(Audience::of::<C>(address, &mut work))?;
        let client = executor.wait(C::open(address))?;
        Ok(Self {
            client,
            audience,
            work,
            executor,
        })
    }
}

impl<C: Client> Round for Lone<C> {
    fn check(&mut self) -> Result<()> {
        self.executor.wait(async {
            self.work.check(&mut self.client).await?;
            if let Some(audience) = &mut self.audience {
                audience.listen(C::FACE, 1).await;
            }
            Ok(())
        })
    }

    fn run(&mut self, times: usize) -> Result<Cost> {
        self.executor.wait(async {
            let meter = Meter::start()?;
            self.work.repeat(&mut self.client, times).await?;
            if let Some(audience) = &mut self.audience {
                audience.listen(C::FACE, times).await;
            }
            meter.stop(times)
        })
    }
}
