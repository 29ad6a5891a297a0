//! [`Guardians`]: the sentinels as clients, and the listening to what they announce.

use std::fmt;
use std::sync::{Arc, Mutex, Weak};

use crate::commands::{Message, MessageKind};
use crate::config::Address;
use crate::mutex::lock;
use crate::process::Process;

use super::super::super::sentinel::{WatcherHandle, spawn};
use super::super::pool::Shared;
use super::super::{PubSub, Redis, maybe_async};
use super::service::Source;

/// What sentinels announce when a master has been replaced.
const SWITCHED: &str = "+switch-master";

/// What the one that does it announces as soon as the new master is one: some time before, as the other replicas
/// are told first. The old master, if it is there, goes on taking writes till then, and they are lost.
const PROMOTED: &str = "+promoted-slave";

/// The sentinels of one [`Sentinel`](super::Sentinel). When it goes, they are not listened to any more.
pub(super) struct Guardians {
    /// The one that is asked first is first.
    sentinels: Mutex<Vec<Guardian>>,
    watching: Mutex<Vec<Watched>>,
    /// The pools that are told who the master is.
    pools: Mutex<Vec<Weak<Shared>>>,
    /// Themselves, for who listens.
    own: Weak<Self>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Guardian {
    pub(super) number: usize,
    pub(super) client: Redis,
}

impl Guardian {
    pub(super) fn address(&self) -> String {
        self.client.config().address().to_string()
    }
}

/// A sentinel that is listened to.
struct Watched {
    number: usize,
    /// A child that was forked has none of its parent's threads.
    process: Process,
    pubsub: PubSub,
    handle: WatcherHandle,
}

impl Guardians {
    pub(super) fn new(clients: Vec<Redis>) -> Arc<Self> {
        let numbered = clients.into_iter().enumerate();
        let sentinels = numbered.map(|(number, client)| Guardian { number, client });
        let sentinels = Mutex::new(sentinels.collect());
        Arc::new_cyclic(|own| Self {
            sentinels,
            watching: Mutex::default(),
            pools: Mutex::default(),
            own: Weak::clone(own),
        })
    }

    /// All of them, in the order in which to ask.
    pub(super) fn in_order(&self) -> Vec<Guardian> {
        lock(&self.sentinels).clone()
    }

    /// Asks this one first from now on.
    pub(super) fn prefer(&self, number: usize) {
        let mut sentinels = lock(&self.sentinels);
        if let Some(at) = sentinels
            .iter()
            .position(|guardian| guardian.number == number)
            && let Some(until) = sentinels.get_mut(..=at)
        {
            until.rotate_right(1);
        }
    }

    /// Tells a pool from now on who the master is.
    pub(super) fn tell(&self, pool: &Arc<Shared>) {
        let mut pools = lock(&self.pools);
        pools.retain(|pool| pool.strong_count() > 0);
        pools.push(Arc::downgrade(pool));
    }

    /// Listens to all of them in the background, as far as that is not done already.
    pub(super) fn watch(&self) {
        let guardians = self.in_order();
        let mut watching = lock(&self.watching);
        let inherited = watching.extract_if(.., |watched| !watched.process.is_current());
        // There is nothing behind the handle of a thread that is not there.
        inherited.for_each(std::mem::forget);
        watching.retain(|watched| !watched.handle.is_finished());
        for guardian in guardians {
            if watching
                .iter()
                .any(|watched| watched.number == guardian.number)
            {
                continue;
            }
            let pubsub = guardian.client.pubsub().ignore_subscribe_messages();
            pubsub.want(SWITCHED);
            pubsub.want(PROMOTED);
            let watcher = Watcher {
                number: guardian.number,
                pubsub: pubsub.clone(),
                guardians: Weak::clone(&self.own),
            };
            // Without a thread for it, a new master is noticed by errors only.
            if let Some(handle) = spawn(watcher) {
                watching.push(Watched {
                    number: guardian.number,
                    process: Process::current(),
                    pubsub,
                    handle,
                });
            }
        }
    }

    /// Closes all connections to them.
    pub(super) fn close(&self) {
        for watched in lock(&self.watching).drain(..) {
            watched.pubsub.close();
        }
        for guardian in lock(&self.sentinels).iter() {
            guardian.client.close();
        }
    }

    /// Tells the pools of a service who the master is now.
    fn announce(&self, name: &str, master: &Address) {
        for pool in self.told() {
            if let Source::Service(service) = &pool.source
                && service.name == name
            {
                service.moved_to(master, &pool);
            }
        }
    }

    /// Something may have been announced that was not heard.
    #[maybe_async]
    async fn review(&self) {
        for pool in self.told() {
            if let Source::Service(service) = &pool.source {
                service.review(&pool).await;
            }
        }
    }

    fn told(&self) -> Vec<Arc<Shared>> {
        lock(&self.pools).iter().filter_map(Weak::upgrade).collect()
    }
}

impl Drop for Guardians {
    fn drop(&mut self) {
        for watched in lock(&self.watching).drain(..) {
            watched.pubsub.close();
        }
    }
}

impl fmt::Debug for Guardians {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addresses = self
            .in_order()
            .iter()
            .map(Guardian::address)
            .collect::<Vec<_>>();
        f.debug_tuple("Guardians").field(&addresses).finish()
    }
}

/// Listens to one sentinel until its subscriber is closed.
pub(in super::super::super) struct Watcher {
    number: usize,
    pubsub: PubSub,
    guardians: Weak<Guardians>,
}

impl Watcher {
    #[maybe_async]
    pub(in super::super::super) async fn run(self) {
        loop {
            let heard = self.pubsub.next_heard().await;
            let message = match heard {
                Ok(Some(message)) => message,
                Ok(None) => return,
                // It goes on connecting, and takes its time between the attempts.
                Err(_unreachable) => continue,
            };
            let Some(guardians) = self.guardians.upgrade() else {
                return;
            };
            match message.kind() {
                MessageKind::Gap => guardians.review().await,
                _ => {
                    if let Some((name, master)) = announced(&message) {
                        // Others may not have heard yet, and would say what was.
                        guardians.prefer(self.number);
                        guardians.announce(&name, &master);
                    }
                }
            }
        }
    }
}

/// The name of a service and its new master, if that is what it says.
fn announced(message: &Message) -> Option<(String, Address)> {
    let text: String = message.payload().ok()?;
    let words: Vec<&str> = text.split(' ').collect();
    let (name, ip, port) = match (&*message.channel(), words.as_slice()) {
        (SWITCHED, [name, _old_ip, _old_port, ip, port]) => (name, ip, port),
        (PROMOTED, [_slave, _its_name, ip, port, "@", name, ..]) => (name, ip, port),
        _ => return None,
    };
    Some(((*name).to_owned(), Address::tcp(*ip, port.parse().ok()?)))
}
