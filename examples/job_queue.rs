//! A queue of jobs on a stream: nothing is lost when a worker is killed, nothing is done twice, and what can't be done is put aside.
//!
//! A group of consumers gives each job to one worker, and remembers that until it is acknowledged. What a worker has had for too long
//! another takes over (XAUTOCLAIM), so a job comes *at least* once: again if its worker was killed, and also if it was only slow. That
//! it is *done* once is up to the job: here its effect, a mark with the job's own id, and the acknowledgement are one transaction,
//! which watches the mark. So it does not matter either that a producer who was not sure has added a job twice. An effect outside of
//! Redis needs a mark at the other end: pass the job's id along. A job that was delivered too often is put aside, for a person to look
//! at; to be tried again it gets a new id.
//!
//! `cargo run --example job_queue`, with a server at `REDIS_URL` or localhost:6379, prints
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
use std::thread;
use std::time::Duration;

use redial::prelude::*;

const JOBS: &str = "example:jobs";
const GROUP: &str = "mailers";
/// Jobs that could not be done.
const DEAD: &str = "example:jobs:dead";
/// How many mails everybody got: what the jobs do.
const MAILS: &str = "example:jobs:mails";
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

fn add(r: &Redis, id: &str, to: &str) -> redial::Result<StreamId> {
    r.xadd(JOBS, [("id", id), ("to", to)])
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
    fn take(&mut self) -> redial::Result<Option<Job>> {
        let left =
            self.r
                .xautoclaim_count::<Fields>(JOBS, GROUP, &self.name, PATIENCE, self.cursor, 1)?;
        self.cursor = left.next;
        if let Some(entry) = left.claimed.into_iter().next() {
            let pending = self.r.xpending_range(JOBS, GROUP, entry.id, entry.id, 1)?;
            let deliveries = pending.first().map_or(1, |entry| entry.times_delivered);
            return Ok(Some(Job::new(entry, deliveries)));
        }
        let wait = XreadgroupOptions::new().count(1).block(PATIENCE / 4);
        let new: Vec<StreamRead<String, Fields>> =
            self.r
                .xreadgroup_with(GROUP, &self.name, (JOBS, ">"), wait)?;
        let entry = new.into_iter().flat_map(|stream| stream.entries).next();
        Ok(entry.map(|entry| Job::new(entry, 1)))
    }

    /// Does a job and acknowledges it. If it can't be done it stays pending, and comes again after a while.
    fn handle(&self, job: &Job) -> redial::Result<()> {
        if job.deliveries > ATTEMPTS {
            let put_aside = |pipe: &mut Pipeline| {
                pipe.xadd(DEAD, [("id", &job.id), ("to", &job.to)]);
            };
            return self.settle(job, put_aside);
        }
        if job.to == "nowhere" {
            return Ok(()); // the mail can't be sent; perhaps later
        }
        let send = |pipe: &mut Pipeline| {
            pipe.hincrby(MAILS, &job.to, 1);
        };
        self.settle(job, send)
    }

    /// What comes of the job, the mark and the acknowledgement: all of it, or nothing. A job that is settled is acknowledged only.
    fn settle(&self, job: &Job, effect: impl Fn(&mut Pipeline)) -> redial::Result<()> {
        let mark = settled_mark(&job.id);
        self.r.transaction([&mark], |mut tx| {
            let is_settled = tx.exists(&mark)? == 1;
            let pipe = tx.multi();
            if !is_settled {
                effect(pipe);
                pipe.set_with(&mark, &self.name, SetOptions::new().ex(DAY));
            }
            pipe.xack(JOBS, GROUP, job.entry).xdel(JOBS, job.entry);
            pipe.execute::<()>()
        })
    }

    /// Works until all jobs are done. In earnest it goes on, and lives through errors: what it could not acknowledge comes again.
    fn work(&mut self) -> redial::Result<()> {
        while self.r.xlen(JOBS)? > 0 {
            if let Some(job) = self.take()? {
                self.handle(&job)?;
            }
        }
        Ok(())
    }
}

fn settled_mark(id: &str) -> String {
    format!("example:jobs:settled:{id}")
}

fn demonstrate() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    clean_up(&r)?;
    r.xgroup_create_with(JOBS, GROUP, 0, XgroupCreateOptions::new().mkstream())?;

    for (id, to) in [
        ("job-1", "ann"),
        ("job-2", "bob"),
        ("job-3", "cid"),
        ("job-4", "nowhere"),
    ] {
        add(&r, id, to)?;
    }
    add(&r, "job-2", "bob")?; // its producer got no answer, and added it again
    println!("4 jobs are added, one of them twice");

    let mut first = Worker::new(&r, "worker-1");
    if let Some(job) = first.take()? {
        println!("worker-1 takes {} for {}, and is killed", job.id, job.to);
    }
    drop(first);

    println!("worker-2 and worker-3 go on");
    thread::scope(|scope| {
        let workers = ["worker-2", "worker-3"].map(|name| {
            let mut worker = Worker::new(&r, name);
            scope.spawn(move || worker.work())
        });
        let mut done = workers.into_iter().map(|worker| worker.join());
        done.try_for_each(|worked| worked.unwrap_or_else(|panic| resume_unwind(panic)))
    })?;

    let mails: BTreeMap<String, u64> = r.hgetall(MAILS)?;
    println!("mails: {mails:?}");
    let worker: Option<String> = r.get(settled_mark("job-1"))?;
    let by_another = worker.is_some_and(|worker| worker != "worker-1");
    println!("job-1 was done by another worker: {by_another}");
    for dead in r.xrange::<Fields>(DEAD, "-", "+")? {
        let (id, to) = (&dead.fields["id"], &dead.fields["to"]);
        println!("put aside: {id} for {to}, after {ATTEMPTS} attempts");
    }
    let pending = r.xpending(JOBS, GROUP)?.pending;
    let waiting = r.xlen(JOBS)?;
    println!("waiting: {waiting}, pending: {pending}");
    clean_up(&r)
}

fn clean_up(r: &Redis) -> redial::Result<()> {
    r.delete([JOBS, DEAD, MAILS])?;
    r.delete(["job-1", "job-2", "job-3", "job-4"].map(settled_mark))?;
    Ok(())
}

fn main() -> ExitCode {
    let done = demonstrate();
    done.map_or_else(|error| fail(&error), |()| ExitCode::SUCCESS)
}

fn fail(error: &redial::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
