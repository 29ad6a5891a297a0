//! The part that has not moved: threads, and the blocking face.

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use redial::prelude::*;

use crate::shop::{self, DONE, NIGHTLY, SELL, STOCK};

/// Visits by so many threads, which share the client.
pub(crate) fn visits(r: &Redis, threads: usize) -> redial::Result<()> {
    in_threads(threads, || shop::visit(r, "ann")).map(drop)
}

/// Visits in one round trip: the same helper, and the target is a pipeline.
pub(crate) fn visits_in_pipeline(r: &Redis, count: usize) -> redial::Result<()> {
    let mut pipe = r.pipeline();
    for _ in 0..count {
        shop::visit(&mut pipe, "ann");
    }
    pipe.execute()
}

/// How many of so many customers get something.
pub(crate) fn sell(r: &Redis, customers: usize) -> redial::Result<usize> {
    let sold: Vec<bool> = in_threads(customers, || r.call_script(&*SELL, STOCK, ()))?;
    Ok(sold.into_iter().filter(|is_sold| *is_sold).count())
}

/// Waits until nobody does the nightly job, and has it from then on.
pub(crate) fn begin_nightly(r: &Redis) -> redial::Result<LockGuard> {
    r.lock(NIGHTLY).timeout(Duration::from_secs(30)).acquire()
}

/// Tells that the job is done, and lets the next one do it.
pub(crate) fn end_nightly(r: &Redis, guard: LockGuard) -> redial::Result<()> {
    shop::tell_done(r, "a thread")?;
    guard.release()
}

/// Hears who does the nightly job, from now on.
pub(crate) fn hear(r: &Redis) -> redial::Result<PubSub> {
    let pubsub = r.pubsub();
    pubsub.subscribe(DONE)?;
    pubsub.get_message(Duration::from_secs(5))?; // that it is subscribed to
    Ok(pubsub)
}

pub(crate) fn next_word(pubsub: &PubSub) -> redial::Result<String> {
    let message = pubsub.get_message(Duration::from_secs(5))?;
    message.map_or_else(|| Ok("nothing".into()), |message| message.payload())
}

/// What has not moved yet, and tasks need as well.
pub(crate) fn report(r: &Redis) -> redial::Result<String> {
    let visits = shop::visits(r, "ann")?.unwrap_or(0);
    Ok(format!("{visits} visits reported"))
}

fn in_threads<T: Send>(
    threads: usize,
    work: impl Fn() -> redial::Result<T> + Sync,
) -> redial::Result<Vec<T>> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        let done = threads.into_iter().map(|thread| thread.join());
        done.map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}
