//! What is done for a lock beside its holder: by tasks.

use std::io;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::sleep;

use super::client::HeldLock;

/// A task that renews a lock until this is dropped.
#[derive(Debug)]
pub(super) struct Renewal(AbortHandle);

impl Renewal {
    pub(super) fn start(held: &Arc<HeldLock>) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let task = runtime.spawn(renew(Arc::clone(held)));
        Ok(Self(task.abort_handle()))
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn renew(held: Arc<HeldLock>) {
    let mut pause = Some(held.until_renewal());
    while let Some(time) = pause {
        sleep(time).await;
        pause = held.renew().await;
    }
}

/// Releases a lock that nobody holds any more: soon, as here nothing can be waited for.
pub(super) fn let_go(held: &Arc<HeldLock>) {
    clear(held);
}

/// Releases a lock in the background, if there is a runtime to do it on.
pub(super) fn clear(held: &Arc<HeldLock>) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(Arc::clone(held).clear());
    }
}
