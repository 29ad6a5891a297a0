//! [`FromReply`] for sequences, sets, maps, arrays and tuples.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use crate::error::{Error, Result};
use crate::resp::{Items, Reply};

use super::FromReply;
use super::from_reply::mismatch;

/// No more than this is reserved before the items are seen.
const MOST_RESERVED: usize = 1 << 16;

/// The items of any aggregate; a map is its keys and values in turn.
fn items<'a>(reply: Reply<'a>, wanted: &str) -> Result<Items<'a>> {
    match reply {
        Reply::Array(items) | Reply::Set(items) | Reply::Push(items) => Ok(items),
        Reply::Map(pairs) => Ok(pairs.into_items()),
        other => Err(mismatch(&other, wanted)),
    }
}

/// For how many of the items there is room made before they are seen.
fn reserved(items: &Items<'_>) -> usize {
    items.size_hint().0.min(MOST_RESERVED)
}

/// Decodes items until there are no more.
struct Decoded<'a, T> {
    items: Items<'a>,
    of: std::marker::PhantomData<fn() -> T>,
}

impl<'a, T> Decoded<'a, T> {
    const fn new(items: Items<'a>) -> Self {
        Self {
            items,
            of: std::marker::PhantomData,
        }
    }
}

impl<T: FromReply> Iterator for Decoded<'_, T> {
    type Item = Result<T>;

    #[inline]
    fn next(&mut self) -> Option<Result<T>> {
        T::from_items(&mut self.items)
    }
}

macro_rules! sequences {
    ($($type:ident [$($bounds:tt)*]),+ $(,)?) => {$(
        impl<T: FromReply + $($bounds)*> FromReply for $type<T> {
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                Decoded::new(items(reply, "a list")?).collect()
            }
        }
    )+};
}
sequences!(VecDeque[], BTreeSet[Ord]);

impl<T: FromReply> FromReply for Vec<T> {
    #[inline]
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        T::list_from_reply(reply)
    }
}

/// The items of a list, one by one.
pub(super) fn list<T: FromReply>(reply: Reply<'_>) -> Result<Vec<T>> {
    let items = items(reply, "a list")?;
    let mut list = Vec::with_capacity(reserved(&items));
    for item in Decoded::new(items) {
        list.push(item?);
    }
    Ok(list)
}

impl<T: FromReply> FromReply for Box<[T]> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Vec::from_reply(reply).map(Self::from)
    }
}

impl<T, S> FromReply for HashSet<T, S>
where
    T: FromReply + Eq + Hash,
    S: BuildHasher + Default + Send + 'static,
{
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let items = items(reply, "a set")?;
        let mut set = Self::with_capacity_and_hasher(reserved(&items), S::default());
        for item in Decoded::new(items) {
            set.insert(item?);
        }
        Ok(set)
    }
}

impl<K, V, S> FromReply for HashMap<K, V, S>
where
    K: FromReply + Eq + Hash,
    V: FromReply,
    S: BuildHasher + Default + Send + 'static,
{
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let items = items(reply, "a map")?;
        let mut map = Self::with_capacity_and_hasher(reserved(&items) / 2, S::default());
        for pair in Decoded::<(K, V)>::new(items) {
            let (key, value) = pair?;
            map.insert(key, value);
        }
        Ok(map)
    }
}

impl<K: FromReply + Ord, V: FromReply> FromReply for BTreeMap<K, V> {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        Decoded::new(items(reply, "a map")?).collect()
    }
}

impl<T: FromReply, const N: usize> FromReply for [T; N] {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let list = Vec::from_reply(reply)?;
        let came = list.len();
        Self::try_from(list).map_err(|_| wrong_length(came, N))
    }
}

/// A list of `came` items that should have been `wanted`.
fn wrong_length(came: usize, wanted: usize) -> Error {
    Error::decode(
        &format!("a list of {came} items"),
        &format!("{wanted} items"),
    )
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: FromReply),+> FromReply for ($($name,)+) {
            fn from_reply(reply: Reply<'_>) -> Result<Self> {
                let mut items = items(reply, "a tuple")?;
                let tuple = Self::take_flat(&mut items).unwrap_or_else(|| Err(wrong_length(0, Self::PARTS)))?;
                match items.count() {
                    0 => Ok(tuple),
                    more => Err(wrong_length(Self::PARTS + more, Self::PARTS)),
                }
            }

            #[inline]
            fn from_items(items: &mut Items<'_>) -> Option<Result<Self>> {
                if !items.may_begin_with_array() {
                    return Self::take_flat(items);
                }
                let mut ahead = items.clone();
                match ahead.next()? {
                    nested @ Reply::Array(_) => {
                        *items = ahead;
                        Some(Self::from_reply(nested))
                    }
                    _ => Self::take_flat(items),
                }
            }

            fn is_missing(reply: &Reply<'_>) -> bool {
                match reply {
                    Reply::Nil => true,
                    Reply::Array(items) => items.len() == Some(0),
                    _ => false,
                }
            }
        }

        impl<$($name: FromReply),+> Flat for ($($name,)+) {
            const PARTS: usize = [$(stringify!($name)),+].len();

            #[inline]
            fn take_flat(items: &mut Items<'_>) -> Option<Result<Self>> {
                let mut taken = 0;
                let mut take = || -> Option<Result<Self>> {
                    Some(Ok(($({
                        let part = match $name::from_items(items)? {
                            Ok(part) => part,
                            Err(error) => return Some(Err(error)),
                        };
                        taken += 1;
                        part
                    },)+)))
                };
                match take() {
                    None if taken > 0 => Some(Err(wrong_length(taken, Self::PARTS))),
                    done => done,
                }
            }
        }
    };
}

/// A tuple that lies flat in a list.
trait Flat: Sized {
    const PARTS: usize;

    /// Takes one after the other; `None` at the end of the list.
    fn take_flat(items: &mut Items<'_>) -> Option<Result<Self>>;
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded<T: FromReply>(bytes: &[u8]) -> Result<T> {
        T::from_reply(Reply::parse(bytes)?)
    }

    #[test]
    fn an_empty_list_is_no_tuple_but_a_list() {
        type Pair = (String, f64);
        let empty = b"*0\r\n";
        assert_eq!(decoded::<Option<Pair>>(empty).unwrap(), None);
        assert_eq!(decoded::<Option<Pair>>(b"*-1\r\n").unwrap(), None);
        assert!(decoded::<Pair>(empty).is_err());
        assert_eq!(decoded::<Option<Vec<Pair>>>(empty).unwrap(), Some(vec![]));
        let full = b"*2\r\n$1\r\na\r\n,1.5\r\n";
        assert_eq!(
            decoded::<Option<Pair>>(full).unwrap(),
            Some(("a".into(), 1.5))
        );
    }
}
