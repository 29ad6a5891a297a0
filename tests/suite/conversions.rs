//! Arguments on their way out and replies on their way back, through a real server.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use redial::{ErrorKind, Value};

use super::*;
use crate::face::test;

/// What a script returns for these arguments.
#[maybe_async]
async fn lua<T: FromReply>(r: &Redis, script: &str) -> Result<T> {
    r.execute_command(Command::new("EVAL").arg(script).arg(0))
        .await
}

#[maybe_async]
#[test]
async fn a_number_is_read_from_digits_and_from_numbers() -> Result<()> {
    let r = client();
    let k = key("a_number");
    r.set(&k, i64::MIN).await?;
    let (a, b): (Option<i64>, Option<i128>) = (r.get(&k).await?, r.get(&k).await?);
    assert_eq!((a, b), (Some(i64::MIN), Some(i128::from(i64::MIN))));
    let too_small = r.get::<i32>(&k).await.unwrap_err();
    assert_eq!(too_small.kind(), ErrorKind::Decode);
    r.set(&k, u64::MAX).await?;
    let big: Option<u64> = r.get(&k).await?;
    assert_eq!(big, Some(u64::MAX));
    for number in [0.1, -1.5e300, f64::INFINITY, 1.0] {
        r.set(&k, number).await?;
        let back: Option<f64> = r.get(&k).await?;
        assert_eq!(back, Some(number));
    }
    let seven: u16 = lua(&r, "return 7").await?;
    let text: String = lua(&r, "return 7").await?;
    assert_eq!((seven, text.as_str()), (7, "7"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_list_becomes_any_collection() -> Result<()> {
    let r = client();
    let script = "return {'b', 'a', 'b'}";
    let vec: Vec<String> = lua(&r, script).await?;
    assert_eq!(vec, ["b", "a", "b"]);
    let deque: VecDeque<Bytes> = lua(&r, script).await?;
    assert_eq!(deque.len(), 3);
    let set: HashSet<String> = lua(&r, script).await?;
    let ordered: BTreeSet<Box<str>> = lua(&r, script).await?;
    assert_eq!((set.len(), ordered.len()), (2, 2));
    let array: [String; 3] = lua(&r, script).await?;
    assert_eq!(array[1], "a");
    let tuple: (String, Vec<u8>, own::First) = lua(&r, script).await?;
    assert_eq!(tuple.2, own::First('b'));
    let boxed: Box<[Value]> = lua(&r, script).await?;
    assert_eq!(boxed[0], Value::Bulk("b".into()));
    let few = lua::<(String, String)>(&r, script).await.unwrap_err();
    assert_eq!(
        few.to_string(),
        "EVAL: the reply is a list of 3 items, which does not fit 2 items"
    );
    let none = lua::<Vec<String>>(&r, "return false").await.unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Decode);
    let none: Option<Vec<String>> = lua(&r, "return false").await?;
    assert_eq!(none, None);
    Ok(())
}

/// Types of a user's own.
mod own {
    use redial::{Error, FromReply, Reply, Result};

    #[derive(Debug, PartialEq)]
    pub(super) struct First(pub(super) char);

    impl FromReply for First {
        fn from_reply(reply: Reply<'_>) -> Result<Self> {
            let text = String::from_reply(reply)?;
            let first = text.chars().next().map(Self);
            first.ok_or_else(|| Error::decode("an empty string", "a character"))
        }
    }

    #[derive(Debug)]
    pub(super) struct Small(pub(super) u16);

    impl FromReply for Small {
        fn from_reply(reply: Reply<'_>) -> Result<Self> {
            u16::from_reply(reply).map(Self)
        }
    }
}

#[maybe_async]
#[test]
async fn pairs_become_a_map_or_a_list_of_pairs_whatever_the_protocol() -> Result<()> {
    let r = client();
    let k = key("pairs");
    let hset = Command::new("HSET").key(&k).pairs([("a", 1), ("b", 2)]);
    r.execute_command::<()>(hset).await?;
    let all = || Command::new("HGETALL").key(&k);
    let map: HashMap<String, i64> = r.execute_command(all()).await?;
    let tree: BTreeMap<String, own::Small> = r.execute_command(all()).await?;
    assert_eq!((map["b"], tree["b"].0), (2, 2));
    let list: Vec<(String, i64)> = r.execute_command(all()).await?;
    assert_eq!(list.len(), 2);
    let flat: Vec<String> = r.execute_command(all()).await?;
    assert_eq!(flat.len(), 4);
    let nested: Vec<(String, i64)> = lua(&r, "return {{'a', 1}, {'b', 2}}").await?;
    assert_eq!(nested, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    let odd = lua::<Vec<(String, i64)>>(&r, "return {'a', 1, 'b'}")
        .await
        .unwrap_err();
    assert_eq!(odd.kind(), ErrorKind::Decode);
    let odd = lua::<HashMap<String, i64>>(&r, "return {'a'}")
        .await
        .unwrap_err();
    assert_eq!(odd.kind(), ErrorKind::Decode);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_error_inside_a_list_is_a_value_or_ends_the_decoding() -> Result<()> {
    let r = client();
    let script = "return {1, redis.error_reply('MINE oops'), 2}";
    let values: Vec<Value> = lua(&r, script).await?;
    assert!(
        matches!(&values[1], Value::Error { code, .. } if code == "MINE"),
        "{values:?}"
    );
    let results: Vec<Result<i64>> = lua(&r, script).await?;
    assert_eq!(results[1].as_ref().unwrap_err().code(), Some("MINE"));
    assert_eq!(*results[2].as_ref().unwrap(), 2);
    let error = lua::<Vec<i64>>(&r, script).await.unwrap_err();
    assert_eq!(error.code(), Some("MINE"));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_truth_is_read_from_what_servers_say_for_it() -> Result<()> {
    let r = client();
    for (script, truth) in [
        ("return 1", true),
        ("return 0", false),
        ("return {ok='OK'}", true),
        ("return false", false),
        ("return '1'", true),
        ("return '0'", false),
    ] {
        let said: bool = lua(&r, script).await?;
        assert_eq!(said, truth, "{script}");
    }
    for script in [
        "return 2",
        "return 'yes'",
        "return {}",
        "return {ok='QUEUED'}",
    ] {
        let error = lua::<bool>(&r, script).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{script}");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn arguments_that_look_like_the_protocol_are_only_arguments() -> Result<()> {
    let r = client();
    let k = key("look_like_the_protocol");
    for value in [
        "\r\n",
        "*1\r\n$8\r\nFLUSHALL\r\n",
        "\0",
        " ",
        "$-1\r\n",
        "é\n",
    ] {
        let own = format!("{k}{value}");
        r.set(&own, value).await?;
        let back: Option<String> = r.get(&own).await?;
        assert_eq!(back.as_deref(), Some(value));
        let n = r.delete(&own).await?;
        assert_eq!(n, 1);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn a_value_of_any_size_is_read_as_any_string() -> Result<()> {
    let r = client();
    let k = key("any_size");
    let sizes = [
        0, 30, 31, 32, 33, 34, 35, 40, 41, 64, 4_096, 16_383, 16_384, 32_757, 32_758, 32_759,
        32_760, 32_767, 32_768, 32_769, 65_536, 1_048_574, 1_048_575, 1_048_576, 1_048_577,
        2_097_152, 6_000_000,
    ];
    for size in sizes {
        let value: String = ('a'..='z').cycle().take(size).collect();
        r.set(&k, &value).await?;
        let string: String = r.execute_command(Command::new("GET").key(&k)).await?;
        assert!(string == value && string.capacity() <= size + 2, "{size}");
        let vec: Option<Vec<u8>> = r.get(&k).await?;
        let vec = vec.unwrap();
        assert!(
            vec == value.as_bytes() && vec.capacity() <= size + 2,
            "{size}"
        );
        let bytes: Option<Bytes> = r.get(&k).await?;
        assert!(bytes.as_deref() == Some(value.as_bytes()), "{size}");
        let untyped: Value = r.execute_command(Command::new("GET").key(&k)).await?;
        assert!(untyped.as_str() == Some(&value), "{size}");
        let boxed: Option<Box<str>> = r.get(&k).await?;
        assert!(boxed.as_deref() == Some(&value), "{size}");
        let shared: Option<Arc<[u8]>> = r.get(&k).await?;
        assert!(shared.as_deref() == Some(value.as_bytes()), "{size}");
        let inside: Result<Option<Box<[u8]>>> =
            r.execute_command(Command::new("GET").key(&k)).await?;
        assert!(inside?.as_deref() == Some(value.as_bytes()), "{size}");
        let of_many: Vec<Option<String>> = r
            .execute_command(Command::new("MGET").keys([&k, &k]))
            .await?;
        assert!(
            of_many == [Some(value.clone()), Some(value.clone())],
            "{size}"
        );
        let mut pipe = r.pipeline().transaction(false);
        let (first, n, last): (Bytes, i64, String) = pipe
            .get::<Bytes>(&k)
            .strlen(&k)
            .get::<String>(&k)
            .execute()
            .await?;
        assert!(first == value && last == value, "{size}");
        assert_eq!(usize::try_from(n).unwrap(), size);
        if size > 0 {
            let first: Option<own::First> = r.get(&k).await?;
            assert_eq!(first, Some(own::First('a')));
        }
        if size > 40 {
            let number = r.get::<i64>(&k).await.unwrap_err();
            assert_eq!(number.kind(), ErrorKind::Decode);
            let list = r.get::<Vec<i64>>(&k).await.unwrap_err();
            assert_eq!(list.kind(), ErrorKind::Decode);
        }
    }
    r.set(&k, [0xff; 40_000].as_slice()).await?;
    let text = r.get::<String>(&k).await.unwrap_err();
    assert!(text.to_string().contains("not UTF-8"), "{text}");
    r.delete(&k).await?;
    Ok(())
}
