//! A queue of jobs on a stream: nothing is lost when a worker is killed, nothing is done twice, and what can't be done is put aside.
//!
//! A group of consumers gives each job to one worker, and remembers that until it is acknowledged. What a worker has had for too long
//! another takes over (XAUTOCLAIM), so a job comes *at least* once: again if its worker was killed, and also if it was only slow. That
//! it is *done* once is up to the job: here its effect, a mark with the job's own id, and the acknowledgement are one transaction,
//! which watches the mark. So it does not matter either that a producer who was not sure has added a job twice. An effect outside of
//! Redis needs a mark at the other end: pass the job's id along. A job that was delivered too often is put aside, for a person to look
//! at; to be tried again it gets a new id.
//!
//! `cargo run --features async --example job_queue_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! 4 jobs are added, one of them twice
//! worker-1 takes job-1 for ann, and is killed
//! worker-2 and worker-3 go on
//! mails: {"ann": 1, "bob": 1, "cid": 1}
//! job-1 was done by another worker: true
//! put aside: job-4 for nowhere, after 3 attempts
//! waiting: 0, pending: 0
//! ```

use std::collections::{BTreeMap, HashMap};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::time::Duration;

use redial::asyncio::prelude::*;

const JOBS: &str = "example:jobs:async";
const GROUP: &str = "mailers";
/// Jobs that could not be done.
const DEAD: &str = "example:jobs:async:dead";
/// How many mails everybody got: what the jobs do.
const MAILS: &str = "example:jobs:async:mails";
/// A job that was delivered more often is put aside.
const ATTEMPTS: u64 = 3;
/// Who has had a job for so long is taken for dead. In earnest it is longer than a job ever takes.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long the marks of jobs that are settled are kept: longer than any of them can come again.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a producer says of a job: its `id` and whom the mail is `to`.
type Fields = HashMap<String, String>;

/// A job in the hands of a worker.
struct Job {
    entry: StreamId,
    id: String,
    to: String,
    /// How often it has been given to a worker, this time included.
    deliveries: u64,
}

impl Job {
    fn new(entry: StreamEntry<Fields>, deliveries: u64) -> Self {
        let mut fields = entry.fields;
        Self {
            entry: entry.id,
            id: fields.remove("id").unwrap_or_default(),
            to: fields.remove("to").unwrap_or_default(),
            deliveries,
        }
    }
}

async fn add(r: &Redis, id: &str, to: &str) -> redial::Result<StreamId> {
    r.xadd(JOBS, [("id", id), ("to", to)]).await
}

struct Worker {
    r: Redis,
    name: String,
    /// Where the search for jobs that others have left goes on.
    cursor: StreamId,
}

impl Worker {
    fn new(r: &Redis, name: &str) -> Self {
        Self {
            r: r.clone(),
            name: name.to_owned(),
            cursor: StreamId::MIN,
        }
    }

    /// The next job: one that another worker has left, or a new one; `None` if there is none for a moment.
    async fn take(&mut self) -> redial::Result<Option<Job>> {
        let left = self
            .r
            .xautoclaim_count::<Fields>(JOBS, GROUP, &self.name, PATIENCE, self.cursor, 1)
            .await?;
        self.cursor = left.next;
        if let Some(entry) = left.claimed.into_iter().next() {
            let pending = self
                .r
                .xpending_range(JOBS, GROUP, entry.id, entry.id, 1)
                .await?;
            let deliveries = pending.first().map_or(1, |entry| entry.times_delivered);
            return Ok(Some(Job::new(entry, deliveries)));
        }
        let wait = XreadgroupOptions::new().count(1).block(PATIENCE / 4);
        let new: Vec<StreamRead<String, Fields>> = self
            .r
            .xreadgroup_with(GROUP, &self.name, (JOBS, ">"), wait)
            .await?;
        let entry = new.into_iter().flat_map(|stream| stream.entries).next();
        Ok(entry.map(|entry| Job::new(entry, 1)))
    }

