//! [`Execute`]: the one trait between the commands and everything that they can be given to.

use crate::convert::FromReply;

use super::Command;

/// Whatever a command can be given to: a client, one connection, a pipeline, a transaction.
///
/// It is implemented for `&Redis`, `&mut Connection`, `&mut Transaction` and `&mut Pipeline`, blocking and of
/// `asyncio`. The traits of [`commands`](crate::commands) are there for all of them, so one helper serves every target:
///
/// ```
/// use redial::prelude::*;
///
/// fn visit<E: Execute>(to: E, who: &str) -> E::Out<i64> {
///     to.incr(format!("visits:{who}"))
/// }
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// let r = Redis::from_url(url)?;
/// let n: i64 = visit(&r, "ann")?;
/// let mut pipe = r.pipeline();
/// visit(&mut pipe, "ann");
/// visit(&mut pipe, "bob");
/// let both: (i64, i64) = pipe.execute()?;
/// # assert_eq!(both.0, n + 1);
/// # Ok(())
/// # }
/// ```
pub trait Execute: Sized {
    /// What the caller gets for a command whose reply decodes to `R`: a `Result<R>`, a future of
    /// it, or the pipeline again.
    type Out<R: FromReply>;

    /// Gives it any command; the reply is decoded to `R`.
    ///
    /// ```no_run
    /// # use redial::prelude::*;
    /// # fn main() -> redial::Result<()> {
    /// # let r = Redis::from_url("redis://localhost")?;
    /// let raw: Value = r.execute_command(Command::new("OBJECT ENCODING").key("a"))?;
    /// # Ok(())
    /// # }
    /// ```
    fn execute_command<R: FromReply>(self, command: Command) -> Self::Out<R>;
}
