//! Shows replies as redis-cli shows them at a terminal, and writes them.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::exit;

use redial::prelude::*;

/// Writes to standard output, at once. If nobody reads that any more, as `head` has seen enough, the program ends.
pub(crate) fn say(text: impl Display) {
    let mut out = io::stdout().lock();
    let said = write!(out, "{text}").and_then(|()| out.flush());
    if said.is_err() {
        exit(0);
    }
}

/// The same, with a line end.
pub(crate) fn say_line(line: impl Display) {
    say(format_args!("{line}\n"));
}

/// A reply, with a line end behind its last line.
pub(crate) fn shown(reply: &Value) -> String {
    let mut out = String::new();
    write(&mut out, reply, "");
    out
}

/// Bytes in quotes, with escapes for what can't be printed: [`split`](crate::parse::split) undoes it.
pub(crate) fn quoted(bytes: &[u8]) -> String {
    let mut out = String::from('"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x07 => out.push_str("\\a"),
            0x08 => out.push_str("\\b"),
            b' '..=b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("\\x{other:02x}")),
        }
    }
    out.push('"');
    out
}

/// `indent` stands before all lines but the first, which goes on where the caller has got to.
fn write(out: &mut String, reply: &Value, indent: &str) {
    let line = match reply {
        Value::Nil => "(nil)".to_owned(),
        Value::Status(text) => text.clone(),
        Value::Integer(n) => format!("(integer) {n}"),
        Value::Double(n) => format!("(double) {n}"),
        Value::Boolean(truth) => format!("({truth})"),
        Value::BigNumber(digits) => format!("(big number) {digits}"),
        Value::Bulk(data) => quoted(data),
        Value::Verbatim { data, .. } => String::from_utf8_lossy(data).trim_end().to_owned(),
        Value::Error { code, message } => {
            format!("(error) {}", [&**code, message].join(" ").trim())
        }
        Value::Array(items) => return list(out, items, ("array", ')'), indent),
        Value::Set(items) => return list(out, items, ("set", '~'), indent),
        Value::Push(items) => return list(out, items, ("push", ')'), indent),
        Value::Map(pairs) => return map(out, pairs, indent),
        other => format!("{other:?}"),
    };
    out.push_str(&line);
    out.push('\n');
}

fn list(out: &mut String, items: &[Value], (name, sign): (&str, char), indent: &str) {
    let numbers = Numbers::new(items.len(), sign, indent);
    numbers.say_if_empty(out, name);
    for (at, item) in items.iter().enumerate() {
        numbers.begin(out, at);
        write(out, item, &numbers.deeper);
    }
}

fn map(out: &mut String, pairs: &[(Value, Value)], indent: &str) {
    let numbers = Numbers::new(pairs.len(), '#', indent);
    numbers.say_if_empty(out, "hash");
    for (at, (key, value)) in pairs.iter().enumerate() {
        numbers.begin(out, at);
        write(out, key, &numbers.deeper);
        out.truncate(out.trim_end_matches('\n').len());
        out.push_str(" => ");
        write(out, value, &numbers.deeper);
    }
}

/// The numbers before the items of a list, all as wide as the greatest.
struct Numbers<'a> {
    count: usize,
    width: usize,
    sign: char,
    indent: &'a str,
    /// What stands before the lines of an item, but for its first.
    deeper: String,
}

impl<'a> Numbers<'a> {
    fn new(count: usize, sign: char, indent: &'a str) -> Self {
        let width = count.to_string().len();
        Self {
            count,
            width,
            sign,
            indent,
            deeper: format!("{indent}{:width$}", "", width = width + 2),
        }
    }

    fn say_if_empty(&self, out: &mut String, name: &str) {
        if self.count == 0 {
            out.push_str(&format!("(empty {name})\n"));
        }
    }

    fn begin(&self, out: &mut String, at: usize) {
        let indent = if at == 0 { "" } else { self.indent };
        out.push_str(&format!(
            "{indent}{:width$}{} ",
            at + 1,
            self.sign,
            width = self.width
        ));
    }
}

#[cfg(test)]
mod tests {
    use redial::Reply;

    use super::*;

    fn of(resp: &str) -> String {
        shown(&Reply::parse(resp.as_bytes()).unwrap().into())
    }

    #[test]
    fn every_kind_of_reply_has_its_look() {
        for (resp, look) in [
            ("_\r\n", "(nil)\n"),
            ("+OK\r\n", "OK\n"),
            (":-7\r\n", "(integer) -7\n"),
            (",1.5\r\n", "(double) 1.5\n"),
            ("#t\r\n", "(true)\n"),
            ("(123\r\n", "(big number) 123\n"),
            ("$3\r\na\"\n\r\n", "\"a\\\"\\n\"\n"),
            ("=8\r\ntxt:a\nb\n\r\n", "a\nb\n"),
            ("*0\r\n", "(empty array)\n"),
            ("~0\r\n", "(empty set)\n"),
            ("%0\r\n", "(empty hash)\n"),
            ("*1\r\n-ERR oh no\r\n", "1) (error) ERR oh no\n"),
            ("~1\r\n:1\r\n", "1~ (integer) 1\n"),
            ("%1\r\n$1\r\na\r\n:1\r\n", "1# \"a\" => (integer) 1\n"),
        ] {
            assert_eq!(of(resp), look, "{resp:?}");
        }
    }

    #[test]
    fn what_is_in_a_list_is_indented_by_its_number() {
        let resp = format!(
            "*10\r\n*2\r\n:1\r\n*2\r\n:2\r\n:3\r\n{}",
            ":0\r\n".repeat(9)
        );
        let mut look =
            " 1) 1) (integer) 1\n    2) 1) (integer) 2\n       2) (integer) 3\n".to_owned();
        for number in 2..=10 {
            look += &format!("{number:2}) (integer) 0\n");
        }
        assert_eq!(of(&resp), look);
        let map = "%2\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n$1\r\nb\r\n_\r\n";
        let look = "1# \"a\" => 1) (integer) 1\n   2) (integer) 2\n2# \"b\" => (nil)\n";
        assert_eq!(of(map), look);
    }

    #[test]
    fn what_is_quoted_can_be_typed_again() {
        let every: Vec<u8> = (0..=255).collect();
        let again = crate::parse::split(quoted(&every).as_bytes()).unwrap();
        assert_eq!(again, [every]);
    }
}
