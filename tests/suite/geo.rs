//! The geo commands.

use super::*;
use crate::face::test;

const KM: GeoUnit = GeoUnit::Kilometers;

const TOWNS: [(f64, f64, &str); 3] = [
    (13.361389, 38.115556, "Palermo"),
    (15.087269, 37.502669, "Catania"),
    (13.583333, 37.316667, "Agrigento"),
];

#[maybe_async]
async fn sicily(r: &Redis, name: &str) -> Result<String> {
    let k = key(name);
    r.geoadd(&k, TOWNS).await?;
    Ok(k)
}

/// Whether the point is the place with this index in `TOWNS`, as exactly as the server keeps it.
fn is_at(point: Option<GeoPoint>, index: usize) -> bool {
    let (longitude, latitude, _) = TOWNS[index];
    point.is_some_and(|point| {
        (point.longitude - longitude).abs() < 1e-5 && (point.latitude - latitude).abs() < 1e-5
    })
}

#[maybe_async]
#[test]
async fn members_are_added_and_moved_under_conditions() -> Result<()> {
    let r = client();
    let k = key("added_and_moved");
    let n = r.geoadd(&k, (13.361389, 38.115556, "Palermo")).await?;
    assert_eq!(n, 1);
    let n = r.geoadd(&k, TOWNS.to_vec()).await?;
    assert_eq!(n, 2);
    let moved = [(1.5, 2.5, "Palermo"), (3.0, 4.0, "Rome")];
    let nx = GeoaddOptions::new().nx();
    let n = r.geoadd_with(&k, moved, nx.clone()).await?;
    assert_eq!(n, 1);
    let at = r.geopos(&k, "Palermo").await?;
    assert!(is_at(at[0], 0), "{at:?}");
    let moved = [(13.361389, 38.115556, "Rome"), (3.0, 4.0, "Oslo")];
    let n = r.geoadd_with(&k, moved, nx.xx().ch()).await?;
    assert_eq!(n, 1);
    let at = r.geopos(&k, ["Rome", "Oslo"]).await?;
    assert!(is_at(at[0], 0) && at[1].is_none(), "{at:?}");
    let error = r.geoadd(&k, (181.0, 0.0, "x")).await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("GEOADD"))
    );
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_have_a_place_a_hash_and_distances() -> Result<()> {
    let r = client();
    let k = sicily(&r, "have_a_place").await?;
    let at = r.geopos(&k, ["Catania", "none", "Palermo"]).await?;
    assert!(
        is_at(at[0], 1) && at[1].is_none() && is_at(at[2], 0),
        "{at:?}"
    );
    let hashes = r.geohash(&k, ["Palermo", "none"]).await?;
    assert_eq!(hashes, [Some("sqc8b49rny0".into()), None]);
    let far = r.geodist(&k, "Palermo", "Catania").await?;
    assert_eq!(far, Some(166_274.151_6));
    for (unit, expected) in [
        (GeoUnit::Meters, 166_274.151_6),
        (KM, 166.274_2),
        (GeoUnit::Feet, 545_518.87),
        (GeoUnit::Miles, 103.318_2),
    ] {
        let far = r.geodist_unit(&k, "Palermo", "Catania", unit).await?;
        assert_eq!(far, Some(expected), "{unit:?}");
    }
    let none = r.geodist(&k, "Palermo", "none").await?;
    assert_eq!(none, None);
    let none = r.geodist_unit(&k, "none", "Palermo", KM).await?;
    assert_eq!(none, None);
    let missing = key("have_a_place:missing");
    let (places, hashes) = (
        r.geopos(&missing, "x").await?,
        r.geohash(&missing, "x").await?,
    );
    assert_eq!((places, hashes), (vec![None], vec![None]));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_found_in_circles_and_boxes() -> Result<()> {
    let r = client();
    let k = sicily(&r, "circles_and_boxes").await?;
    let around = || GeoSearch::from_lonlat(15.0, 37.0);
    let circle = || around().by_radius(200.0, KM);
    let found: Vec<String> = r.geosearch(&k, circle().asc()).await?;
    assert_eq!(found, ["Catania", "Agrigento", "Palermo"]);
    let found: Vec<String> = r.geosearch(&k, circle().desc()).await?;
    assert_eq!(found, ["Palermo", "Agrigento", "Catania"]);
    let found: Vec<String> = r.geosearch(&k, circle().count(1)).await?;
    assert_eq!(found, ["Catania"]);
    let found: Vec<String> = r.geosearch(&k, circle().desc().count(1)).await?;
    assert_eq!(found, ["Palermo"]);
    let found: Vec<String> = r.geosearch(&k, circle().count_any(2)).await?;
    assert_eq!(found.len(), 2);
    let found: Vec<String> = r.geosearch(&k, around().by_box(400.0, 100.0, KM)).await?;
    assert_eq!(found, ["Agrigento"]);
    let found: Vec<String> = r.geosearch(&k, around().by_box(100.0, 400.0, KM)).await?;
    assert_eq!(found, ["Catania"]);
    let near = GeoSearch::from_member("Palermo").by_radius(70.0, GeoUnit::Miles);
    let found: Vec<String> = r.geosearch(&k, near.asc()).await?;
    assert_eq!(found, ["Palermo", "Agrigento"]);
    let unknown = || GeoSearch::from_member("none").by_box(1.0, 1.0, GeoUnit::Feet);
    let error = r.geosearch::<String>(&k, unknown()).await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("GEOSEARCH"))
    );
    let missing = key("circles_and_boxes:missing");
    let found: Vec<String> = r.geosearch(&missing, unknown()).await?;
    assert_eq!(found.len(), 0);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_found_comes_with_what_was_asked_for() -> Result<()> {
    let r = client();
    let k = sicily(&r, "asked_for").await?;
    let search = || {
        let around = GeoSearch::from_lonlat(15.0, 37.0);
        around.by_radius(100.0, KM)
    };
    let options = GeosearchOptions::new();
    let plain: Vec<GeoMatch<String>> = r.geosearch_with(&k, search(), options.clone()).await?;
    assert_eq!(plain.len(), 1);
    assert_eq!(plain[0].member, "Catania");
    assert_eq!((plain[0].dist, plain[0].hash), (None, None));
    assert_eq!(plain[0].coord, None);
    let dist: Vec<GeoMatch<String>> = r
        .geosearch_with(&k, search(), options.clone().withdist())
        .await?;
    assert_eq!((dist[0].dist, dist[0].hash), (Some(56.4413), None));
    let hash: Vec<GeoMatch<String>> = r
        .geosearch_with(&k, search(), options.clone().withhash())
        .await?;
    let bits = Some(3_479_447_370_796_909);
    assert_eq!((hash[0].dist, hash[0].hash), (None, bits));
    let options = options.withcoord().withdist().withhash();
    let all: Vec<GeoMatch<String>> = r.geosearch_with(&k, search(), options).await?;
    assert_eq!((all[0].dist, all[0].hash), (Some(56.4413), bits));
    assert!(is_at(all[0].coord, 1), "{all:?}");
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_found_is_stored() -> Result<()> {
    let r = client();
    let k = sicily(&r, "found_is_stored").await?;
    let dest = key("found_is_stored:dest");
    let search = || {
        let around = GeoSearch::from_lonlat(15.0, 37.0);
        around.by_radius(200.0, KM).count(2)
    };
    let n = r.geosearchstore(&dest, &k, search()).await?;
    assert_eq!(n, 2);
    let at = r.geopos(&dest, ["Catania", "Palermo"]).await?;
    assert!(is_at(at[0], 1) && at[1].is_none(), "{at:?}");
    let n = r.geosearchstore_dist(&dest, &k, search()).await?;
    assert_eq!(n, 2);
    let scores: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, 0).await?;
    assert_eq!(scores[0].0, "Catania");
    assert!((scores[0].1 - 56.4413).abs() < 0.001, "{scores:?}");
    let missing = key("found_is_stored:missing");
    let n = r.geosearchstore(&dest, &missing, search()).await?;
    let left = r.exists(&dest).await?;
    assert_eq!((n, left), (0, 0));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn members_are_found_in_polygons() -> Result<()> {
    if lacks_option("GEOSEARCH", "BYPOLYGON", "members_are_found_in_polygons") {
        return Ok(());
    }
    let r = client();
    let k = sicily(&r, "found_in_polygons").await?;
    let east = || GeoSearch::by_polygon([(14.0, 36.0), (16.0, 36.0), (16.0, 39.0), (14.0, 39.0)]);
    let found: Vec<String> = r.geosearch(&k, east()).await?;
    assert_eq!(found, ["Catania"]);
    let corners = [(12.0, 38.5), (16.0, 36.0), (12.0, 36.0)].map(GeoPoint::from);
    let west = GeoSearch::by_polygon(corners).asc().count(9);
    let found: Vec<String> = r.geosearch(&k, west).await?;
    assert_eq!(found, ["Agrigento"]);
    let options = GeosearchOptions::new().withdist().withcoord();
    let found: Vec<GeoMatch<String>> = r.geosearch_with(&k, east(), options).await?;
    assert!(is_at(found[0].coord, 1), "{found:?}");
    // Meters from the middle, 15° east and 37.5° north.
    assert!(
        found[0].dist.is_some_and(|m| (m - 7_700.0).abs() < 100.0),
        "{found:?}"
    );
    let dest = key("found_in_polygons:dest");
    let n = r.geosearchstore(&dest, &k, east()).await?;
    assert_eq!(n, 1);
    r.delete([&k, &dest]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_older_commands_find_members_around_a_point() -> Result<()> {
    let r = client();
    let k = sicily(&r, "around_a_point").await?;
    let (lon, lat) = (15.0, 37.0);
    let mut found: Vec<String> = r.georadius(&k, lon, lat, 140.0, KM).await?;
    found.sort();
    assert_eq!(found, ["Agrigento", "Catania"]);
    let again: Vec<String> = r.georadius_ro(&k, lon, lat, 60.0, KM).await?;
    assert_eq!(again, ["Catania"]);
    let options = GeoradiusOptions::new();
    let all = options.clone().withcoord().withdist().withhash().desc();
    let found: Vec<GeoMatch<String>> = r
        .georadius_with(&k, lon, lat, 200.0, KM, all.clone())
        .await?;
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].member, "Catania");
    assert_eq!(found[2].dist, Some(56.4413));
    assert_eq!(found[2].hash, Some(3_479_447_370_796_909));
    assert!(is_at(found[2].coord, 1), "{found:?}");
    let again: Vec<GeoMatch<String>> = r.georadius_ro_with(&k, lon, lat, 200.0, KM, all).await?;
    assert_eq!(again, found);
    let one: Vec<GeoMatch<String>> = r
        .georadius_with(&k, lon, lat, 200.0, KM, options.clone().asc().count(1))
        .await?;
    assert_eq!((one.len(), one[0].member.as_str()), (1, "Catania"));
    let any: Vec<GeoMatch<String>> = r
        .georadius_ro_with(&k, lon, lat, 200.0, KM, options.count_any(2))
        .await?;
    assert_eq!(any.len(), 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_older_commands_find_members_around_a_member() -> Result<()> {
    let r = client();
    let k = sicily(&r, "around_a_member").await?;
    let mut found: Vec<String> = r.georadiusbymember(&k, "Palermo", 100.0, KM).await?;
    found.sort();
    assert_eq!(found, ["Agrigento", "Palermo"]);
    let alone: Vec<String> = r.georadiusbymember_ro(&k, "Palermo", 1.0, KM).await?;
    assert_eq!(alone, ["Palermo"]);
    let options = GeoradiusOptions::new().withdist().desc().count(1);
    let far: Vec<GeoMatch<String>> = r
        .georadiusbymember_with(&k, "Palermo", 200.0, KM, options.clone())
        .await?;
    assert_eq!((far.len(), far[0].member.as_str()), (1, "Catania"));
    assert_eq!(far[0].dist, Some(166.2742));
    let again: Vec<GeoMatch<String>> = r
        .georadiusbymember_ro_with(&k, "Palermo", 200.0, KM, options)
        .await?;
    assert_eq!(again, far);
    let error = r.georadiusbymember::<String>(&k, "none", 1.0, KM).await;
    assert_eq!(error.unwrap_err().code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_older_commands_store_what_they_find() -> Result<()> {
    let r = client();
    let k = sicily(&r, "older_store").await?;
    let dest = key("older_store:dest");
    let (lon, lat) = (15.0, 37.0);
    let store = GeoradiusStore::store(&dest);
    let n = r
        .georadius_store(&k, lon, lat, 200.0, KM, store.clone().count(2))
        .await?;
    assert_eq!(n, 2);
    let at = r.geopos(&dest, ["Catania", "Palermo"]).await?;
    assert!(is_at(at[0], 1) && at[1].is_none(), "{at:?}");
    let n = r
        .georadius_store(&k, lon, lat, 200.0, KM, store.desc().count(1))
        .await?;
    let left: Vec<String> = r.zrange(&dest, 0, -1).await?;
    assert_eq!((n, left), (1, vec!["Palermo".into()]));
    let store = GeoradiusStore::storedist(&dest);
    let n = r
        .georadiusbymember_store(&k, "Palermo", 100.0, KM, store.clone())
        .await?;
    assert_eq!(n, 2);
    let scores: Vec<(String, f64)> = r.zrange_withscores(&dest, 0, -1).await?;
    assert_eq!((scores[0].0.as_str(), scores[0].1), ("Palermo", 0.0));
    assert!((scores[1].1 - 90.9).abs() < 0.1, "{scores:?}");
    let n = r
        .georadiusbymember_store(&k, "Palermo", 100.0, KM, store.count_any(1))
        .await?;
    assert_eq!(n, 1);
    r.delete([&k, &dest]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn geo_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("geo_pipeline");
    let around = GeoSearch::from_member("Palermo").by_radius(100.0, KM).asc();
    let mut pipe = r.pipeline();
    pipe.geoadd(&k, TOWNS)
        .geodist(&k, "Palermo", "none")
        .geopos(&k, "Palermo")
        .geosearch::<String>(&k, around.clone())
        .geosearch_with::<String>(&k, around, GeosearchOptions::new().withdist())
        .delete(&k);
    type Points = Vec<Option<GeoPoint>>;
    type Found = Vec<GeoMatch<String>>;
    let (n, none, at, names, found, gone): (i64, Option<f64>, Points, Vec<String>, Found, i64) =
        pipe.execute().await?;
    assert_eq!((n, none, gone), (3, None, 1));
    assert!(is_at(at[0], 0), "{at:?}");
    assert_eq!(names, ["Palermo", "Agrigento"]);
    assert_eq!(found[0].dist, Some(0.0));
    Ok(())
}
