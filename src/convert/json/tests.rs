//! Texts of JSON, and what is wrong with them.

use std::collections::BTreeMap;

use super::*;
use crate::command::Command;
use crate::convert::Fields;
use crate::error::ErrorKind;

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct User {
    name: String,
    age: u32,
}

fn ann() -> User {
    User {
        name: "Ann".into(),
        age: 37,
    }
}

fn decoded<T: DeserializeOwned + Send + 'static>(text: &str) -> Result<T> {
    let reply = format!("${}\r\n{text}\r\n", text.len());
    let json = Json::from_reply(Reply::parse(reply.as_bytes())?)?;
    Ok(json.0)
}

#[test]
fn a_value_is_sent_as_text_and_comes_back() {
    let text = Json::of(&ann()).unwrap();
    assert_eq!(text.as_bytes(), br#"{"name":"Ann","age":37}"#);
    assert_eq!(format!("{text:?}"), "JsonText(23 bytes)");
    let command = Command::new("SET").key("k").arg(&text);
    assert_eq!(command.arguments().last(), Some(text.as_bytes()));
    let back: User = decoded(r#" {"age": 37, "more": [1], "name": "Ann"} "#).unwrap();
    assert_eq!(back, ann());
    assert_eq!(Json::of("a\"b").unwrap().as_bytes(), br#""a\"b""#);
    assert_eq!(decoded::<Option<u8>>("null").unwrap(), None);
    for reply in ["+7\r\n", ":7\r\n", "=5\r\ntxt:7\r\n"] {
        let reply = Reply::parse(reply.as_bytes()).unwrap();
        assert_eq!(Json::<u8>::from_reply(reply).unwrap(), Json(7));
    }
    let nil = Option::<Json<u8>>::from_reply(Reply::Nil).unwrap();
    assert_eq!(nil, None);
}

#[test]
fn what_is_wrong_is_told_without_the_data() {
    for (text, says) in [
        ("", "JSON that ends too early"),
        (r#"{"name":"S3CR3T"#, "JSON that ends too early"),
        ("S3CR3T", "no JSON (at line 1 column 1)"),
        (
            r#"{"name":"S3CR3T"}"#,
            "missing field `age` at line 1 column 17",
        ),
        (
            r#"{"age":"S3CR3T"}"#,
            "JSON (invalid type: string, expected u32 at line 1 column 15)",
        ),
        (
            r#"{"age":"S3CR3T, expected S3CR3T\", expected S3CR3T"}"#,
            "JSON (invalid type: string, expected u32 at ",
        ),
        (
            r#"{"age":[]}"#,
            "JSON (invalid type: sequence, expected u32 at line 1 column 7)",
        ),
        (
            r#"{"age":-71077345}"#,
            "JSON (refused by its type at line 1 column ",
        ),
        ("[]", "JSON (refused by its type at line 1 column "),
    ] {
        let error = decoded::<User>(text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains(says), "{error}");
        assert!(error.message().contains("User`"), "{error}");
        let all = format!("{error} {error:?}");
        assert!(
            !all.contains("S3CR3T") && !all.contains("71077345"),
            "{all}"
        );
    }
    #[derive(Deserialize, Debug)]
    enum Colour {
        Red,
    }
    let error = decoded::<Colour>("\"S3CR3T\"").unwrap_err();
    assert!(!error.to_string().contains("S3CR3T"), "{error}");
    assert!(matches!(decoded("\"Red\"").unwrap(), Colour::Red));
    let error = Json::of(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    assert!(error.message().contains("can't be written as JSON"));
}

#[test]
fn it_makes_one_field_of_many_parts() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Outer {
        user: Json<User>,
        none: Option<Json<User>>,
        list: Json<Vec<u8>>,
    }
    let outer = Outer {
        user: Json(ann()),
        none: None,
        list: Json(vec![1, 2]),
    };
    let command = Command::new("").pairs(Fields::of(&outer).unwrap());
    let words: Vec<&[u8]> = command.arguments().collect();
    let text: &[u8] = br#"{"name":"Ann","age":37}"#;
    assert_eq!(words, [b"user", text, b"list", b"[1,2]"]);
    let reply = format!(
        "*4\r\n+user\r\n+{}\r\n+list\r\n+[1,2]\r\n",
        r#"{"name":"Ann","age":37}"#
    );
    let reply = Reply::parse(reply.as_bytes()).unwrap();
    assert_eq!(Fields::<Outer>::from_reply(reply).unwrap().0, outer);
    let more = Reply::parse(b"*2\r\n+list\r\n+[1]2\r\n").unwrap();
    let error = Fields::<Outer>::from_reply(more).unwrap_err();
    let says = "the field `list` is no JSON";
    assert!(error.message().contains(says), "{error}");
    let whole = Json::of(&outer).unwrap();
    let text = r#"{"user":{"name":"Ann","age":37},"none":null,"list":[1,2]}"#;
    assert_eq!(whole.as_bytes(), text.as_bytes());
    assert_eq!(decoded::<Outer>(text).unwrap(), outer);
    let wrong = Reply::parse(b"*2\r\n+user\r\n+S3CR3T\r\n").unwrap();
    let error = Fields::<Outer>::from_reply(wrong).unwrap_err();
    let says = "the field `user` is no JSON (at line 1 column 1)";
    assert!(error.message().contains(says), "{error}");
    assert!(!error.to_string().contains("S3CR3T"), "{error}");
}
