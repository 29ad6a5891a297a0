//! [`Sentinel`]: clients of servers that sentinels watch over.

mod finder;
mod guardians;
#[cfg(feature = "async")]
mod other_face;
mod service;

use std::time::Duration;

use crate::config::{Config, Retry};
use crate::error::{Error, Result};
use crate::session::{Part, SentinelSettings};

use super::{ConnectionPool, Redis, maybe_async};
use finder::Finder;
use guardians::Guardians;
use service::Service;

pub(in super::super) use guardians::Watcher;
pub(super) use service::Source;

/// A sentinel has at most so much time to answer: there are others.
const PATIENCE: Duration = Duration::from_secs(1);

/// So many connections a client of replicas shares by default, each to the next replica: with one, two, three or six
/// replicas each gets as many calls as the others.
const REPLICA_CONNECTIONS: usize = 6;

/// Makes clients of masters and replicas that
/// [sentinels](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/) watch over: it asks them where
/// the servers are (redis-py's `Sentinel`). It is made without I/O and cheap to clone.
///
/// ```no_run
/// use redial::prelude::*;
///
/// # fn main() -> redial::Result<()> {
/// let sentinel = Sentinel::new(["redis://10.0.0.1:26379", "redis://10.0.0.2:26379"])?;
/// let master = sentinel.master_for("mymaster");
/// let replica = sentinel.replica_for("mymaster");
/// master.set("greeting", "hello")?;
/// let greeting: Option<String> = replica.get("greeting")?;
/// # Ok(())
/// # }
/// ```
/// In [`asyncio`](https://docs.rs/redial/latest/redial/asyncio/) whatever does I/O is awaited.
///
/// # A new master
/// Whenever a client of a master connects, it asks the sentinels, the one that answered last first, and the server
/// itself whether it is the master. It also listens to all sentinels in the background (a thread for each; a task in
/// `asyncio`), from its first connection until the `Sentinel` and all its clients are dropped. As soon as one of them
/// announces a new master, or the old one refuses a write because it is a replica by now, *all* connections to the
/// old one are closed, whatever is under way on them, and the client goes on at the new one. A call that was under
/// way ends with an error whose [`outcome`](Error::outcome) says whether it may have been executed; what is safe is
/// sent again within its deadline, as after any lost connection.
///
/// What the old master had acknowledged and not yet passed on is lost: replication is asynchronous. `WAIT` after
/// a write that must not be lost, or the server's setting `min-replicas-to-write`, bound that.
#[derive(Clone, Debug)]
pub struct Sentinel {
    finder: Finder,
    config: Config,
}

