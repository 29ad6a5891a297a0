//! What both parts of the service use: names, a script, and helpers of one command.
//!
//! A helper gives what its target gives: a result, a future of one, or the pipeline again. So it is written once, whoever has moved.

use std::sync::LazyLock;

use redial::Execute;
use redial::commands::{GenericCommands, PubSubCommands, Script, StringCommands};

pub(crate) const STOCK: &str = "example:shop:stock";
/// The lock of the job that one process at a time may do.
pub(crate) const NIGHTLY: &str = "example:shop:nightly";
/// The channel on which it is told who has done it.
pub(crate) const DONE: &str = "example:shop:done";

/// Takes one from the stock and returns true, if there is one. Both faces call it by the digest of its text.
pub(crate) static SELL: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local left = tonumber(redis.call('GET', KEYS[1]) or 0) \
         if left < 1 then return 0 end \
         redis.call('DECR', KEYS[1]) \
         return 1",
    )
});

pub(crate) fn visit<E: Execute>(to: E, who: &str) -> E::Out<i64> {
    to.incr(visits_of(who))
}

pub(crate) fn visits<E: Execute>(from: E, who: &str) -> E::Out<Option<i64>> {
    from.get(visits_of(who))
}

/// How many have been told.
pub(crate) fn tell_done<E: Execute>(to: E, by: &str) -> E::Out<u64> {
    to.publish(DONE, format!("done by {by}"))
}

pub(crate) fn forget<E: Execute>(on: E, who: &str) -> E::Out<i64> {
    on.delete([&visits_of(who), STOCK, NIGHTLY])
}

fn visits_of(who: &str) -> String {
    format!("example:shop:visits:{who}")
}
