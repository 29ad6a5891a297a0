//! Bytes that are no reply, each wrong in its own way: what the tests of reliability send, and the seeds of the fuzzers.

/// Of more than this a line cannot be.
const LINE: usize = 64 * 1024;
/// Long enough for a string to be received straight into the caller's value.
const LONG: usize = 40_000;

/// One of them.
#[derive(Debug)]
pub struct Malformed {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Where the first wrong byte is.
    pub offset: usize,
    /// What is said of it.
    pub what: &'static str,
}

const UNKNOWN: &str = "unknown type";
const LENGTH: &str = "not a length";
const INTEGER: &str = "not an integer";
const DOUBLE: &str = "not a double";
const BIG_NUMBER: &str = "not a big number";
const NOT_ALLOWED: &str = "not what the type allows";
const NO_LINE_END: &str = "no line end after the data";
const NO_LF: &str = "CR without LF";
const LONG_LINE: &str = "a line longer than the limit, `max_line`";
const LONG_STRING: &str = "a string longer than the limit, `max_bulk`";
const MANY: &str = "more elements than the limit, `max_elements`";
const DEEP: &str = "nested deeper than the limit, `max_depth`";
const NO_FORMAT: &str = "a verbatim string without a format";
const PUSH_INSIDE: &str = "a push inside another reply";
const END_OUTSIDE: &str = "an end outside a streamed aggregate";
const CHUNK_OUTSIDE: &str = "a chunk outside a streamed string";
const NO_CHUNK: &str = "no chunk inside a streamed string";
const HALF_PAIR: &str = "a map that ends after a key";
const ATTRIBUTE_OF_NOTHING: &str = "an attribute of nothing";

