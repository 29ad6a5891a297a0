//! [`Finder`]: asks sentinels where a service is.

use std::sync::Arc;
use std::time::Instant;

use crate::command::{Command, Execute};
use crate::commands::{SentinelMaster, SentinelReplica};
use crate::config::Address;
use crate::error::{Error, ErrorKind, Result};

use super::super::{failure, maybe_async};
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
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Err(failure::timed_out("while asking the sentinels"));
            }
            let command = Command::new("SENTINEL MASTER").arg(name);
            let answered: Result<SentinelMaster> = guardian.client.execute_command(command).await;
            match answered.map(|master| self.fault_of(&master).map_or(Ok(master), Err)) {
                Ok(Ok(master)) => {
                    self.guardians.prefer(guardian.number);
                    return Ok(self.address_of(&master));
                }
                Ok(Err(fault)) => reasons.push(format!("{}: {fault}", guardian.address())),
                Err(error) => reasons.push(reason(&guardian.address(), &error)),
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
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Err(failure::timed_out("while asking the sentinels"));
            }
            let command = Command::new("SENTINEL REPLICAS").arg(name);
            let answered: Result<Vec<SentinelReplica>> =
                guardian.client.execute_command(command).await;
            let up = answered.map(|replicas| usable(&replicas));
            if let Ok(up) = up
                && !up.is_empty()
            {
                self.guardians.prefer(guardian.number);
                return Ok(up);
            }
        }
        Ok(Vec::new())
    }

    /// What is wrong with it.
    fn fault_of(&self, master: &SentinelMaster) -> Option<String> {
        let others = master.num_other_sentinels();
        if !master.is_master() {
            return Some("it is no master".to_owned());
        }
        if master.is_sdown() || master.is_odown() {
            return Some("it is down".to_owned());
        }
        if others < self.min_other_sentinels {
            return Some(format!("only {others} other sentinels watch it"));
        }
        None
    }

    fn address_of(&self, master: &SentinelMaster) -> Address {
        let ip = self.force_master_ip.as_deref().unwrap_or(master.ip());
        Address::tcp(ip, master.port())
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

fn reason(address: &str, error: &Error) -> String {
    format!("{address}: {}", error.message())
}
