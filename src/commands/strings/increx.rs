//! [`Increx`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

/// What `INCREX` has done ([`increx`](super::StringCommands::increx)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Increx<N> {
    /// The number that the key has now.
    pub value: N,
    /// What was added: 0 if the sum would have been out of bounds, or with
    /// [`saturate`](super::IncrexOptions::saturate) only as much as fits.
    pub increment: N,
}

impl<N: FromReply> FromReply for Increx<N> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let (value, increment) = FromReply::from_reply(reply)?;
        Ok(Self { value, increment })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode<N: FromReply>(reply: &str) -> Result<Increx<N>> {
        Increx::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn numbers_are_read_in_both_protocols() {
        let (value, increment) = (i64::MIN, -8);
        let integers = decode("*2\r\n:-9223372036854775808\r\n:-8\r\n").unwrap();
        assert_eq!(integers, Increx { value, increment });
        let (value, increment) = (1.75, -0.25);
        for reply in [
            "*2\r\n$4\r\n1.75\r\n$5\r\n-0.25\r\n",
            "*2\r\n,1.75\r\n,-0.25\r\n",
        ] {
            assert_eq!(decode(reply).unwrap(), Increx { value, increment });
        }
        assert!(decode::<i64>("*1\r\n:1\r\n").is_err());
        assert!(decode::<i64>(":1\r\n").is_err());
    }
}