    /// Does a job and acknowledges it. If it can't be done it stays pending, and comes again after a while.
    async fn handle(&self, job: &Job) -> redial::Result<()> {
        if job.deliveries > ATTEMPTS {
            let put_aside = |pipe: &mut Pipeline| {
                pipe.xadd(DEAD, [("id", &job.id), ("to", &job.to)]);
            };
            return self.settle(job, put_aside).await;
        }
        if job.to == "nowhere" {
            return Ok(()); // the mail can't be sent; perhaps later
        }
        let send = |pipe: &mut Pipeline| {
            pipe.hincrby(MAILS, &job.to, 1);
        };
        self.settle(job, send).await
    }

    /// What comes of the job, the mark and the acknowledgement: all of it, or nothing. A job that is settled is acknowledged only.
    async fn settle(&self, job: &Job, effect: impl Fn(&mut Pipeline) + Sync) -> redial::Result<()> {
        let mark = &settled_mark(&job.id);
        let effect = &effect;
        let transaction = self.r.transaction([mark], |mut tx| async move {
            let is_settled = tx.exists(mark).await? == 1;
            let pipe = tx.multi();
            if !is_settled {
                effect(pipe);
                pipe.set_with(mark, &self.name, SetOptions::new().ex(DAY));
            }
            pipe.xack(JOBS, GROUP, job.entry).xdel(JOBS, job.entry);
            pipe.execute::<()>().await
        });
        transaction.await
    }

    /// Works until all jobs are done. In earnest it goes on, and lives through errors: what it could not acknowledge comes again.
    async fn work(&mut self) -> redial::Result<()> {
        while self.r.xlen(JOBS).await? > 0 {
            if let Some(job) = self.take().await? {
                self.handle(&job).await?;
            }
        }
        Ok(())
    }
}

fn settled_mark(id: &str) -> String {
    format!("example:jobs:async:settled:{id}")
}

async fn demonstrate() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    clean_up(&r).await?;
    r.xgroup_create_with(JOBS, GROUP, 0, XgroupCreateOptions::new().mkstream())
        .await?;

    for (id, to) in [
        ("job-1", "ann"),
        ("job-2", "bob"),
        ("job-3", "cid"),
        ("job-4", "nowhere"),
    ] {
        add(&r, id, to).await?;
    }
    add(&r, "job-2", "bob").await?; // its producer got no answer, and added it again
    println!("4 jobs are added, one of them twice");

    let mut first = Worker::new(&r, "worker-1");
    if let Some(job) = first.take().await? {
        println!("worker-1 takes {} for {}, and is killed", job.id, job.to);
    }
    drop(first);

    println!("worker-2 and worker-3 go on");
    let workers = ["worker-2", "worker-3"].map(|name| {
        let mut worker = Worker::new(&r, name);
        tokio::spawn(async move { worker.work().await })
    });
    for worker in workers {
        worker
            .await
            .unwrap_or_else(|end| resume_unwind(end.into_panic()))?;
    }

    let mails: BTreeMap<String, u64> = r.hgetall(MAILS).await?;
    println!("mails: {mails:?}");
    let worker: Option<String> = r.get(settled_mark("job-1")).await?;
    let by_another = worker.is_some_and(|worker| worker != "worker-1");
    println!("job-1 was done by another worker: {by_another}");
    for dead in r.xrange::<Fields>(DEAD, "-", "+").await? {
        let (id, to) = (&dead.fields["id"], &dead.fields["to"]);
        println!("put aside: {id} for {to}, after {ATTEMPTS} attempts");
    }
    let pending = r.xpending(JOBS, GROUP).await?.pending;
    let waiting = r.xlen(JOBS).await?;
    println!("waiting: {waiting}, pending: {pending}");
    clean_up(&r).await
}

async fn clean_up(r: &Redis) -> redial::Result<()> {
    r.delete([JOBS, DEAD, MAILS]).await?;
    r.delete(["job-1", "job-2", "job-3", "job-4"].map(settled_mark))
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = demonstrate().await;
    done.map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS)
}

fn fail(error: &redial::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
