//! The scans: `SCAN` and its kin a page at a time, and the client's iterators over all pages.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::face::test;

/// More than a page holds, and more than the server keeps in its compact encodings.
const MANY: u64 = 5000;

/// Sends one command with `MANY` arguments, or pairs of them.
#[maybe_async]
async fn fill(r: &Redis, name: &str, key: &str) -> Result<()> {
    let command = Command::new(name).key(key);
    let numbers = 0..MANY;
    let command = match name {
        "SADD" => command.args(numbers.collect::<Vec<_>>()),
        _ => command.pairs(numbers.map(|n| (n, n)).collect::<Vec<_>>()),
    };
    let added: u64 = r.execute_command(command).await?;
    assert_eq!(added, MANY);
    Ok(())
}

/// Each once, however often they came.
fn distinct<T: Ord>(items: Vec<T>) -> BTreeSet<T> {
    items.into_iter().collect()
}

fn all() -> BTreeSet<u64> {
    (0..MANY).collect()
}

#[maybe_async]
#[test]
async fn scan_gives_a_page_and_the_next_cursor() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    for n in 0..100 {
        r.set(n, n).await?;
    }
    let options = ScanOptions::new().count(10);
    let (mut cursor, mut pages, mut found) = (0, 0, BTreeSet::new());
    loop {
        let (next, page): (u64, Vec<u64>) = r.scan_with(cursor, options.clone()).await?;
        found.extend(page);
        pages += 1;
        cursor = next;
        if cursor == 0 {
            break;
        }
    }
    assert!(pages > 1, "{pages}");
    assert_eq!(found, (0..100).collect());
    let (cursor, page): (u64, Vec<u64>) = r.scan_with(0, ScanOptions::new().count(1000)).await?;
    assert_eq!((cursor, page.len()), (0, 100));
    Ok(())
}

#[maybe_async]
#[test]
async fn scan_iter_finds_every_key() -> Result<()> {
    let server = Server::start();
    let r = client_of(&server);
    let pairs: Vec<(u64, u64)> = (0..MANY).map(|n| (n, n)).collect();
    r.mset(pairs).await?;
    let sadd = Command::new("SADD").key("a set").arg(1);
    r.execute_command::<()>(sadd).await?;

    let strings = ScanOptions::new().of_type(KeyType::String);
    for options in [strings.clone(), strings.count(1000)] {
        let keys: Vec<u64> = collect(r.scan_iter(options)).await?;
        assert_eq!(distinct(keys), all());
    }
    let keys: Vec<String> = collect(r.scan_iter(ScanOptions::new())).await?;
    assert_eq!(distinct(keys).len(), 5001);

    let hundreds = ScanOptions::new().pattern("?00").count(100);
    let keys: Vec<u64> = collect(r.scan_iter(hundreds.clone())).await?;
    assert_eq!(distinct(keys), (1..10).map(|n| n * 100).collect());
    let none: Vec<u64> = collect(r.scan_iter(hundreds.of_type("set"))).await?;
    assert_eq!(none, [0; 0]);
    let sets: Vec<String> = collect(r.scan_iter(ScanOptions::new().of_type("set"))).await?;
    assert_eq!(sets, ["a set"]);
    Ok(())
}

