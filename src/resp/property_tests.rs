//! What must hold for any reply and for any bytes.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test may stop at an overflow"
)]

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;

use super::decoder::{Decoder, FrameInfo};
use super::frame::Frame;
use super::limits::Limits;
use super::protocol_error::ProtocolError;
use super::reply::Reply;
use super::value::Value;

/// A reply as it is sent, and what it must be read as.
#[derive(Clone, Debug)]
struct Sent {
    bytes: Vec<u8>,
    value: Value,
}

fn sent(bytes: impl Into<Vec<u8>>, value: Value) -> Sent {
    let bytes = bytes.into();
    Sent { bytes, value }
}

fn written(value: Value) -> Sent {
    let mut bytes = Vec::new();
    value.write_resp(&mut bytes);
    sent(bytes, value)
}

fn scalar() -> impl Strategy<Value = Sent> {
    prop_oneof![
        Just(sent("_\r\n", Value::Nil)),
        Just(sent("$-1\r\n", Value::Nil)),
        Just(sent("*-1\r\n", Value::Nil)),
        "[ -~]{0,20}".prop_map(|text| written(Value::Status(text))),
        any::<i64>().prop_map(|n| written(Value::Integer(n))),
        (0..=i64::MAX).prop_map(|n| sent(format!(":+{n}\r\n"), Value::Integer(n))),
        any::<f64>()
            .prop_filter("equal to itself", |n| !n.is_nan())
            .prop_map(|n| written(Value::Double(n))),
        Just(written(Value::Double(f64::NEG_INFINITY))),
        any::<bool>().prop_map(|b| written(Value::Boolean(b))),
        "[+-]?[0-9]{1,40}".prop_map(|digits| written(Value::BigNumber(digits))),
        vec(any::<u8>(), 0..40).prop_map(|data| written(Value::Bulk(data.into()))),
        Just(written(Value::Bulk(Bytes::from(vec![b'\r'; 2000])))),
        ("[a-z]{3}", vec(any::<u8>(), 0..20)).prop_map(|(format, data)| written(Value::Verbatim {
            format,
            data: data.into()
        })),
        ("[A-Z]{1,9}", "[a-z\r\n]{0,9}")
            .prop_map(|(code, message)| written(Value::Error { code, message })),
        vec(vec(any::<u8>(), 1..9), 0..5).prop_map(|chunks| streamed_string(&chunks)),
    ]
}

fn streamed_string(chunks: &[Vec<u8>]) -> Sent {
    let mut bytes = b"$?\r\n".to_vec();
    for chunk in chunks {
        bytes.extend_from_slice(format!(";{}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b";0\r\n");
    sent(bytes, Value::Bulk(chunks.concat().into()))
}

/// `kind` with its elements: counted, or streamed where the type can be.
fn aggregate(kind: char, streamed: bool, items: Vec<Sent>) -> Sent {
    let count = match kind {
        '%' => items.len() / 2,
        _ => items.len(),
    };
    let streamed = streamed && kind != '>';
    let mut bytes = match streamed {
        true => format!("{kind}?\r\n").into_bytes(),
        false => format!("{kind}{count}\r\n").into_bytes(),
    };
    let mut values = Vec::new();
    for item in items {
        bytes.extend(item.bytes);
        values.push(item.value);
    }
    if streamed {
        bytes.extend_from_slice(b".\r\n");
    }
    let value = match kind {
        '~' => Value::Set(values),
        '>' => Value::Push(values),
        '%' => Value::Map(
            values
                .chunks_exact(2)
                .map(|pair| (pair[0].clone(), pair[1].clone()))
                .collect(),
        ),
        _ => Value::Array(values),
    };
    sent(bytes, value)
}

fn with_attribute(attribute: Vec<Sent>, reply: Sent) -> Sent {
    let mut bytes = format!("|{}\r\n", attribute.len() / 2).into_bytes();
    for item in attribute {
        bytes.extend(item.bytes);
    }
    bytes.extend(reply.bytes);
    sent(bytes, reply.value)
}

fn items(item: impl Strategy<Value = Sent> + Clone) -> impl Strategy<Value = Vec<Sent>> {
    let pair = (item.clone(), item).prop_map(|(a, b)| [a, b]);
    vec(pair, 0..4).prop_map(|pairs| pairs.into_iter().flatten().collect())
}

fn nested() -> impl Strategy<Value = Sent> {
    scalar().prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            (any::<bool>(), vec(inner.clone(), 0..6))
                .prop_map(|(streamed, items)| aggregate('*', streamed, items)),
            (any::<bool>(), vec(inner.clone(), 0..6))
                .prop_map(|(streamed, items)| aggregate('~', streamed, items)),
            (any::<bool>(), items(inner.clone()))
                .prop_map(|(streamed, items)| aggregate('%', streamed, items)),
            (items(inner.clone()), inner)
                .prop_map(|(attribute, reply)| with_attribute(attribute, reply)),
        ]
    })
}

