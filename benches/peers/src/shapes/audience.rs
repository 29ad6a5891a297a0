//! [`Audience`]: whoever has to get what is published before a round is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::client::{Address, Client, Face, Result, Subscription};
use crate::works::Work;

/// A subscriber, and how many messages it still has to get.
pub struct Audience {
    seen: Arc<AtomicUsize>,
    sent: usize,
    _subscription: Subscription,
}

impl Audience {
    /// If the work is to publish.
    pub async fn of<C: Client>(address: Address, work: &mut Work) -> Result<Option<Self>> {
        let Some(channel) = work.channel(C::NAME) else {
            return Ok(None);
        };
        let seen = Arc::new(AtomicUsize::new(0));
        let subscription = C::subscribe(address, channel, Arc::clone(&seen)).await?;
        Ok(Some(Self {
            seen,
            sent: 0,
            _subscription: subscription,
        }))
    }

    /// Waits until so many more messages have arrived, and lets others run meanwhile.
    pub async fn listen(&mut self, face: Face, sent: usize) {
        self.sent += sent;
        while self.seen.load(Ordering::Relaxed) < self.sent {
            // The server, and a subscriber that is a thread, may have to run on this core.
            std::thread::yield_now();
            if face == Face::Asyncio {
                tokio::task::yield_now().await;
            }
        }
    }
}
