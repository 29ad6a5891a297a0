//! [`ToArgs`]: what can stand where any number of arguments belong.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::resp::Encoded;

use super::{Arg, ToArg};

/// Any number of arguments: one value, or a slice, an array, a `Vec`, a set, a tuple (of up to 6), or a map as its
/// pairs. `()` is none at all.
///
/// ```
/// # use redial::Command;
/// let one = Command::new("DEL").keys("a");
/// let two = Command::new("DEL").keys(["a", "b"]);
/// assert_eq!(&*one.to_bytes(), b"*2\r\n$3\r\nDEL\r\n$1\r\na\r\n");
/// assert_eq!(&*two.to_bytes(), b"*3\r\n$3\r\nDEL\r\n$1\r\na\r\n$1\r\nb\r\n");
/// // One binary value, not three numbers:
/// assert_eq!(Command::new("DEL").keys([1u8, 2, 3]).len(), 2);
/// ```
/// `bool` and `None` are no arguments in a list either:
/// ```compile_fail
/// # use redial::Command;
/// Command::new("DEL").keys([Some("a")]);
/// ```
/// A type of your own that stands for several arguments writes one after the other:
/// ```
/// use redial::{Args, Command, ToArgs};
///
/// struct Range(i64, i64);
/// impl ToArgs for Range {
///     fn to_args(&self, args: &mut Args<'_>) {
///         args.arg(&self.0);
///         args.arg(&self.1);
///     }
/// }
/// let command = Command::new("LRANGE").key("list").args(Range(0, -1));
/// assert_eq!(command.arguments().last(), Some(&b"-1"[..]));
/// ```
pub trait ToArgs {
    /// Writes all of them, in order.
    fn to_args(&self, args: &mut Args<'_>);

    /// Writes all of them, in order, and gives them away: see [`ToArg::into_arg`].
    #[inline]
    fn into_args(self, args: &mut Args<'_>)
    where
        Self: Sized,
    {
        self.to_args(args);
    }
}

/// The place where a [`ToArgs`] writes its arguments.
#[derive(Debug)]
pub struct Args<'a> {
    out: &'a mut Encoded,
    count: usize,
}

impl<'a> Args<'a> {
    pub(crate) const fn new(out: &'a mut Encoded) -> Self {
        Self { out, count: 0 }
    }

    /// Writes one argument.
    #[inline]
    pub fn arg<T: ToArg + ?Sized>(&mut self, value: &T) {
        let _written = value.to_arg(Arg::new(self.out));
        self.count += 1;
    }

    /// Writes one argument that is given away: see [`ToArg::into_arg`].
    #[inline]
    pub fn owned_arg<T: ToArg>(&mut self, value: T) {
        let _written = value.into_arg(Arg::new(self.out));
        self.count += 1;
    }

    /// How many have been written so far.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }
}

impl<T: ToArg + ?Sized> ToArgs for T {
    #[inline]
    fn to_args(&self, args: &mut Args<'_>) {
        args.arg(self);
    }

    #[inline]
    fn into_args(self, args: &mut Args<'_>)
    where
        Self: Sized,
    {
        args.owned_arg(self);
    }
}

macro_rules! slice_args {
    ($($type:ty),+ $(,)?) => {$(
        impl<T: ToArgs> ToArgs for $type {
            fn to_args(&self, args: &mut Args<'_>) {
                for item in self.iter() {
                    item.to_args(args);
                }
            }
        }
    )+};
}
slice_args!([T], &[T]);

macro_rules! sequence_args {
    ($([$($generics:tt)*] $type:ty),+ $(,)?) => {$(
        impl<T: ToArgs, $($generics)*> ToArgs for $type {
            fn to_args(&self, args: &mut Args<'_>) {
                for item in self {
                    item.to_args(args);
                }
            }

            fn into_args(self, args: &mut Args<'_>) {
                for item in self {
                    item.into_args(args);
                }
            }
        }

        impl<T: ToArgs, $($generics)*> ToArgs for &$type {
            fn to_args(&self, args: &mut Args<'_>) {
                (**self).to_args(args);
            }
        }
    )+};
}
sequence_args!(
    [const N: usize] [T; N],
    [] Vec<T>,
    [] VecDeque<T>,
    [] BTreeSet<T>,
    [S] HashSet<T, S>,
);

macro_rules! map_args {
    ($([$($generics:tt)*] $type:ty),+ $(,)?) => {$(
        impl<K: ToArg, V: ToArg, $($generics)*> ToArgs for $type {
            fn to_args(&self, args: &mut Args<'_>) {
                for (key, value) in self {
                    args.arg(key);
                    args.arg(value);
                }
            }

            fn into_args(self, args: &mut Args<'_>) {
                for (key, value) in self {
                    args.owned_arg(key);
                    args.owned_arg(value);
                }
            }
        }

        impl<K: ToArg, V: ToArg, $($generics)*> ToArgs for &$type {
            fn to_args(&self, args: &mut Args<'_>) {
                (**self).to_args(args);
            }
        }
    )+};
}
map_args!([] BTreeMap<K, V>, [S] HashMap<K, V, S>);

/// No arguments at all.
impl ToArgs for () {
    fn to_args(&self, _args: &mut Args<'_>) {}
}

macro_rules! tuple_args {
    ($($name:ident $index:tt),+) => {
        impl<$($name: ToArg),+> ToArgs for ($($name,)+) {
            #[inline]
            fn to_args(&self, args: &mut Args<'_>) {
                $(args.arg(&self.$index);)+
            }

            #[inline]
            fn into_args(self, args: &mut Args<'_>) {
                $(args.owned_arg(self.$index);)+
            }
        }

        impl<$($name: ToArg),+> ToArgs for &($($name,)+) {
            #[inline]
            fn to_args(&self, args: &mut Args<'_>) {
                (**self).to_args(args);
            }
        }
    };
}
tuple_args!(A 0);
tuple_args!(A 0, B 1);
tuple_args!(A 0, B 1, C 2);
tuple_args!(A 0, B 1, C 2, D 3);
tuple_args!(A 0, B 1, C 2, D 3, E 4);
tuple_args!(A 0, B 1, C 2, D 3, E 4, F 5);

#[cfg(test)]
mod tests {
    use super::*;

    fn count(value: impl ToArgs) -> usize {
        let mut out = Encoded::new();
        let mut args = Args::new(&mut out);
        value.to_args(&mut args);
        args.count()
    }

    #[test]
    fn every_collection_gives_its_items_and_every_map_its_pairs() {
        assert_eq!(count("a"), 1);
        assert_eq!(count(()), 0);
        assert_eq!(count(["a", "b"]), 2);
        assert_eq!(count(&["a", "b"][..]), 2);
        assert_eq!(count(vec![1, 2, 3]), 3);
        let strings = vec![String::new()];
        assert_eq!(count(&strings), 1);
        assert_eq!(strings.len(), 1, "it is only borrowed");
        assert_eq!(count(BTreeSet::from([1, 2])), 2);
        assert_eq!(count(HashMap::from([("a", 1)])), 2);
        assert_eq!(count([("a", 1), ("b", 2)]), 4);
        assert_eq!(count(("a", 1, 2.5)), 3);
        assert_eq!(count(Vec::<String>::new()), 0);
    }

    #[test]
    fn bytes_are_one_value() {
        assert_eq!(count([1u8, 2, 3]), 1);
        assert_eq!(count(vec![1u8, 2, 3]), 1);
        assert_eq!(count(&[1u8, 2, 3][..]), 1);
        assert_eq!(count([vec![1u8, 2], vec![3]]), 2);
    }
}
