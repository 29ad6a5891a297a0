//! [`ListEnd`].

/// An end of a list: redis-py's `"LEFT"` and `"RIGHT"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ListEnd {
    /// The head, where index 0 is (`LEFT`).
    Left,
    /// The tail, where index -1 is (`RIGHT`).
    Right,
}

impl ListEnd {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "LEFT",
            Self::Right => "RIGHT",
        }
    }
}
