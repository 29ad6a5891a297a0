//! [`GeoMatch`].

use crate::convert::FromReply;
use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::GeoPoint;

/// A member that was found, and those of its details that were asked for
/// ([`GeosearchOptions`](super::GeosearchOptions), [`GeoradiusOptions`](super::GeoradiusOptions)).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct GeoMatch<T> {
    /// The member.
    pub member: T,
    /// How far it is from the center, in the unit of the search (`WITHDIST`), which for a polygon is
    /// meters.
    pub dist: Option<f64>,
    /// Its position as the 52 bits of a geohash, which is its score in the sorted set (`WITHHASH`).
    pub hash: Option<i64>,
    /// Its position (`WITHCOORD`).
    pub coord: Option<GeoPoint>,
}

impl<T: FromReply> GeoMatch<T> {
    fn new(member: Reply<'_>) -> Result<Self> {
        Ok(Self {
            member: T::from_reply(member)?,
            dist: None,
            hash: None,
            coord: None,
        })
    }

    /// What was asked for follows the member. Each is of a kind of its own.
    fn with_details(mut self, details: Items<'_>) -> Result<Self> {
        for detail in details {
            match detail {
                Reply::Integer(hash) => self.hash = Some(hash),
                point @ Reply::Array(_) => self.coord = Some(GeoPoint::from_reply(point)?),
                dist => self.dist = Some(f64::from_reply(dist)?),
            }
        }
        Ok(self)
    }
}

impl<T: FromReply> FromReply for GeoMatch<T> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        match reply.into_result()? {
            Reply::Array(mut items) => match items.next() {
                Some(member) => Self::new(member)?.with_details(items),
                None => Err(Error::decode("an empty list", "`GeoMatch`")),
            },
            // Nothing else was asked for.
            member => Self::new(member),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_told_apart_by_its_kind() {
        let decode = |reply: &str| {
            let reply = Reply::parse(reply.as_bytes()).unwrap();
            GeoMatch::<String>::from_reply(reply)
        };
        let member = "$1\r\na\r\n";
        let plain = decode(member).unwrap();
        assert_eq!(plain.member, "a");
        assert_eq!((plain.dist, plain.hash, plain.coord), (None, None, None));
        let point = Some(GeoPoint::from((1.5, -2.0)));
        for coord in ["*2\r\n$3\r\n1.5\r\n$2\r\n-2\r\n", "*2\r\n,1.5\r\n,-2\r\n"] {
            let all = decode(&format!("*4\r\n{member}$3\r\n7.5\r\n:9\r\n{coord}")).unwrap();
            assert_eq!((all.dist, all.hash), (Some(7.5), Some(9)));
            assert_eq!(all.coord, point);
            let coord = decode(&format!("*2\r\n{member}{coord}")).unwrap();
            assert_eq!((coord.dist, coord.hash, coord.coord), (None, None, point));
        }
        assert!(decode("*0\r\n").is_err());
        assert!(decode(&format!("*2\r\n{member}$1\r\nx\r\n")).is_err());
        assert!(decode("-ERR x\r\n").is_err());
    }
}