impl Sentinel {
    /// One that asks the sentinels at these URLs. Their options, a password among them, are for the sentinels;
    /// what the servers need is set with [`config`](Self::config). No I/O.
    ///
    /// The port is 6379 if a URL has none, while sentinels usually listen at 26379. A sentinel is asked once, and has
    /// at most a second to answer.
    ///
    /// # Errors
    /// `Config` if a URL can't be used, or there is none.
    pub fn new(urls: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self> {
        let configs: Result<Vec<Config>> = urls.into_iter().map(Config::from_url).collect();
        Self::from_configs(configs?)
    }

    /// One that asks the sentinels which these configurations lead to. No I/O.
    ///
    /// # Errors
    /// `Config` if one can't be used, or there is none.
    pub fn from_configs(configs: impl IntoIterator<Item = Config>) -> Result<Self> {
        let sentinels: Vec<Config> = configs.into_iter().map(impatient).collect();
        if sentinels.is_empty() {
            return Err(Error::config("there is no sentinel to ask"));
        }
        sentinels.iter().try_for_each(Config::validate)?;
        Ok(Self::from_valid(SentinelSettings {
            sentinels,
            min_other_sentinels: 0,
            force_master_ip: None,
            config: Config::new(),
        }))
    }

    /// One with the settings of another one, which were validated there.
    pub(crate) fn from_valid(settings: SentinelSettings) -> Self {
        let clients = settings.sentinels.into_iter().map(Redis::from_valid);
        Self {
            finder: Finder {
                guardians: Guardians::new(clients.collect()),
                min_other_sentinels: settings.min_other_sentinels,
                force_master_ip: settings.force_master_ip,
            },
            config: settings.config,
        }
    }

    /// What connections to the servers are made from (default: [`Config::new`]): user, password, database, timeouts,
    /// …. The address in it is not used. It is for the clients that are made from here on.
    ///
    /// # Errors
    /// `Config` if an option can't be used.
    pub fn config(mut self, config: Config) -> Result<Self> {
        config.validate()?;
        self.config = config;
        Ok(self)
    }

    /// A master counts only if its sentinel knows so many others that watch it (default: 0). One that
    /// is cut off from the others is not believed then.
    #[must_use]
    pub fn min_other_sentinels(mut self, count: u64) -> Self {
        self.finder.min_other_sentinels = count;
        self
    }

    /// Connects to masters at this host, whatever the sentinels say; only the port is theirs (default: host and port
    /// are).
    #[must_use]
    pub fn force_master_ip(mut self, ip: impl Into<String>) -> Self {
        self.finder.force_master_ip = Some(ip.into());
        self
    }

    /// A client of the master of this name. No I/O.
    pub fn master_for(&self, name: impl Into<String>) -> Redis {
        self.client(name.into(), Part::Master, self.config.clone())
    }

    /// [`master_for`](Self::master_for) with a configuration of the client's own.
    ///
    /// # Errors
    /// `Config` if an option can't be used.
    pub fn master_for_with(&self, name: impl Into<String>, config: Config) -> Result<Redis> {
        config.validate()?;
        Ok(self.client(name.into(), Part::Master, config))
    }

    /// A client of the replicas of the master of this name: each connection leads to the next of them in turn, or to
    /// the master if none can be used. No I/O.
    ///
    /// Replicas lag behind: what was written may not be there yet. Unless
    /// [`shared_connections`](Config::shared_connections) is set to something else than the default, there are six
    /// of them, so that all replicas get their share.
    #[doc(alias = "slave_for")]
    pub fn replica_for(&self, name: impl Into<String>) -> Redis {
        self.client(name.into(), Part::Replica, spread(self.config.clone()))
    }

    /// [`replica_for`](Self::replica_for) with a configuration of the client's own.
    ///
    /// # Errors
    /// `Config` if an option can't be used.
    #[doc(alias = "slave_for")]
    pub fn replica_for_with(&self, name: impl Into<String>, config: Config) -> Result<Redis> {
        config.validate()?;
        Ok(self.client(name.into(), Part::Replica, spread(config)))
    }

    /// Host and port of the master of this name: the answer of the first sentinel that knows one which is not down
    /// and is watched by [enough others](Self::min_other_sentinels).
    ///
    /// # Errors
    /// `MasterNotFound`, with what each sentinel said.
    #[maybe_async]
    pub async fn discover_master(&self, name: &str) -> Result<(String, u16)> {
        let master = self.finder.master(name, None).await?;
        Ok(master.into_host_and_port())
    }

    /// Hosts and ports of the replicas of the master of this name that are not down; none if no sentinel
    /// knows any.
    ///
    /// # Errors
    /// None at present: a sentinel that does not answer is passed over.
    #[doc(alias = "discover_slaves")]
    #[maybe_async]
    pub async fn discover_replicas(&self, name: &str) -> Result<Vec<(String, u16)>> {
        let replicas = self.finder.replicas(name, None).await?;
        let each = replicas.into_iter();
        Ok(each.map(|replica| replica.into_host_and_port()).collect())
    }

    /// Clients of the sentinels themselves, for their own commands
    /// ([`SentinelCommands`](crate::commands::SentinelCommands)), the one that is asked first first.
    #[must_use]
    pub fn sentinels(&self) -> Vec<Redis> {
        let guardians = self.finder.guardians.in_order();
        guardians
            .into_iter()
            .map(|guardian| guardian.client)
            .collect()
    }

    /// Closes the connections to the sentinels. The clients of the servers go on working, and open them
    /// again when they connect.
    pub fn close(&self) {
        self.finder.guardians.close();
    }

    fn client(&self, name: String, part: Part, config: Config) -> Redis {
        let service = Service::new(self.finder.clone(), name, part);
        let pool = ConnectionPool::from_source(config, Source::Service(service));
        self.finder.guardians.tell(pool.shared());
        Redis::from_pool(pool)
    }
}

/// A client of a sentinel asks once, and does not wait long.
fn impatient(config: Config) -> Config {
    let time = config
        .socket_timeout
        .map_or(PATIENCE, |time| time.min(PATIENCE));
    config.socket_timeout(time).retry(Retry::never())
}

fn spread(config: Config) -> Config {
    match config.shared_connections {
        1 => config.shared_connections(REPLICA_CONNECTIONS),
        _ => config,
    }
}
