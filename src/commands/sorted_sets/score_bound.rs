//! [`ScoreBound`]: where a range of scores begins or ends.

use crate::convert::{Arg, ToArg, Written};

/// Where a range of scores begins or ends.
///
/// Wherever a bound belongs, a number does as well (`1.5`, inclusive), and so do Redis' own words:
/// `"(1.5"` (exclusive), `"-inf"`, `"+inf"`.
///
/// ```
/// # use redial::prelude::*;
/// let typed = Command::new("ZCOUNT").arg(ScoreBound::exclusive(1.5)).arg(ScoreBound::MAX);
/// let spelled = Command::new("ZCOUNT").arg("(1.5").arg("inf");
/// assert_eq!(typed.to_bytes(), spelled.to_bytes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreBound {
    score: f64,
    exclusive: bool,
}

impl ScoreBound {
    /// Below all scores (`-inf`).
    pub const MIN: Self = Self::inclusive(f64::NEG_INFINITY);
    /// Above all scores (`inf`).
    pub const MAX: Self = Self::inclusive(f64::INFINITY);

    /// This score, and it belongs to the range.
    #[must_use]
    pub const fn inclusive(score: f64) -> Self {
        Self {
            score,
            exclusive: false,
        }
    }

    /// This score, and it does not belong to the range.
    #[must_use]
    pub const fn exclusive(score: f64) -> Self {
        Self {
            score,
            exclusive: true,
        }
    }
}

impl ToArg for ScoreBound {
    fn to_arg(&self, arg: Arg<'_>) -> Written {
        if self.exclusive {
            arg.text(format_args!("({}", self.score))
        } else {
            self.score.to_arg(arg)
        }
    }
}
