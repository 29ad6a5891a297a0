//! Reading back what was encoded here: the arguments of a command, the commands of a pipeline.

/// The arguments of one encoded command.
#[derive(Clone, Debug)]
pub(crate) struct Arguments<'a> {
    rest: &'a [u8],
    left: usize,
}

impl<'a> Arguments<'a> {
    /// The arguments of the first command in `encoded`.
    pub(crate) fn of(encoded: &'a [u8]) -> Self {
        let (left, rest) = header(encoded).unwrap_or_default();
        Self { rest, left }
    }

    /// What follows this command.
    fn after(mut self) -> &'a [u8] {
        while self.next().is_some() {}
        self.rest
    }
}

impl<'a> Iterator for Arguments<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.left = self.left.checked_sub(1)?;
        let (len, rest) = header(self.rest)?;
        let (argument, rest) = rest.split_at_checked(len)?;
        self.rest = rest.get(2..)?;
        Some(argument)
    }
}

/// The commands of a pipeline, as their arguments.
pub(crate) fn commands(mut encoded: &[u8]) -> impl Iterator<Item = Arguments<'_>> {
    std::iter::from_fn(move || {
        if encoded.is_empty() {
            return None;
        }
        let command = Arguments::of(encoded);
        encoded = command.clone().after();
        Some(command)
    })
}

/// The number in a line like `*3\r\n` or `$3\r\n`, and what follows the line.
fn header(encoded: &[u8]) -> Option<(usize, &[u8])> {
    let end = encoded.iter().position(|&byte| byte == b'\r')?;
    let digits = std::str::from_utf8(encoded.get(1..end)?).ok()?;
    Some((digits.parse().ok()?, encoded.get(end + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;

    #[test]
    fn what_was_encoded_is_read_back() {
        let mut encoded = Command::new("SET")
            .key("k")
            .arg("a\r\nb")
            .as_bytes()
            .to_vec();
        encoded.extend_from_slice(Command::new("PING").as_bytes());
        let read: Vec<Vec<&[u8]>> = commands(&encoded).map(Iterator::collect).collect();
        assert_eq!(
            read,
            [vec![b"SET" as &[u8], b"k", b"a\r\nb"], vec![b"PING"]]
        );
        assert_eq!(Arguments::of(b"").count(), 0);
    }
}
