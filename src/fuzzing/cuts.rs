//! Where the input of a fuzzer is cut into pieces: the head of the input says so.

/// The most cuts that a head can ask for.
const MOST: usize = 7;

/// What follows the head, and the ends of its pieces in rising order, the last of which is its own.
///
/// The head is how many cuts there are, and a byte for each: how far into the rest it is, in 256ths.
pub(super) fn cut(input: &[u8]) -> (&[u8], Vec<usize>) {
    let Some((count, rest)) = input.split_first() else {
        return (input, vec![0]);
    };
    let count = usize::from(*count) % (MOST + 1);
    let (places, bytes) = rest.split_at(count.min(rest.len()));
    let mut ends: Vec<usize> = places
        .iter()
        .map(|place| bytes.len() * usize::from(*place) / 256)
        .collect();
    ends.sort_unstable();
    ends.push(bytes.len());
    (bytes, ends)
}
