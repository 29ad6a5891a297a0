//! [`Protocol`]: which version of RESP is spoken.

/// Which version of the [protocol](https://redis.io/docs/latest/develop/reference/protocol-spec/) is spoken: for
/// [`Config::protocol`](crate::Config::protocol).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// RESP2, for servers before 6.0 and whatever does not know `HELLO`.
    Resp2,
    /// RESP3 (`HELLO 3`), with a fall-back to RESP2 where the server does not know `HELLO`.
    #[default]
    Resp3,
}