#[maybe_async]
#[test]
async fn hscan_iter_finds_every_field_with_its_value() -> Result<()> {
    let r = client();
    let k = key("hscan_iter_finds");
    fill(&r, "HSET", &k).await?;
    for options in [ScanOptions::new(), ScanOptions::new().count(700)] {
        let found: Vec<(u64, u64)> = collect(r.hscan_iter(&k, options)).await?;
        let found: BTreeMap<u64, u64> = found.into_iter().collect();
        assert_eq!(found, all().into_iter().map(|n| (n, n)).collect());
    }
    let some: Vec<(u64, u64)> =
        collect(r.hscan_iter(&k, ScanOptions::new().pattern("123?"))).await?;
    let some = distinct(some);
    assert_eq!(some, (1230..1240).map(|n| (n, n)).collect());
    r.delete(&k).await?;
    let none: Vec<(u64, u64)> = collect(r.hscan_iter(&k, ScanOptions::new())).await?;
    assert_eq!(none.len(), 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn hscan_no_values_iter_finds_every_field() -> Result<()> {
    if lacks_option("HSCAN", "NOVALUES", "hscan_no_values_iter") {
        return Ok(());
    }
    let r = client();
    let k = key("hscan_no_values_iter");
    fill(&r, "HSET", &k).await?;
    let options = ScanOptions::new().count(300);
    let fields: Vec<u64> = collect(r.hscan_no_values_iter(&k, options.clone())).await?;
    assert_eq!(distinct(fields), all());
    let some: Vec<u64> = collect(r.hscan_no_values_iter(&k, options.pattern("49?9"))).await?;
    assert_eq!(distinct(some), (0..10).map(|n| 4909 + 10 * n).collect());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn sscan_iter_finds_every_member() -> Result<()> {
    let r = client();
    let k = key("sscan_iter_finds");
    let words: Vec<String> = all().iter().map(|n| format!("word {n}")).collect();
    r.execute_command::<()>(Command::new("SADD").key(&k).args(&words))
        .await?;
    for options in [ScanOptions::new(), ScanOptions::new().count(400)] {
        let members: Vec<String> = collect(r.sscan_iter(&k, options)).await?;
        assert_eq!(distinct(members), distinct(words.clone()));
    }
    let one: Vec<String> = collect(r.sscan_iter(&k, ScanOptions::new().pattern("* 7"))).await?;
    assert_eq!(distinct(one), distinct(vec!["word 7".to_owned()]));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn zscan_iter_finds_every_member_with_its_score() -> Result<()> {
    let r = client();
    let k = key("zscan_iter_finds");
    fill(&r, "ZADD", &k).await?;
    let found: Vec<(u64, f64)> = collect(r.zscan_iter(&k, ScanOptions::new().count(500))).await?;
    assert!(found.iter().all(|&(member, score)| score == member as f64));
    let members = found.into_iter().map(|(member, _)| member).collect();
    assert_eq!(distinct(members), all());
    let one: Vec<(u64, f64)> =
        collect(r.zscan_iter(&k, ScanOptions::new().pattern("4321"))).await?;
    assert_eq!(one.first(), Some(&(4321, 4321.0)));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn small_collections_come_in_one_page() -> Result<()> {
    let r = client();
    let k = key("small_collections_come");
    let sadd = Command::new("SADD").key(&k).args(["a", "b"]);
    r.execute_command::<()>(sadd).await?;
    let members: Vec<String> = collect(r.sscan_iter(&k, ScanOptions::new())).await?;
    assert_eq!(distinct(members).len(), 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_scan_that_is_dropped_half_way_disturbs_nobody() -> Result<()> {
    let r = client();
    let k = key("a_scan_that_is_dropped");
    fill(&r, "SADD", &k).await?;
    for taken in [1, 15] {
        let mut scan = r.sscan_iter::<u64>(&k, ScanOptions::new());
        for _ in 0..taken {
            let member = scan.next().await.unwrap()?;
            assert!(member < MANY);
        }
        // Other commands go between its pages, and on after it.
        let n = r.exists(&k).await?;
        assert_eq!(n, 1);
        let more = scan.next().await;
        assert!(more.is_some_and(|member| member.is_ok()));
        drop(scan);
        let n = r.exists(&k).await?;
        assert_eq!(n, 1);
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_error_ends_a_scan_once() -> Result<()> {
    let r = client();
    let k = key("an_error_ends_a_scan");
    r.set(&k, 1).await?;
    let mut scan = r.sscan_iter::<String>(&k, ScanOptions::new());
    let error = scan.next().await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    for _ in 0..3 {
        let end = scan.next().await;
        assert!(end.is_none());
    }
    let error = collect(r.zscan_iter::<String>(&k, ScanOptions::new())).await;
    assert_eq!(error.unwrap_err().code(), Some("WRONGTYPE"));
    let error = collect(r.hscan_iter::<String, String>(&k, ScanOptions::new())).await;
    assert_eq!(error.unwrap_err().code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_item_of_another_type_ends_a_scan() -> Result<()> {
    let r = client();
    let k = key("an_item_of_another_type");
    let sadd = Command::new("SADD").key(&k).args(["1", "word"]);
    r.execute_command::<()>(sadd).await?;
    let mut scan = r.sscan_iter::<u64>(&k, ScanOptions::new());
    let error = scan.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), redial::ErrorKind::Decode);
    let end = scan.next().await;
    assert!(end.is_none());
    r.delete(&k).await?;
    Ok(())
}
