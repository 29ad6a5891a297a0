//! The commands on replication.

use crate::command::{Command, Execute};
use crate::convert::ToArg;

mod failover_options;

pub use failover_options::FailoverOptions;

/// Commands that make a server a replica of another one, or a master.
///
/// [`role`](super::ServerCommands::role) tells what it is. Where sentinels watch a server they decide that, and in a
/// cluster it is done by [`cluster_replicate`](super::ClusterCommands::cluster_replicate) and
/// [`cluster_failover`](super::ClusterCommands::cluster_failover).
///
/// ```no_run
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let r = Redis::from_url("redis://localhost:6380")?;
/// r.replicaof("10.0.0.1", 6379)?; // its own data is replaced by the other one's
/// r.replicaof_no_one()?; // and from now on it goes its own way
/// # Ok(())
/// # }
/// ```
pub trait ReplicationCommands: Execute {
    /// Makes one of the replicas the master, and the server its replica, without loss of data.
    ///
    /// The server accepts no more writes, waits until a replica has all that there is, and tells it to take over. It
    /// has only begun when this returns: `INFO` says how far it is (`master_failover_state`).
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/failover/)
    ///
    /// # Errors
    /// `ERR` if the server has no replicas that are connected, is a replica itself, or is at it already.
    fn failover(self) -> Self::Out<()> {
        self.execute_command(Command::new("FAILOVER"))
    }

    /// Makes a certain replica the master, or any within a certain time, as [`failover`](Self::failover) does.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/failover/)
    ///
    /// # Errors
    /// As [`failover`](Self::failover); also if there is no such replica.
    fn failover_with(self, options: FailoverOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("FAILOVER")))
    }

    /// Gives up what [`failover`](Self::failover) began: the server stays the master.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/failover/)
    ///
    /// # Errors
    /// `ERR` if nothing was begun.
    fn failover_abort(self) -> Self::Out<()> {
        self.execute_command(Command::new("FAILOVER").arg("ABORT"))
    }

    /// Makes the server a replica of another one, whose data replaces its own.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/replicaof/)
    ///
    /// # Errors
    /// `ERR` in a cluster, and during a failover. Whether there is such a server is found out later.
    fn replicaof(self, host: impl ToArg, port: u16) -> Self::Out<()> {
        self.execute_command(Command::new("REPLICAOF").arg(host).arg(port))
    }

    /// Makes the server a master, which keeps the data that it has.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/replicaof/)
    ///
    /// # Errors
    /// `ERR` in a cluster, and during a failover.
    fn replicaof_no_one(self) -> Self::Out<()> {
        self.execute_command(Command::new("REPLICAOF").arg("NO").arg("ONE"))
    }

    /// The old name of [`replicaof`](Self::replicaof), for servers before 5.0.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/slaveof/)
    ///
    /// # Errors
    /// As [`replicaof`](Self::replicaof).
    fn slaveof(self, host: impl ToArg, port: u16) -> Self::Out<()> {
        self.execute_command(Command::new("SLAVEOF").arg(host).arg(port))
    }

    /// The old name of [`replicaof_no_one`](Self::replicaof_no_one), for servers before 5.0.
    ///
    /// Since 1.0.0. [redis.io](https://redis.io/docs/latest/commands/slaveof/)
    ///
    /// # Errors
    /// As [`replicaof_no_one`](Self::replicaof_no_one).
    fn slaveof_no_one(self) -> Self::Out<()> {
        self.execute_command(Command::new("SLAVEOF").arg("NO").arg("ONE"))
    }
}

impl<E: Execute> ReplicationCommands for E {}
