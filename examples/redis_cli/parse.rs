//! Splits a line into arguments, by redis-cli's rules of quoting.

/// The arguments; `None` if a quote is not closed, or something stands right behind one that is.
///
/// In `"…"` there are `\xHH`, `\n`, `\r`, `\t`, `\a`, `\b`, and a backslash before anything else stands for that; in `'…'` only
/// `\'` is special.
pub(crate) fn split(line: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut words = Vec::new();
    let mut rest = line.trim_ascii_start();
    while !rest.is_empty() {
        let (word, after) = first_word(rest)?;
        words.push(word);
        rest = after.trim_ascii_start();
    }
    Some(words)
}

/// The word that the text begins with, and what is behind it.
fn first_word(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut word = Vec::new();
    loop {
        rest = match rest {
            [b'"', after @ ..] => double_quoted(after, &mut word)?,
            [b'\'', after @ ..] => single_quoted(after, &mut word)?,
            [byte, after @ ..] if !byte.is_ascii_whitespace() => {
                word.push(*byte);
                after
            }
            _ => return Some((word, rest)),
        };
    }
}

fn double_quoted<'a>(mut rest: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    loop {
        let (byte, after) = match rest {
            [b'"', after @ ..] => return end_of_word(after),
            [b'\\', b'x', high, low, after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                (hex(*high) << 4 | hex(*low), after)
            }
            [b'\\', escaped, after @ ..] => (unescaped(*escaped), after),
            [byte, after @ ..] => (*byte, after),
            [] => return None,
        };
        word.push(byte);
        rest = after;
    }
}

fn single_quoted<'a>(mut rest: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    loop {
        let (byte, after) = match rest {
            [b'\\', b'\'', after @ ..] => (b'\'', after),
            [b'\'', after @ ..] => return end_of_word(after),
            [byte, after @ ..] => (*byte, after),
            [] => return None,
        };
        word.push(byte);
        rest = after;
    }
}

/// A closing quote ends its word.
fn end_of_word(after: &[u8]) -> Option<&[u8]> {
    let is_end = after.first().is_none_or(u8::is_ascii_whitespace);
    is_end.then_some(after)
}

const fn unescaped(escaped: u8) -> u8 {
    match escaped {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'a' => 0x07,
        b'b' => 0x08,
        other => other,
    }
}

const fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        other => (other | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    fn words(line: &str) -> Option<Vec<Vec<u8>>> {
        split(line.as_bytes())
    }

    #[test]
    fn words_stand_between_spaces_and_quotes_keep_them() {
        let expected: [&[u8]; 4] = [b"SET", b"my key", b"it's", b""];
        assert_eq!(
            words("  SET\t\"my key\"  'it\\'s' \"\" ").unwrap(),
            expected
        );
        assert_eq!(words("a\"b c\"").unwrap(), [b"ab c"]);
        assert!(words(" \t ").unwrap().is_empty());
    }

    #[test]
    fn escapes_are_undone_in_double_quotes_only() {
        let line = r#""\x00\xfF\n\r\t\a\b\\\"\q" '\x00\n' \n"#;
        let expected: [&[u8]; 3] = [b"\x00\xff\n\r\t\x07\x08\\\"q", b"\\x00\\n", b"\\n"];
        assert_eq!(words(line).unwrap(), expected);
        assert_eq!(words(r#""\xg0""#).unwrap(), [b"xg0"]);
    }

    #[test]
    fn quotes_have_to_be_closed_at_the_end_of_a_word() {
        for line in ["\"a", "'a", "\"a\"b", "'a'b", "\"a\\\"", "'a\\'"] {
            assert_eq!(words(line), None, "{line}");
        }
    }
}
