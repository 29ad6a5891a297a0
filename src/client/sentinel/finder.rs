//! [`Finder`]: asks sentinels where a service is.

use std::sync::Arc;
use std::time::Instant;

use crate::command::Command;
use crate::commands::{SentinelMaster, SentinelReplica};
use crate::config::Address;
use crate::convert::FromReply;
use crate::error::{Error, ErrorKind, Result};

use super::super::super::sentinel::ask;
use super::super::{Redis, failure, maybe_async};
use super::guardians::Guardians;

/// The sentinels, and what is asked of their answers.
#[derive(Clone, Debug)]
pub(super) struct Finder {
    pub(super) guardians: Arc<Guardians>,
    pub(super) min_other_sentinels: u64,
    pub(super) force_master_ip: Option<String>,
}

impl Finder {
    /// Where the master is. The sentinel that says so is asked first the next time.
    #[maybe_async]
    pub(super) async fn master(&self, name: &str, deadline: Option<Instant>) -> Result<Address> {
        let mut reasons = Vec::new();
        for guardian in self.guardians.in_order() {
            in_time(deadline)?;
            let found = self.ask(&guardian.client, name, deadline).await;
            match found {
                Ok(master) => {
                    self.guardians.prefer(guardian.number);
                    return Ok(master);
                }
                Err(error) => {
                    reasons.push(format!("{}: {}", guardian.address(), error.message()));
                }
            }
        }
        let reasons = reasons.join(", ");
        Err(Error::new(
            ErrorKind::MasterNotFound,
            format!("no master found for `{name}`: {reasons}"),
        ))
    }

    /// Where its replicas are that can be used; of those that are not in touch with the master only
    /// if there are no others.
    #[maybe_async]
    pub(super) async fn replicas(
        &self,
        name: &str,
        deadline: Option<Instant>,
    ) -> Result<Vec<Address>> {
        for guardian in self.guardians.in_order() {
            in_time(deadline)?;
            let question = Command::new("SENTINEL REPLICAS").arg(name);
            let answered = answer(&guardian.client, &question, deadline).await;
            let up = answered.map(|replicas: Vec<SentinelReplica>| usable(&replicas));
            if let Ok(up) = up
                && !up.is_empty()
            {
                self.guardians.prefer(guardian.number);
                return Ok(up);
            }
        }
        Ok(Vec::new())
    }

    /// Where one sentinel says that the master is.
    #[maybe_async]
    async fn ask(
        &self,
        sentinel: &Redis,
        name: &str,
        deadline: Option<Instant>,
    ) -> Result<Address> {
        let question = Command::new("SENTINEL MASTER").arg(name);
        let master: SentinelMaster = answer(sentinel, &question, deadline).await?;
        let known = (master.ip().to_owned(), master.port());
        // In a failover the address is the new master's as soon as that has been promoted, while all else is
        // about the old one for some time yet.
        let address: Option<(String, u16)> = match master.is_failover_in_progress() {
            true => {
                let question = Command::new("SENTINEL GET-MASTER-ADDR-BY-NAME").arg(name);
                answer(sentinel, &question, deadline).await?
            }
            false => None,
        };
        let is_promoted = address.as_ref().is_some_and(|address| *address != known);
        if let Some(fault) = self.fault_of(&master, is_promoted) {
            return Err(Error::new(ErrorKind::MasterNotFound, fault));
        }
        let (host, port) = address.unwrap_or(known);
        let host = self.force_master_ip.clone().unwrap_or(host);
        Ok(Address::tcp(host, port))
    }

    /// Why the master can't be used.
    fn fault_of(&self, master: &SentinelMaster, is_promoted: bool) -> Option<String> {
        let others = master.num_other_sentinels();
        if others < self.min_other_sentinels {
            let wanted = self.min_other_sentinels;
            return Some(format!(
                "only {others} other sentinels watch it, and {wanted} are wanted"
            ));
        }
        if is_promoted {
            return None;
        }
        if !master.is_master() {
            return Some("it is not a master".to_owned());
        }
        let is_down = master.is_sdown() || master.is_odown();
        is_down.then(|| "it is down".to_owned())
    }
}

/// What a sentinel answers, in its own time and by the deadline.
#[maybe_async]
async fn answer<T: FromReply>(
    sentinel: &Redis,
    question: &Command,
    deadline: Option<Instant>,
) -> Result<T> {
    let answered = ask(sentinel, question, deadline).await;
    question.decode(answered?)
}

/// Whether another sentinel can be asked; or the error that it is too late.
fn in_time(deadline: Option<Instant>) -> Result<()> {
    match deadline {
        Some(deadline) if deadline <= Instant::now() => {
            Err(failure::timed_out("while asking the sentinels"))
        }
        _ => Ok(()),
    }
}

fn usable(replicas: &[SentinelReplica]) -> Vec<Address> {
    let up = || {
        replicas
            .iter()
            .filter(|replica| !replica.is_sdown() && !replica.is_disconnected())
    };
    let address = |replica: &SentinelReplica| Address::tcp(replica.ip(), replica.port());
    let in_touch: Vec<Address> = up()
        .filter(|replica| replica.is_master_link_up())
        .map(address)
        .collect();
    match in_touch.is_empty() {
        true => up().map(address).collect(),
        false => in_touch,
    }
}
