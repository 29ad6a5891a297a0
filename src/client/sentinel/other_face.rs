//! What the other face makes its clients from: settings, and no connections.

use crate::config::Config;
use crate::session::{SentinelSettings, ServiceSettings};

use super::guardians::Guardian;
use super::{Finder, Redis, Sentinel, Source};

impl Redis {
    /// A client of the same server or service as one of the other face.
    pub(crate) fn from_settings(config: Config, service: Option<ServiceSettings>) -> Self {
        let Some(ServiceSettings {
            sentinel,
            name,
            part,
        }) = service
        else {
            return Self::from_valid(config);
        };
        Sentinel::from_valid(sentinel).client(name, part, config)
    }

    /// What a client of the other face is made from.
    pub(crate) fn settings(&self) -> (Config, Option<ServiceSettings>) {
        let config = self.config().clone();
        let service = match &self.connection_pool().shared().source {
            Source::Fixed => None,
            Source::Service(service) => Some(ServiceSettings {
                sentinel: service.finder.settings(&config),
                name: service.name.clone(),
                part: service.part,
            }),
        };
        (config, service)
    }
}

impl Sentinel {
    /// What one of the other face is made from.
    pub(crate) fn settings(&self) -> SentinelSettings {
        self.finder.settings(&self.config)
    }
}

impl Finder {
    fn settings(&self, config: &Config) -> SentinelSettings {
        let mut guardians = self.guardians.in_order();
        guardians.sort_by_key(|guardian| guardian.number);
        let sentinel = |guardian: &Guardian| guardian.client.config().clone();
        SentinelSettings {
            sentinels: guardians.iter().map(sentinel).collect(),
            min_other_sentinels: self.min_other_sentinels,
            force_master_ip: self.force_master_ip.clone(),
            config: config.clone(),
        }
    }
}
