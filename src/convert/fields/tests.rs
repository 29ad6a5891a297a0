//! What becomes of each kind of value, and back.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::*;
use crate::command::Command;
use crate::error::ErrorKind;
use bytes::Bytes;

/// The fields and values as they are sent, in turn.
fn sent(value: &(impl Serialize + ?Sized)) -> Vec<Vec<u8>> {
    let command = Command::new("").pairs(Fields::of(value).unwrap());
    command.arguments().map(<[u8]>::to_vec).collect()
}

/// What was sent comes back, as RESP2's list and as RESP3's map.
fn comes_back<T>(value: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug + Send + 'static,
{
    let words = sent(value);
    let mut list = format!("*{}\r\n", words.len()).into_bytes();
    let mut map = format!("%{}\r\n", words.len() / 2).into_bytes();
    for word in words {
        for out in [&mut list, &mut map] {
            out.extend(format!("${}\r\n", word.len()).as_bytes());
            out.extend(&word);
            out.extend(b"\r\n");
        }
    }
    for reply in [list, map] {
        let reply = Reply::parse(&reply).unwrap();
        assert_eq!(&Fields::<T>::from_reply(reply).unwrap().0, value);
    }
}

fn decoded<T: DeserializeOwned + Send + 'static>(reply: &str) -> Result<T> {
    let fields = Fields::from_reply(Reply::parse(reply.as_bytes()).unwrap())?;
    Ok(fields.0)
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Green,
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct Id(u64);

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct All {
    text: String,
    letter: char,
    yes: bool,
    no: bool,
    small: u8,
    least: i64,
    most: u128,
    half: f64,
    single: f32,
    data: Bytes,
    colour: Colour,
    id: Id,
    some: Option<Id>,
    none: Option<String>,
    #[serde(rename = "other-name")]
    renamed: u16,
    #[serde(skip)]
    skipped: u16,
}

fn all() -> All {
    All {
        text: "é \r\n".into(),
        letter: 'é',
        yes: true,
        no: false,
        small: u8::MAX,
        least: i64::MIN,
        most: u128::MAX,
        half: -0.5,
        single: 0.1,
        data: Bytes::from_static(b"\xff\0\r\n"),
        colour: Colour::Green,
        id: Id(7),
        some: Some(Id(8)),
        none: None,
        renamed: 9,
        skipped: 0,
    }
}

#[test]
fn a_struct_comes_back_as_it_was() {
    comes_back(&all());
    let words = sent(&all());
    assert_eq!(words.len(), 28);
    for (field, value) in [
        (&b"yes"[..], &b"1"[..]),
        (b"no", b"0"),
        (b"small", b"255"),
        (b"data", b"\xff\0\r\n"),
        (b"colour", b"green"),
        (b"some", b"8"),
        (b"other-name", b"9"),
    ] {
        assert!(words.chunks(2).any(|pair| pair == [field, value]));
    }
    assert!(!words.contains(&b"none".to_vec()));
}

#[test]
fn a_map_and_a_newtype_are_fields_too() {
    comes_back(&BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), -2)]));
    comes_back(&HashMap::from([(7_u16, Some(1.5))]));
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Wrapped(BTreeMap<char, bool>);
    comes_back(&Wrapped(BTreeMap::from([('x', true)])));
    assert_eq!(sent(&BTreeMap::from([("a", None::<u8>)])), [b""; 0]);
    assert_eq!(sent(&Some(BTreeMap::from([(1, 2)]))), [b"1", b"2"]);
}

#[test]
fn floats_that_are_no_numbers_come_back() {
    let infinite = BTreeMap::from([(1, f64::INFINITY), (2, f64::NEG_INFINITY)]);
    comes_back(&infinite);
    assert_eq!(sent(&BTreeMap::from([(1, f64::NAN)])), [&b"1"[..], b"nan"]);
    let nan: BTreeMap<u8, f64> = decoded("*2\r\n+1\r\n+nan\r\n").unwrap();
    assert!(nan[&1].is_nan());
}

