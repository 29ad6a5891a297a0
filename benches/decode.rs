//! Framing and decoding replies that lie in memory, beside a hand-written single pass that knows what comes.
//!
//! `cargo bench --bench decode`. No server and no socket: what is left is what this crate adds to them.

#![allow(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use redial::{FromReply, Reply};

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let value = "x".repeat(64);
    let list = array('*', 10_000, |_| bulk(&value));
    compare::<Vec<String>>(&mut criterion, "10,000 strings", &list, by_hand::strings);
    let hash = array('%', 1_000, |i| bulk(&format!("field:{i}")) + &bulk(&value));
    compare::<HashMap<String, String>>(&mut criterion, "a hash of 1,000", &hash, by_hand::map);
    let oks = array('*', 10_000, |_| "+OK\r\n".to_owned());
    compare::<Vec<bool>>(&mut criterion, "10,000 times OK", &oks, by_hand::oks);
    let numbers = array('*', 10_000, |i| format!(":{i}\r\n"));
    compare::<Vec<i64>>(&mut criterion, "10,000 numbers", &numbers, by_hand::numbers);
    let one = bulk(&value).into_bytes();
    compare::<String>(&mut criterion, "a string", &one, by_hand::string);
    criterion.final_summary();
}

fn bulk(data: &str) -> String {
    format!("${}\r\n{data}\r\n", data.len())
}

fn array(kind: char, count: usize, item: impl Fn(usize) -> String) -> Vec<u8> {
    let items: String = (0..count).map(item).collect();
    format!("{kind}{count}\r\n{items}").into_bytes()
}

fn compare<T: FromReply>(
    criterion: &mut Criterion,
    name: &str,
    bytes: &[u8],
    by_hand: impl Fn(&[u8]) -> T,
) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("redial", |b| {
        b.iter(|| T::from_reply(Reply::parse(black_box(bytes)).unwrap()).unwrap());
    });
    group.bench_function("by hand", |b| b.iter(|| by_hand(black_box(bytes))));
    group.finish();
}

/// What somebody would write for one reply that can be of no other type, in one pass.
mod by_hand {
    use super::HashMap;

    /// A number behind the first byte, and what is behind its line.
    fn number(bytes: &[u8]) -> (usize, &[u8]) {
        let mut value = 0;
        let mut at = 1;
        while bytes[at] != b'\r' {
            assert!(bytes[at].is_ascii_digit());
            value = value * 10 + usize::from(bytes[at] - b'0');
            at += 1;
        }
        assert_eq!(bytes[at + 1], b'\n');
        (value, &bytes[at + 2..])
    }

    fn take(bytes: &[u8]) -> (String, &[u8]) {
        assert_eq!(bytes[0], b'$');
        let (length, rest) = number(bytes);
        let data = str::from_utf8(&rest[..length]).unwrap();
        assert_eq!(&rest[length..length + 2], b"\r\n");
        (data.to_owned(), &rest[length + 2..])
    }

    pub(super) fn string(bytes: &[u8]) -> String {
        take(bytes).0
    }

    pub(super) fn strings(bytes: &[u8]) -> Vec<String> {
        let (count, mut rest) = number(bytes);
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            let (item, tail) = take(rest);
            list.push(item);
            rest = tail;
        }
        list
    }

    pub(super) fn map(bytes: &[u8]) -> HashMap<String, String> {
        let (count, mut rest) = number(bytes);
        let mut map = HashMap::with_capacity(count);
        for _ in 0..count {
            let (key, tail) = take(rest);
            let (value, tail) = take(tail);
            map.insert(key, value);
            rest = tail;
        }
        map
    }

    pub(super) fn oks(bytes: &[u8]) -> Vec<bool> {
        let (count, mut rest) = number(bytes);
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(rest.starts_with(b"+OK\r\n"));
            rest = &rest[5..];
        }
        list
    }

    pub(super) fn numbers(bytes: &[u8]) -> Vec<i64> {
        let (count, mut rest) = number(bytes);
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            let (value, tail) = number(rest);
            list.push(i64::try_from(value).unwrap());
            rest = tail;
        }
        list
    }
}
