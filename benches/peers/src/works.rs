//! The works: each is defined once, for all contenders.

use std::collections::HashMap;

use bytes::Bytes;

use crate::client::{Client, Result};
use crate::contenders::raw::Raw;

/// One thing that a client does over and over again.
#[derive(Clone, Debug)]
pub struct Work {
    job: Job,
    key: String,
    value: Bytes,
}

#[derive(Clone, Copy, Debug)]
enum Job {
    Get,
    Set,
    Pipeline(usize),
    Range(usize),
    Hash(usize),
    Publish,
}

/// What came back.
enum Reply {
    Done,
    Value(Vec<u8>),
    Count(usize),
    List(Vec<String>),
    Map(HashMap<String, String>),
}

impl Work {
    fn new(job: Job, size: usize) -> Self {
        Self {
            job,
            key: format!("peers:{job:?}:{size}"),
            value: vec![b'x'; size].into(),
        }
    }

    /// `GET` of so many bytes.
    pub fn get(size: usize) -> Self {
        Self::new(Job::Get, size)
    }

    /// `SET` of so many bytes.
    pub fn set(size: usize) -> Self {
        Self::new(Job::Set, size)
    }

    /// So many `SET`s of 64 bytes in one batch.
    pub fn pipeline(count: usize) -> Self {
        Self::new(Job::Pipeline(count), 64)
    }

    /// `LRANGE` of so many elements of 64 bytes.
    pub fn range(count: usize) -> Self {
        Self::new(Job::Range(count), 64)
    }

    /// `HGETALL` of so many fields with values of 64 bytes.
    pub fn hash(count: usize) -> Self {
        Self::new(Job::Hash(count), 64)
    }

    /// `PUBLISH` of 64 bytes to one subscriber.
    pub fn publish() -> Self {
        Self::new(Job::Publish, 64)
    }

    /// The channel whose subscriber is to get whatever is published, if that is what is done. Each
    /// contender has its own, or each one's subscriber would get all the others' messages too.
    pub fn channel(&mut self, contender: &str) -> Option<&str> {
        let publishes = matches!(self.job, Job::Publish);
        publishes.then(|| {
            self.key = format!("peers:{contender}");
            self.key.as_str()
        })
    }

    /// Puts onto the server what the work needs there.
    pub fn prepare(&self, raw: &mut Raw) -> Result<()> {
        let (key, value) = (self.key.as_bytes(), &self.value[..]);
        raw.call(&[b"DEL", key])?;
        match self.job {
            Job::Get => raw.call(&[b"SET", key, value]),
            Job::Range(count) => {
                let mut push = vec![&b"RPUSH"[..], key];
                push.extend(vec![value; count]);
                raw.call(&push)
            }
            Job::Hash(count) => {
                let names: Vec<String> = (0..count).map(|field| format!("field:{field}")).collect();
                let pairs = names.iter().flat_map(|name| [name.as_bytes(), value]);
                let set: Vec<&[u8]> = [&b"HSET"[..], key].into_iter().chain(pairs).collect();
                raw.call(&set)
            }
            Job::Set | Job::Pipeline(_) | Job::Publish => Ok(()),
        }
    }

    /// Does it so many times, and looks at how much came back each time.
    pub async fn repeat<C: Client>(&self, client: &mut C, times: usize) -> Result<()> {
        for _ in 0..times {
            let size = self.once(client).await?.size();
            if size != self.expected() {
                return Err(format!("{:?}: {size} came back", self.job).into());
            }
        }
        Ok(())
    }

    /// Does it once, and looks at every byte of what came back.
    pub async fn check<C: Client>(&self, client: &mut C) -> Result<()> {
        let reply = self.once(client).await?;
        let right = reply.size() == self.expected()
            && match &reply {
                Reply::Done | Reply::Count(_) => true,
                Reply::Value(value) => value[..] == self.value[..],
                Reply::List(list) => list.iter().all(|element| self.is_value(element)),
                Reply::Map(map) => map
                    .iter()
                    .all(|(field, value)| field.starts_with("field:") && self.is_value(value)),
            };
        if right {
            Ok(())
        } else {
            Err(format!("{:?}: a wrong reply", self.job).into())
        }
    }

    async fn once<C: Client>(&self, client: &mut C) -> Result<Reply> {
        let (key, value) = (&self.key, &self.value);
        Ok(match self.job {
            Job::Get => Reply::Value(client.get(key).await?),
            Job::Set => {
                client.set(key, value).await?;
                Reply::Done
            }
            Job::Pipeline(count) => Reply::Count(client.set_many(key, value, count).await?),
            Job::Range(_) => Reply::List(client.lrange(key).await?),
            Job::Hash(_) => Reply::Map(client.hgetall(key).await?),
            Job::Publish => Reply::Count(client.publish(key, value).await?),
        })
    }

    fn is_value(&self, text: &str) -> bool {
        text.as_bytes() == &self.value[..]
    }

    fn expected(&self) -> usize {
        match self.job {
            Job::Get => self.value.len(),
            Job::Set | Job::Publish => 1,
            Job::Pipeline(count) | Job::Range(count) | Job::Hash(count) => count,
        }
    }
}

impl Reply {
    fn size(&self) -> usize {
        match self {
            Self::Done => 1,
            Self::Value(value) => value.len(),
            Self::Count(count) => *count,
            Self::List(list) => list.len(),
            Self::Map(map) => map.len(),
        }
    }
}