#[test]
fn an_enum_that_is_tagged_inside_has_its_tag_as_a_field() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    #[serde(tag = "kind")]
    enum Event {
        Login { user: String },
        Logout,
    }
    comes_back(&Event::Login { user: "ann".into() });
    comes_back(&Event::Logout);
}

#[test]
fn what_is_flattened_is_text() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Outer<T> {
        id: u8,
        #[serde(flatten)]
        rest: T,
    }
    comes_back(&Outer {
        id: 1,
        rest: BTreeMap::from([("a".to_owned(), "b".to_owned())]),
    });
    let rest = Small {
        name: "ann".into(),
        age: 37,
    };
    let words = sent(&Outer { id: 1, rest });
    assert_eq!(words, [&b"id"[..], b"1", b"name", b"ann", b"age", b"37"]);
    let reply = "*4\r\n+name\r\n+ann\r\n+age\r\n+37\r\n";
    let error = decoded::<Outer<Small>>(&reply.replace("*4", "*6\r\n+id\r\n+1")).unwrap_err();
    let says = "it is text where u32 is wanted";
    assert!(error.message().contains(says), "{error}");
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Small {
    name: String,
    age: u32,
}

#[test]
fn what_other_servers_and_scripts_send_is_read() {
    let ann = Small {
        name: "ann".into(),
        age: 37,
    };
    for reply in [
        "%3\r\n+name\r\n+ann\r\n+age\r\n:37\r\n+more\r\n*1\r\n:1\r\n",
        "*4\r\n+age\r\n,37\r\n+name\r\n=7\r\ntxt:ann\r\n",
    ] {
        assert_eq!(decoded::<Small>(reply).unwrap(), ann);
    }
    let word: BTreeMap<String, bool> = decoded("*4\r\n+a\r\n$4\r\ntrue\r\n+b\r\n#f\r\n").unwrap();
    assert_eq!(
        word,
        BTreeMap::from([("a".into(), true), ("b".into(), false)])
    );
    let nil: BTreeMap<String, Option<u8>> = decoded("*2\r\n+a\r\n$-1\r\n").unwrap();
    assert_eq!(nil["a"], None);
}

#[test]
fn nothing_is_a_missing_struct() {
    for nothing in ["*0\r\n", "%0\r\n", "*-1\r\n", "_\r\n"] {
        let reply = Reply::parse(nothing.as_bytes()).unwrap();
        let decoded = Option::<Fields<Small>>::from_reply(reply).unwrap();
        assert_eq!(decoded, None);
    }
    let error = decoded::<Small>("*0\r\n").unwrap_err();
    assert!(error.message().contains("`name` is missing"), "{error}");
}

