//! The decoder and the inbox: any bytes, cut anywhere.

use bytes::Bytes;

use super::cuts::cut;
use crate::error::Error;
use crate::resp::{Decoder, Frame, Limits, Reply, Value};
use crate::session::{Awaited, Inbox};

/// What all of some bytes came to: the replies, and what was wrong with the rest.
#[derive(Debug, PartialEq)]
struct Read {
    /// As text, since no NaN equals itself.
    replies: Vec<String>,
    error: Option<String>,
}

/// Frames the bytes behind the [head](cut) in its pieces and as a whole, byte by byte, and through an [`Inbox`]:
/// always the same replies come out, and the same complaint at the same place.
pub fn decoder(input: &[u8]) {
    let (bytes, ends) = cut(input);
    let singly: Vec<usize> = (1..=bytes.len()).collect();
    let small = Limits::default()
        .max_depth(4)
        .max_elements(16)
        .max_bulk(64)
        .max_line(32);
    for limits in [Limits::default(), small] {
        let whole = framed(limits, bytes, &[bytes.len()]);
        assert_eq!(framed(limits, bytes, &ends), whole);
        assert_eq!(framed(limits, bytes, &singly), whole);
        assert_eq!(received(limits, bytes, &ends), whole);
    }
}

/// What the decoder makes of them, looking again whenever another piece has come.
fn framed(limits: Limits, bytes: &[u8], ends: &[usize]) -> Read {
    let mut decoder = Decoder::new(limits);
    let mut start = 0;
    let mut replies = Vec::new();
    for &end in ends {
        loop {
            let buffer = &bytes[start..end];
            match decoder.advance(buffer) {
                Ok(Some(info)) => {
                    assert!(info.len <= buffer.len() && decoder.is_idle());
                    replies.push(read(&buffer[..info.len]));
                    start += info.len;
                }
                Ok(None) => {
                    assert!(decoder.missing(buffer.len()) > 0);
                    break;
                }
                Err(error) => {
                    assert!(error.offset() <= buffer.len());
                    let error = Some(Error::from(error).to_string());
                    return Read { replies, error };
                }
            }
        }
    }
    let error = None;
    Read { replies, error }
}

/// A whole reply as a value, which is the same however it is held, and stays the same when it is written again.
fn read(bytes: &[u8]) -> String {
    let value = Value::from(Frame::new(Bytes::copy_from_slice(bytes)).reply());
    let text = format!("{value:?}");
    let copied = Value::from(Frame::copied(bytes, bytes.len()).reply());
    assert_eq!(format!("{copied:?}"), text);
    let mut written = Vec::new();
    value.write_resp(&mut written);
    let again = Value::from(Reply::parse(&written).unwrap());
    let mut written_again = Vec::new();
    again.write_resp(&mut written_again);
    assert_eq!(written_again, written);
    text
}

/// What an inbox hands out that is fed the pieces.
fn received(limits: Limits, bytes: &[u8], ends: &[usize]) -> Read {
    let mut inbox = Inbox::new(limits, 64);
    let mut replies = Vec::new();
    let mut start = 0;
    for &end in ends {
        feed(&mut inbox, &bytes[start..end]);
        start = end;
        loop {
            match inbox.frame(Awaited::Anything) {
                Ok(Some(frame)) => replies.push(format!("{:?}", Value::from(frame.reply()))),
                Ok(None) => break,
                Err(error) => {
                    let error = Some(Error::from(error).to_string());
                    return Read { replies, error };
                }
            }
        }
    }
    let error = None;
    Read { replies, error }
}

/// Receives the bytes in as many reads as there is room for.
pub(super) fn feed(inbox: &mut Inbox, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let space = inbox.space();
        let count = space.len().min(bytes.len());
        assert!(count > 0, "there is always room");
        space[..count].copy_from_slice(&bytes[..count]);
        inbox.received(count);
        bytes = &bytes[count..];
    }
}
