//! The works as they are done, loaded once for each face.

use super::super::{Kind, Work};
use super::{maybe_async, *};

/// Does it once; how much came back keeps the compiler from leaving anything out.
#[maybe_async]
pub async fn once(r: &Redis, work: &Work) -> usize {
    match attempt(r, work).await {
        Ok(size) => size,
        Err(error) => panic!("{}: {error}", work.name()),
    }
}

#[maybe_async]
pub async fn repeatedly(r: &Redis, work: &Work, times: usize) {
    for _ in 0..times {
        once(r, work).await;
    }
}

#[maybe_async]
async fn attempt(r: &Redis, work: &Work) -> redial::Result<usize> {
    match work.kind {
        Kind::Ping => {
            let pong: String = r.execute_command(Command::new("PING")).await?;
            Ok(pong.len())
        }
        Kind::Get => {
            let value: Option<Vec<u8>> = r.get(&work.key).await?;
            Ok(value.map_or(0, |value| value.len()))
        }
        Kind::Set => {
            let ok = r.set(&work.key, &work.value).await?;
            Ok(usize::from(ok))
        }
        Kind::Pipeline => {
            let mut pipe = r.pipeline().transaction(false);
            for _ in 0..work.size {
                pipe.set(&work.key, &work.value);
            }
            let oks: Vec<bool> = pipe.execute().await?;
            Ok(oks.len())
        }
        Kind::Range => {
            let range = Command::new("LRANGE").key(&work.key).arg(0).arg(-1);
            let elements: Vec<String> = r.execute_command(range).await?;
            Ok(elements.len())
        }
    }
}
