//! Large values: what is given away is not copied, and arrives like everything else.

use std::collections::HashMap;

use redial::{Bytes, Value};

use super::*;
use crate::face::test;

/// A value that does not go into a socket at once, different for each number.
fn value(number: usize) -> Vec<u8> {
    sized(number, 3 << 20)
}

fn sized(number: usize, size: usize) -> Vec<u8> {
    (0..size)
        .map(|i| ((i * (2 * number + 1)) >> 3) as u8)
        .collect()
}

/// Asserts that it is the value, without showing it.
#[maybe_async]
async fn holds(r: &Redis, key: &str, value: &[u8]) -> Result<()> {
    let got: Option<Bytes> = r.get(key).await?;
    assert!(got.is_some_and(|got| got == value), "{key}");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_large_value_arrives_however_it_is_given() -> Result<()> {
    let r = client();
    let k = key("a_large_value_arrives");
    let value = value(1);
    let bytes = Bytes::from(value.clone());
    let minute = || SetOptions::new().ex(Duration::from_secs(60));
    r.set(&k, &value).await?;
    holds(&r, &k, &value).await?;
    r.set(&k, value.clone()).await?;
    holds(&r, &k, &value).await?;
    r.set(&k, value.clone().into_boxed_slice()).await?;
    holds(&r, &k, &value).await?;
    r.set_with(&k, &bytes, minute()).await?;
    holds(&r, &k, &value).await?;
    r.set_with(&k, bytes.clone(), minute()).await?;
    holds(&r, &k, &value).await?;
    let text = "é".repeat(1 << 20);
    r.set(&k, text.clone()).await?;
    holds(&r, &k, text.as_bytes()).await?;
    r.append(&k, bytes.clone()).await?;
    holds(&r, &k, &[text.as_bytes(), &bytes].concat()).await?;
    // As a key, too, and next to small ones.
    r.set(bytes.clone(), 1).await?;
    let n = r.delete((&k, bytes, "no such key")).await?;
    assert_eq!(n, 2);
    Ok(())
}

#[maybe_async]
#[test]
async fn large_values_arrive_in_pairs_and_in_lists() -> Result<()> {
    let r = client();
    let k = key("large_values_arrive_in_pairs");
    let (a, b) = (value(1), Bytes::from(value(2)));
    r.hset(
        &k,
        [("a", a.clone()), ("small", vec![7]), ("b", b.to_vec())],
    )
    .await?;
    let all: HashMap<String, Vec<u8>> = r.hgetall(&k).await?;
    assert!(all["a"] == a && all["b"] == b && all["small"] == [7]);
    r.delete(&k).await?;
    r.rpush(&k, [&b, &Bytes::new(), &b]).await?;
    r.lpush(&k, vec![a.clone()]).await?;
    let list: Vec<Bytes> = r.lrange(&k, 0, -1).await?;
    assert!(list == [a.as_slice(), &b, b"", &b]);
    let keys = [format!("{k}:1"), format!("{k}:2")];
    r.mset(HashMap::from([
        (keys[0].clone(), Bytes::from(a.clone())),
        (keys[1].clone(), b.clone()),
    ]))
    .await?;
    holds(&r, &keys[0], &a).await?;
    holds(&r, &keys[1], &b).await?;
    r.delete((k, &keys[0], &keys[1])).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn large_values_arrive_in_batches_of_any_size() -> Result<()> {
    let r = client();
    let k = key("large_values_arrive_in_batches");
    // So many that one vectored write can't take them all, between small ones.
    let values: Vec<Bytes> = (0..150).map(|i| sized(i, 20_000).into()).collect();
    for transaction in [true, false] {
        let mut pipe = r.pipeline().transaction(transaction);
        for value in &values {
            pipe.set(&k, value.clone()).get::<Bytes>(&k);
        }
        pipe.set(&k, value(3)).get::<Bytes>(&k);
        let replies: Vec<Value> = pipe.execute().await?;
        let got = replies.chunks(2).map(|pair| &pair[1]);
        let sent = values.iter().cloned().chain([value(3).into()]);
        assert!(got.eq(&sent.map(Value::Bulk).collect::<Vec<_>>()));
    }
    let mut tx = r.watch(&k).await?;
    tx.set(&k, value(4)).await?;
    let nothing = tx.multi().set(&k, value(5)).execute::<()>().await;
    // It has changed the key itself.
    assert!(nothing.is_err_and(|error| error.is_watch()));
    let mut tx = r.watch(&k).await?;
    tx.multi().set(&k, value(5)).execute::<()>().await?;
    holds(&r, &k, &value(5)).await?;
    r.delete(&k).await?;
    Ok(())
}