#[test]
fn what_does_not_fit_is_named_and_not_told() {
    for (reply, says) in [
        ("*2\r\n+age\r\n+S3CR3T\r\n", "the field `age` is no `u32`"),
        ("*2\r\n+age\r\n:-1\r\n", "the field `age` is no `u32`"),
        (
            "*2\r\n+age\r\n*1\r\n+S3CR3T\r\n",
            "the field `age` is no `u32`",
        ),
        (
            "*2\r\n+name\r\n$1\r\n\u{7f}\r\n",
            "the field `age` is missing",
        ),
        ("*2\r\n+S3CR3T\r\n+1\r\n", "the field `name` is missing"),
        (
            "*4\r\n+age\r\n+1\r\n+age\r\n+2\r\n",
            "the field `age` is there twice",
        ),
        ("+S3CR3T\r\n", "a status"),
        ("-ERR x\r\n", "ERR x"),
    ] {
        let error = decoded::<Small>(reply).unwrap_err();
        assert!(error.message().contains(says), "{error}");
        assert!(!format!("{error} {error:?}").contains("S3CR3T"), "{error}");
    }
    let not_text = b"*2\r\n+name\r\n$1\r\n\xff\r\n";
    let error = Fields::<Small>::from_reply(Reply::parse(not_text).unwrap()).unwrap_err();
    assert!(
        error
            .message()
            .contains("`name` is a string that is not UTF-8")
    );
    let keys = decoded::<BTreeMap<u8, u8>>("*2\r\n+S3CR3T\r\n+1\r\n").unwrap_err();
    let values = decoded::<BTreeMap<String, u8>>("*2\r\n+S3CR3T\r\n+300\r\n").unwrap_err();
    let variant = decoded::<HashMap<String, Colour>>("*2\r\n+a\r\n+S3CR3T\r\n").unwrap_err();
    let list = decoded::<HashMap<String, Vec<u8>>>("*2\r\n+a\r\n+S3CR3T\r\n").unwrap_err();
    for (error, says) in [
        (keys, "a field is no `u16`"),
        (values, "a field is an integer other than u8"),
        (variant, "a field is none of [\"red\", \"green\"]"),
        (list, "a field is not a single value: wrap it in `Json`"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains(says), "{error}");
        assert!(!error.to_string().contains("S3CR3T"), "{error}");
    }
    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[expect(dead_code, reason = "it is only decoded")]
        name: String,
    }
    let error = decoded::<Strict>("*2\r\n+S3CR3T\r\n+1\r\n").unwrap_err();
    assert!(error.message().contains("none of [\"name\"]"), "{error}");
    assert!(!error.to_string().contains("S3CR3T"), "{error}");
}

#[test]
fn what_is_made_of_parts_is_refused_by_its_field() {
    #[derive(Serialize)]
    struct Outer<T> {
        inner: T,
    }
    #[derive(Serialize)]
    enum Variant {
        Newtype(u8),
        Tuple(u8, u8),
        Struct { a: u8 },
    }
    fn refused<T: Serialize>(inner: T) {
        let error = Fields::of(&Outer { inner }).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(
            error
                .message()
                .contains("the field `inner` is not a single value")
        );
        assert!(error.message().contains("wrap it in `Json`"), "{error}");
        assert!(error.message().contains("Outer"), "{error}");
    }
    refused(vec![1, 2]);
    refused((1, 2));
    refused(());
    refused(BTreeMap::from([(1, 2)]));
    refused(Small {
        name: String::new(),
        age: 0,
    });
    refused(Variant::Newtype(1));
    refused(Variant::Tuple(1, 2));
    refused(Variant::Struct { a: 1 });
    refused(Some(vec![1]));
    let nested = Fields::of(&BTreeMap::from([("S3CR3T", vec![1])])).unwrap_err();
    assert!(nested.message().contains("a field is not a single value"));
    assert!(!nested.to_string().contains("S3CR3T"));
}

#[test]
fn what_has_no_fields_is_refused() {
    fn refused<T: Serialize + ?Sized>(value: &T) {
        let error = Fields::of(value).unwrap_err();
        assert!(
            error.message().contains("it is neither a struct nor a map"),
            "{error}"
        );
    }
    refused("text");
    refused(&1);
    refused(&true);
    refused(&1.5);
    refused(&[1, 2][..]);
    refused(&(1, 2));
    refused(&());
    refused(&None::<Small>);
    refused(&Id(1));
    refused(&Colour::Red);
    let no_name = Fields::of(&BTreeMap::from([(None::<u8>, 1)])).unwrap_err();
    assert!(
        no_name.message().contains("a field has no name"),
        "{no_name}"
    );
}

#[test]
fn pairs_that_are_kept_show_no_data() {
    let pairs = Fields::of(&BTreeMap::from([("a", "S3CR3T")])).unwrap();
    assert_eq!((pairs.len(), pairs.is_empty()), (1, false));
    assert!(!format!("{pairs:?}").contains("S3CR3T"));
}
