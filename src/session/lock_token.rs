//! Tokens of locks: what tells one holder from all others.

use std::hash::{BuildHasher, RandomState};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// A token of 32 hexadecimal digits, as redis-py's has, that nobody else has made or will make.
///
/// They are hashes under keys that the standard library gets from the operating system, of what differs where
/// these keys are the same: in a process that was forked, or in a machine that was copied while it ran.
pub(crate) fn lock_token(now: SystemTime) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Each `RandomState` has keys of its own.
    let half = || RandomState::new().hash_one((process::id(), now, count));
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_tokens_are_the_same() {
        let now = SystemTime::UNIX_EPOCH;
        let tokens: HashSet<String> = (0..10_000).map(|_| lock_token(now)).collect();
        assert_eq!(tokens.len(), 10_000);
        let halves: HashSet<&str> = tokens
            .iter()
            .flat_map(|token| [&token[..16], &token[16..]])
            .collect();
        assert_eq!(halves.len(), 20_000);
        let is_hex = |token: &String| token.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(
            tokens
                .iter()
                .all(|token| token.len() == 32 && is_hex(token))
        );
    }
}
