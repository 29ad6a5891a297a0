//! Where the keys of a command are among its arguments.

/// `count` keys, the first at argument `first` (the command's name is 0), each `step` after the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Range {
    first: u32,
    count: u32,
    step: u32,
}

/// Where the keys are. No command has its keys in more than three places
/// (`GEORADIUS key … STORE key STOREDIST key`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    ranges: [Range; 3],
}

impl Keys {
    /// `count` more keys, from argument `first` on.
    pub(super) fn add(&mut self, first: usize, count: usize, step: usize) {
        let range = Range {
            first: narrow(first),
            count: narrow(count),
            step: narrow(step),
        };
        if range.count == 0 {
            return;
        }
        for known in &mut self.ranges {
            if known.count == 0 {
                *known = range;
                return;
            }
            if known.step == range.step && known.first + known.count * known.step == range.first {
                known.count += range.count;
                return;
            }
        }
    }

    /// Whether argument `index` is a key.
    pub(super) fn contains(&self, index: usize) -> bool {
        let index = narrow(index);
        self.ranges.iter().any(|range| {
            index >= range.first
                && index < range.first + range.count * range.step
                && (index - range.first).is_multiple_of(range.step)
        })
    }
}

/// No command has four thousand million arguments: it could not be sent.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_where_they_were_added() {
        let mut keys = Keys::default();
        keys.add(1, 1, 1);
        keys.add(2, 1, 1);
        keys.add(5, 3, 2);
        let found: Vec<usize> = (0..20).filter(|&i| keys.contains(i)).collect();
        assert_eq!(found, [1, 2, 5, 7, 9]);
    }
}
