//! The part that has moved: tasks, and the tokio face. The import is another one, and calls are awaited.

use std::time::Duration;

use futures_util::future::try_join_all;
use redial::asyncio::prelude::*;
use tokio::task::spawn_blocking;

use crate::Failure;
use crate::reports;
use crate::shop::{self, DONE, NIGHTLY, SELL, STOCK};

/// Visits by so many callers at once, who share the client.
pub(crate) async fn visits(r: Redis, callers: usize) -> redial::Result<()> {
    try_join_all((0..callers).map(|_| shop::visit(&r, "ann")))
        .await
        .map(drop)
}

/// How many of so many customers get something.
pub(crate) async fn sell(r: Redis, customers: usize) -> redial::Result<usize> {
    let sales = (0..customers).map(|_| r.call_script::<bool>(&*SELL, STOCK, ()));
    let sold = try_join_all(sales).await?;
    Ok(sold.into_iter().filter(|is_sold| *is_sold).count())
}

/// The nightly job, if nobody does it just now; whether it was done.
pub(crate) async fn nightly(r: &Redis) -> redial::Result<bool> {
    let lock = r.lock(NIGHTLY).timeout(Duration::from_secs(30));
    let Some(guard) = lock.try_acquire().await? else {
        return Ok(false);
    };
    shop::tell_done(r, "a task").await?;
    guard.release().await?;
    Ok(true)
}

/// Hears who does the nightly job, from now on.
pub(crate) async fn hear(r: &Redis) -> redial::Result<PubSub> {
    let pubsub = r.pubsub();
    pubsub.subscribe(DONE).await?;
    pubsub.get_message(Duration::from_secs(5)).await?; // that it is subscribed to
    Ok(pubsub)
}

pub(crate) async fn next_word(pubsub: &PubSub) -> redial::Result<String> {
    let message = pubsub.get_message(Duration::from_secs(5)).await?;
    message.map_or_else(|| Ok("nothing".into()), |message| message.payload())
}

/// What threads need as well.
pub(crate) async fn show(r: &Redis) -> redial::Result<String> {
    let visits = shop::visits(r, "ann").await?.unwrap_or(0);
    Ok(format!("{visits} visits shown"))
}

/// Needs what has not moved: a thread for such work does it, and no worker of the runtime is held up.
pub(crate) async fn show_report(r: redial::Redis) -> Result<String, Failure> {
    Ok(spawn_blocking(move || reports::report(&r)).await??)
}
