//! A library that uses the blocking client and has not heard of the other one.

use redial::prelude::*;

/// Counts a visit: on a client, in a pipeline, in whichever face.
pub fn visit<E: Execute>(to: E, who: &str) -> E::Out<i64> {
    to.incr(format!("visits:{who}"))
}

/// Visits at once.
pub fn visit_now(r: &Redis, who: &str) -> redial::Result<i64> {
    visit(r, who)
}
