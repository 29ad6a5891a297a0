//! The publish/subscribe commands that are answered once; a subscriber is a `PubSub`.

mod key_notification;
mod message;
mod message_kind;

pub use key_notification::KeyNotification;
pub use message::Message;
pub use message_kind::MessageKind;

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

/// Commands to publish, and to ask what is subscribed to. To subscribe there is
/// [`Redis::pubsub`](crate::Redis::pubsub).
pub trait PubSubCommands: Execute {
    /// Publishes a message to a channel, and returns how many subscribers of this server got it.
    ///
    /// Since 2.0.0. [redis.io](https://redis.io/docs/latest/commands/publish/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let listeners = r.publish("doc:nobody-listens", "hello")?;
    /// assert_eq!(listeners, 0);
    /// # Ok(())
    /// # }
    /// ```
    fn publish(self, channel: impl ToArg, message: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("PUBLISH").arg(channel).arg(message))
    }

    /// Publishes a message to a shard channel, and returns how many subscribers of this node got it.
    ///
    /// In a cluster only the nodes of the channel's slot pass it on.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/spublish/)
    fn spublish(self, channel: impl ToArg, message: impl ToArg) -> Self::Out<u64> {
        self.execute_command(Command::new("SPUBLISH").key(channel).arg(message))
    }

    /// The channels that somebody subscribes to, patterns aside.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-channels/)
    fn pubsub_channels<T: FromReply>(self) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("PUBSUB CHANNELS"))
    }

    /// The channels that somebody subscribes to whose names match this glob-style pattern.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-channels/)
    fn pubsub_channels_matching<T: FromReply>(self, pattern: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("PUBSUB CHANNELS").arg(pattern))
    }

    /// Each of these channels with its number of subscribers, patterns aside: as a list of pairs or a map.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-numsub/)
    ///
    /// ```
    /// # use redial::prelude::*;
    /// # use std::collections::HashMap;
    /// # fn main() -> redial::Result<()> {
    /// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
    /// # let r = Redis::from_url(url)?;
    /// let counts: HashMap<String, u64> = r.pubsub_numsub(["doc:a", "doc:b"])?;
    /// assert_eq!(counts["doc:a"], 0);
    /// # Ok(())
    /// # }
    /// ```
    fn pubsub_numsub<T: FromReply>(self, channels: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("PUBSUB NUMSUB").args(channels))
    }

    /// How many patterns are subscribed to, each counted once.
    ///
    /// Since 2.8.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-numpat/)
    fn pubsub_numpat(self) -> Self::Out<u64> {
        self.execute_command(Command::new("PUBSUB NUMPAT"))
    }

    /// The shard channels that somebody subscribes to.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-shardchannels/)
    fn pubsub_shardchannels<T: FromReply>(self) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("PUBSUB SHARDCHANNELS"))
    }

    /// The shard channels that somebody subscribes to whose names match this glob-style pattern.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-shardchannels/)
    fn pubsub_shardchannels_matching<T: FromReply>(self, pattern: impl ToArg) -> Self::Out<Vec<T>> {
        self.execute_command(Command::new("PUBSUB SHARDCHANNELS").arg(pattern))
    }

    /// Each of these shard channels with its number of subscribers: as a list of pairs or a map.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-shardnumsub/)
    fn pubsub_shardnumsub<T: FromReply>(self, channels: impl ToArgs) -> Self::Out<T> {
        self.execute_command(Command::new("PUBSUB SHARDNUMSUB").args(channels))
    }

    /// The lines of text that explain the sub-commands of `PUBSUB`.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/pubsub-help/)
    fn pubsub_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("PUBSUB HELP"))
    }
}

impl<E: Execute> PubSubCommands for E {}
