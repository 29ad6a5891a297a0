//! [`SearchProfile`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Reply, Value};

/// What a query has found, and what it took (`FT.PROFILE`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchProfile<R> {
    /// What it has found.
    pub results: R,
    /// What it took, as the server tells it; that differs with its version, and with the protocol.
    pub profile: Value,
}

impl<R: FromReply> FromReply for SearchProfile<R> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let reply = reply.into_result()?;
        let Reply::Map(pairs) = &reply else {
            let (results, profile) = <(R, Value)>::from_reply(reply)?;
            return Ok(Self { results, profile });
        };
        let named = |names: [&[u8]; 2]| {
            let is_one = |name: &Reply<'_>| name.data().is_some_and(|n| names.contains(&&*n));
            pairs
                .clone()
                .find(|(name, _)| is_one(name))
                .map(|(_, value)| value)
        };
        let missing = || Error::decode("a map without a profile", "`SearchProfile`");
        let profile = Value::from_reply(named([b"profile", b"Profile"]).ok_or_else(missing)?)?;
        // Before Redis 8 the profile lies among what was found.
        let results = named([b"Results", b"Results"])
            .map_or_else(|| R::from_reply(reply.clone()), R::from_reply)?;
        Ok(Self { results, profile })
    }
}

#[cfg(test)]
mod tests {
    use super::super::AggregateResults;
    use super::*;

    #[test]
    fn the_profile_is_found_wherever_it_is() {
        let found = "%2\r\n+total_results\r\n:3\r\n+results\r\n*0\r\n";
        for reply in [
            "*2\r\n*1\r\n:3\r\n+took\r\n".to_owned(),
            format!("%3{}+profile\r\n+took\r\n", found.trim_start_matches("%2")),
            format!("%2\r\n+Results\r\n{found}+Profile\r\n+took\r\n"),
        ] {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            let all = SearchProfile::<AggregateResults<()>>::from_reply(reply).unwrap();
            assert_eq!(all.results.total, 3);
            assert_eq!(all.profile, Value::Status("took".into()));
        }
        let none = Reply::parse(b"%0\r\n").unwrap();
        assert!(SearchProfile::<AggregateResults<()>>::from_reply(none).is_err());
    }
}
