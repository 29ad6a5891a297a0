//! [`Bell`]: the word that something has changed.

use std::time::Instant;

use tokio::sync::watch;

use super::until;

/// Tells whoever waits that something has changed.
#[derive(Debug)]
pub(in super::super) struct Bell(watch::Sender<u64>);

impl Bell {
    pub(in super::super) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(in super::super) fn ring(&self) {
        self.0.send_modify(|rung| *rung = rung.wrapping_add(1));
    }

    /// How often it has rung. Whoever asks before looking at what may change misses nothing.
    pub(in super::super) fn rung(&self) -> u64 {
        *self.0.borrow()
    }

    /// Waits until it has rung since it had `rung` so often, or until the deadline.
    pub(in super::super) async fn wait(&self, rung: u64, deadline: Option<Instant>) {
        let mut changes = self.0.subscribe();
        let changed = async {
            // The sender is ours, and so is still there.
            let _ = changes.wait_for(|now| *now != rung).await;
            Ok(())
        };
        // In time or not: whoever waited looks what there is.
        let _ = until(deadline, changed).await;
    }
}