fn reply() -> impl Strategy<Value = Sent> {
    prop_oneof![
        4 => nested(),
        1 => vec(nested(), 1..4).prop_map(|items| aggregate('>', false, items)),
    ]
}

/// Bytes that look like RESP more often than not.
fn nearly_resp() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        8 => "[-+:$*_#,(!=%~>|.;]",
        4 => "[-+:$*_#,(!=%~>|.;][0-3]\r\n",
        4 => "\r\n",
        2 => "[0-9]{1,3}",
        2 => "[*~%$]\\?\r\n",
        1 => "[0-9]{18,21}",
        1 => "(_|#t|\\.|;0|inf|,1e5|txt:|-1|ab)\r\n",
        1 => "[\r\n?a]",
    ];
    vec(token, 0..30).prop_map(|tokens| tokens.concat().into_bytes())
}

fn small_limits() -> Limits {
    Limits::default()
        .max_depth(8)
        .max_elements(1000)
        .max_bulk(1000)
        .max_line(100)
}

/// Feeds ever longer beginnings of `bytes`, cut where `cuts` say.
fn feed(
    limits: Limits,
    bytes: &[u8],
    mut cuts: Vec<usize>,
) -> Result<Option<FrameInfo>, ProtocolError> {
    let mut decoder = Decoder::new(limits);
    cuts.iter_mut().for_each(|cut| *cut %= bytes.len() + 1);
    cuts.sort_unstable();
    cuts.push(bytes.len());
    for cut in cuts {
        if let Some(info) = decoder.advance(&bytes[..cut])? {
            assert!(info.len <= cut && decoder.is_idle());
            return Ok(Some(info));
        }
        // Else a reader that trusts it would wait for bytes that are there.
        assert!(decoder.missing(cut) > 0);
    }
    Ok(None)
}

fn rewritten(value: Value) -> Value {
    Reply::parse(&written(value).bytes).unwrap().into()
}

