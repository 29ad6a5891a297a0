//! The commands of sentinels.

use std::collections::BTreeMap;

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs, ToPairs};

mod instance;
mod sentinel_cached_info;
mod sentinel_failover;
mod sentinel_failure;
mod sentinel_master;
mod sentinel_master_down;
mod sentinel_peer;
mod sentinel_replica;
mod sentinel_script;
mod sentinel_set_options;

pub use sentinel_cached_info::SentinelCachedInfo;
pub use sentinel_failover::SentinelFailover;
pub use sentinel_failure::SentinelFailure;
pub use sentinel_master::SentinelMaster;
pub use sentinel_master_down::SentinelMasterDown;
pub use sentinel_peer::SentinelPeer;
pub use sentinel_replica::SentinelReplica;
pub use sentinel_script::{SentinelScript, SentinelScriptState};
pub use sentinel_set_options::SentinelSetOptions;

/// Commands of sentinels: the servers that watch masters and their replicas, and replace a master that is
/// down by one of its replicas.
///
/// A program that only wants to reach the current master or its replicas takes [`Sentinel`](crate::Sentinel).
///
/// They are sent to a sentinel, which is reached as any other server, but has neither databases (a URL that
/// names one but 0 is refused) nor transactions. Of the other commands it knows those that have to do with
/// connections, users and subscriptions, `COMMAND`, `INFO` and `ROLE`.
///
/// ```no_run
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// let sentinel = Redis::from_url("redis://localhost:26379")?;
/// for master in sentinel.sentinel_masters()? {
///     let down = master.is_sdown() || master.is_odown();
///     println!("{} at {}:{}, down: {down}", master.name(), master.ip(), master.port());
///     for replica in sentinel.sentinel_replicas(master.name())? {
///         println!("{}, linked: {}", replica.name(), replica.is_master_link_up());
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub trait SentinelCommands: Execute {
    /// Checks that enough sentinels can be reached to consider the master down and to replace it; an error if not. The
    /// text that is returned is for people, and has their number.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `NOQUORUM` if there are not enough; `ERR` if the sentinel watches no such master.
    fn sentinel_ckquorum(self, name: impl ToArg) -> Self::Out<String> {
        self.execute_command(Command::new("SENTINEL CKQUORUM").arg(name))
    }

    /// The sentinel's own settings whose names match one of these glob-style patterns, as a map.
    ///
    /// Since 6.2.0; more than one pattern since 7.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # use std::collections::HashMap;
    /// # fn main() -> redial::Result<()> {
    /// # let sentinel = Redis::from_url("redis://localhost:26379")?;
    /// let settings: HashMap<String, String> = sentinel.sentinel_config_get("*")?;
    /// println!("{:?}", settings.get("announce-ip"));
    /// # Ok(())
    /// # }
    /// ```
    fn sentinel_config_get<T: FromReply>(self, patterns: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("SENTINEL CONFIG GET").args(patterns))
    }

    /// Changes the sentinel's own settings: one pair of name and value, or many. They are written to its
    /// configuration file.
    ///
    /// Since 6.2.0; more than one pair since 7.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if there is no such setting, or it can't have this value.
    fn sentinel_config_set(self, settings: impl ToPairs) -> Self::Out<()> {
        self.execute_command(Command::new("SENTINEL CONFIG SET").pairs(settings))
    }

    /// The times that the sentinel goes by, in milliseconds, as a map: `INFO-PERIOD`, `PING-PERIOD`, ….
    ///
    /// Since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_debug<T: FromReply>(self) -> Self::Out<T> {
        self.execute_command(Command::new("SENTINEL DEBUG"))
    }

    /// Changes the times that the sentinel goes by: one pair of name and milliseconds, or many. They last as
    /// long as its process.
    ///
    /// Since 7.0.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if there is no such time, or it is not positive.
    #[doc(alias = "SENTINEL DEBUG")]
    fn sentinel_debug_set(self, times: impl ToPairs) -> Self::Out<()> {
        self.execute_command(Command::new("SENTINEL DEBUG").pairs(times))
    }

    /// Replaces the master by one of its replicas, as if it were down, without asking the other sentinels. It has
    /// only begun when this returns: [`sentinel_get_master_addr_by_name`](Self::sentinel_get_master_addr_by_name)
    /// tells when there is another master.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `NOGOODSLAVE` if no replica is fit for it, `INPROG` if a failover is going on; `ERR` if the sentinel watches
    /// no such master.
    fn sentinel_failover(self, name: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("SENTINEL FAILOVER").arg(name))
    }

    /// Replaces the master as [`sentinel_failover`](Self::sentinel_failover) does, with the help of the master.
    ///
    /// Since Valkey 9.0.0.
    /// [valkey.io](https://valkey.io/topics/sentinel/)
    ///
    /// # Errors
    /// As [`sentinel_failover`](Self::sentinel_failover).
    fn sentinel_failover_with(self, name: impl ToArg, how: SentinelFailover) -> Self::Out<()> {
        let failover = Command::new("SENTINEL FAILOVER").arg(name);
        self.execute_command(failover.arg(how.word()))
    }

    /// Writes the sentinel's configuration file anew, with its state.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if it can't be written.
    fn sentinel_flushconfig(self) -> Self::Out<()> {
        self.execute_command(Command::new("SENTINEL FLUSHCONFIG"))
    }

    /// Where the master is: its address and its port; `None` if the sentinel watches no such master. During a
    /// failover it is the new one as soon as that has been promoted, on the sentinel that sees to it.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let sentinel = Redis::from_url("redis://localhost:26379")?;
    /// match sentinel.sentinel_get_master_addr_by_name("mymaster")? {
    ///     Some((host, port)) => println!("{host}:{port}"),
    ///     None => println!("nobody watches it"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    fn sentinel_get_master_addr_by_name(
        self,
        name: impl ToArg,
    ) -> Self::Out<Option<(String, u16)>> {
        self.execute_command(Command::new("SENTINEL GET-MASTER-ADDR-BY-NAME").arg(name))
    }

    /// [`sentinel_get_master_addr_by_name`](Self::sentinel_get_master_addr_by_name), by Valkey's name.
    ///
    /// Since Valkey 8.0.0.
    /// [valkey.io](https://valkey.io/topics/sentinel/)
    fn sentinel_get_primary_addr_by_name(
        self,
        name: impl ToArg,
    ) -> Self::Out<Option<(String, u16)>> {
        self.execute_command(Command::new("SENTINEL GET-PRIMARY-ADDR-BY-NAME").arg(name))
    }

    /// The sentinel's help on `SENTINEL`, line by line.
    ///
    /// Since 6.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("SENTINEL HELP"))
    }

    /// The `INFO` that the sentinel last got from these masters and their replicas, by the masters' names: for each the
    /// master first, then its replicas. Masters that it does not watch are left out.
    ///
    /// Since 3.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_info_cache(
        self,
        names: impl ToArgs,
    ) -> Self::Out<BTreeMap<String, Vec<SentinelCachedInfo>>> {
        self.execute_command(Command::new("SENTINEL INFO-CACHE").args(names))
    }

    /// Whether the sentinel considers the master at this address down: how sentinels ask each other.
    ///
    /// With `"*"` for `run_id` that is all. With a sentinel's id it also votes for that sentinel to replace the master,
    /// or says which one it has voted for in this epoch.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_is_master_down_by_addr(
        self,
        ip: impl ToArg,
        port: u16,
        current_epoch: u64,
        run_id: impl ToArg,
    ) -> Self::Out<SentinelMasterDown> {
        let is_down = Command::new("SENTINEL IS-MASTER-DOWN-BY-ADDR");
        self.execute_command(is_down.arg(ip).arg(port).arg(current_epoch).arg(run_id))
    }

    /// [`sentinel_is_master_down_by_addr`](Self::sentinel_is_master_down_by_addr), by Valkey's name.
    ///
    /// Since Valkey 8.0.0.
    /// [valkey.io](https://valkey.io/topics/sentinel/)
    fn sentinel_is_primary_down_by_addr(
        self,
        ip: impl ToArg,
        port: u16,
        current_epoch: u64,
        run_id: impl ToArg,
    ) -> Self::Out<SentinelMasterDown> {
        let is_down = Command::new("SENTINEL IS-PRIMARY-DOWN-BY-ADDR");
        self.execute_command(is_down.arg(ip).arg(port).arg(current_epoch).arg(run_id))
    }

    /// What the sentinel knows of a master.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_master(self, name: impl ToArg) -> Self::Out<SentinelMaster> {
        self.execute_command(Command::new("SENTINEL MASTER").arg(name))
    }

    /// What the sentinel knows of all masters that it watches: a list, where redis-py has a dict by their names.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_masters(self) -> Self::Out<Vec<SentinelMaster>> {
        self.execute_command(Command::new("SENTINEL MASTERS"))
    }

    /// Makes the sentinel watch a master, and replace it once as many sentinels as `quorum` consider it down.
    ///
    /// It finds the replicas and the other sentinels by itself, but each sentinel has to be told to watch the master.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if there is a master of this name, `quorum` is zero, or `ip` is no address. A host's name is taken only
    /// if the sentinel's setting `resolve-hostnames` is on.
    fn sentinel_monitor(
        self,
        name: impl ToArg,
        ip: impl ToArg,
        port: u16,
        quorum: u32,
    ) -> Self::Out<()> {
        let monitor = Command::new("SENTINEL MONITOR").arg(name);
        self.execute_command(monitor.arg(ip).arg(port).arg(quorum))
    }

    /// The sentinel's id.
    ///
    /// Since 6.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_myid(self) -> Self::Out<String> {
        self.execute_command(Command::new("SENTINEL MYID"))
    }

    /// The scripts that the sentinel runs or is going to run.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_pending_scripts(self) -> Self::Out<Vec<SentinelScript>> {
        self.execute_command(Command::new("SENTINEL PENDING-SCRIPTS"))
    }

    /// [`sentinel_masters`](Self::sentinel_masters), by Valkey's name.
    ///
    /// Since Valkey 8.0.0.
    /// [valkey.io](https://valkey.io/topics/sentinel/)
    fn sentinel_primaries(self) -> Self::Out<Vec<SentinelMaster>> {
        self.execute_command(Command::new("SENTINEL PRIMARIES"))
    }

    /// [`sentinel_master`](Self::sentinel_master), by Valkey's name.
    ///
    /// Since Valkey 8.0.0.
    /// [valkey.io](https://valkey.io/topics/sentinel/)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_primary(self, name: impl ToArg) -> Self::Out<SentinelMaster> {
        self.execute_command(Command::new("SENTINEL PRIMARY").arg(name))
    }

    /// Makes the sentinel forget a master and no longer watch it.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_remove(self, name: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("SENTINEL REMOVE").arg(name))
    }

    /// What the sentinel knows of the replicas of a master, those that are down included.
    ///
    /// Since 5.0.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_replicas(self, name: impl ToArg) -> Self::Out<Vec<SentinelReplica>> {
        self.execute_command(Command::new("SENTINEL REPLICAS").arg(name))
    }

    /// Makes the sentinel forget the replicas and the other sentinels of the masters whose names match this
    /// glob-style pattern, and find them anew; how many masters match. Failovers that are going on are given up.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    fn sentinel_reset(self, pattern: impl ToArg) -> Self::Out<i64> {
        self.execute_command(Command::new("SENTINEL RESET").arg(pattern))
    }

    /// What the sentinel knows of the other sentinels that watch a master.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_sentinels(self, name: impl ToArg) -> Self::Out<Vec<SentinelPeer>> {
        self.execute_command(Command::new("SENTINEL SENTINELS").arg(name))
    }

    /// Changes what the sentinel does about a master: one option, by the name that it has in the configuration
    /// file. The other sentinels have to be told as well.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master, there is no such option, or it can't have this value.
    fn sentinel_set(
        self,
        name: impl ToArg,
        option: impl ToArg,
        value: impl ToArg,
    ) -> Self::Out<()> {
        let set = Command::new("SENTINEL SET").arg(name);
        self.execute_command(set.arg(option).arg(value))
    }

    /// Changes what the sentinel does about a master: any number of options. Those in front of one that is refused
    /// have been set.
    ///
    /// Since 2.8.4.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # use std::time::Duration;
    /// # fn main() -> redial::Result<()> {
    /// # let sentinel = Redis::from_url("redis://localhost:26379")?;
    /// let options = SentinelSetOptions::new()
    ///     .down_after(Duration::from_secs(5))
    ///     .quorum(2);
    /// sentinel.sentinel_set_with("mymaster", options)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master, or an option can't have its value.
    fn sentinel_set_with(self, name: impl ToArg, options: SentinelSetOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("SENTINEL SET").arg(name)))
    }

    /// Makes the sentinel crash in its next failover, for tests. It replaces what was asked for before.
    ///
    /// Since 3.2.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if `failures` is empty, since 7.0.0; before that an empty list takes back what was asked for.
    fn sentinel_simulate_failure(
        self,
        failures: impl IntoIterator<Item = SentinelFailure>,
    ) -> Self::Out<()> {
        let failures = failures.into_iter().map(SentinelFailure::word);
        let failures: Vec<&str> = failures.collect();
        self.execute_command(Command::new("SENTINEL SIMULATE-FAILURE").args(failures))
    }

    /// [`sentinel_replicas`](Self::sentinel_replicas), by its name before 5.0.
    ///
    /// Since 2.8.0.
    /// [redis.io](https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#sentinel-commands)
    ///
    /// # Errors
    /// `ERR` if the sentinel watches no such master.
    fn sentinel_slaves(self, name: impl ToArg) -> Self::Out<Vec<SentinelReplica>> {
        self.execute_command(Command::new("SENTINEL SLAVES").arg(name))
    }
}

impl<E: Execute> SentinelCommands for E {}