/// The short ones.
const SHORT: [(&str, &[u8], usize, &str); 57] = [
    (
        "an answer of HTTP",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        0,
        UNKNOWN,
    ),
    (
        "an alert of TLS",
        b"\x15\x03\x03\x00\x02\x02\x28",
        0,
        UNKNOWN,
    ),
    ("zeros", b"\0\0\0\0", 0, UNKNOWN),
    ("bytes beyond ASCII", b"\xff\xfe\xfd", 0, UNKNOWN),
    ("an empty line", b"\r\n", 0, UNKNOWN),
    ("a command", b"GET k\r\n", 0, UNKNOWN),
    ("a status with CR alone", b"+OK\rX", 3, NO_LF),
    ("an error with CR alone", b"-ERR\rX", 4, NO_LF),
    ("an integer without digits", b":\r\n", 1, INTEGER),
    ("an integer with a letter", b":12a\r\n", 1, INTEGER),
    ("an integer with a space", b": 1\r\n", 1, INTEGER),
    (
        "an integer above the largest",
        b":9223372036854775808\r\n",
        1,
        INTEGER,
    ),
    (
        "an integer below the least",
        b":-9223372036854775809\r\n",
        1,
        INTEGER,
    ),
    (
        "an integer of 20 digits",
        b":00000000000000000001\r\n",
        1,
        INTEGER,
    ),
    ("a string of length -5", b"$-5\r\nabc\r\n", 1, NOT_ALLOWED),
    ("a string of length -01", b"$-01\r\n", 1, NOT_ALLOWED),
    ("a string of length +3", b"$+3\r\nabc\r\n", 1, LENGTH),
    ("a string of length 03", b"$03\r\nabc\r\n", 2, NOT_ALLOWED),
    ("a string without a length", b"$\r\n", 1, LENGTH),
    ("a string of length 3x", b"$3x\r\n", 2, LENGTH),
    ("a length with CR alone", b"$1\rX", 2, LENGTH),
    (
        "a string beyond the limit",
        b"$536870913\r\n",
        1,
        LONG_STRING,
    ),
    (
        "a string of 2^63 - 1 bytes",
        b"$9223372036854775807\r\n",
        1,
        LONG_STRING,
    ),
    (
        "a string of 10^20 - 1 bytes",
        b"$99999999999999999999\r\n",
        20,
        LENGTH,
    ),
    (
        "a string longer than it says",
        b"$3\r\nabcXX",
        7,
        NO_LINE_END,
    ),
    (
        "a string that ends in CR X",
        b"$3\r\nabc\rX",
        7,
        NO_LINE_END,
    ),
    (
        "a string that ends in LF CR",
        b"$3\r\nabc\n\r",
        7,
        NO_LINE_END,
    ),
    (
        "an empty string longer than it says",
        b"$0\r\nXX",
        4,
        NO_LINE_END,
    ),
    (
        "a verbatim string longer than it says",
        b"=7\r\ntxt:abcXX",
        11,
        NO_LINE_END,
    ),
    (
        "a blob error longer than it says",
        b"!5\r\nERR xXX",
        9,
        NO_LINE_END,
    ),
    (
        "a chunk longer than it says",
        b"$?\r\n;3\r\nabcXX",
        11,
        NO_LINE_END,
    ),
    (
        "a string in an array, longer than it says",
        b"*1\r\n$3\r\nabcXX",
        11,
        NO_LINE_END,
    ),
    (
        "a key of a map, longer than it says",
        b"%1\r\n$1\r\naXX",
        9,
        NO_LINE_END,
    ),
    (
        "a string in a set, longer than it says",
        b"~1\r\n$1\r\naXX",
        9,
        NO_LINE_END,
    ),
    (
        "a string in a push, longer than it says",
        b">1\r\n$1\r\naXX",
        9,
        NO_LINE_END,
    ),
    (
        "a string in an attribute, longer than it says",
        b"|1\r\n$1\r\naXX",
        9,
        NO_LINE_END,
    ),
    ("an array of length -2", b"*-2\r\n", 1, NOT_ALLOWED),
    ("a set of length -1", b"~-1\r\n", 1, LENGTH),
    ("a map of length -1", b"%-1\r\n", 1, LENGTH),
    ("an array of length x", b"*x\r\n", 1, LENGTH),
    ("an array of 2^31 - 1", b"*2147483647\r\n", 0, MANY),
    ("an array of 2^63 - 1", b"*9223372036854775807\r\n", 0, MANY),
    ("a map of 2^26 + 1 pairs", b"%67108865\r\n", 0, MANY),
    ("a push inside an array", b"*1\r\n>0\r\n", 4, PUSH_INSIDE),
    ("a null with a letter", b"_x\r\n", 1, NOT_ALLOWED),
    ("a boolean that is neither", b"#x\r\n", 1, NOT_ALLOWED),
    ("a double with a letter", b",1x\r\n", 1, DOUBLE),
    ("a double that is spelled out", b",infinity\r\n", 1, DOUBLE),
    ("a big number with a point", b"(1.5\r\n", 1, BIG_NUMBER),
    (
        "a verbatim string of three bytes",
        b"=3\r\nabc\r\n",
        4,
        NO_FORMAT,
    ),
    (
        "a verbatim string without a colon",
        b"=4\r\ntxt;\r\n",
        4,
        NO_FORMAT,
    ),
    ("an end of nothing", b".\r\n", 0, END_OUTSIDE),
    ("a chunk of nothing", b";1\r\na\r\n", 0, CHUNK_OUTSIDE),
    ("a status among chunks", b"$?\r\n+a\r\n", 4, NO_CHUNK),
    (
        "a streamed map with a key alone",
        b"%?\r\n+k\r\n.\r\n",
        8,
        HALF_PAIR,
    ),
    (
        "an attribute of nothing",
        b"*?\r\n|0\r\n.\r\n",
        8,
        ATTRIBUTE_OF_NOTHING,
    ),
    ("a push of unknown length", b">?\r\n", 1, LENGTH),
];

/// All of them.
pub fn malformed() -> Vec<Malformed> {
    let short = SHORT.map(|(name, bytes, offset, what)| Malformed {
        name,
        bytes: bytes.to_vec(),
        offset,
        what,
    });
    let mut all = Vec::from(short);
    all.extend([
        endless("a status without end", b'+'),
        endless("an error without end", b'-'),
        endless("a big number without end", b'('),
        endless("a double without end", b','),
        longer("a long string longer than it says", "$40000\r\n"),
        longer(
            "a long string in an array, longer than it says",
            "*1\r\n$40000\r\n",
        ),
        longer("a long error longer than it says", "!40000\r\n"),
        Malformed {
            name: "arrays nested 129 deep",
            bytes: b"*1\r\n".repeat(129),
            offset: 4 * 128,
            what: DEEP,
        },
    ]);
    all
}

fn endless(name: &'static str, kind: u8) -> Malformed {
    let mut bytes = vec![b'1'; 1 + LINE + 1];
    bytes[0] = kind;
    Malformed {
        name,
        bytes,
        offset: 1,
        what: LONG_LINE,
    }
}

fn longer(name: &'static str, head: &str) -> Malformed {
    Malformed {
        name,
        bytes: [head.as_bytes(), &[b'x'; LONG], b"XX"].concat(),
        offset: head.len() + LONG,
        what: NO_LINE_END,
    }
}