/// Frames or refuses `bytes`, and reads what was framed to its last element.
fn survive(bytes: &[u8], cuts: Vec<usize>) {
    for limits in [Limits::default(), small_limits()] {
        let at_once = feed(limits, bytes, Vec::new());
        let in_parts = feed(limits, bytes, cuts.clone());
        assert_eq!(at_once.is_err(), in_parts.is_err());
        let Ok(Some(info)) = at_once else { continue };
        assert_eq!(Ok(Some(info)), in_parts);
        let frame = Frame::copied(bytes, info.len);
        // What was framed is read whole: once it is written as a server would, that stays the same.
        let once = rewritten(Value::from(frame.reply()));
        let twice = rewritten(once.clone());
        assert_eq!(format!("{once:?}"), format!("{twice:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_reply_cut_anywhere_is_framed_and_reads_the_same(
        reply in reply(),
        cuts in vec(any::<usize>(), 0..8),
        behind in vec(any::<u8>(), 0..8),
    ) {
        let length = reply.bytes.len();
        let bytes = [reply.bytes, behind].concat();
        let info = feed(Limits::default(), &bytes, cuts).unwrap().unwrap();
        prop_assert_eq!(info.len, length);
        prop_assert_eq!(info.push, matches!(reply.value, Value::Push(_)));
        prop_assert_eq!(info.error, matches!(reply.value, Value::Error { .. }));
        let frame = Frame::new(Bytes::copy_from_slice(&bytes[..length]));
        prop_assert_eq!(&Value::from(frame.reply()), &reply.value);
        // A short one is copied with what is behind it.
        let frame = Frame::copied(&bytes, length);
        prop_assert_eq!(&Value::from(frame.reply()), &reply.value);
        prop_assert_eq!(Value::from(Reply::parse(&bytes[..length]).unwrap()), reply.value);
    }

    #[test]
    fn a_reply_is_never_framed_before_its_last_byte(reply in reply()) {
        let mut decoder = Decoder::new(Limits::default());
        for end in 0..reply.bytes.len() {
            prop_assert_eq!(decoder.advance(&reply.bytes[..end]), Ok(None));
            prop_assert!(decoder.missing(end) <= reply.bytes.len() - end);
        }
        prop_assert!(decoder.advance(&reply.bytes).unwrap().is_some());
    }

    #[test]
    fn replies_in_a_row_are_read_as_one_array(replies in vec(nested(), 0..6)) {
        let bytes: Vec<u8> = replies.iter().flat_map(|reply| reply.bytes.clone()).collect();
        let count = replies.len();
        let mut decoder = Decoder::new(Limits::default());
        let mut start = 0;
        for reply in &replies {
            let info = decoder.advance(&bytes[start..]).unwrap().unwrap();
            prop_assert_eq!(info.len, reply.bytes.len());
            start += info.len;
        }
        let values = replies.into_iter().map(|reply| reply.value).collect();
        let frame = Frame::sequence(bytes.into(), count);
        prop_assert_eq!(Value::from(frame.reply()), Value::Array(values));
    }

    #[test]
    fn any_bytes_are_framed_or_awaited_or_refused(
        bytes in vec(any::<u8>(), 0..200),
        cuts in vec(any::<usize>(), 0..8),
    ) {
        survive(&bytes, cuts);
    }

    #[test]
    fn nearly_valid_bytes_are_framed_or_awaited_or_refused(
        bytes in nearly_resp(),
        cuts in vec(any::<usize>(), 0..8),
    ) {
        survive(&bytes, cuts);
    }

    #[test]
    fn a_spoiled_reply_is_framed_or_awaited_or_refused(
        reply in reply(),
        spoiled in vec((any::<usize>(), prop_oneof![any::<u8>(), Just(b'\r'), b'0'..=b'9']), 1..4),
        cuts in vec(any::<usize>(), 0..4),
    ) {
        let mut bytes = reply.bytes;
        for (at, byte) in spoiled {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        survive(&bytes, cuts);
    }
}

#[test]
fn the_deepest_reply_becomes_a_value_on_a_small_stack() {
    let decode = || {
        for (head, end) in [
            ("*1\r\n", ""),
            ("~1\r\n", ""),
            ("*?\r\n", ".\r\n"),
            ("%1\r\n+k\r\n", ""),
        ] {
            let text = format!("{}:1\r\n{}", head.repeat(128), end.repeat(128));
            let frame = Frame::new(Bytes::from(text.clone().into_bytes()));
            let value = Value::from(frame.reply());
            let depth = format!("{value:?}").matches("Integer(1)").count();
            assert_eq!(depth, 1);
            assert_eq!(Value::from(Reply::parse(text.as_bytes()).unwrap()), value);
        }
    };
    let small = std::thread::Builder::new().stack_size(256 << 10);
    small.spawn(decode).unwrap().join().unwrap();
}
