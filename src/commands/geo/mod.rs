//! The geo commands.

use crate::command::{Command, Execute};
use crate::convert::{FromReply, ToArg, ToArgs};

mod choice;
mod details;
mod geo_match;
mod geo_point;
mod geo_search;
mod geo_unit;
mod geoadd_options;
mod georadius_options;
mod georadius_store;
mod geosearch_options;

pub use geo_match::GeoMatch;
pub use geo_point::GeoPoint;
pub use geo_search::{GeoSearch, GeoSearchFrom};
pub use geo_unit::GeoUnit;
pub use geoadd_options::GeoaddOptions;
pub use georadius_options::GeoradiusOptions;
pub use georadius_store::GeoradiusStore;
pub use geosearch_options::GeosearchOptions;

/// Commands on members that have a place on the earth.
///
/// They are members of a sorted set, whose commands ([`zrem`](super::SortedSetCommands::zrem), …)
/// work on them as well: a score is a position in 52 bits, exact to less than a meter. Coordinates
/// are degrees, longitude before latitude. A key that is missing is an empty set.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// # r.delete("doc:sicily")?;
/// let towns = [(13.361389, 38.115556, "Palermo"), (15.087269, 37.502669, "Catania")];
/// r.geoadd("doc:sicily", towns)?;
/// let far = r.geodist_unit("doc:sicily", "Palermo", "Catania", GeoUnit::Kilometers)?;
/// assert_eq!(far, Some(166.2742));
///
/// let near = GeoSearch::from_lonlat(15.0, 37.0).by_radius(200.0, GeoUnit::Kilometers).asc();
/// let names: Vec<String> = r.geosearch("doc:sicily", near.clone())?;
/// assert_eq!(names, ["Catania", "Palermo"]);
/// let options = GeosearchOptions::new().withdist();
/// let towns: Vec<GeoMatch<String>> = r.geosearch_with("doc:sicily", near.count(1), options)?;
/// assert_eq!((towns[0].member.as_str(), towns[0].dist), ("Catania", Some(56.4413)));
/// # r.delete("doc:sicily")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// All of them: `WRONGTYPE` if the key holds something else.
pub trait GeoCommands: Execute {
    /// Adds members, or gives them a new position, and returns how many are new. A member is given as a tuple of
    /// longitude, latitude and member, in this order; many are a list of such tuples.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geoadd/)
    ///
    /// # Errors
    /// `ERR` if a point is not within 180 degrees east and west, and some 85 north and south.
    fn geoadd(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<i64> {
        self.geoadd_with(key, members, GeoaddOptions::new())
    }

    /// Adds or moves members as `options` say; how many are new, and with [`ch`](GeoaddOptions::ch) also
    /// how many were moved.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geoadd/)
    ///
    /// # Errors
    /// `ERR` if a point is not within 180 degrees east and west, and some 85 north and south.
    fn geoadd_with(
        self,
        key: impl ToArg,
        members: impl ToArgs,
        options: GeoaddOptions,
    ) -> Self::Out<i64> {
        self.execute_command(
            options
                .add_to(Command::new("GEOADD").key(key))
                .args(members),
        )
    }

    /// How far it is from one member to the other, in meters; `None` if one of them does not exist.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geodist/)
    fn geodist(
        self,
        key: impl ToArg,
        member1: impl ToArg,
        member2: impl ToArg,
    ) -> Self::Out<Option<f64>> {
        self.execute_command(Command::new("GEODIST").key(key).arg(member1).arg(member2))
    }

    /// How far it is from one member to the other, in this unit; `None` if one of them does not
    /// exist.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geodist/)
    #[doc(alias = "GEODIST")]
    fn geodist_unit(
        self,
        key: impl ToArg,
        member1: impl ToArg,
        member2: impl ToArg,
        unit: GeoUnit,
    ) -> Self::Out<Option<f64>> {
        let command = Command::new("GEODIST").key(key).arg(member1).arg(member2);
        self.execute_command(command.arg(unit.word()))
    }

    /// The positions of members as [geohashes](https://en.wikipedia.org/wiki/Geohash) of 11
    /// characters; `None` for those that do not exist.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geohash/)
    fn geohash(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<Vec<Option<String>>> {
        self.execute_command(Command::new("GEOHASH").key(key).args(members))
    }

    /// The positions of members; `None` for those that do not exist.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/geopos/)
    fn geopos(self, key: impl ToArg, members: impl ToArgs) -> Self::Out<Vec<Option<GeoPoint>>> {
        self.execute_command(Command::new("GEOPOS").key(key).args(members))
    }

    /// The members within an area.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/geosearch/)
    ///
    /// # Errors
    /// `ERR` if the member that it starts from does not exist, though the key does.
    fn geosearch<T: FromReply>(self, key: impl ToArg, search: GeoSearch) -> Self::Out<Vec<T>> {
        self.execute_command(search.add_to(Command::new("GEOSEARCH").key(key)))
    }

    /// The members within an area, each with the details that `options` ask for.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/geosearch/)
    ///
    /// # Errors
    /// `ERR` if the member that it starts from does not exist, though the key does.
    fn geosearch_with<T: FromReply>(
        self,
        key: impl ToArg,
        search: GeoSearch,
        options: GeosearchOptions,
    ) -> Self::Out<Vec<GeoMatch<T>>> {
        let command = search.add_to(Command::new("GEOSEARCH").key(key));
        self.execute_command(options.add_to(command))
    }

    /// Stores the members within an area, with their positions, at `dest`, in place of what was
    /// there; how many they are.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/geosearchstore/)
    ///
    /// # Errors
    /// `ERR` if the member that it starts from does not exist, though the key does.
    fn geosearchstore(
        self,
        dest: impl ToArg,
        key: impl ToArg,
        search: GeoSearch,
    ) -> Self::Out<i64> {
        self.execute_command(search.add_to(Command::new("GEOSEARCHSTORE").key(dest).key(key)))
    }

    /// Stores the members within an area as a sorted set at `dest`, their scores being their
    /// distances from the center in the unit of the search, in place of what was there; how many
    /// they are.
    ///
    /// Since 6.2.0. [redis.io](https://redis.io/docs/latest/commands/geosearchstore/)
    ///
    /// # Errors
    /// `ERR` if the member that it starts from does not exist, though the key does.
    #[doc(alias = "STOREDIST")]
    fn geosearchstore_dist(
        self,
        dest: impl ToArg,
        key: impl ToArg,
        search: GeoSearch,
    ) -> Self::Out<i64> {
        let command = search.add_to(Command::new("GEOSEARCHSTORE").key(dest).key(key));
        self.execute_command(command.arg("STOREDIST"))
    }

    /// The members within a circle. The server takes it for a command that writes, which
    /// [`georadius_ro`](Self::georadius_ro) is not; [`geosearch`](Self::geosearch) replaces both.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadius/)
    fn georadius<T: FromReply>(
        self,
        key: impl ToArg,
        longitude: f64,
        latitude: f64,
        radius: f64,
        unit: GeoUnit,
    ) -> Self::Out<Vec<T>> {
        let center = (longitude, latitude);
        self.execute_command(within("GEORADIUS", key, center, radius, unit))
    }

    /// The members within a circle, as many and with such details as `options` say.
    /// [`geosearch_with`](Self::geosearch_with) replaces it.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadius/)
    fn georadius_with<T: FromReply>(
        self,
        key: impl ToArg,
        longitude: f64,
        latitude: f64,
        radius: f64,
        unit: GeoUnit,
        options: GeoradiusOptions,
    ) -> Self::Out<Vec<GeoMatch<T>>> {
        let center = (longitude, latitude);
        self.execute_command(options.add_to(within("GEORADIUS", key, center, radius, unit)))
    }

    /// Stores the members within a circle, in place of what was there; how many they are.
    /// [`geosearchstore`](Self::geosearchstore) replaces it.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadius/)
    #[doc(alias = "GEORADIUS")]
    fn georadius_store(
        self,
        key: impl ToArg,
        longitude: f64,
        latitude: f64,
        radius: f64,
        unit: GeoUnit,
        store: GeoradiusStore,
    ) -> Self::Out<i64> {
        let center = (longitude, latitude);
        self.execute_command(store.add_to(within("GEORADIUS", key, center, radius, unit)))
    }

    /// As [`georadius`](Self::georadius), on replicas as well. [`geosearch`](Self::geosearch) replaces it.
    ///
    /// Since 3.2.10. [redis.io](https://redis.io/docs/latest/commands/georadius_ro/)
    fn georadius_ro<T: FromReply>(
        self,
        key: impl ToArg,
        longitude: f64,
        latitude: f64,
        radius: f64,
        unit: GeoUnit,
    ) -> Self::Out<Vec<T>> {
        let center = (longitude, latitude);
        self.execute_command(within("GEORADIUS_RO", key, center, radius, unit))
    }

    /// As [`georadius_with`](Self::georadius_with), on replicas as well. [`geosearch_with`](Self::geosearch_with)
    /// replaces it.
    ///
    /// Since 3.2.10. [redis.io](https://redis.io/docs/latest/commands/georadius_ro/)
    fn georadius_ro_with<T: FromReply>(
        self,
        key: impl ToArg,
        longitude: f64,
        latitude: f64,
        radius: f64,
        unit: GeoUnit,
        options: GeoradiusOptions,
    ) -> Self::Out<Vec<GeoMatch<T>>> {
        let center = (longitude, latitude);
        self.execute_command(options.add_to(within("GEORADIUS_RO", key, center, radius, unit)))
    }

    /// The members within a circle around one of them, which is found, too. The server takes it for
    /// a command that writes, which [`georadiusbymember_ro`](Self::georadiusbymember_ro) is not;
    /// [`geosearch`](Self::geosearch) replaces both.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadiusbymember/)
    ///
    /// # Errors
    /// `ERR` if there is no such member, though the key exists.
    fn georadiusbymember<T: FromReply>(
        self,
        key: impl ToArg,
        member: impl ToArg,
        radius: f64,
        unit: GeoUnit,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(within("GEORADIUSBYMEMBER", key, member, radius, unit))
    }

    /// The members within a circle around one of them, as many and with such details as `options` say.
    /// [`geosearch_with`](Self::geosearch_with) replaces it.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadiusbymember/)
    ///
    /// # Errors
    /// `ERR` if there is no such member, though the key exists.
    fn georadiusbymember_with<T: FromReply>(
        self,
        key: impl ToArg,
        member: impl ToArg,
        radius: f64,
        unit: GeoUnit,
        options: GeoradiusOptions,
    ) -> Self::Out<Vec<GeoMatch<T>>> {
        self.execute_command(options.add_to(within("GEORADIUSBYMEMBER", key, member, radius, unit)))
    }

    /// Stores the members within a circle around one of them, in place of what was there; how many
    /// they are. [`geosearchstore`](Self::geosearchstore) replaces it.
    ///
    /// Since 3.2.0. [redis.io](https://redis.io/docs/latest/commands/georadiusbymember/)
    ///
    /// # Errors
    /// `ERR` if there is no such member, though the key exists.
    #[doc(alias = "GEORADIUSBYMEMBER")]
    fn georadiusbymember_store(
        self,
        key: impl ToArg,
        member: impl ToArg,
        radius: f64,
        unit: GeoUnit,
        store: GeoradiusStore,
    ) -> Self::Out<i64> {
        self.execute_command(store.add_to(within("GEORADIUSBYMEMBER", key, member, radius, unit)))
    }

    /// As [`georadiusbymember`](Self::georadiusbymember), on replicas as well. [`geosearch`](Self::geosearch)
    /// replaces it.
    ///
    /// Since 3.2.10. [redis.io](https://redis.io/docs/latest/commands/georadiusbymember_ro/)
    ///
    /// # Errors
    /// `ERR` if there is no such member, though the key exists.
    fn georadiusbymember_ro<T: FromReply>(
        self,
        key: impl ToArg,
        member: impl ToArg,
        radius: f64,
        unit: GeoUnit,
    ) -> Self::Out<Vec<T>> {
        self.execute_command(within("GEORADIUSBYMEMBER_RO", key, member, radius, unit))
    }

    /// As [`georadiusbymember_with`](Self::georadiusbymember_with), on replicas as well.
    /// [`geosearch_with`](Self::geosearch_with) replaces it.
    ///
    /// Since 3.2.10. [redis.io](https://redis.io/docs/latest/commands/georadiusbymember_ro/)
    ///
    /// # Errors
    /// `ERR` if there is no such member, though the key exists.
    fn georadiusbymember_ro_with<T: FromReply>(
        self,
        key: impl ToArg,
        member: impl ToArg,
        radius: f64,
        unit: GeoUnit,
        options: GeoradiusOptions,
    ) -> Self::Out<Vec<GeoMatch<T>>> {
        let command = within("GEORADIUSBYMEMBER_RO", key, member, radius, unit);
        self.execute_command(options.add_to(command))
    }
}

/// A search of the older kind. The center is longitude and latitude, or a member.
fn within(name: &str, key: impl ToArg, center: impl ToArgs, radius: f64, unit: GeoUnit) -> Command {
    let command = Command::new(name).key(key).args(center);
    command.arg(radius).arg(unit.word())
}

impl<E: Execute> GeoCommands for E {}
