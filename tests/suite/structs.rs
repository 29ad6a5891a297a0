//! Types of one's own as hashes, stream entries and JSON (features `serde` and `json`).

use std::collections::BTreeMap;

use redial::{Bytes, ErrorKind};
use serde::{Deserialize, Serialize};

use super::*;
use crate::face::test;

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
#[serde(rename_all = "lowercase")]
enum Role {
    Admin,
    Guest,
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct User {
    name: String,
    age: u8,
    height: f64,
    active: bool,
    role: Role,
    email: Option<String>,
    key: Bytes,
}

fn ann() -> User {
    User {
        name: "Ann é\r\n".into(),
        age: 37,
        height: 1.75,
        active: true,
        role: Role::Admin,
        email: None,
        key: Bytes::from_static(b"\xff\0\r\n"),
    }
}

#[maybe_async]
#[test]
async fn a_struct_is_kept_in_a_hash() -> Result<()> {
    let r = client();
    let k = key("structs_hash");
    let added = r.hset(&k, Fields::of(&ann())?).await?;
    assert_eq!(added, 6);
    let Fields(user) = r.hgetall::<Fields<User>>(&k).await?;
    assert_eq!(user, ann());
    let raw: BTreeMap<String, Bytes> = r.hgetall(&k).await?;
    let text = |field: &str| String::from_utf8_lossy(&raw[field]).into_owned();
    assert_eq!((text("age"), text("active")), ("37".into(), "1".into()));
    assert_eq!(
        (text("height"), text("role")),
        ("1.75".into(), "admin".into())
    );
    assert!(!raw.contains_key("email"));

    r.hset(
        &k,
        [
            ("email", "ann@example.org"),
            ("role", "guest"),
            ("more", "x"),
        ],
    )
    .await?;
    let user: Option<Fields<User>> = r.hgetall(&k).await?;
    let user = user.unwrap().0;
    assert_eq!(user.email.as_deref(), Some("ann@example.org"));
    assert_eq!(user.role, Role::Guest);
    r.hset(&k, Fields::of(&ann())?).await?;
    let Fields(user) = r.hgetall::<Fields<User>>(&k).await?;
    assert!(
        user.email.is_some(),
        "what is `None` leaves the field alone"
    );
    r.delete(&k).await?;
    let nobody: Option<Fields<User>> = r.hgetall(&k).await?;
    assert_eq!(nobody, None);
    Ok(())
}

#[maybe_async]
#[test]
async fn a_map_is_kept_in_a_hash() -> Result<()> {
    let r = client();
    let k = key("structs_map");
    let scores = BTreeMap::from([("ann".to_owned(), 3_u64), ("bob".to_owned(), u64::MAX)]);
    r.hset(&k, Fields::of(&scores)?).await?;
    let Fields(read) = r.hgetall::<Fields<BTreeMap<String, u64>>>(&k).await?;
    assert_eq!(read, scores);
    let none = r
        .hset(&k, Fields::of(&BTreeMap::<String, u64>::new())?)
        .await;
    assert!(none.unwrap_err().is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_hash_that_does_not_fit_says_which_field() -> Result<()> {
    let r = client();
    let k = key("structs_wrong");
    r.hset(&k, Fields::of(&ann())?).await?;
    for (field, value, says) in [
        ("age", "S3CR3T", "the field `age` is no `u16`"),
        ("age", "256", "the field `age` is an integer other than u8"),
        ("active", "S3CR3T", "the field `active` is no `bool`"),
        ("role", "S3CR3T", "the field `role` is none of"),
        ("height", "", "the field `height` is no `f64`"),
    ] {
        r.hset(&k, Fields::of(&ann())?).await?;
        r.hset(&k, (field, value)).await?;
        let error = r.hgetall::<Fields<User>>(&k).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(
            text.starts_with("HGETALL: ") && text.contains(says),
            "{text}"
        );
        assert!(!text.contains("S3CR3T"), "{text}");
    }
    r.hset(&k, Fields::of(&ann())?).await?;
    r.hset(&k, ("name", b"\xff")).await?;
    let error = r.hgetall::<Fields<User>>(&k).await.unwrap_err();
    let says = "the field `name` is a string that is not UTF-8";
    assert!(error.to_string().contains(says), "{error}");
    r.hdel(&k, ["name", "age"]).await?;
    let error = r.hgetall::<Fields<User>>(&k).await.unwrap_err();
    let says = "the field `name` is missing";
    assert!(error.to_string().contains(says), "{error}");
    r.delete(&k).await?;
    r.set(&k, "x").await?;
    let error = r.hgetall::<Fields<User>>(&k).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_struct_is_the_entry_of_a_stream() -> Result<()> {
    let r = client();
    let k = key("structs_stream");
    let first = r.xadd(&k, Fields::of(&ann())?).await?;
    let about = XaddOptions::new().id(StreamId::MAX);
    let guest = User {
        role: Role::Guest,
        ..ann()
    };
    r.xadd_with(&k, Fields::of(&guest)?, about).await?;
    let all: Vec<StreamEntry<Fields<User>>> = r.xrange(&k, "-", "+").await?;
    assert_eq!((all[0].id, &all[0].fields.0), (first, &ann()));
    assert_eq!(all[1].fields.0, guest);
    type Read = StreamRead<String, Option<Fields<User>>>;
    let read: Vec<Read> = r.xread((&k, first)).await?;
    assert_eq!(read[0].entries[0].fields, Some(Fields(guest)));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn structs_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let k = key("structs_pipeline");
    let mut pipe = r.pipeline();
    pipe.hset(&k, Fields::of(&ann())?)
        .hgetall::<Fields<User>>(&k)
        .delete(&k)
        .hgetall::<Option<Fields<User>>>(&k);
    type All = (i64, Fields<User>, i64, Option<Fields<User>>);
    let (added, user, gone, nobody): All = pipe.execute().await?;
    assert_eq!((added, user, gone, nobody), (6, Fields(ann()), 1, None));
    Ok(())
}

/// With the feature `json`.
#[cfg(feature = "json")]
mod json {
    use super::*;
    use crate::face::test;

    #[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
    struct Address {
        city: String,
        lines: Vec<String>,
    }

    #[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
    struct Customer {
        name: String,
        address: Option<Json<Address>>,
    }

    fn address() -> Address {
        Address {
            city: "Oslo \"é\"".into(),
            lines: vec!["1\r\n".into(), String::new()],
        }
    }

    #[maybe_async]
    #[test]
    async fn a_value_is_kept_as_a_text_of_json() -> Result<()> {
        let r = client();
        let k = key("json_text");
        r.set(&k, Json::of(&address())?).await?;
        let read: Option<Json<Address>> = r.get(&k).await?;
        assert_eq!(read, Some(Json(address())));
        let text: Option<String> = r.get(&k).await?;
        let text = text.unwrap();
        assert!(text.starts_with(r#"{"city":"Oslo \"é\"""#), "{text}");
        let all: Vec<Option<Json<Address>>> = r.mget([&k, &key("json_text:none")]).await?;
        assert_eq!(all, [Some(Json(address())), None]);
        r.rpush(&k, "x").await.unwrap_err();
        r.set(&k, Json::of(&vec![0; 40_000])?).await?;
        let large: Option<Json<Vec<u32>>> = r.get(&k).await?;
        assert_eq!(large.unwrap().0.len(), 40_000);
        r.set(&k, r#"{"city":"S3CR3T"}"#).await?;
        let error = r.get::<Json<Address>>(&k).await.unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("GET: ") && text.contains("missing field `lines`"),
            "{text}"
        );
        assert!(!text.contains("S3CR3T"), "{text}");
        r.delete(&k).await?;
        Ok(())
    }

    #[maybe_async]
    #[test]
    async fn a_part_that_is_many_is_kept_in_one_field_as_json() -> Result<()> {
        let r = client();
        let k = key("json_field");
        let customer = Customer {
            name: "Ann".into(),
            address: Some(Json(address())),
        };
        r.hset(&k, Fields::of(&customer)?).await?;
        let Fields(read) = r.hgetall::<Fields<Customer>>(&k).await?;
        assert_eq!(read, customer);
        let one: Option<Json<Address>> = r.hget(&k, "address").await?;
        assert_eq!(one, customer.address);
        r.hset(&k, ("address", "S3CR3T")).await?;
        let error = r.hgetall::<Fields<Customer>>(&k).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("the field `address`"), "{text}");
        assert!(!text.contains("S3CR3T"), "{text}");
        r.hdel(&k, "address").await?;
        let Fields(read) = r.hgetall::<Fields<Customer>>(&k).await?;
        assert_eq!(read.address, None);
        r.delete(&k).await?;
        Ok(())
    }

    #[maybe_async]
    #[test]
    async fn a_value_is_a_document() -> Result<()> {
        if lacks("JSON.SET", "a_value_is_a_document") {
            return Ok(());
        }
        let r = client();
        let (a, b) = (key("json_document:a"), key("json_document:b"));
        let set = r.json_set(&a, "$", Json::of(&address())?).await?;
        assert!(set);
        let whole: Option<Json<Address>> = r.json_get(&a, ()).await?;
        assert_eq!(whole, Some(Json(address())));
        let all: Option<Json<Vec<Address>>> = r.json_get(&a, "$").await?;
        assert_eq!(all.unwrap().0, [address()]);
        let one: Option<Json<[Address; 1]>> = r.json_get(&a, "$").await?;
        assert_eq!(one, Some(Json([address()])));
        let lines: Option<Json<Vec<String>>> = r.json_get(&a, "$.lines[*]").await?;
        assert_eq!(lines.unwrap().0, address().lines);
        r.json_set(&a, "$.city", Json::of("Bergen")?).await?;
        let each: Vec<Option<Json<Vec<String>>>> = r.json_mget([&a, &b], "$.city").await?;
        assert_eq!(each, [Some(Json(vec!["Bergen".to_owned()])), None]);
        let wrong = r.json_get::<Json<Address>>(&a, "$").await.unwrap_err();
        assert_eq!(wrong.kind(), ErrorKind::Decode);
        r.delete(&a).await?;
        Ok(())
    }
}
