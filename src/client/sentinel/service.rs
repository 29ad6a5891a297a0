//! [`Service`]: a master or its replicas, by the name that sentinels know them by.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::commands::Role;
use crate::config::Address;
use crate::error::{Error, ErrorKind, Result};
use crate::mutex::lock;
use crate::resp::{Frame, Reply};
use crate::session::Part;

use super::super::origin::Registry;
use super::super::pool::Shared;
use super::super::{Wire, maybe_async, rt};
use super::Finder;

/// Where a pool's connections lead.
pub(in super::super) enum Source {
    /// To the address in its configuration.
    Fixed,
    /// To wherever the sentinels say, when they are made.
    Service(Service),
}

/// The servers behind a name, and which of them is meant.
pub(in super::super) struct Service {
    pub(super) finder: Finder,
    pub(super) name: String,
    pub(super) part: Part,
    /// The master, when it was last asked for.
    master: Mutex<Option<Address>>,
    /// Whose turn it is among the replicas.
    turn: AtomicUsize,
    /// All connections, which may have to end at once.
    pub(in super::super) open: Arc<Registry>,
    /// Rings when it is worth to connect again at once.
    pub(in super::super) news: rt::Bell,
}

impl Service {
    pub(super) fn new(finder: Finder, name: String, part: Part) -> Self {
        Self {
            finder,
            name,
            part,
            master: Mutex::new(None),
            turn: AtomicUsize::new(0),
            open: Arc::default(),
            news: rt::Bell::new(),
        }
    }

    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    /// Finds out where to, connects, and sees whether it is what it should be.
    #[maybe_async]
    pub(in super::super) async fn connect(
        &self,
        shared: &Shared,
        deadline: Option<Instant>,
    ) -> Result<Wire> {
        self.finder.guardians.watch();
        match self.part {
            Part::Master => self.connect_to_master(shared, deadline).await,
            Part::Replica => self.connect_to_replica(shared, deadline).await,
        }
    }

    #[maybe_async]
    async fn connect_to_master(&self, shared: &Shared, deadline: Option<Instant>) -> Result<Wire> {
        let master = self.finder.master(&self.name, deadline).await?;
        self.moved_to(&master, shared);
        let blame = |error: Error| error.with_address(&format!("{} at {master}", self.name));
        let opened = shared.open(&master, deadline).await;
        let mut wire = opened.map_err(blame)?;
        let role = wire.role(deadline).await.map_err(blame)?;
        match role {
            Some(Role::Replica { .. }) => Err(blame(Error::new(
                ErrorKind::Connection,
                "the sentinels say that it is the master, and it says that it is a replica",
            ))),
            _ => Ok(wire),
        }
    }

    /// Connects to the replica whose turn it is, or to another, or to the master if there is none.
    #[maybe_async]
    async fn connect_to_replica(&self, shared: &Shared, deadline: Option<Instant>) -> Result<Wire> {
        let mut replicas = self.finder.replicas(&self.name, deadline).await?;
        let mut reasons = Vec::new();
        if !replicas.is_empty() {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % replicas.len();
            replicas.rotate_left(turn);
        }
        for replica in &replicas {
            let opened = shared.open(replica, deadline).await;
            match opened {
                Ok(wire) => return Ok(wire),
                Err(error) => reasons.push(format!("{replica}: {}", error.message())),
            }
        }
        let connected = self.connect_to_master(shared, deadline).await;
        connected.map_err(|error| {
            reasons.push(format!("the master: {error}"));
            let reasons = reasons.join(", ");
            let message = format!("no replica found for `{}`: {reasons}", self.name);
            Error::new(ErrorKind::ReplicaNotFound, message).with_source(error)
        })
    }

    /// The sentinels say that this is the master: what leads to another one is of no use any more.
    pub(super) fn moved_to(&self, master: &Address, shared: &Shared) {
        let before = {
            let mut known = lock(&self.master);
            if known.as_ref() == Some(master) {
                return;
            }
            known.replace(master.clone())
        };
        if before.is_some() {
            shared.tally.failover(master);
        }
        match (before, self.part) {
            (None, _) => {}
            (Some(_), Part::Master) => shared.outdate(shared.generation()),
            // One that was a replica may be the master now. It still answers.
            (Some(_), Part::Replica) => shared.disconnect(),
        }
    }

    /// Asks who the master is now.
    #[maybe_async]
    pub(super) async fn review(&self, shared: &Shared) {
        let found = self.finder.master(&self.name, None).await;
        if let Ok(master) = found {
            self.moved_to(&master, shared);
        }
    }

    /// Whether an error says that the server is not the master any more.
    pub(in super::super) fn is_left_by(&self, error: &Error) -> bool {
        self.part == Part::Master && matches!(error.code(), Some("READONLY" | "UNBLOCKED"))
    }

    /// Whether one of the replies to a batch is such an error.
    pub(in super::super) fn is_left_by_one_of(&self, frame: &Frame) -> bool {
        if !frame.may_hold_errors() {
            return false;
        }
        let Reply::Array(mut replies) = frame.reply() else {
            return false;
        };
        replies.any(|reply| match reply {
            Reply::Error(error) => self.is_left_by(&error.to_error()),
            _ => false,
        })
    }

    /// Its name, and where its master is, for messages.
    pub(in super::super) fn address(&self) -> String {
        let known = lock(&self.master);
        match (&*known, self.part) {
            (Some(master), Part::Master) => format!("{} at {master}", self.name),
            (None, Part::Master) => self.name.clone(),
            (_, Part::Replica) => format!("a replica of {}", self.name),
        }
    }
}
